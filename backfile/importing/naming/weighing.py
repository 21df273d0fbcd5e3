"""Which kind a name has, by the share of its stories in which each sign was met; none where they say too little."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

PEOPLE, PLACES, ORGANISATIONS, TOPICS = "people", "places", "organisations", "topics"
NAMED = (PEOPLE, PLACES, ORGANISATIONS)
KINDS = (*NAMED, TOPICS)
# How much a sign adds to its kind when every story with the name has it.
WEIGHTS: dict[str, tuple[str, float]] = {
    "given people": (PEOPLE, 6),
    "byline": (PEOPLE, 3),
    "title": (PEOPLE, 3),
    "role": (PEOPLE, 3),
    "age": (PEOPLE, 3),
    "shortened": (PEOPLE, 2),
    "speaks": (PEOPLE, 1.5),
    "says": (PEOPLE, 1),
    "given places": (PLACES, 6),
    "dateline": (PLACES, 4),
    "region": (PLACES, 3),
    "with region": (PLACES, 3),
    "where": (PLACES, 2.5),
    "describes": (PLACES, -1),
    "owns": (PLACES, 0),  # whose words describe nothing: `Crake's` is no adjective
    "named a place": (PLACES, 1.5),
    "given organisations": (ORGANISATIONS, 6),
    "abbreviation": (ORGANISATIONS, 3),
    "named a body": (ORGANISATIONS, 2),
    "joined": (ORGANISATIONS, 2),
    "capitals": (ORGANISATIONS, 2),
    "the short": (ORGANISATIONS, 1),
    "article": (ORGANISATIONS, 0.3),
    "given topics": (TOPICS, 6),
}
LEAST = 0.3  # what the signs must add up to
FEWEST = 2  # stories in which a sign of the kind was met that tells more than a little
TELLING = 1.0
CLEAR = frozenset({"title", "role", "where", "dateline"})  # enough in one story, for several words
LITTLE = 0.15  # what may speak for another kind where the signs of one story are enough
MARGIN = 1.5  # how often a kind must outweigh the next
_ALONE = frozenset({"title", "byline", "given people"})  # what makes a single word a person
SHOWN = 3


class Verdict(NamedTuple):
    """The kind of a name, "" where there is none, and the signs that say so, most met first."""

    kind: str
    signs: tuple[tuple[str, int], ...] = ()


def verdict_on(name: str, stories: int, signs: Mapping[str, int]) -> Verdict:
    """The kind that these signs, each with the number of stories that have it, give a name of so many stories."""
    weight: dict[str, float] = dict.fromkeys(KINDS, 0.0)
    met: dict[str, int] = dict.fromkeys(KINDS, 0)
    for sign, count in signs.items():
        kind, most = WEIGHTS[sign]
        if sign == "describes" and "owns" in signs:
            continue
        weight[kind] += most * min(1.0, count / stories)
        met[kind] += count if most >= TELLING else 0
    if " " not in name and not _ALONE & signs.keys():
        weight[PEOPLE] = 0.0
    named = max(weight[kind] for kind in NAMED) >= LEAST
    best, second = sorted(NAMED if named else KINDS, key=lambda kind: -weight[kind])[:2]
    clear = " " in name and weight[second] <= LITTLE and any(WEIGHTS[sign][0] == best for sign in CLEAR & signs.keys())
    fewest = 1 if clear else FEWEST
    if weight[best] < LEAST or met[best] < fewest or weight[best] < MARGIN * weight[second]:
        return Verdict("")
    own = [(sign, count) for sign, count in signs.items() if WEIGHTS[sign][0] == best and WEIGHTS[sign][1] > 0]
    return Verdict(best, tuple(sorted(own, key=lambda sign: (-sign[1], sign[0])))[:SHOWN])
