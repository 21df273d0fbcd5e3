"""Days and months in the words of a language, by Babel's patterns.

Babel fills a pattern afresh for each date, and a large archive has tens of thousands of days. Here each field of a
pattern is made once for each value that it depends on: twelve names of months, seven of days, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale
    from babel.dates import DateTimePattern

# Babel is imported where it is first needed: a build with nothing to do then starts 60 ms earlier.

_FIELDS = re.compile(r"%\((\w+)\)s")
# What a field of a pattern depends on, by its first letter (Unicode TR 35); any other on the whole day.
_DEPENDS: dict[str, Callable[[date], int]] = {
    "y": lambda day: day.year,
    "M": lambda day: day.month,
    "L": lambda day: day.month,
    "d": lambda day: day.day,
    "E": date.weekday,
    "c": date.weekday,
}


class Days:
    """Dates in one locale. A pattern is named by CLDR's `long` and `full`, by a skeleton, or by its own text."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._made: dict[tuple[str, int], str] = {}
        self.pattern = cache(self._pattern)
        self.skeleton = cache(self._skeleton)

    def text(self, day: date, pattern: DateTimePattern) -> str:
        """What Babel's `pattern.apply` says of the day."""
        return pattern.format % {name: self._field(name, day) for name in _FIELDS.findall(pattern.format)}

    def _field(self, name: str, day: date) -> str:
        depends = _DEPENDS.get(name[0], date.toordinal)
        key = (name, depends(day))
        if key not in self._made:
            from babel.dates import DateTimeFormat

            self._made[key] = str(DateTimeFormat(day, self._locale)[name])
        return self._made[key]

    def _pattern(self, name: str) -> DateTimePattern:
        from babel.dates import get_date_format, parse_pattern

        return parse_pattern(get_date_format(name, locale=self._locale) if name in ("long", "full") else name)

    def _skeleton(self, name: str) -> DateTimePattern:
        from babel.dates import match_skeleton, parse_pattern

        skeletons = self._locale.datetime_skeletons
        found = skeletons.get(name) or skeletons[match_skeleton(name, skeletons)]
        return parse_pattern(found)
