"""What the text reader says of a capture: the story, and every block with its fate and the reason for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from backfile.model import Story


class Fate(StrEnum):
    """What became of a block: in the body, as a sub-heading of it, in a field, or left out."""

    KEPT = "kept"
    HEADING = "heading"
    FIELD = "field"
    DROPPED = "dropped"


class Block(NamedTuple):
    """One block of a capture. `name` is the field it went to, or the rule that decided; `confidence` is 0 to 1."""

    text: str
    line: int
    fate: Fate
    name: str
    reason: str
    confidence: float


@dataclass(frozen=True)
class Capture:
    """One capture read. `review` says, in sentences, why a person should look at it.

    `blocks` has every block with its fate and reason. Few ask, and reasons cost time: they are made when asked for.
    """

    story: Story
    confidence: float
    review: tuple[str, ...]
    tell: Callable[[], tuple[Block, ...]] = field(default=tuple, compare=False, repr=False)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return self.tell()


class Claim(NamedTuple):
    """A block that a rule has taken for a field; `keeps` says that its words stay in the body as well."""

    at: int
    name: str
    reason: str
    keeps: bool = False
