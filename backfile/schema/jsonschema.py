"""Front matter as a JSON Schema: an editor that knows it completes fields, and underlines what cannot be."""

from __future__ import annotations

from backfile.model import Status
from backfile.storyfile import FIELDS, Field, Kind

# What YAML readers make of a text that was written without quotes: `title: 1984`, `title: true`.
_WORD = ["string", "number", "boolean"]
_ABSENT = ["null"]
_WHEN = r"^\s*\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|z|[-+]\d{2}:?\d{2})?)?\s*$"
_FLAGS = ["true", "yes", "on", "false", "no", "off"]


def story_schema() -> dict[str, object]:
    """The schema of a story's front matter, draft 7. A field that we do not know is allowed: it is kept."""
    properties: dict[str, object] = {}
    for field in FIELDS:
        for name in field.names:
            properties[name] = _of(field, name)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A story of a Backfile archive",
        "type": "object",
        "properties": properties,
        "allOf": [_one_of(field) for field in FIELDS if field.name in ("title", "date")],
    }


def _one_of(field: Field) -> dict[str, object]:
    return {"anyOf": [{"required": [name]} for name in field.names]}


def _of(field: Field, name: str) -> dict[str, object]:
    about = {"description": field.about + ("" if name == field.name else f" (another word for {field.name})")}
    examples = {"examples": [field.example]} if field.example else {}
    is_one = field.text_is_one or name in field.singular
    return {**about, **_shape(field, is_one), **examples}


def _shape(field: Field, is_one: bool) -> dict[str, object]:
    kind = field.kind
    if kind is Kind.WHEN:
        return {"type": ["string", *_ABSENT], "pattern": _WHEN}
    if kind is Kind.NUMBER:
        return {"type": ["integer", "string", *_ABSENT]}
    if kind is Kind.FLAG:
        return {"anyOf": [{"type": ["boolean", *_ABSENT]}, {"enum": _FLAGS}]}
    if kind is Kind.STATUS:
        return {"enum": [status.value for status in Status] + [None]}
    if kind in (Kind.NAMES, Kind.ADDRESSES):
        return _listed({"type": _WORD}, is_one)
    if kind in (Kind.REPLACEMENTS, Kind.VERSIONS):
        return _listed(_parts(field), False, _parts(field))
    if kind in (Kind.IMAGES, Kind.CORRECTIONS, Kind.LOG):
        return _listed({"anyOf": [{"type": _WORD}, _parts(field)]}, is_one, _parts(field))
    if kind is Kind.ORIGIN:
        return {"anyOf": [_parts(field), {"type": _ABSENT}]}
    return {"type": _WORD + _ABSENT if field.name != "title" else _WORD}


def _listed(entry: dict[str, object], is_one: bool, *others: dict[str, object]) -> dict[str, object]:
    kinds = [{"type": "array", "items": entry}, {"type": _ABSENT}, *others]
    return {"anyOf": [*kinds, {"type": _WORD}] if is_one else kinds}


def _parts(field: Field) -> dict[str, object]:
    return {"type": "object", "properties": {name: _of(part, name) for part in field.parts for name in part.names}}
