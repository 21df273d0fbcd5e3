"""A limit of time around one piece of work, for what no limit of size foresees."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = 0.5


class TimeIsUp(BaseException):
    """Raised within work that takes too long; no error of the work, so that nothing which catches those keeps it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `TimeIsUp` in the work within when it takes longer; 0 is no limit.

    It needs a timer of the system, which only the first thread of a process can have: in others, and on Windows,
    there is no limit of time. The timer rings again, since a library may swallow what is raised in a callback.
    """
    if not seconds or not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(*_: object) -> None:
    raise TimeIsUp
