"""What differs between `content/` and the last build: known before any worker is started."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from backfile import read
from backfile.config import Config
from backfile.state import Archive, Store


class Look(NamedTuple):
    """The scan of `content/` and its difference from the last build: known before any worker is started.

    `is_part` says that the scan is of a few files only.
    """

    content: Path
    scan: read.Scan
    changes: read.Changes
    due: list[str]
    is_part: bool = False

    @property
    def is_idle(self) -> bool:
        return not (self.changes.to_read or self.changes.gone or self.due or self.scan.problems)


def look(store: Store, archive: Archive, content: Path, config: Config, now: int, *, drafts: bool, trust: bool) -> Look:
    scan, changes = read.compared(content, config.allowed_links, store.raw_files(), trust=trust)
    return Look(content, scan, changes, [] if drafts else archive.due(now))


def look_at(
    store: Store, archive: Archive, content: Path, config: Config, now: int, sources: Sequence[str], *, drafts: bool
) -> Look | None:
    """The same for a few sources that a watcher reports, with no walk; None when one of them is or was a folder."""
    scanned = read.scan_some(content, sources, config.allowed_links)
    if scanned is None:
        return None
    scan, files = scanned
    there = {file.source for file in files}
    known = {source: fact for source in sorted(set(sources)) if (fact := store.file_fact(source))}
    missing = [source for source in sources if source not in there and source not in known]
    if any(store.has_files_below(source) for source in missing):
        return None
    changes = read.changes(files, [(source, fact.size, fact.mtime) for source, fact in known.items()])
    return Look(content, scan, changes, [] if drafts else archive.due(now), True)
