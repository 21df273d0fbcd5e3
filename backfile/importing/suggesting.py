"""Terms of the vocabulary suggested for a story, and what a person then says of them. Pure.

`origin.suggested` names what was suggested. A name in it that stands in no field of the story was taken out by a
person, and is not suggested for it again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from backfile.importing.naming.keys import key_of
from backfile.importing.vocabulary import KINDS, Vocabulary, term_of, terms_in
from backfile.model import Story

MOST = 5
FIELDS = tuple(KINDS.values())
_NO_PROSE = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|https?://\S+")


class Tag(NamedTuple):
    """One name that a story is tagged with. Not `is_kept`: a person took it out."""

    field: str
    name: str
    is_suggested: bool = False
    is_kept: bool = True


def suggested(story: Story, vocabulary: Vocabulary) -> Story:
    """The story with up to five terms that its title has or its text repeats, most printed first; `origin.suggested`
    says which they are. What the capture gave stays; what a person took out stays out."""
    if not vocabulary:
        return story
    counts = terms_in(_NO_PROSE.sub(" ", story.body), vocabulary)
    for term, times in terms_in(f"{story.title}\n{story.summary}", vocabulary).items():
        counts[term] += 2 * times
    there = (*_names(story), *story.bylines, *refused(story))
    known = {key_of(name) for name in there}
    known |= {key_of(term.name) for name in there if (term := term_of(name, vocabulary))}
    fit = [term for term, times in counts.items() if times > 1 and key_of(term.name) not in known]
    chosen = sorted(fit, key=lambda term: (-counts[term], term.name))[:MOST]
    added = {field: tuple(term.name for term in chosen if term.field == field) for field in FIELDS}
    fields = {field: (*getattr(story, field), *names) for field, names in added.items() if names}
    names = (*story.origin.suggested, *(term.name for term in chosen))
    return replace(story, origin=story.origin._replace(suggested=names), **fields)


def unsuggested(story: Story) -> Story:
    """The story without the terms that were suggested for it; those that a person took out stay noted."""
    gone = set(story.origin.suggested)
    fields = {field: tuple(one for one in getattr(story, field) if one not in gone) for field in FIELDS}
    return replace(story, origin=story.origin._replace(suggested=refused(story)), **fields)


def untagged(story: Story) -> Story:
    """The story without any tags."""
    fields: dict[str, tuple[str, ...]] = dict.fromkeys(FIELDS, ())
    return replace(story, origin=story.origin._replace(suggested=()), **fields)


def tagged_as(story: Story, other: Story) -> Story:
    """The story with the tags of another, and with what was suggested for that."""
    fields = {field: getattr(other, field) for field in FIELDS}
    return replace(story, origin=story.origin._replace(suggested=other.origin.suggested), **fields)


def refused(story: Story) -> tuple[str, ...]:
    """The suggestions that a person took out."""
    there = set(_names(story))
    return tuple(name for name in story.origin.suggested if name not in there)


def tags_of(story: Story) -> Iterator[Tag]:
    """All that the story is tagged with, and last what was taken out."""
    marked = set(story.origin.suggested)
    for field in FIELDS:
        yield from (Tag(field, name, name in marked) for name in getattr(story, field))
    yield from (Tag("", name, True, False) for name in refused(story))


def with_tags(story: Story, field: str, names: Collection[str]) -> Story:
    """The story with just these names in a field, said by a person: a suggestion among them is none any more, one that
    is not among them was taken out."""
    wanted = tuple(dict.fromkeys(names))
    left = tuple(name for name in story.origin.suggested if name not in wanted)
    return replace(story, origin=story.origin._replace(suggested=left), **{field: wanted})


def with_tag(story: Story, field: str, name: str) -> Story:
    """The story with one name, as a person said."""
    rest = (*getattr(story, field), name)
    left = tuple(one for one in story.origin.suggested if one != name)
    return replace(story, origin=story.origin._replace(suggested=left), **{field: tuple(dict.fromkeys(rest))})


def without_tag(story: Story, field: str, name: str) -> Story:
    """The story without one name, as a person said."""
    return replace(story, **{field: tuple(one for one in getattr(story, field) if one != name)})


def _names(story: Story) -> tuple[str, ...]:
    return tuple(name for field in FIELDS for name in getattr(story, field))
