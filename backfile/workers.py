"""What a worker process does with a batch: read stories, render and write pages. Nothing here raises for bad content."""

from __future__ import annotations

import io
import json
import pickle
import struct
import time
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import imagesize

from backfile import catalogue, fingerprint, prose, read, storyfile, urls
from backfile.catalogue import Entry, Reading
from backfile.config import Config
from backfile.model import Job, Level, Problem
from backfile.theme import Theme
from backfile.write import Writer, Written


PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".tif", ".tiff", ".bmp")


class Setup(NamedTuple):
    """What every worker of a build knows. `content` and `output` are "" for a worker on another machine.

    `engine` is the fingerprint of the code and libraries that make bytes: a worker of another version is refused.
    """

    config: Config
    theme: Theme | None
    content: str
    output: str
    scratch: str
    is_staged: bool
    is_empty: bool = False


class ToRead(NamedTuple):
    """A file to read, with the fingerprint it had when last read ("" when it is new)."""

    seen: read.Seen
    known: str


class Outcome(NamedTuple):
    """What reading one file came to: `same` bytes as before, an `entry`, or problems alone (`is_machine`: not its editor's fault)."""

    seen: read.Seen
    content: str
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()
    is_machine: bool = False
    measures: tuple[int, int] = (0, 0)


class Made(NamedTuple):
    """What rendering one page came to: a file, or a problem. `is_moved`: the source changed while the build ran."""

    path: str
    written: Written | None
    problem: Problem | None = None
    is_moved: bool = False


class _Here:
    """This process's own setup; set by `prepare` before the first batch."""

    setup: Setup
    writer: Writer | None = None
    pid = 0


def prepare(setup: bytes) -> None:
    """Take the setup of a build, pickled; called once a process (and once more for each build that runs inline)."""
    _Here.setup = pickle.loads(setup)
    _Here.writer = None


def read_batch(batch: list[ToRead]) -> tuple[list[Outcome], float]:
    """Read, parse and check stories; with them the seconds of processor time that it took."""
    start = time.process_time()
    config = _Here.setup.config
    content = Path(_Here.setup.content)
    return [_read(file, content, config) for file in batch], time.process_time() - start


def _read(file: ToRead, content: Path, config: Config) -> Outcome:
    source = file.seen.source
    limits = story_limits(config)
    try:
        data = read.file_bytes(content, source, limits.story_bytes if source.endswith(".md") else 0)
    except OSError as error:
        fault = f"the file cannot be read: {error.strerror}"
        return Outcome(file.seen, "", None, (Problem(source, 0, 0, fault, "make it readable", "unreadable"),), True)
    known = fingerprint.of_bytes(data)
    if not source.endswith(".md"):
        return Outcome(file.seen, known, measures=measures_of(data, source))
    if known == file.known:
        return Outcome(file.seen, known)
    return story_outcome(file.seen, data, known, config)


def measures_of(data: bytes, source: str) -> tuple[int, int]:
    """Width and height of a picture in pixels; zeros for what is no picture, or one of a kind that is not known."""
    if not source.lower().endswith(PICTURES):
        return 0, 0
    try:
        width, height = imagesize.get(io.BytesIO(data))
    except (ValueError, OSError, struct.error):
        return 0, 0
    return max(0, int(width)), max(0, int(height))


def story_limits(config: Config) -> storyfile.Limits:
    return storyfile.Limits(**asdict(config.limits))


def story_outcome(seen: read.Seen, data: bytes, content: str, config: Config) -> Outcome:
    """The entry of one story file, or what is wrong with it. Pure: the bytes are given."""
    kind = catalogue.kind_of(seen.source)
    parsed = storyfile.parse_story(data, seen.source, zone=config.tz, limits=story_limits(config), standalone=kind != "story")
    if parsed.story is None:
        return Outcome(seen, content, None, parsed.problems)
    story = parsed.story
    body = prose.render_body(story.body, source=story.source, first_line=story.body_line, html=config.html, short_cut=config.short_cut)
    problems = parsed.problems + body.problems + lost(story.body, body.html, story.source, story.body_line)
    problems += tuple(catalogue.alt_problems(story, config.checks.missing_alt))
    words = len(story.body.split())
    entry = catalogue.entry_of(Reading(story, kind, content, body.links, words, body.headings), config)
    problems += entry.problems
    if any(problem.level is Level.ERROR for problem in problems):
        return Outcome(seen, content, None, problems)
    return Outcome(seen, content, entry._replace(problems=problems))


def lost(body: str, html: str, source: str, first_line: int) -> tuple[Problem, ...]:
    """An error for the words of a story that its page would not have."""
    gone = prose.lost_words(body, html)
    if not gone:
        return ()
    words = " ".join(word.word for word in gone[:8])
    fault = f"{len(gone)} words of this story are not on its page: {words}"
    return (Problem(source, first_line + gone[0].line - 1, 1, fault, "write the passage in plain Markdown", "words-lost"),)


def render_batch(batch: list[tuple[Job, str]], site: dict) -> tuple[list[Made], float]:
    """Render and write pages; each comes with the fingerprint of what stands at its path ("" when unknown).

    Raises OSError for a fault of the disk: the whole build stops for that.
    """
    start = time.process_time()
    here = _Here.setup
    if _Here.writer is None:
        _Here.writer = Writer(Path(here.output), Path(here.scratch), here.is_staged, here.is_empty)
    return [_render(job, known, site, here, _Here.writer) for job, known in batch], time.process_time() - start


def _render(job: Job, known: str, site: dict, here: Setup, writer: Writer) -> Made:
    from backfile import render  # templates take long to import, and reading needs none

    page = job.page
    if page.kind == "file":
        return _copied(page.path, page.source, page.content, known, here, writer)
    if page.source and not job.body:
        body = _body(page.source, page.content, here)
        if body is None:
            return Made(page.path, None, is_moved=True)
        job = job._replace(body=body)
    made = render.rendered(_filled(job), here.theme, site)
    if isinstance(made, Problem):
        return Made(page.path, None, made)
    return Made(page.path, writer.write(made.path, made.data, known))


def _filled(job: Job) -> Job:
    """The job as its template sees it: front matter opened, links of the body leading from this page."""
    page, show = job.page, job.page.show
    if "story" in show and isinstance(show["story"], str):
        show = {**show, "story": json.loads(show["story"])}
        for image, (width, height) in zip(show["story"]["images"], show.get("measures", ()), strict=False):
            image |= {"width": width, "height": height}
    if links := show.get("links"):
        up = urls.up_from(page.path)
        job = job._replace(body=prose.filled(job.body, [urls.relative(up, link) if link else "" for link in links]))
    return job._replace(page=page._replace(show=show))


def _copied(path: str, source: str, content: str, known: str, here: Setup, writer: Writer) -> Made:
    try:
        data = read.file_bytes(Path(here.content), source)
    except OSError:
        return Made(path, None, is_moved=True)
    if fingerprint.of_bytes(data) != content:
        return Made(path, None, is_moved=True)
    return Made(path, writer.write(path, data, known))


def _body(source: str, content: str, here: Setup) -> str | None:
    """The HTML of a story's body, markers in it; None when the file is no longer the one that was planned."""
    try:
        data = read.file_bytes(Path(here.content), source)
    except OSError:
        return None
    if fingerprint.of_bytes(data) != content:
        return None
    body, line = storyfile.body_of(data)
    return prose.render_body(body, source=source, first_line=line, html=here.config.html, short_cut=here.config.short_cut).html

