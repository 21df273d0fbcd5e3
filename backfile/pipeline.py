"""The order of the steps of a build, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from backfile import (
    crew,
    darkroom,
    engine,
    execute,
    fingerprint,
    gather,
    lastbuild,
    manifest,
    plan,
    recall,
    search,
    spool,
    write,
)
from backfile.bodies import bounded
from backfile.depot import depot_at
from backfile.folders import folders_of
from backfile.lock import locked
from backfile.model import Leaks, Level, Problem, Receipt
from backfile.opening import Site, forget_state, opened
from backfile.options import Options
from backfile.pictures import is_picture
from backfile.receipt import from_root, made_problems, receipt_of, recounted, vouched
from backfile.state import Outputs, open_store
from backfile.workers import Setup

if TYPE_CHECKING:
    from backfile.leaks import Watch
    from backfile.produce import Produced

Progress = Callable[[str, int, int], None]
ROUNDS = 3
# With more groups than this still to be made, a rebuild of a few files leaves them to a whole build.
FEW = 500
# So few groups are made together: to make some of them later costs more than it saves.
AT_ONCE = 4


def build(root: Path, options: Options, progress: Progress | None = None) -> Receipt:
    """Make `output/` what `content/` says. With errors nothing is changed, unless `keep_going`."""
    start = time.perf_counter()
    with opened(root, options) as site:
        receipt = _built(site, progress)
        receipt = vouched(receipt, recounted(site, receipt))
    return replace(receipt, seconds=time.perf_counter() - start)


def whole(site: Site, progress: Progress | None = None) -> Receipt:
    """The same for an archive that is open already, as the preview has it."""
    start = time.perf_counter()
    return replace(_built(site, progress), seconds=time.perf_counter() - start)


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
    setup = _setup(site, scratch, is_staged=True)
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
        lastbuild.announce(site, [*groups, *later])
        made = _made(_Way(site, executor, scratch), found, frame, groups, keep_going=True)
    lastbuild.settle(site, made, frame, is_whole=not is_wide, still=later)
    problems = tuple(from_root(problem, site) for problem in found.problems) + made_problems(made.problems, site)
    left = () if is_wide else tuple(sorted(group for group in later if not _waits(group)))
    return Rebuilt(problems, found.broken, made.written, made.removed, not is_wide, frame, left)


def rebuild_rest(site: Site, groups: Collection[str], frame: plan.Frame, broken: frozenset[str]) -> Rebuilt:
    """Make some of the groups that a rebuild left as `rest`. Nothing is read; `broken` stories stay as they are."""
    store, scratch = site.store, write.scratch_for(site.folders.output, site.folders.scratch)
    with crew.opened(("inline", ""), 0, _setup(site, scratch, is_staged=True)) as executor:
        found = gather.NOTHING._replace(kept_back=broken)
        made = _made(_Way(site, executor, scratch), found, frame, sorted(groups), keep_going=True)
    is_whole = store.value("pending-all") != "yes"
    lastbuild.settle(site, made, frame, is_whole=is_whole, still=set(store.pending()).difference(groups))
    return Rebuilt(made_problems(made.problems, site), broken, made.written, made.removed, is_whole, frame)


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


class _Way(NamedTuple):
    """What all steps of one build go with. `watch` looks for leaks in what is to be published."""

    site: Site
    executor: Executor
    scratch: Path
    progress: Progress | None = None
    watch: Watch | None = None


def _built(site: Site, progress: Progress | None) -> Receipt:
    options, folders, store = site.options, site.folders, site.store
    if lastbuild.reads_otherwise(site):
        store.distrust_files()
    seen = gather.look(site, trust=not options.verify)
    scratch = write.scratch_for(folders.output, folders.scratch)
    manifest.adopt(store, folders.output, site.depot)
    is_first = lastbuild.is_first(site)
    everything = lastbuild.is_everything_due(site, lastbuild.is_output_known(site))
    if lastbuild.is_news_old(site):
        store.add_pending(["news:"])
    if seen.is_idle and not everything and not store.pending() and recall.is_current(site):
        leaked = None if options.drafts else _watch(site).rest() if store.value("leaking") else Leaks()
        manifest.bring_up(store, folders.output, scratch, site.depot)
        return receipt_of(site, gather.NOTHING, None, _errors(site, gather.NOTHING), leaked=leaked)
    with site.depot.held(lastbuild.owner_of(store)):
        return _worked(site, seen, scratch, everything, is_first, progress)


def _worked(
    site: Site, seen: gather.Look, scratch: Path, everything: bool, is_first: bool, progress: Progress | None
) -> Receipt:
    options = site.options
    site.depot.sweep()
    work = len(seen.changes.to_read) + (seen.scan.count if everything else 0) + _pictures_to_make(site, seen)
    spec = execute.parse_executor(options.executor, options.jobs)
    is_spooled = len(seen.changes.to_read) >= execute.WORTH_A_POOL
    spool_bytes = spool.room_for(scratch, execute.processes_of(spec)) if is_spooled else 0
    setup = _setup(site, scratch, is_staged=not is_first, spool_bytes=spool_bytes)
    with crew.opened(spec, work, setup) as executor:
        watch = None if options.drafts else _watch(site)
        return _rounds(_Way(site, executor, scratch, progress, watch), seen, everything, is_first)


def _setup(site: Site, scratch: Path, is_staged: bool, spool_bytes: int = 0) -> Setup:
    folders, config = site.folders, site.config
    made_by = fingerprint.of_value([engine.fingerprint(), config.html, config.short_cut])[:16]
    bounded(folders.work / "bodies.sqlite")
    return Setup(
        config,
        site.theme,
        str(folders.content),
        str(folders.output),
        str(scratch),
        is_staged,
        not is_staged and _is_empty(folders.output),
        str(folders.work / "bodies.sqlite"),
        made_by,
        copies=str(folders.work / "pictures"),
        spool_bytes=spool_bytes,
        depot=site.depot.address,
        stage=site.depot.stage,
    )


def _pictures_to_make(site: Site, seen: gather.Look) -> int:
    """New pictures as pieces of work: one with its copies takes as long as some hundred pages."""
    if not site.config.pictures.formats:
        return 0
    return 100 * sum(is_picture(file.source) for file in seen.changes.to_read)


def _is_empty(output: Path) -> bool:
    return all(path.name.startswith(".") for path in output.iterdir())


def _rounds(way: _Way, seen: gather.Look, everything: bool, is_first: bool) -> Receipt:
    """Gather and produce; once more when a file changed while its page was being made."""
    site, goes_on, noted = way.site, way.site.options.keep_going, 0
    for _ in range(ROUNDS):
        taken = recall.take(site)
        keep = partial(lastbuild.announce, site, None)
        found = gather.gather(site, seen, way.executor, keep_going=goes_on, keep=keep, progress=way.progress)
        found = recall.joined(site, taken, found)
        errors = _errors(site, found)
        if errors and not goes_on:
            receipt = receipt_of(site, found, None, errors)
            site.store.rollback()
            return receipt
        frame = lastbuild.frame_of(site)
        asked = _asked(site, found, frame, everything)
        groups = None if asked is None else [group for group in asked if not search.is_of_search(group)]
        lastbuild.announce(site, asked)
        made = _made(way, found, frame, groups, keep_going=goes_on, is_direct=is_first)
        if made.leaks.problems or (made.problems and not goes_on):
            site.store.rollback()  # what was read stays stored, its pages still to be made; the output is as it was
            return receipt_of(site, found, made, errors, leaked=made.leaks if made.leaks.problems else None)
        later = {search.EVERYTHING} if groups is None else set(asked).difference(groups)
        lastbuild.settle(site, made, frame, still=later)
        noted += recall.remember(site, taken, found)
        if not made.moved:
            break
        seen, everything, is_first = gather.look(site, trust=True), False, False
    return replace(_finished(way, found, made, errors, later), addresses_new=noted)


def _asked(site: Site, found: gather.Gathered, frame: plan.Frame, everything: bool) -> list[str] | None:
    """The groups to make, those that earlier builds left among them; None for all."""
    if everything or found.groups is None or site.store.value("site") != fingerprint.of_value(frame.site):
        return None
    return sorted({*found.groups, *site.store.pending()})


def _made(
    way: _Way,
    found: gather.Gathered,
    frame: plan.Frame,
    groups: list[str] | None,
    *,
    keep_going: bool,
    is_direct: bool = False,
) -> Produced:
    from backfile import produce  # templates take long to import, and an unchanged archive needs none

    inspect = way.watch.staged if way.watch else None
    wanted = produce.Wanted(frame, groups, way.scratch, found.kept_back, keep_going, is_direct, inspect)
    return produce.produce(way.site, wanted, way.executor, way.progress)


def _finished(
    way: _Way, found: gather.Gathered, made: Produced, errors: tuple[Problem, ...], later: Collection[str]
) -> Receipt:
    """What comes after the pages: less old copies of pictures, the search, a look for leaks, the list of files."""
    site, config = way.site, way.site.config
    if made.spent.steps["pictures"]:
        darkroom.bounded(site.folders.work / "pictures", config.pictures.cache_megabytes * 1_000_000)
    indexed = search.bring_up(site, way.executor, later, found.kept_back, way.scratch, way.progress)
    lastbuild.searched(site, indexed.waiting)
    leaked = way.watch.rest() if way.watch else None
    manifest.bring_up(site.store, site.folders.output, way.scratch, site.depot)
    return receipt_of(site, found, made, errors, indexed, leaked)


def _watch(site: Site) -> Watch:
    """Who searches what is made for words of held stories."""
    from backfile import leaks  # it reads stories again, and most builds have nothing to look for

    return leaks.Watch(site)


def _errors(site: Site, found: gather.Gathered) -> tuple[Problem, ...]:
    warnings = tuple(site.store.all_problems()) if site.options.strict else ()
    return found.problems + tuple(p for p in warnings if p.level is Level.WARNING)


def clean(root: Path, options: Options) -> int:
    """Remove what builds have written, and nothing else; how many files that were."""
    folders = folders_of(root, options)
    with locked(folders.lock):
        store = open_store(folders.state)
        depot = depot_at(folders.output, folders.storage)
        manifest.adopt(store, folders.output, depot)
        written = [path for path, _, _ in Outputs(store).paths()]
        with depot.held(lastbuild.owner_of(store)):
            removed = depot.remove([*written, manifest.NAME])
        store.close()
        forget_state(folders)
    return removed


def explain(root: Path, options: Options, what: str) -> str:
    """Why a page is as it is: which file it comes from, which parts it is made of, what would be made again now."""
    from backfile.explain import explanation

    with opened(root, options) as site:
        return explanation(site, lastbuild.frame_of(site), what)
