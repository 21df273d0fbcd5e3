"""The signs that a block of a capture has by its place: what stands around it, and what returns."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from backfile.importers.text.families import Banded, Named
from backfile.importers.text.forms import Marks
from backfile.importers.text.own import Own, own_of
from backfile.importers.text.shapes import Shape

BEFORE_CORE, AFTER_CORE, PROSE_DONE = Named("before core={}"), Named("after core={}"), Named("prose done={}")
REPEATED, SHARED = Banded("group={}:{}", 3), Banded("shared={}:{}", 4)
AGO, SINCE = Banded("prose ago={}:{}", 4), Named("since {}")
CALM, STIRRED = Banded("calm=True:{}:{}", 4), Banded("calm=False:{}:{}", 4)
BEFORE, AFTER = Banded("before={}:{}", 4), Banded("after={}:{}", 4)
BEFORE2, AFTER2 = Named("before2={}"), Named("after2={}")
PROSE_BEFORE, PROSE_AFTER = Banded("prose before={}:{}", 4), Banded("prose after={}:{}", 4)


class View(NamedTuple):
    """What the signs of a block may look at: the whole capture, measured once."""

    texts: tuple[str, ...]
    folded: tuple[str, ...]
    own: tuple[Own, ...]
    shapes: tuple[Shape, ...]
    marks: tuple[Marks, ...]
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


def view_of(texts: tuple[str, ...]) -> View:
    """Measure a capture for the signs."""
    own = tuple(map(own_of, texts))
    shapes = tuple([one.shape for one in own])
    prose = tuple([one.prose for one in own])
    core = core_of(prose)
    first_place: dict[str, int] = {}
    folded = tuple(map(str.casefold, texts))
    for at, text in enumerate(folded):
        first_place.setdefault(text, at)
    return View(
        texts,
        folded,
        own,
        shapes,
        tuple([one.marks for one in own]),
        tuple([one.band for one in own]),
        prose,
        first_place,
        Counter(folded),
        Counter([text[:60] for text in folded if len(text) >= 60]),
        core,
        words_of(shapes[at].content for at in range(*core) if prose[at] > 0),
        tuple(accumulate((max(weight, 0.0) for weight in prose), initial=0.0)),
        repeats_of([one.kind for one in own]),
        tuple([at for at, one in enumerate(own) if one.is_rule]),
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
    kinds = ["edge", "edge", *[one.side for one in view.own], "edge", "edge"]
    yield [BEFORE[kind][band] for kind, band in zip(kinds[1:], bands, strict=False)]
    yield [AFTER[kind][band] for kind, band in zip(kinds[3:], bands, strict=False)]
    yield [BEFORE2[kind] for kind in kinds[:-4]]
    yield [AFTER2[kind] for kind in kinds[4:]]
    prose = [0, 0, 0, *(int(shape.weight >= 12 and shape.ended and not shape.cut) for shape in view.shapes), 0, 0, 0]
    threes = [one + two + three for one, two, three in zip(prose, prose[1:], prose[2:], strict=False)]
    yield [PROSE_BEFORE[three][band] for three, band in zip(threes, bands, strict=False)]
    yield [PROSE_AFTER[three][band] for three, band in zip(threes[4:], bands, strict=False)]
