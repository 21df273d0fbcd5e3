"""A limit of time around one piece of work, for what no limit of size foresees."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

AGAIN = 0.5
# A crowded machine, or one that slept, may give a sound piece of work no more than this part of the time.
FAR = 15


class TimeIsUp(BaseException):
    """Raised within work that takes too long; no error of the work, so that nothing which catches those keeps it."""


@contextmanager
def at_most(seconds: float, far: float = FAR) -> Iterator[None]:
    """Raise `TimeIsUp` in the work within when it takes more processor time; 0 is no limit.

    Time on the clock says nothing of the work where the machine is paused or busy with something else, so `far` times
    as much of it may pass: that ends what waits for ever and uses no processor.

    It needs a timer of the system, which only the first thread of a process can have: in others, and on Windows,
    there is no limit of time. The timer rings again, since a library may swallow what is raised in a callback. What
    other threads of the process use counts too; those of the preview use little.
    """
    if not seconds or not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return
    with _timer(signal.ITIMER_REAL, signal.SIGALRM, seconds * far), _timer(signal.ITIMER_PROF, signal.SIGPROF, seconds):
        yield


@contextmanager
def _timer(clock: int, ring: int, seconds: float) -> Iterator[None]:
    with ExitStack() as undone:
        undone.callback(signal.signal, ring, signal.signal(ring, _ring))
        undone.callback(signal.setitimer, clock, 0)
        signal.setitimer(clock, seconds, AGAIN)
        yield


def _ring(*_: object) -> None:
    raise TimeIsUp
