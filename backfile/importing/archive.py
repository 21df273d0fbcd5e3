"""The stories that stand in `content/` already: their captures and their addresses, by a look at their front matter."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from backfile.urls import address_key

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HEAD_BYTES = 16_384
_LONG_HEAD_BYTES = 2_000_000  # the few whose front matter is longer than that
_FRONT = re.compile(r"(?:\ufeff)?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


@dataclass
class Archive:
    """Where each imported capture lives, and which addresses are taken. Grows while an import writes.

    `by_capture` goes from (capture, sha256) to a path in `content/`, `by_name` from the capture alone to
    all its (sha256, path), `by_sha` from (sha256, key of the story in it) to (capture, path), `urls`
    from a path to the address of its story, `also` to the captures that its file names as telling it too.
    """

    by_capture: dict[tuple[str, str], str] = field(default_factory=dict)
    by_name: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    by_sha: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, path: str, capture: str, sha256: str, url: str = "") -> None:
        """Note a story file and the capture it came from."""
        self.taken.setdefault(place_key(path), path)
        if capture and sha256:
            self.by_capture[capture, sha256] = path
            self.urls[path] = url
            self.by_name.setdefault(capture, []).append((sha256, path))
            self.by_sha.setdefault((sha256, story_key(capture)), (capture, path))

    def is_free(self, path: str) -> bool:
        """Whether no story file stands there, nor one that differs by letter case or Unicode form only."""
        return place_key(path) not in self.taken


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
        head = _head_of(path)
        fields = _fields_of(head)
        archive.add(
            path.relative_to(content).as_posix(),
            fields.get("file", ""),
            fields.get("sha256", ""),
            fields.get("url", ""),
        )
        if "also" in fields:
            archive.also[path.relative_to(content).as_posix()] = fields["also"]
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
    return {**told, "also": tuple(filter(_is_text, also))} if isinstance(also, list) else told


def _is_text(value: object) -> bool:
    return isinstance(value, str)
