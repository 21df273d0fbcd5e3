"""The account that grows while the sources of an archive are gathered, and how an entry gets into the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from backfile import workers
from backfile.catalogue import Entry, hold_of, marked
from backfile.config import Config
from backfile.model import Problem
from backfile.plan import Touch
from backfile.state import Archive, Bulk, Store

# How the code of a warning begins that a term is spelled in another way than in most stories.
SPELLING = "term-spelling "


@dataclass
class Work:
    """The growing account of one look at the archive's sources."""

    store: Store
    archive: Archive
    config: Config
    now: int
    drafts: bool
    keep_going: bool
    bulk: Bulk
    keep: Callable[[], None] | None = None
    puts_back: bool = True
    is_bulk: bool = False
    first: int = 0
    touches: dict[str, Touch] = field(default_factory=dict)
    groups_before: dict[str, set[str]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    warned: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    moved_keys: set[str] = field(default_factory=set)
    leaning: set[str] = field(default_factory=set)
    read: int = 0
    hashed: int = 0
    words_lost: int = 0
    taken: int = 0
    spent: workers.Spent = field(default_factory=workers.Spent)


def begin_bulk(work: Work) -> None:
    """From here on every page is to be planned, so nothing is noted of single files: there may be millions."""
    work.bulk.begin()
    work.is_bulk, work.first = True, work.bulk.first
    work.store.hold()


def is_changed(work: Work, source: str) -> bool:
    """Whether this look has stored something else for a source."""
    if not work.is_bulk:
        return source in work.changed
    at = work.archive.position(source)
    return at is not None and at.story > work.first


def put(work: Work, entry: Entry, is_kept: bool = False) -> None:
    """Store an entry; a held story that is shown all the same says so wherever it is. `is_kept`: it may have been so
    before."""
    hold = hold_of(entry.status, entry.release, entry.expires, work.now)
    if work.drafts and (hold or is_kept or entry.source in work.entries):
        entry = marked(entry, hold.kind if hold else "")
    work.store.put_entry(entry, hold is None or (work.drafts and hold.kind != "withdrawn"))
