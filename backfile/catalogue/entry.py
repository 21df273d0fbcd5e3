"""A story, a page or a term's description to what the archive keeps of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backfile.catalogue.kinds import UNLISTED
from backfile.catalogue.mentions import Mention, address_of_file, mention_of
from backfile.catalogue.places import place_of
from backfile.catalogue.shown import card_from, card_of, images_of, marked_card, meta_of, pictures_elsewhere
from backfile.compact import dumped, loads
from backfile.config import Config
from backfile.model import Hold, Problem, Status, Story
from backfile.taxonomy import Term, terms_of

if TYPE_CHECKING:
    from backfile.prose import Link

FOREVER = 1 << 62


class Entry(NamedTuple):
    """What the archive keeps of one Markdown file. `card`, `meta` are JSON; texts of bodies are not kept.

    `kind` is story, page or term (a term's own description, `content/tags/NAME.md`); of what stands in no list it is
    `unlisted` or `unlisted page`. `release` and `expires` are instants (seconds): a published story shows from the
    one until the other. `files` are (file in content/, address) pairs to copy. `links` has a `Mention`, or None for an
    address of elsewhere, for each marker of the rendered body. By its `marks` a story is known again when its file has
    another name. `is_guarded`: its file says what may not be published even while the story is.
    """

    source: str
    kind: str
    content: str
    permalink: str
    instant: int
    day: str
    status: str
    release: int
    expires: int
    card: str
    meta: str
    terms: tuple[Term, ...]
    aliases: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    links: tuple[Mention | None, ...]
    problems: tuple[Problem, ...]
    weight: int = 0
    marks: tuple[str, ...] = ()
    is_guarded: bool = False


class Reading(NamedTuple):
    """What is known when a file has been read: the story, what its body turned out to be, and what changed in it."""

    story: Story
    kind: str
    content: str
    links: tuple[Link, ...] = ()
    words: int = 0
    versions: tuple[dict[str, str], ...] = ()


def entry_of(reading: Reading, config: Config) -> Entry:
    """The entry of one file; its problems are the faults of the address, found without any other story."""
    story, kind = reading.story, reading.kind
    permalink, problems = place_of(story, kind, config)
    terms = terms_of(story, config.taxonomies) if kind == "story" and not story.noindex else ()
    images = images_of(story, permalink)
    links = tuple(mention_of(story.source, link) for link in reading.links)
    date = story.date
    return Entry(
        story.source,
        UNLISTED.get(kind, kind) if story.noindex else kind,
        reading.content,
        permalink,
        date.instant if date else 0,
        date.day if date else "",
        story.status.value,
        _release(story, config),
        story.expires.instant if story.expires else FOREVER,
        dumped(card_of(story, permalink, images)),
        dumped(meta_of(story, images, terms, reading.words, reading.versions)),
        terms,
        tuple(story.aliases),
        _files(story, permalink, images, links),
        links,
        (*problems, *pictures_elsewhere(story)),
        story.weight,
        is_guarded=bool(story.anonymise or story.log),
    )


def _release(story: Story, config: Config) -> int:
    embargo = story.embargo.instant if story.embargo else -FOREVER
    return max(embargo, story.date.instant if story.date and config.future == "hold" else -FOREVER)


def _files(
    story: Story, permalink: str, images: list[dict], links: tuple[Mention | None, ...]
) -> tuple[tuple[str, str], ...]:
    """(file in `content/`, address) of each file that the story shows or links to, once."""
    shown = [(image["file"], image["src"]) for image in images if image["file"]]
    linked = [link.key[2:] for link in links if link and link.key.startswith("f:")]
    return tuple(dict.fromkeys([*shown, *((file, address_of_file(file, story.source, permalink)) for file in linked)]))


def marked(entry: Entry, mark: str) -> Entry:
    """The entry with a word on its page and in every list that says why the public does not see it."""
    card, meta = card_from(entry.card), loads(entry.meta)
    if card.mark == mark:
        return entry
    return entry._replace(card=dumped(marked_card(card, mark)), meta=dumped({**meta, "mark": mark}))


def hold_of(status: str, release: int, expires: int, now: int) -> Hold | None:
    """Why a story is not published at the instant `now`, or None when it is."""
    if status != Status.PUBLISHED.value:
        return Hold(status)
    if now < release:
        return Hold("embargo")
    return Hold("expired") if now >= expires else None
