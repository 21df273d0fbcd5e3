"""What one command says, and where; paths as one would type them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.model import BackfileError, Level, Problem, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from backfile.report import Bar


class Screen:
    """What one command says, and where: results on standard output, problems and progress on standard error."""

    def __init__(self, arguments: Namespace, root: Path) -> None:
        self.format = getattr(arguments, "format", "human")
        self.quiet, self.json, self.root = arguments.quiet, arguments.json or self.format == "json", root

    @contextmanager
    def progress(self) -> Iterator[Bar | None]:
        """A bar while long work is under way; None where nobody would see it."""
        from backfile.report import Bar

        bar = None if self.quiet or self.json or not sys.stderr.isatty() else Bar()
        try:
            yield bar
        finally:
            if bar:
                bar.close()

    def problems(self, problems: Iterable[Problem], whole: bool = False) -> None:
        from backfile.report import annotations_text, json_text, problems_text, wants_colour, write_text

        wanted = [p for p in problems if not self.quiet or p.level is Level.ERROR]
        if self.format == "github":
            write_text(annotations_text(wanted), sys.stdout)
        if self.format == "sarif":
            from backfile.sarif import sarif_values

            write_text(json_text(sarif_values(wanted)), sys.stdout)
        near = [_seen_from_here(problem, self.root) for problem in wanted]
        write_text(problems_text(near, wants_colour(sys.stderr), whole), sys.stderr)

    def error(self, error: BackfileError) -> int:
        """Why a command cannot go on, in every form that was asked for; returns the exit code."""
        from backfile.report import problem_values

        self.problems(error.problems)
        if self.json:
            problems = [problem_values(problem) for problem in error.problems]
            self.say("", {"error": error.message, "exit_code": error.exit_code, "problems": problems})
        return say_error(error)

    def say(self, text: str, values: object) -> None:
        """The result: as text, or as the values it was made from."""
        from backfile.report import json_text, write_text

        if self.json:
            write_text(json_text(values), sys.stdout)
        elif not self.quiet:  # SARIF has standard output for itself
            write_text(text, sys.stderr if self.format == "sarif" else sys.stdout)


def say_error(error: BackfileError) -> int:
    """One line on standard error; returns the exit code."""
    from backfile.report import printable, write_text

    write_text(f"error: {printable(error.message)}", sys.stderr)
    return error.exit_code


def need_archive(arguments: Namespace, root: Path) -> None:
    """Refuse a folder that is no archive."""
    if not arguments.content and not (root / "site.toml").is_file() and not (root / "content").is_dir():
        fault = f"{path_from_here(root)}: no archive is here (no site.toml, no content/)"
        raise UsageError(f"{fault}; `backfile init DIR` makes one, --root DIR names one elsewhere")


def _seen_from_here(problem: Problem, root: Path) -> Problem:
    """The same problem with its source as a path from the working directory, so that a terminal can open it."""
    return replace(problem, source=path_from_here(root / problem.source)) if root != Path.cwd() else problem


def path_from_here(path: Path) -> str:
    """A path as one would type it: relative when it is below the working directory."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
