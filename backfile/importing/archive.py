"""The stories that stand in `content/` already: their captures and their addresses, by a look at their front matter."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from backfile.importing.scratch import scratch
from backfile.urls import address_key

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HEAD_BYTES = 16_384
_LONG_HEAD_BYTES = 2_000_000  # the few whose front matter is longer than that
_FRONT = re.compile(r"(?:\ufeff)?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FOR_LINKS = ("aliases", "status", "date", "embargo", "expires", "section", "tags", "bylines")

_TABLES = """
CREATE TABLE standing (
    at INTEGER PRIMARY KEY, path TEXT, place TEXT, capture TEXT, sha256 TEXT, story TEXT, url TEXT, also TEXT,
    links TEXT
);
CREATE INDEX by_place ON standing (place);
CREATE INDEX by_capture ON standing (capture, sha256) WHERE capture <> '';
CREATE INDEX by_content ON standing (sha256, story) WHERE capture <> '';
"""


class Archive:
    """Where each imported capture lives, and which addresses are taken. Grows, on disk, while an import writes."""

    def __init__(self) -> None:
        self._db = scratch(_TABLES)

    def add(
        self, path: str, capture: str, sha256: str, url: str = "", also: tuple[str, ...] = (), links: str = ""
    ) -> None:
        """Note a story file and the capture it came from; `also` are the captures that it names as telling it too.
        `links` is what its file says that links of its old site may know it by, for `told_of`."""
        known = (capture, sha256, story_key(capture), url) if capture and sha256 else ("",) * 4
        row = (path, place_key(path), *known, json.dumps(also) if also else "", links)
        self._db.execute("INSERT INTO standing VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def told(self) -> Iterator[tuple[str, str, str, dict[str, Any], tuple[str, ...]]]:
        """Path, capture and address of every story that came from a capture, the fields that links may know it by, and
        the captures that tell it too."""
        rows = self._db.execute("SELECT path, capture, url, links, also FROM standing WHERE capture <> '' ORDER BY at")
        for path, capture, url, links, also in rows:
            yield path, capture, url, json.loads(links) if links else {}, tuple(json.loads(also)) if also else ()

    def is_free(self, path: str) -> bool:
        """Whether no story file stands there, nor one that differs by letter case or Unicode form only."""
        return not self._first("path FROM standing WHERE place = ?", place_key(path))

    def path_of(self, capture: str, sha256: str) -> str:
        """Where the story of this capture stands, as it reads now, or ""."""
        found = self._first(
            "path FROM standing WHERE capture = ? AND sha256 = ? AND capture <> '' ORDER BY at DESC", capture, sha256
        )
        return found[0] if found else ""

    def twin_of(self, sha256: str, story: str) -> tuple[str, str] | None:
        """The first capture with the same bytes (and key of the story in it), and its path."""
        return self._first(
            "capture, path FROM standing WHERE sha256 = ? AND story = ? AND capture <> '' ORDER BY at", sha256, story
        )

    def stands(self, capture: str) -> bool:
        """Whether a story of this capture stands, whatever it said then."""
        return bool(self._first("1 FROM standing WHERE capture = ? AND capture <> ''", capture))

    def paths_of(self, capture: str) -> list[str]:
        """Where all stories of captures of this name stand, the oldest first."""
        rows = self._db.execute("SELECT path FROM standing WHERE capture = ? AND capture <> '' ORDER BY at", (capture,))
        return [path for (path,) in rows]

    def url_of(self, path: str) -> str:
        """The address of the story at a path, or ""."""
        found = self._first("url FROM standing WHERE place = ? AND path = ? ORDER BY at DESC", place_key(path), path)
        return found[0] if found else ""

    def also_at(self, path: str) -> tuple[str, ...]:
        """The captures that the file at a path names as telling its story too."""
        found = self._first("also FROM standing WHERE place = ? AND path = ? ORDER BY at", place_key(path), path)
        return tuple(json.loads(found[0])) if found and found[0] else ()

    def aliases_at(self, path: str) -> tuple[str, ...]:
        """The old addresses that the file at a path names."""
        found = self._first("links FROM standing WHERE place = ? AND path = ? ORDER BY at", place_key(path), path)
        told = json.loads(found[0]).get("aliases") if found and found[0] else ()
        return tuple(filter(_is_text, told)) if isinstance(told, list) else ()

    def _first(self, query: str, *values: str) -> tuple | None:
        return self._db.execute(f"SELECT {query} LIMIT 1", values).fetchone()


def place_key(path: str) -> str:
    """What two paths share when some disk would take them for one."""
    return address_key(path)


def story_key(capture: str) -> str:
    """The part of a capture's name that tells its stories apart."""
    return capture.partition("#")[2]


def standing_in(content: Path) -> Archive:
    """Look at every story file below `content/`: a few kilobytes each."""
    archive = Archive()
    for path in _stories_below(content):
        told = _fields_of(_head_of(path))
        known = (told.get(name, "") for name in ("file", "sha256", "url"))
        archive.add(path.relative_to(content).as_posix(), *known, told.get("also", ()), told.get("links", ""))
    return archive


def _stories_below(content: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(content):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".md"):
                yield Path(folder, name)


def _head_of(path: Path) -> str:
    try:
        with open(path, "rb") as stream:
            head = stream.read(_HEAD_BYTES)
            if b"\n---" not in head[4:]:  # a story unseen would be written a second time
                head += stream.read(_LONG_HEAD_BYTES)
            return head.decode("utf-8", "replace")
    except OSError:
        return ""


def _fields_of(head: str) -> dict[str, Any]:
    front = _FRONT.match(head)
    found = front[1] if front else ""
    if "sha256" not in found:
        return {}
    try:
        table = yaml.load(found, Loader=_LOADER)  # noqa: S506 - it makes texts, lists and mappings only
    except yaml.YAMLError:
        return {}
    origin = table.get("origin") if isinstance(table, dict) else None
    if not isinstance(origin, dict):
        return {}
    also = origin.pop("also", None)
    told = {k: v for k, v in origin.items() if isinstance(v, str)}
    told["links"] = json.dumps({name: table[name] for name in _FOR_LINKS if table.get(name)}, ensure_ascii=False)
    return {**told, "also": tuple(filter(_is_text, also))} if isinstance(also, list) else told


def _is_text(value: object) -> bool:
    return isinstance(value, str)
