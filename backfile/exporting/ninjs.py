"""IPTC ninjs 3.1, the news agencies' JSON: an item a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from backfile.corpus import json_line
from backfile.corpus.record import web_address
from backfile.exporting.story import Frame, Told
from backfile.exporting.xhtml import xhtml

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}


def write_ninjs(path: Path, stories: Iterable[Told], frame: Frame) -> int:
    """The stories as ninjs items."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for story in stories:
            file.write(json_line(item_of(story, frame)))
            count += 1
    return count


def item_of(story: Told, frame: Frame) -> dict[str, object]:
    """One story as an item; what it does not say is left out, as ninjs wants it."""
    record = story.record
    item = {
        "uri": record["url"],
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "pubStatus": "usable",
        "language": record["lang"],
        "contentCreated": moment(record["date"], frame.zone),
        "versionCreated": moment(record["updated"] or record["date"], frame.zone),
        "title": record["title"],
        "headlines": _texts(("main", record["title"]), ("kicker", record["kicker"])),
        "descriptions": _texts(("summary", record["summary"])),
        "by": ", ".join(record["bylines"]),
        "located": record["dateline"],
        "copyrightNotice": record["rights"],
        "edNote": " ".join(f"{one['kind'].capitalize()}: {one['text']}" for one in record["corrections"]),
        "infoSources": [{"name": record["agency"], "role": "agency"}] if record["agency"] else [],
        "subjects": [*_named("section", [record["section"]]), *_named("tag", record["tags"])],
        "people": _named("", record["people"]),
        "places": _named("", record["places"]),
        "organisations": _named("", record["organisations"]),
        "altIds": [{"role": "id", "value": record["id"]}],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "value": record["text"], "wordCount": record["words"]},
            {"role": "richtext", "contentType": "application/xhtml+xml", "value": _linked(story.html, frame)},
        ],
        "associations": [_picture(image) for image in record["images"] if image["url"]],
    }
    return {name: value for name, value in item.items() if value}


def moment(text: str, zone: ZoneInfo) -> str:
    """A date as ninjs wants one: a day alone is its first moment in the archive's zone."""
    return text if "T" in text or not text else datetime.fromisoformat(text).replace(tzinfo=zone).isoformat()


def _texts(*named: tuple[str, object]) -> list[dict[str, object]]:
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in named if value]


def _named(rel: str, names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": name, **({"rel": rel} if rel else {})} for name in names if name]


def _linked(html: str, frame: Frame) -> str:
    return xhtml(html, lambda target, is_image: web_address_of(target, frame.base_url))


def web_address_of(target: str, base: str) -> str:
    """A link of a body, absolute; those that are so already, and anchors, stay."""
    if not target.startswith("/") or target.startswith("//"):
        return target
    path, sign, tail = target.partition("#")
    return web_address(path, base) + sign + tail


def _picture(image: dict[str, str]) -> dict[str, object]:
    texts = _texts(("caption", image["caption"]), ("alt", image["alt"]))
    picture = {
        "uri": image["url"],
        "name": "picture",
        "type": "picture",
        "by": image["credit"],
        "descriptions": texts,
        "renditions": [{"name": "original", "href": image["url"]}],
    }
    return {name: value for name, value in picture.items() if value}
