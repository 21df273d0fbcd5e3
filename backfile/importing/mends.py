"""Fields of a story that a person fills in when accepting it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from backfile.importers.found import Found
from backfile.model import UsageError
from backfile.storyfile import parse_when

TEXTS = ("title", "section", "kicker", "summary", "agency", "dateline", "lang", "rights", "slug")
LISTS = ("bylines", "tags", "people", "places", "organisations", "series")
DAYS = ("date", "updated")
FIELDS = (*TEXTS, *LISTS, *DAYS)


def mended(found: Found, mends: Iterable[tuple[str, str]], zone: ZoneInfo) -> Found:
    """The story with these fields as the person said; entries of a list are divided by commas or lines."""
    values: dict[str, object] = {}
    for name, text in mends:
        if name in DAYS:
            values[name] = parse_when(text, zone)
        elif name in LISTS:
            values[name] = names_in(text)
        else:
            values[name] = text.strip()
    return found._replace(story=replace(found.story, **values), review=())


def check(mends: Iterable[tuple[str, str]], zone: ZoneInfo) -> None:
    """Raise a sentence for a field that cannot be filled in, or a date that is none."""
    for name, text in mends:
        if name not in FIELDS:
            raise UsageError(f'--set: "{name}" is no field that can be filled in; choose from {", ".join(FIELDS)}')
        try:
            if name in DAYS:
                parse_when(text, zone)
        except ValueError as error:
            raise UsageError(f'--set: {name}: "{text}" is not a date; write 1995-05-05') from error


def names_in(text: str) -> tuple[str, ...]:
    """The entries of a list as a person writes it: divided by commas; or one a line, where commas belong to them."""
    parts = text.split("\n" if "\n" in text else ",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
