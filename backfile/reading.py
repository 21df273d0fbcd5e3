"""The bytes of one file to what the archive keeps of it, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from backfile import addresses, catalogue, prose, storyfile
from backfile.catalogue import Entry, Reading
from backfile.config import Config
from backfile.model import Level, Problem, Story

LOST = "words-lost"


class Found(NamedTuple):
    """What one Markdown file came to: an entry (its warnings within), or None and the problems.

    `html` is its rendered body, targets taken out; `is_plain` says that rendering it again costs less than keeping it
    from one build to the next.
    """

    entry: Entry | None
    problems: tuple[Problem, ...]
    html: str = ""
    is_plain: bool = False


Closer = Callable[[Story, prose.Prose, Config], tuple[Problem, ...]]


def found(data: bytes, source: str, content: str, config: Config, closer: Closer | None = None) -> Found:
    """Read a story, a page or a term's description; `content` is the fingerprint of `data`.

    `closer` is for a check: what it finds is added to the problems.
    """
    kind = catalogue.kind_of(source)
    parsed = storyfile.parse_story(data, source, zone=config.tz, limits=config.limits, standalone=kind != "story")
    story = parsed.story
    if story is None:
        return Found(None, parsed.problems)
    body = prose.render_body(
        story.body, source=source, first_line=story.body_line, html=config.html, short_cut=config.short_cut
    )
    problems = parsed.problems + body.problems + lost(story.body, body.html, source, story.body_line)
    problems += tuple(catalogue.alt_problems(story, body.links, config.checks.missing_alt))
    entry = catalogue.entry_of(
        Reading(story, kind, content, body.links, len(story.body.split()), body.headings), config
    )
    if kind != "term":
        entry = entry._replace(marks=addresses.marks_of(story.body, story.id))
    problems += entry.problems + (closer(story, body, config) if closer else ())
    if any(problem.level is Level.ERROR for problem in problems):
        return Found(None, problems)
    return Found(entry._replace(problems=problems), problems, body.html, body.is_plain)


def lost(body: str, html: str, source: str, first_line: int) -> tuple[Problem, ...]:
    """An error for the words of a story that its page would not have."""
    gone = prose.lost_words(body, html)
    if not gone:
        return ()
    words = " ".join(word.word for word in gone[:8])
    number = "1 word of this story is" if len(gone) == 1 else f"{len(gone)} words of this story are"
    remedy = "write the passage in plain Markdown"
    return (Problem(source, first_line + gone[0].line - 1, 1, f"{number} not on its page: {words}", remedy, LOST),)


def number_lost(problem: Problem) -> int:
    """How many words a problem says are lost; 0 where it says something else."""
    return int(problem.fault.partition(" ")[0]) if problem.code == LOST else 0
