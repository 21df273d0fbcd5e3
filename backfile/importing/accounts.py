"""What became of every capture, and the accounts that add up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from backfile.importing.scratch import scratch
from backfile.model import Problem


class Fate(StrEnum):
    """What became of one story of a capture."""

    WRITTEN = "written"  # its file is new, or was as the last import left it and the capture now reads otherwise
    UNCHANGED = "unchanged"  # its file says already what the capture says
    EDITED = "edited"  # an editor changed its file, so it stays; counted as unchanged
    DUPLICATE = "duplicate"  # another capture holds the same story
    REVIEW = "review"  # it cannot be a story without a person's help
    FAILED = "failed"  # it could not be read


class Outcome(NamedTuple):
    """What became of one story: the capture, the file in `content/`, and why where that is not plain.

    `review` are the reasons for a person to look, also at stories that were written. `diff` is what `--dry-run`
    shows for a file that would change.
    """

    capture: str
    fate: Fate
    path: str = ""
    reason: str = ""
    review: tuple[str, ...] = ()
    diff: str = ""


@dataclass(frozen=True, slots=True)
class Accounts:
    """How many stories came in and what became of them: `read` is the sum of the others."""

    written: int = 0
    unchanged: int = 0
    duplicates: int = 0
    to_review: int = 0
    failed: int = 0

    @property
    def read(self) -> int:
        return self.written + self.unchanged + self.duplicates + self.to_review + self.failed

    def __str__(self) -> str:
        return (
            f"{self.read} read = {self.written} written + {self.unchanged} unchanged + {self.duplicates} duplicates"
            f" + {self.to_review} to review + {self.failed} failed"
        )


class LinkCounts(NamedTuple):
    """Links of old sites: how many were led to the archive's own stories, how many lead nowhere and became text."""

    made: int = 0
    missed: int = 0


_TABLES = """
CREATE TABLE outcomes (
    at INTEGER PRIMARY KEY, capture TEXT, fate TEXT, path TEXT, reason TEXT, review TEXT, diff TEXT
);
CREATE TABLE passed (name TEXT);
"""
_COLUMNS = "capture, fate, path, reason, review, diff"


class Outcomes(Sequence[Outcome]):
    """What became of every story, in the order they came, and the files passed over; kept on disk."""

    def __init__(self) -> None:
        self._db = scratch(_TABLES)
        self._count = 0
        self.fates: Counter[Fate] = Counter()

    def append(self, one: Outcome) -> None:
        """Add a fate."""
        row = (*one[:4], json.dumps(one.review) if one.review else "", one.diff)
        self._db.execute("INSERT INTO outcomes VALUES (NULL, ?, ?, ?, ?, ?, ?)", row)
        self._count += 1
        self.fates[one.fate] += 1

    def pass_over(self, name: str) -> None:
        """Add a file that is no capture."""
        self._db.execute("INSERT INTO passed VALUES (?)", (name,))

    def passed_over(self) -> Iterator[str]:
        """The files that are no captures."""
        yield from (name for (name,) in self._db.execute("SELECT name FROM passed ORDER BY rowid"))

    def set_path(self, at: int, path: str) -> None:
        """Where the story of a fate stands, when that is known later."""
        self._db.execute("UPDATE outcomes SET path = ? WHERE at = ?", (path, at + 1))

    def some_of(self, fate: Fate, most: int) -> list[Outcome]:
        """The first of one fate by the names of their captures."""
        rows = f"SELECT {_COLUMNS} FROM outcomes WHERE fate = ? ORDER BY capture, at LIMIT ?"
        return list(map(_outcome, self._db.execute(rows, (fate.value, most))))

    def where(self, condition: str) -> Iterator[Outcome]:
        """Those that fulfil a condition of ours, in order."""
        yield from map(_outcome, self._db.execute(f"SELECT {_COLUMNS} FROM outcomes WHERE {condition} ORDER BY at"))

    def count_where(self, condition: str) -> int:
        """How many fulfil a condition of ours."""
        return self._db.execute(f"SELECT count(*) FROM outcomes WHERE {condition}").fetchone()[0]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Outcome]:
        return self.where("1")

    def __getitem__(self, at: int | slice) -> Outcome | list[Outcome]:  # type: ignore[override]
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(self._count))]  # type: ignore[misc]
        if not -self._count <= at < self._count:
            raise IndexError(at)
        row = self._db.execute(f"SELECT {_COLUMNS} FROM outcomes WHERE at = ?", (at % self._count + 1,)).fetchone()
        return _outcome(row)


def _outcome(row: tuple[str, ...]) -> Outcome:
    capture, fate, path, reason, review, diff = row
    return Outcome(capture, Fate(fate), path, reason, tuple(json.loads(review)) if review else (), diff)


_TO_LOOK_AT = "fate = 'review' OR review <> ''"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All that one import did."""

    outcomes: Outcomes = field(default_factory=Outcomes)
    problems: tuple[Problem, ...] = ()
    links: LinkCounts = LinkCounts()

    @property
    def passed_over(self) -> tuple[str, ...]:
        """Files of walked folders that are no captures."""
        return tuple(self.outcomes.passed_over())

    @property
    def accounts(self) -> Accounts:
        count = self.outcomes.fates
        return Accounts(
            count[Fate.WRITTEN],
            count[Fate.UNCHANGED] + count[Fate.EDITED],
            count[Fate.DUPLICATE],
            count[Fate.REVIEW],
            count[Fate.FAILED],
        )

    @property
    def edited(self) -> tuple[Outcome, ...]:
        return tuple(self.outcomes.where("fate = 'edited'"))

    @property
    def to_look_at(self) -> int:
        """How many stories wait for a person, or were written and want a look."""
        return self.outcomes.count_where(_TO_LOOK_AT)

    def as_dict(self) -> dict[str, object]:
        """Plain values for a machine-readable receipt. They take memory for every capture: make them when asked for."""
        accounts = self.accounts
        names = ("read", "written", "unchanged", "duplicates", "to_review", "failed")
        counts = {name: getattr(accounts, name) for name in names}
        rows = [{k: v.value if isinstance(v, Fate) else v for k, v in o._asdict().items() if v} for o in self.outcomes]
        counts |= {"links_made": self.links.made, "links_missed": self.links.missed}
        return {**counts, "outcomes": rows, "passed_over": list(self.passed_over)}
