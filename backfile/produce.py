"""Bring `output/` up to date with the state: plan the groups, find the stale pages, have them rendered, put them in
place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from backfile import crew, engine, execute, fingerprint, plan, render, stale, workers, write
from backfile.model import GiveWayError, Job, Leaks, Page, Problem
from backfile.opening import Site
from backfile.plan import Frame
from backfile.stale import Decision
from backfile.state import Output, Outputs, Round
from backfile.workers import Made

RENDER_BATCH = 64
# Who waits for a build to give way waits for the batch that is under way, and for so many pages to be looked at.
PIECE_BATCH, PIECE_HEEDED = 16, 20
# Batches whose pages are noted in one transaction before they are made.
INTENT_BATCHES = 4
KEEP_EVERY = 4000
# Groups whose pages lead to all the others.
DOORS = frozenset({"home", "feeds", "sitemaps", "news"})
Progress = Callable[[str, int, int], None]
Inspect = Callable[[Iterable[tuple[str, str]]], Leaks]


class Produced(NamedTuple):
    """What became of the pages: `rendered` again, of which `written` had other bytes; `removed` are orphans.

    `moved` are sources that changed while the build ran: another look is due. `failed` are groups with a page that no
    template could make. With `leaks` that have problems nothing was put in place. `gave_way`: some pages are left, and
    `finished` names the groups of which none is.
    """

    planned: int
    rendered: int
    written: int
    removed: int
    problems: tuple[Problem, ...]
    moved: tuple[str, ...]
    failed: tuple[str, ...]
    spent: workers.Spent
    leaks: Leaks = Leaks()
    gave_way: bool = False
    finished: tuple[str, ...] = ()

    def plus(self, other: Produced) -> Produced:
        """Both rounds as one."""
        self.spent.add(other.spent)
        return Produced(
            self.planned + other.planned,
            self.rendered + other.rendered,
            self.written + other.written,
            self.removed + other.removed,
            self.problems + other.problems,
            self.moved + other.moved,
            self.failed + other.failed,
            self.spent,
            self.leaks.plus(other.leaks),
            other.gave_way,
        )


class Wanted(NamedTuple):
    """What pages are to be made. `groups` is None for all of them.

    `scratch` is where files wait until all are made; with `is_direct` they go to their place at once: there is no
    older site to spare. `kept_back` are broken stories, whose pages stay as they are. `inspect` is given the files as
    (path, where it waits) before they are put in place. `is_piece`: when `progress` raises GiveWayError, what is made
    by then is put in place.
    """

    frame: Frame
    groups: Iterable[str] | None
    scratch: Path
    kept_back: frozenset[str]
    keep_going: bool
    is_direct: bool = False
    inspect: Inspect | None = None
    is_piece: bool = False


@dataclass
class _Run:
    """The growing account of one round of pages."""

    site: Site
    wanted: Wanted
    outputs: Outputs
    round: Round
    progress: Progress | None
    made_by: str
    frame_print: str
    fresh: list[Output] = field(default_factory=list)
    orphans: set[str] = field(default_factory=set)
    planned: set[str] = field(default_factory=set)
    decisions: dict[str, Decision] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    failed: dict[str, bool] = field(default_factory=dict)
    spent: workers.Spent = field(default_factory=workers.Spent)
    total: int = 0
    asked: int = 0
    taken: int = 0
    planned_groups: list[tuple[int, str]] = field(default_factory=list)
    rendered: int = 0
    written: int = 0


def produce(site: Site, wanted: Wanted, executor: Executor, progress: Progress | None = None) -> Produced:
    """Make the pages wanted what they should be. With problems and not `keep_going` nothing changes,
    nor where `inspect` finds leaks.

    Order: assets, pages, removals; the caller commits the state last.
    """
    frame, store = wanted.frame, site.store
    made_by, frame_print = engine.fingerprint(), fingerprint.of_value(frame.site)
    run = _Run(site, wanted, Outputs(store), Round(store), progress, made_by, frame_print)
    _assets(run)
    groups = plan.all_groups(site.archive, frame.config) if wanted.groups is None else wanted.groups
    gave_way = False
    try:
        if not _all_made(run, groups, executor):
            return _produced(run)._replace(written=0, moved=(), failed=())
    except GiveWayError:
        if not wanted.is_piece:
            raise
        gave_way = True
    leaks = wanted.inspect(run.round.places()) if wanted.inspect and not wanted.is_direct else Leaks()
    if leaks.problems:
        return _produced(run)._replace(written=0, moved=(), failed=(), leaks=leaks)
    removed = _finish(run)
    finished = tuple(group for last, group in run.planned_groups if last <= run.taken) if gave_way else ()
    return _produced(run)._replace(removed=removed, gave_way=gave_way, finished=finished)


def _all_made(run: _Run, groups: Iterable[str], executor: Executor) -> bool:
    """Whether every stale page is made now and waits or stands; if not, nothing of this round does."""
    wanted = run.wanted
    size, heed = (PIECE_BATCH, partial(_heed, run)) if wanted.is_piece else (RENDER_BATCH, None)
    batches = _announced(run, execute.batches(_stale(run, groups), size, _weight))
    for made, spent in crew.pages(executor, batches, run.site.folders.content, wanted.frame.site, heed):
        run.spent.add(spent)
        for page in made:
            _take(run, page)
        if run.problems and not wanted.keep_going:
            _undo(run)
            return False
        _keep(run)
        if heed:
            heed()
    return True


def _heed(run: _Run) -> None:
    if run.progress:
        run.progress("pages", run.total, 0)


def _produced(run: _Run) -> Produced:
    faults, moved, failed = tuple(run.problems), tuple(run.moved), tuple(run.failed)
    return Produced(run.total, run.rendered, run.written, 0, faults, moved, failed, run.spent)


def _assets(run: _Run) -> None:
    """The theme's own files, before any page that asks for them."""
    site, is_direct = run.site, run.wanted.is_direct
    writer = site.depot.writer(run.wanted.scratch, not is_direct)
    if is_direct:
        run.outputs.intend((asset.path, "assets:") for asset in site.assets)
        site.store.commit()
    for asset in site.assets:
        before = run.outputs.at(asset.path)
        done = writer.write(asset.path, asset.data, before.content if before else "")
        _note(run, asset.path)
        if before is None or done.is_written:
            _record(run, done, Output(asset.path, "assets:", done.content, {}, done.content, done.size))
    writer.finish()
    run.orphans.update(run.outputs.fingerprints("assets:"))


def _stale(run: _Run, groups: Iterable[str]) -> Iterator[tuple[Job, str]]:
    """The jobs of the stale pages, with the fingerprint of the bytes that stand at each path."""
    templates: dict[str, str] = {}
    for group in groups:
        known = run.outputs.fingerprints(group)
        for page in plan.pages_of(run.site.archive, run.wanted.frame, group):
            _note(run, page.path)
            if page.kind not in templates:
                templates[page.kind] = run.site.theme.fingerprint_of(render.template_of(page.kind))
            decision = stale.decision_of(page, templates[page.kind], run.frame_print, run.made_by)
            before = known.pop(page.path, None)
            if before is not None and before[0] == decision.fingerprint:
                continue
            if page.source in run.wanted.kept_back and page.kind in ("story", "page"):
                run.failed[group] = True  # its text is not at hand: mended to what it was, it would be no change
                continue
            run.decisions[page.path] = decision
            run.asked += 1
            yield Job(page, place=_spooled(run, page)), before[1] if before else _elsewhere(run, page)
        run.orphans.update(known)
        if run.wanted.is_piece:
            run.planned_groups.append((run.asked, group))


def _spooled(run: _Run, page: Page) -> str:
    """Where the body of a page is at hand, those of several on a line each; "" where it is not."""
    if page.kind == "corpus":
        return "\n".join(run.site.store.spooled(item.source, item.content) for item in page.show["items"])
    return run.site.store.spooled(page.source, page.content) if page.source and page.kind != "file" else ""


def _announced(run: _Run, batches: Iterable[list[tuple[Job, str]]]) -> Iterator[list[tuple[Job, str]]]:
    """Pages that go straight to their place are noted before they are there: a killed build leaves none unknown."""
    if not run.wanted.is_direct:
        yield from batches
        return
    for some in execute.batches(batches, INTENT_BATCHES):
        run.outputs.intend((job.page.path, job.page.group) for batch in some for job, _ in batch)
        run.site.store.commit()
        yield from some


def _note(run: _Run, path: str) -> None:
    run.total += 1
    if run.wanted.groups is None:
        run.round.plan(path)
    else:
        run.planned.add(path)
    if run.total % (PIECE_HEEDED if run.wanted.is_piece else 200) == 0:
        _heed(run)


def _elsewhere(run: _Run, page: Page) -> str:
    """The bytes at a path that another group made: a page moves from group to group when stories change places."""
    if run.wanted.is_direct:
        return ""
    before = run.outputs.at(page.path)
    return before.content if before else ""


def _take(run: _Run, made: Made) -> None:
    decision = run.decisions.pop(made.path)
    run.taken += 1
    if made.is_moved:
        if decision.page.source:
            run.moved.append(decision.page.source)
        else:  # of several stories; which of them moved, or stays at its last good version, is not known here
            run.failed[decision.page.group] = True
    elif made.problem:
        run.problems.append(made.problem)
        run.failed[decision.page.group] = True
    else:
        run.rendered += 1
        done = made.written
        page = decision.page
        _record(run, done, Output(page.path, page.group, decision.fingerprint, decision.parts, done.content, done.size))


def _record(run: _Run, done: write.Written, output: Output) -> None:
    run.written += done.is_written
    if done.staged:
        run.round.wait(_rank(output.group), done.staged, output)
    else:
        run.fresh.append(output)


def _weight(job: tuple[Job, str]) -> int:
    """Pages that show much are few in a batch, since many of them under way would fill the memory: a day with all its
    stories, the same day in all years, a month's stories as data, a sitemap of 40,000 addresses."""
    return 1 + _entries(job[0].page.show) // 25


def _entries(shown: object) -> int:
    """How many things the lists of a page have, those within their entries too."""
    if type(shown) is dict:
        return sum(map(_entries, shown.values()))
    return len(shown) + sum(map(_entries, shown)) if type(shown) in (list, tuple) else 0


def _rank(group: str) -> int:
    """What others lead to comes first: a list never names a page that is not there yet."""
    kind = group.partition(":")[0]
    if kind in ("assets", "file"):
        return 0
    return 1 if kind == "story" else 3 if kind in DOORS else 2


def _keep(run: _Run) -> None:
    """Store what is known of finished pages now and then, so that a build that is killed goes on where it stopped."""
    if len(run.fresh) >= KEEP_EVERY:
        run.outputs.put(run.fresh)
        run.fresh.clear()
        if run.wanted.is_direct:
            run.site.store.commit()


def _undo(run: _Run) -> None:
    """Nothing of a refused build stays: waiting files are forgotten, new ones are removed."""
    run.site.depot.sweep()
    if run.wanted.is_direct:
        run.site.depot.remove([out.path for out in run.fresh])


def _finish(run: _Run) -> int:
    """Put what waits in its place and remove what no page asks for; how many files that was."""
    if run.wanted.groups is None:
        run.round.orphan_all_unplanned()
    else:
        run.round.orphan(run.orphans - run.planned)
    run.outputs.put(run.fresh)
    run.round.doubt()
    run.site.store.commit()
    # On a disk that takes `Flood` and `flood` for one name, the old page must go before the new one comes.
    removed = _remove(run, is_in_the_way=True)
    for piece in run.round.waiting():
        run.site.depot.place((staged, made.path) for staged, made in piece)
        run.outputs.put(made for _, made in piece)
        run.site.store.commit()
    return removed + _remove(run, is_in_the_way=False)


def _remove(run: _Run, *, is_in_the_way: bool) -> int:
    removed = 0
    for paths in run.round.orphans(is_in_the_way=is_in_the_way):
        removed += run.site.depot.remove(paths)
        run.outputs.drop(paths)
    return removed
