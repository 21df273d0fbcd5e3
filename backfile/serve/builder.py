"""What builds: it keeps the archive open, takes in what changed, and says what came of each build."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import TemplateError

from backfile import pipeline, render, saves
from backfile.folders import Folders, folders_of
from backfile.lock import locked
from backfile.model import BackfileError, GiveWayError, Level, Problem, Receipt
from backfile.opening import Site, instant_of, site_of, theme_places
from backfile.options import Options
from backfile.pieces import SoFar
from backfile.plan import Frame
from backfile.press import press_of
from backfile.serve.address import output_of
from backfile.serve.changes import Changes, sorted_out
from backfile.serve.glimpse import Glimpse, forget, glimpse_of
from backfile.state import Outputs, Store, open_store

SHOWN_PROBLEMS = 200
LOOKED_AT_AGAIN = 200
TOLD_EVERY = 0.25
# Three saves within a tenth of a second are one change; of what goes on and on, something is shown now and then.
SETTLED, SETTLED_AT_LAST = 0.05, 0.4
# Windows tells a thread that waits of no Ctrl-C.
HEARD_EVERY = 0.5 if sys.platform == "win32" else None
TOO_SLOW = "story-too-slow"
# Of the pages that nobody looks at so many groups are made at a time: a save that comes in waits for no more.
SLICE = 12
SAVED_STORY_NEEDS = ("story.html", "home.html", "term.html", "day.html", "month.html", "year.html")
AGAIN = "mend that, then save a file to try again"


class Opened(NamedTuple):
    """What is known before the first build. `is_whole`: the preview's folder holds a whole site of an earlier start."""

    folders: Folders
    base_url: str
    is_whole: bool


class Finished(NamedTuple):
    """What one build came to. `swap` is the style sheet that alone changed, "" when pages did.

    `problems` come with the address of the page that each concerns, "" for none. `is_whole`: nothing is left to make,
    or nothing but what nobody looks at. Of that, `late` are the files that may be others now, None for any other build;
    `is_last`: no more of it follows.
    """

    problems: tuple[tuple[Problem, str], ...]
    warnings: tuple[Problem, ...]
    base_url: str
    written: int = 0
    removed: int = 0
    seconds: float = 0.0
    is_whole: bool = False
    swap: str = ""
    receipt: Receipt | None = None
    late: frozenset[str] | None = None
    is_last: bool = True


class Working(NamedTuple):
    """How far a whole build is."""

    step: str
    done: int
    total: int


class Builder:
    """Builds in the thread that calls `run`; `tell` is called in it with every `Working` and `Finished`.

    That is the program's first thread, since no other can have its time limited (`patience`): one story must not
    stop the preview. `open_pages` names what browsers show: where everything is to be made again, that comes first.
    """

    def __init__(
        self,
        root: Path,
        options: Options,
        tell: Callable[[Working | Finished | Glimpse], None],
        open_pages: Callable[[], Iterable[str]],
    ) -> None:
        self.root, self.options, self.tell, self.open_pages = root, options, tell, open_pages
        self.themes = theme_places(root)
        self._news = threading.Condition()
        self._changed: set[Path] = set()
        self._unseen: set[Path] = set()  # of these, what no glimpse was made of
        self._is_stopped = False
        self._is_due = True  # a whole build
        self._so_far = SoFar()  # what it has come to; once all it has to make is stored, it goes on after each save
        self._is_behind = False  # since a build was stopped by a fault: a change of then may not be seen yet
        self._refused: tuple[Problem, ...] = ()  # faults of a theme or settings that are not in use for them
        self._problems: tuple[Problem, ...] = ()
        self._broken: frozenset[str] = frozenset()
        self._frame: Frame | None = None
        self._rest: list[str] = []  # groups that the last saves touched, in which nobody looks at a page
        self._told = 0.0
        self._site: Site
        self._store: Store
        self._folders: Folders

    def changed(self, paths: set[Path]) -> None:
        """Take changes in, from any thread; none is lost while a build is under way. What no build reads is no news."""
        if sorted_out(paths, self._folders, self.themes).is_any:
            with self._news:
                self._changed |= paths
                self._unseen |= paths
                self._news.notify()

    def stop(self) -> None:
        """Ask for an end: what is under way is given up at the next page, and the state is left as after a kill."""
        with self._news:
            self._is_stopped = True
            self._news.notify()

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """The archive with its lock held; what is known of it before the first build."""
        self._folders = folders_of(self.root, self.options)
        with locked(self._folders.lock), closing(open_store(self._folders.state)) as self._store:
            self._site = self._site_now()
            is_whole = Outputs(self._store).has_any() and self._store.value("pending-all") != "yes"
            yield Opened(self._folders, self._site.config.base_url, is_whole)

    def run(self) -> None:
        """Build until `stop`; within `opened`."""
        if faults := render.template_faults(self._site.theme):
            self._refused, self._is_due = faults, False
            self.tell(self._finished(()))
        while (changed := self._next()) is not None:
            self._safely(changed)
            self._warm_up()

    def _site_now(self) -> Site:
        return site_of(self.root, self.options, self._folders, self._store)

    def _next(self) -> set[Path] | None:
        """What changed since the last time, empty when other pages are still to be made; None at the end."""
        with self._news:
            while not (self._changed or self._rest or self._is_due or self._is_stopped):
                self._news.wait(HEARD_EVERY)
            self._settle()
            changed, self._changed, self._unseen = self._changed, set(), set()
            return None if self._is_stopped else changed

    def _settle(self) -> None:
        """Saves that follow each other (all open files, a formatter after its editor) are one change and one build."""
        end = time.monotonic() + SETTLED_AT_LAST
        while self._changed and not self._is_stopped and time.monotonic() < end:
            if not self._news.wait(SETTLED):
                return

    def _safely(self, changed: set[Path]) -> None:
        """One build; whatever stops it is shown, and the next change tries again."""
        start = time.perf_counter()
        try:
            finished = self._build(changed)
        except (BackfileError, OSError, sqlite3.Error) as fault:
            finished = self._failed(_problems_of(fault))
        except Exception as bug:  # the day of an editor does not end with one page that we cannot make
            finished = self._failed((_problem_of(bug),))
        if finished:
            self.tell(finished._replace(seconds=time.perf_counter() - start))

    def _failed(self, problems: tuple[Problem, ...]) -> Finished:
        self._store.rollback()
        self._look_anew()
        self._is_due, self._is_behind, self._rest = False, True, []
        return self._finished(problems + self._problems)

    def _build(self, changed: set[Path]) -> Finished | None:
        if not changed:
            return self._slice() if self._rest else self._whole()
        changes = sorted_out(changed, self._folders, self.themes)
        if changes.settings:
            self._reopen()
        if changes.settings or changes.folder or self._is_behind:
            self._look_anew()
        finished = self._quick(changes)
        self._is_due = self._is_due or changes.folder or self._is_behind
        return finished

    def _reopen(self) -> None:
        """Take the settings and the theme as they are now; with faults in them the last good ones stay in use."""
        try:
            site = self._site_now()
        except BackfileError as fault:
            self._refused = _problems_of(fault)
            return
        self._refused = render.template_faults(site.theme)
        if not self._refused:
            self._site = site

    def _quick(self, changes: Changes) -> Finished | None:
        """The pages that a few changed files touch; where all are touched, those that somebody looks at."""
        self._site = site = replace(self._site, now=instant_of(self.options.now, self._site.config))
        sources = dict.fromkeys([*changes.sources, *self._perhaps_mended()])
        seen = self._groups_looked_at()
        is_all = changes.settings or self._is_due or self._is_behind
        # A page that a whole build has not come to yet is missing, though its story is as it was read.
        first = [*seen, *(f"story:{source}" for source in changes.sources)] if is_all else ()
        frame = None if changes.settings else self._frame
        done = saves.rebuild(site, list(sources), first, frame, seen, self._rest)
        self._rest = list(done.rest) if done else []
        if done is None:
            self._look_anew()
            self._is_due = True
            return self._finished(self._problems) if changes.settings else None
        self._frame = done.frame
        is_template_broken = any(problem.code == "template" for problem in done.problems)
        # What a broken template could not make is made when it is mended: that is a change, too.
        self._is_due = (self._is_due or not done.is_whole) and not is_template_broken
        unseen = self._broken - set(sources)
        kept = tuple(problem for problem in self._problems if self._source_of(problem) in unseen)
        self._problems, self._broken = done.problems + kept, done.broken | unseen
        finished = self._finished(self._problems)
        return finished._replace(written=done.written, removed=done.removed, is_whole=done.is_whole, swap=changes.swap)

    def _slice(self) -> Finished:
        """Some of the pages that nobody looked at when a change touched them; first what somebody has come to since."""
        seen = frozenset(self._groups_looked_at())
        self._rest.sort(key=lambda group: (group not in seen, group))
        groups, self._rest = self._rest[:SLICE], self._rest[SLICE:]
        before = self._files_of(groups)
        done = saves.rebuild_rest(self._site, groups, self._frame, self._broken)
        self._problems = tuple(dict.fromkeys(self._problems + done.problems))
        finished = self._finished(self._problems)
        late = frozenset(before | self._files_of(groups))
        return finished._replace(written=done.written, removed=done.removed, late=late, is_last=not self._rest)

    def _files_of(self, groups: Iterable[str]) -> set[str]:
        return {path for group in groups for path in Outputs(self._store).fingerprints(group)}

    def _perhaps_mended(self) -> list[str]:
        """Broken stories that another's change may mend. One that takes too long to read would hold up every save."""
        slow = {self._source_of(problem) for problem in self._problems if problem.code == TOO_SLOW}
        return sorted(self._broken - slow)[:LOOKED_AT_AGAIN]

    def _look_anew(self) -> None:
        """The next whole build has to find out what there is to make; what the last one made is still to be told."""
        self._so_far = SoFar(written=self._so_far.written, removed=self._so_far.removed)

    def _whole(self) -> Finished | None:
        """Everything that is left to make; None when a save goes first."""
        self._site = replace(self._site, now=instant_of(self.options.now, self._site.config))
        self._rest, is_rest = [], self._so_far.is_stored
        try:
            receipt = pipeline.go_on(self._site, self._broken, self._so_far, self._progress) if is_rest else None
            if receipt is None:
                self._look_anew()
                is_rest = False
                receipt = pipeline.whole(self._site, self._progress, self._so_far)
        except GiveWayError:
            self._store.rollback()
            if self._so_far.is_stored and not is_rest:
                self._problems, self._broken = self._so_far.problems, self._so_far.broken
                self._frame = self._so_far.frame
            return None
        return self._made_whole(receipt, is_rest)

    def _made_whole(self, receipt: Receipt, is_rest: bool) -> Finished:
        """What a whole build came to at its end. Its last part has not read the stories again: what `is_rest` knows of
        faults in them is what was known before."""
        errors = tuple(p for p in receipt.problems if p.level is Level.ERROR)
        if is_rest:
            errors = tuple(p for p in self._problems if self._source_of(p) in self._broken) + errors
        self._problems = tuple(dict.fromkeys(errors))
        self._broken = frozenset(filter(None, map(self._source_of, self._problems)))
        self._is_due = self._is_behind = False
        self._frame, so_far, self._so_far = None, self._so_far, SoFar()
        forget(self._site)
        return self._finished(self._problems)._replace(
            warnings=tuple(p for p in receipt.problems if p.level is not Level.ERROR),
            written=max(receipt.written, so_far.written),
            removed=max(receipt.removed, so_far.removed),
            is_whole=True,
            receipt=receipt,
        )

    def _warm_up(self) -> None:
        """Compile what a saved story needs while nobody waits; the first save would wait for it."""
        environment = press_of(self._site.theme).environment
        for name in SAVED_STORY_NEEDS:
            if self._changed or self._rest or self._is_due or self._is_stopped:
                return
            with suppress(TemplateError):  # a theme without it, or with a fault that is told elsewhere
                environment.get_template(name)

    def _finished(self, problems: tuple[Problem, ...]) -> Finished:
        shown = dict.fromkeys((self._refused + problems)[:SHOWN_PROBLEMS])
        return Finished(tuple((p, self._address_of(p)) for p in shown), (), self._site.config.base_url)

    def _source_of(self, problem: Problem) -> str:
        """The path below `content/` that a problem is about, "" where it is about something else."""
        content = self._folders.content
        path = self._folders.root / problem.source
        return path.relative_to(content).as_posix() if path.is_relative_to(content) else ""

    def _address_of(self, problem: Problem) -> str:
        source = self._source_of(problem)
        at = self._site.archive.position(source) if source else None
        return at.permalink if at else source and "/-"

    def _groups_looked_at(self) -> list[str]:
        outputs, base = Outputs(self._store), urlsplit(self._site.config.base_url).path.rstrip("/") + "/"
        found = (outputs.at(output_of(url, base)) for url in self.open_pages())
        return list(dict.fromkeys(output.group for output in found if output))

    def _progress(self, step: str, done: int, total: int) -> None:
        """Called often by a whole build. Reading is not given up for a change, since no list is right before its end;
        the pages of a saved story are."""
        if self._is_stopped or (self._changed and step in ("pages", "search")):
            raise GiveWayError
        if self._unseen and step == "read":
            self._glimpse()
        if (now := time.monotonic()) - self._told > TOLD_EVERY:
            self._told = now
            self.tell(Working(step, done, total))

    def _glimpse(self) -> None:
        """Show saved stories though the archive is not read yet. What stops this is told by the build that comes."""
        with self._news:
            paths, self._unseen = self._unseen, set()
        changes = sorted_out(paths, self._folders, self.themes)
        with suppress(Exception):
            seen = glimpse_of(self._site, changes.sources)
            if seen.pages or seen.problems:
                self.tell(seen)


def _problems_of(fault: Exception) -> tuple[Problem, ...]:
    if isinstance(fault, BackfileError):
        return fault.problems or (Problem("preview", 0, 0, fault.message, AGAIN, "machine"),)
    said = f"{getattr(fault, 'filename', None) or 'the machine'}: {getattr(fault, 'strerror', None) or fault}"
    return (Problem("preview", 0, 0, said, AGAIN, "machine"),)


def _problem_of(bug: Exception) -> Problem:
    trace = "".join(traceback.format_exception(bug))
    fault = f"{type(bug).__name__}: {bug}"
    return Problem("backfile", 0, 0, fault, f"this is our fault, not yours; please report it\n{trace}", "bug")
