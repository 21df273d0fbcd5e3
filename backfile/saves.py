"""What a save in the preview comes to: the pages of a few changed files, at a cost that does not follow the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from backfile import crew, fingerprint, gather, lastbuild, plan, recall, search, write
from backfile.making import Way, pages_made, setup_of
from backfile.model import Problem
from backfile.opening import Site
from backfile.receipt import from_root, made_problems
from backfile.state import Ahead

# With more groups than this still to be made, a rebuild of a few files leaves them to a whole build.
FEW = 500
# So few groups are made together: to make some of them later costs more than it saves.
AT_ONCE = 4


class Rebuilt(NamedTuple):
    """What a rebuild of a few files came to. Not `is_whole`: other pages are to be made still, a whole build is due.

    `rest` are groups that the change touches and nobody looks at: `rebuild_rest` makes them.
    """

    problems: tuple[Problem, ...]
    broken: frozenset[str]
    written: int
    removed: int
    is_whole: bool
    frame: plan.Frame
    rest: tuple[str, ...] = ()


def rebuild(
    site: Site,
    sources: Sequence[str],
    first: Iterable[str] = (),
    frame: plan.Frame | None = None,
    seen: Collection[str] | None = None,
    rest: Collection[str] = (),
) -> Rebuilt | None:
    """Make the pages that changed files of `content/` touch, and the groups of `first`, in this process, with no walk.

    None when a source is a folder, or more is new than the sources: a whole build finds out. A broken story stays at
    its last good version, as with `keep_going`. The search, the manifest and what only machines read stay as the last
    whole build made them: an editor who saves waits for a page, and those cost more the larger the archive is.
    `frame` is the last one if neither settings nor theme changed since: it is made anew only where a change may touch
    it, since that takes a walk through all sections.

    With `seen`, the groups that somebody looks at, only those of the touched ones are made, with the stories' own pages
    and what faults had left; the others are the new `rest`, and so is what of an older `rest` is not made now.
    """
    if lastbuild.reads_otherwise(site):
        return None
    look = gather.look_at(site, sources)
    if look is None:
        return None
    store, scratch = site.store, write.scratch_for(site.folders.output, site.folders.scratch)
    setup = setup_of(site, scratch, is_staged=True)
    taken = recall.take(site)
    with crew.opened(("inline", ""), 0, setup) as executor:
        found = recall.joined(site, taken, gather.gather(site, look, executor))
        if frame is None or found.groups is None or "site:" in found.groups:
            frame = lastbuild.frame_of(site)
        waiting = set(filter(_waits, store.pending()))
        failed = [group for group in store.pending() if group not in waiting and group not in rest][: FEW + 1]
        is_wide = len(failed) > FEW or _is_wide(site, found, frame)
        asked = {*(found.groups or ()), *failed[:FEW], *first, *rest}
        own = {*failed, *first, *(f"story:{source}" for source in sources)}
        groups = sorted(group for group in _soon(asked, own, seen) if not _waits(group))
        later = {*asked, *waiting}.difference(groups)
        if is_wide:
            store.set_value("pending-all", "yes")
        if found.groups is None or len(failed) > FEW:
            Ahead(store).forget()
        if _is_rest_under_way(site, frame) or is_wide:
            Ahead(store).add(group for group in later if not _waits(group))
            later = set(filter(_waits, later))
        lastbuild.announce(site, [*groups, *later])
        done = pages_made(Way(site, executor, scratch), found, frame, groups, keep_going=True)
    lastbuild.settle(site, done, frame, is_whole=not is_wide, still=later)
    problems = tuple(from_root(problem, site) for problem in found.problems) + made_problems(done.problems, site)
    left = () if is_wide else tuple(sorted(group for group in later if not _waits(group)))
    return Rebuilt(problems, found.broken, done.written, done.removed, not is_wide, frame, left)


def _is_rest_under_way(site: Site, frame: plan.Frame) -> bool:
    """Whether a whole build gave way to this and goes on as it was planned. One that cannot is to begin anew, even if
    all is again as it was when it comes to that: pages made meanwhile are not."""
    ahead = Ahead(site.store)
    if ahead.plan() and ahead.plan() != lastbuild.plan_of(site, frame):
        ahead.forget()
    return ahead.plan() != ""


def rebuild_rest(site: Site, groups: Collection[str], frame: plan.Frame, broken: frozenset[str]) -> Rebuilt:
    """Make some of the groups that a rebuild left as `rest`. Nothing is read; `broken` stories stay as they are."""
    store, scratch = site.store, write.scratch_for(site.folders.output, site.folders.scratch)
    with crew.opened(("inline", ""), 0, setup_of(site, scratch, is_staged=True)) as executor:
        found = gather.NOTHING._replace(kept_back=broken)
        done = pages_made(Way(site, executor, scratch), found, frame, sorted(groups), keep_going=True)
    is_whole = store.value("pending-all") != "yes"
    lastbuild.settle(site, done, frame, is_whole=is_whole, still=set(store.pending()).difference(groups))
    return Rebuilt(made_problems(done.problems, site), broken, done.written, done.removed, is_whole, frame)


def _soon(asked: Collection[str], own: Collection[str], seen: Collection[str] | None) -> Collection[str]:
    """Of the groups to be made those that an editor waits for: all of them where they are few."""
    if seen is None or len(asked) <= AT_ONCE:
        return asked
    return [group for group in asked if group in own or group in seen or group.startswith("file:")]


def _waits(group: str) -> bool:
    return search.is_of_search(group) or plan.is_for_machines(group)


def _is_wide(site: Site, found: gather.Gathered, frame: plan.Frame) -> bool:
    """Whether more is to be made than the pages that a few files touch."""
    return (
        found.groups is None
        or lastbuild.is_everything_due(site, True)
        or site.store.value("site") != fingerprint.of_value(frame.site)
    )
