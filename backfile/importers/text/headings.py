"""Sub-headings of a body: short blocks with prose below them, by their form and their neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backfile.importers.text import forms
from backfile.importers.text.headlines import ending
from backfile.importers.text.shapes import Shape
from backfile.importers.text.signs import View, step
from backfile.importers.text.weighing import odds_of

LONGEST = 24
LEAST = -0.4
LISTED = re.compile(r"[•·●◦►▶*‣∙–—+-]\s")


def can_be_heading(text: str, shape: Shape) -> bool:
    """Whether a block has a sub-heading's form at all: one short line, not ended as a list is."""
    return bool(
        len(text) <= 160
        and 0 < shape.weight <= LONGEST
        and "\n" not in text
        and any(map(str.isalpha, text))
        and not LISTED.match(text)
        and not text.endswith((",", ";", "、", "，", "..."))
    )


def headings_in(view: View, kept: Sequence[int]) -> frozenset[int]:
    """The places of the sub-headings among the kept blocks."""
    shapes = [view.shapes[place] for place in kept]
    candidates = [at for at, place in enumerate(kept) if can_be_heading(view.texts[place], shapes[at])]
    signs = [heading_signs(at, view.texts, kept, shapes) for at in candidates]
    odds = odds_of(signs, "heading")
    return frozenset(kept[at] for at, score in zip(candidates, odds, strict=True) if score > LEAST)


def heading_signs(at: int, texts: Sequence[str], kept: Sequence[int], shapes: Sequence[Shape]) -> tuple[str, ...]:
    """The signs of a sub-heading. `at` counts among the kept blocks; `shapes` are those of them."""
    text, shape = texts[kept[at]], shapes[at]
    before = shapes[at - 1] if at else None
    after, later = (shapes[there] if there < len(kept) else None for there in (at + 1, at + 2))
    ended = ending(text, shape)
    size = step(shape.weight, (2, 3, 6, 9, 12, 16))
    below, above = side(after), side(before)
    signs = [
        f"size={size}",
        f"ends={ended}",
        f"capitals={step(shape.capitals, (0.3, 0.6, 0.8, 0.99))}:{min(size, 3)}",
        f"after={below}",
        f"before={above}",
        f"after={below}:{ended}",
        f"both={above}/{below}",
        f"later={side(later)}",
        f"before ended={bool(before and before.ended)}:{ended}",
    ]
    signs += line_signs(text)
    if at == 0:
        signs.append("first")
    if at + 1 == len(kept):
        signs.append("last")
    gap = kept[at + 1] - kept[at] if at + 1 < len(kept) else 0
    signs.append(f"gap after={min(gap, 3)}")
    signs.append(f"gap before={min(kept[at] - kept[at - 1], 3) if at else 0}")
    signs.append(f"place={step(at / max(len(kept), 1), (0.05, 0.2, 0.6, 0.9, 0.97))}")
    signs.append(f"short ones={step(short_share(shapes, at), (0.15, 0.3, 0.5, 0.7))}:{ended}")
    return tuple(signs)


def line_signs(text: str) -> list[str]:
    """The signs that a line shows by itself."""
    signs = []
    if forms.is_upper(text):
        signs.append("upper")
    if forms.BULLET.match(text):
        signs.append("bullet")
    if text[0].isdigit():
        signs.append("figure first")
    elif any(map(str.isdigit, text)):
        signs.append("figures")
    if text[0].islower():
        signs.append("starts small")
    if text[0] in "“\"„«»‘'「—–":
        signs.append("starts quote" if text[-1] in "”\"“»«’'」" else "opens quote")
    if ":" in text[:-1]:
        signs.append("colon within")
    if "," in text:
        signs.append("comma")
    if forms.has_url(text) or forms.has_handle(text) or forms.has_email(text):
        signs.append("address")
    return signs


def side(shape: Shape | None) -> str:
    """A neighbour in one word."""
    if shape is None:
        return "edge"
    return f"{step(shape.weight, (4, 9, 16, 30))}{'e' if shape.ended else 'o'}"


def short_share(shapes: Sequence[Shape], at: int) -> float:
    """How many of the five kept blocks on each side are short lines."""
    around = (*shapes[max(0, at - 5) : at], *shapes[at + 1 : at + 6])
    return sum([shape.weight <= 9 for shape in around]) / len(around) if around else 0.0
