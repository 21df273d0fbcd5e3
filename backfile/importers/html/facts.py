"""What a page says of itself for machines: JSON-LD, Open Graph, meta elements, microdata."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from backfile.importers import values

_ARTICLE = re.compile(r"Article|Posting|Report|LiveBlog|Interview|Review$")
_NOT_IT = re.compile(
    r"^(?:WebPage|WebSite|BreadcrumbList|Organization|ItemList|ImageObject|VideoObject|Person|SearchAction)"
)
_DEPTH = 40
_MOST_BYTES = 3_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """The machine-readable side of a page: its article in JSON-LD, its meta elements, marked elements."""

    article: dict[str, object] = field(default_factory=dict)
    metas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    marked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""
    lang: str = ""
    canonical: str = ""

    def meta(self, *names: str) -> str:
        """The first meta element that says something under one of these names."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    @property
    def body(self) -> str:
        """The text of the article as the structured values have it; "" when they have none."""
        text = self.article.get("articleBody")
        text = html.unescape(text) if isinstance(text, str) else ""
        return re.sub(r"<[^<>]*>", "\n", text) if re.search(r"<(?:p|br|div)\b", text) else text


def facts_of(tree: HtmlElement) -> Facts:
    """Everything the page says of itself, unjudged."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name and meta.get("content"):
            metas.setdefault(name, []).append(values.plain(meta.get("content")))
    canonical = next(
        (link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"), ""
    )
    page = tree.getroottree().getroot()
    return Facts(
        _article_in(tree),
        {name: tuple(found) for name, found in metas.items()},
        _marked(tree),
        values.plain(next((title.text_content() for title in tree.iter("title") if not _in_drawing(title)), "")),
        (page.get("lang") or page.get("xml:lang") or "").strip(),
        canonical.strip(),
    )


def _in_drawing(title: HtmlElement) -> bool:
    return any(element.tag == "svg" for element in title.iterancestors())


def _article_in(tree: HtmlElement) -> dict[str, object]:
    """The JSON-LD object that is the page's article: of several, the one that says most."""
    articles = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text and len(script.text) < _MOST_BYTES:
            articles += [one for one in _objects(_parsed(script.text), 0) if _is_article(one)]
    return max(articles, key=_weight, default={})


def _weight(article: dict[str, object]) -> int:
    return sum(
        len(str(article.get(key) or "")) > 0 for key in ("headline", "datePublished", "author", "description")
    ) * 10 + (5 if article.get("articleBody") else 0)


def _parsed(text: str) -> object:
    text = (
        re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$", "", text.strip())
        .strip()
        .rstrip(";")
    )
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf"):
            yield from _objects(value.get(key), depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)


def _is_article(one: dict[str, object]) -> bool:
    kinds = one.get("@type")
    names = [str(kind) for kind in kinds] if isinstance(kinds, list) else [str(kinds or "")]
    return any(_ARTICLE.search(name) and not _NOT_IT.match(name) for name in names)


def _marked(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    """Texts of elements that are marked as a field: microdata, rel, and `time` elements."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("span", "div", "p", "a", "time", "h1", "h2", "address", "meta"):
        names = (element.get("itemprop") or "").lower().split()
        if (element.get("rel") or "") == "author":
            names.append("author")
        if element.tag == "time":
            names.append("time")
        for name in names:
            if name in _FIELDS and len(found.setdefault(name, [])) < 20:
                found[name].append(_said(element, name))
    return {name: tuple(filter(None, texts)) for name, texts in found.items()}


_FIELDS = frozenset(("author", "datepublished", "datemodified", "headline", "time", "articlesection", "description"))


def _said(element: HtmlElement, name: str) -> str:
    if "date" in name or name == "time":
        return (element.get("datetime") or element.get("content") or "").strip()
    named = next((e for e in element.iter() if (e.get("itemprop") or "").lower() == "name"), None)
    text = values.plain((named if named is not None else element).text_content() or element.get("content"))
    return text if len(text) < 300 else ""
