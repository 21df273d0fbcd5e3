"""The order of the steps of a build, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backfile import (
    crew,
    darkroom,
    execute,
    fingerprint,
    gather,
    lastbuild,
    manifest,
    pieces,
    plan,
    recall,
    search,
    spool,
    write,
)
from backfile.depot import depot_at
from backfile.folders import folders_of
from backfile.lock import locked
from backfile.making import Progress, Way, pages_made, setup_of
from backfile.model import Leaks, Level, Problem, Receipt
from backfile.opening import Site, forget_state, opened
from backfile.options import Options
from backfile.pictures import is_picture
from backfile.pieces import SoFar
from backfile.receipt import from_root, receipt_of, recounted, vouched
from backfile.state import Ahead, Outputs, open_store

if TYPE_CHECKING:
    from backfile.leaks import Watch
    from backfile.produce import Produced

ROUNDS = 3
# A save may come in again soon: so many batches of pages are made before workers are begun for the rest.
ALONE = 12


def build(root: Path, options: Options, progress: Progress | None = None) -> Receipt:
    """Make `output/` what `content/` says. With errors nothing is changed, unless `keep_going`."""
    start = time.perf_counter()
    with opened(root, options) as site:
        receipt = _built(site, progress)
        receipt = vouched(receipt, recounted(site, receipt))
    return replace(receipt, seconds=time.perf_counter() - start)


def whole(site: Site, progress: Progress | None = None, so_far: SoFar | None = None) -> Receipt:
    """The same for an archive that is open already, as the preview has it: in pieces, each in its place when it is
    made, and with what is left stored. Where `progress` raises GiveWayError, `go_on` makes the rest."""
    start = time.perf_counter()
    return replace(_built(site, progress, so_far or SoFar()), seconds=time.perf_counter() - start)


def go_on(site: Site, broken: frozenset[str], so_far: SoFar, progress: Progress | None = None) -> Receipt | None:
    """Make what a whole build had left when it gave way, and what saves have left since, with no look at the archive;
    None where another plan is due, as by a change of the theme. `broken` stories stay as they are."""
    start, ahead = time.perf_counter(), Ahead(site.store)
    frame = lastbuild.frame_of(site)
    if lastbuild.reads_otherwise(site) or ahead.plan() != lastbuild.plan_of(site, frame):
        return None
    pieces.take_pending(site.store)
    scratch = write.scratch_for(site.folders.output, site.folders.scratch)
    spec, setup = execute.parse_executor(site.options.executor, site.options.jobs), setup_of(site, scratch, True)
    found = gather.NOTHING._replace(kept_back=broken)
    with crew.opened(spec, ahead.count(), setup, alone=ALONE) as executor:
        way = Way(site, executor, scratch, progress, None if site.options.drafts else _watch(site), so_far)
        made = _in_pieces(way, found, frame)
        lastbuild.settle(site, made, frame, still=_of_search(site))
        receipt = _finished(way, found, made, (), _of_search(site))
    _ended(site)
    return replace(receipt, seconds=time.perf_counter() - start)


def _built(site: Site, progress: Progress | None, so_far: SoFar | None = None) -> Receipt:
    options, folders, store = site.options, site.folders, site.store
    if lastbuild.reads_otherwise(site):
        store.distrust_files()
    seen = gather.look(site, trust=not options.verify)
    scratch = write.scratch_for(folders.output, folders.scratch)
    manifest.adopt(store, folders.output, site.depot)
    is_first = lastbuild.is_first(site)
    is_known = lastbuild.is_output_known(site)
    everything = lastbuild.is_everything_due(site, is_known)
    if not is_known:
        Ahead(store).forget()
    if lastbuild.is_news_old(site):
        store.add_pending(["news:"])
    is_done = not (everything or store.pending() or Ahead(store).plan())
    if seen.is_idle and is_done and recall.is_current(site):
        leaked = None if options.drafts else _watch(site).rest() if store.value("leaking") else Leaks()
        manifest.bring_up(store, folders.output, scratch, site.depot)
        return receipt_of(site, gather.NOTHING, None, _errors(site, gather.NOTHING), leaked=leaked)
    with site.depot.held(lastbuild.owner_of(store)):
        return _worked(site, seen, scratch, everything, is_first, progress, so_far)


def _worked(
    site: Site,
    seen: gather.Look,
    scratch: Path,
    everything: bool,
    is_first: bool,
    progress: Progress | None,
    so_far: SoFar | None,
) -> Receipt:
    options = site.options
    site.depot.sweep()
    work = len(seen.changes.to_read) + (seen.scan.count if everything else 0) + _pictures_to_make(site, seen)
    spec = execute.parse_executor(options.executor, options.jobs)
    is_spooled = len(seen.changes.to_read) >= execute.WORTH_A_POOL
    spool_bytes = spool.room_for(scratch, execute.processes_of(spec)) if is_spooled else 0
    setup = setup_of(site, scratch, is_staged=not is_first or so_far is not None, spool_bytes=spool_bytes)
    with crew.opened(spec, work, setup) as executor:
        watch = None if options.drafts else _watch(site)
        return _rounds(Way(site, executor, scratch, progress, watch, so_far), seen, everything, is_first)


def _pictures_to_make(site: Site, seen: gather.Look) -> int:
    """New pictures as pieces of work: one with its copies takes as long as some hundred pages."""
    if not site.config.pictures.formats:
        return 0
    return 100 * sum(is_picture(file.source) for file in seen.changes.to_read)


def _rounds(way: Way, seen: gather.Look, everything: bool, is_first: bool) -> Receipt:
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
        if way.so_far:
            made = _begun_in_pieces(way, found, frame, asked)
        else:
            lastbuild.announce(site, asked)
            made = pages_made(way, found, frame, groups, keep_going=goes_on, is_direct=is_first)
        if made.leaks.problems or (made.problems and not goes_on):
            site.store.rollback()  # what was read stays stored, its pages still to be made; the output is as it was
            return receipt_of(site, found, made, errors, leaked=made.leaks if made.leaks.problems else None)
        later = {search.EVERYTHING} if groups is None else set(asked).difference(groups)
        lastbuild.settle(site, made, frame, still=later)
        noted += recall.remember(site, taken, found)
        if not made.moved:
            break
        seen, everything, is_first = gather.look(site, trust=True), False, False
    receipt = _finished(way, found, made, errors, later)
    _ended(site)
    return replace(receipt, addresses_new=noted)


def _asked(site: Site, found: gather.Gathered, frame: plan.Frame, everything: bool) -> list[str] | None:
    """The groups to make, those that earlier builds left among them; None for all."""
    if everything or found.groups is None or site.store.value("site") != fingerprint.of_value(frame.site):
        return None
    return sorted({*found.groups, *site.store.pending(), *Ahead(site.store).first(-1)})


def _begun_in_pieces(way: Way, found: gather.Gathered, frame: plan.Frame, asked: list[str] | None) -> Produced:
    """As `pages_made`. What is to be made is stored in the same moment as what was read: neither is known without the
    other."""
    site = way.site
    way.so_far.problems = tuple(from_root(problem, site) for problem in _errors(site, found))
    way.so_far.broken, way.so_far.frame = found.broken, frame
    if asked is None:
        pieces.store_all(site, frame, found.groups)
    else:
        pieces.store_some(site, frame, asked)
    lastbuild.announce(site, None if asked is None else [])
    return _in_pieces(way, found, frame)


def _in_pieces(way: Way, found: gather.Gathered, frame: plan.Frame) -> Produced:
    def make(groups: list[str], progress: Progress) -> Produced:
        return pages_made(way._replace(progress=progress, watch=None), found, frame, groups, keep_going=True)

    return pieces.made_all(way.site, make, way.so_far, way.progress)


def _of_search(site: Site) -> set[str]:
    """The groups of the search that are still to be brought up to date."""
    return set(filter(search.is_of_search, site.store.pending()))


def _ended(site: Site) -> None:
    """Nothing is left to make."""
    if Ahead(site.store).plan():
        Ahead(site.store).forget()
        site.store.commit()


def _finished(
    way: Way, found: gather.Gathered, made: Produced, errors: tuple[Problem, ...], later: Collection[str]
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
