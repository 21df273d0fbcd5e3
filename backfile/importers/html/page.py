"""A saved page to its blocks: every piece of text between two block elements, with the way to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from backfile.importers.inline import Run, plain_text
from backfile.importers.markup import DEPTH, INLINE, SKIPPED, address_in, paragraphs
from backfile.importers.text.blocks import cleaned, trimmed

_ABSENT = frozenset(
    (*SKIPPED, "iframe", "object", "embed", "applet", "canvas", "audio", "video", "map", "dialog", "noscript")
)
_OWN = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "figcaption", "pre", "dt", "dd")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMED = ("class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label")
MOST_BLOCKS = 6_000


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text. `way` are the elements around it from the body inwards, `tag` names its block element."""

    text: str
    tag: str
    way: tuple[HtmlElement, ...]
    runs: tuple[Run, ...] = ()

    @property
    def heading(self) -> int:
        """The level of a heading, or 0."""
        return int(self.tag[1]) if re.fullmatch(r"h[1-6]", self.tag) else 0

    @property
    def linked(self) -> float:
        """The share of its letters that are links."""
        return sum(len(run.text) for run in self.runs if run.href) / max(1, len(self.text))


@dataclass
class _Walk:
    """The text gathered on the way through a page."""

    base: str
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def add(self, text: str | None, look: Run) -> None:
        if text:
            self.runs.append(look._replace(text=re.sub(r"\s+", " ", text)))

    def flush(self, way: tuple[HtmlElement, ...]) -> None:
        runs, self.runs = self.runs, []
        for part in paragraphs(runs):
            text = trimmed(cleaned(plain_text(part)))
            if text and len(self.blocks) < MOST_BLOCKS:
                self.blocks.append(Block(text, _tag_of(way), way, tuple(part)))


def _tag_of(way: tuple[HtmlElement, ...]) -> str:
    """The nearest element that says what a block is, seen through plain boxes."""
    for element in reversed(way):
        if element.tag in _OWN:
            return element.tag
        if element.tag not in ("div", "section", "article", "main", "center"):
            break
    return "div"


def blocks_of(tree: HtmlElement, base: str = "") -> tuple[Block, ...]:
    """Every block of the page's body that is not hidden, in reading order."""
    body = tree.find("body")
    start = body if body is not None else tree
    walk = _Walk(base)
    _visit(start, walk, (), Run(""))
    walk.flush((start,))
    return tuple(walk.blocks)


def _visit(element: HtmlElement, walk: _Walk, way: tuple[HtmlElement, ...], look: Run) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _ABSENT or len(way) > DEPTH or is_hidden(element):
        return
    if tag == "br":
        walk.runs.append(Run("\n"))
        return
    inline = tag in INLINE and not _holds_blocks(element)
    if not inline:
        walk.flush(way)
        way = (*way, element)
    else:
        look = _look(element, look, walk.base)
    walk.add(element.text, look)
    for child in element:
        _visit(child, walk, way, look)
        walk.add(child.tail, look)
    if not inline:
        walk.flush(way)


def _holds_blocks(element: HtmlElement) -> bool:
    return len(element) > 0 and any(
        isinstance(inner.tag, str) and inner.tag not in INLINE and inner.tag not in _ABSENT
        for inner in element.iterdescendants()
    )


def _look(element: HtmlElement, look: Run, base: str) -> Run:
    tag = element.tag
    if tag == "a" and (href := address_in(element.get("href"), base)):
        return look._replace(href=href)
    if tag in ("b", "strong"):
        return look._replace(bold=True)
    if tag in ("i", "em", "cite"):
        return look._replace(italic=True)
    return look._replace(tag=tag) if tag in ("sup", "sub") else look


def is_hidden(element: HtmlElement) -> bool:
    """Whether the page's own attributes hide an element; style sheets are not read."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def names_of(element: HtmlElement) -> str:
    """What an element is called by its page: class, id, role and kin, in small letters."""
    return " ".join(filter(None, map(element.get, _NAMED))).lower()
