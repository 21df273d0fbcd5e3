"""The body of a story file that is known to be sound: what pages are made of, mostly without any YAML."""

from __future__ import annotations

import re

from backfile.storyfile.front import lines_by_lf, trimmed

_CLOSING = re.compile(rb"\n---[ \t]*(?:\n|\Z)")
_CLOSING_WITH_CR = re.compile(rb"(?:\r\n|\n|\r)---[ \t]*(?:\r\n|\n|\r|\Z)")
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)*---[ \t]*(?=[\r\n]|\Z)")
# The field that replaces names, or a key written so that it may be one: `"anon\\u0079mise"`.
_MAY_RENAME = re.compile(r"nonymi|\\[xuUN\n]", re.IGNORECASE)


def body_of(data: bytes) -> tuple[str, int]:
    """The body of a sound story file and the line it starts on, as readers may see it: equal to that of `published`.

    Without any YAML, but for a story that replaces names.

    Raises `ValueError` for a file that is not sound in its encoding or its `---` lines; checks nothing else.
    """
    opening = _OPENING.match(data)
    pattern = _CLOSING_WITH_CR if b"\r" in data else _CLOSING
    closing = opening and pattern.search(data, opening.end())
    if not closing:
        raise ValueError("no front matter between lines of three dashes")
    head = lines_by_lf(data[: closing.end()].decode())
    body, blank = trimmed(lines_by_lf(data[closing.end() :].decode()))
    if _MAY_RENAME.search(head):
        body = _renamed_body(data)
    return body, head.count("\n") + 1 + blank


def _renamed_body(data: bytes) -> str:
    """The body of one of the few stories that need their front matter for it; what is too large was refused before."""
    from zoneinfo import ZoneInfo

    from backfile.storyfile import reading
    from backfile.storyfile.anonymity import published
    from backfile.storyfile.limits import Limits

    boundless = Limits(*(1 << 40 for _ in Limits.__dataclass_fields__))
    story = reading.parse_story(data, "", zone=ZoneInfo("UTC"), limits=boundless, standalone=True).story
    if story is None:
        raise ValueError("the front matter cannot be read")
    return published(story).body
