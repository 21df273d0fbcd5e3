"""The second look at a capture: the same blocks again, knowing what the first look thought of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from backfile.importers.text.headlines import headline_of
from backfile.importers.text.signs import View, words_of

CHANCES = (0.02, 0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.98)
THIRDS = (0.2, 0.5, 0.8)
MEANS = (0.1, 0.3, 0.5, 0.7, 0.9)
# Signs are asked for millions of times: names that need no block are made once.
FIRST = tuple(f"first={number}" for number in range(len(CHANCES) + 1))
MEAN_SIGNS = tuple(
    (width, *(tuple(f"mean{width}={number}{side}" for number in range(len(MEANS) + 1)) for side in "<>"))
    for width in (2, 4, 8)
)
NEXT_CHANCES = tuple(tuple(f"next chances={one}{other}" for other in range(4)) for one in range(4))
DONE = (0.001, 0.02, 0.1, 0.5, 0.9, 0.98, 0.999)
DONE_SIGNS = tuple(f"done={number}" for number in range(len(DONE) + 1))
LEFT = (1, 10, 40, 120, 400)
LEFT_SIGNS = tuple(f"left={number}" for number in range(len(LEFT) + 1))
STRONG = tuple(bisect_right((1, 2, 3, 5, 9, 16), far) for far in range(31))
STRONG_BAND = tuple(bisect_right((1, 3, 9), far) for far in range(31))
STRONG_AGO, STRONG_IN = (
    tuple(tuple(f"strong {name}={step}:{half}" for half in (0, 1)) for step in STRONG) for name in ("ago", "in")
)


class First(NamedTuple):
    """What the first look found: chances to be story, the story's stretch, its words (all of them, and those of
    more than one block), the headline's place."""

    chances: tuple[float, ...]
    stretch: tuple[int, int]
    words: tuple[frozenset[str], frozenset[str]]
    headline: int


def chance(odds: float) -> float:
    """Log-odds to a chance."""
    return 1 / (1 + exp(-odds)) if odds > -30 else 0.0


def first_look(view: View, odds: Sequence[float]) -> First:
    """Sum up the first look."""
    chances = tuple(map(chance, odds))
    stretch = stretch_of(view, chances)
    words = story_words(view, chances)
    return First(chances, stretch, words, headline_of(view, chances, stretch, words[0]))


def story_words(view: View, chances: Sequence[float]) -> tuple[frozenset[str], frozenset[str]]:
    """The longer words of what is likely story: all of them, and those of more than one block."""
    likely = zip(view.shapes, chances, strict=True)
    return words_of(shape.content for shape, sure in likely if sure > 0.6 and shape.weight >= 8)


def stretch_of(view: View, chances: Sequence[float]) -> tuple[int, int]:
    """The run of blocks that holds most of the likely story: (first, after last)."""
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for at, likely in enumerate(chances):
        if total <= 0:
            total, start = 0.0, at
        total += (2 * likely - 1) * min(view.shapes[at].weight + 2, 30.0)
        if total > best:
            best, found = total, (start, at + 1)
    return found


def second_signs(view: View, first: First) -> list[tuple[str, ...]]:
    """The signs that the first look adds, for every block."""
    count = len(view.texts)
    known = first.words
    chances = (*[0.0] * 8, *first.chances, *[0.0] * 8)
    weights = [min(shape.weight, 60.0) for shape in view.shapes]
    sums = [0.0]
    for likely in chances:
        sums.append(sums[-1] + likely)
    likely_words = [likely * weight for likely, weight in zip(first.chances, weights, strict=True)]
    total = sum(likely_words) or 1.0
    strong_before = distances(first.chances, weights)
    strong_after = distances(first.chances[::-1], weights[::-1])[::-1]
    done, found = 0.0, []
    for at in range(count):
        shape = view.shapes[at]
        band = bisect_right((3, 8, 20), shape.weight)
        signs = [*chance_signs(at + 8, chances, sums, band), *stretch_signs(at, first.stretch, band)]
        signs.append(DONE_SIGNS[bisect_right(DONE, done / total)])
        done += likely_words[at]
        signs.append(LEFT_SIGNS[bisect_right(LEFT, total - done)])
        ago, until = strong_before[at], strong_after[at]
        signs.append(STRONG_AGO[ago][band // 2])
        signs.append(STRONG_IN[until][band // 2])
        signs.append(f"strong={STRONG_BAND[ago]}{STRONG_BAND[until]}:{band}")
        if shape.content:
            own = 1 if first.chances[at] > 0.6 and shape.weight >= 8 else 0
            shared = len(shape.content & known[own]) / len(shape.content)
            signs.append(f"topic={bisect_right((0.001, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8), shared)}:{band}")
        signs += headline_signs(at, view, first)
        found.append(tuple(signs))
    return found


def chance_signs(here: int, chances: Sequence[float], sums: Sequence[float], band: int) -> list[str]:
    """What the first look thought of a block and of those around it; `here` counts with eight empty places before."""
    signs = [FIRST[bisect_right(CHANCES, chances[here])], f"first={bisect_right(THIRDS, chances[here])}:{band}"]
    done, next_done = sums[here], sums[here + 1]
    for width, names_before, names_after in MEAN_SIGNS:
        before, after = (done - sums[here - width]) / width, (sums[here + 1 + width] - next_done) / width
        signs.append(names_before[bisect_right(MEANS, before)])
        signs.append(names_after[bisect_right(MEANS, after)])
        if width == 4:
            signs.append(f"between={bisect_right(THIRDS, before)}{bisect_right(THIRDS, after)}:{band}")
    signs.append(NEXT_CHANCES[bisect_right(THIRDS, chances[here - 1])][bisect_right(THIRDS, chances[here + 1])])
    return signs


def stretch_signs(at: int, stretch: tuple[int, int], band: int) -> list[str]:
    """Where a block stands to the stretch that holds most of the likely story."""
    begin, end = stretch
    if begin <= at < end:
        return ["in stretch", f"in stretch:{band}"]
    if at < begin:
        return [f"stretch in={bisect_right((2, 3, 5, 9, 20), begin - at)}"]
    return [f"stretch ago={bisect_right((1, 2, 4, 8, 20), at - end)}:{band}"]


def headline_signs(at: int, view: View, first: First) -> list[str]:
    """How a block stands to the headline."""
    if first.headline < 0:
        return ["no headline"]
    far = at - first.headline
    if far == 0:
        return ["headline"]
    before = f"headline in={bisect_right((2, 5, 20), -far)}"
    signs = [before if far < 0 else f"headline ago={bisect_right((2, 4, 8, 16, 32), far)}"]
    ours, mine = view.shapes[first.headline].content, view.shapes[at].content
    if ours and mine:
        alike = len(ours & mine) / min(len(ours), len(mine)) if len(mine) > 1 else 0.0
        if alike >= 0.5 and view.shapes[at].weight < 25:
            signs.append(f"like headline:{bisect_right((0.75, 0.95), alike)}" + (":before" if far < 0 else ""))
        band = bisect_right((3, 8, 20), view.shapes[at].weight)
        signs.append(f"headline words={bisect_right((0.01, 0.15, 0.3, 0.5), len(ours & mine) / len(ours))}:{band}")
    return signs


def distances(chances: Sequence[float], weights: Sequence[float]) -> list[int]:
    """For each block, how many blocks ago the last sure paragraph stood (at most 30)."""
    found, far = [], 30
    for likely, weight in zip(chances, weights, strict=True):
        found.append(min(far, 30))
        far = 0 if likely > 0.8 and weight >= 8 else far + 1
    return found
