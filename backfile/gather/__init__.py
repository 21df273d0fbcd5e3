"""Bring the state up to date with `content/`: read what changed, store it, and name the groups of pages it touches."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import NamedTuple

from backfile import workers
from backfile.gather.between import check_between
from backfile.gather.looking import Look, look, look_at
from backfile.gather.naming import name_groups
from backfile.gather.taking import MANY_CHANGES, Progress, outcomes_of, take_all
from backfile.gather.work import Work, begin_bulk
from backfile.model import Problem
from backfile.opening import Site
from backfile.state import Bulk

__all__ = ["MANY_CHANGES", "NOTHING", "Gathered", "Look", "Progress", "gather", "look", "look_at"]


class Gathered(NamedTuple):
    """What a look at `content/` came to. `groups` is None when all are to be planned.

    `problems` are the errors found now; `broken` the sources that have one, `kept_back` those of them that stay at
    their last good version. `read` is the number of files parsed, `hashed` of those opened only to find them the same,
    `words_lost` of the words of stories that no page would show: those stories are broken.
    """

    groups: set[str] | None
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    broken: frozenset[str]
    kept_back: frozenset[str]
    read: int
    hashed: int
    is_changed: bool
    spent: workers.Spent
    changed: frozenset[str] = frozenset()
    words_lost: int = 0


NOTHING = Gathered(set(), (), (), frozenset(), frozenset(), 0, 0, False, workers.Spent())


def gather(
    site: Site,
    seen: Look,
    executor: Executor,
    *,
    keep_going: bool = True,
    puts_back: bool = True,
    keep: Callable[[], None] | None = None,
    progress: Progress | None = None,
) -> Gathered:
    """Store every change; nothing is committed. Errors are collected, and what has one is left as it was before.

    With `keep` a look at very many files calls it now and then: it may commit what has been stored so far, noting that
    every page is to be planned.

    Without `keep_going` the last good versions of very many changed stories are not kept at hand: a build that will
    be refused needs none. Without `puts_back` a story stays as it was just read, though others make a fault of it.
    """
    archive, keep = site.archive, None if seen.is_part else keep
    work = Work(
        site.store, archive, site.config, site.now, site.options.drafts, keep_going, Bulk(site.store), keep, puts_back
    )
    if not archive.has_any() or (work.bulk.is_under_way and not seen.is_part):
        begin_bulk(work)
    work.problems += seen.scan.problems
    site.store.clear_spooled()
    archive.forget()
    take_all(work, seen, outcomes_of(work, seen.changes.to_read, site.folders.content, executor, progress))
    check_between(work, seen)
    name_groups(work)
    if work.is_bulk and not seen.is_part:
        work.bulk.end()
    archive.forget()
    kept = frozenset(source for source in work.broken if archive.position(source))
    return Gathered(
        None if work.is_bulk else work.groups,
        tuple(work.problems),
        seen.scan.notes,
        frozenset(work.broken),
        kept,
        work.read,
        work.hashed,
        bool(work.changed or (work.is_bulk and work.read)),
        work.spent,
        frozenset(work.changed),
        work.words_lost,
    )
