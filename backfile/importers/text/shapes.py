"""What one block looks like by itself: lengths, punctuation, letter cases, word groups."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from backfile.importers.text.words import FURNITURE

WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*")
SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u1000-\u109f\u1780-\u17ff]")
CLOSERS = "\"'”’»)]›」』）】“«*"
ENDS = frozenset(".!?。！？؟।॥…．｡᠃።")
SENTENCE_BREAK = re.compile(r"[.!?؟…][\"'”’»)\]]*\s+[\"'“‘«„¿¡(\[]*[^\W\d_a-z]|[。！？।]")
ABBREVIATION = re.compile(r"(?:^|[^\w.])(?:[A-Z]\.){2,}$")
GROUPS = tuple(FURNITURE)
WORD_GROUPS: dict[str, tuple[str, ...]] = {}
PART_GROUPS: list[tuple[str, str]] = []
for _group, _words in FURNITURE.items():
    for _word in _words.split():
        if SPACELESS.match(_word) or "\uac00" <= _word[0] <= "\ud7a3":
            PART_GROUPS.append((_word, _group))
        WORD_GROUPS[_word] = (*WORD_GROUPS.get(_word, ()), _group)


class Shape(NamedTuple):
    """A block's looks. `weight` counts words; where words are not parted, two letters count as one."""

    words: tuple[str, ...]
    weight: float
    ended: bool
    cut: bool
    sentences: int
    capitals: float
    groups: dict[str, int]
    content: frozenset[str]


@lru_cache(maxsize=20_000)
def shape_of(text: str) -> Shape:
    """The looks of one block's text."""
    words = tuple(WORD.findall(text))
    low = text.casefold()
    spaceless = len(SPACELESS.findall(text)) if not text.isascii() else 0
    weight = len(words) + spaceless / 2 - (sum(map(spaceless_word, words)) if spaceless else 0)
    bare = text.rstrip(CLOSERS + " ")
    ended = bool(bare) and bare[-1] in ENDS and not (weight < 25 and ABBREVIATION.search(bare))
    cut = text.endswith(("...", "…", "[…]", "[...]", "... ]", "…]"))
    big = sum(1 for word in words if not word[0].islower())
    groups: dict[str, int] = {}
    for word in low.split():
        for group in WORD_GROUPS.get(word.strip(".,:;!?()[]|•·»›>…“”\"'"), ()):
            groups[group] = groups.get(group, 0) + 1
    if spaceless or "\uac00" <= max(low, default="") <= "\ud7a3":
        for part, group in PART_GROUPS:
            if part in low:
                groups[group] = groups.get(group, 0) + 1
    return Shape(
        words,
        weight,
        ended and not cut,
        cut,
        1 + len(SENTENCE_BREAK.findall(text)),
        big / len(words) if words else 0.0,
        groups,
        content_words(low, bool(spaceless)),
    )


def spaceless_word(word: str) -> bool:
    """Whether a word is a run of letters that are written without spaces."""
    return bool(SPACELESS.match(word))


def content_words(low: str, spaceless: bool) -> frozenset[str]:
    """The longer words of a case-folded text, or pairs of letters where words are not parted."""
    if spaceless:
        letters = "".join(ch for ch in low if ch.isalpha())
        return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))
    return frozenset(word[:9] for word in WORD.findall(low) if len(word) >= 4)
