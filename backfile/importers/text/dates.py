"""Dates as pages print them, in many languages, to moments: found by form, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile.importers.text.calendar_names import DAY_NAMES, MONTH_NAMES
from backfile.model import When

MONTHS = {word: number for number, names in MONTH_NAMES.items() for word in names.split("|") if word}
DAYS = {word for names in DAY_NAMES.values() for word in names.split("|") if word}

DIGIT = re.compile(r"\d")
SPACE_AND_DIGIT = re.compile(r"\s\d")
# Forms begin with a digit wherever they can, and look behind it afterwards: `re` soon finds where a set of letters may
# begin, and tries all else at every place.
YEAR = r"(?P<{0}>19\d\d|20\d\d|25[4-9]\d)"
# Vowel signs of Thai and Indic scripts are no letters to `re`.
LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])"
NAME = r"(?P<{0}>" + LETTER + "{{3,}}(?:-" + LETTER + "{{3,}})?)"
FORMS = tuple(
    re.compile(form.replace("{year}", YEAR.format("y")).replace("{name}", NAME.format("n")))
    for form in (
        r"{year}\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        r"{year}(?<!\d\d{4})(?P<s>[-/.])\s?(?P<m>\d{1,2})(?P=s)\s?(?P<d>\d{1,2})(?!\d)",
        r"(?P<a>\d(?<![\d.]\d)\d?)(?P<s>[./-])\s?(?P<b>\d{1,2})(?P=s)\s?(?:{year}|(?P<yy>\d\d)(?![\d.:]))",
        (
            r"(?P<d>\d(?:(?<!\d\d)|(?<=20\d{3})|(?<=19\d{3}))\d?)(?:st|nd|rd|th|er|º|ª|\.)?[\s-]?"
            r"(?:de |of |d[’'])?{name}\.?,?[\s-]?(?:de |del )?{year}"
        ),
        r"{name}\.?\s?(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?,?\s+(?:at |de |del )?{year}",
        r"{year}\.?\s(?:ж\.\s)?{name}\.?\s(?P<d>\d{1,2})(?!\d)",
    )
)
# What stands in every date that begins with the name of its month; such a form is tried at every letter.
DAY_AND_YEAR = re.compile(r"\d{1,2}(?:st|nd|rd|th|er|\.)?,?\s+(?:at |de |del )?" + YEAR.format("y"))
LONGEST_DAY = 60  # letters between the start of a date and its year, and some to spare
LONGEST_NAME = 40  # of a month, and some to spare
YEARLIKE = re.compile(r"(?:19|20|25)\d\d")
SHORT_FORMS = tuple(form for form in FORMS if "yy" in form.groupindex)
NAME_FIRST = FORMS[4]
YEARLESS = tuple(
    re.compile(form.replace("{name}", NAME.format("n")))
    for form in (
        r"{name}\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:.%])",
        r"(?P<d>\d(?<![\d.:]\d)\d?)\.?\s(?:de )?{name}",
    )
)
CLOCK = re.compile(
    r"(?P<before>午前|午後|上午|下午|오전|오후)?\s?(?<!\d)(?P<h>2[0-3]|[01]?\d)(?!\d)"
    r"(?:\s?(?::|\.|h|時|时|시)\s?(?P<m>[0-5]\d)(?!\d)\s?[分분]?(?::(?P<s>[0-5]\d))?)?"
    r"(?P<half>\s?[apAP]\.?\s?[mM]\b\.?)?"
)
ZONE = re.compile(r"\s?[,(]?\s?(?P<z>(?:UTC|GMT)?[+\-−]\d{1,2}(?::?\d\d)?\b|Z\b|[A-Z]{2,5}\b)\)?")
FIXED = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "MEZ": 1,
    "CEST": 2,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "TRT": 3,
    "EAT": 3,
    "SAST": 2,
    "CAT": 2,
    "WAT": 1,
    "GST": 4,
    "PKT": 5,
    "NPT": 5.75,
    "WIB": 7,
    "WITA": 8,
    "WIT": 9,
    "MYT": 8,
    "SGT": 8,
    "HKT": 8,
    "PHT": 8,
    "AWST": 8,
    "ICT": 7,
    "JST": 9,
    "KST": 9,
    "ACST": 9.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "BRT": -3,
    "ART": -3,
}
REGIONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}


class Dated(NamedTuple):
    """A date that a text shows, and where in the text; `clock` is (hour, minute, second) or None.

    `certain` is False where day and month could be exchanged, or where the year is not shown (`day.year` is then 1).
    """

    day: date
    clock: tuple[int, int, int] | None
    zone: str
    start: int
    end: int
    certain: bool = True


def dates_in(text: str, month_first: bool | None = None) -> tuple[Dated, ...]:
    """The dates of a text in order. `month_first` says how to read `4/5/2024`; None leaves it uncertain."""
    if not DIGIT.search(text):
        return ()
    found: list[Dated] = []
    year = YEARLIKE.search(text)
    begin = max(0, year.start() - LONGEST_DAY) if year else 0
    for form in FORMS if year else SHORT_FORMS:
        at = begin if "n" in form.groupindex else 0
        if form is NAME_FIRST:
            later = DAY_AND_YEAR.search(text, begin)
            if not later:
                continue
            at = max(begin, later.start() - LONGEST_NAME)
        while match := form.search(text, at):
            dated = day_of(match, month_first)
            at = match.end() if dated else match.start() + 1
            if dated and not any(other.start < match.end() and match.start() < other.end for other in found):
                found.append(dated)
    found.sort(key=lambda dated: dated.start)
    limits = [dated.start for dated in found[1:]] + [len(text)] * bool(found)
    return tuple(with_clock(text, dated, limit) for dated, limit in zip(found, limits, strict=True))


def yearless_in(text: str) -> tuple[Dated, ...]:
    """Days without a year, such as `Nov 18` (`day.year` is 1): evidence of a date line, not a date."""
    found = []
    if not DIGIT.search(text):
        return ()
    for form in YEARLESS if SPACE_AND_DIGIT.search(text) else YEARLESS[1:]:
        for match in form.finditer(text):
            named = month_of(match["n"])
            dated = named and made(1, named[0], int(match["d"]), match.start(), match.end(), False)
            if dated:
                found.append(dated)
    return tuple(found)


def day_of(match: re.Match[str], month_first: bool | None) -> Dated | None:
    """The day that a match means, or None when it means none (month 13, a word that names no month)."""
    shown = match.groupdict()
    year = int(shown["y"]) if shown.get("y") else century(int(shown["yy"]))
    year -= 543 if year > 2400 else 0
    start = match.start()
    if shown.get("n"):
        named = month_of(shown["n"])
        if not named:
            return None
        month, skipped = named
        if match.start("n") == start:
            start += skipped
        elif skipped:
            return None
        return made(year, month, int(shown["d"]), start, match.end())
    if shown.get("m"):
        return made(year, int(shown["m"]), int(shown["d"]), start, match.end())
    first, second = int(shown["a"]), int(shown["b"])
    if shown["s"] == "." or first > 12:
        return made(year, second, first, start, match.end())
    if second > 12 or month_first is not None:
        swap = month_first is False and second <= 12
        return made(year, second if swap else first, first if swap else second, start, match.end())
    return made(year, first, second, start, match.end(), first == second)


def month_of(word: str) -> tuple[int, int] | None:
    """The month that a word names, and how many letters of another word are glued before it (`ChoiDec`)."""
    month = MONTHS.get(word.casefold())
    if month:
        return month, 0
    for at in range(len(word) - 3, 0, -1):
        if word[at].isupper() and word[at - 1].islower() and (month := MONTHS.get(word[at:].casefold())):
            return month, at
    return None


def century(two: int) -> int:
    """A two-digit year in full."""
    return 2000 + two if two < 70 else 1900 + two


def made(year: int, month: int, day: int, start: int, end: int, certain: bool = True) -> Dated | None:
    """The date, or None when the calendar does not have it."""
    try:
        return Dated(date(year, month, day), None, "", start, end, certain)
    except ValueError:
        return None


AFTER = re.compile(
    r"\s?(?:[,|•·:–—\-(]|um|at|a las|à|às|alle|ore|kl\.?|klo|o|в|saat|pukul|\([^\W\d_]{1,9}\))?\s?,?\s?",
    re.IGNORECASE,
)


def with_clock(text: str, dated: Dated, limit: int) -> Dated:
    """The date with the time of day and the zone that stand beside it, if they do."""
    match = CLOCK.match(text, AFTER.match(text, dated.end).end(), limit)  # type: ignore[union-attr]
    if not (match and is_clock(match)):
        match = clock_before(text, dated.start)
    if not match:
        return dated
    hour = int(match["h"])
    half = (match["half"] or "").strip().casefold()[:1] or {"午": "", None: ""}.get(match["before"], "")
    if match["before"] in ("午後", "下午", "오후"):
        half = "p"
    elif match["before"]:
        half = "a"
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    after = match.end() >= dated.end
    zone = ZONE.match(text, match.end(), limit) if after or match.end() < dated.start else None
    known = zone and known_zone(zone["z"])
    clock = (hour, int(match["m"] or 0), int(match["s"] or 0))
    return dated._replace(
        clock=clock,
        zone=zone["z"] if known and zone else "",
        start=min(dated.start, match.start()),
        end=max(dated.end, zone.end() if known and zone else match.end()),
    )


def is_clock(match: re.Match[str]) -> bool:
    """Whether a match shows a time: minutes or a half of the day, and no `5.30` that is a price or a date."""
    return bool(match["m"] or match["half"])


def clock_before(text: str, start: int) -> re.Match[str] | None:
    """A time that ends just before the date: `3:00 PM on December 21`."""
    for match in CLOCK.finditer(text, max(0, start - 28), start):
        if is_clock(match) and re.fullmatch(
            r"[\s,|·•\-–—]*(?:[A-Z]{2,5}|Uhr|on|,|\s)*(?:[^\W\d_]{3,},?)?[\s,|·•\-–—]*", text[match.end() : start]
        ):
            return match
    return None


def known_zone(zone: str) -> bool:
    """Whether a zone's sign gives an offset."""
    return zone in FIXED or zone in REGIONS or (bool(re.search(r"\d", zone)) and abs(offset_hours(zone)) <= 14)


def offset_hours(zone: str) -> float:
    """`+05:30`, `GMT+8` in hours."""
    match = re.search(r"([+\-−])(\d{1,2}):?(\d\d)?", zone)
    hours = int(match[2]) + int(match[3] or 0) / 60 if match else 99
    return hours if match and match[1] == "+" else -hours


def when_of(dated: Dated, zone: tzinfo) -> When:
    """The date as the model keeps it; a time without a known zone is read in the archive's `zone`."""
    midnight = datetime(dated.day.year, dated.day.month, dated.day.day, tzinfo=zone)
    if dated.clock is None:
        return When(dated.day.isoformat(), dated.day.isoformat(), int(midnight.timestamp()))
    moment = midnight.replace(
        hour=dated.clock[0], minute=dated.clock[1], second=dated.clock[2], tzinfo=zone_of(dated, zone)
    )
    day = moment.astimezone(zone).date().isoformat()
    return When(moment.isoformat(), day, int(moment.timestamp()))


def zone_of(dated: Dated, zone: tzinfo) -> tzinfo:
    """The zone a date shows, or else the archive's."""
    if not dated.zone:
        return zone
    if dated.zone in REGIONS:
        return ZoneInfo(REGIONS[dated.zone])
    hours = FIXED[dated.zone] if dated.zone in FIXED else offset_hours(dated.zone)
    return timezone(timedelta(hours=hours)) if hours else UTC
