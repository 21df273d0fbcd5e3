"""Which blocks are kept: those likely to be story, and inside its stretch also those that nothing speaks against."""

from __future__ import annotations

from collections.abc import Sequence

from backfile.importers.text.looks import chance, stretch_of
from backfile.importers.text.rules import is_furniture
from backfile.importers.text.signs import View

# The log-odds that a block must reach, for short blocks and long ones: a short line of the story is soon lost and
# costs little when it is debris, a long paragraph of debris costs much. Measured on outlets not fitted on.
INSIDE = (-1.2, 0.0)
OUTSIDE = (0.2, 1.2)
CALM = -0.4
LONG = 16.0
LEAST = 25.0


def kept_blocks(view: View, odds: Sequence[float], headline: int = -1) -> tuple[bool, ...]:
    """For each block, whether it belongs to the body."""
    begin, end = stretch_of(view, tuple(map(chance, odds)))
    kept = tuple([score > limit(at, view, begin <= at < end) for at, score in enumerate(odds)])
    if sum(view.shapes[at].weight for at, keep in enumerate(kept) if keep) >= LEAST or headline < 0:
        return kept
    return list_body(view, headline)


def limit(at: int, view: View, inside: bool) -> float:
    """The log-odds that a block must reach; lower inside the stretch where it has no form of what pages print."""
    least = (INSIDE if inside else OUTSIDE)[view.shapes[at].weight >= LONG]
    return least if not inside or is_furniture(at, view) or view.repeats[at] > 2 else least + CALM


def list_body(view: View, headline: int) -> tuple[bool, ...]:
    """A story without prose (a list, a table, a few words): all that stands under the headline until the page goes on
    to something else, which a short line of its usual words announces."""
    kept = [False] * len(view.texts)
    begun = False
    for at in range(headline + 1, len(view.texts)):
        shape, marks = view.shapes[at], view.marks[at]
        announces = shape.groups and shape.weight <= 12 and shape.furniture >= 0.3 * shape.weight
        if announces and begun:
            break
        aside = announces or marks.dated or marks.byline or marks.credit
        kept[at] = not aside and view.folded[at] != view.folded[headline]
        begun = begun or (kept[at] and shape.weight >= 4)
    return tuple(kept)
