"""HTML to Markdown as Python-Markdown reads it, keeping every word: for texts that are marked up already.

Converters at hand write CommonMark: lists nested by two spaces, backslashes before signs that Python-Markdown shows.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from backfile.importers.inline import Run, address, escape_inline, markdown, plain_text

SKIPPED = frozenset("script style template svg math select option textarea input datalist head link meta title".split())
INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i ins kbd label mark nobr q rp rt rtc ruby s samp small"
    " span strike strong sub sup time tt u var wbr img picture source button".split()
)
_EMBEDS = frozenset("iframe embed object video audio".split())
_TAGGED = {
    "sup": "sup",
    "sub": "sub",
    "code": "code",
    "kbd": "kbd",
    "samp": "samp",
    "tt": "code",
    "del": "del",
    "s": "del",
    "strike": "del",
    "mark": "mark",
}
_LIST = re.compile(r"- |\d+\. ")
DEPTH = 150


def parsed(text: str) -> HtmlElement | None:
    """The tree of a page or a piece of one; None when there is no element in it. Never reads a file or an address."""
    parser = HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def markdown_of(
    text: str,
    base: str = "",
    picture: Callable[[str], str] | None = None,
    link: Callable[[str], str] | None = None,
) -> str:
    """The Markdown of a piece of HTML. `picture` says what becomes of a picture's address ("" drops the picture),
    `link` of a link's."""
    tree = parsed(f"<html><body>{text}</body></html>") if text.strip() else None
    body = tree.find("body") if tree is not None else None
    if body is None:
        return ""
    return "\n\n".join(_Writer(base, picture or (lambda src: src), link or (lambda href: href)).blocks(body, 0))


class _Writer:
    """Writes the blocks of one text; `base` makes relative links whole."""

    def __init__(self, base: str, picture: Callable[[str], str], link: Callable[[str], str]) -> None:
        self.base = base
        self.picture = picture
        self.link = link

    def blocks(self, element: HtmlElement, depth: int) -> list[str]:
        """The Markdown blocks inside an element."""
        if depth > DEPTH:
            return [markdown([Run(_all_text(element))])]
        found: list[str] = []
        runs: list[Run] = []
        self._gather(element, runs, found, Run(""), depth)
        _flush(runs, found)
        return _lists_apart([block for block in found if block.strip()])

    def _gather(self, element: HtmlElement, runs: list[Run], found: list[str], look: Run, depth: int) -> None:
        _add(runs, element.text, look)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "br":
                runs.append(Run("\n"))
            elif tag == "img":
                self._inline_picture(child, runs)
            elif tag in INLINE and depth < DEPTH:
                self._gather(child, runs, found, self._look(child, look), depth + 1)
            elif tag and tag not in SKIPPED:
                _flush(runs, found)
                found.extend(self._block(child, tag, depth + 1))
            _add(runs, child.tail, look)

    def _look(self, element: HtmlElement, look: Run) -> Run:
        tag = element.tag
        if tag == "a" and (href := address_in(element.get("href"), self.base)):
            return look._replace(href=self.link(href))
        if tag in ("b", "strong"):
            return look._replace(bold=True)
        if tag in ("i", "em", "cite", "dfn", "var"):
            return look._replace(italic=True)
        return look._replace(tag=_TAGGED[tag]) if tag in _TAGGED else look

    def _inline_picture(self, img: HtmlElement, runs: list[Run]) -> None:
        src = self.picture(_source_of(img))
        alt = " ".join((img.get("alt") or "").split())
        if src:
            label = re.sub(r"([][\\*_`<])", r"\\\1", alt)
            runs.append(Run(f"![{label}]({address(src)})", raw=True))
        elif alt:
            runs.append(Run(f" {alt} "))

    def _block(self, element: HtmlElement, tag: str, depth: int) -> list[str]:
        if re.fullmatch(r"h[1-6]", tag):
            return self._heading(element, max(2, int(tag[1])), depth)
        writer = getattr(self, f"_{tag}", None) if tag in _WRITERS else None
        if writer:
            return writer(element, depth)
        if tag in _EMBEDS:
            return self._embed(element, depth)
        return self.blocks(element, depth)

    def _heading(self, element: HtmlElement, level: int, depth: int) -> list[str]:
        blocks = self.blocks(element, depth)
        if len(blocks) > 1 or any("  \n" in block or "\n" in block for block in blocks):
            blocks = [escape_inline(" ".join(_all_text(element).split()))]
        text = re.sub(r"(?<!\\)([{]|#+$)", r"\\\1", re.sub(r"^#+ ", "", "".join(blocks)))
        return [f"{'#' * level} {text}"] if text else []

    def _blockquote(self, element: HtmlElement, depth: int) -> list[str]:
        inner = "\n\n".join(self.blocks(element, depth))
        return ["\n".join(f"> {line}" if line else ">" for line in inner.split("\n"))] if inner else []

    def _ul(self, element: HtmlElement, depth: int) -> list[str]:
        return self._list(element, depth, ordered=False)

    def _ol(self, element: HtmlElement, depth: int) -> list[str]:
        return self._list(element, depth, ordered=True)

    def _list(self, element: HtmlElement, depth: int, *, ordered: bool) -> list[str]:
        first = element.get("start") or "1"
        number = int(first) if first.isdecimal() and len(first) < 9 else 1
        if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
            return self.blocks(element, depth)
        stray: list[str] = []
        lines, loose = [], False
        for child in element:
            blocks = (
                self._block(child, "li", depth + 1) if isinstance(child.tag, str) and child.tag not in SKIPPED else []
            )
            if not blocks:
                continue
            mark = f"{number + len(lines)}. " if ordered else "- "
            if number > 1 and ordered:  # the page would count from 1, so the number becomes a word of a paragraph
                stray += [f"{number + len(stray)}\\. {blocks[0]}", *blocks[1:]]
                continue
            loose = loose or (len(blocks) > 1 and not re.match(r"- |\d+\. ", blocks[1]))
            lines.append(_entry(mark, blocks))
        return [*stray, ("\n\n" if loose else "\n").join(lines)] if lines else stray

    def _pre(self, element: HtmlElement, _depth: int) -> list[str]:
        text = _all_text(element).strip("\n")
        fence = "```" if "```" not in text else "~~~~"
        return [f"{fence}\n{text}\n{fence}"] if text.strip() else []

    def _hr(self, _element: HtmlElement, _depth: int) -> list[str]:
        return ["* * *"]

    def _dt(self, element: HtmlElement, depth: int) -> list[str]:
        text = plain_text(list(_text_runs(element)))
        return self.blocks(element, depth) if "\n" in text or not text else [markdown([Run(text, bold=True)])]

    def _figure(self, element: HtmlElement, depth: int) -> list[str]:
        pictures = [self.picture(_source_of(img)) for img in element.iter("img")]
        captions = list(element.iter("figcaption"))
        if (
            not any(pictures)
            or len(captions) > 1
            or any(True for _ in element.iter("table", "blockquote", "pre", "figure") if _ is not element)
        ):
            return self.blocks(element, depth)
        images = "".join(_image_tag(img, src) for img, src in zip(element.iter("img"), pictures, strict=True) if src)
        caption = html.escape(" ".join(_all_text(captions[0]).split()), quote=False) if captions else ""
        return [f"<figure>{images}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"]

    def _table(self, element: HtmlElement, depth: int) -> list[str]:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
        rows = [row for row in rows if row]
        captions = [markdown([Run(_all_text(c))]) for c in element.iter("caption")]
        cells = [[self.blocks(cell, depth + 2) for cell in row] for row in rows]
        inside = [*element.iter("caption"), *(cell for row in rows for cell in row)]
        if sum(map(_letters, inside)) != _letters(element):
            return self.blocks(element, depth)
        if not _is_grid(rows, cells):
            return [*captions, *(block for row in cells for cell in row for block in cell)]
        lines = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in cells]
        return [*captions, "\n".join([lines[0], "|" + " --- |" * len(cells[0]), *lines[1:]])]

    def _embed(self, element: HtmlElement, depth: int) -> list[str]:
        source = next((e.get("src") for e in element.iter("source") if e.get("src")), "")
        src = address_in(element.get("src") or element.get("data") or source, self.base)
        src = "https:" + src if src.startswith("//") else src
        return [f"<{src}>"] if re.match(r"https?://[^\s<>]+$", src) else self.blocks(element, depth)


_WRITERS = frozenset(("blockquote", "ul", "ol", "pre", "hr", "dt", "figure", "table"))


def _lists_apart(blocks: list[str]) -> list[str]:
    """Two lists in a row would be read as one: a comment stands between them."""
    apart: list[str] = []
    for block in blocks:
        if apart and _LIST.match(apart[-1]) and _LIST.match(block):
            apart.append("<!-- -->")
        apart.append(block)
    return apart


def _entry(mark: str, blocks: list[str]) -> str:
    first, *rest = blocks
    text = first
    for block in rest:
        text += ("\n" if re.match(r"- |\d+\. ", block) and block is rest[0] and len(rest) == 1 else "\n\n") + block
    return mark + text.replace("\n", "\n    ").replace("\n    \n", "\n\n")


def _is_grid(rows: list[list[HtmlElement]], cells: list[list[list[str]]]) -> bool:
    """Whether a table is rows of short texts, one to each column: only then can Markdown hold it."""
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return False
    if any(cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for row in rows for cell in row):
        return False
    return all(len(cell) <= 1 and not re.match(r"[-#>|<`]|\d+\. ", "".join(cell)) for row in cells for cell in row)


def _cell(blocks: list[str]) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(blocks).replace("  \n", " ").replace("\n", " "))


def address_in(href: str | None, base: str) -> str:
    """The whole address of a link; "" for what leads nowhere, runs a script, or is relative to nobody knows what."""
    href = (href or "").strip()
    if not href or href.startswith("#") or re.match(r"(?i)\s*(?:javascript|data|vbscript):", href):
        return ""
    try:
        full = urljoin(base, href)
    except ValueError:
        return ""
    return full if re.match(r"(?i)(?:https?://|mailto:|tel:)\S", full) else ""


def _image_tag(img: HtmlElement, src: str) -> str:
    alt = html.escape(" ".join((img.get("alt") or "").split()))
    return f'<img src="{html.escape(src)}" alt="{alt}">'


def _source_of(img: HtmlElement) -> str:
    for name in ("data-orig-file", "data-src", "data-lazy-src", "data-original", "src"):
        src = (img.get(name) or "").strip()
        if src and not src.startswith("data:"):
            return src
    return ""


def _all_text(element: HtmlElement) -> str:
    return "".join(_texts(element))


def _letters(element: HtmlElement) -> int:
    return sum(map(len, _all_text(element).split()))


def _texts(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        if isinstance(child.tag, str) and child.tag not in SKIPPED:
            yield from _texts(child)
        yield child.tail or ""


def _text_runs(element: HtmlElement) -> Iterator[Run]:
    yield from (Run(text) for text in _texts(element))


def _add(runs: list[Run], text: str | None, look: Run) -> None:
    if text:
        runs.append(look._replace(text=re.sub(r"\s+", " ", text.replace("\xad", ""))))


def _flush(runs: list[Run], found: list[str]) -> None:
    """End the paragraph; two line breaks in a row part paragraphs."""
    part: list[Run] = []
    for part in paragraphs(runs):
        if text := markdown(part):
            found.append(text)
    runs.clear()


def paragraphs(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs to paragraphs: two line breaks part them, one stays within."""
    part: list[Run] = []
    breaks = 0
    for run in runs:
        if run.text == "\n":
            breaks += 1
            continue
        if run.text.strip() or run.raw:
            if breaks and part:
                if breaks > 1:
                    yield part
                    part = []
                else:
                    part.append(Run("\n"))
            breaks = 0
        if part or run.text.strip():
            part.append(run)
    if part:
        yield part
