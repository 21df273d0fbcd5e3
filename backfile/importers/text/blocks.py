"""A capture's text to clean blocks, each with its place."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PARTED = re.compile(r"\n[^\S\n]*\n\s*")
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
ITEM = re.compile(r"[•·*+–—-]\s")
ODD_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class RawBlock(NamedTuple):
    """A block as it stands in the capture, cleaned; `line` counts from 1."""

    text: str
    line: int


def cleaned(text: str) -> str:
    """The text in NFC with plain spaces and LF line ends, without invisible and control characters.

    Joiners (U+200C, U+200D) stay: Persian and Indic words and emoji need them.
    """
    if not text.isascii():
        text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if any(map(text.__contains__, ODD_ENDS)):
        text = LINE_ENDS.sub("\n", text)
    text = CONTROLS.sub("", text)
    if "&" in text:
        text = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text


def trimmed(block: str) -> str:
    """Every line with single spaces and no space at its ends; empty lines gone."""
    if "\n" not in block:
        return " ".join(block.split())
    lines = (" ".join(line.split()) for line in block.split("\n"))
    return "\n".join(line for line in lines if line)


def raw_blocks(text: str) -> tuple[RawBlock, ...]:
    """The blocks of a cleaned capture: parted by blank lines, or line by line where there are none."""
    found, line, place = [], 1, 0
    for part in [*PARTED.finditer(text), None]:
        end = part.start() if part else len(text)
        chunk = text[place:end]
        whole = trimmed(chunk)
        if whole:
            skipped = len(chunk) - len(chunk.lstrip())
            found.append(RawBlock(whole, line + chunk.count("\n", 0, skipped)))
        if part:
            line += text.count("\n", place, part.end())
            place = part.end()
    by_line = goes_by_line(found)
    return tuple(piece for block in found for piece in lines_apart(block, by_line))


def goes_by_line(blocks: list[RawBlock]) -> bool:
    """Whether the capture has one paragraph a line: most of its text stands in blocks of such lines."""
    total = sum(len(block.text) for block in blocks)
    inside = [block for block in blocks if block.text.count("\n") > 1]
    apart = sum(len(block.text) for block in inside if holds_paragraphs(block.text.split("\n")))
    return 2 * apart > total or (len(blocks) <= 3 and any(block.text.count("\n") > 2 for block in blocks))


def lines_apart(block: RawBlock, by_line: bool) -> list[RawBlock]:
    """The paragraphs of a block that holds several, one a line; a block with wrapped or verse lines stays whole."""
    if "\n" not in block.text:
        return [block]
    lines = block.text.split("\n")
    if is_wrapped(lines):
        return [RawBlock(" ".join(lines), block.line)]
    if by_line or holds_paragraphs(lines):
        return [RawBlock(text, block.line + at) for at, text in enumerate(lines)]
    return [block]


def is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one paragraph cut at a width: all but the last about as long, most end amid a sentence."""
    body = lines[:-1]
    widest = max(map(len, lines))
    if widest > 100 or min(map(len, body)) < 40 or any(widest - len(line) > 22 for line in body):
        return False
    return 2 * sum(line[-1] in '.!?:;。！？”"' for line in body) <= len(body)


def holds_paragraphs(lines: list[str]) -> bool:
    """Whether a block's lines are paragraphs of their own: most are long, and end as sentences do.

    Items of a list and lines in capitals stand between paragraphs and say nothing for or against them.
    """
    long = [line for line in lines if len(line) >= 80]
    between = [line for line in lines if len(line) < 80 and (ITEM.match(line) or line.isupper())]
    return (
        len(long) >= 2
        and 2 * len(long) >= len(lines) - len(between)
        and 2 * sum(line[-1] in '.!?。！？”"»)' for line in long) > len(long)
    )
