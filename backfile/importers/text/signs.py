"""The signs by which a block of a capture is told to be story or not: one small question each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
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
BEFORE_CORE, AFTER_CORE, PROSE_DONE = Named("before core={}"), Named("after core={}"), Named("prose done={}")
REPEATED, SHARED = Banded("group={}:{}", 3), Banded("shared={}:{}", 4)
AGO, SINCE = Banded("prose ago={}:{}", 4), Named("since {}")
CALM, STIRRED = Banded("calm=True:{}:{}", 4), Banded("calm=False:{}:{}", 4)
BEFORE, AFTER = Banded("before={}:{}", 4), Banded("after={}:{}", 4)
BEFORE2, AFTER2 = Named("before2={}"), Named("after2={}")
OPEN, CUT, ENDED = Named("{}o"), Named("{}c"), Named("{}e")
PROSE_BEFORE, PROSE_AFTER = Banded("prose before={}:{}", 4), Banded("prose after={}:{}", 4)


class Own(NamedTuple):
    """The signs that a block shows by itself, and what they weigh in each look."""

    signs: tuple[str, ...]
    first: float
    second: float


class View(NamedTuple):
    """What the signs of a block may look at: the whole capture, measured once.

    `bands` are the lengths of the blocks, coarsely; `prose` says how much each speaks for prose.
    """

    texts: tuple[str, ...]
    folded: tuple[str, ...]
    shapes: tuple[Shape, ...]
    marks: tuple[Marks, ...]
    own: tuple[Own, ...]
    bands: tuple[int, ...]
    prose: tuple[float, ...]
    first_place: dict[str, int]
    times: Counter[str]
    openings: Counter[str]
    core: tuple[int, int]
    core_words: tuple[frozenset[str], frozenset[str]]
    prose_before: tuple[float, ...]
    repeats: tuple[int, ...]
    rule_lines: tuple[int, ...]


def step(value: float, steps: tuple[float, ...]) -> int:
    """The number of steps that a value has reached."""
    return bisect_right(steps, value)


def own_signs(text: str) -> Own:
    """The signs that a block shows by itself. Those of short lines are remembered: pages repeat their furniture."""
    return signs_of_line(text) if len(text) <= LINE else signs_alone(text)


def signs_alone(text: str) -> Own:
    """The signs that a block shows by itself, looked for and weighed."""
    shape, marks = shape_of(text), marks_of(text)
    size = bisect_right(SIZES, shape.weight)
    signs = (
        *shape_signs(text, shape, size),
        *form_signs(text, shape, marks, size),
        *line_signs(text, shape, size),
    )
    return Own(signs, weight_of(signs, "first"), weight_of(signs, "second"))


signs_of_line = lru_cache(maxsize=LINES)(signs_alone)


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


def form_signs(text: str, shape: Shape, marks: Marks, size: int) -> list[str]:
    """The named forms that a block has."""
    found = []
    short = size <= 5
    band = bisect_right((8, 20), shape.weight)
    if marks.ago:
        found.append("relative time")
    if marks.count:
        found.append("count")
    if forms.is_rule_line(text):
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


def core_of(weights: Sequence[float]) -> tuple[int, int]:
    """The stretch of blocks with the most prose in it: (first, after last)."""
    best, best_range, total, start = 0.0, (0, 0), 0.0, 0
    for at, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, at
        total += weight
        if total > best:
            best, best_range = total, (start, at + 1)
    return best_range


def signature(shape: Shape, marks: Marks) -> str:
    """A block's kind in one word, for finding groups that repeat."""
    if shape.weight < 1.5 and marks.count:
        return "n"
    if marks.ago or marks.dated:
        return "t"
    size = bisect_right((4, 9, 20), shape.weight)
    return ENDED[size] if shape.ended else CUT[size] if shape.cut else OPEN[size]


def view_of(texts: tuple[str, ...]) -> View:
    """Measure a capture for the signs."""
    shapes = tuple(map(shape_of, texts))
    marks = tuple(map(marks_of, texts))
    prose = tuple(map(prose_weight, shapes))
    core = core_of(prose)
    first_place: dict[str, int] = {}
    folded = tuple(map(str.casefold, texts))
    for at, text in enumerate(folded):
        first_place.setdefault(text, at)
    return View(
        texts,
        folded,
        shapes,
        marks,
        tuple(map(own_signs, texts)),
        tuple([bisect_right((3, 8, 20), shape.weight) for shape in shapes]),
        prose,
        first_place,
        Counter(folded),
        Counter([text[:60] for text in folded if len(text) >= 60]),
        core,
        words_of(shapes[at].content for at in range(*core) if prose[at] > 0),
        tuple(accumulate((max(weight, 0.0) for weight in prose), initial=0.0)),
        repeats_of(list(map(signature, shapes, marks))),
        tuple([at for at, text in enumerate(texts) if forms.is_rule_line(text)]),
    )


def words_of(contents: Iterable[frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that stand in any of these blocks, and in more than one."""
    once: set[str] = set()
    again: set[str] = set()
    for content in contents:
        again |= once & content
        once |= content
    return frozenset(once), frozenset(again)


def repeats_of(kinds: list[str]) -> tuple[int, ...]:
    """For each block, how often the order of kinds around it returns in the capture (groups of two to five blocks)."""
    best = [0] * len(kinds)
    for length in (2, 3, 4, 5):
        run = 0
        for at in range(len(kinds) - length + 1):
            if at < len(kinds) - length and kinds[at] == kinds[at + length]:
                run += 1
                continue
            if run >= length and len(set(kinds[at - length : at])) > 1:
                for place in range(at - run, at + length):
                    best[place] = max(best[place], run // length)
            run = 0
    return tuple(best)


def place_columns(view: View) -> Iterator[Iterable[str]]:
    """The signs that blocks show by their places in the capture: a column of all blocks for each, "" for none."""
    yield from core_columns(view)
    total = view.prose_before[-1] or 1.0
    steps = (0.001, 0.05, 0.3, 0.6, 0.9, 0.999)
    yield [PROSE_DONE[bisect_right(steps, before / total)] for before in view.prose_before[:-1]]
    yield from again_columns(view)
    yield [
        REPEATED[min(times, 4)][bisect_right((8, 20), shape.weight)] if times else ""
        for times, shape in zip(view.repeats, view.shapes, strict=True)
    ]
    yield [shared_sign(at, view) for at in range(len(view.texts))]


def core_columns(view: View) -> Iterator[Iterable[str]]:
    """Where blocks stand to the stretch with the most prose."""
    first, after = view.core
    count = len(view.texts)
    yield [
        *[BEFORE_CORE[bisect_right((2, 3, 5, 9, 20, 50), first - at)] for at in range(first)],
        *["in core" for _ in range(first, after)],
        *[AFTER_CORE[bisect_right((1, 2, 4, 8, 20, 50), at - after)] for at in range(after, count)],
    ]
    begins, ends = [""] * count, [""] * count
    if first < after:
        begins[first], ends[after - 1] = "core begins", "core ends"
    yield begins
    yield ends


def again_columns(view: View) -> Iterator[Iterable[str]]:
    """Whether the capture has the same block once more, before or after."""
    again, many, long = ([""] * len(view.texts) for _ in range(3))
    for at, low in enumerate(view.folded):
        times = view.times[low]
        if times > 1:
            is_later = view.first_place[low] < at
            again[at] = "again" if is_later else "returns"
            many[at] = "many times" if times > 3 else ""
            if view.shapes[at].weight >= 5:
                long[at] = "long again" if is_later else "long returns"
        elif len(low) >= 60 and view.openings[low[:60]] > 1:
            again[at] = "same opening"
    return iter((again, many, long))


def shared_sign(at: int, view: View) -> str:
    """How many of a block's words the stretch with the most prose has, too."""
    content, (first, after) = view.shapes[at].content, view.core
    if not content or first >= after:
        return ""
    own = 1 if first <= at < after and view.prose[at] > 0 else 0
    shared = len(content & view.core_words[own]) / len(content)
    return SHARED[bisect_right((0.001, 0.15, 0.3, 0.45, 0.6, 0.8), shared)][view.bands[at]]


def neighbour_sign(shape: Shape, marks: Marks) -> str:
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


def announced(view: View) -> list[tuple[str, ...]]:
    """For each block, how long ago prose stood, and what short lines have announced since (`related`, …)."""
    found, far = [], 40
    since: dict[str, None] = {}
    for shape, band in zip(view.shapes, view.bands, strict=True):
        ago = AGO[bisect_right((1, 2, 4, 8, 16, 40), far)][band]
        calm = (STIRRED if since else CALM)[bisect_right((1, 3, 8, 40), far)][band]
        found.append((ago, *map(SINCE.__getitem__, since), calm))
        far += 1
        if is_prose(shape):
            since, far = {}, 0
        elif shape.groups and shape.weight <= 12 and shape.furniture >= 0.3 * shape.weight:
            since.update(dict.fromkeys(shape.groups))
    return found


def is_prose(shape: Shape) -> bool:
    """Whether a block is surely a paragraph: long, ended, and without the words that pages print around stories."""
    return shape.weight >= 20 and shape.ended and not shape.cut and shape.furniture < 0.15 * shape.weight


def signs_around(view: View) -> list[tuple[str, ...]]:
    """The signs of every block by its place and its neighbours, in order; "" stands for one that it has not."""
    places = zip(*place_columns(view), strict=True)
    beside = zip(*neighbour_columns(view), strict=True)
    rows = zip(places, announced(view), beside, strict=True)
    return [(*place, *since, *sides) for place, since, sides in rows]


def neighbour_columns(view: View) -> Iterator[Iterable[str]]:
    """What stands before and after blocks."""
    bands = view.bands
    kinds = ["edge", "edge", *map(neighbour_sign, view.shapes, view.marks), "edge", "edge"]
    yield [BEFORE[kind][band] for kind, band in zip(kinds[1:], bands, strict=False)]
    yield [AFTER[kind][band] for kind, band in zip(kinds[3:], bands, strict=False)]
    yield [BEFORE2[kind] for kind in kinds[:-4]]
    yield [AFTER2[kind] for kind in kinds[4:]]
    prose = [0, 0, 0, *(int(shape.weight >= 12 and shape.ended and not shape.cut) for shape in view.shapes), 0, 0, 0]
    threes = [one + two + three for one, two, three in zip(prose, prose[1:], prose[2:], strict=False)]
    yield [PROSE_BEFORE[three][band] for three, band in zip(threes, bands, strict=False)]
    yield [PROSE_AFTER[three][band] for three, band in zip(threes[4:], bands, strict=False)]
