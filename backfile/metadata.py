"""A page for machines: JSON-LD, Open Graph, Dublin Core, citation tags and feed links, as one piece of the head."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from backfile.citations import Citation, Work, citations
from backfile.headings import Crumb
from backfile.model import Job
from backfile.urls import encoded, relative, up_from

Show = Mapping[str, object]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_IMAGE = re.compile(r'<img\b[^>]*?\bsrc="([^"]+)"')
_UNSPEAKABLE = ("not_found", "redirect", "withdrawn")


class Address:
    """The absolute addresses of an archive; "" for all of them where it has no base_url."""

    def __init__(self, base_url: str) -> None:
        self.base = base_url.rstrip("/")

    def __call__(self, permalink: str) -> str:
        return self.base + encoded(permalink) if self.base and permalink else ""


def head_of(job: Job, site: Show, names: Mapping[str, object], up: str) -> Markup:
    """The lines of the head that speak to machines.

    `names` holds what the page is called: title, description, trail, lang. `up` is the way to the site's root.
    """
    absolute = Address(str(site["base_url"]))
    lines = list(_feed_links(job, site, up))
    if job.page.kind in _UNSPEAKABLE:
        return _joined(lines)
    if job.page.kind == "story":
        lines += _story_lines(job, site, names, absolute)
    else:
        lines += _open_graph("website", job.page.permalink, site, names, absolute)
    if absolute.base and names["trail"]:
        lines.append(_script(_breadcrumbs(names["trail"], absolute)))
    return _joined(lines)


def work_of(job: Job, site: Show) -> tuple[Citation, ...]:
    """How to cite the story of the page, in every style."""
    story = job.page.show["story"]
    return citations(Work(
        story["title"], _outlet(story, site), story["day"], Address(str(site["base_url"]))(job.page.permalink),
        tuple(byline["name"] for byline in story["bylines"]), story["agency"], story["lang"] or str(site["lang"]),
    ))  # fmt: skip


def _outlet(story: Show, site: Show) -> str:
    """The paper that printed the story: the one it was imported from, or this one."""
    origin = story["origin"]
    return (origin or {}).get("outlet") or str(site["title"])


def _joined(lines: Sequence[str]) -> Markup:
    return Markup("\n".join(lines))  # noqa: S704 - each line escapes its own values


def _feed_links(job: Job, site: Show, up: str) -> Iterator[str]:
    for permalink, kind in ((site["feed"], "atom"), (site["json_feed"], "feed")):
        if permalink:
            yield _feed_link(up, str(permalink), kind, str(site["title"]))
    if job.page.kind == "term" and site["families"]["term_feeds"]:
        term = job.page.show["term"]
        yield _feed_link(up, f"{term['permalink']}feed.xml", "atom", f"{site['title']}: {term['name']}")


def _feed_link(up: str, permalink: str, kind: str, title: str) -> str:
    mime = "application/atom+xml" if kind == "atom" else "application/feed+json"
    return f'<link rel="alternate" type="{mime}" title="{escape(title)}" href="{escape(relative(up, permalink))}">'


def _property(name: str, text: object) -> str:
    return f'<meta property="{name}" content="{escape(text)}">'


def _named(name: str, text: object) -> str:
    return f'<meta name="{name}" content="{escape(text)}">'


def _open_graph(kind: str, permalink: str, site: Show, names: Show, absolute: Address) -> list[str]:
    lines = [
        _property("og:type", kind),
        _property("og:site_name", site["title"]),
        _property("og:title", names["title"]),
    ]
    if names["description"]:
        lines.append(_property("og:description", names["description"]))
    if absolute.base:
        lines.append(_property("og:url", absolute(permalink)))
    lines.append(_property("og:locale", str(names["lang"]).replace("-", "_")))
    return lines


def _story_lines(job: Job, site: Show, names: Show, absolute: Address) -> list[str]:
    story = job.page.show["story"]
    pictures = _pictures(job, absolute)
    described = {**names, "description": names["description"] or story["title"]}
    lines = _open_graph("article", job.page.permalink, site, described, absolute)
    lines.append(_property("article:published_time", story["date"]))
    if story["updated"]:
        lines.append(_property("article:modified_time", story["updated"]))
    if story["section"]:
        lines.append(_property("article:section", story["section"]["name"]))
    lines += [_property("article:tag", tag["name"]) for tag in story["tags"]]
    if pictures and absolute.base:
        lines.append(_property("og:image", pictures[0]))
        alt = story["images"][0]["alt"] if story["images"] else ""
        lines += [_property("og:image:alt", alt)] if alt else []
    lines.append(_named("twitter:card", "summary_large_image" if pictures else "summary"))
    lines += _citation_tags(job, site, names, absolute)
    lines.append(_script(_article(job, site, names, pictures, absolute)))
    return lines


def _citation_tags(job: Job, site: Show, names: Show, absolute: Address) -> list[str]:
    story = job.page.show["story"]
    outlet, url, lang = _outlet(story, site), absolute(job.page.permalink), names["lang"]
    authors = [byline["name"] for byline in story["bylines"]] or ([story["agency"]] if story["agency"] else [])
    lines = [_named("DC.title", story["title"]), *(_named("DC.creator", name) for name in authors)]
    lines += [
        _named("DC.date", story["day"]),
        _named("DC.publisher", outlet),
        _named("DC.language", lang),
        _named("DC.type", "Text"),
    ]
    if rights := story["rights"] or site["rights"]:
        lines.append(_named("DC.rights", rights))
    if source := (story["origin"] or {}).get("url"):
        lines.append(_named("DC.source", source))
    if url:
        lines += [_named("DC.identifier", url), _named("citation_public_url", url)]
    lines += [_named("prism.publicationName", outlet), _named("citation_title", story["title"])]
    lines += [_named("citation_author", name) for name in authors]
    lines += [_named("citation_publication_date", story["day"].replace("-", "/")), _named("citation_language", lang)]
    if story["tags"]:
        lines.append(_named("citation_keywords", "; ".join(tag["name"] for tag in story["tags"])))
    return lines


def _pictures(job: Job, absolute: Address) -> list[str]:
    """The addresses of the story's pictures: those of its front matter, else the first one in its text."""
    own = [absolute(image["src"]) for image in job.page.show["story"]["images"] if image["src"]]
    if own or "<img" not in job.body:
        return [url for url in own if url]
    found = _IMAGE.search(job.body)
    src = str(Markup(found[1]).unescape()) if found else ""
    up = up_from(job.page.path)
    return (
        [f"{absolute.base}/{src.removeprefix(up)}"] if absolute.base and src.startswith(up) and ":" not in src else []
    )


def _article(job: Job, site: Show, names: Show, pictures: list[str], absolute: Address) -> dict[str, object]:
    story, show = job.page.show["story"], job.page.show
    publisher = _publisher(site, absolute)
    article: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story["title"],
        "datePublished": story["date"],
        "dateModified": story["updated"] or story["date"],
        "author": _authors(story, publisher, absolute),
        "publisher": publisher,
        "inLanguage": names["lang"],
        "isAccessibleForFree": True,
        "wordCount": story["words"],
        "description": names["description"],
        "alternativeHeadline": story["kicker"],
        "dateline": story["dateline"],
        "articleSection": story["section"]["name"] if story["section"] else "",
        "keywords": [tag["name"] for tag in story["tags"]],
        "image": pictures,
        "creditText": next((image["credit"] for image in story["images"] if image["credit"]), ""),
        "copyrightNotice": story["rights"] or site["rights"],
        "identifier": story["id"],
        "contentLocation": [{"@type": "Place", "name": place["name"]} for place in story["places"]],
        "mentions": [{"@type": "Person", "name": term["name"]} for term in story["people"]]
        + [{"@type": "Organization", "name": term["name"]} for term in story["organisations"]],
        "correction": [_correction(correction) for correction in story["corrections"]],
        "isPartOf": _part_of(site, show["series"], absolute),
        "sourceOrganization": {"@type": "Organization", "name": story["agency"]} if story["agency"] else None,
        "isBasedOn": (story["origin"] or {}).get("url"),
        "archivedAt": (story["origin"] or {}).get("archived_url"),
    }
    if absolute.base:
        article["url"] = article["mainEntityOfPage"] = absolute(job.page.permalink)
    return {key: value for key, value in article.items() if value not in ("", None, [], ())}


def _publisher(site: Show, absolute: Address) -> dict[str, object]:
    named: dict[str, object] = {"@type": "NewsMediaOrganization", "name": site["title"]}
    return {**named, "url": absolute("/")} if absolute.base else named


def _authors(story: Show, publisher: dict[str, object], absolute: Address) -> list[dict[str, object]]:
    """The people named; a story without them is the paper's, and the agency it came from stands as its source."""
    people = [
        {"@type": "Person", "name": byline["name"], "url": absolute(byline["permalink"])} for byline in story["bylines"]
    ]
    return [{key: value for key, value in person.items() if value} for person in people] or [publisher]


def _correction(correction: Show) -> dict[str, object]:
    comment = {"@type": "CorrectionComment", "text": correction["text"]}
    return {**comment, "datePublished": correction["date"]} if correction["date"] else comment


def _part_of(site: Show, series: Show | None, absolute: Address) -> list[dict[str, object]]:
    paper: dict[str, object] = {"@type": "Newspaper", "name": site["title"]}
    whole = [{**paper, "url": absolute("/")} if absolute.base else paper]
    if series:
        part: dict[str, object] = {"@type": "CreativeWorkSeries", "name": series["name"]}
        whole.append({**part, "url": absolute(str(series["permalink"]))} if absolute.base else part)
    return whole


def _breadcrumbs(trail: Sequence[Crumb], absolute: Address) -> dict[str, object]:
    steps = [
        {"@type": "ListItem", "position": position, "name": crumb.title, "item": absolute(crumb.permalink)}
        for position, crumb in enumerate(trail, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}


def _script(value: object) -> str:
    # A headline may hold "</script>" or "<!--": no < may reach the page as such.
    return f'<script type="application/ld+json">{_encode(value).replace("<", chr(92) + "u003c")}</script>'
