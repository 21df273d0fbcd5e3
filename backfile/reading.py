"""The bytes of one file to what the archive keeps of it, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from backfile import addresses, catalogue, prose, storyfile
from backfile.catalogue import Entry, Reading
from backfile.changes import changes
from backfile.compact import dumped, loads
from backfile.config import Config
from backfile.corpus.text import plain_text
from backfile.model import Level, Problem, Story
from backfile.phrases import Net, tokens

NAMED = "name-stands"
_WITHIN_A_LINE = re.compile(r"</?(?:a|abbr|b|cite|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>")


class Found(NamedTuple):
    """What one Markdown file came to: an entry (its warnings within), or None and the problems.

    `html` is its rendered body, targets taken out; `is_plain` says that rendering it again costs less than keeping it
    from one build to the next. `words_lost` is how many words its page would not show.
    """

    entry: Entry | None
    problems: tuple[Problem, ...]
    html: str = ""
    is_plain: bool = False
    words_lost: int = 0


Closer = Callable[[Story, prose.Prose, Config], tuple[Problem, ...]]


def found(data: bytes, source: str, content: str, config: Config, closer: Closer | None = None) -> Found:
    """Read a story, a page or a term's description; `content` is the fingerprint of `data`.

    `closer` is for a check: what it finds is added to the problems.
    """
    kind = catalogue.kind_of(source)
    parsed = storyfile.parse_story(data, source, zone=config.tz, limits=config.limits, standalone=kind != "story")
    written = parsed.story
    if written is None:
        return Found(None, parsed.problems)
    story = storyfile.published(written) if written.anonymise else written
    body = prose.render_body(
        story.body, source=source, first_line=story.body_line, html=config.html, short_cut=config.short_cut
    )
    lost = prose.lost_words(story.body, body.html)
    problems = parsed.problems + body.problems + prose.loss_problems(lost, story.body, source, story.body_line)
    problems += tuple(catalogue.alt_problems(story, body.links, config.checks.missing_alt))
    words = story.body.split()
    entry = catalogue.entry_of(
        Reading(story, kind, content, body.links, len(words), versions(story, body.html)),
        config,
    )
    if kind != "term":
        marks = addresses.marks_of(written.body, story.id, words if story is written else None)
        entry = entry._replace(marks=marks)
    if written.anonymise:
        problems += unnamed(written, entry, body.html)
    problems += entry.problems + (closer(story, body, config) if closer else ())
    if any(problem.level is Level.ERROR for problem in problems):
        return Found(None, problems, words_lost=len(lost))
    return Found(entry._replace(problems=problems), problems, body.html, body.is_plain)


def versions(story: Story, html: str) -> tuple[dict[str, str], ...]:
    """`date` and `changes` of each earlier text of a story: what the next one, at last today's, says otherwise."""
    if not story.versions:
        return ()
    texts = [plain_text(prose.render_body(version.text).html) for version in story.versions]
    later = [*texts[1:], plain_text(html)]
    told = [changes(*pair) for pair in zip(texts, later, strict=True)]
    dates = [version.date.text if version.date else "" for version in story.versions]
    return tuple({"date": date, "changes": html} for date, html in zip(dates, told, strict=True) if html)


def unnamed(written: Story, entry: Entry, html: str) -> tuple[Problem, ...]:
    """An error for each place in which a name that the story replaces would be published all the same."""
    names = {tuple(tokens(one.name)): one.name for one in written.anonymise}
    net = Net(name for name in names if name)
    line_of = dict(written.lines)
    found: dict[tuple[int, str], Problem] = {}
    for what, text, line, remedy in _published(written, entry, html):
        for caught in sorted(net.caught(text)):
            place = line_of.get(line, 0) if isinstance(line, str) else line
            fault = f'"{names[caught]}" is replaced in this story and stands in {what}'
            found[place, what] = Problem(written.source, place, 1 if place else 0, fault, remedy, NAMED)
    return (*found.values(), *_rest_of_names(written, html))


def _published(written: Story, entry: Entry, html: str) -> Iterator[tuple[str, str, int | str, str]]:
    """(where, text, line or field, remedy) of all that the site would hold of a story."""
    rename = "give the file another name, and write slug: with an address that does not tell"
    yield f"its address {entry.permalink}", entry.permalink, "slug", "write slug: with one that does not tell"
    yield "the name of its file", written.source, 0, rename
    for alias in entry.aliases:
        yield f"its earlier address {alias}", alias, "aliases", "take it out of aliases:"
    for file, _ in entry.files:
        yield f"the name of {file}", file, "images", "give the picture another name"
    text = _WITHIN_A_LINE.sub("", html)
    by_hand = "write the name in plain letters, or write another word there yourself"
    for link in entry.links:
        if link:
            yield f"the link to {link.text}", link.text, link.line, "link to another address, or to none"
    yield "its text", text + "\n\n" + html, written.body_line, by_hand
    for key, value in loads(entry.meta).items():
        if key not in ("words", "weight", "images"):
            yield f"{key}:", dumped(value), key, f"take it out of {key}:, or {by_hand}"
    for image in loads(entry.meta)["images"]:
        yield "images:", dumped([image["alt"], image["caption"], image["credit"]]), "images", by_hand


def _rest_of_names(written: Story, html: str) -> Iterator[Problem]:
    """Advice where the last word of a name still stands: a story says "Ida Marsh" once and "Marsh" ten times."""
    said = set(tokens(html))
    for one in written.anonymise:
        last = one.name.split()[-1]
        if last != one.name and last.casefold() in said and last.casefold() not in tokens(one.instead):
            fault = f'"{one.name}" is replaced in this story, and "{last}" alone still stands in its text'
            remedy = f"add an entry to anonymise: with from: {last}, if it is the same person"
            line = dict(written.lines).get("anonymise", 0)
            yield Problem(written.source, line, 1, fault, remedy, "name-rest", Level.ADVICE)
