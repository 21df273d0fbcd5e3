"""What became of every capture, and the accounts that add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

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


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All that one import did. `passed_over` are files of walked folders that are no captures."""

    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def accounts(self) -> Accounts:
        count = Counter(outcome.fate for outcome in self.outcomes)
        return Accounts(
            count[Fate.WRITTEN],
            count[Fate.UNCHANGED] + count[Fate.EDITED],
            count[Fate.DUPLICATE],
            count[Fate.REVIEW],
            count[Fate.FAILED],
        )

    @property
    def edited(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.fate is Fate.EDITED)

    @property
    def to_look_at(self) -> tuple[Outcome, ...]:
        """Stories that wait for a person, and written ones that a person should look at."""
        return tuple(outcome for outcome in self.outcomes if outcome.fate is Fate.REVIEW or outcome.review)

    def as_dict(self) -> dict[str, object]:
        """Plain values for a machine-readable receipt."""
        accounts = self.accounts
        names = ("read", "written", "unchanged", "duplicates", "to_review", "failed")
        counts = {name: getattr(accounts, name) for name in names}
        rows = [{k: v.value if isinstance(v, Fate) else v for k, v in o._asdict().items() if v} for o in self.outcomes]
        return {**counts, "outcomes": rows, "passed_over": list(self.passed_over)}
