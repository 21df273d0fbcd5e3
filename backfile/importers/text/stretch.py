"""Which blocks are kept: those likely to be story, and inside its stretch also those that nothing speaks against."""

from __future__ import annotations

from collections.abc import Sequence

from backfile.importers.text.looks import chance, stretch_of
from backfile.importers.text.signs import View

INSIDE = -1.0
OUTSIDE = 0.0


def kept_blocks(view: View, odds: Sequence[float]) -> tuple[bool, ...]:
    """For each block, whether it belongs to the body."""
    begin, end = stretch_of(view, tuple(map(chance, odds)))
    return tuple(score > (INSIDE if begin <= at < end else OUTSIDE) for at, score in enumerate(odds))
