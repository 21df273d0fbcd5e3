"""Fields that have fields of their own: pictures, corrections, and where a story came from."""

from __future__ import annotations

from yaml import MappingNode, ScalarNode

from backfile.model import Correction, Image, Level, LogEntry, Origin, Replacement, Version
from backfile.storyfile.entries import pairs_of
from backfile.storyfile.faults import LINE_OF_FIRST_FIELD
from backfile.storyfile.fields import Field, Kind, nearest_field, spellings_of
from backfile.storyfile.values import Reader, entries, is_absent, names, text, when

_READERS = {Kind.WHEN: when, Kind.NAMES: names}
_ABSENT = {Kind.WHEN: None, Kind.NAMES: ()}
_SPELLINGS: dict[str, dict[str, Field]] = {}


def images(reader: Reader, name: str, field: Field, node) -> tuple[Image, ...]:
    """One picture or a list of them, each a path or fields."""
    found = (_image(reader, name, field, child) for child in _one_or_many(reader, name, field, node))
    return tuple(image for image in found if image)


def _image(reader: Reader, name: str, field: Field, node) -> Image | None:
    line = node.start_mark.line + LINE_OF_FIRST_FIELD
    if node.__class__ is ScalarNode:
        source = node.value.strip()
        if not source:
            reader.faults.at(node, f"an entry of {name} is blank", "delete it, or write a path", "entry-blank")
        return Image(src=source, line=line)
    values = _parts(reader, name, field, node)
    if values is None:
        return None
    if not values.get("src") and not values.get("caption"):
        remedy = "write the path of the picture: src: flood.jpg"
        reader.faults.at(node, f"{name} has no src", remedy, "image-without-src")
    return Image(line=line, alt_given="alt" in values, **values)


def corrections(reader: Reader, name: str, field: Field, node) -> tuple[Correction, ...]:
    """One correction or a list of them, each a text or fields."""
    found = (_correction(reader, name, field, child) for child in _one_or_many(reader, name, field, node))
    return tuple(correction for correction in found if correction)


def _correction(reader: Reader, name: str, field: Field, node) -> Correction | None:
    if node.__class__ is ScalarNode:
        values = {"text": text(reader, name, field.parts[1], node)}
    else:
        values = _parts(reader, name, field, node)
    if values is None:
        return None
    if not values.get("text"):
        remedy = "write what was wrong and what is right: text: …"
        reader.faults.at(node, f"an entry of {name} has no text", remedy, "correction-without-text")
        return None
    return Correction(values.get("date"), values["text"], values.get("kind") or "correction")


def replacements(reader: Reader, name: str, field: Field, node) -> tuple[Replacement, ...]:
    """One replacement or a list of them, each with its two fields."""
    found = (_replacement(reader, name, field, child) for child in _one_or_many(reader, name, field, node))
    return tuple(dict.fromkeys(one for one in found if one))


def _replacement(reader: Reader, name: str, field: Field, node) -> Replacement | None:
    values = _parts(reader, name, field, node)
    if values is None:
        return None
    old, new = values.get("from", ""), values.get("to", "")
    if not any(letter.isalnum() for letter in old) or not new:
        missing = "to" if old else "from"
        remedy = "write both: from: Ida Marsh and, below it, to: a woman of 34"
        reader.faults.at(node, f"an entry of {name} has no {missing}", remedy, "replacement-incomplete")
        return None
    return Replacement(old, new)


def versions(reader: Reader, name: str, field: Field, node) -> tuple[Version, ...]:
    """One earlier text or a list of them, each with its fields."""
    found = (_parts(reader, name, field, child) for child in _one_or_many(reader, name, field, node))
    return tuple(Version(one.get("date"), one["text"]) for one in found if one and one.get("text"))


def log(reader: Reader, name: str, field: Field, node) -> tuple[LogEntry, ...]:
    """One note for editors or a list of them, each a text or fields."""
    found = (_log_entry(reader, name, field, child) for child in _one_or_many(reader, name, field, node))
    return tuple(entry for entry in found if entry)


def _log_entry(reader: Reader, name: str, field: Field, node) -> LogEntry | None:
    if node.__class__ is ScalarNode:
        return LogEntry(None, text(reader, name, field.parts[1], node))
    values = _parts(reader, name, field, node)
    return LogEntry(values.get("date"), values.get("text", "")) if values else None


def origin(reader: Reader, name: str, field: Field, node) -> Origin:
    """Where an imported story came from."""
    values = _parts(reader, name, field, node)
    return Origin(**values) if values else Origin()


def _one_or_many(reader: Reader, name: str, field: Field, node) -> list:
    return [node] if node.__class__ is MappingNode else entries(reader, name, field, node)


def _parts(reader: Reader, name: str, field: Field, node) -> dict[str, object] | None:
    """The values of a mapping by their names; None when it is no mapping."""
    if node.__class__ is not MappingNode:
        shown = ", ".join(part.name for part in field.parts)
        reader.faults.at(node, f"{name} takes fields", f"write them below it, indented: {shown}", "fields-expected")
        return None
    spellings = _SPELLINGS.get(field.name) or _SPELLINGS.setdefault(field.name, spellings_of(field.parts))
    values: dict[str, object] = {}
    for key, (key_node, value) in pairs_of(node, reader.faults).items():
        part = spellings.get(key) or spellings.get(key.lower())
        if part is None:
            _add_unknown_part(reader, name, field, key, key_node)
        elif part.name in values:
            reader.faults.at(key_node, f"{key} says again what {part.name} says", "keep one of them", "field-twice")
        else:
            values[part.name] = _part_value(reader, f"{name}.{key}", part, value)
    return values


def _part_value(reader: Reader, name: str, part: Field, node):
    if is_absent(node):
        return _ABSENT.get(part.kind, "")
    return _READERS.get(part.kind, text)(reader, name, part, node)


def _add_unknown_part(reader: Reader, name: str, field: Field, key: str, node) -> None:
    near = nearest_field(key, field.parts)
    known = ", ".join(part.name for part in field.parts)
    remedy = f"did you mean {near}?" if near else f"known are {known}"
    reader.faults.at(node, f"{key} is not a field of {name} and is left out", remedy, "part-unknown", Level.WARNING)
