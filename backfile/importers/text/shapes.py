"""What one block looks like by itself: lengths, punctuation, letter cases, word groups."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from backfile.importers.text.words import FURNITURE

FIRST = itemgetter(0)
LINE = 80
LINES = 10_000  # short lines of which all is remembered: pages of one paper share them
ONES_OWN = 400  # blocks of which the looks are remembered while their own capture is read
WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*")
PLAIN_WORD = re.compile(r"[A-Za-z0-9]+(?:['\-.][A-Za-z0-9]+)*")  # the same in ASCII, sooner
SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u1000-\u109f\u1780-\u17ff]")
MARKS = "’‘“”–—…\u00a0"
CLOSERS = "\"'”’»)]›」』）】“«* "
ENDS = frozenset(".!?。！？؟।॥…．｡᠃።")
SENTENCE_BREAK = re.compile(r"[.!?؟…][\"'”’»)\]]*\s+[\"'“‘«„¿¡(\[]*[^\W\d_a-z]")
SPACELESS_BREAK = re.compile(r"[。！？।]")
ABBREVIATION = re.compile(r"(?:^|[^\w.])(?:[A-Z]\.){2,}$")
CUT_ENDS = ("...", "…", "[…]", "[...]", "... ]", "…]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")
WORD_GROUPS: dict[str, tuple[str, ...]] = {}
PART_GROUPS: list[tuple[str, str]] = []
for _group, _words in FURNITURE.items():
    for _word in _words.split():
        if len(_word) > 1 and (SPACELESS.match(_word) or "\uac00" <= _word[0] <= "\ud7a3"):
            PART_GROUPS.append((_word, _group))
        WORD_GROUPS[_word] = (*WORD_GROUPS.get(_word, ()), _group)


class Shape(NamedTuple):
    """A block's looks. `count` and `weight` count words; where words are not parted, two letters count as one."""

    count: int
    weight: float
    ended: bool
    cut: bool
    sentences: int
    capitals: float
    groups: dict[str, int]
    furniture: int
    content: frozenset[str]


@lru_cache(maxsize=ONES_OWN)
def shape_of(text: str) -> Shape:
    """The looks of one block's text."""
    plain = text.isascii()
    words = (PLAIN_WORD if plain else WORD).findall(text)
    spaceless = 0 if plain else len(SPACELESS.findall(text))
    weight = len(words) + spaceless / 2 - (sum(map(spaceless_word, words)) if spaceless else 0)
    bare = text.rstrip(CLOSERS)
    ended = bool(bare) and bare[-1] in ENDS and not (weight < 25 and ends_abbreviated(bare))
    cut = text.endswith(CUT_ENDS)
    lows = " ".join(words).casefold().split(" ") if words else []
    small = sum(map(str.islower, map(FIRST, words)))
    sentences = 1 + len(SENTENCE_BREAK.findall(text)) + (0 if plain else len(SPACELESS_BREAK.findall(text)))
    groups: dict[str, int] = {}
    for group in chain.from_iterable(filter(None, map(WORD_GROUPS.get, lows))):
        groups[group] = groups.get(group, 0) + 1
    if not plain and weight <= 25 and (spaceless or HANGUL.search(text)):
        count_parts(text, groups)
    return Shape(
        len(words), weight, ended and not cut, cut, sentences,
        1 - small / len(words) if words else 0.0, groups, sum(groups.values()),
        letter_pairs(text) if spaceless else frozenset([low[:9] for low in lows if len(low) >= 4]),
    )  # fmt: skip


def ends_abbreviated(text: str) -> bool:
    """Whether a text ends in letters with stops, such as `U.S.`, which end no sentence."""
    return text[-3:-2] == "." and bool(ABBREVIATION.search(text))


def without_marks(text: str) -> str:
    """A text with spaces for the marks of good typesetting, of which most texts have no other letters than ASCII."""
    for mark in MARKS:
        text = text.replace(mark, " ")
    return text


def count_parts(text: str, groups: dict[str, int]) -> None:
    """Count the furniture of scripts that do not part words."""
    for part, group in PART_GROUPS:
        if part in text:
            groups[group] = groups.get(group, 0) + 1


def spaceless_word(word: str) -> bool:
    """Whether a word is a run of letters that are written without spaces."""
    return bool(SPACELESS.match(word))


def letter_pairs(text: str) -> frozenset[str]:
    """The pairs of letters of a text, which stand for its words where words are not parted."""
    letters = "".join(ch for ch in text.casefold() if ch.isalpha())
    return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))
