"""Stories that are nearly the same (a wire story in many papers, an early and a late version), by one-permutation
MinHash.

Of a story's runs of five words the hashes are sorted into bins, and the least of each bin is kept (Li, Owen and
Zhang, 2012); an empty bin borrows from the next (Shrivastava and Li, 2014). The share of bins that agree tells which
share of their runs two stories have in common. Libraries that do it were tried: datasketch loads SciPy, which takes
longer than to read two hundred captures; rensa promises nothing of signatures that another version made, and ours lie
in the ledger.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from operator import eq
from typing import NamedTuple

from backfile.importers.found import Found
from backfile.importers.text.shapes import without_marks

BINS = 64
LIKE = 0.7  # the share of runs of five words that two stories have in common
RUN = 5
FEWEST_WORDS = 40
DAYS_APART = 3  # weather and market reports are alike every day, and not the same story
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_NO_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}
_MIX, _ALL, _NONE, _BIN_BITS = 0x9E3779B1, 0xFFFFFFFF, 1 << 32, 26
# Two that are alike differ in at most 19 of 64 bins. So of 20 bands at least one agrees as a whole.
BANDS = tuple(slice(number * BINS // 20 * 4, (number + 1) * BINS // 20 * 4) for number in range(20))


class Likeness(NamedTuple):
    """What is kept of a story to compare it: `signature` is empty where it is too short."""

    capture: str
    words: int
    day: str
    signature: bytes


def signed(found: Found) -> Found:
    """The story with what serves to compare it."""
    words = words_of(found.story.body.casefold())
    signature = signature_of(words) if len(words) >= FEWEST_WORDS else b""
    return found._replace(words=len(words), signature=signature)


def words_of(text: str) -> list[str]:
    """The words of a folded text; those of ASCII are parted sooner by their spaces than by `re`."""
    text = without_marks(text)
    return text.translate(_NO_WORDS).split() if text.isascii() else _WORD.findall(text)


def likeness_of(found: Found) -> Likeness:
    """What to compare a story by, once its origin is noted."""
    story = found.story
    return Likeness(story.origin.file, found.words, story.date.day if story.date else "", found.signature)


def signature_of(words: Sequence[str]) -> bytes:
    """The least hash of each bin. Signatures are kept in the ledger: other hashes, another version of it."""
    coded = " ".join(words).encode().split(b" ")
    runs = zip(*(coded[first:] for first in range(RUN)), strict=False)
    # A checksum mixed by a multiplication tells runs apart well enough; SHA-1 takes as long as all the rest.
    return _filled(_least([checksum * _MIX & _ALL for checksum in map(zlib.crc32, map(b" ".join, runs))])).tobytes()


def _least(hashes: Iterable[int]) -> list[int]:
    """The least hash of each bin; `_NONE` for an empty one."""
    least = [_NONE] * BINS
    for value in hashes:
        if value < least[value >> _BIN_BITS]:
            least[value >> _BIN_BITS] = value
    return least


def _filled(least: Sequence[int]) -> array:
    """Every bin; an empty one has the value of the next that is not, changed by how far that is."""
    found, value, far = array("I", bytes(4 * BINS)), 0, 0
    for place in range(2 * BINS - 1, -1, -1):  # twice round, so that the last bins may borrow from the first
        own = least[place % BINS]
        value, far = (own, 0) if own != _NONE else (value, far + 1)
        if place < BINS:
            found[place] = value + far * _MIX & _ALL
    return found


def share_alike(one: bytes, other: bytes) -> float:
    """Which share of all their runs two stories have in common, as their signatures tell it."""
    return sum(map(eq, memoryview(one).cast("I"), memoryview(other).cast("I"))) / BINS


def is_like(one: Likeness, other: Likeness) -> bool:
    """Whether two tell the same story: words in common, and days that are near."""
    return _is_near(one.day, other.day) and share_alike(one.signature, other.signature) >= LIKE


def _is_near(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= DAYS_APART
