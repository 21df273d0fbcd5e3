"""A story as the search reads it: its text, what a result shows of it, and what it can be filtered by."""

from __future__ import annotations

import json
import re
from html import escape
from typing import NamedTuple

from backfile.model import Card

# Pictures, and the marks that stand for the addresses of links until a page is made.
_NOT_TEXT = re.compile(r"<img\b[^>]*>|\x1a\d+\x1a")

_SAID_TOO = ("title", "section", "byline")


class Record(NamedTuple):
    """What the index holds of a story besides its body. `shown` is what a result shows, `filters` what it is found by.

    `said` are texts that belong to the story though they stand outside its body: summary and captions.
    """

    source: str
    content: str
    permalink: str
    shown: tuple[tuple[str, str], ...]
    filters: tuple[tuple[str, str], ...]
    said: tuple[str, ...]


def record_of(source: str, content: str, card: Card, meta: str, terms: list[tuple[str, str, str]]) -> Record:
    """`meta` is the story's front matter as the archive keeps it, JSON; `terms` are (taxonomy, slug, name)."""
    captions = [image["caption"] for image in json.loads(meta)["images"]]
    shown = (
        ("title", card.title),
        ("day", card.day),
        ("section", card.section),
        ("byline", ", ".join(card.bylines) or card.agency),
        ("lang", card.lang),
        ("mark", card.mark),
    )
    kinds = {"sections": "section", "bylines": "byline"}
    filters = tuple((kinds[taxonomy], slug) for taxonomy, slug, _ in terms if taxonomy in kinds)
    said = tuple(filter(None, (card.kicker, card.summary, *captions)))
    return Record(source, content, card.permalink, tuple(pair for pair in shown if pair[1]), filters, said)


def record_html(record: Record, body: str, lang: str) -> str:
    """The page that the indexer reads in place of the story's own: no navigation, no pictures, no related stories."""
    lines = [f'<html lang="{escape(lang)}"><body>']
    lines += [f'<p data-pagefind-meta="{name}">{escape(text)}</p>' for name, text in record.shown]
    lines += [f'<p data-pagefind-filter="{name}">{escape(value)}</p>' for name, value in record.filters]
    lines.append("<main data-pagefind-body>")
    lines += [f"<p>{escape(text)}</p>" for text in record.said]
    # Title and names stand last: to be found by a search for words as they stand, and seldom in an excerpt.
    lines.append(_NOT_TEXT.sub("", body))
    lines += [f"<p>{escape(text)}</p>" for name, text in record.shown if name in _SAID_TOO]
    lines.append("</main></body></html>")
    return "\n".join(lines)
