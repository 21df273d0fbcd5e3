"""Collects the problems of one story file, each with its place and its source line."""

from __future__ import annotations

from typing import NamedTuple

from backfile.model import Level, Problem
from backfile.storyfile.characters import shown

LINE_OF_FIRST_FIELD = 2  # the opening --- is always line 1
_LONGEST = 600  # a message quotes what the editor wrote, and that has no bounds
MOST_TOLD = 100  # of errors, and of warnings


class Fault(NamedTuple):
    """What is wrong in the front matter and how to mend it. `line` and `column` count from 0 within the YAML."""

    line: int
    column: int
    fault: str
    remedy: str
    code: str


class FoundFaultError(Exception):
    """Carries a `Fault` out of the YAML parser's callbacks; never leaves this room."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Faults:
    """The problems found so far in one file. `text` has LF line ends and no byte order mark."""

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._text = text
        self._counts = dict.fromkeys(Level, 0)
        self._lines: list[str] | None = None

    def add(self, line: int, column: int, fault: str, remedy: str, code: str, level: Level = Level.ERROR) -> None:
        """Note a problem at a line and column of the file, counted from 1."""
        self._counts[level] += 1
        if self._counts[level] > MOST_TOLD:
            return
        if self._counts[level] == MOST_TOLD:
            fault, remedy, code = "more faults follow", "mend those above first", "more-faults"
        fault, remedy = shown(fault[:_LONGEST]), shown(remedy[:_LONGEST])
        problem = Problem(self.source, line, column, fault, remedy, code, level, self.excerpt(line))
        if problem not in self.problems:  # an alias shows one fault twice
            self.problems.append(problem)

    def add_in_yaml(self, fault: Fault, level: Level = Level.ERROR) -> None:
        """Note a problem at a place within the YAML."""
        line = fault.line + LINE_OF_FIRST_FIELD
        self.add(line, fault.column + 1, fault.fault, fault.remedy, fault.code, level)

    def at(self, node, fault: str, remedy: str, code: str, level: Level = Level.ERROR) -> None:
        """Note a problem where a YAML node begins."""
        mark = node.start_mark
        self.add(mark.line + LINE_OF_FIRST_FIELD, mark.column + 1, fault, remedy, code, level)

    def excerpt(self, line: int) -> str:
        """The source line, fit for a terminal and cut where it would flood one."""
        if self._lines is None:
            self._lines = self._text.split("\n")
        return shown(self._lines[line - 1][:500]) if 0 < line <= len(self._lines) else ""

    def in_order(self) -> tuple[Problem, ...]:
        """All problems, by line and column."""
        return tuple(sorted(self.problems, key=lambda problem: (problem.line, problem.column)))

    @property
    def has_errors(self) -> bool:
        return self._counts[Level.ERROR] > 0
