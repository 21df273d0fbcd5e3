"""Run a function over batches in any `concurrent.futures.Executor`: inline, processes, or a Dask cluster.

Only `submit` is used, and `done`, `result` and `cancel` of what it gives. A bounded number of batches is in flight and
results come in the order of submission.
"""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, InvalidStateError, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from typing import TypeVar

from backfile import interrupt
from backfile.model import GiveWayError, MachineError, UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Who may have to give way asks so often, in seconds, while a result is on its way.
HEED_EVERY = 0.03
# Below this number of pieces of work a pool costs more than it saves (measured: about 120 ms to start two processes).
WORTH_A_POOL = 400


class InlineExecutor(Executor):
    """Runs each call at once, in this process."""

    def submit(self, function: Callable, /, *args: object, **named: object) -> Future:
        future: Future = Future()
        future.set_result(function(*args, **named))
        return future


class _Call(Future):
    """One call of a pool. Where workers are ended, the pool's own thread marks every call as failed; of Python 3.11 one
    that was cancelled ends that thread instead, and everyone waits for it for ever."""

    def set_exception(self, exception: BaseException | None) -> None:
        with suppress(InvalidStateError):
            super().set_exception(exception)


class _Pool(ProcessPoolExecutor):
    """Processes that never hear a Ctrl-C, not even while they start: it is for the parent, which ends them."""

    def submit(self, function: Callable, /, *args: object, **named: object) -> Future:
        with interrupt.held():
            call = super().submit(function, *args, **named)
        call.__class__ = _Call
        return call


def parse_executor(spec: str, jobs: int = 0) -> tuple[str, str]:
    """`inline`, `processes:N`, `dask:ADDRESS` or "" to (kind, what); raises UsageError for anything else."""
    kind, _, what = spec.partition(":")
    if spec == "":
        return ("inline", "") if jobs == 1 else ("auto", str(jobs or cores()))
    if kind == "inline" and not what:
        return kind, ""
    if kind == "processes" and (not what or (what.isdigit() and int(what) > 0)):
        return kind, what or str(jobs or cores())
    if kind == "dask" and "://" in what:
        return kind, what
    raise UsageError(f'--executor: "{spec}" is not an executor; write inline, processes:4 or dask:tcp://HOST:8786')


def processes_of(spec: tuple[str, str]) -> int:
    """How many processes of this machine an executor may run calls in."""
    kind, what = spec
    return int(what) if kind in ("auto", "processes") else 1


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def open_executor(
    spec: tuple[str, str], work: int, prepare: Callable[[bytes], None], setup: bytes
) -> Iterator[Executor]:
    """An executor for about `work` pieces; every process of it has called `prepare(setup)` first."""
    kind, what = spec
    if kind == "dask":
        from backfile.cluster import Cluster  # few need it

        with Cluster(what, prepare, setup) as cluster:
            yield cluster
    elif kind == "processes" or (kind == "auto" and work >= WORTH_A_POOL and int(what) > 1):
        with _Pool(int(what), _start_method(), _begin, (prepare, setup)) as pool, _ended_at_once(pool):
            yield pool
    else:
        prepare(setup)
        yield InlineExecutor()


@contextmanager
def _ended_at_once(pool: ProcessPoolExecutor) -> Iterator[None]:
    """End the workers that were begun within in the middle of their work; so does a save that a build gives way to. A
    pool would wait for them, and if a second Ctrl-C ends that wait (`uv run` may send two), they and their parent wait
    for each other for ever."""
    others = set(multiprocessing.active_children())
    try:
        yield
    except (KeyboardInterrupt, GiveWayError):
        workers = set(multiprocessing.active_children()) - others
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.join()
        # One that was ended while it sent a result leaves half of it: the pool's thread would wait for the rest for
        # ever, since its own process holds the other end of the pipe, too.
        with suppress(AttributeError, OSError):
            pool._result_queue._writer.close()
        raise


def shares_disk(executor: Executor) -> bool:
    """Whether calls may name files: else they carry what they need, and results what is to be written."""
    return getattr(executor, "shares_disk", True)


class LateExecutor(Executor):
    """Runs the first calls in this process and opens the executor of `spec` for the rest: for work whose amount is not
    known before it is done. What the first calls loaded, processes that are forked later have already."""

    def __init__(self, spec: tuple[str, str], first: int, prepare: Callable[[bytes], None], setup: bytes) -> None:
        self._left, self._opened = first, ExitStack()
        self._later: Executor | None = None
        self._open = lambda: open_executor(spec, WORTH_A_POOL, prepare, setup)

    def submit(self, function: Callable, /, *args: object, **named: object) -> Future:
        if self._left > 0:
            self._left -= 1
            return InlineExecutor().submit(function, *args, **named)
        if self._later is None:
            self._later = self._opened.enter_context(self._open())
        return self._later.submit(function, *args, **named)

    @property
    def window(self) -> int:
        """How many calls keep the opened executor busy."""
        return getattr(self._later, "window", 0)

    def shutdown(self, *_: object, **__: object) -> None:
        self._opened.close()

    def __exit__(self, *why: object) -> None:
        """The opened executor is told why it ends: after Ctrl-C it does not wait for what its workers have begun."""
        self._opened.__exit__(*why)


def _begin(prepare: Callable[[bytes], None], setup: bytes) -> None:
    """In a worker process: Ctrl-C is for the parent, which stops the workers without a traceback from each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(setup)
    gc.freeze()  # what is there now stays: to look through it for waste would also copy it from the parent's memory


def _end_with_parent() -> None:
    """A parent that was killed alone (the system was out of memory) leaves workers that wait for ever, as each holds
    the other end of the pipe, and with it the build's lock, which they have inherited."""
    multiprocessing.connection.wait([multiprocessing.parent_process().sentinel])
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def _start_method() -> multiprocessing.context.BaseContext:
    """fork where it is safe: it starts in milliseconds. With other threads alive (the preview) a fork may deadlock."""
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")


def batches(items: Iterable[Item], size: int, weight_of: Callable[[Item], int] | None = None) -> Iterator[list[Item]]:
    """The items in lists of `size`, or of fewer where some weigh more than 1."""
    if weight_of is None:
        iterator = iter(items)
        while batch := list(islice(iterator, size)):
            yield batch
        return
    batch, weight = [], 0
    for item in items:
        batch.append(item)
        weight += weight_of(item)
        if weight >= size:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def run(
    executor: Executor,
    function: Callable[..., Result],
    pieces: Iterable[Item],
    window: int,
    *common: object,
    heed: Callable[[], None] | None = None,
) -> Iterator[Result]:
    """`function(piece, *common)` for each piece; at most `window` are in flight, or as many as the executor says keep
    it busy, so memory does not grow with their number. `heed` is called now and then while a result is waited for; what
    it raises ends the run."""
    flying: deque[Future] = deque()
    try:
        for piece in pieces:
            flying.append(executor.submit(function, piece, *common))
            # What is done is taken at once: who gives way loses no more than what is under way.
            while flying and (flying[0].done() or len(flying) >= max(window, getattr(executor, "window", 0))):
                yield _result(flying.popleft(), heed)
        while flying:
            yield _result(flying.popleft(), heed)
    except (BrokenProcessPool, KeyboardInterrupt, GiveWayError) as error:
        # The pool ends its calls itself when its workers are gone; one that is cancelled meanwhile ends the pool's own
        # thread instead (InvalidStateError), and everyone waits for it for ever.
        flying.clear()
        if not isinstance(error, BrokenProcessPool):
            raise
        raise MachineError(
            "a worker process ended unexpectedly (killed, or out of memory); run the build again, "
            "with --jobs 1 if it happens twice"
        ) from error
    finally:
        for future in flying:
            future.cancel()


def _result(future: Future, heed: Callable[[], None] | None) -> object:
    while heed and not wait((future,), HEED_EVERY).done:
        heed()
    return future.result()
