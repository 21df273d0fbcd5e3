"""What differs between `content/` and the last build: known before any worker is started."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from backfile import read
from backfile.opening import Site
from backfile.state import Broken


class Look(NamedTuple):
    """The scan of `content/` and its difference from the last build: known before any worker is started.

    `is_part` says that the scan is of a few files only, those `asked` for. `has_broken`: the last build found stories
    with an error; whether they are still there, the difference does not say.
    """

    scan: read.Scan
    changes: read.Changes
    due: list[str]
    is_part: bool = False
    asked: tuple[str, ...] = ()
    has_broken: bool = False

    @property
    def is_idle(self) -> bool:
        changes = self.changes
        return not (changes.to_read or changes.gone or self.due or self.scan.problems or self.has_broken)


def look(site: Site, *, trust: bool) -> Look:
    """Compare every file with the last build. With `trust` one of the same size and times has the same bytes."""
    scan, changes = read.compared(site.folders.content, site.config.allowed_links, site.store.raw_files(), trust=trust)
    return Look(scan, changes, _due(site), has_broken=Broken(site.store).has_any())


def look_at(site: Site, sources: Sequence[str]) -> Look | None:
    """The same for a few sources that a watcher reports, with no walk; None when one of them is or was a folder."""
    store = site.store
    scanned = read.scan_some(site.folders.content, sources, site.config.allowed_links)
    if scanned is None:
        return None
    scan, files = scanned
    there = {file.source for file in files}
    known = {source: fact for source in sorted(set(sources)) if (fact := store.file_fact(source))}
    missing = [source for source in sources if source not in there and source not in known]
    if any(store.has_files_below(source) for source in missing):
        return None
    changes = read.changes(files, [(source, fact.size, fact.mtime) for source, fact in known.items()])
    return Look(scan, changes, _due(site), True, tuple(sources))


def _due(site: Site) -> list[str]:
    """Stories whose hold begins or ends with the time; where drafts are shown, none is held."""
    return [] if site.options.drafts else site.archive.due(site.now)
