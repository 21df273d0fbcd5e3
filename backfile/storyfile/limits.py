"""The limits of one story file: each is a named setting and is named in its error."""

from __future__ import annotations

from backfile.config import Limits
from backfile.model import Problem

DEFAULTS = Limits()


def raise_limit(name: str, limits: Limits) -> str:
    """The end of a remedy: which setting to raise, and what it is now."""
    return f"or raise {name} (now {getattr(limits, name):_}) under [limits] in site.toml"


def too_large(source: str, size: int, limits: Limits) -> Problem:
    """What to say of a file of `size` bytes that is over the limit; `read` asks before it reads."""
    return Problem(
        source, 0, 0,
        fault=f"the file has {size:,} bytes; a story may have {limits.story_bytes:,}",
        remedy=f"shorten the story, {raise_limit('story_bytes', limits)}",
        code="story-too-large",
    )  # fmt: skip
