"""What extraction tools write to stories: trafilatura, newspaper4k, news-please, readability.js, Fundus, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from backfile.importers import values
from backfile.importers.bodies import body_of, body_of_html, body_of_page, looks_marked_up, paragraphs_of, sifted
from backfile.importers.found import Found, Raw, Wishes, text_of
from backfile.importers.labels import section_of
from backfile.model import Image, Origin, Problem, Story
from backfile.urls import cleaned_slug

# Our fields, and the keys under which tools keep them, the surest first.
MOST_TAGS = 60  # more are the words of a whole site: a tool has taken its list of topics for the story's
KEYS = {
    "title": ("headline", "title", "name", "title_page", "title_rss"),
    "date": (
        "datePublished",
        "date_publish",
        "publish_date",
        "publishing_date",
        "publishedTime",
        "published_at",
        "published",
        "pubDate",
        "pub_date",
        "date_published",
        "publication_date",
        "date_gmt",
        "date",
        "datetime",
        "timestamp",
        "dateCreated",
        "created_at",
        "created",
    ),
    "updated": (
        "dateModified",
        "date_modify",
        "modifiedTime",
        "date_modified",
        "updated_at",
        "modified_gmt",
        "modified",
        "updated",
        "last_modified",
    ),
    "bylines": ("author", "authors", "byline", "bylines", "creator", "by"),
    "body": (
        "articleBody",
        "maintext",
        "body",
        "content",
        "text",
        "article",
        "article_text",
        "full_text",
        "raw_text",
        "textContent",
    ),
    "summary": ("alternativeHeadline", "summary", "subtitle", "standfirst", "dek", "deck", "subheadline"),
    "section": ("articleSection", "section", "category", "categories", "sections"),
    "kicker": ("kicker", "eyebrow"),
    "tags": ("tags", "topics", "keywords"),
    "lang": ("inLanguage", "language", "lang", "meta_lang"),
    "url": (
        "url",
        "canonical_link",
        "canonical_url",
        "link",
        "mainEntityOfPage",
        "source",
        "@id",
        "web_url",
        "original_url",
    ),
    "outlet": (
        "publisher",
        "siteName",
        "site_name",
        "meta_site_name",
        "source-hostname",
        "sitename",
        "outlet",
        "publication",
        "newspaper",
        "hostname",
        "source_domain",
    ),
    "rights": ("rights", "copyright", "copyrightNotice", "license"),
    "agency": ("agency", "wire"),
    "dateline": ("dateline",),
    "slug": ("slug",),
}
# Made by machines from the text, or the site's own search terms: no judgement of an editor.
_NO_TAGS = {"newspaper": ("keywords",), "ld": ()}
_ARTICLE = re.compile(r"Article|Posting|Report|Review|Interview", re.IGNORECASE)
_DEPTH = 60


def read(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    """Every article of a JSON file: one object, a list of them, or a graph."""
    text = text_of(raw.data)
    try:
        table = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        yield Problem(
            raw.name,
            error.lineno,
            error.colno,
            f"this is not JSON: {error.msg}",
            "save it again, whole, as the tool wrote it",
            "import-json",
        )
        return
    except RecursionError:
        yield Problem(
            raw.name, 0, 0, "its brackets are nested too deeply", "take the article out of them", "import-deep"
        )
        return
    articles = list(_articles(table, 0))
    for number, article in enumerate(articles, 1):
        key = _key_of(article, number) if len(articles) > 1 else ""
        yield found_in(article, wishes, key)


def _articles(table: object, depth: int) -> Iterator[dict[str, object]]:
    if isinstance(table, list):
        for one in table if depth < _DEPTH else ():
            yield from _articles(one, depth + 1)
    elif isinstance(table, dict):
        for container in ("@graph", "articles", "items", "results", "entries", "posts", "stories", "data"):
            inner = table.get(container)
            if isinstance(inner, (list, dict)) and inner and not _has_text(table):
                yield from _graph(inner, depth) if container == "@graph" else _articles(inner, depth + 1)
                return
        yield table


def _graph(inner: object, depth: int) -> Iterator[dict[str, object]]:
    known = [one for one in inner if isinstance(one, dict)] if isinstance(inner, list) else [inner]
    articles = [one for one in known if isinstance(one, dict) and _ARTICLE.search(str(one.get("@type")))]
    yield from articles or (_articles(inner, depth + 1) if isinstance(inner, list) else ())


def _has_text(table: dict[str, object]) -> bool:
    return any(table.get(key) for key in KEYS["body"]) and any(table.get(key) for key in KEYS["title"])


def _key_of(article: dict[str, object], number: int) -> str:
    return str(article.get("id") or article.get("@id") or article.get("uri") or number)[-120:]


def found_in(article: dict[str, object], wishes: Wishes, key: str = "") -> Found:
    """The story of one object. Keys that the person has named come before those that tools use."""
    mapped = dict(wishes.mapping)
    first = {field: _first(article, (mapped[field],) if field in mapped else names) for field, names in KEYS.items()}
    outlet = _outlet(first["outlet"])
    bylines, agency = values.credited(first["bylines"])
    title = values.without_outlet(values.plain(first["title"]), (outlet, *_hosts(article)))
    body, inner_summary = _body(article, mapped.get("body", ""), title)
    url = _url(article, mapped.get("url", ""))
    story = Story(
        "",
        title,
        values.when(first["date"], wishes.zone),
        body,
        updated=values.when(first["updated"], wishes.zone),
        slug=cleaned_slug(values.plain(first["slug"])),
        section=_section(first["section"]),
        kicker=values.plain(first["kicker"]),
        summary=inner_summary or _summary(article, title, body, mapped),
        bylines=bylines,
        agency=agency or values.agency_named(values.plain(first["agency"])) or values.plain(first["agency"]),
        tags=_tags(article, mapped, outlet),
        images=_images(article),
        lang=_lang(first["lang"]),
        rights=values.plain(first["rights"]),
        origin=Origin(outlet=outlet, url=url),
    )
    if story.updated and story.date and story.updated.instant <= story.date.instant:
        story = replace(story, updated=None)
    return Found(story, key)


def _first(article: dict[str, object], names: tuple[str, ...]) -> object:
    return next((article[name] for name in names if article.get(name) not in (None, "", [], {})), "")


def _body(article: dict[str, object], mapped: str, title: str) -> tuple[str, str]:
    """The Markdown of the body, and a summary that came inside of it."""
    value = article.get(mapped) if mapped else None
    if value is None:
        value = _first(article, KEYS["body"])
    if isinstance(value, dict) and "sections" in value:
        return _sections(value)
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("html") or value.get("text") or ""
    if isinstance(value, (list, tuple)):
        return body_of(sifted([text for one in value for text in paragraphs_of(str(one))]), title, marked=True), ""
    text = str(value or "")
    if "textContent" in article and looks_marked_up(text):
        return body_of_page(text, title), ""
    return (
        body_of_html(text, title) if looks_marked_up(text) else body_of(sifted(paragraphs_of(text)), title, marked=True)
    ), ""


def _sections(body: dict[str, object]) -> tuple[str, str]:
    """A body in sections, each with a headline and paragraphs, as Fundus writes it."""
    blocks: list[str] = []
    for section in body.get("sections") or ():
        if isinstance(section, dict):
            heading = " ".join(values.texts(section.get("headline")))
            blocks += [f"## {heading}"] if heading else []
            blocks += values.texts(section.get("paragraphs"))
    return body_of(blocks, "", marked=True), " ".join(values.texts(body.get("summary")))


def _summary(article: dict[str, object], title: str, body: str, mapped: dict[str, str]) -> str:
    names = (
        (mapped["summary"],)
        if "summary" in mapped
        else ("alternativeHeadline", "description", "excerpt", "meta_description", *KEYS["summary"][1:])
    )
    if "meta_description" in article:
        names = ("meta_description",)
    for name in names:
        text = values.plain(article.get(name))
        if text and text != title and not text.endswith(("…", "...")) and text[:60] not in body.replace("\\", ""):
            return text
    return ""


def _section(value: object) -> str:
    found = values.texts(value, ";")
    return section_of(found[0]) if len(found) == 1 and len(found[0]) <= 60 else ""


def _tags(article: dict[str, object], mapped: dict[str, str], outlet: str) -> tuple[str, ...]:
    names = (
        (mapped["tags"],) if "tags" in mapped else ("tags", "topics") if "meta_keywords" in article else KEYS["tags"]
    )
    found = values.texts(_first(article, names), ",;")
    tags = tuple(tag for tag in found if 1 < len(tag) <= 80 and tag.casefold() != outlet.casefold())
    return tags if len(tags) <= MOST_TAGS else ()


def _images(article: dict[str, object]) -> tuple[Image, ...]:
    """Captions and credits that the object has; a bare address of a picture elsewhere is no picture of the archive."""
    value = article.get("images") if isinstance(article.get("images"), list) else article.get("image")
    found = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            caption = values.plain(one.get("caption") or one.get("description"))
            credit = values.plain(one.get("creditText") or one.get("credit") or one.get("copyrightHolder"))
            if caption or credit:
                found.append(Image(caption=caption, credit=credit))
    return tuple(dict.fromkeys(found))


def _outlet(value: object) -> str:
    return values.plain(value.get("name") if isinstance(value, dict) else value)


def _hosts(article: dict[str, object]) -> tuple[str, ...]:
    names = ("siteName", "source-hostname", "hostname", "meta_site_name", "source_domain")
    return tuple(values.plain(article.get(name)) for name in names)


def _url(article: dict[str, object], mapped: str) -> str:
    for name in (mapped,) if mapped else KEYS["url"]:
        value = article.get(name)
        text = str(value.get("@id") or value.get("url") or "") if isinstance(value, dict) else str(value or "")
        if re.match(r"https?://\S+$", text):
            return text
    return ""


def _lang(value: object) -> str:
    text = values.plain(value)
    return text if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text) else ""
