"""The second look at a capture: the same blocks again, knowing what the first look thought of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import exp
from typing import NamedTuple

from backfile.importers.text.families import Banded, Named
from backfile.importers.text.headlines import headline_of
from backfile.importers.text.signs import View, words_of

CHANCES = (0.02, 0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.98)
THIRDS = (0.2, 0.5, 0.8)
MEANS = (0.1, 0.3, 0.5, 0.7, 0.9)
DONE = (0.001, 0.02, 0.1, 0.5, 0.9, 0.98, 0.999)
LEFT = (1, 10, 40, 120, 400)
AGO = (2, 4, 8, 16, 32)
FIRST, FIRST_BANDED = Named("first={}"), Banded("first={}:{}", 4)
MEANS_OF = tuple((width, Named(f"mean{width}={{}}<"), Named(f"mean{width}={{}}>")) for width in (2, 4, 8))
EDGE = 8  # empty places beyond the first block and the last: as many as the widest mean takes
NEXT_CHANCES, BETWEEN = Banded("next chances={}{}", 4), tuple(Banded(f"between={one}{{}}:{{}}", 4) for one in range(4))
IN_STRETCH, STRETCH_IN, STRETCH_AGO = Named("in stretch:{}"), Named("stretch in={}"), Banded("stretch ago={}:{}", 4)
DONE_SIGNS, LEFT_SIGNS = Named("done={}"), Named("left={}")
STRONG = tuple(bisect_right((1, 2, 3, 5, 9, 16), far) for far in range(31))
STRONG_BAND = tuple(bisect_right((1, 3, 9), far) for far in range(31))
STRONG_AGO, STRONG_IN = Banded("strong ago={}:{}", 2), Banded("strong in={}:{}", 2)
STRONG_BOTH = tuple(Banded(f"strong={one}{{}}:{{}}", 4) for one in range(4))
TOPIC = Banded("topic={}:{}", 4)
HEADLINE_IN, HEADLINE_AGO = Named("headline in={}"), Named("headline ago={}")
LIKE_HEADLINE = {False: Named("like headline:{}"), True: Named("like headline:{}:before")}
HEADLINE_WORDS = Banded("headline words={}:{}", 4)


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
    """The signs that the first look adds, for every block; "" stands for one that it has not."""
    columns = (*chance_columns(first.chances, view.bands), *stretch_columns(view, first), *story_columns(view, first))
    words = [word_signs(at, view, first, band) for at, band in enumerate(view.bands)]
    return [(*row, *more) for row, more in zip(zip(*columns, strict=True), words, strict=True)]


# A sign of all blocks is a column: to go through the blocks once for each sign is sooner done than to ask for all the
# signs of one block after the other.


def chance_columns(chances: Sequence[float], bands: Sequence[int]) -> Iterator[Iterable[str]]:
    """What the first look thought of a block and of those around it."""
    wide = (*[0.0] * EDGE, *chances, *[0.0] * EDGE)
    thirds = [bisect_right(THIRDS, likely) for likely in wide]
    sums = tuple(accumulate(wide, initial=0.0))
    count = len(chances)
    yield [FIRST[bisect_right(CHANCES, likely)] for likely in chances]
    yield [FIRST_BANDED[third][band] for third, band in zip(thirds[EDGE:], bands, strict=False)]
    for width, before, after in MEANS_OF:
        means = [(end - begin) / width for begin, end in zip(sums, sums[width:], strict=False)]
        steps = [bisect_right(MEANS, mean) for mean in means]
        yield [before[step] for step in steps[EDGE - width : EDGE - width + count]]
        yield [after[step] for step in steps[EDGE + 1 : EDGE + 1 + count]]
        if width == 4:
            rough = [bisect_right(THIRDS, mean) for mean in means]
            sides = zip(rough[EDGE - width :], rough[EDGE + 1 :], bands, strict=False)
            yield [BETWEEN[one][other][band] for one, other, band in sides]
    beside = zip(thirds[EDGE - 1 :], thirds[EDGE + 1 : EDGE + 1 + count], strict=False)
    yield [NEXT_CHANCES[one][other] for one, other in beside]


def stretch_columns(view: View, first: First) -> Iterator[Iterable[str]]:
    """Where a block stands to the stretch that holds most of the likely story."""
    begin, end = first.stretch
    inside, after = range(begin, end), range(end, len(view.bands))
    before = [STRETCH_IN[bisect_right((2, 3, 5, 9, 20), begin - at)] for at in range(begin)]
    yield [
        *before,
        *["in stretch" for _ in inside],
        *[STRETCH_AGO[bisect_right((1, 2, 4, 8, 20), at - end)][view.bands[at]] for at in after],
    ]
    yield [*["" for _ in before], *[IN_STRETCH[view.bands[at]] for at in inside], *["" for _ in after]]


def story_columns(view: View, first: First) -> Iterator[Iterable[str]]:
    """How much of the likely story is done and left, and how far the nearest sure paragraphs are."""
    weights = [min(shape.weight, 60.0) for shape in view.shapes]
    words = [likely * weight for likely, weight in zip(first.chances, weights, strict=True)]
    total = sum(words) or 1.0
    done = list(accumulate(words, initial=0.0))
    yield [DONE_SIGNS[bisect_right(DONE, so_far / total)] for so_far in done[:-1]]
    yield [LEFT_SIGNS[bisect_right(LEFT, total - so_far)] for so_far in done[1:]]
    ago = distances(first.chances, weights)
    until = distances(first.chances[::-1], weights[::-1])[::-1]
    yield [STRONG_AGO[STRONG[far]][band // 2] for far, band in zip(ago, view.bands, strict=True)]
    yield [STRONG_IN[STRONG[far]][band // 2] for far, band in zip(until, view.bands, strict=True)]
    both = zip(ago, until, view.bands, strict=True)
    yield [STRONG_BOTH[STRONG_BAND[one]][STRONG_BAND[other]][band] for one, other, band in both]


def word_signs(at: int, view: View, first: First, band: int) -> list[str]:
    """How much a block has in common with what is likely story, and how it stands to the headline."""
    mine, weight = view.shapes[at].content, view.shapes[at].weight
    signs = []
    if mine:
        own = 1 if first.chances[at] > 0.6 and weight >= 8 else 0
        shared = len(mine & first.words[own]) / len(mine)
        signs.append(TOPIC[bisect_right((0.001, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8), shared)][band])
    if first.headline < 0:
        return [*signs, "no headline"]
    far = at - first.headline
    if far == 0:
        return [*signs, "headline"]
    before = far < 0
    signs.append(HEADLINE_IN[bisect_right((2, 5, 20), -far)] if before else HEADLINE_AGO[bisect_right(AGO, far)])
    ours = view.shapes[first.headline].content
    if ours and mine:
        common = len(ours & mine)
        alike = common / min(len(ours), len(mine)) if len(mine) > 1 else 0.0
        if alike >= 0.5 and weight < 25:
            signs.append(LIKE_HEADLINE[before][bisect_right((0.75, 0.95), alike)])
        signs.append(HEADLINE_WORDS[bisect_right((0.01, 0.15, 0.3, 0.5), common / len(ours))][band])
    return signs


def distances(chances: Sequence[float], weights: Sequence[float]) -> list[int]:
    """For each block, how many blocks ago the last sure paragraph stood (at most 30)."""
    found, far = [], 30
    for likely, weight in zip(chances, weights, strict=True):
        found.append(min(far, 30))
        far = 0 if likely > 0.8 and weight >= 8 else far + 1
    return found
