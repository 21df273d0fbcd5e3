"""Stories that are nearly the same (a wire story in many papers, an early and a late version), found by MinHash."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from backfile.importers.found import Found

if TYPE_CHECKING:
    from datasketch import MinHash

PERMUTATIONS = 64
SCHEME = "affine64"  # named, because signatures are kept: a later default could not be compared with them
LIKE = 0.7  # the share of runs of five words that two stories have in common
FEWEST_WORDS = 40
DAYS_APART = 3  # weather and market reports are alike every day, and not the same story
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


class Likeness(NamedTuple):
    """What is kept of a story to compare it: `signature` is empty where it is too short or datasketch is absent."""

    capture: str
    words: int
    day: str
    signature: bytes


@cache
def can_compare() -> bool:
    """Whether datasketch is installed; without it only identical captures are told."""
    return find_spec("datasketch") is not None


def signed(found: Found) -> Found:
    """The story with what serves to compare it."""
    words = _WORD.findall(found.story.body.casefold())
    if len(words) < FEWEST_WORDS or not can_compare():
        return found._replace(words=len(words))
    runs = {" ".join(run).encode() for run in zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)}
    return found._replace(words=len(words), signature=_signature(runs))


def likeness_of(found: Found) -> Likeness:
    """What to compare a story by, once its origin is noted."""
    story = found.story
    return Likeness(story.origin.file, found.words, story.date.day if story.date else "", found.signature)


def _signature(runs: Iterable[bytes]) -> bytes:
    folded = _empty()
    folded.update_batch(runs)
    return folded.hashvalues.tobytes()


def _empty() -> MinHash:
    from datasketch import MinHash

    # The default, SHA-1, takes as long as all the rest; to compare stories a checksum tells runs apart well enough.
    return MinHash(num_perm=PERMUTATIONS, scheme=SCHEME, hashfunc=zlib.crc32, permutations=_permutations())


@cache
def _permutations() -> object:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, scheme=SCHEME).permutations


def groups_of(known: Iterable[Likeness]) -> Iterator[list[Likeness]]:
    """Groups of two or more stories that are nearly the same, the fullest first; of equals, the first that came."""
    if not can_compare():
        return
    from datasketch import MinHashLSH

    index, leaders = MinHashLSH(threshold=LIKE, num_perm=PERMUTATIONS), {}
    ordered = sorted((one for one in known if one.signature), key=lambda one: -one.words)
    for one in ordered:
        folded = _folded(one.signature)
        near = [leaders[key] for key in index.query(folded) if _is_like(folded, one, leaders[key][0])]
        if near:
            min(near, key=lambda group: (-group[0].words, group[0].capture)).append(one)
        else:
            leaders[one.capture] = [one]
            index.insert(one.capture, folded)
    yield from (group for group in leaders.values() if len(group) > 1)


def _folded(signature: bytes) -> object:
    import numpy as np

    folded = _empty()
    folded.hashvalues = np.frombuffer(signature, np.uint64)
    return folded


def _is_like(folded: object, one: Likeness, other: Likeness) -> bool:
    return _is_near(one.day, other.day) and folded.jaccard(_folded(other.signature)) >= LIKE


def _is_near(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= DAYS_APART
