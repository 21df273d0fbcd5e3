"""No capture may hold up an import: what takes too long is given up, and says so."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CAPTURE_SECONDS = 60
EXPORT_SECONDS = 3600  # one export of a whole site holds thousands of stories
_AGAIN = 1.0


class TooSlowError(Exception):
    """A capture took longer than its time."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in the block after so many seconds. Only where signals are (not on Windows), and in the main
    thread; elsewhere there is no limit."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _give_up)
    # Again each second: a library that catches everything would swallow the first.
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _give_up(number: int, frame: object) -> None:
    raise TooSlowError
