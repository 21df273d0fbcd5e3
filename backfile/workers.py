"""What a worker process does with a batch: read stories, render and write pages. Nothing here raises for bad
content."""

from __future__ import annotations

import heapq
import pickle
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from backfile import (
    corpus,
    darkroom,
    depot,
    engine,
    fingerprint,
    patience,
    pictures,
    prose,
    read,
    reading,
    shards,
    storyfile,
    urls,
)
from backfile.bodies import Bodies
from backfile.bundles import Record, record_html
from backfile.catalogue import Entry
from backfile.compact import loads
from backfile.config import Config
from backfile.model import Job, MachineError, Page, Problem
from backfile.spool import Spool
from backfile.theme import Theme
from backfile.write import Writer, Written

SLOWEST = 10


class Setup(NamedTuple):
    """What every worker of a build knows. `content`, `output` are "" for workers elsewhere, `bodies` where no store is.

    `engine` is the fingerprint of the code and settings that make bodies; `is_check` has stories looked at closely.
    `depot` is the address of the storage that pages are written into, "" for the folder `output`, and `stage` where
    they wait there. `copies` is the folder of those of pictures. `spool_bytes` is how much a process may hand on of the
    bodies it made, to those who make the pages; 0 where too little is read for it. `code` is what a worker elsewhere
    must run; "" needs no look.
    """

    config: Config
    theme: Theme | None
    content: str
    output: str
    scratch: str
    is_staged: bool
    is_empty: bool = False
    bodies: str = ""
    engine: str = ""
    is_check: bool = False
    copies: str = ""
    spool_bytes: int = 0
    code: str = ""
    depot: str = ""
    stage: str = ""


class ToRead(NamedTuple):
    """A file to read, with the fingerprint it had when last read ("" when it is new), and its bytes for a worker that
    cannot open it."""

    seen: read.Seen
    known: str
    file: bytes | None = None


class Outcome(NamedTuple):
    """What reading one file came to: `same` bytes as before, an `entry`, or problems alone (`is_machine`: not its
    editor's fault). `place` is where the spool has the body, `words_lost` how many words of a story its page would not
    show."""

    seen: read.Seen
    content: str
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()
    is_machine: bool = False
    measures: tuple[int, int, str] = (0, 0, "")
    place: str = ""
    words_lost: int = 0


class Made(NamedTuple):
    """What rendering one page came to: a file, or a problem. `is_moved`: the source changed while the build ran.
    `file` are the page's bytes, to be written where the site is."""

    path: str
    written: Written | None
    problem: Problem | None = None
    is_moved: bool = False
    file: bytes | None = None


class Spent:
    """Where the time of one batch went: seconds by step, and its slowest pieces."""

    def __init__(self) -> None:
        self.steps: Counter[str] = Counter()
        self.pieces: list[tuple[float, str]] = []
        self._begun = self._last = time.perf_counter()

    def step(self, name: str) -> None:
        """The time since the last step went into this one."""
        now = time.perf_counter()
        self.steps[name] += now - self._last
        self._last = now

    def piece(self, name: str) -> None:
        """All steps since the last piece were of this one."""
        self.pieces.append((self._last - self._begun, name))
        self._begun = self._last

    def add(self, other: Spent) -> None:
        self.steps.update(other.steps)
        self.pieces = heapq.nlargest(SLOWEST, self.pieces + other.pieces)

    def __getstate__(self) -> tuple[Counter[str], list[tuple[float, str]]]:
        return self.steps, heapq.nlargest(SLOWEST, self.pieces)

    def __setstate__(self, state: tuple[Counter[str], list[tuple[float, str]]]) -> None:
        self.steps, self.pieces = state
        self._begun = self._last = 0.0


class _Here:
    """This process's own setup; set by `prepare` before the first batch. Files are opened here, never inherited."""

    setup: Setup
    writer: depot.Writer | None = None
    bodies: Bodies | None = None
    closer: reading.Closer | None = None
    spool: Spool | None = None
    site: dict | None = None


def prepare(setup: bytes) -> None:
    """Take the setup of a build, pickled; called once a process (and once more for each build that runs inline)."""
    _Here.setup = pickle.loads(setup)  # noqa: S301 - made by the parent process, in memory
    _Here.writer = None
    if _Here.setup.code not in ("", engine.fingerprint()):
        raise MachineError(
            "a worker of the cluster runs another version of Backfile, or of a library that it renders with: install "
            "the same ones there"
        )
    _Here.closer = _closer() if _Here.setup.is_check else None
    if _Here.spool:
        _Here.spool.close()
    _Here.spool = Spool(Path(_Here.setup.scratch), _Here.setup.spool_bytes) if _Here.setup.spool_bytes else None
    _Here.bodies = Bodies(Path(_Here.setup.bodies), _Here.setup.engine) if _Here.setup.bodies else None


@contextmanager
def set_aside() -> Iterator[None]:
    """Do something else in this process, with a setup of its own, while a build that runs inline is under way."""
    kept = {name: value for name, value in vars(_Here).items() if not name.startswith("__")}
    _Here.spool = None
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(_Here, name, value)


def _closer() -> reading.Closer:
    from backfile.check import findings_of_story  # only a check needs the room

    return findings_of_story


def read_batch(batch: list[ToRead]) -> tuple[list[Outcome], Spent]:
    """Read, parse and check stories; with them the time that it took."""
    spent = Spent()
    kept: list[tuple[str, str]] = []
    outcomes = [_read(file, Path(_Here.setup.content), _Here.setup.config, spent, kept) for file in batch]
    if _Here.bodies and kept:
        _Here.bodies.keep(kept)
        spent.step("keep bodies")
    return outcomes, spent


def _read(file: ToRead, content: Path, config: Config, spent: Spent, kept: list[tuple[str, str]]) -> Outcome:
    source = file.seen.source
    is_text = source.endswith(".md")
    try:
        limit = config.limits.story_bytes if is_text else 0
        data = read.file_bytes(content, source, limit) if file.file is None else file.file
    except OSError as error:
        fault = f"the file cannot be read: {error.strerror}"
        return Outcome(file.seen, "", None, (Problem(source, 0, 0, fault, "make it readable", "unreadable"),), True)
    known = fingerprint.of_bytes(data)
    spent.step("read")
    if not is_text and pictures.is_named_like_a_copy(source):
        fault = "the file is named as the smaller copies of pictures are"
        return Outcome(file.seen, known, None, (Problem(source, 0, 0, fault, "rename the file", "file-name"),))
    if not is_text:
        return Outcome(file.seen, known, measures=pictures.measures_of(data, source))
    if known == file.known:
        return Outcome(file.seen, known)
    found = _found(data, source, known, config)
    if found.html and not found.is_plain:
        kept.append((known, found.html))
    spent.step("parse")
    place = _Here.spool.keep(found.html) if _Here.spool and found.html else ""
    spent.piece(source)
    problems = found.problems if found.entry is None else ()
    return Outcome(file.seen, known, found.entry, problems, place=place, words_lost=found.words_lost)


def _found(data: bytes, source: str, known: str, config: Config) -> reading.Found:
    """What a story comes to, within the time that one may take."""
    try:
        with patience.at_most(config.limits.story_seconds):
            return reading.found(data, source, known, config, _Here.closer)
    except patience.TimeIsUp:
        fault = f"reading this story takes longer than {config.limits.story_seconds} seconds"
        remedy = f"shorten or simplify it, {storyfile.raise_limit('story_seconds', config.limits)}"
        return reading.Found(None, (Problem(source, 0, 0, fault, remedy, "story-too-slow"),))


def record_batch(batch: list[Record], lang: str) -> list[str]:
    """The pages that the search reads in place of the stories' own; "" for one whose file is not as it was read."""
    return records_with([(record, None) for record in batch], lang)


def records_with(batch: list[tuple[Record, bytes | None]], lang: str) -> list[str]:
    """The same for workers elsewhere, who are given the bytes of the stories."""
    bodies = [_body(record.source, record.content, _Here.setup, file) for record, file in batch]
    batch = [record for record, _ in batch]
    return ["" if body is None else record_html(one, body, lang) for one, body in zip(batch, bodies, strict=True)]


def render_batch(batch: list[tuple[Job, str]], site: dict) -> tuple[list[Made], Spent]:
    """Render and write pages; each comes with the fingerprint of what stands at its path ("" when unknown).

    Raises OSError for a fault of the disk: the whole build stops for that.
    """
    spent = Spent()
    here = _Here.setup
    if _Here.site != site:  # each batch brings its own copy; one object for all is found again at once
        _Here.site = site
    site = _Here.site
    writer = _writer()
    made = [_render(job, known, site, here, spent) for job, known in batch]
    if writer:
        writer.finish()
        spent.step("write")
    return made, spent


def _render(job: Job, known: str, site: dict, here: Setup, spent: Spent) -> Made:
    from backfile import render  # templates take long to import, and reading needs none

    page = job.page
    if page.kind in ("file", "picture"):
        made = _file(page, known, here, job.file)
        spent.step("pictures" if page.kind == "picture" else "copy")
        return made
    if page.kind in ("corpus", "corpus_list"):
        made = _stories_as_data(job, known, site, here)
        spent.step("stories as data")
        return made
    if page.source and not job.body:
        spooled = _Here.spool.find(job.place) if job.place and _Here.spool else None
        body = spooled or _body(page.source, page.content, here, job.file)
        if body is None:
            return Made(page.path, None, is_moved=True)
        job = job._replace(body=body)
        spent.step("body")
    made = render.rendered(_filled(job), here.theme, site)
    spent.step("render")
    if isinstance(made, Problem):
        return Made(page.path, None, made)
    done = _put(made.path, made.data, known)
    spent.step("write")
    spent.piece(page.permalink)
    return done


def _writer() -> depot.Writer | None:
    """This process's own, opened when it is first needed; None for a worker elsewhere that cannot reach the site."""
    here = _Here.setup
    if _Here.writer is None and here.depot:
        _Here.writer = depot.writer_at(here.depot, here.stage, here.is_staged)
    elif _Here.writer is None and here.output:
        _Here.writer = Writer(Path(here.output), Path(here.scratch), here.is_staged, here.is_empty)
    return _Here.writer


def placed(made: Made, known: str) -> Made:
    """A page that was handed back, written by this process."""
    return made if made.file is None else Made(made.path, _writer().write(made.path, made.file, known))


def _put(path: str, data: bytes, known: str) -> Made:
    """Write a page, or hand it back to who can, unless it is known to stand there."""
    if _Here.writer:
        return Made(path, _Here.writer.write(path, data, known))
    content = fingerprint.sha256_of(data)
    return Made(path, Written(path, content, len(data), False)) if content == known else Made(path, None, file=data)


def _filled(job: Job) -> Job:
    """The job as its template sees it: front matter opened, links of the body leading from this page."""
    page, show = job.page, job.page.show
    if "story" in show and isinstance(show["story"], str):
        show = {**show, "story": loads(show["story"])}
        for image in show["story"]["images"]:
            image["width"], image["height"], _ = show.get("pictures", {}).get(image["src"], (0, 0, ""))
    if links := show.get("links"):
        up = urls.up_from(page.path)
        job = job._replace(body=prose.filled(job.body, [urls.relative(up, link) if link else "" for link in links]))
    return job._replace(page=page._replace(show=show))


def _file(page: Page, known: str, here: Setup, data: bytes | None) -> Made:
    """A file of `content/` that readers get, or a smaller copy of a picture."""
    try:
        data = read.file_bytes(Path(here.content), page.source) if data is None else data
    except OSError:
        return Made(page.path, None, is_moved=True)
    if fingerprint.of_bytes(data) != page.content:
        return Made(page.path, None, is_moved=True)
    if page.kind == "picture":
        data = _print(data, page, here)
    elif pictures.is_picture(page.source):
        data = pictures.without_location(data)
    if isinstance(data, Problem):
        return Made(page.path, None, data)
    return _put(page.path, data, known)


def _stories_as_data(job: Job, known: str, site: dict, here: Setup) -> Made:
    """A month's stories, or the list of the months' files."""
    page = job.page
    if page.kind == "corpus_list":
        text = corpus.file_list(page.show["files"], site["base_url"])
    else:
        standing = (partial(_Here.writer.standing, page.path), known)
        items = page.show["items"]
        places = dict(zip((item.content for item in items), job.place.split("\n"), strict=False))
        text = shards.shard(items, site, partial(_body_at, places, here), standing, _Here.bodies)
    if text is None:
        return Made(page.path, None, is_moved=True)
    return Made(page.path, _Here.writer.write(page.path, text.encode(), known))


def _body_at(places: dict[str, str], here: Setup, source: str, content: str) -> str | None:
    place = places.get(content)
    spooled = _Here.spool.find(place) if place and _Here.spool else None
    return _body(source, content, here) if spooled is None else spooled


def _print(data: bytes, page: Page, here: Setup) -> bytes | Problem:
    """A smaller copy: one that was made before, or a new one."""
    order = darkroom.Order(**page.show)
    key = fingerprint.of_value([page.content, order, darkroom.recipe()])
    shelf = darkroom.Shelf(Path(here.copies)) if here.copies else None
    if shelf and (kept := shelf.find(key)) is not None:
        return kept
    made = darkroom.prints(data, order)
    if isinstance(made, darkroom.Fault):
        return Problem(page.source, 0, 0, made.fault, made.remedy, "picture")
    if shelf:
        shelf.keep(key, made)
    return made


def _body(source: str, content: str, here: Setup, data: bytes | None = None) -> str | None:
    """The HTML of a story's body, markers in it; None when the file is no longer the one that was planned."""
    try:
        data = read.file_bytes(Path(here.content), source) if data is None else data
    except OSError:
        return None
    if fingerprint.of_bytes(data) != content:
        return None
    if _Here.bodies and (html := _Here.bodies.find(content)) is not None:
        return html
    body, line = storyfile.body_of(data)
    return prose.render_body(
        body, source=source, first_line=line, html=here.config.html, short_cut=here.config.short_cut
    ).html
