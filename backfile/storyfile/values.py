"""The nodes of one field to its value: texts, dates, lists, flags, and what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import is_normalized, normalize
from zoneinfo import ZoneInfo

from yaml import MappingNode, ScalarNode, SequenceNode

from backfile.model import Level, Status, When
from backfile.storyfile.faults import Faults
from backfile.storyfile.fields import Field, Kind, nearest
from backfile.storyfile.limits import Limits, raise_limit
from backfile.storyfile.quoting import quoted, scalar
from backfile.storyfile.when import BadWhen, parse_when

_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NUMBER = re.compile(r"[-+]?\d{1,9}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading a value needs besides its node: where faults go, the limits, the zone of naive moments."""

    faults: Faults
    limits: Limits
    zone: ZoneInfo
    yaml_lines: list[str]


def is_absent(node) -> bool:
    """Whether a field has a name and no value; `null` and `~` without quotes say so too, as content systems write."""
    return node.__class__ is ScalarNode and (not node.value.strip() or (not node.style and node.value in ("~", "null")))


def text(reader: Reader, name: str, field: Field, node) -> str:
    """A text as written, in NFC, white space at its edges left out; on one line, unless the field may have several."""
    if node.__class__ is not ScalarNode:
        return _not_a_text(reader, name, node)
    if not node.style and " #" in reader.yaml_lines[node.end_mark.line]:
        _warn_of_comment(reader, name, node)
    value = node.value.strip()
    if field.kind is Kind.ADDRESS:
        return value
    if field.kind is not Kind.PROSE and ("\n" in value or "\t" in value):
        value = " ".join(value.split())
    return value if value.isascii() or is_normalized("NFC", value) else normalize("NFC", value)


def _not_a_text(reader: Reader, name: str, node) -> str:
    shape = "a list" if node.__class__ is SequenceNode else "fields"
    start, end = node.start_mark, node.end_mark
    remedy = "write one text"
    if start.line == end.line:
        source = reader.yaml_lines[start.line][start.column : end.column]
        remedy = f"put it in quotes if it is a text: {name}: {quoted(source)}"
    reader.faults.at(node, f"{name} takes a text, not {shape}", remedy, "text-expected")
    return ""


def _warn_of_comment(reader: Reader, name: str, node) -> None:
    """`title: We are #1` loses ` #1`; a comment with a space after its # is taken for a comment."""
    end = node.end_mark
    rest = reader.yaml_lines[end.line][end.column :]
    if re.match(r"\s+#[^\s#]", rest):
        fault = f"the text of {name} ends before {rest.strip()}, which is read as a comment"
        remedy = f"put the text in quotes: {name}: {quoted(node.value + rest.rstrip())}"
        reader.faults.at(node, fault, remedy, "text-cut-by-comment", Level.WARNING)


def short_text(reader: Reader, name: str, field: Field, node) -> str:
    """A name that will be part of an address or a list: within the limit for names."""
    value = text(reader, name, field, node)
    limit = reader.limits.name_length
    if len(value) > limit:
        fault = f"an entry of {name} has {len(value)} characters; {limit} are allowed"
        reader.faults.at(node, fault, f"shorten it, {raise_limit('name_length', reader.limits)}", "name-too-long")
    return value


def names(reader: Reader, name: str, field: Field, node) -> tuple[str, ...]:
    """The entries of a list of texts."""
    nodes = entries(reader, name, field, node)
    return tuple(value for child in nodes if (value := _name(reader, name, field, child)))


def entries(reader: Reader, name: str, field: Field, node) -> list:
    """The nodes of a list's entries; one text is one entry where the field's name says so."""
    if node.__class__ is SequenceNode:
        limit = reader.limits.list_entries
        if len(node.value) > limit:
            fault = f"{name} has {len(node.value)} entries; {limit} are allowed"
            reader.faults.at(node, fault, f"shorten it, {raise_limit('list_entries', reader.limits)}", "list-too-long")
        return node.value[:limit]
    if node.__class__ is ScalarNode and (field.text_is_one or name.lower() in field.singular):
        return [node]
    if node.__class__ is ScalarNode and re.match(r"-[^\s-]", node.value) and not node.style:
        remedy = f"write a space after each dash: - {node.value.split()[0][1:]}"
        reader.faults.at(node, "no space follows the dash", remedy, "no-space-after-dash")
    elif node.__class__ is ScalarNode:
        shown = ", ".join(scalar(part.strip()) for part in node.value.split(",") if part.strip())
        fault = f'{name} takes a list, not the text "{_cut(node.value)}"'
        reader.faults.at(node, fault, f"write {name}: [{shown}]", "list-expected")
    else:
        remedy = f"write {name}: [{scalar(field.example)}]"
        reader.faults.at(node, f"{name} takes a list, not fields", remedy, "list-expected")
    return []


def _name(reader: Reader, name: str, field: Field, node) -> str:
    if node.__class__ is MappingNode:
        start = node.start_mark
        shown = reader.yaml_lines[start.line][start.column : _end_on_line(node)].strip()
        remedy = f"put the entry in quotes: {quoted(shown)}"
        reader.faults.at(node, f"an entry of {name} is read as a field, because of its colon", remedy, "entry-not-text")
        return ""
    value = short_text(reader, name, field, node)
    if not value and node.__class__ is ScalarNode:
        reader.faults.at(node, f"an entry of {name} is blank", "delete it, or write a text", "entry-blank")
    return value


def _end_on_line(node) -> int | None:
    return node.end_mark.column if node.end_mark.line == node.start_mark.line else None


def when(reader: Reader, name: str, field: Field, node) -> When | None:
    """A day or a moment."""
    value = text(reader, name, field, node)
    if not value:
        return None
    try:
        return parse_when(value, reader.zone)
    except BadWhen as bad:
        reader.faults.at(node, f"{name}: {bad.fault}", bad.remedy, bad.code)
        return None


def status(reader: Reader, name: str, field: Field, node) -> Status | None:
    """A status, by its word."""
    value = text(reader, name, field, node)
    known = tuple(s.value for s in Status)
    if value.lower() in known:
        return Status(value.lower())
    near = nearest(value, known)
    remedy = f"did you mean {near}?" if near else f"write {', '.join(known[:-1])} or {known[-1]}"
    reader.faults.at(node, f'{name}: "{_cut(value)}" is not a status', remedy, "status-unknown")
    return None


def flag(reader: Reader, name: str, field: Field, node) -> bool | None:
    """True or false, by any of the words for it."""
    value = text(reader, name, field, node)
    if value.lower() in _TRUTH:
        return _TRUTH[value.lower()]
    remedy = f"write {name}: true or {name}: false"
    if name == "published" and value[:4].isdigit():
        remedy += ", and the day of publication under date:"
    reader.faults.at(node, f'{name}: "{_cut(value)}" is neither true nor false', remedy, "flag-expected")
    return None


def number(reader: Reader, name: str, field: Field, node) -> int:
    """A whole number."""
    value = text(reader, name, field, node)
    if _NUMBER.fullmatch(value):
        return int(value)
    fault = f'{name}: "{_cut(value)}" is not a whole number'
    reader.faults.at(node, fault, f"write {name}: 2, or another whole number of up to 9 figures", "number-expected")
    return 0


def language(reader: Reader, name: str, field: Field, node) -> str:
    """A language tag as web pages take it."""
    value = text(reader, name, field, node)
    if value and not _LANGUAGE.fullmatch(value):
        hyphened = value.replace("_", "-")
        remedy = f"write {hyphened}" if _LANGUAGE.fullmatch(hyphened) else "write a tag like en, pt-BR or ar"
        reader.faults.at(node, f'{name}: "{_cut(value)}" is not a language tag', remedy, "language-tag")
    return value


def addresses(reader: Reader, name: str, field: Field, node) -> tuple[str, ...]:
    """Addresses within this site; each begins with a slash and none climbs."""
    found = []
    for child in entries(reader, name, field, node):
        value = text(reader, name, field, child)
        if _is_site_address(value):
            found.append(value)
        elif child.__class__ is ScalarNode:
            fault = f'{name}: "{_cut(value)}" is not an address of this site'
            remedy = "write what follows the host's name, like /1995/bridge/, without .. in it"
            reader.faults.at(child, fault, remedy, "alias-address")
    return tuple(found)


def _is_site_address(value: str) -> bool:
    if not value.startswith("/") or value.startswith("//") or re.search(r"[\s\\]|%(?:2f|5c)", value, re.IGNORECASE):
        return False
    return not {".", ".."} & set(value.lower().replace("%2e", ".").split("/"))


def _cut(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= 60 else value[:59] + "…"
