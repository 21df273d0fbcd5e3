"""Which words of a text changed, as HTML: `<del>` for what went, `<ins>` for what came, which needs no colour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

# Of texts with more pairs of words than this, whole paragraphs are compared: a story of any length is read in time.
MOST_PAIRS = 4_000_000
_BREAK = "\n\n"
_PIECES = re.compile(r"\S+|\n\s*\n\s*")
_ELEMENTS = {"": "", "-": "del", "+": "ins"}

Piece = tuple[str, str]


def changes(before: str, after: str) -> str:
    """Both texts in one: without the insertions it reads as `before`, without the deletions as `after`."""
    if before.split() == after.split():
        return ""
    pieces: list[Piece] = []
    first, second = _pieces(before), _pieces(after)
    if len(first) * len(second) > MOST_PAIRS:
        first, second = _paragraphs(before), _paragraphs(after)
    for kind, words in _compared(first, second):
        pieces += [(kind, word) for word in words]
    return "\n".join(f"<p>{html}</p>" for html in _lines(pieces) if html)


def _pieces(text: str) -> list[str]:
    return [piece if piece.strip() else _BREAK for piece in _PIECES.findall(text.strip())]


def _paragraphs(text: str) -> list[str]:
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        found += [" ".join(paragraph.split()), _BREAK]
    return found[:-1]


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    from difflib import SequenceMatcher  # few stories have versions

    for told, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if told == "equal":
            yield "", before[a:b]
        else:
            yield "-", before[a:b]
            yield "+", after[c:d]


def _lines(pieces: list[Piece]) -> Iterator[str]:
    """A line for each paragraph. A break that went is only a space: what stood around it now stands together."""
    line: list[Piece] = []
    for kind, word in [*pieces, ("", _BREAK)]:
        if word != _BREAK:
            line.append((kind, word))
        elif kind != "-":
            yield " ".join(_marked(kind, [word for _, word in run]) for kind, run in groupby(line, lambda one: one[0]))
            line = []


def _marked(kind: str, words: list[str]) -> str:
    text, element = escape(" ".join(words), quote=False), _ELEMENTS[kind]
    return f"<{element}>{text}</{element}>" if element else text
