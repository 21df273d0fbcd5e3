"""What templates count with: cards in groups, the almanac of a year, the bars of a term's years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from backfile.model import Card

# A day of one story is a pale one, even in a year that has no fuller day.
_FEW = 4
_BAR, _GAP, _HEIGHT = 7, 3, 36


class Group(NamedTuple):
    """Cards that follow each other and share a year, a month or a day; `key` is `1995`, `1995-05` or `1995-05-31`."""

    key: str
    cards: Sequence[Card]


class Cell(NamedTuple):
    """A day in the almanac of a year. `heat` is 0 for no story, else 1 to 4, 4 being the year's fullest days, if these
    have four stories at least."""

    day: str
    permalink: str
    count: int
    heat: int


def by_year(cards: Iterable[Card]) -> list[Group]:
    """Cards grouped by year, their order kept."""
    return [Group(key, list(group)) for key, group in groupby(cards, _year)]


def by_month(cards: Iterable[Card]) -> list[Group]:
    """Cards grouped by month, their order kept."""
    return [Group(key, list(group)) for key, group in groupby(cards, _month)]


def by_day(cards: Iterable[Card]) -> list[Group]:
    """Cards grouped by day, their order kept."""
    return [Group(key, list(group)) for key, group in groupby(cards, _day)]


def _year(card: Card) -> str:
    return card.day[:4]


def _month(card: Card) -> str:
    return card.day[:7]


def _day(card: Card) -> str:
    return card.day


class Almanac(NamedTuple):
    """A year as a table: 12 months across, 31 days down. A cell is None where a month has no such day."""

    months: tuple[Mapping[str, object], ...]
    rows: tuple[tuple[int, tuple[Cell | None, ...]], ...]


def almanac(year: str, months: Sequence[Mapping[str, object]]) -> Almanac:
    """The table of a year from the months and days that have stories; the others are there with a count of 0."""
    given = {month["month"]: month for month in months}
    names = [f"{year}-{number:02}" for number in range(1, 13)]
    every = tuple(given.get(name) or {"month": name, "permalink": "", "count": 0, "days": []} for name in names)
    listed = {day["day"]: day for month in months for day in month["days"]}
    fullest = max((day["count"] for day in listed.values()), default=0)
    fullest = max(fullest, _FEW)
    rows = tuple((n, tuple(_cell(name, n, listed, fullest) for name in names)) for n in range(1, 32))
    return Almanac(every, rows)


def every_day(months: Sequence[Mapping[str, object]]) -> list[tuple[str, list[Mapping[str, object]]]]:
    """The 12 months of the year (`05`), each with all its days; those not given have a count of 0 and no address."""
    given = {day["day"]: day for month in months for day in month["days"]}
    names = [
        (f"{month:02}", [f"{month:02}-{n:02}" for n in range(1, _days_in(2000, month) + 1)]) for month in range(1, 13)
    ]
    return [
        (month, [given.get(day) or {"day": day, "permalink": "", "count": 0} for day in days]) for month, days in names
    ]


def _cell(month: str, number: int, listed: Mapping[str, Mapping[str, object]], fullest: int) -> Cell | None:
    if number > _days_in(int(month[:4]), int(month[5:7])):
        return None
    day = f"{month}-{number:02}"
    found = listed.get(day)
    if not found or not found["count"]:
        return Cell(day, "", 0, 0)
    return Cell(day, str(found["permalink"]), int(found["count"]), -(-4 * int(found["count"]) // fullest))


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def rhythm(years: Sequence[Mapping[str, object]]) -> Markup:
    """The counts of the years as a small drawing, oldest first, a bar a year and a gap where a year has none.

    It says nothing that the list of years beside it does not say in words, and is hidden from screen readers.
    """
    counts = {int(year["year"]): int(year["count"]) for year in years}
    if len(counts) < 2:
        return Markup("")
    first, fullest = min(counts), max(counts.values())
    width = (max(counts) - first + 1) * (_BAR + _GAP) - _GAP
    bars = "".join(_bar((year - first) * (_BAR + _GAP), counts[year], fullest) for year in sorted(counts))
    size = f'viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" preserveAspectRatio="none"'
    return Markup(f'<svg {size} aria-hidden="true" focusable="false">{bars}</svg>')  # noqa: S704 - numbers only


def _bar(left: int, count: int, fullest: int) -> str:
    tall = max(1, round(_HEIGHT * count / fullest))
    return f'<rect x="{left}" y="{_HEIGHT - tall}" width="{_BAR}" height="{tall}"/>'
