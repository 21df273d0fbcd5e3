"""The fields of a saved page: what it says for machines first, then what stands on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from backfile.importers import values
from backfile.importers.html.facts import Facts
from backfile.importers.html.page import Block
from backfile.importers.labels import section_of
from backfile.model import Origin, Story, When

_DATES = (
    "article:published_time", "datepublished", "date", "dc.date.issued", "dc.date", "dcterms.date", "dcterms.created",
    "sailthru.date", "parsely-pub-date", "publishdate", "publish-date", "pubdate", "article.published",
    "cxenseparse:recs:publishtime", "og:published_time", "og:article:published_time", "rnews:datepublished",
    "publication_date", "last-modified-date",
)  # fmt: skip
_UPDATES = ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified")
_AUTHORS = (
    "author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author", "byl",
    "article.author",
)  # fmt: skip
# What content systems file a page under that nobody filed under anything.
_NO_TAG = re.compile(r"(?i)/?(?:articles?|posts?|pages?|home(?:page)?|uncategori[sz]ed|none|null|undefined|n/a)")
_SAVED = re.compile(r"saved from url=\(\d+\)\s*(\S+?)\s*-->|Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE)


def title_of(facts: Facts, blocks: Sequence[Block], outlet: str, first: int) -> str:
    """The headline: what the page's own h1 says where other sources agree, or where it is the only one on the page and
    says more than a label (what is told to other sites is often another title); else the surest of the others."""
    told = [
        values.plain(facts.article.get("headline")),
        facts.meta("og:title", "twitter:title", "dc.title", "title"),
        facts.title,
    ]
    told = [values.without_outlet(one, (outlet,)) for one in told if one]
    heads = [at for at, block in enumerate(blocks) if block.tag == "h1"]
    heads.sort(key=lambda at: (at > first, abs(first - at)))
    shown = [" ".join(blocks[at].text.split()) for at in heads]
    for head in shown:
        if any(_alike(head, one) or one.startswith(f"{head} ") for one in told):
            return values.without_outlet(head, (outlet,))
    if len(shown) == 1 and len(_words(shown[0])) >= 4 and heads[0] <= first:
        return values.without_outlet(shown[0], (outlet,))
    if told:
        return _clean(told[0])
    return shown[0] if shown else ""


def _clean(title: str) -> str:
    """A title that may still carry the site's name after the last divider."""
    return title.strip()


def _alike(one: str, other: str) -> bool:
    a, b = _words(one), _words(other)
    shared = len(a & b)
    return bool(a and b) and shared >= 0.6 * max(1, min(len(a), len(b))) and shared >= 0.4 * max(len(a), len(b))


def _words(text: str) -> set[str]:
    words = re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|\w+", text.casefold())
    return set(words)


def story_from(facts: Facts, page: str, url: str, zone: ZoneInfo) -> Story:
    """Every field that the machine-readable side gives; the title and the body come later."""
    article = facts.article
    outlet = _outlet(facts)
    names, agency = values.credited(article.get("author") or article.get("creator") or "")
    if not names and not agency:
        names, agency = _other_authors(facts, outlet)
    names = tuple(name for name in names if name.casefold() != outlet.casefold())
    date = _date(facts, zone)
    updated = values.when(article.get("dateModified") or facts.meta(*_UPDATES) or _first(facts, "datemodified"), zone)
    saved = _SAVED.search(page[:4000])
    address = facts.canonical or facts.meta("og:url") or _text(article.get("url"))
    base = url or (saved and (saved[1] or saved[2])) or ""
    address = urljoin(base, address) if address else base
    return Story(
        "", "", date,
        updated=updated if updated and date and updated.day > date.day else None,
        section=_section(facts),
        bylines=names,
        agency=agency,
        tags=_tags(facts, outlet),
        lang=_lang(facts),
        origin=Origin(outlet=outlet, url=address if re.match(r"https?://\S+$", address) else base),
    )  # fmt: skip


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _outlet(facts: Facts) -> str:
    publisher = facts.article.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    name = values.plain(publisher.get("name")) if isinstance(publisher, dict) else ""
    return facts.meta("og:site_name") or name or facts.meta("application-name", "publisher", "dc.publisher")


def _date(facts: Facts, zone: ZoneInfo) -> When | None:
    article = facts.article
    for value in (article.get("datePublished"), article.get("dateCreated"), *(facts.meta(name) for name in _DATES),
                  _first(facts, "datepublished"), article.get("uploadDate"), _first(facts, "time")):  # fmt: skip
        if value and (found := values.when(value, zone)):
            return found
    return None


def _first(facts: Facts, name: str) -> str:
    return next(iter(facts.marked.get(name, ())), "")


def _other_authors(facts: Facts, outlet: str) -> tuple[tuple[str, ...], str]:
    for source in (*((facts.meta(name),) for name in _AUTHORS), facts.marked.get("author", ())):
        names, agency = values.credited([text for text in source if text and text.casefold() != outlet.casefold()])
        names = tuple(name for name in names if len(name.split()) <= 5)
        if names or agency:
            return names, agency
    return (), ""


def _section(facts: Facts) -> str:
    value = facts.article.get("articleSection")
    found = (
        values.texts(value)
        or values.texts(facts.meta("article:section"))
        or values.texts(_first(facts, "articlesection"))
    )
    return section_of(found[0]) if found and len(found[0]) <= 50 and len(found) <= 2 else ""


def _tags(facts: Facts, outlet: str) -> tuple[str, ...]:
    tags = facts.metas.get("article:tag") or facts.article.get("keywords") or facts.meta("news_keywords") or ()
    found = values.texts(
        list(tags) if isinstance(tags, tuple) else tags, ",;" if isinstance(tags, str) or len(tags) == 1 else ""
    )
    if len(found) == 1 and "," in found[0]:
        found = values.texts(found[0], ",;")
    named = (tag for tag in found if 1 < len(tag) <= 60 and ":" not in tag and not _NO_TAG.fullmatch(tag))
    return tuple(tag for tag in named if tag.casefold() != outlet.casefold())[:30]


def _lang(facts: Facts) -> str:
    for text in (
        facts.lang,
        values.plain(facts.article.get("inLanguage")),
        facts.meta("og:locale", "language", "content-language"),
    ):
        text = text.replace("_", "-")
        if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text):
            return text
    return ""


def summary_of(facts: Facts, texts: Sequence[str], kept: Sequence[bool], body: str) -> str:
    """The deck: what the page says it is about, when that is shown on it or says what the body does not."""
    shown = {" ".join(text.casefold().split()) for text, keep in zip(texts, kept, strict=True) if not keep}
    told = [values.plain(facts.article.get(key)) for key in ("alternativeHeadline", "description")]
    told += [facts.meta("og:description"), facts.meta("description"), facts.meta("twitter:description")]
    plain = re.sub(r"\W+", "", body.casefold())
    for text in filter(None, told):
        if text.casefold() in shown and len(text) > 20:
            return text
    for text in filter(None, told):
        begin = re.sub(r"\W+", "", text.casefold())
        if len(begin) > 30 and begin[:40] not in plain and not text.endswith(("…", "...")) and facts.article:
            return text
    return ""
