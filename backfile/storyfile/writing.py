"""A `Story` to the text of its file: fields in one order, one value a line, quotes only where they are needed."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.model import Correction, Image, LogEntry, Origin, Replacement, Status, Story, Version, When
from backfile.storyfile.fields import (
    CORRECTION_PARTS,
    FIELDS,
    IMAGE_PARTS,
    LOG_PARTS,
    ORIGIN_PARTS,
    VERSION_PARTS,
    Field,
)
from backfile.storyfile.quoting import is_readable, scalar

_INDENT = "  "


def story_text(story: Story) -> str:
    """The file of a story; `parse_story` reads an equal story from it. Absent fields are left out."""
    lines = ["---"]
    for name, absent in _ABSENT:
        value = getattr(story, name, None)
        if value is not None and value != absent:
            lines += _field(name, _shown(value))
    for key, value in story.extra:
        lines += _field(scalar(key), value, keep_empty=True)
    lines.append("---")
    head = "\n".join(lines) + "\n"
    return f"{head}\n{story.body}\n" if story.body else head


def _shown(value):
    """What a field holds, as texts, lists and dictionaries."""
    if isinstance(value, Status):
        return value.value
    if isinstance(value, bool):
        return _Verbatim(str(value).lower())
    if isinstance(value, (When, int)):
        return _Verbatim(value.text if isinstance(value, When) else value)
    if isinstance(value, Origin):
        return _mapping(value, ORIGIN_PARTS)
    if isinstance(value, tuple):
        return [_entry(entry) for entry in value]
    return value


def _entry(entry):
    if isinstance(entry, Image):
        parts = _mapping(entry, IMAGE_PARTS)
        if entry.alt_given:
            wanted = parts.keys() | {"alt"}
            parts = {part.name: parts.get(part.name, "") for part in IMAGE_PARTS if part.name in wanted}
        return parts
    if isinstance(entry, Replacement):
        return {"from": entry.name, "to": entry.instead}
    if isinstance(entry, Version):
        return _mapping(entry, VERSION_PARTS)
    if isinstance(entry, LogEntry):
        return _mapping(entry, LOG_PARTS)
    if isinstance(entry, Correction):
        parts = _mapping(entry, CORRECTION_PARTS)
        if entry.kind == "correction":
            del parts["kind"]
        return parts
    return entry


def _mapping(value, parts: tuple[Field, ...]) -> dict[str, object]:
    found = {part.name: getattr(value, part.name) for part in parts}
    shown = {name: list(v) if type(v) is tuple else v for name, v in found.items() if v}
    return {name: _Verbatim(v.text) if isinstance(v, When) else v for name, v in shown.items()}


class _Verbatim(str):
    """A date or a number: never in quotes."""


def _field(key: str, value, keep_empty: bool = False) -> Iterator[str]:
    if value in ("", [], {}) and not keep_empty:
        return
    yield from _block(f"{key}:", value, "")


def _block(lead: str, value, indent: str) -> Iterator[str]:
    """The lines of a value after its key or dash; what is nested goes below, indented."""
    if isinstance(value, dict) and value:
        yield lead
        yield from _fields(value, indent + _INDENT)
    elif isinstance(value, (list, tuple)) and value:
        yield lead
        for entry in value:
            yield from _listed(entry, indent + _INDENT)
    elif isinstance(value, str) and _fits_block(value):
        yield f"{lead} |-"
        yield from (f"{indent}{_INDENT}{line}" if line else "" for line in value.split("\n"))
    else:
        yield f"{lead} {_inline(value)}"


def _fields(value: dict, indent: str) -> Iterator[str]:
    for key, part in value.items():
        yield from _block(f"{indent}{scalar(key)}:", part, indent)


def _listed(entry, indent: str) -> Iterator[str]:
    """An entry after its dash; fields begin on the dash's own line."""
    if isinstance(entry, dict) and entry:
        lines = list(_fields(entry, indent + _INDENT))
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield from _block(f"{indent}-", entry, indent)


def _inline(value) -> str:
    if isinstance(value, _Verbatim):
        return str(value)
    if isinstance(value, str):
        return scalar(value) if value else '""'
    return "{}" if isinstance(value, dict) else "[]"


def _fits_block(value: str) -> bool:
    """Whether a text of several lines can be shown as such: no line with spaces at its edges, none that is lost."""
    if "\n" not in value:
        return False
    lines = value.split("\n")
    sound = all(line == line.strip() for line in lines) and lines[0] and lines[-1]
    return bool(sound) and is_readable(value) and "\t" not in value


_EMPTY = Story("", "", None)
_ABSENT = tuple((field.name, getattr(_EMPTY, field.name, None)) for field in FIELDS)
