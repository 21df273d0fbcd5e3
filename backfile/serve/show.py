"""What the preview shows at this moment, as one value that answers are made from and builds replace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from backfile.model import Problem


@dataclass(frozen=True, slots=True)
class Show:
    """`folder` is what is served, at `base`. `build` names the last finished build, unlike that of any other start.
    `behind` is the site that was built last, shown where a first preview has made nothing newer yet. `alone` has pages
    of stories that were saved while the archive is being read: made of their own files, and so that they say it.

    `problems` come with the address of the page that each concerns, "" for the whole site. `work` says what a first
    build is doing while there is no site to show, else "".
    """

    folder: Path
    base: str
    build: str
    problems: tuple[tuple[Problem, str], ...] = ()
    work: str = ""
    behind: Path | None = None
    alone: Path | None = None

    @property
    def places(self) -> tuple[Path | None, ...]:
        """Where a page may stand."""
        return self.folder, self.behind, self.alone


class Stage:
    """The one place where the present `Show` is kept; only the server's own thread touches it."""

    def __init__(self, show: Show, start: str) -> None:
        self.show, self.start, self.number = show, start, 0
        self.since = 0  # the last build of which every page is to know
        self.late: dict[str, int] = {}  # pages that were made after it, each with the build that made it

    def turn(self, **values: object) -> None:
        """Show something else: a new build has another name."""
        self._count(**values)
        self.since, self.late = self.number, {}

    def add(self, paths: Iterable[str], **values: object) -> None:
        """These pages may be others from now on; who shows any other page need not know."""
        self._count(**values)
        self.late.update(dict.fromkeys(paths, self.number))

    def is_old(self, build: str, path: str) -> bool:
        """Whether a page that was loaded when `build` was the last may be another by now."""
        start, _, number = build.rpartition("-")
        if start != self.start or not number.isdecimal():
            return True
        return not max(self.since, self.late.get(path, 0)) <= int(number)

    def _count(self, **values: object) -> None:
        self.number += 1
        self.show = replace(self.show, build=f"{self.start}-{self.number}", **values)

    def tell(self, work: str) -> None:
        self.show = replace(self.show, work=work)
