"""What one story shows by itself: odd dates, garbled letters, quotes left open, text that Markdown would change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from backfile.check import traps
from backfile.check.garbled import garbled
from backfile.config import Config
from backfile.model import Level, Problem, Story
from backfile.prose import Prose

EPOCH = "1970-01-01"
OLDEST_PAPER = "1605-01-01"  # the year of the first newspaper that is known
_ID = re.compile(r"\bid=\"([^\"]+)\"")
_QUOTED_FIELDS = ("title", "kicker", "summary", "dateline", "section")
_INCHES = re.compile(r'\d"')


def findings_of_story(story: Story, body: Prose, config: Config) -> tuple[Problem, ...]:
    """Everything that a check says of one file and a build does not. `checks.off` names what is not looked for."""
    found = (problem for look in _LOOKS for problem in look(story, body, config))
    return tuple(problem for problem in found if problem.code not in config.checks.off)


def _problem(
    story: Story, place: tuple[int, int], fault: str, remedy: str, code: str, level: Level = Level.WARNING
) -> Problem:
    return Problem(story.source, *place, fault, remedy, code, level, _line_of_body(story, place[0]))


def _line_of_body(story: Story, line: int) -> str:
    lines = story.body.split("\n")
    index = line - story.body_line
    return lines[index] if line and 0 <= index < len(lines) else ""


def _at(story: Story, field: str) -> tuple[int, int]:
    line = dict(story.lines).get(field, 0)
    return (line, 1) if line else (0, 0)


def _odd_dates(story: Story, body: Prose, config: Config) -> Iterator[Problem]:
    if story.date is None:
        return
    first = config.began or OLDEST_PAPER
    if story.date.day == EPOCH:
        fault = f"date: {EPOCH} is what computers write for a date that they do not know"
        yield _problem(story, _at(story, "date"), fault, "write the day on which the story was published", "date-epoch")
    elif story.date.day < first:
        since = f"before the archive began ({first})" if config.began else "older than any newspaper"
        fault = f"date: {story.date.day} is {since}"
        remedy = "write the day of publication" + (", or an earlier began in site.toml" if config.began else "")
        yield _problem(story, _at(story, "date"), fault, remedy, "date-before-archive")
    if story.updated and story.updated.instant < story.date.instant and story.updated.day < story.date.day:
        fault = f"updated: {story.updated.day} is before the story's date, {story.date.day}"
        yield _problem(story, _at(story, "updated"), fault, "mend one of the two", "updated-before-date")


def _links_to_this_site(story: Story, body: Prose, config: Config) -> Iterator[Problem]:
    """Links that are written with the site's own host: they break when it moves, and nobody checks them."""
    if not config.base_url:
        return
    home = urlsplit(config.base_url)
    for link in body.outbound:
        parts = urlsplit(link.target)
        path = parts.path or "/"
        if parts.netloc.lower() == home.netloc.lower() and path.startswith(home.path or "/"):
            inside = "/" + path[len(home.path) :].lstrip("/") + (f"#{parts.fragment}" if parts.fragment else "")
            fault = f"the link {link.target} leads to this site by its full address"
            yield _problem(story, (link.line, link.column), fault, f"write {inside}", "link-absolute")


def _lost_anchors(story: Story, body: Prose, config: Config) -> Iterator[Problem]:
    ids = set(_ID.findall(body.html)) if body.anchors else set()
    for link in body.anchors:
        name = unquote(link.target[1:])
        if name and name != "top" and name not in ids:
            fault = f"the link {link.target} is dead: nothing in this story has that name"
            yield _problem(story, (link.line, link.column), fault, anchor_remedy(ids), "dead-anchor")


def anchor_remedy(ids: set[str] | frozenset[str]) -> str:
    """What to write instead of an anchor that is not there."""
    near = sorted(name for name in ids if not name.startswith("fn"))[:5]
    return "write one of " + ", ".join(f"#{name}" for name in near) if near else "take the anchor out"


def ids_of(html: str) -> tuple[str, ...]:
    """The names that a link can lead to within a rendered body."""
    return tuple(_ID.findall(html))


def _garbled_letters(story: Story, body: Prose, config: Config) -> Iterator[Problem]:
    for field in (*_QUOTED_FIELDS, "bylines", "tags"):
        value = getattr(story, field)
        for text in (value,) if isinstance(value, str) else value:
            for found in garbled(text):
                yield _problem(story, _at(story, field), found.fault, found.remedy, "garbled-letters")
    if story.body.isascii():
        return
    for found in garbled(story.body):
        before = story.body[: found.start]
        place = (before.count("\n") + story.body_line, found.start - before.rfind("\n"))
        yield _problem(story, place, found.fault, found.remedy, "garbled-letters")


def _open_quotes(story: Story, body: Prose, config: Config) -> Iterator[Problem]:
    for field in _QUOTED_FIELDS:
        text = getattr(story, field)
        marks = _INCHES.sub("", text)
        if marks.count('"') % 2 or marks.count("“") != marks.count("”"):
            fault = f"{field}: a quotation mark is opened and not closed, or the other way round"
            yield _problem(story, _at(story, field), fault, "write both marks, or none", "quotes-unbalanced")


def _changed_by_markdown(story: Story, body: Prose, config: Config) -> Iterator[Problem]:
    for trap in traps.found_in(story.body):
        place = (trap.line + story.body_line - 1, trap.column)
        yield _problem(story, place, trap.fault, trap.remedy, trap.code, trap.level)


_LOOKS = (
    _odd_dates,
    _links_to_this_site,
    _lost_anchors,
    _garbled_letters,
    _open_quotes,
    _changed_by_markdown,
)
