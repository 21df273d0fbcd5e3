"""A page as schema.org sees it: a NewsArticle, and the way up to it as a BreadcrumbList."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from backfile.compact import dumped
from backfile.headings import Crumb

Show = Mapping[str, object]
Thing = dict[str, object]


class Telling(NamedTuple):
    """What there is to tell of a story: its fields, where it stands and what it shows.

    `absolute` gives full addresses, "" for all where the archive has no base_url; `pictures` are full addresses.
    """

    story: Show
    site: Show
    series: Show | None
    permalink: str
    description: str
    lang: str
    pictures: Sequence[str]
    absolute: Callable[[str], str]


def news_article(telling: Telling) -> Thing:
    """The story with everything that it has and schema.org has a word for; what is absent is left out."""
    story, site, absolute = telling.story, telling.site, telling.absolute
    origin = story["origin"] or {}
    publisher = _named("NewsMediaOrganization", site["title"], absolute("/"))
    url = absolute(telling.permalink)
    article: Thing = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story["title"],
        "datePublished": story["date"],
        "dateModified": _modified(story),
        "author": _authors(story, publisher, absolute),
        "publisher": publisher,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": telling.lang,
        "isAccessibleForFree": True,
        "description": telling.description,
        "alternativeHeadline": story["kicker"],
        "dateline": story["dateline"],
        "articleSection": story["section"]["name"] if story["section"] else "",
        "keywords": [tag["name"] for tag in story["tags"]],
        "wordCount": story["words"],
        "image": telling.pictures,
        "creditText": next((image["credit"] for image in story["images"] if image["credit"]), ""),
        "copyrightNotice": story["rights"] or site["rights"],
        "identifier": story["id"],
        "contentLocation": [_named("Place", place["name"]) for place in story["places"]],
        "mentions": _mentions(story),
        "correction": [_correction(correction) for correction in story["corrections"]],
        "isPartOf": _wholes(telling),
        "sourceOrganization": _named("Organization", story["agency"]) if story["agency"] else None,
        "isBasedOn": origin.get("url"),
        "archivedAt": origin.get("archived_url"),
    }
    return {key: value for key, value in article.items() if value or type(value) is int}


def breadcrumbs(trail: Sequence[Crumb], absolute: Callable[[str], str]) -> Thing:
    """The way up to a page, home first, the page itself last."""
    steps = [
        {"@type": "ListItem", "position": position, "name": crumb.title, "item": absolute(crumb.permalink)}
        for position, crumb in enumerate(trail, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}


def script(thing: Thing) -> str:
    """The element that holds it. A headline may contain `</script>` or `<!--`: no `<` reaches the page as such."""
    return f'<script type="application/ld+json">{dumped(thing).replace("<", chr(92) + "u003c")}</script>'


def _named(kind: str, name: object, url: object = "") -> Thing:
    thing: Thing = {"@type": kind, "name": name}
    if url:
        thing["url"] = url
    return thing


def _modified(story: Show) -> object:
    """When the story was last changed: a correction that came later counts, too."""
    moments = [story["updated"] or story["date"], *(one["date"] for one in story["corrections"])]
    return max(moments, key=lambda moment: moment[:10])


def _authors(story: Show, publisher: Thing, absolute: Callable[[str], str]) -> list[Thing]:
    """The people named; a story without them is the paper's, and the agency it came from stands as its source."""
    people = [_named("Person", byline["name"], absolute(byline["permalink"])) for byline in story["bylines"]]
    return people or [publisher]


def _mentions(story: Show) -> list[Thing]:
    people = [_named("Person", term["name"]) for term in story["people"]]
    return people + [_named("Organization", term["name"]) for term in story["organisations"]]


def _correction(correction: Show) -> Thing:
    comment: Thing = {"@type": "CorrectionComment", "text": correction["text"]}
    if correction["date"]:
        comment["datePublished"] = correction["date"]
    return comment


def _wholes(telling: Telling) -> list[Thing]:
    wholes = [_named("Newspaper", telling.site["title"], telling.absolute("/"))]
    if telling.series:
        address = telling.absolute(str(telling.series["permalink"]))
        wholes.append(_named("CreativeWorkSeries", telling.series["name"], address))
    return wholes
