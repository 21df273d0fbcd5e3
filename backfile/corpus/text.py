"""The text of a rendered body without its markup: every word, in order, a blank line between paragraphs."""

from __future__ import annotations

import re
from html import unescape

_BREAK = re.compile(r"<(?:br|hr)\b[^>]*>|</(?:li|tr|dt|dd|caption|summary)>", re.IGNORECASE)
_PARAGRAPH = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|dl|pre|table|blockquote|figure|figcaption|div|section|details)\b[^>]*>", re.IGNORECASE
)
_CELL = re.compile(r"</(?:td|th)>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")
_BLANK = re.compile(r"\n{3,}")


def plain_text(html: str) -> str:
    """`html` is a body as the prose room makes it. Alternative texts of pictures are not part of it."""
    text = _CELL.sub(" ", _PARAGRAPH.sub("\n\n", _BREAK.sub("\n", html.replace("\n", " "))))
    text = unescape(_TAG.sub("", text))
    return _BLANK.sub("\n\n", _LINES.sub("\n", _SPACES.sub(" ", text))).strip()
