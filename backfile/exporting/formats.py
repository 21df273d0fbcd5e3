"""The table of formats: a name to what it needs to be known, and to what writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from backfile.exporting import epub, lines, ninjs, sqlite
from backfile.exporting.selection import Selection
from backfile.exporting.story import Frame, Told
from backfile.model import UsageError


class Format(NamedTuple):
    """`write(path, stories, frame)` returns how many there were; `check` raises UsageError for what it cannot do."""

    suffix: str
    write: Callable[[Path, Iterable[Told], Frame], int]
    check: Callable[[Frame, Selection], None] = lambda frame, selection: None


def _needs_addresses(frame: Frame, selection: Selection) -> None:
    if not frame.base_url:
        raise UsageError("this format names each story by its web address; set base_url in site.toml")


def _needs_part(frame: Frame, selection: Selection) -> None:
    if selection.is_all:
        raise UsageError("a book is of a part of the archive; name a year, a tag or a series: --year 1995")


FORMATS = {
    "jsonl": Format(".jsonl", lines.write_jsonl),
    "csv": Format(".csv", lines.write_csv),
    "sqlite": Format(".sqlite", sqlite.write_sqlite),
    "ninjs": Format(".ninjs.jsonl", ninjs.write_ninjs, _needs_addresses),
    "epub": Format(".epub", epub.write_epub, _needs_part),
}
