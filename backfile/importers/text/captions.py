"""Captions and credits of pictures, told by their form, and the cut copies that stand for the pictures themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from backfile.importers.text import forms
from backfile.importers.text.capture import Claim
from backfile.importers.text.shapes import shape_of
from backfile.model import Image

MARK = re.compile(
    r"^\W{0,2}(?:©\s?)?(?:(?:photo|picture|image|illustration|graphic|credit|source|foto|fotos|bild|quelle|crédit|crédito|imagen|fonte|写真|撮影|Фото|photos|credits)"
    r"(?:\s(?:by|credit|courtesy of|von|de|di))?\s?[:：/]\s?|©\s?|\(c\)\s?)",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"^[(\[（](?P<in>.*)[)\]）]\.?$", re.DOTALL)


class Pictures(NamedTuple):
    """The images found, and the blocks they were made of."""

    images: tuple[Image, ...]
    claims: tuple[Claim, ...]


def bare_credit(text: str) -> str:
    """A credit without brackets and the word before it."""
    text = text.strip()
    bracketed = BRACKETS.match(text)
    if bracketed and "(" not in bracketed["in"]:
        text = bracketed["in"]
    return MARK.sub("", text).strip(" .;,|")


def parted(text: str) -> tuple[str, str]:
    """A caption and its credit, from one block: the credit in brackets, after a mark, or on a line of its own."""
    lines = text.split("\n")
    credit = ""
    while len(lines) > 1 and forms.is_credit(lines[-1]):
        credit = bare_credit(lines.pop())
    text = " ".join(lines)
    tail = forms.credit_tail(text)
    if tail:
        credit = tail.words if tail.bracketed else bare_credit(tail.words)
        text = text[: tail.start].rstrip(" |;-–—")
    return text, credit


def pictures_in(texts: Sequence[str], kept: Sequence[bool], odds: Sequence[float], span: range) -> Pictures:
    """The pictures told of within `span`, by their credits; blocks that are surely story are never taken."""
    images: list[Image] = []
    claims: list[Claim] = []
    taken: set[int] = set()
    for at in span:
        if at in taken or odds[at] > 3.2:
            continue
        text = texts[at]
        found = picture_at(at, texts, kept)
        if not found:
            continue
        image, blocks = found
        taken.update(blocks)
        reason = "a caption with its credit" if image.caption else "a credit alone"
        claims += [Claim(block, "images", reason) for block in blocks]
        if image.caption or not images:
            images = with_image(images, image)
        del text
    claims += cut_copies(texts, images, span, taken)
    return Pictures(tuple(image for image in images if image.caption), tuple(claims))


def picture_at(at: int, texts: Sequence[str], kept: Sequence[bool]) -> tuple[Image, list[int]] | None:
    """The picture whose caption or credit stands at a block, and the blocks it takes."""
    text = texts[at]
    if forms.is_credit(text) and "\n" not in text:
        return Image(credit=bare_credit(text)), [at]
    lines = text.split("\n")
    has_credit = bool(forms.credit_tail(" ".join(lines))) or (len(lines) > 1 and forms.is_credit(lines[-1]))
    follows = at + 1 < len(texts) and forms.is_credit(texts[at + 1])
    if len(text) > 700 or not (has_credit or (follows and not kept[at])):
        return None
    caption, credit = parted(text)
    blocks = [at]
    if follows:
        blocks.append(at + 1)
        credit = credit or bare_credit(texts[at + 1])
    if shape_of(caption).weight < 3:
        return Image(credit=credit), blocks
    return Image(caption=caption, credit=credit), blocks


def with_image(images: list[Image], image: Image) -> list[Image]:
    """The images and one more, unless it is there already."""
    if any(image.caption and image.caption == other.caption for other in images):
        return images
    return [*images, image]


def cut_copies(texts: Sequence[str], images: Sequence[Image], span: range, taken: set[int]) -> list[Claim]:
    """Blocks that repeat a caption, whole or cut short."""
    claims = []
    for at in span if any(image.caption for image in images) else ():
        if at in taken:
            continue
        start = without_cut(texts[at])
        if len(start) >= 20 and any(
            image.caption.startswith(start) or (image.caption and start.startswith(image.caption)) for image in images
        ):
            claims.append(Claim(at, "images", "the caption again"))
    return claims


def without_cut(text: str) -> str:
    """A text without the dots at its end that say it is cut, and the space before them."""
    bare = text.removesuffix("...") if text.endswith("...") else text.removesuffix("…")
    return bare[:-1] if bare != text and bare[-1:].isspace() else bare
