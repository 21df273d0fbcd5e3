"""Tags that a page gives: after a word for them on the same line, or one a line below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backfile.importers.text import forms
from backfile.importers.text.capture import Claim
from backfile.importers.text.shapes import shape_of
from backfile.importers.text.words import FURNITURE

WORDS = frozenset(FURNITURE["tags"].split())
HEAD = re.compile(r"^#?(?P<head>[^:：\n]{2,24}?)\s?(?:[:：]|\n)\s?(?P<rest>.+)$", re.DOTALL)
PARTS = re.compile(r"\s*[,;|•·/、，#\n]\s*")
MOST = 15


def tags_in(texts: Sequence[str], kept: Sequence[bool], span: range) -> tuple[tuple[str, ...], tuple[Claim, ...]]:
    """The tags told of within `span`, and the blocks that told them."""
    for at in span:
        if kept[at] or len(texts[at]) > 600:
            continue
        match = HEAD.match(texts[at])
        if match and is_tag_word(match["head"]):
            tags = tuple(filter(is_tag, PARTS.split(match["rest"])))
            if tags and len(tags) == len([part for part in PARTS.split(match["rest"]) if part]):
                return unique(tags), (Claim(at, "tags", "after a word for tags"),)
        elif is_tag_word(texts[at].strip(" #:：")):
            blocks = lines_below(texts, kept, at, span)
            if len(blocks) >= (2 if shape_of(texts[at]).groups.get("related") else 1):
                return unique([texts[block] for block in blocks]), tuple(
                    Claim(block, "tags", "below a word for tags") for block in (at, *blocks)
                )
    return (), ()


def is_tag_word(head: str) -> bool:
    """Whether a short text says that tags follow: `Tags`, `Filed under`, `Related Topics`, `Mehr zum Thema`."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", head.casefold())
    return (
        1 <= len(words) <= 3
        and any(word in WORDS for word in words)
        and (len(words) == 1 or bool(shape_of(head).groups))
    )


def is_tag(text: str) -> bool:
    """Whether a text has a tag's form."""
    return (
        bool(text)
        and len(text) <= 50
        and len(text.split()) <= 6
        and not text.endswith((".", "?", "!"))
        and not re.search(r"[:：]\s", text)
        and any(map(str.isalpha, text))
    )


def lines_below(texts: Sequence[str], kept: Sequence[bool], at: int, span: range) -> list[int]:
    """The short lines that follow the word for tags, until something else comes."""
    found = []
    for below in range(at + 1, min(span.stop, at + 1 + MOST)):
        text = texts[below]
        shape = shape_of(text)
        if (
            kept[below]
            or not is_tag(text)
            or shape.weight > 5
            or "\n" in text
            or forms.is_date_line(text)
            or forms.is_relative_time(text)
        ):
            break
        if shape.groups and shape.furniture >= 0.5 * shape.weight:
            break
        found.append(below)
    return found


def unique(tags: Sequence[str]) -> tuple[str, ...]:
    """The tags, each once, the first spelling kept."""
    seen: dict[str, str] = {}
    for tag in tags:
        seen.setdefault(tag.strip(" #,;").casefold(), tag.strip(" #,;"))
    return tuple(tag for tag in seen.values() if tag)
