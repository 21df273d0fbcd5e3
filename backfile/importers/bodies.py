"""Bodies that come without a page around them: paragraphs or marked-up text to Markdown."""

from __future__ import annotations

import html
import re

from backfile.importers.inline import escape_inline
from backfile.importers.markup import markdown_of
from backfile.prose.escape import escaped

_MARKED_UP = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|figure|a\s[^>]*href|strong|em|img)\b[^<>]*>", re.IGNORECASE
)
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")


def looks_marked_up(text: str) -> bool:
    """Whether a text holds HTML elements, not just a lone `<`."""
    return bool(_MARKED_UP.search(text))


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a plain text: parted by blank lines, or by line ends where no line is blank."""
    text = html.unescape(text).replace("\r\n", "\n").replace("\r", "\n").replace("\xad", "").strip()
    parts = _BLANK.split(text)
    if len(parts) == 1 or any(part.count("\n") > 3 and len(part) > 600 for part in parts):
        parts = text.split("\n")
    return [part.strip() for part in parts if part.strip()]


def body_of(paragraphs: list[str], title: str, *, marked: bool = False) -> str:
    """Markdown of plain paragraphs; the headline printed again at the start is left out. `marked` texts have "## "."""
    if paragraphs and title and _same(paragraphs[0], title):
        paragraphs = paragraphs[1:]
    return "\n\n".join(filter(None, (_block(text, marked) for text in paragraphs)))


def _block(text: str, marked: bool) -> str:
    if marked and text.startswith("## "):
        return "## " + escape_inline(" ".join(text[3:].split()))
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and max(map(len, lines)) < 60:
        return "  \n".join(map(escaped, lines))
    return escaped(text)


def body_of_html(text: str, title: str, base: str = "") -> str:
    """Markdown of a marked-up body, pictures left out (their captions stay); the headline printed again goes."""
    body = markdown_of(text if "<" in text else html.unescape(text), base, lambda _: "")
    first, _, rest = body.partition("\n\n")
    return rest if title and _same(first.lstrip("# "), title) else body


def _same(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())
