"""What the stories that are held would be known by in the site, and what the site may say all the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from backfile import pictures, read, storyfile, strings
from backfile.catalogue import kind_of
from backfile.model import Story
from backfile.opening import Site
from backfile.phrases import Held, tokens
from backfile.state import Memory

WITHDRAWAL = "withdrawal"


class Plate(NamedTuple):
    """A picture that only held stories use: where it would stand, and what its bytes would be there."""

    source: str
    address: str
    size: int
    sha256: str


def held_stories(site: Site) -> Iterator[Held]:
    """Every story and page that is not published at this moment, as its file says it now."""
    for source in site.archive.held_sources():
        if story := read_story(site, source):
            yield Held(source, tuple(filter(None, _names(site, story))), tuple(filter(None, _texts(story))))


def read_story(site: Site, source: str) -> Story | None:
    """The story of a file; None for one that is gone or broken since it was read."""
    config = site.config
    try:
        data = read.file_bytes(site.folders.content, source, config.limits.story_bytes)
    except OSError:
        return None
    return storyfile.parse_story(
        data, source, zone=config.tz, limits=config.limits, standalone=kind_of(source) != "story"
    ).story


# A name is looked for in the words around it, too: "Ida Marsh" alone may stand in other stories with good reason.
AROUND = 2
PLACES_OF_A_NAME = 100


def guarded_stories(site: Site) -> Iterator[Held]:
    """What stories that replace names, or have notes for editors, would be known by where they are not anonymous."""
    for source in site.archive.guarded_sources():
        if story := read_story(site, source):
            names = tuple(one.name for one in story.anonymise)
            yield Held(source, (*names, *_surroundings(story)), tuple(entry.text for entry in story.log))


def _surroundings(story: Story) -> Iterator[str]:
    """The words around each place of a replaced name, as the story's file has them."""
    sought = {tuple(tokens(one.name)) for one in story.anonymise}
    count = 0
    for text in (story.title, *_texts(story)):
        words = [word for word in tokens(text) if word[0].isalnum()]
        for start, name in ((at, name) for at in range(len(words)) for name in sought if _is_at(words, at, name)):
            for first in range(max(0, start - AROUND), start + 1):
                stretch = words[first : start + len(name) + AROUND - (start - first)]
                if len(stretch) > len(name) and count < PLACES_OF_A_NAME:
                    count += 1
                    yield " ".join(stretch)


def _is_at(words: list[str], place: int, name: tuple[str, ...]) -> bool:
    return tuple(words[place : place + len(name)]) == name


def _names(site: Site, story: Story) -> Iterator[str]:
    """Its title, the end of its address, and terms that no published story has."""
    yield story.title
    at = site.archive.position(story.source)
    if at.status != "withdrawn":  # a tombstone stands at its address
        yield at.permalink.strip("/").rsplit("/", 1)[-1].replace("_", " ")
    for term in site.archive.terms(at.story):
        if not site.archive.has_term(term.taxonomy, term.slug):
            yield term.name


def _texts(story: Story) -> Iterator[str]:
    yield from (story.body, story.summary, story.kicker, *(version.text for version in story.versions))
    for image in story.images:
        yield from (image.alt, image.caption, image.credit)
    yield from (value for _, value in story.extra if isinstance(value, str))
    told = said_at_withdrawal(story)
    yield from (correction.text for correction in story.corrections if correction.text != told)


def _words(story: Story) -> Iterator[str]:
    yield from (story.title, *_texts(story), *story.bylines, *story.tags, *story.people, *story.organisations)


def said_at_withdrawal(story: Story) -> str:
    """The note that a tombstone shows, which is meant to be read."""
    if story.status != "withdrawn" or not story.corrections:
        return ""
    notes = [correction.text for correction in story.corrections if correction.kind == WITHDRAWAL]
    return notes[-1] if notes else story.corrections[-1].text


def plates(site: Site) -> tuple[Plate, ...]:
    """The pictures and other files of held stories that no published story uses, as they would be published."""
    used = {site.archive.file_content(file) for file in site.archive.files_shown()}
    found: dict[Plate, bool] = {}
    for source in site.archive.held_sources():
        at = site.archive.position(source)
        for file, address in site.archive.files_of(at.story):
            content = site.archive.file_content(file)
            if content and content not in used and (plate := _plate(site, source, file, address)):
                found[plate] = True
    return tuple(found)


def _plate(site: Site, source: str, file: str, address: str) -> Plate | None:
    try:
        data = pictures.without_location(read.file_bytes(site.folders.content, file))
    except OSError:
        return None
    return Plate(source, address, len(data), hashlib.sha256(data).hexdigest())


def public_texts(site: Site) -> Iterator[str]:
    """What pages say besides stories: the theme, the settings, addresses of tombstones and of what has moved."""
    yield from (template.text for template in site.theme.templates.values())
    yield from (asset.data.decode("utf-8", "ignore") for asset in site.assets)
    yield repr(site.config)
    yield repr(site.theme_settings)
    for at in site.archive.withdrawn():
        yield from (at.permalink, at.day, *site.archive.aliases(at.story))
        if story := read_story(site, at.source):
            yield said_at_withdrawal(storyfile.published(story))
    for source in site.archive.guarded_sources():
        at = site.archive.position(source)
        if at.shown and (story := read_story(site, source)):
            yield from _words(storyfile.published(story))
    told = {site.archive.position(source).permalink for source in site.archive.guarded_sources()}
    yield from (address for address, target in Memory(site.store).redirects() if target not in told)


@cache
def dull_words(lang: str) -> frozenset[str]:
    """Words of the interface, of months and of days: pages put them together in any order."""
    from babel import Locale, UnknownLocaleError

    said = [str(value) for tag in {lang, "en"} for value in strings.catalogue(tag).values()]
    for tag in {lang, "en"}:
        try:
            locale = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        for names in (locale.months, locale.days):
            said += [name for forms in names.values() for widths in forms.values() for name in widths.values()]
    return frozenset(word for text in said for word in tokens(text))
