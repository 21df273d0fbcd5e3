"""Text with front matter to `Story` and back, losing nothing; every fault with line and column.

What reads bodies and dates is at hand at once; the YAML parser is imported when the first front matter is read.
"""

from __future__ import annotations

from backfile.storyfile.body import body_of
from backfile.storyfile.fields import FIELDS, Field, Kind
from backfile.storyfile.front import Front, FrontError, split
from backfile.storyfile.limits import Limits, raise_limit, too_large
from backfile.storyfile.when import BadWhen, parse_when

_LATE = {
    "Parsed": "reading",
    "parse_story": "reading",
    "story_text": "writing",
    "StoryHandler": "matter",
    "published": "anonymity",
}
__all__ = [
    "FIELDS", "BadWhen", "Field", "Front", "FrontError", "Kind", "Limits", "Parsed", "StoryHandler",
    "body_of", "parse_story", "parse_when", "published", "raise_limit", "split", "story_text", "too_large",
]  # fmt: skip


def __getattr__(name: str):
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    globals()[name] = value
    return value
