"""Ctrl-C: pressed once it ends a command in order, pressed again at once; nobody sees a traceback for either.

Everything that is written survives an end at any moment, so the second press need not wait for anything.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

EXIT_CODE = 130
AT_ONCE = "Ended at once, in the middle of its work: the next run looks at what is there, and goes on.\n"
# One press may be told twice: by the terminal, and by a program such as `uv run` that hands it on.
ONE_PRESS = 0.15
# What is raised within a library's callback is lost there: it is raised again when that has returned.
AGAIN = 0.02


class _Presses:
    """When Ctrl-C was pressed for the first time, by the process's own clock; 0 for not yet. While it is `held` what a
    press is to do is `due` and waits."""

    def __init__(self) -> None:
        self.first, self.held = 0.0, 0
        self.due: Callable[[], None] | None = None

    def heard(self, _: int, __: FrameType | None) -> None:
        now = time.monotonic()
        if not self.first:
            self.first = now
            self._do(_raise)
        elif now - self.first > ONE_PRESS:
            self._do(_end_at_once)

    def _do(self, act: Callable[[], None]) -> None:
        if self.held:
            self.due = act
        else:
            act()

    def release(self) -> None:
        self.held -= 1
        if self.due and not self.held:
            act, self.due = self.due, None
            act()

    def lost(self) -> None:
        self.first = 0.0
        again = threading.Timer(AGAIN, _press)
        again.daemon = True
        again.start()


def _raise() -> None:
    raise KeyboardInterrupt


def _press() -> None:
    """The same as the key does: what the first thread waits for is interrupted, too."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
    else:
        _thread.interrupt_main()


_presses = _Presses()


def was_pressed() -> bool:
    """Whether this command is ending because it was told to: what fails from then on is no fault of its own."""
    return bool(_presses.first)


@contextmanager
def heard() -> Iterator[None]:
    """Listen for the whole life of a command, in the program's first thread. Afterwards Ctrl-C means nothing any more:
    all is done, and the process is about to end."""
    _presses.first = 0.0
    signal.signal(signal.SIGINT, _presses.heard)
    sys.unraisablehook = _unless_pressed(sys.unraisablehook)
    threading.excepthook = _unless_pressed(threading.excepthook)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def held() -> Iterator[None]:
    """Ctrl-C waits until the end of this, and processes that are begun within are deaf to it for ever (not on Windows).
    A process that is half begun when its parent gives up would complain. For the program's first thread."""
    can_mask = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_mask else None
    _presses.held += 1
    try:
        yield
    finally:
        if can_mask:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        _presses.release()


def _unless_pressed(tell: Callable[[object], None]) -> Callable[[object], None]:
    def told(fault: object) -> None:
        if isinstance(fault.exc_value, KeyboardInterrupt):
            _presses.lost()
        elif not was_pressed():
            tell(fault)

    return told


def _end_at_once() -> None:
    """No block is left in order and no thread or worker is waited for; workers end by themselves with this process."""
    line = ("\n" if sys.stderr and sys.stderr.isatty() else "") + AT_ONCE
    try:
        os.write(2, line.encode())
    finally:
        os._exit(EXIT_CODE)
