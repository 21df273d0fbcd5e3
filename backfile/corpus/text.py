"""The text of a rendered body without its markup: every word, in order, a blank line between paragraphs."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_PARAGRAPHS = "p h1 h2 h3 h4 h5 h6 ul ol dl pre table blockquote figure figcaption div section details".split()
# What stands in place of a tag; nothing for all others.
_SHOWN = (
    dict.fromkeys(["br", "hr", "/li", "/tr", "/dt", "/dd", "/caption", "/summary"], "\n")
    | dict.fromkeys([*_PARAGRAPHS, *(f"/{name}" for name in _PARAGRAPHS)], "\n\n")
    | dict.fromkeys(["/td", "/th"], " ")
)
_BLANK = re.compile(r"\n{3,}")


def plain_text(html: str) -> str:
    """`html` is a body as the prose room makes it. Alternative texts of pictures are not part of it."""
    text = unescape(_TAG.sub(_shown, html.replace("\n", " ")))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return _BLANK.sub("\n\n", "\n".join(lines)).strip()


def _shown(tag: re.Match[str]) -> str:
    return _SHOWN.get(tag[1].lower(), "")
