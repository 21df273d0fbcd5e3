"""The Markdown dialect: Python-Markdown with its `extra` set, heading ids for every script, emphasis that loses
nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

import markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from .emphasis import EmphasisExtension
from .gate import gated
from .headings import Heading, heading_id

_ALIGNED = re.compile(r"text-align: (left|center|right);")


class _CellAlignment(Treeprocessor):
    """Aligned table cells get a class, because a strict Content-Security-Policy drops `style` attributes."""

    def run(self, root) -> None:
        for cell in root.iter():
            style = _ALIGNED.fullmatch(cell.get("style") or "") if cell.tag in ("td", "th") else None
            if style:
                del cell.attrib["style"]
                cell.set("class", f"{cell.get('class') or ''} align-{style[1]}".strip())


class _CellAlignmentExtension(Extension):
    def extendMarkdown(self, md) -> None:  # noqa: N802, Python-Markdown's own name
        md.treeprocessors.register(_CellAlignment(md), "cell_alignment", 4)


def _new_markdown() -> markdown.Markdown:
    toc = TocExtension(marker="", slugify=heading_id)
    extensions = ["extra", EmphasisExtension(), toc, _CellAlignmentExtension()]
    return markdown.Markdown(extensions=extensions, output_format="html")


@lru_cache(maxsize=1)
def _stock() -> markdown.Markdown:
    return _new_markdown()


@lru_cache(maxsize=1)
def _gated() -> markdown.Markdown:
    return gated(_new_markdown())


def markdown_html(text: str, *, gate: bool = True) -> tuple[str, list[Heading]]:
    """The HTML of `text` as Python-Markdown gives it, and its headings as `toc` tokens in order.

    `gate=False` leaves every part of Python-Markdown as it is; the bytes are the same either way.
    """
    md = _gated() if gate else _stock()
    try:
        return md.reset().convert(text), list(_flat(md.toc_tokens)) if text.strip() else []
    finally:
        md.parser.state.clear()


def _flat(tokens: list[dict]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], html.unescape(token["name"]))
        yield from _flat(token["children"])
