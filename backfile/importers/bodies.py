"""Bodies that come without a page around them: paragraphs or marked-up text to Markdown."""

from __future__ import annotations

import html
import re
from importlib.util import find_spec

from backfile.importers import KINDS
from backfile.importers.inline import escape_inline
from backfile.importers.markup import markdown_of
from backfile.importers.text.blocks import RawBlock, cleaned, trimmed
from backfile.importers.text.headings import headings_in
from backfile.importers.text.reader import weigh
from backfile.prose.escape import escaped, escaped_line

SURELY_NOT = -2.5  # log-odds: a tool has judged before, so only what speaks loudly against a block counts

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


def sifted(paragraphs: list[str]) -> list[str]:
    """Paragraphs that a tool took for the story, without what is surely none of it, "## " before sub-headings."""
    weighed = weigh(tuple(RawBlock(trimmed(cleaned(text)) or "-", at) for at, text in enumerate(paragraphs)))
    kept = [at for at, odds in enumerate(weighed.odds) if odds > SURELY_NOT]
    if not kept:
        return paragraphs
    headings = headings_in(weighed.view, kept)
    return [f"## {paragraphs[at]}" if at in headings else paragraphs[at] for at in kept]


def body_of(paragraphs: list[str], title: str, *, marked: bool = False) -> str:
    """Markdown of plain paragraphs; the headline again at the start is left out. `marked`: "## " is a heading."""
    if paragraphs and title and _same(paragraphs[0], title):
        paragraphs = paragraphs[1:]
    return "\n\n".join(filter(None, (_block(text, marked) for text in paragraphs)))


def _block(text: str, marked: bool) -> str:
    if marked and text.startswith("## "):
        return "## " + escape_inline(" ".join(text[3:].split()))
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and max(map(len, lines)) < 60:
        return "  \n".join(map(escaped_line, lines))
    return escaped(text)


def body_of_html(text: str, title: str, base: str = "") -> str:
    """Markdown of a marked-up body, pictures left out (their captions stay); the headline printed again goes."""
    body = markdown_of(text if "<" in text else html.unescape(text), base, lambda _: "")
    first, _, rest = body.partition("\n\n")
    return rest if title and _same(first.lstrip("# "), title) else body


def body_of_page(text: str, title: str) -> str:
    """Markdown of the part of a page that readability took for the article, without what is surely none of it."""
    if any(find_spec(library) is None for library in KINDS["html"].needs):
        return body_of_html(text, title)
    from backfile.importers.html import body_in

    return body_in(f"<html><head><title>{html.escape(title)}</title></head><body>{text}</body></html>", title)


def _same(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())
