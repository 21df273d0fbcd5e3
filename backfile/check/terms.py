"""Terms that are probably one: a letter more, less or other, two letters or the words swapped.

Linear in the number of terms: each slug is filed under itself without each of its letters in turn, and what meets
there is near. A comparison of every term with every other would take minutes at 50,000 terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

MOST_TERMS = 50_000
SHORTEST = 5
# A term that is used so often beside a near one is a word of its own.
OFTEN, SHARE = 5, 5


class Used(NamedTuple):
    """A term of one taxonomy and how many stories have it."""

    slug: str
    name: str
    count: int


def near_pairs(terms: Sequence[Used]) -> list[tuple[Used, Used]]:
    """(the rarer, the commoner) of each two terms that are probably one; nothing above `MOST_TERMS`."""
    if len(terms) > MOST_TERMS:
        return []
    by_slug = {term.slug: term for term in terms if len(term.slug) >= SHORTEST}
    pairs = {tuple(sorted(pair)) for pair in _meetings(by_slug)}
    found = [_by_use(by_slug[one], by_slug[other]) for one, other in sorted(pairs)]
    return [pair for pair in found if not _are_both_words(*pair)]


def _meetings(slugs: Iterable[str]) -> Iterator[tuple[str, str]]:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for slug in slugs:
        for key in _keys(slug):
            for other in places[key]:
                if other != slug and _is_near(slug, other):
                    yield slug, other
            places[key].append(slug)


def _keys(slug: str) -> set[str]:
    return {slug, " ".join(sorted(slug.split("-"))), *(slug[:n] + slug[n + 1 :] for n in range(len(slug)))}


def _is_near(one: str, other: str) -> bool:
    """Whether two slugs that share a key differ by one letter, by two swapped ones, or by the order of words.

    A figure tells terms apart (Ward 1, Ward 2); so does a first letter (Marten, Barten).
    """
    if [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]:
        return False
    if sorted(one.split("-")) == sorted(other.split("-")):
        return True
    if one[0] != other[0]:
        return False
    if len(one) != len(other):
        return True
    apart = [n for n in range(len(one)) if one[n] != other[n]]
    return len(apart) == 1 or (len(apart) == 2 and apart[1] == apart[0] + 1)


def _by_use(one: Used, other: Used) -> tuple[Used, Used]:
    return (one, other) if (one.count, other.slug) < (other.count, one.slug) else (other, one)


def _are_both_words(rarer: Used, commoner: Used) -> bool:
    return rarer.count >= OFTEN and rarer.count * SHARE > commoner.count
