"""The page of the search: where its bundles are, and what they can be filtered by."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.bundles import bundles_of
from backfile.model import Page
from backfile.plan.frame import Frame
from backfile.state import Archive

# A list to choose from that has more names serves nobody; the others are on the page of all bylines.
BYLINES = 400


def search_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    if not frame.site["search"]:
        return
    bundles = [bundle.name for bundle in bundles_of(archive.years(), archive.months)]
    show = {
        "bundles": bundles[::-1],
        "years": list(dict.fromkeys(name[:4] for name in bundles[::-1])),
        "sections": _named(archive, frame, "sections", BYLINES),
        "bylines": _named(archive, frame, "bylines", BYLINES),
    }
    yield Page("search/index.html", "/search/", "search", "search:", show)


def _named(archive: Archive, frame: Frame, taxonomy: str, most: int) -> list[dict[str, str]]:
    """The most used terms of a taxonomy, by name."""
    if taxonomy not in frame.config.taxonomies:
        return []
    found = sorted(archive.term_counts(taxonomy), key=lambda term: (-term.count, term.slug))[:most]
    return [{"slug": term.slug, "name": term.name} for term in sorted(found, key=lambda t: (t.name.casefold(), t.slug))]
