"""The weights of the signs, and what they add up to for every block of a capture."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import repeat
from sys import intern

HEARD = 0.05
NO_SIGN = "(always)"


class Weights(dict[str, float]):
    """Sign to weight; a sign that is not in its table weighs nothing."""

    def __missing__(self, sign: str) -> float:
        self[sign] = 0.0  # there are a few hundred of them, and they are asked for again
        return 0.0


@cache
def weights(look: str) -> Weights:
    """The table of one look: sign to weight, above 0 for story. benchmarks/import/fit.py writes the tables."""
    rows = files("backfile.importers.text").joinpath(f"{look}.tsv").read_text(encoding="utf-8").splitlines()
    return Weights((intern(sign), float(weight)) for sign, _, weight in (row.rpartition("\t") for row in rows if row))


def weight_of(signs: Iterable[str], look: str) -> float:
    """The weights of some signs added up."""
    return sum(map(weights(look).__getitem__, signs))


def odds_of(signs: Iterable[Iterable[str]], look: str, begun: Iterable[float] = ()) -> list[float]:
    """The log-odds of every block: the weights of its signs added up, to the sums of `begun` where there are any."""
    table = weights(look)
    always, weight = table[NO_SIGN], table.__getitem__
    starts = begun or repeat(0.0)
    return [always + sum(map(weight, block), start) for block, start in zip(signs, starts, strict=False)]


def strongest(signs: Iterable[str], look: str, for_story: bool, count: int = 3) -> tuple[str, ...]:
    """The signs that spoke loudest for a decision."""
    table = weights(look)
    side = 1 if for_story else -1
    loud = [(weight, sign) for sign in signs if (weight := side * table.get(sign, 0.0)) > HEARD]
    loud.sort(reverse=True)
    return tuple(sign for _, sign in loud[:count])
