"""Which bundles the search has: one a year, or one a month where a year is large or still grows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

# A year with more stories than this is cut by month: indexing takes about 250 MB for a thousand stories, all at once.
LARGE = 3000
# The newest year is cut from this number on: it is the one that new stories come to, and a month is soon indexed again.
LIVELY = 400


class Bundle(NamedTuple):
    """The stories of one year or month; `name` (`1995`, `2026-03`) is also its folder below `/pagefind/`."""

    name: str

    @property
    def year(self) -> str:
        return self.name[:4]

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last ISO day."""
        return (
            (f"{self.name}-01", f"{self.name}-31")
            if len(self.name) > 4
            else (f"{self.name}-01-01", f"{self.name}-12-31")
        )


def bundles_of(years: Iterable[tuple[str, int]], months_of: Callable[[str], Iterable[str]]) -> list[Bundle]:
    """The bundles of an archive with these (year, number of stories), oldest first.

    `months_of` gives the months (`2026-03`) of a year that have stories. Which bundle a story is in depends on the
    counts of its own year and on which year is the newest, so a new story moves others at most once a year.
    """
    counted = sorted(years)
    found: list[Bundle] = []
    for year, count in counted:
        limit = LIVELY if year == counted[-1][0] else LARGE
        found += [Bundle(month) for month in months_of(year)] if count > limit else [Bundle(year)]
    return found
