"""The order of the steps from the bytes of a story file to a `Story`, or to everything that is wrong with it."""

from __future__ import annotations

import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile.model import Level, Problem, Status, Story
from backfile.storyfile import parts, values
from backfile.storyfile.decode import decoded
from backfile.storyfile.entries import Entries, Entry, entries_of, warn_of_slip
from backfile.storyfile.faults import Faults
from backfile.storyfile.fields import Kind, nearest_field
from backfile.storyfile.front import Front, FrontError, split
from backfile.storyfile.limits import DEFAULTS, Limits, raise_limit, too_large
from backfile.storyfile.matter import StoryHandler, plain
from backfile.storyfile.values import Reader, is_absent
from backfile.storyfile.when import FORMS

_READERS = {
    Kind.TEXT: values.text,
    Kind.PROSE: values.text,
    Kind.ADDRESS: values.text,
    Kind.WHEN: values.when,
    Kind.NAMES: values.names,
    Kind.ADDRESSES: values.addresses,
    Kind.IMAGES: parts.images,
    Kind.CORRECTIONS: parts.corrections,
    Kind.REPLACEMENTS: parts.replacements,
    Kind.LOG: parts.log,
    Kind.VERSIONS: parts.versions,
    Kind.ORIGIN: parts.origin,
    Kind.STATUS: values.status,
    Kind.FLAG: values.flag,
    Kind.NUMBER: values.number,
    Kind.LANGUAGE: values.language,
}
_YAML_LINE_ENDS = re.compile("[\u2028\u2029]")


class Parsed(NamedTuple):
    """A story, when no problem is an error; and all problems, by line and column."""

    story: Story | None
    problems: tuple[Problem, ...]


def parse_story(
    data: bytes, source: str, *, zone: ZoneInfo, limits: Limits = DEFAULTS, standalone: bool = False
) -> Parsed:
    """Read one story file; `standalone` is for pages, which need no date. Never raises for what an editor wrote."""
    return parsed_by(StoryHandler(limits), data, source, zone, limits, standalone)


def parsed_by(
    handler: StoryHandler, data: bytes, source: str, zone: ZoneInfo, limits: Limits, standalone: bool = False
) -> Parsed:
    """`parse_story` with a handler of the caller's choice."""
    if len(data) > limits.story_bytes:
        return Parsed(None, (too_large(source, len(data), limits),))
    text, faults = decoded(data, source)
    if not text and faults.has_errors:
        return Parsed(None, faults.in_order())
    front = _front(text, faults, limits)
    if front is None:
        return Parsed(None, faults.in_order())
    entries = entries_of(front.yaml_text, handler, faults, limits)
    reader = Reader(faults, limits, zone, front.yaml_text.split("\n"))
    fields = _fields(reader, entries)
    _add_missing(faults, entries, fields, standalone)
    _warn_of_unknown(reader, entries)
    if faults.has_errors:
        return Parsed(None, faults.in_order())
    return Parsed(_story(source, front, entries, fields), faults.in_order() if faults.problems else ())


def _front(text: str, faults: Faults, limits: Limits) -> Front | None:
    """The two parts of the file; when it has no closing line, what probably are its fields, so as to check them too."""
    try:
        front = split(text)
    except FrontError as fault:
        faults.add(fault.line, min(fault.line, 1), fault.fault, fault.remedy, fault.code)
        if not fault.likely_end:
            return None
        front = Front("\n".join(text.split("\n")[1 : fault.likely_end - 1]) + "\n", 2, "", fault.likely_end)
    if len(front.yaml_text) > limits.front_matter_bytes:
        remedy = f"shorten it, {raise_limit('front_matter_bytes', limits)}"
        faults.add(1, 1, "the front matter is too long", remedy, "front-matter-too-long")
        return None
    return _without_odd_line_ends(front, faults)


def _without_odd_line_ends(front: Front, faults: Faults) -> Front:
    """U+2028 and U+2029 end a line for a YAML parser and for no editor, so lines could not be counted."""
    for match in _YAML_LINE_ENDS.finditer(front.yaml_text):
        before = front.yaml_text[: match.start()]
        line, column = before.count("\n") + 2, len(before) - before.rfind("\n")
        fault = f"the invisible line separator U+{ord(match[0]):04X} cannot stand in the front matter"
        faults.add(line, column, fault, "delete it, or write a space", "line-separator")
    return front._replace(yaml_text=_YAML_LINE_ENDS.sub(" ", front.yaml_text).replace("\ufeff", " "))


def _fields(reader: Reader, entries: Entries) -> dict[str, object]:
    """The value of every field that has one."""
    found: dict[str, object] = {}
    for name, (field, entry) in entries.by_name.items():
        if name == "title":
            found[name] = values.text(reader, entry.key, field, entry.node)
        elif not is_absent(entry.node):
            found[name] = _READERS[field.kind](reader, entry.key, field, entry.node)
    _settle_status(reader.faults, entries, found)
    return found


def _settle_status(faults: Faults, entries: Entries, found: dict[str, object]) -> None:
    """`draft` and `published` are words for a status; they must not contradict it or each other."""
    said = {}
    for name, drafted in (("status", None), ("draft", True), ("published", False)):
        value = found.pop(name, None)
        if name == "status" and value:
            said[name] = value
        elif value is not None:
            said[name] = Status.DRAFT if value is drafted else Status.PUBLISHED
    if len(said) > 1 and len(set(said.values())) > 1 and not _is_plain_withdrawal(said):
        _add_contradiction(faults, entries, list(said))
    if said:
        found["status"] = next(iter(said.values()))


def _is_plain_withdrawal(said: dict[str, Status]) -> bool:
    """`status: withdrawn` beside `draft: false` contradicts nothing."""
    return said == {"status": Status.WITHDRAWN, "draft": Status.PUBLISHED}


def _add_contradiction(faults: Faults, entries: Entries, names: list[str]) -> None:
    first, second = sorted((entries.by_name[name][1] for name in names[:2]), key=lambda entry: entry.line)
    fault = f"{first.key} on line {first.line} and {second.key} on line {second.line} contradict each other"
    faults.at(second.key_node, fault, "keep one of them", "status-contradiction")


def _add_missing(faults: Faults, entries: Entries, fields: dict[str, object], standalone: bool) -> None:
    for name, remedy in (("title", "write title: and the headline"), ("date", FORMS)):
        if name in entries.broken or (name == "date" and standalone):
            continue
        if name not in entries.by_name:
            _add_absent(faults, entries, name, remedy)
        elif name not in fields or fields[name] == "":
            entry = entries.by_name[name][1]
            if is_absent(entry.node):
                faults.at(entry.key_node, f"{entry.key} is blank", remedy, f"{name}-blank")


def _add_absent(faults: Faults, entries: Entries, name: str, remedy: str) -> None:
    for entry in entries.unknown:
        near = nearest_field(entry.key)
        if near == name:
            remedy = f"write {name} instead of {entry.key} on line {entry.line}"
    faults.add(1, 1, f"the story has no {name}", remedy, f"{name}-missing")


def _warn_of_unknown(reader: Reader, entries: Entries) -> None:
    for entry in entries.unknown:
        if near := nearest_field(entry.key):
            warn_of_slip(entry.key, near, entry.key_node, reader.faults)
        elif _reads_like_text(entry, reader.yaml_lines):
            fault = f'"{entry.key}:" is taken for a field, but looks like the text of the story'
            remedy = "write --- above it if the text begins here"
            reader.faults.at(entry.key_node, fault, remedy, "text-in-front-matter", Level.WARNING)


def _reads_like_text(entry: Entry, yaml_lines: list[str]) -> bool:
    """Whether a field is probably a line of the body, taken in because the closing line stands too low."""
    above = yaml_lines[entry.line - 3] if entry.line > 2 else "-"
    return " " in entry.key.strip() or (not above.strip() and entry.key[0].isupper())


def _story(source: str, front: Front, entries: Entries, fields: dict[str, object]) -> Story:
    lines = [(name, entry.line) for name, (_, entry) in entries.by_name.items()]
    lines += [(entry.key, entry.line) for entry in entries.unknown]
    fields.setdefault("date", None)
    return Story(
        source=source,
        body=front.body,
        body_line=front.body_line,
        extra=tuple((entry.key, plain(entry.node)) for entry in entries.unknown),
        lines=tuple(sorted(lines, key=_by_line)),
        **fields,
    )


def _by_line(pair: tuple[str, int]) -> int:
    return pair[1]
