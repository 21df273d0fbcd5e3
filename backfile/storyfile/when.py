"""The text of a date or a moment to a `When`, its precision kept, or what to write instead."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from backfile.model import When

_ISO = re.compile(
    r"(\d{4})(-?)(\d\d)\2(\d\d)"
    r"(?:(?:[Tt]|[ \t]+)(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)"
    r"(?:[ \t]*(?:([Zz]|UTC|GMT)|([+-])(\d\d):?(\d\d)?))?)?",
    re.ASCII,
)
_DAY_ONLY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,4})([./ -])(\d{1,2})\2(\d{1,4})(?![\dT])", re.ASCII)
_DAY_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH_NAME = r"(?P<month>[A-Za-z]{3,9})\.?"
_WITH_MONTH = (
    re.compile(rf"(?:[A-Za-z]+\.?,? )?{_DAY_NUMBER}[ -]{_MONTH_NAME},?[ -](?P<year>\d{{4}})"),
    re.compile(rf"(?:[A-Za-z]+\.?,? )?{_MONTH_NAME} {_DAY_NUMBER},? (?P<year>\d{{4}})"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FORMS = "write a day like 1995-05-05 or a moment like 1995-05-05T08:17:00-04:00"


class BadWhen(ValueError):  # noqa: N818 - reads as what the text is
    """The text is no day and no moment; carries what is wrong and what to write."""

    def __init__(self, fault: str, remedy: str = FORMS, code: str = "date-unreadable") -> None:
        super().__init__(f"{fault}; {remedy}")
        self.fault, self.remedy, self.code = fault, remedy, code


def parse_when(text: str, zone: ZoneInfo) -> When:
    """Read any ISO 8601 day or moment; raises `BadWhen` for everything else, never guesses.

    A moment without an offset is taken in `zone`: the earlier of two when clocks go back, and by the offset
    before the change when they skip it. Offsets older than the railways are rounded to the minute.
    """
    text = text.strip()
    day = _DAY_ONLY.fullmatch(text)
    if day:
        return _day(text, int(day[1]), int(day[2]), int(day[3]), zone)
    iso = _ISO.fullmatch(text)
    if not iso:
        raise _refusal(text)
    year, month, monthday = int(iso[1]), int(iso[3]), int(iso[4])
    if iso[5] is None:
        return _day(text, year, month, monthday, zone)
    try:
        moment = datetime(year, month, monthday, int(iso[5]), int(iso[6]), int(iso[7] or 0))
    except ValueError:
        raise _no_such_moment(text) from None
    offset = _offset_minutes(iso, moment, zone, text)
    return _moment(moment, (iso[8] or "")[:6], offset, zone)


def _day(text: str, year: int, month: int, monthday: int, zone: ZoneInfo) -> When:
    try:
        start = datetime(year, month, monthday, tzinfo=zone)
    except ValueError:
        raise _no_such_moment(text) from None
    iso = start.date().isoformat()
    return When(iso, iso, _seconds(start) - round(start.utcoffset().total_seconds()))


def _moment(moment: datetime, fraction: str, offset: int, zone: ZoneInfo) -> When:
    instant = _seconds(moment) - offset * 60
    hours, minutes = divmod(abs(offset), 60)
    tail = f".{fraction}" if fraction else ""
    text = f"{moment.isoformat()}{tail}{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"
    try:
        day = (_EPOCH + timedelta(seconds=instant)).astimezone(zone).date()
    except OverflowError:  # the first hours of year 1 and the last of 9999, seen from another zone
        day = moment.date()
    return When(text, day.isoformat(), instant)


def _seconds(moment: datetime) -> int:
    days = moment.toordinal() - _EPOCH_DAY
    return days * 86_400 + moment.hour * 3_600 + moment.minute * 60 + moment.second


def _offset_minutes(iso: re.Match[str], moment: datetime, zone: ZoneInfo, text: str) -> int:
    if iso[9]:
        return 0
    if iso[10]:
        hours, minutes = int(iso[11]), int(iso[12] or 0)
        if hours > 23 or minutes > 59:
            raise BadWhen(f'"{_cut(text)}" has an offset that no place has', FORMS, "date-offset")
        return (-1 if iso[10] == "-" else 1) * (hours * 60 + minutes)
    return round(moment.replace(tzinfo=zone).utcoffset().total_seconds() / 60)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _no_such_moment(text: str) -> BadWhen:
    return BadWhen(f'"{_cut(text)}" is not in the calendar or not on the clock', FORMS, "date-impossible")


def _refusal(text: str) -> BadWhen:
    """The kindest answer to what is no ISO form: the one reading, both readings, or the accepted forms."""
    readings = _readings(text)
    if len(readings) == 2:
        fault = f'"{_cut(text)}" is ambiguous: the day and the month could be either way round'
        return BadWhen(fault, f"write {readings[0]} or {readings[1]}", "date-ambiguous")
    if len(readings) == 1:
        return BadWhen(f'"{_cut(text)}" is not a date', f"write {readings[0]}", "date-not-iso")
    return BadWhen(f'"{_cut(text)}" is not a date')


def _readings(text: str) -> list[str]:
    """The ISO days that a text in another form could mean, month first before day first."""
    if not text.isascii():
        return []
    if numbers := _NUMBERS.match(text):
        first, second, third = numbers[1], numbers[3], numbers[4]
        tries = [(first, second, third)] if len(first) == 4 else [(third, first, second), (third, second, first)]
        return list(dict.fromkeys(iso for t in tries if (iso := _iso_day(*t))))
    for pattern in _WITH_MONTH:
        if (named := pattern.match(text)) and named["month"][:3].lower() in _MONTHS:
            month = _MONTHS.index(named["month"][:3].lower()) + 1
            return [iso] if (iso := _iso_day(named["year"], str(month), named["day"])) else []
    return []


def _iso_day(year: str, month: str, day: str) -> str:
    """An ISO day, "" when there is none. Two figures of a year mean 1950 to 2049, but only in a suggestion."""
    if len(year) not in (2, 4):
        return ""
    number = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 50 else 2000)
    try:
        return date(number, int(month), int(day)).isoformat()
    except ValueError:
        return ""
