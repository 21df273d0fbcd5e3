"""Captures through their readers, in batches, in any executor; results come back in order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import NamedTuple

from backfile import engine
from backfile.execute import InlineExecutor, run
from backfile.importers import reader_of
from backfile.importers.found import Found, Wishes
from backfile.importing.accounts import Outcome
from backfile.importing.likeness import signed
from backfile.importing.walk import WHOLE_SITES, Taken
from backfile.model import BackfileError, MachineError, Problem
from backfile.patience import TimeIsUp, at_most
from backfile.storyfile.characters import without_controls

BATCH_STORIES = 16  # the last ones to come back keep one processor waiting for the other
BATCH_BYTES = 4_000_000
# No capture may hold up an import; one export of a whole site holds thousands of stories.
CAPTURE_SECONDS = 60
EXPORT_SECONDS = 3600
AHEAD = 8  # batches under way at once, so that memory does not grow with the number of captures


class Read(NamedTuple):
    """One capture after its reader: what was found in it, in order, and what went wrong."""

    capture: str
    sha256: str
    found: tuple[Found | Problem, ...]
    folder: str = ""
    roots: tuple[str, ...] = ()
    url: str = ""
    captured: str = ""
    named: str = ""


# What needs no reader: something wrong, a file that is no capture, a capture that is known or was read already.
Passed = Problem | Outcome | str | Read


def read_all(taken: Iterable[Taken | Passed], wishes: Wishes, executor: Executor | None) -> Iterator[Read | Passed]:
    """Every capture read, in the order they came; problems and files passed over keep their place between them."""
    for batch in run(_Sparing(executor or InlineExecutor()), read_batch, _batches(taken), AHEAD, wishes):
        yield from batch


class _Sparing(Executor):
    """Hands on only batches in which there is something to read: what is known already needs no process."""

    def __init__(self, other: Executor) -> None:
        self._other = other

    def submit(self, function: Callable, /, *args: object, **named: object) -> Future:
        (batch, *_) = args
        idle = not any(isinstance(one, Taken) for one in batch)
        return (InlineExecutor() if idle else self._other).submit(function, *args, **named)

    @property
    def window(self) -> int:
        """How many calls keep the other executor busy."""
        return getattr(self._other, "window", 0)


def made_by() -> str:
    """What a worker elsewhere must have, too: another reader might take another text out of the same capture."""
    libraries = ("trafilatura", "lxml", "charset-normalizer", "ftfy", "feedparser", "warcio")
    return engine.fingerprint_of("importers", "importing", libraries=libraries)


def prepare(setup: bytes) -> None:
    """What a process of an import does first; `setup` is what `made_by` says where the command runs, b"" for a process
    of the same machine."""
    if setup and setup.decode() != made_by():
        raise MachineError(
            "a worker of the cluster reads captures with another version of Backfile, or of a library that it reads "
            "with: install the same ones there"
        )


def _batches(taken: Iterable[Taken | Passed]) -> Iterator[list[Taken | Passed]]:
    batch: list[Taken | Passed] = []
    size = 0
    for one in taken:
        batch.append(one)
        size += len(one.raw.data) if isinstance(one, Taken) else 0
        if len(batch) >= BATCH_STORIES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_batch(batch: list[Taken | Passed], wishes: Wishes) -> list[Read | Passed]:
    """One batch through the readers; a pure function of its arguments, so it may run anywhere."""
    return [read_capture(one, wishes) if isinstance(one, Taken) else one for one in batch]


def read_capture(taken: Taken, wishes: Wishes) -> Read:
    """All stories of one capture. Whatever a reader's library throws at bad bytes becomes a problem of that capture."""
    raw, found = taken.raw, []
    reader = reader_of(taken.kind)
    seconds = EXPORT_SECONDS if taken.kind in WHOLE_SITES else CAPTURE_SECONDS
    try:
        with at_most(seconds):
            found.extend(_ready(one) if isinstance(one, Found) else one for one in reader(raw, wishes))
    except BackfileError:
        raise
    except TimeIsUp:
        found.append(_took_too_long(raw.name, taken.kind, seconds))
    except (Exception, RecursionError) as error:
        found.append(_gave_up(raw.name, taken.kind, error))
    if not found:
        found.append(Problem(raw.name, 0, 0, "no story was found in it", "name its kind with --from", "import-none"))
    sha256 = hashlib.sha256(raw.data).hexdigest()
    return Read(raw.name, sha256, tuple(found), taken.folder, taken.roots, raw.url, raw.captured, taken.named)


def _ready(found: Found) -> Found:
    """A story as later steps need it. A reader's library may let characters through that no page can hold."""
    return signed(found._replace(story=without_controls(found.story)))


def _took_too_long(name: str, kind: str, seconds: float) -> Problem:
    fault = f"the {kind} reader did not come to an end within {seconds:,} seconds"
    return Problem(name, 0, 0, fault, "look whether it is an article, cut it, or leave it out", "import-slow")


def _gave_up(name: str, kind: str, error: BaseException) -> Problem:
    fault = f"the {kind} reader gave up: {type(error).__name__}: {str(error)[:200]}"
    return Problem(name, 0, 0, fault, "look whether it is damaged, or name its kind with --from", "import-damaged")
