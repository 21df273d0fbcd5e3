"""What three witnesses say of every block of a page: trafilatura, the page's own structured text, our text rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import trafilatura

from backfile.importers.text.blocks import RawBlock
from backfile.importers.text.reader import Weighed, weigh
from backfile.importers.text.stretch import kept_blocks

_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_LEAD = re.compile(r"^[\s\-*#|•]+")
_SHORT = 8


class Votes(NamedTuple):
    """For each block: in trafilatura's choice, in the structured body, kept by the text rules and at what odds."""

    chosen: tuple[bool, ...]
    structured: tuple[bool, ...]
    kept: tuple[bool, ...]
    odds: tuple[float, ...]
    words: tuple[int, ...]
    weighed: Weighed


def words_of(text: str) -> list[str]:
    """Words in small letters; of scripts without spaces, characters."""
    return _WORD.findall(text.casefold())


def votes_on(texts: Sequence[str], page: str, body: str) -> Votes:
    """The witnesses on each block; `page` is the HTML and `body` the text that its structured values hold."""
    words = [words_of(text) for text in texts]
    chosen = _within(words, _trafilatura(page))
    structured = _within(words, body) if len(body) > 200 else (False,) * len(words)
    weighed = weigh(tuple(RawBlock(text, at) for at, text in enumerate(texts)))
    kept = kept_blocks(weighed.view, weighed.odds)
    return Votes(
        chosen, structured, tuple(kept), tuple(weighed.odds), tuple(max(1, len(one)) for one in words), weighed
    )


def _trafilatura(page: str) -> str:
    try:
        return trafilatura.extract(page, include_comments=False, include_tables=True, favor_precision=True) or ""
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, AssertionError):
        return ""  # one witness less: it does fail on odd trees


def _within(words: Sequence[list[str]], text: str) -> tuple[bool, ...]:
    """Whether each block stands in a text: half of its runs of four words, or for a short one a line of its own."""
    lines = {" ".join(words_of(_LEAD.sub("", line))) for line in text.split("\n")}
    bag = Counter(_fours(words_of(text)))
    return tuple(_is_within(block, bag, lines) for block in words)


def _is_within(block: list[str], bag: Counter[tuple[str, ...]], lines: set[str]) -> bool:
    if len(block) < _SHORT:
        return bool(block) and " ".join(block) in lines
    runs = _fours(block)
    return 2 * sum(1 for run in runs if run in bag) >= len(runs)


def _fours(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))]
