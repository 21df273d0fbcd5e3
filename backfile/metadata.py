"""A page for machines: JSON-LD, Open Graph, Dublin Core, citation tags and feed links, as one piece of the head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import unquote

from markupsafe import Markup

from backfile.citations import Citation, Work, citations
from backfile.headings import Heading
from backfile.jsonld import Telling, breadcrumbs, news_article, script
from backfile.model import Job
from backfile.pictures import Copy, picture_of, rule_of
from backfile.urls import encoded, relative, up_from

Show = Mapping[str, object]
_IMAGE = re.compile(r'<img\b[^>]*?\bsrc="([^"]+)"')
_SPECIAL = re.compile("[&<>\"']")
_MUTE = ("not_found", "redirect", "withdrawn")


class Address:
    """The absolute addresses of an archive; "" for all of them where it has no base_url."""

    def __init__(self, base_url: str) -> None:
        self.base = base_url.rstrip("/")

    def __call__(self, permalink: str) -> str:
        return self.base + encoded(permalink) if self.base and permalink else ""


class Subject(NamedTuple):
    """The page that a head is for: its job, what it is called, the language of its text and the way to the root."""

    job: Job
    site: Show
    names: Heading
    lang: str
    up: str
    absolute: Address


def head_of(subject: Subject) -> Markup:
    """The lines of the head that speak to machines. Pages that stand for nothing only point to the feeds."""
    lines = list(_feed_links(subject))
    kind = subject.job.page.kind
    if kind == "story":
        lines += _story_lines(subject)
    elif kind not in _MUTE:
        lines += _open_graph("website", subject, subject.names.description)
    if subject.absolute.base and subject.names.trail and kind not in _MUTE:
        lines.append(script(breadcrumbs(subject.names.trail, subject.absolute)))
    return Markup("\n".join(lines))  # noqa: S704 - each line escapes its own values


def work_of(job: Job, site: Show, absolute: Address) -> tuple[Citation, ...]:
    """How to cite the story of the page, in every style."""
    story = job.page.show["story"]
    bylines = tuple(byline["name"] for byline in story["bylines"])
    url, lang = absolute(job.page.permalink), story["lang"] or str(site["lang"])
    return citations(Work(story["title"], _outlet(story, site), story["day"], url, bylines, story["agency"], lang))


def _outlet(story: Show, site: Show) -> str:
    """The paper that printed the story: the one it was imported from, or this one."""
    return (story["origin"] or {}).get("outlet") or str(site["title"])


def _escaped(text: object) -> str:
    text = str(text)
    return escape(text) if _SPECIAL.search(text) else text


def _property(name: str, text: object) -> str:
    return f'<meta property="{name}" content="{_escaped(text)}">'


def _named(name: str, text: object) -> str:
    return f'<meta name="{name}" content="{_escaped(text)}">'


def _feed_links(subject: Subject) -> Iterator[str]:
    site, page = subject.site, subject.job.page
    for permalink, kind in ((site["feed"], "atom"), (site["json_feed"], "feed")):
        if permalink:
            yield _feed_link(subject.up, str(permalink), kind, site["title"])
    if page.kind == "term" and site["families"]["term_feeds"]:
        term = page.show["term"]
        yield _feed_link(subject.up, f"{term['permalink']}feed.xml", "atom", f"{site['title']}: {term['name']}")
    if page.kind == "corrections" and site["feed"]:
        yield _feed_link(subject.up, "/corrections.xml", "atom", f"{site['title']}: {subject.names.title}")


def _feed_link(up: str, permalink: str, kind: str, title: object) -> str:
    mime = "application/atom+xml" if kind == "atom" else "application/feed+json"
    address = _escaped(relative(up, permalink))
    return f'<link rel="alternate" type="{mime}" title="{_escaped(title)}" href="{address}">'


def _open_graph(kind: str, subject: Subject, description: str) -> list[str]:
    lines = [
        _property("og:type", kind),
        _property("og:site_name", subject.site["title"]),
        _property("og:title", subject.names.title),
        _property("og:locale", subject.lang.replace("-", "_")),
    ]
    if description:
        lines.append(_property("og:description", description))
    if subject.absolute.base:
        lines.append(_property("og:url", subject.absolute(subject.job.page.permalink)))
    return lines


def _story_lines(subject: Subject) -> list[str]:
    show = subject.job.page.show
    story = show["story"]
    pictures = _pictures(subject)
    lines = _open_graph("article", subject, subject.names.description or story["title"])
    lines += _article_tags(story, pictures)
    lines += _citation_tags(subject)
    telling = Telling(
        story, subject.site, show["series"], subject.job.page.permalink, subject.names.description, subject.lang,
        [picture.src for picture in pictures], subject.absolute,
    )  # fmt: skip
    return [*lines, script(news_article(telling))]


def _article_tags(story: Show, pictures: Sequence[Copy]) -> list[str]:
    lines = [_property("article:published_time", story["date"])]
    if story["updated"]:
        lines.append(_property("article:modified_time", story["updated"]))
    if story["section"]:
        lines.append(_property("article:section", story["section"]["name"]))
    lines += [_property("article:tag", tag["name"]) for tag in story["tags"]]
    if not pictures:
        return [*lines, '<meta name="twitter:card" content="summary">']
    lines.append(_property("og:image", pictures[0].src))
    if pictures[0].width:
        lines.append(f'<meta property="og:image:width" content="{pictures[0].width}">')
        lines.append(f'<meta property="og:image:height" content="{pictures[0].height}">')
    if alt := next((image["alt"] for image in story["images"] if image["src"]), ""):
        lines.append(_property("og:image:alt", alt))
    return [*lines, '<meta name="twitter:card" content="summary_large_image">']


def _citation_tags(subject: Subject) -> list[str]:
    """Dublin Core for libraries, and the tags that reference managers read."""
    story, site = subject.job.page.show["story"], subject.site
    outlet, day = _outlet(story, site), story["day"]
    authors = [byline["name"] for byline in story["bylines"]] or ([story["agency"]] if story["agency"] else [])
    lines = [_named("DC.title", story["title"]), _named("citation_title", story["title"])]
    for name in authors:
        lines += [_named("DC.creator", name), _named("citation_author", name)]
    lines += [
        f'<meta name="DC.date" content="{day}">',
        f'<meta name="citation_publication_date" content="{day.replace("-", "/")}">',
        _named("DC.publisher", outlet),
        _named("prism.publicationName", outlet),
        f'<meta name="DC.language" content="{subject.lang}">',
        f'<meta name="citation_language" content="{subject.lang}">',
        '<meta name="DC.type" content="Text">',
    ]
    if rights := story["rights"] or site["rights"]:
        lines.append(_named("DC.rights", rights))
    if source := (story["origin"] or {}).get("url"):
        lines.append(_named("DC.source", source))
    if url := subject.absolute(subject.job.page.permalink):
        lines += [_named("DC.identifier", url), _named("citation_public_url", url)]
    if story["tags"]:
        lines.append(_named("citation_keywords", "; ".join(tag["name"] for tag in story["tags"])))
    return lines


def _pictures(subject: Subject) -> list[Copy]:
    """The story's pictures as other sites are to show them, with full addresses: those of its front matter, else the
    first one in its text."""
    absolute, job = subject.absolute, subject.job
    if not absolute.base:
        return []
    known, rule = job.page.show.get("pictures") or {}, rule_of(subject.site)
    own = [image["src"] for image in job.page.show["story"]["images"] if image["src"]]
    shared = [picture_of(src, known, rule).share for src in own or _first_in(job.body, job.page.path)]
    return [copy._replace(src=absolute(copy.src)) for copy in shared]


def _first_in(body: str, path: str) -> list[str]:
    """The address of the first picture of a text, if it is one of ours."""
    found = _IMAGE.search(body) if "<img" in body else None
    src, up = unescape(found[1]) if found else "", up_from(path)
    return ["/" + unquote(src.removeprefix(up))] if src.startswith(up) and ":" not in src else []
