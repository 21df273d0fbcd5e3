"""The frozen nouns that pass between rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple


class Level(str, Enum):
    """How much a `Problem` weighs: an error stops a plain build, a warning does so under `--strict`, advice never."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with content, a template or the settings: place, fault, remedy.

    `source` is relative to the archive's root, `/` separated. `line` and `column` count from 1
    (lines end at LF, CR or CRLF, a byte order mark is no column); 0 means that the place is the file.
    `code` names the kind of fault for machines and never changes. `excerpt` is the source line, for the caret.
    """

    source: str
    line: int
    column: int
    fault: str
    remedy: str
    code: str
    level: Level = Level.ERROR
    excerpt: str = ""


class BackfileError(Exception):
    """A command cannot go on; carries what to print and the exit code. Caught in `cli` only."""

    exit_code = 1

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message, problems)
        self.message = message
        self.problems = problems


class UsageError(BackfileError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class MachineError(BackfileError):
    """The machine is at fault: disk full, permission, another build running."""

    exit_code = 3


class GiveWayError(Exception):
    """A save came in: it goes before the rest of a build in pieces. Raised by whoever follows the build's progress."""


class When(NamedTuple):
    """A day or a moment, its precision kept.

    `text` is ISO 8601: `1995-05-05`, or `1995-05-05T08:17:00-04:00` (a moment always has its offset, as
    written; a naive one gets the archive's zone). `day` is the ISO day in the archive's zone, `instant` the
    second since 1970 in UTC (for a day: its first second in the archive's zone; may be negative).
    """

    text: str
    day: str
    instant: int

    @property
    def is_moment(self) -> bool:
        return "T" in self.text


class Image(NamedTuple):
    """A picture of a story, or a caption whose picture did not survive (`src` is then "").

    `src` is as the editor wrote it: relative to the story's file, or from `content/` with a leading `/`.
    """

    src: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    line: int = 0
    alt_given: bool = False


class Correction(NamedTuple):
    """A dated note on a published mistake. `kind` is free text, by custom correction, clarification or note."""

    date: When | None
    text: str
    kind: str = "correction"


class Replacement(NamedTuple):
    """A name that a story no longer says, and what stands in its place."""

    name: str
    instead: str


class Version(NamedTuple):
    """An earlier text of a story, as it stood from `date` on."""

    date: When | None
    text: str


class LogEntry(NamedTuple):
    """What was done to a story after it was published, and why: for editors, never published."""

    date: When | None
    text: str


class Origin(NamedTuple):
    """Where an imported story came from. `file` is the capture's path or name, `sha256` its hex digest.

    `also` names other captures that tell the same story and were not made stories of their own; `suggested` the tags,
    people, places and organisations that no capture gave: the archive's vocabulary did.
    """

    outlet: str = ""
    url: str = ""
    archived_url: str = ""
    captured: str = ""
    file: str = ""
    sha256: str = ""
    also: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()


class Status(str, Enum):
    """What an editor says of a story; whether it shows also depends on `embargo`, `expires` and the moment."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Story:
    """One story in full, as its file says it. Absent text is "", absent lists are ().

    `body` is Markdown with LF line ends; `body_line` is the line of the file on which it starts.
    `extra` holds the front matter keys that we do not know, as (key, plain value) pairs in file order.
    `lines` maps a front matter key to its line, so that later rooms can point at it.
    `date` is None only in standalone pages and in stories that still await one (an import to review).
    """

    source: str
    title: str
    date: When | None
    body: str = ""
    body_line: int = 1
    updated: When | None = None
    slug: str = ""
    section: str = ""
    kicker: str = ""
    summary: str = ""
    bylines: tuple[str, ...] = ()
    agency: str = ""
    dateline: str = ""
    tags: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    corrections: tuple[Correction, ...] = ()
    versions: tuple[Version, ...] = ()
    anonymise: tuple[Replacement, ...] = ()
    noindex: bool = False
    log: tuple[LogEntry, ...] = ()
    status: Status = Status.PUBLISHED
    embargo: When | None = None
    expires: When | None = None
    lang: str = ""
    rights: str = ""
    origin: Origin = Origin()
    id: str = ""
    aliases: tuple[str, ...] = ()
    weight: int = 0
    extra: tuple[tuple[str, object], ...] = ()
    lines: tuple[tuple[str, int], ...] = field(default=(), compare=False)


class Card(NamedTuple):
    """What a list may show of a story, and no more. A NamedTuple for its cost: a clean build makes ten of them a story.

    `bylines` are names. `image` is () or (address from the site root, alt). `mark` is "" or why a preview shows a
    story that the public does not see yet (draft, embargo). `print` is the fingerprint of all the others: a list of
    cards is told from another by it, without looking at every word again.
    """

    permalink: str
    title: str
    date: str
    day: str
    kicker: str = ""
    summary: str = ""
    section: str = ""
    bylines: tuple[str, ...] = ()
    agency: str = ""
    dateline: str = ""
    image: tuple[str, ...] = ()
    lang: str = ""
    weight: int = 0
    updated: str = ""
    mark: str = ""
    print: str = ""


class Page(NamedTuple):
    """One output file that the plan asks for. `show` is what its template sees of the archive: plain values only.

    `path` is relative to the output folder, `permalink` the address from the site root (`/1995/05/flood/`).
    `kind` names the template and what `show` holds (the table in docs/themes.md). `group` is the group of the
    catalogue that it belongs to: pages are planned and removed by group. `source` and `content` (fingerprint of
    that file) are set where the page shows a story's body.
    """

    path: str
    permalink: str
    kind: str
    group: str
    show: dict[str, object]
    source: str = ""
    content: str = ""


class Job(NamedTuple):
    """A page with the body it needs: all that a template sees besides the theme and the site's frame.

    `place` is where the spool of this build has the body, "" when it has not.
    `file` is the page's source, for a worker that cannot open it.
    """

    page: Page
    body: str = ""
    addresses: tuple[str, ...] = ()
    place: str = ""
    file: bytes | None = None


class Artifact(NamedTuple):
    """One rendered file."""

    path: str
    data: bytes


class Hold(NamedTuple):
    """Why a story is not published: `kind` is draft, embargo, future, expired or withdrawn; `until` an ISO moment or
    ""."""

    kind: str
    until: str = ""


class Leaks(NamedTuple):
    """What a search for held stories came to: how many words of how many stories, looked for by `phrases`, stand in
    `files`. `paths` are the files in which one stands.
    """

    words: int = 0
    problems: tuple[Problem, ...] = ()
    paths: tuple[str, ...] = ()
    files: int = 0
    phrases: int = 0
    stories: int = 0

    def plus(self, other: Leaks) -> Leaks:
        """Both searches as one; they were for the same phrases, or for none."""
        return Leaks(
            self.words + other.words,
            self.problems + other.problems,
            tuple(sorted({*self.paths, *other.paths})),
            self.files + other.files,
            max(self.phrases, other.phrases),
            max(self.stories, other.stories),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one build did, in numbers; the last thing it says. `seconds` is wall time.

    `held` counts stories by `Hold.kind`; `next_release` is the ISO moment at which the next held one is due, or "", and
    `releases` the number of such moments. Not `is_searched`: nobody looked for words of held stories.
    `broken` counts stories with errors (under `--keep-going`: `kept_back` of them stay at their last good version).
    `rendered` pages were made again, of which `written` had other bytes; `kept` were not touched; `removed` are
    orphans. `indexed` counts the stories that the search read again.
    """

    stories: int = 0
    published: int = 0
    held: tuple[tuple[str, int], ...] = ()
    next_release: str = ""
    releases: int = 0
    broken: int = 0
    kept_back: int = 0
    read: int = 0
    words_lost: int = 0
    addresses: int = 0
    addresses_lost: int = 0
    addresses_moved: int = 0
    addresses_new: int = 0
    held_words_leaked: int = 0
    files_searched: int = 0
    phrases_sought: int = 0
    pages: int = 0
    rendered: int = 0
    written: int = 0
    kept: int = 0
    removed: int = 0
    indexed: int = 0
    is_searched: bool = False
    built: bool = True
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    timings: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()
