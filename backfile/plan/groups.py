"""Which groups of pages there are, and which of them a change touches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from backfile.config import Config
from backfile.plan.story import LONG_SERIES, SERIES_SHOWN
from backfile.state import Archive, Position

# Of more changed files than this all groups are planned, so a series has grown by no more since it was short.
MANY_CHANGES = 1000

# Whatever changes, these few small groups are looked at again.
ALWAYS = ("home:", "feeds:", "years:", "sitemaps:", "site:", "search:", "news:")

# Kinds of groups that no page of the site shows.
FOR_MACHINES = frozenset({"sitemap", "sitemaps", "news", "corpus", "corpora", "redirects"})


class Touch(NamedTuple):
    """What the archive knew of one story at one moment: before or after a change."""

    position: Position
    terms: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    card: str
    corrections: tuple[str, ...]
    is_listed: bool


def touch_of(archive: Archive, source: str) -> Touch | None:
    """What there is to know of a source now; None when the archive does not have it."""
    at = archive.position(source)
    if at is None:
        return None
    meta = json.loads(archive.meta(at.story))
    found = archive.terms(at.story)
    terms, names = tuple((t.taxonomy, t.slug) for t in found), tuple(t.name for t in found)
    years = tuple(sorted({c["date"][:4] for c in meta["corrections"] if c["date"]}))
    card = json.dumps([archive.card(at.story), meta["corrections"]])
    return Touch(at, terms, names, card, years, at.shown and at.kind == "story")


def groups_touched(archive: Archive, config: Config, touch: Touch) -> set[str]:
    """The groups whose pages may show this story or name it as a neighbour, in the archive as it is now.

    Ask once before a change is stored and once after: what it left and what it joined.
    """
    at = touch.position
    if at.kind == "term":
        return {f"story:{at.source}", "term:" + at.permalink.strip("/")}
    groups = {f"story:{at.source}", *ALWAYS}
    if touch.is_listed:
        groups.update(_lists_of(touch))
        groups.update(_around(archive, config, touch))
    mentioned = archive.mentioning([f"s:{at.source}", f"a:{at.permalink}"])
    groups.update(group_of_file(archive, source) for source in mentioned)
    return groups


def group_of_file(archive: Archive, source: str) -> str:
    """The group of the page that shows the text of a file: a term's own page where the file describes one."""
    at = archive.position(source)
    return "term:" + at.permalink.strip("/") if at and at.kind == "term" else f"story:{source}"


def text_groups(*touches: Touch | None) -> set[str]:
    """The groups that hold the text of a story, as it was and as it is: its year's search, its month's file."""
    days = {touch.position.day for touch in touches if touch and touch.is_listed}
    return {f"index:{day[:4]}" for day in days} | {f"corpus:{day[:7]}" for day in days}


def groups_picturing(archive: Archive, source: str) -> Iterator[str]:
    """The groups whose pages may show a picture of this source."""
    yield f"story:{source}"
    at = archive.position(source)
    if at and at.kind == "term":
        yield "term:" + at.permalink.strip("/")
    elif at and at.shown and at.kind == "story":
        yield from ("home:", "feeds:", f"day:{at.day}")
        yield from (f"term:{term.taxonomy}/{term.slug}" for term in archive.terms(at.story))


def shows_the_same(before: Touch, after: Touch) -> bool:
    """Whether no page but the story's own can tell: only the body, or fields that no list shows, have changed."""
    return counts_the_same(before, after) and before.card == after.card


def counts_the_same(before: Touch, after: Touch) -> bool:
    """Whether pages that count stories and name terms, but show no story, are as they were; so is the site's frame."""
    first, second = before.position, after.position
    same_place = (first.permalink, first.instant, first.shown, first.status, first.kind) == (
        second.permalink,
        second.instant,
        second.shown,
        second.status,
        second.kind,
    )
    return (
        same_place
        and first.kind == "story"
        and (before.terms, before.names, before.corrections) == (after.terms, after.names, after.corrections)
    )


def only_counts(group: str) -> bool:
    """Whether the pages of a group show counts and names of terms, and no story."""
    return group in ("site:", "years:", "sitemaps:", "otds:", "search:", "corpora:") or group.startswith("terms:")


def is_for_machines(group: str) -> bool:
    """Whether no reader of the site sees the files of a group."""
    return group.partition(":")[0] in FOR_MACHINES


def _lists_of(touch: Touch) -> Iterator[str]:
    day = touch.position.day
    year = day[:4]
    for taxonomy, slug in touch.terms:
        yield f"term:{taxonomy}/{slug}"
        yield f"run:{taxonomy}/{slug}/{year}"
        yield f"terms:{taxonomy}"
    yield from (f"day:{day}", f"month:{day[:7]}", f"year:{year}", f"sitemap:{year}", f"otd:{day[5:]}", "otds:")
    yield "corpora:"
    for corrected in touch.corrections:
        yield f"corrections:{corrected}"
    if touch.corrections:
        yield "corrections:"


def _around(archive: Archive, config: Config, touch: Touch) -> Iterator[str]:
    """Pages of other stories that name this one, and date pages whose neighbours it may be."""
    at = touch.position
    for near in archive.newer(at.instant, at.permalink) + archive.older(at.instant, at.permalink):
        yield f"story:{near.source}"
    for day in (archive.day_before(at.day), archive.day_after(at.day)):
        if day:
            yield from (f"day:{day}", f"month:{day[:7]}", f"year:{day[:4]}")
    for taxonomy, slug in touch.terms:
        if taxonomy == "series":
            yield from (f"story:{s}" for s in archive.sources_of(_series_around(archive, slug, at)))
        if taxonomy == "tags" and config.lists.related:
            near_ids = archive.term_around(taxonomy, slug, at, newer=True, count=config.lists.related)
            yield from (f"story:{s}" for s in archive.sources_of(near_ids))
        yield from (
            f"run:{taxonomy}/{slug}/{year}" for year in _runs_beside(archive, config, taxonomy, slug, at.day[:4])
        )


def _series_around(archive: Archive, slug: str, at: Position) -> list[int]:
    """The stories of a series that name this one or say which part of how many they are."""
    if not archive.has_more("series", slug, LONG_SERIES + MANY_CHANGES):
        return archive.term_ids("series", slug)
    return [
        story
        for newer in (True, False)
        for story in archive.term_around("series", slug, at, newer=newer, count=SERIES_SHOWN)
    ]


def _runs_beside(archive: Archive, config: Config, taxonomy: str, slug: str, year: str) -> list[str]:
    """The years before and after in a term's runs, which name each other; all of them when the term is so small that
    its runs may come or go as a whole."""
    if not archive.has_more(taxonomy, slug, 2 * config.lists.run_length):
        return [y for y, _ in archive.term_years(taxonomy, slug)]
    return archive.term_years_beside(taxonomy, slug, year)


def all_groups(archive: Archive, config: Config) -> Iterator[str]:
    """Every group there is: the site's first pages first, so that a build can be looked at early."""
    yield from ALWAYS
    yield from (f"story:{at.source}" for at in archive.standalone())
    yield from (f"story:{at.source}" for at in archive.withdrawn())
    yield from (f"story:{at.source}" for at in archive.unlisted())
    yield from (f"story:{source}" for source in archive.shown_sources())
    yield from (f"terms:{taxonomy}" for taxonomy in archive.taxonomies())
    yield from (f"term:{taxonomy}/{slug}" for taxonomy, slug in archive.term_keys())
    if config.pages.term_years:
        yield from (f"run:{taxonomy}/{slug}/{year}" for taxonomy, slug, year in archive.term_run_keys())
    for year, _ in archive.years():
        yield from (f"year:{year}", f"sitemap:{year}")
    days = archive.all_days()
    if config.pages.corpus:
        yield "corpora:"
        yield from (f"corpus:{month}" for month in dict.fromkeys(day[:7] for day in days))
    if config.pages.months:
        yield from (f"month:{month}" for month in dict.fromkeys(day[:7] for day in days))
    if config.pages.days:
        yield from (f"day:{day}" for day in days)
    if config.pages.on_this_day:
        yield "otds:"
        yield from (f"otd:{day}" for day, _ in archive.days_of_year())
    if config.pages.corrections:
        yield "corrections:"
        yield from (f"corrections:{year}" for year in archive.correction_years())
    yield from (f"file:{address}" for address in archive.addresses_used())
    yield from (f"moved:{address}" for address in archive.moved())
    yield "redirects:"
