"""The workers of a command: what goes out to those elsewhere, what comes back, and what is done here.

Workers on this machine open and write files themselves. To those of a cluster each call brings the bytes of its
sources, and pages come back to be written here; what would cost more to send than to do (measuring and copying files)
stays here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

from backfile import engine, execute, fingerprint, read, workers
from backfile.bundles import Record
from backfile.model import Job, MachineError
from backfile.workers import Made, Outcome, Setup, Spent, ToRead

READ_BATCH = 64
WINDOW = 8
# A batch for workers elsewhere is cut where what it carries grows beyond this.
LOAD_BYTES = 2_000_000
# Files to copy, and months of stories as data, most of whose lines stand here already.
HERE = frozenset({"file", "corpus", "corpus_list"})


@contextmanager
def opened(spec: tuple[str, str], work: int, setup: Setup, alone: int = 0) -> Iterator[Executor]:
    """An executor whose workers know `setup`, or what of it has a meaning where they are. Of much work on this machine
    the first calls, as many as `alone`, are done here: workers that may be ended soon are not begun for them."""
    if spec[0] != "dask":
        kept = pickle.dumps(setup)
        if alone and work >= execute.WORTH_A_POOL:
            workers.prepare(kept)
            with execute.LateExecutor(spec, alone, workers.prepare, kept) as executor:
                yield executor
            return
        with execute.open_executor(spec, work, workers.prepare, kept) as executor:
            yield executor
        return
    workers.prepare(pickle.dumps(setup))  # for what is done here
    elsewhere = setup._replace(
        content="", output="", scratch="", bodies="", copies="", spool_bytes=0, code=engine.fingerprint()
    )
    with execute.open_executor(spec, work, workers.prepare, pickle.dumps(elsewhere)) as executor:
        yield executor


def outcomes(executor: Executor, files: Iterable[ToRead], content: Path) -> Iterator[tuple[list[Outcome], Spent]]:
    """What reading each file came to, in batches."""
    if execute.shares_disk(executor):
        yield from execute.run(executor, workers.read_batch, execute.batches(files, READ_BATCH), WINDOW)
        return
    here: list[ToRead] = []
    batches = execute.batches(_texts(files, content, here), READ_BATCH)
    for found in execute.run(executor, workers.read_batch, batches, WINDOW):
        yield found
        if here:
            yield workers.read_batch(_all_of(here))
    if here:
        yield workers.read_batch(_all_of(here))


def _texts(files: Iterable[ToRead], content: Path, here: list[ToRead]) -> Iterator[ToRead]:
    """Stories with their bytes. Pictures, large and soon measured, are put by for `here`."""
    for file in files:
        if file.seen.source.endswith(".md"):
            yield file._replace(file=_bytes_of(content, file.seen.source))
        else:
            here.append(file)


def _bytes_of(content: Path, source: str) -> bytes:
    try:
        return read.file_bytes(content, source)
    except OSError as error:
        raise MachineError(f"{source}: the file cannot be read: {error.strerror}; make it readable") from error


def pages(
    executor: Executor,
    batches: Iterable[list[tuple[Job, str]]],
    content: Path,
    site: dict,
    heed: Callable[[], None] | None = None,
) -> Iterator[tuple[list[Made], Spent]]:
    """What rendering each page came to, all of them written, in batches. For `heed` see `execute.run`."""
    if execute.shares_disk(executor):
        yield from execute.run(executor, workers.render_batch, batches, WINDOW, site, heed=heed)
        return
    here: list[tuple[Job, str]] = []
    known: dict[str, str] = {}
    outgoing = _outgoing(batches, content, here, known)
    for made, spent in execute.run(executor, workers.render_batch, outgoing, WINDOW, site, heed=heed):
        yield [workers.placed(one, known.pop(one.path)) for one in made], spent
        if here:
            yield workers.render_batch(_all_of(here), site)
    if here:
        yield workers.render_batch(_all_of(here), site)


def _all_of(waiting: list) -> list:
    taken = waiting.copy()
    waiting.clear()
    return taken


def _outgoing(
    batches: Iterable[list[tuple[Job, str]]], content: Path, here: list[tuple[Job, str]], known: dict[str, str]
) -> Iterator[list[tuple[Job, str]]]:
    """Jobs with the bytes of their sources. What is made `here`, and jobs whose source is no more, is put by for it."""
    for batch in batches:
        load, weight = [], 0
        for job, before in batch:
            file = _current(job, content)
            if job.page.kind in HERE or (job.page.source and file is None):
                here.append((job, before))
                continue
            known[job.page.path] = before
            load.append((job._replace(file=file), before))
            weight += len(file or b"")
            if weight > LOAD_BYTES:
                yield load
                load, weight = [], 0
        if load:
            yield load


def _current(job: Job, content: Path) -> bytes | None:
    """The bytes of a page's source if they are still those that it was planned with."""
    if not job.page.source or job.page.kind == "file":
        return None
    try:
        data = read.file_bytes(content, job.page.source)
    except OSError:
        return None
    return data if fingerprint.of_bytes(data) == job.page.content else None


def records(executor: Executor, asked: Iterable[Record], size: int, content: Path, lang: str) -> Iterator[str]:
    """The pages that the search reads, one for each record."""
    if execute.shares_disk(executor):
        batches, function = execute.batches(asked, size), workers.record_batch
    else:
        loaded = ((record, _bytes_of(content, record.source)) for record in asked)
        batches, function = execute.batches(loaded, size), workers.records_with
    for texts in execute.run(executor, function, batches, WINDOW, lang):
        yield from texts
