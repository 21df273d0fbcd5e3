"""Letters that were saved in one encoding and read in another: `donâ€™t` for `don’t`.

A rule of our own rather than ftfy's: what was garbled can be turned back into sound UTF-8, and hardly anything else
can. So the remedy names the very letters that were meant, and no table of languages is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_TOLD = 5


class Garbled(NamedTuple):
    """One such place in a text; `start` is its offset."""

    start: int
    fault: str
    remedy: str


def _letters(first: int, last: int) -> dict[str, int]:
    """The letters that Windows-1252 shows for bytes, and Latin-1 where it has none; letter to byte."""
    found = {}
    for byte in range(first, last + 1):
        found[chr(byte)] = byte
        found[bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))] = byte
    return found


_BYTES = _letters(0x80, 0xFF)
_LATER = "".join(map(re.escape, _letters(0x80, 0xBF)))
_RUN = re.compile(f"(?:[\u00c2-\u00df][{_LATER}]|[\u00e0-\u00ef][{_LATER}]{{2}}|[\u00f0-\u00f4][{_LATER}]{{3}})+")
_LOST = re.compile("\ufffd+")
_PUNCTUATION = frozenset("‘’‚“”„–—…")


def garbled(text: str) -> Iterator[Garbled]:
    """The first few places where a text shows the bytes of its letters, or the mark of letters that are lost."""
    if text.isascii():
        return
    for number, found in enumerate(_places(text)):
        if number == MOST_TOLD:
            return
        yield found


def _places(text: str) -> Iterator[Garbled]:
    for run in _RUN.finditer(text):
        meant = _meant(run[0])
        if meant and not _is_chance(run, text):
            remedy = f'write "{meant}"' if meant.isprintable() and not meant.isspace() else "delete it"
            yield Garbled(run.start(), f'"{run[0]}" stands for letters read in the wrong encoding', remedy)
    for run in _LOST.finditer(text):
        fault = "the mark \ufffd stands where a letter was lost in an earlier conversion"
        yield Garbled(run.start(), fault, "write the letter that belongs here; the original will show which")


def _meant(run: str) -> str:
    try:
        return bytes(_BYTES[letter] for letter in run).decode()
    except UnicodeDecodeError:
        return ""


def _is_chance(run: re.Match[str], text: str) -> bool:
    """Whether this may be a capital letter before a mark, as at the end of `“CAFÉ”`."""
    if len(run[0]) != 2 or run[0][1] not in _PUNCTUATION:
        return False
    return run[0][0] not in "ÂÃ" or text[: run.start()][-1:].isupper()
