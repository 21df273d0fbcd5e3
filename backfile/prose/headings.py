"""Headings of a body and their ids, in every script."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

WITHOUT_LETTERS = "section"

_NOT_IN_ID = re.compile(r"[^\w\s-]|_")
_BETWEEN_WORDS = re.compile(r"[\s-]+")


class Heading(NamedTuple):
    """A heading of a body; `id` is its anchor, `text` what it says, without marks."""

    level: int
    id: str
    text: str


def heading_id(text: str, separator: str = "-") -> str:
    """The letters and digits of a heading, in any script, lower case and NFC, joined by hyphens.

    Combining signs that NFC leaves apart, as the vowels of Devanagari, are kept: without them words would change.
    """
    text = unicodedata.normalize("NFC", text.lower())
    kept = unicodedata.normalize("NFC", _NOT_IN_ID.sub(_sign, text))
    return _BETWEEN_WORDS.sub(separator, kept).strip(separator) or WITHOUT_LETTERS


def _sign(match: re.Match[str]) -> str:
    return match[0] if unicodedata.category(match[0]).startswith("M") else ""


class HeadingIds:
    """Heading ids of one document: one that is taken gets `_1`, `_2` and so on, as in Python-Markdown's `toc`."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def add(self, text: str) -> str:
        wanted = unique = heading_id(text)
        number = 0
        while unique in self._used:
            number += 1
            unique = f"{wanted}_{number}"
        self._used.add(unique)
        return unique
