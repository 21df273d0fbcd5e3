"""How much a body may ask of Python-Markdown, some of whose steps take the square of what they are given."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Problem
from .places import Places


class ProseLimits(NamedTuple):
    """Limits on one body: depth of quotes, and the effort its marks can cost, in characters looked at."""

    quote_depth: int = 50
    effort: int = 20_000_000


DEFAULT_LIMITS = ProseLimits()


def excess(text: str, limits: ProseLimits, source: str, places: Places) -> Problem | None:
    return None
