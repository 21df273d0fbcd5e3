"""Arguments in, exit code out: the one place where errors become lines."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from backfile import interrupt
from backfile.cli.grammar import nearest_text, overview_text, parse_arguments
from backfile.cli.screen import Screen, say_error
from backfile.cli.verbs import SUMMARIES, verb_of
from backfile.model import BackfileError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

# Rooms are imported inside the verbs, and only those a verb needs: an unchanged archive is built in less time
# than it would take to import every library.

INTERRUPTED = interrupt.EXIT_CODE
# What Ctrl-C leaves, by verb. `serve` has no other end.
_STOPPED = {
    "serve": "The preview has ended.",
    "build": "Stopped; the next build goes on from here.",
    "import": "Stopped; what was imported stays, and the next import goes on from there.",
    "publish": "Stopped; publish again, and what is missing at the target is brought there.",
}
_MACHINE_FAULTS = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
}


def main(argv: Sequence[str] | None = None, *, home: Path | None = None) -> int:
    """Run one command and return its exit code. `home` is the archive that `build.py` stands in, if it was started."""
    asked = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(asked, home)
    except BackfileError as error:
        return say_error(error)
    except KeyboardInterrupt:
        return _interrupted(asked)
    except BrokenPipeError:  # whoever read our output has gone: nothing is left to say, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:
        if not interrupt.was_pressed():
            raise
        return _interrupted(asked)  # what ended with the workers, or caught the interruption for another fault


def _interrupted(asked: list[str]) -> int:
    verb = asked[0] if asked and not asked[0].startswith("-") else "build"
    with suppress(OSError):  # whoever read our output may have been ended as well
        beside_the_key = "\n" if sys.stderr.isatty() else ""  # a terminal shows it as ^C
        print(beside_the_key + _STOPPED.get(verb, "Stopped."), file=sys.stderr, flush=True)
    return INTERRUPTED


def _run(argv: list[str], home: Path | None) -> int:
    if argv[:1] in (["--help"], ["-h"], ["help"]) or (not argv and home is None):
        print(overview_text())
        return 0 if argv else UsageError.exit_code
    if argv[:1] == ["--version"]:
        from backfile import __version__

        print(f"backfile {__version__}")
        return 0
    if home is not None and (not argv or argv[0].startswith("-")):
        from backfile.cli.verbs.build import import_and_build

        return _with_help("build", argv, home, import_and_build)
    if argv[0] not in SUMMARIES:
        otherwise = "verbs: " + ", ".join(SUMMARIES)
        raise UsageError(f"there is no verb {argv[0]}; {nearest_text(argv[0], list(SUMMARIES), otherwise)}")
    return _with_help(argv[0], argv[1:], home, verb_of(argv[0]).run)


def _with_help(verb: str, argv: list[str], home: Path | None, run: Callable[[Namespace, Path, Screen], int]) -> int:
    try:
        arguments = parse_arguments(verb, argv)
    except SystemExit as finished:  # argparse has printed the help that was asked for
        return int(finished.code or 0)
    root = getattr(arguments, "root", None) or home or Path.cwd()
    screen = Screen(arguments, root)
    try:
        with _machine_faults_named():
            return run(arguments, root, screen)
    except BackfileError as error:
        if interrupt.was_pressed():  # a worker that was ended, for one
            raise KeyboardInterrupt from error
        return screen.error(error)


@contextmanager
def _machine_faults_named() -> Iterator[None]:
    """What the machine refuses is its own kind of error; any other OSError is a bug, and shows as one."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in _MACHINE_FAULTS:
            raise
        from backfile.write import machine_error

        raise machine_error(fault, "the machine") from fault
