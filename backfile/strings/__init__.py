"""The words, dates and numbers of the interface in a language.

The words stand beside this file, one TOML table a language; a theme may add to them or change them. Dates and numbers
come from Babel. Everything is kept once it was made: a build asks for the same few thousand texts a million times.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from backfile.strings.days import Days

if TYPE_CHECKING:
    from babel import Locale

# Babel is imported where it is first needed: a build with nothing to do then starts 60 ms earlier.

Words = Mapping[str, "str | Mapping[str, str]"]
FALLBACK = "en"
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_LONG_AGO = "2000-"  # a leap year: a day without its year may be the 29th of February
_MONTH_FORMS = {"short": "LLL", "narrow": "LLLLL"}
_DAY_FORMS = {"long": "long", "full": "full", "weekday": "EEEE", "day": "d"}
_DAY_SKELETONS = {"month_day": "MMMMd", "short": "MMMd"}


def direction(tag: str) -> str:
    """`rtl` for a language tag that is written from right to left, else `ltr`."""
    parts = tag.lower().replace("_", "-").split("-")
    script = next((part for part in parts[1:] if len(part) == 4), "")
    return "rtl" if script in ("arab", "hebr") or (parts[0] in _RIGHT_TO_LEFT and script != "latn") else "ltr"


@cache
def catalogue(tag: str) -> Words:
    """Our own words for a language tag, or for its language (`pt` for `pt-BR`); empty when we have none."""
    tag = tag.lower().replace("_", "-")
    for name in (tag, tag.split("-")[0]):
        file = resources.files(__name__) / f"{name}.toml"
        if name.replace("-", "").isalnum() and file.is_file():
            return tomllib.loads(file.read_text("utf-8"))
    return {}


def languages() -> tuple[str, ...]:
    """The languages that have words of their own here."""
    names = (file.name for file in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


class Language:
    """The interface in one language. Its state is only what it remembers; answers never change."""

    def __init__(self, tag: str, words: Words) -> None:
        self.tag = tag
        self.dir = direction(tag)
        self.words = words
        self._locale = _locale(tag)
        self._calendar = Days(self._locale)
        self._days: dict[tuple[str, str], str] = {}
        self._months: dict[tuple[str, str], str] = {}
        self._numbers: dict[int, str] = {}
        self._counts: dict[tuple[str, int], str] = {}

    def t(self, key: str, **values: object) -> str:
        """The words for a key. A lone `n` chooses the plural form and is written as a number. Raises LookupError.

        Values that are Markup stay so, and make the whole text Markup.
        """
        if len(values) == 1 and "n" in values:
            return self._count(key, values["n"])
        text = self._text(key)
        if not values:
            return text
        if any(hasattr(value, "__html__") for value in values.values()):
            return Markup(escape(text)).format(**values)  # noqa: S704 - format escapes what it fills in
        return text.format(**values)

    def _text(self, key: str) -> str | Mapping[str, str]:
        text = self.words.get(key)
        if text is None:
            raise LookupError(f'no words for "{key}" in language {self.tag}')
        return text

    def _count(self, key: str, n: int) -> str:
        known = self._counts.get((key, n))
        if known is None:
            text = self._text(key)
            form = text if isinstance(text, str) else text.get(self._locale.plural_form(n)) or text["other"]
            known = self._counts[key, n] = form.format(n=self.number(n))
        return known

    def number(self, n: int) -> str:
        """A whole number with the separators of the language."""
        if n not in self._numbers:
            from babel.numbers import format_decimal

            self._numbers[n] = format_decimal(n, locale=self._locale)
        return self._numbers[n]

    def day_text(self, iso: str, form: str = "long") -> str:
        """A day in words. `iso` is a day, a moment (its day is taken as written) or `05-31`.

        Forms: long (5 May 1995), full (with the weekday), month_day (5 May), short (abbreviated), weekday, day.
        """
        key = (iso, form)
        text = self._days.get(key)
        if text is None:
            text = self._days[key] = self._day(iso[:10] if len(iso) > 5 else _LONG_AGO + iso, form)
        return text

    def _day(self, iso: str, form: str) -> str:
        skeleton = _DAY_SKELETONS.get(form)
        pattern = self._calendar.skeleton(skeleton) if skeleton else self._calendar.pattern(_DAY_FORMS[form])
        return self._calendar.text(date.fromisoformat(iso), pattern)

    def month_text(self, iso: str, form: str = "long") -> str:
        """A month in words. `iso` is `1995-05` or `05`. Forms: long (May 1995, or May), name, short, narrow (M)."""
        key = (iso, form)
        text = self._months.get(key)
        if text is None:
            text = self._months[key] = self._month(iso, form if len(iso) > 2 or form in _MONTH_FORMS else "name")
        return text

    def _month(self, iso: str, form: str) -> str:
        calendar = self._calendar
        pattern = calendar.skeleton("yMMMM") if form == "long" else calendar.pattern(_MONTH_FORMS.get(form, "LLLL"))
        return calendar.text(date.fromisoformat((iso if len(iso) > 2 else _LONG_AGO + iso) + "-01"), pattern)


def language(wanted: str, site: str, changes: Mapping[str, Words]) -> Language:
    """The language to speak on a page whose text is in `wanted`, in an archive whose own language is `site`.

    It is the page's when we or the theme have words for it, else the archive's; single missing words are English.
    `changes` are a theme's words by language.
    """
    tag = wanted if wanted and (catalogue(wanted) or wanted in changes) else site or FALLBACK
    base = tag.lower().split("-")[0]
    words = {
        **catalogue(FALLBACK),
        **changes.get(FALLBACK, {}),
        **catalogue(tag),
        **changes.get(base, {}),
        **changes.get(tag, {}),
    }
    return Language(tag, words)


def _locale(tag: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)
