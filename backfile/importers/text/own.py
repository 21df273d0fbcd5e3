"""What a block of a capture shows by itself: its looks and forms, the signs they are, and what these weigh."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from backfile.importers.text import forms
from backfile.importers.text.families import Banded, Named
from backfile.importers.text.forms import Marks, marks_of
from backfile.importers.text.shapes import LINE, LINES, Shape, shape_of
from backfile.importers.text.weighing import weight_of

DIGIT = re.compile(r"\d")
QUOTES = "\"'“”„«»「『‘"
SIZES = (1, 2, 3, 5, 8, 13, 20, 32, 55, 100)
HALVES = 5  # half the size, at most 4
SIZE, ENDS, SENTENCES = Named("size={}"), Named("ends={}"), Named("sentences={}")
SIZE_ENDED = Banded("size={1}:{0}", len(SIZES) + 1)
CAPITALS, FURNITURE = Banded("capitals={}:{}", HALVES), Banded("furniture={}:{}", HALVES)
COMMAS, QUOTED, DIGITS = Banded("commas={}:{}", 3), Named("quotes:{}"), Named("digits:{}")
GROUP, GROUP_AGAIN = Banded("{}:{}", HALVES), Banded("{}+:{}", 3)
FORM = Banded("{}:{}", 3)
UPPER = Named("upper:{}")
OPEN, CUT, ENDED = Named("{}o"), Named("{}c"), Named("{}e")


class Own(NamedTuple):
    """What a block shows by itself.

    `first` and `second` are what its signs weigh in each look, `prose` is how much it speaks for prose, `band` its
    length, coarsely; `kind` and `side` are it in one word, for finding groups that repeat and as neighbours see it.
    """

    shape: Shape
    marks: Marks
    signs: tuple[str, ...]
    first: float
    second: float
    prose: float
    band: int
    kind: str
    side: str
    is_rule: bool


def own_of(text: str) -> Own:
    """What a block shows by itself. That of short lines is remembered: pages repeat their furniture."""
    return own_of_line(text) if len(text) <= LINE else own_of_block(text)


def own_of_block(text: str) -> Own:
    """What a block shows by itself, looked for."""
    shape, marks = shape_of(text), marks_of(text)
    size = bisect_right(SIZES, shape.weight)
    is_rule = forms.is_rule_line(text)
    signs = (
        *shape_signs(text, shape, size),
        *form_signs(text, shape, marks, size, is_rule),
        *line_signs(text, shape, size),
    )
    return Own(
        shape, marks, signs, weight_of(signs, "first"), weight_of(signs, "second"), prose_weight(shape),
        bisect_right((3, 8, 20), shape.weight), kind_of(shape, marks), side_of(shape, marks), is_rule,
    )  # fmt: skip


own_of_line = lru_cache(maxsize=LINES)(own_of_block)


def shape_signs(text: str, shape: Shape, size: int) -> list[str]:
    """Length, end, letter cases, punctuation, words that pages print around stories."""
    weight, half = shape.weight, min(size // 2, HALVES - 1)
    ended = end_of(text, shape)
    found = [SIZE[size], SIZE_ENDED[ended][size], ENDS[ended], SENTENCES[min(shape.sentences, 4)]]
    if size >= 2:
        found.append(CAPITALS[bisect_right((0.12, 0.25, 0.4, 0.6, 0.8, 0.999), shape.capitals)][half])
    if text[0].islower():
        found.append("starts small")
    if text[0] in QUOTES:
        found.append("starts quote")
    if weight >= 5:
        commas = text.count(",") + text.count("，") + text.count("、") + text.count("،")
        found.append(COMMAS[min(commas, 3)][bisect_right((13, 32), weight)])
    if forms.has_quotes(text):
        found.append(QUOTED[bisect_right((8, 20), weight)])
    if DIGIT.search(text):
        found.append(DIGITS[bisect_right((5, 13, 32), weight)])
    if "\n" in text:
        found.append("lines")
    if shape.furniture:
        share = shape.furniture / max(weight, 1)
        found.append(FURNITURE[bisect_right((0.08, 0.2, 0.4, 0.7), share)][half])
        for group, count in shape.groups.items():
            found.append(GROUP[group][half])
            if count > 1 and size >= 3:
                found.append(GROUP_AGAIN[group][bisect_right((13, 32), weight)])
    return found


def end_of(text: str, shape: Shape) -> str:
    """How a block ends, in one word."""
    if text.endswith((":", "：")):
        return "colon"
    if text.endswith(("?", "？", "!", "！", "؟")):
        return "ask"
    return "end" if shape.ended else "cut" if shape.cut else "open"


def form_signs(text: str, shape: Shape, marks: Marks, size: int, is_rule: bool) -> list[str]:
    """The named forms that a block has."""
    found = []
    short = size <= 5
    band = bisect_right((8, 20), shape.weight)
    if marks.ago:
        found.append("relative time")
    if marks.count:
        found.append("count")
    if is_rule:
        found.append("rule line")
    if forms.has_url(text):
        found.append(FORM["url"][band])
    if "@" in text or "[email" in text:
        if forms.EMAIL.search(text):
            found.append(FORM["email"][band])
        if forms.HANDLE.search(text):
            found.append(FORM["handle"][band])
    if "©" in text or "(c)" in text or "®" in text:
        found.append(FORM["copyright"][band])
    if short and marks.credit:
        found.append("credit")
    elif len(text) <= 700 and forms.credit_tail(text):
        found.append(FORM["credit tail"][band])
    if short and marks.byline:
        found.append("byline")
    if marks.dated:
        found.append("date line")
    elif forms.has_date(text):
        found.append(FORM["date"][band])
    if short and forms.is_agency(text):
        found.append("agency")
    if not short and forms.has_dateline(text):
        found.append("dateline")
    return found


def line_signs(text: str, shape: Shape, size: int) -> list[str]:
    """The forms of a line: labels, bullets, cuts, lengths of time."""
    found = []
    short = size <= 5
    band = bisect_right((8, 20), shape.weight)
    if forms.LABEL.match(text):
        found.append(FORM["label"][band])
    if forms.BULLET.match(text):
        found.append(FORM["bullet"][band])
    if ("|" in text or ">" in text or "/" in text or forms.has_any(text, "»›•·")) and forms.SPLITTERS.search(text):
        found.append(FORM["splitters"][band])
    may_be_code = "{" in text or "<" in text or "}}" in text or "function" in text or "var " in text
    if may_be_code and forms.TEMPLATE.search(text):
        found.append("template")
    if short and forms.is_upper(text):
        found.append(UPPER[min(size, 4)])
    if shape.cut and 94 <= len(text) <= 104:
        found.append("alternative text")
    if text.endswith(("…]", "...]")):
        found.append("cut in brackets")
    if short and forms.PLAYER_TIME.match(text):
        found.append("duration")
    if len(text) <= 40 and forms.READING_TIME.search(text):
        found.append("reading time")
    if text[0] == "#":
        found.append("hash")
    return found


def prose_weight(shape: Shape) -> float:
    """How much a block speaks for prose (above 0) or against it."""
    furniture = shape.furniture / max(shape.weight, 1)
    if shape.weight >= 12 and not shape.cut and (shape.ended or shape.weight >= 40) and furniture < 0.18:
        return min(shape.weight, 80.0)
    if shape.weight >= 7 and shape.ended and furniture < 0.2:
        return shape.weight / 2
    return -min(5.0 + shape.weight / 6, 9.0)


def kind_of(shape: Shape, marks: Marks) -> str:
    """A block's kind in one word, for finding groups that repeat."""
    if shape.weight < 1.5 and marks.count:
        return "n"
    if marks.ago or marks.dated:
        return "t"
    size = bisect_right((4, 9, 20), shape.weight)
    return ENDED[size] if shape.ended else CUT[size] if shape.cut else OPEN[size]


def side_of(shape: Shape, marks: Marks) -> str:
    """A block in one word, as its neighbours see it."""
    if marks.count:
        return "count"
    if marks.dated:
        return "date"
    if marks.ago:
        return "ago"
    if shape.groups and shape.furniture >= 0.4 * shape.weight:
        return "furniture"
    if marks.credit:
        return "credit"
    if shape.cut:
        return "cut"
    size = bisect_right((3, 6, 12, 25), shape.weight)
    return ENDED[size] if shape.ended else OPEN[size]
