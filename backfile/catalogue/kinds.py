"""What kind of file one of `content/` is."""

from __future__ import annotations

from backfile.taxonomy import TAXONOMIES

# What kind a story or a page is of when it is to stand in no list: every list asks for the others.
UNLISTED = {"story": "unlisted", "page": "unlisted page"}


def kind_of(source: str) -> str:
    """What a Markdown file below `content/` is, from its folder: page, term, or story."""
    first, _, rest = source.partition("/")
    if first == "pages":
        return "page"
    return "term" if rest and first in TAXONOMIES else "story"
