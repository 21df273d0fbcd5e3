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
# Two signs of which each stands for itself may look like a tag when the tags between them are gone.
_TAG_CUT = re.compile(r"<[^>]*\n\n")
_ODD_ASCII = "\t\x0b\x0c\r\x1c\x1d\x1e\x1f"
_ODD = _ODD_ASCII + "\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
_BLANK = re.compile(r"\n{3,}")


def plain_text(html: str) -> str:
    """`html` is a body as the prose room makes it. Alternative texts of pictures are not part of it."""
    text = _cut_at_paragraphs(html.replace("\n", " "))
    if "<" in text:
        text = _TAG.sub(_shown, text)
    if "&" in text:
        text = _unescaped(text)
    text = text.replace("\n \n", "\n\n").strip()
    if _has_odd_spaces(text):
        text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    return _BLANK.sub("\n\n", text).strip() if "\n\n\n" in text else text


def _cut_at_paragraphs(html: str) -> str:
    """The same with blank lines for the ends of paragraphs, which most tags are, where that is easily told."""
    if html[:3] != "<p>" or html[-4:] != "</p>":
        return html
    text = html[3:-4].replace("</p> <p>", "\n\n")
    return html if "<" in text and _TAG_CUT.search(text) else text


def _unescaped(text: str) -> str:
    """Nearly all the entities there are stand for one sign."""
    return text.replace("&amp;", "&") if text.count("&") == text.count("&amp;") else unescape(text)


def _has_odd_spaces(text: str) -> bool:
    """Whether there is other white space than single spaces within lines, and ends of lines."""
    if "  " in text or " \n" in text or "\n " in text:
        return True
    return any(map(text.__contains__, _ODD_ASCII if text.isascii() else _ODD))


def words_in(text: str) -> int:
    """How many words a text has that `plain_text` made: what white space is left in it parts two."""
    return text.count(" ") + text.count("\n") - text.count("\n\n") + 1 if text else 0


def _shown(tag: re.Match[str]) -> str:
    return _SHOWN.get(tag[1].lower(), "")
