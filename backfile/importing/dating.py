"""A date from elsewhere, where a capture shows none: its file name, its address, its neighbours in the batch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from backfile.importers.found import Found
from backfile.importing.reading import Passed, Read
from backfile.model import Problem, When
from backfile.storyfile import parse_when

MISSING = "no date was found"
FARTHEST = 100  # captures without a date that may stand between two neighbours
CHOICES = ("file-name", "address", "neighbours")
_DAY = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


def day_in(text: str) -> str:
    """The one day that a name or address spells out (`1995-05-05`, `19950505`, `1995/05/05`), or ""."""
    days = {"-".join((year, month, day)) for year, _, month, day in _DAY.findall(text)}
    real = {day for day in days if _is_real(day)}
    return real.pop() if len(real) == 1 else ""


def _is_real(day: str) -> bool:
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False


def dated(reads: Iterable[Read | Passed], sources: tuple[str, ...], zone: ZoneInfo) -> Iterator[Read | Passed]:
    """The same captures, those without a date given one where the wished sources know it; each says so."""
    told = (_from_names(read, sources, zone) if isinstance(read, Read) else read for read in reads)
    return _from_neighbours(told, zone) if "neighbours" in sources else iter(told)


def _from_names(read: Read, sources: tuple[str, ...], zone: ZoneInfo) -> Read:
    return read._replace(found=tuple(_told(found, read, sources, zone) for found in read.found))


def _told(found: Found | Problem, read: Read, sources: tuple[str, ...], zone: ZoneInfo) -> Found | Problem:
    if isinstance(found, Problem) or found.story.date:
        return found
    places = {
        "file-name": (read.capture, "its file name"),
        "address": (found.story.origin.url or read.url, "its address"),
    }
    for source in sources:
        text, words = places.get(source, ("", ""))
        if day := day_in(text):
            return _with_date(found, parse_when(day, zone), words)
    return found


def _with_date(found: Found, when: When, words: str) -> Found:
    story = replace(found.story, date=when)
    rest = tuple(reason for reason in found.review if reason != MISSING)
    return found._replace(story=story, review=(*rest, f"{MISSING} in it: {when.day} comes from {words}"))


def _from_neighbours(reads: Iterable[Read | Passed], zone: ZoneInfo) -> Iterator[Read | Passed]:
    """A capture without a date between two of one day, in one folder, is of that day."""
    before: tuple[str, str] | None = None
    waiting: list[Read | Passed] = []
    for read in reads:
        when = _date_of(read)
        if when is None:
            waiting.append(read)
            if len(waiting) > FARTHEST:
                yield from waiting
                waiting, before = [], None
            continue
        folder = _folder_of(read.capture)
        same = before == (folder, when.day)
        yield from [_given(one, folder, when.day, zone) if same else one for one in waiting]
        waiting, before = [], (folder, when.day)
        yield read
    yield from waiting


def _given(read: Read | Passed, folder: str, day: str, zone: ZoneInfo) -> Read | Passed:
    if not isinstance(read, Read) or _folder_of(read.capture) != folder:
        return read
    return read._replace(
        found=tuple(
            one
            if isinstance(one, Problem) or one.story.date
            else _with_date(one, parse_when(day, zone), "its neighbours")
            for one in read.found
        )
    )


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def _date_of(read: Read | Passed) -> When | None:
    if not isinstance(read, Read):
        return None
    days = [one.story.date for one in read.found if isinstance(one, Found) and one.story.date]
    return days[0] if days else None
