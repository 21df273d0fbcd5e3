"""What one story tells of the names in it: which it prints, what they are there, how it shortens them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from backfile.importing.naming.keys import key_of
from backfile.importing.naming.signs import abbreviation_of, has_article, says, signs_of, stands_where
from backfile.importing.naming.spotting import Mention, Seen, Text, mentions_in
from backfile.model import Story

GIVEN = {"people": "people", "places": "places", "organisations": "organisations", "tags": "topics"}


class Told(NamedTuple):
    """The names of one story with their signs; short forms beside the name they end; abbreviations beside the name
    they stand for."""

    signs: dict[str, set[str]]
    short: set[tuple[str, str]]
    abbreviations: set[tuple[str, str]]


def told_by(story: Story, text: Text, seen: Seen, small: set[str], lang: str) -> Told:
    """What the story tells. Its own writers count for nothing in it: they stand below it as such."""
    writers = {key_of(name) for name in story.bylines if name.strip()}
    mentions = [one for one in mentions_in(text, seen) if key_of(one.name) not in writers]
    told = Told(defaultdict(set), set(), {(short, one.name) for one in mentions if (short := abbreviation_of(one))})
    owners = _owners(mentions) | dict(sorted(told.abbreviations))
    met: set[str] = set()
    for one in mentions:
        name = one.name
        owner = owners.get(name, "") if len(one.words) == 1 else ""
        if owner.endswith(f" {name}") and name.lower() not in small:
            told.short.add((name, owner))
            if owner in met and name.lower() not in seen.small and not stands_where(one, lang):
                told.signs[owner].add("the short" if has_article(one, lang) else "shortened")
        met.add(name)
        told.signs[owner or name].update(signs_of(one, lang))
        if says(one, seen.verbs):
            told.signs[owner or name].add("says")
    for name, sign in _given(story):
        told.signs[name].add(sign)
    if place := place_of(story.dateline):
        told.signs[place].add("dateline")
    return told


def _owners(mentions: Iterable[Mention]) -> dict[str, str]:
    """The names of two words or more by their last word, where only one of them ends in it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in mentions:
        if len(one.words) > 1:
            found[one.words[-1]].add(one.name)
    return {word: min(names) for word, names in found.items() if len({key_of(name) for name in names}) == 1}


def place_of(dateline: str) -> str:
    """The place of a dateline, with capitals at its beginnings only: `CRAKE, May 4` is `Crake`."""
    place = re.split(r"[,;/(（]", dateline)[0].strip(" .—–-")
    if not place.isupper() or len(place) < 4:
        return place if len(place) > 2 else ""
    return re.sub(r"[^\W\d_]+", lambda part: part[0][:1] + part[0][1:].lower(), place)


def _given(story: Story) -> Iterable[tuple[str, str]]:
    """The names of the front matter, without those that were suggested: what we said ourselves is no evidence."""
    suggested = {key_of(name) for name in story.origin.suggested}
    for field, kind in GIVEN.items():
        for name in getattr(story, field):
            if name.strip() and key_of(name) not in suggested:
                yield name.strip(), f"given {kind}"
