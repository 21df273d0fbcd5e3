"""`python -m backfile` is `backfile`: Ctrl-C is heard before anything else is loaded, which takes a while."""

# ruff: noqa: E402

from __future__ import annotations

from _signal import SIG_DFL, SIGINT, signal  # `signal` itself takes a while to load

signal(SIGINT, SIG_DFL)  # until it is listened for, Ctrl-C ends the process without a word

import atexit
import os
import sys
from contextlib import suppress
from pathlib import Path

from backfile import interrupt


def run(home: Path | None = None) -> int:
    """One command, as a program of its own; for `home` see `backfile.cli.main`."""
    with interrupt.heard():
        code = _run(home)
        if interrupt.was_pressed():
            _leave(code)
    return code


def _run(home: Path | None) -> int:
    try:
        from backfile.cli import main

        return main(home=home)
    except KeyboardInterrupt:  # while it was being loaded
        sys.stderr.write("Stopped.\n")
        return interrupt.EXIT_CODE


def _leave(code: int) -> None:
    """Threads are not waited for. (Python would end by the signal itself and not with the code, if it came at one of
    some moments.)"""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # who read it has gone
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(run())
