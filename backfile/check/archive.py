"""What only the archive as a whole shows: anchors of other stories, pictures nobody uses, near terms, gaps."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote

from backfile.check.story import anchor_remedy, ids_of
from backfile.check.terms import MOST_TERMS, Used, near_pairs
from backfile.config import Config
from backfile.model import Level, Problem
from backfile.state import Archive

# So many of a kind are told one by one; an archive without summaries needs no line for each of its stories.
MOST_TOLD = 1_000
STORY_CODES = (
    "date-before-archive", "date-epoch", "dead-anchor", "garbled-letters", "link-absolute", "markdown-code",
    "markdown-emphasis", "markdown-heading", "markdown-list", "markdown-underline",
    "quotes-unbalanced", "updated-before-date",
)  # fmt: skip
ARCHIVE_CODES = ("cms-script", "date-future", "no-byline", "no-summary", "no-tags", "term-near", "unused-picture")
CODES = (*STORY_CODES, *ARCHIVE_CODES)


class Facts(NamedTuple):
    """What is asked of few files only: the names that links can lead to in it, and the lines of its fields."""

    ids: tuple[str, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()


FactsOf = Callable[[str], Facts]


def facts_of(html: str, lines: Iterable[tuple[str, int]]) -> Facts:
    """The facts of one story, from its rendered body and the lines of its fields."""
    return Facts(ids_of(html), tuple(lines))


def findings_of_archive(
    archive: Archive, config: Config, now: int, pictures: tuple[str, ...], facts: FactsOf, script: str
) -> Iterator[Problem]:
    """Everything that no file has alone; `pictures` are the endings of file names that mean one, `script` is the
    SHA-256 of the CMS's, "" when it is not there.

    `facts` reads a story again (the caller keeps what it said): asked only for what links with an anchor lead to,
    and for stories dated in the future.
    """
    looks = (
        _settings(config),
        _cms(config, script),
        _anchors(archive, facts),
        _future(archive, config, now, facts),
        _unused(archive, pictures),
        _near_terms(archive, config),
        _gaps(archive, config),
    )
    return (problem for problem in chain.from_iterable(looks) if problem.code not in config.checks.off)


def _settings(config: Config) -> Iterator[Problem]:
    for name in config.checks.off:
        if name not in CODES:
            near = difflib.get_close_matches(name, CODES, 1)
            remedy = f"did you mean {near[0]}?" if near else "known are " + ", ".join(CODES)
            fault = f'checks.off: nothing that is looked for is called "{name}"'
            yield Problem("site.toml", 0, 0, fault, remedy, "checks-off", Level.WARNING)


def _cms(config: Config, script: str) -> Iterator[Problem]:
    name = f"content/{config.cms.script.strip('/')}"
    if config.cms.script and not script:
        fault = f"cms.script: the file {name} is not there, so there is no CMS"
        yield Problem("site.toml", 0, 0, fault, "put it there, or take the setting out", "cms-script", Level.WARNING)
    elif config.cms.script and script != config.cms.sha256:
        fault = f"cms.sha256: {name} is another file than the one named, and no browser will run it"
        remedy = f'if it is the one you want, write sha256 = "{script}"'
        yield Problem("site.toml", 0, 0, fault, remedy, "cms-script", Level.WARNING)


def _anchors(archive: Archive, facts: FactsOf) -> Iterator[Problem]:
    for at, mention in archive.anchored():
        meant = archive.meant_by(mention)
        name = unquote(mention.tail.partition("#")[2])
        if meant and name and name != "top" and name not in (ids := facts(meant).ids):
            fault = f'the link "{mention.text}" is dead: nothing in {meant} is called #{name}'
            place = (at.source, mention.line, mention.column)
            yield Problem(*place, fault, anchor_remedy(frozenset(ids)), "dead-anchor", Level.WARNING)


def _future(archive: Archive, config: Config, now: int, facts: FactsOf) -> Iterator[Problem]:
    level = Level.ADVICE if config.future == "hold" else Level.WARNING
    said = "it is held until then" if config.future == "hold" else "it is published all the same"
    for at in archive.dated_after(now):
        lines = dict(facts(at.source).lines)
        if "embargo" in lines:  # somebody has thought about it
            continue
        line = lines.get("date", 0)
        fault = f"date: {at.day} is in the future; {said}"
        yield Problem(at.source, line, 1 if line else 0, fault, "is the year right?", "date-future", level)


def _unused(archive: Archive, pictures: tuple[str, ...]) -> Iterator[Problem]:
    files = [file for file in archive.unused_files() if file.lower().endswith(pictures)]
    yield from _told(
        files, "no story shows this picture", "show it, or move it out of content/", "unused-picture", "pictures"
    )


def _near_terms(archive: Archive, config: Config) -> Iterator[Problem]:
    for taxonomy in config.taxonomies:
        terms = [Used(slug, name, count) for slug, name, count in archive.terms_used(taxonomy)]
        if len(terms) > MOST_TERMS:
            fault = f"{taxonomy}: {len(terms):,} terms are too many to compare (limit {MOST_TERMS:,})"
            remedy = 'compare fewer kinds of terms (taxonomies), or write off = ["term-near"] under [checks]'
            yield Problem("", 0, 0, fault, remedy, "term-near", Level.ADVICE)
        for rarer, commoner in near_pairs(terms):
            if {rarer.name, commoner.name} & set(config.checks.distinct_terms):
                continue
            fault = (
                f'{taxonomy}: "{rarer.name}" ({_stories(rarer.count)}) is nearly '
                f'"{commoner.name}" ({_stories(commoner.count)})'
            )
            remedy = f'write "{commoner.name}" if they are one; if not, name it in distinct_terms under [checks]'
            source = archive.user_of_spelling(taxonomy, rarer.slug, rarer.name)
            yield Problem(source, 0, 0, fault, remedy, "term-near", Level.ADVICE)


def _gaps(archive: Archive, config: Config) -> Iterator[Problem]:
    asked = [
        ("bylines", "the story has no byline", "write bylines: and who wrote it, or agency:", "no-byline"),
        ("summary", "the story has no summary", "write summary: and one sentence for the lists", "no-summary"),
    ]
    if "tags" in config.taxonomies:
        asked.append(("tags", "the story has no tags", "write tags: and what it is about, as a list", "no-tags"))
    for field, fault, remedy, code in asked:
        if code not in config.checks.off:
            yield from _told(archive.stories_without(field), fault, remedy, code, "stories")


def _told(sources: Iterable[str], fault: str, remedy: str, code: str, things: str) -> Iterator[Problem]:
    rest = 0
    for number, source in enumerate(sources):
        if number < MOST_TOLD:
            yield Problem(source, 0, 0, fault, remedy, code, Level.ADVICE)
        else:
            rest += 1
    if rest:
        fault = f"and of {rest:,} more {things}: {fault}"
        yield Problem("", 0, 0, fault, f'off = ["{code}"] under [checks] silences this', code, Level.ADVICE)


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"
