"""The ways stories are grouped: one table, one line each."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from backfile.model import Story
from backfile.urls import term_slug


class Taxonomy(NamedTuple):
    """A way to group stories. `name` is also the first step of its addresses; `terms_of` gives a story's names."""

    name: str
    terms_of: Callable[[Story], tuple[str, ...]]

    @property
    def permalink(self) -> str:
        return f"/{self.name}/"


TAXONOMIES = {
    taxonomy.name: taxonomy
    for taxonomy in (
        Taxonomy("sections", lambda story: (story.section,) if story.section else ()),
        Taxonomy("tags", lambda story: story.tags),
        Taxonomy("bylines", lambda story: story.bylines),
        Taxonomy("places", lambda story: story.places),
        Taxonomy("people", lambda story: story.people),
        Taxonomy("organisations", lambda story: story.organisations),
        Taxonomy("series", lambda story: story.series),
    )
}


class Term(NamedTuple):
    """One group of a taxonomy as one story names it; `slug` is its identity, `name` the editor's spelling."""

    taxonomy: str
    slug: str
    name: str

    @property
    def permalink(self) -> str:
        return f"/{self.taxonomy}/{self.slug}/"


def terms_of(story: Story, taxonomies: tuple[str, ...]) -> tuple[Term, ...]:
    """The terms of a story in the archive's taxonomies, each once (the first spelling of a story wins)."""
    found: dict[tuple[str, str], Term] = {}
    for name in taxonomies:
        for spelling in TAXONOMIES[name].terms_of(story):
            slug = term_slug(spelling)
            found.setdefault((name, slug), Term(name, slug, spelling))
    return tuple(found.values())
