"""Which blocks of a page are its story, and the Markdown of them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from backfile.importers.found import BESIDE
from backfile.importers.html.page import Block
from backfile.importers.html.signs import Signs
from backfile.importers.inline import markdown
from backfile.importers.text import captions
from backfile.importers.text.fields import fields_in
from backfile.importers.text.reader import Weighed
from backfile.model import Image, Story

OUTSIDE = -0.6
INSIDE = -1.4
MISSED = 0.3  # when trafilatura leaves out so much of what the text rules keep, it has lost its way on the page
NEAR = 40
_SRC = ("data-src", "data-original", "data-lazy-src", "src")


class Shown(NamedTuple):
    """The blocks that stay, the pictures with their captions, the blocks that went to fields."""

    kept: list[bool]
    images: tuple[Image, ...]
    pictures: tuple[str, ...]
    fields: frozenset[int]


def kept_blocks(blocks: Sequence[Block], odds: Sequence[float], signs: Sequence[Signs]) -> list[bool]:
    """Those whose signs are for them; between two of these, also those that little speaks against."""
    sure = [at for at, one in enumerate(odds) if one > 0]
    begin, end = (sure[0], sure[-1]) if sure else (0, -1)
    kept = [one > (INSIDE if begin <= at <= end else OUTSIDE) for at, one in enumerate(odds)]
    kept = [keep or _is_missed(block) for keep, block in zip(kept, signs, strict=True)]
    return [keep and bool(re.search(r"\w", block.text)) for keep, block in zip(kept, blocks, strict=True)]


def _is_missed(signs: Signs) -> bool:
    return signs.get("more, kept", 0.0) > MISSED and signs.get("odds", 0.0) > 0


def shown(blocks: Sequence[Block], kept: list[bool], title: str) -> Shown:
    """Captions and the headline out of the body, each to its field."""
    kept, taken = list(kept), set()
    first = next((at for at, keep in enumerate(kept) if keep), 0)
    last = max((at for at, keep in enumerate(kept) if keep), default=0)
    for at, block in enumerate(blocks):
        if kept[at] and block.text.casefold() == title.casefold():
            kept[at] = False
            taken.add(at)
    images, pictures = [], []
    for figure, places in _figures(blocks, range(max(0, first - NEAR), min(len(blocks), last + 2))):
        image = _image(figure, [blocks[at].text for at in places])
        taken.update(places)
        for at in places:
            kept[at] = False
        if image not in images and (image.caption or image.src):
            images.append(image)
            pictures += [image.src.removeprefix(BESIDE)] if image.src else []
    return Shown(kept, tuple(images), tuple(pictures), frozenset(taken))


def _figures(blocks: Sequence[Block], span: range) -> list[tuple[HtmlElement, list[int]]]:
    """Every figure with a caption near the story, and the blocks of its caption."""
    found: dict[HtmlElement, list[int]] = {}
    for at in span:
        figure = next((e for e in reversed(blocks[at].way) if e.tag == "figure"), None)
        caption = any(e.tag == "figcaption" for e in blocks[at].way)
        if figure is not None and caption and next(figure.iter("table", "blockquote"), None) is None:
            found.setdefault(figure, []).append(at)
    return list(found.items())


def _image(figure: HtmlElement, texts: list[str]) -> Image:
    lines = dict.fromkeys(texts)  # some pages print the caption once more, for a large view
    caption, credit = captions.parted("\n".join(lines))
    img = next(figure.iter("img"), None)
    src = next((img.get(name) or "" for name in _SRC if img.get(name)), "") if img is not None else ""
    alt = " ".join((img.get("alt") or "").split()) if img is not None else ""
    local = src and not re.match(r"(?i)(?:[a-z][a-z0-9+.-]*:|//|/)", src)
    return Image(
        BESIDE + src if local else "", alt, " ".join(caption.split()), captions.bare_credit(" ".join(credit.split()))
    )


def markdown_of(blocks: Sequence[Block], kept: Sequence[bool]) -> str:
    """The kept blocks as Markdown: lists and tables together, headings below the page's own."""
    chosen = [block for block, keep in zip(blocks, kept, strict=True) if keep]
    parts: list[str] = []
    for (kind, _), group in groupby(chosen, key=_group):
        parts += _group_text(kind, list(group))
    return "\n\n".join(filter(None, parts))


def _group(block: Block) -> tuple[str, int]:
    """What a block belongs together with: entries of one list, cells of one row, lines of one quotation."""
    for element in reversed(block.way):
        if element.tag in ("ul", "ol"):
            return element.tag, id(element)
        if element.tag == "tr":
            return "tr", id(element)
        if element.tag == "blockquote":
            return "blockquote", id(element)
    return "", id(block)


def _group_text(kind: str, group: list[Block]) -> list[str]:
    if kind in ("ul", "ol") and len(group) > 1 and all(not block.heading for block in group):
        mark = (f"{number}. " for number in range(1, len(group) + 1)) if kind == "ol" else iter(["- "] * len(group))
        return ["\n".join(next(mark) + _text(block).replace("\n", "\n    ") for block in group)]
    if kind == "tr":
        return ["  \n".join(map(_text, group))] if all(len(b.text) < 60 for b in group) else list(map(_text, group))
    if kind == "blockquote":
        return ["\n>\n".join("> " + _text(block).replace("\n", "\n> ") for block in group)]
    return [_block(block) for block in group]


def _block(block: Block) -> str:
    if block.heading:
        text = re.sub(
            r"(?<!\\)([{]|#+$)", r"\\\1", markdown([run._replace(bold=False) for run in block.runs], one_line=True)
        )
        return f"{'#' * max(2, min(block.heading, 4))} {text}"
    return _text(block)


def _text(block: Block) -> str:
    return markdown(block.runs)


def confidence(odds: Sequence[float], kept: Sequence[bool], words: Sequence[int]) -> float:
    """How sure the choice is: the mean sureness of the words in and around the story."""
    places = [at for at, keep in enumerate(kept) if keep]
    if not places:
        return 0.0
    span = range(max(0, places[0] - 5), min(len(odds), places[-1] + 6))
    weight = sum(words[at] for at in span)
    sure = sum(words[at] / (1 + math.exp(-abs(max(-30.0, min(30.0, odds[at]))))) for at in span) / weight
    return round(max(0.0, 2 * sure - 1) ** 0.5, 2)


def by_form(
    weighed: Weighed, texts: Sequence[str], kept: Sequence[bool], title: str, zone: ZoneInfo, lang: str
) -> Story:
    """What the text rules find in the part of the page around the story."""
    places = [at for at, keep in enumerate(kept) if keep]
    if not places:
        return Story("", "", None)
    named = [at for at in range(places[0] + 1) if texts[at].casefold() == title.casefold()]
    first = weighed.first._replace(headline=named[-1]) if named else weighed.first
    return replace(fields_in(weighed.view, first, weighed.odds, kept, zone, lang).story, title=title)
