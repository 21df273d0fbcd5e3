"""The record of a story: which fields there are, what each says, and how one is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from backfile.compact import dumped, loads
from backfile.corpus.text import plain_text, words_in
from backfile.urls import encoded

# Every record has every field, in this order. docs/export.md has the same table.
FIELDS = {
    "id": "the story's `id`, else its address from the site's root; the same for ever",
    "url": "its web address; from the site's root where the archive has no `base_url`",
    "title": "the headline",
    "kicker": "the short label above the headline",
    "summary": "the line under the headline",
    "section": "the part of the paper",
    "bylines": "list of the names credited with the writing",
    "agency": "the wire service that supplied it",
    "dateline": "the place it was filed from",
    "date": "when it was published: a day or a moment, ISO 8601",
    "updated": "when it was last changed, the same way",
    "lang": "its language; that of the archive where it names none",
    "tags": "list of subjects",
    "series": "list of the series it is part of",
    "places": "list of places",
    "people": "list of people",
    "organisations": "list of organisations",
    "images": "list of pictures: `url`, `alt`, `caption`, `credit`",
    "corrections": "list of corrections: `date`, `kind`, `text`",
    "rights": "who holds the rights; those of the archive where it names none",
    "origin": "where an imported story came from: `outlet`, `url`, `archived_url`, `captured`, `sha256` of the capture",
    "words": "how many words the text has",
    "text": "the whole text without markup, a blank line between paragraphs",
}
_LISTS = ("bylines", "tags", "series", "places", "people", "organisations")


class Item(NamedTuple):
    """A published story before its body is read: `meta` is its front matter as the archive keeps it, JSON.

    `links` are the addresses that its body links to, for those who want the body's HTML and not only its text.
    """

    source: str
    content: str
    permalink: str
    meta: str
    links: tuple[str, ...] = ()


def record_of(item: Item, body: str, site: Mapping[str, object]) -> dict[str, object]:
    """The values of `FIELDS`. `body` is the story's HTML; of `site` its base_url, lang and rights are used."""
    meta = loads(item.meta)
    text = plain_text(body)
    record: dict[str, object] = dict.fromkeys(FIELDS, "")
    for name in ("title", "kicker", "summary", "agency", "dateline", "date", "updated"):
        record[name] = meta[name]
    for name in _LISTS:
        record[name] = [term["name"] for term in meta[name]]
    base = str(site["base_url"])
    origin = meta["origin"]
    return record | {
        "id": meta["id"] or item.permalink,
        "url": web_address(item.permalink, base),
        "section": (meta["section"] or {"name": ""})["name"],
        "lang": meta["lang"] or site["lang"],
        "images": [_image(image, base) for image in meta["images"]],
        "corrections": [{name: one[name] for name in ("date", "kind", "text")} for one in meta["corrections"]],
        "rights": meta["rights"] or site["rights"],
        "origin": {name: origin[name] for name in ("outlet", "url", "archived_url", "captured", "sha256")},
        "words": words_in(text),
        "text": text,
    }


def _image(image: Mapping[str, str], base: str) -> dict[str, str]:
    url = web_address(image["src"], base) if image["src"] else ""
    return {"url": url, **{name: image[name] for name in ("alt", "caption", "credit")}}


def web_address(permalink: str, base: str) -> str:
    """The whole address of a page or file; from the site's root where there is no base."""
    return base.rstrip("/") + encoded(permalink)


def json_line(record: Mapping[str, object]) -> str:
    """One line of JSON Lines, its end included."""
    return dumped(record) + "\n"
