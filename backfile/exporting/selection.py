"""Which of the published stories are meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from backfile.corpus import Item
from backfile.model import UsageError
from backfile.state import Archive, Position
from backfile.taxonomy import TAXONOMIES
from backfile.urls import term_slug


class Selection(NamedTuple):
    """Stories of a year, of a term (`tags`, `harbour`), of both; all of them when nothing is named."""

    year: str = ""
    taxonomy: str = ""
    term: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.year or self.term)


class Found(NamedTuple):
    """A story that is meant: where it stands, and what its record is made of."""

    position: Position
    item: Item


def title_of(archive: Archive, selection: Selection, title: str) -> str:
    """What a book of the selection is called."""
    return " · ".join(filter(None, (title, _name(archive, selection), selection.year)))


def _name(archive: Archive, selection: Selection) -> str:
    if not selection.term:
        return ""
    slug = term_slug(selection.term)
    names = [count.name for count in archive.term_counts(selection.taxonomy) if count.slug == slug]
    return names[0] if names else selection.term


def found(archive: Archive, selection: Selection) -> Iterator[Found]:
    """The stories in order, oldest first. Raises UsageError where there is none: a misspelt tag is no empty book."""
    count = 0
    for source in _sources(archive, selection):
        at = archive.position(source)
        if at.shown and at.kind == "story" and at.day.startswith(selection.year):
            count += 1
            yield Found(at, Item(at.source, at.content, at.permalink, archive.meta(at.story)))
    if not count and not selection.is_all:
        raise UsageError(f"no published story is {_said(selection)}; see the indexes of the site for what there is")


def _said(selection: Selection) -> str:
    parts = [f'in the {selection.taxonomy} "{selection.term}"'] if selection.term else []
    return " ".join(parts + ([f"of {selection.year}"] if selection.year else []))


def _sources(archive: Archive, selection: Selection) -> Iterator[str]:
    if selection.term:
        assert selection.taxonomy in TAXONOMIES
        yield from archive.sources_of(archive.term_ids(selection.taxonomy, term_slug(selection.term)))
    elif selection.year:
        year = selection.year
        yield from (row[0] for row in archive.records(f"{year}-01-01", f"{year}-12-31"))
    else:
        yield from archive.shown_sources()
