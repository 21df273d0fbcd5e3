"""The list of what a person should look at: `articles/review.json` for machines, `articles/review.md` for people.

It is read and written a line at a time, and lies on disk between, so that a long list takes no memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from itertools import zip_longest
from pathlib import Path

from backfile.importing.review import ADVICE, GROUPS, Waiting, group_of, line_of, values_of, waiting_from
from backfile.importing.scratch import scratch
from backfile.write import write_lines

_FAULTS = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_HEAD, _MIDDLE, _END = '{"review": [', '], "accepted": {', "}}"
_TABLES = """
CREATE TABLE waiting (
    capture TEXT PRIMARY KEY, path TEXT, title TEXT, reasons TEXT, confidence REAL, suggested TEXT, part TEXT
) WITHOUT ROWID;
CREATE TABLE accepted (capture TEXT PRIMARY KEY, reasons TEXT) WITHOUT ROWID;
"""


class WaitingList:
    """What waits, and the captures that a person took off it: they come back only when their reasons are others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._db = scratch(_TABLES)
        try:
            self._load_lines()
        except _FAULTS:
            self._load_whole()

    def _load_lines(self) -> None:
        """The list as `write` leaves it."""
        with open(self._folder / "review.json", encoding="utf-8") as lines:
            if next(lines, "").rstrip() != _HEAD:
                raise ValueError
            for line in lines:
                if line.rstrip() == _MIDDLE:
                    break
                self._put(waiting_from(json.loads(line.rstrip(",\n"))))
            for line in lines:
                if line.rstrip() == _END:
                    return
                ((name, reasons),) = json.loads(f"{{{line.rstrip(',' + chr(10))}}}").items()
                self._accept(name, tuple(map(str, reasons)))
        raise ValueError

    def _load_whole(self) -> None:
        """The list in any other layout of JSON; what is none counts as an empty one."""
        self._db.executescript("DELETE FROM waiting; DELETE FROM accepted")
        try:
            told = json.loads((self._folder / "review.json").read_text(encoding="utf-8"))
            rows = list(map(waiting_from, told["review"]))
            accepted = {str(name): tuple(map(str, why)) for name, why in told.get("accepted", {}).items()}
        except _FAULTS:
            return
        for one in rows:
            self._put(one)
        for name, reasons in accepted.items():
            self._accept(name, reasons)

    def _put(self, one: Waiting) -> None:
        row = (*one[:3], _text(one.reasons), one.confidence, _text(one.suggested), group_of(one))
        self._db.execute("INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _accept(self, capture: str, reasons: tuple[str, ...]) -> None:
        self._db.execute("INSERT OR REPLACE INTO accepted VALUES (?, ?)", (capture, _text(reasons)))

    def drop(self, capture: str) -> None:
        """Take a capture off: it is being read again."""
        self._db.execute("DELETE FROM waiting WHERE capture = ?", (capture,))

    def put(self, one: Waiting) -> None:
        """List a capture, unless a person has accepted it for these very reasons."""
        known = self._db.execute("SELECT reasons FROM accepted WHERE capture = ?", (one.capture,)).fetchone()
        if not known or known[0] != _text(one.reasons):
            self._put(one)

    def without(self, capture: str, is_done: Callable[[str], bool], instead: str) -> None:
        """Take a reason that holds no longer off a capture that waits, and put another in its place if there is one."""
        for one in list(self._in_order("WHERE capture = ?", capture)):
            told = (instead if is_done(reason) else reason for reason in one.reasons)
            reasons = tuple(filter(None, told))
            self.drop(capture)
            if reasons:
                self._put(one._replace(reasons=reasons))

    def strike(self, captures: Collection[str]) -> None:
        """Take captures off, and remember that a person did."""
        for capture in captures:
            self._db.execute(
                "INSERT OR REPLACE INTO accepted SELECT capture, reasons FROM waiting WHERE capture = ?", (capture,)
            )
            self.drop(capture)

    def __iter__(self) -> Iterator[Waiting]:
        yield from self._in_order("ORDER BY capture")

    def _in_order(self, clause: str, *values: str) -> Iterator[Waiting]:
        rows = "SELECT capture, path, title, reasons, confidence, suggested FROM waiting "
        for capture, path, title, reasons, confidence, tags in self._db.execute(rows + clause, values):
            yield Waiting(capture, path, title, tuple(json.loads(reasons)), confidence, tuple(json.loads(tags)))

    def json_lines(self) -> Iterator[str]:
        """The list for machines: one JSON value, a line for each capture."""
        yield _HEAD
        yield from _parted(json.dumps(values_of(one), ensure_ascii=False) for one in self)
        yield _MIDDLE
        accepted = self._db.execute("SELECT capture, reasons FROM accepted ORDER BY capture")
        yield from _parted(f"{json.dumps(name, ensure_ascii=False)}: {reasons}" for name, reasons in accepted)
        yield _END

    def markdown_lines(self) -> Iterator[str]:
        """The list for people, those without a story first."""
        yield "# To review\n"
        counts = dict(self._db.execute("SELECT part, count(*) FROM waiting GROUP BY part"))
        if not counts:
            yield "Nothing waits.\n"
        for part in GROUPS:
            if part in counts:
                yield f"## {part} ({counts[part]})\n\n{ADVICE[part]}\n"
                yield from map(line_of, self._in_order("WHERE part = ? ORDER BY capture", part))
                yield ""

    def write(self) -> None:
        """Both files of the list, where it says something new."""
        path = self._folder / "review.json"
        if _says(path, self.json_lines()):
            return
        write_lines(path, (f"{line}\n" for line in self.json_lines()))
        write_lines(self._folder / "review.md", (f"{line}\n" for line in self.markdown_lines()))


def _text(texts: tuple[str, ...]) -> str:
    return json.dumps(texts, ensure_ascii=False)


def _parted(values: Iterator[str]) -> Iterator[str]:
    """Each value on a line of its own, with a comma behind all but the last."""
    before = ""
    for value in values:
        if before:
            yield f"{before},"
        before = f" {value}"
    if before:
        yield before


def _says(path: Path, lines: Iterator[str]) -> bool:
    """Whether a file says this already; none says the empty list."""
    try:
        with open(path, encoding="utf-8") as there:
            return all(one == f"{other}\n" for one, other in zip_longest(there, lines))
    except FileNotFoundError:
        return "".join(lines) == _HEAD + _MIDDLE + _END
    except (OSError, ValueError):
        return False
