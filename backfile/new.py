"""A new story file: complete, commented, never over another."""

from __future__ import annotations

import difflib
import os
import shlex
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from backfile.config import Config
from backfile.model import UsageError
from backfile.state import Archive, Store
from backfile.state.terms import TermCount
from backfile.storyfile.quoting import scalar
from backfile.storyfile.when import BadWhen, parse_when
from backfile.urls import cleaned_slug, permalink_of, slug_fault, slug_of, term_slug

_COMMENT_COLUMN = 34


class Draft(NamedTuple):
    """What is known of a story that is still to be written; `date` is a day or a moment as typed, or ""."""

    title: str
    section: str = ""
    tags: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    date: str = ""
    slug: str = ""
    draft: bool = False


class Made(NamedTuple):
    """The new file, and the address that its story will have."""

    path: Path
    address: str


def write_draft(content: Path, config: Config, draft: Draft, now: datetime) -> Made:
    """Write the file of a new story under `content`; a file that is there already is never touched.

    Without a date the story is of today, on the archive's own clock.
    """
    draft = draft._replace(date=draft.date or now.astimezone(config.tz).date().isoformat(), slug=_slug(draft))
    try:
        day = parse_when(draft.date, config.tz).day
    except BadWhen as fault:
        raise UsageError(f"--date: {fault.fault}; {fault.remedy}") from None
    path = content / "stories" / day[:4] / f"{draft.slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(draft_text(draft))
    except FileExistsError:
        fault = f"{path}: a story of this name is there already and stays as it is"
        raise UsageError(f"{fault}; choose another title, or another address with --slug") from None
    return Made(path, permalink_of(config.permalink, day, draft.slug, draft.section))


def _slug(draft: Draft) -> str:
    slug = draft.slug or slug_of(draft.title)
    if not slug:
        raise UsageError(f'no address can be made of the title "{draft.title}"; give one with --slug')
    if fault := slug_fault(slug):
        raise UsageError(f'--slug: "{slug}" {fault}; write {cleaned_slug(slug) or "letters, digits and hyphens"}')
    return slug


def draft_text(draft: Draft) -> str:
    """The story file: every field an editor is likely to want, each with a word on what it is for."""
    lines = [
        "---",
        f"title: {scalar(draft.title)}",
        _line(f"date: {draft.date}", "a day, or a moment such as 1995-05-05T08:17"),
        *_slug_lines(draft),
        _field("section", draft.section, "News", "the part of the paper"),
        *_list_lines("bylines", draft.bylines, "Ada Finch", "who wrote it"),
        *_list_lines("tags", draft.tags, "harbour", "what it is about; as many lines as you like"),
        _line("# summary: One sentence.", "stands under the headline and in lists"),
        _line("# kicker: Town council", "a short label above the headline"),
        _line("# dateline: PORT THOLE", "where it was filed from"),
        _line("# images:", "a picture beside this file, or from content/ with a leading /"),
        "#   - src: /images/ferry.jpg",
        _line("#     alt: What the picture shows.", "for those who cannot see it"),
        "#     caption: The line under the picture.",
        "#     credit: Who made it",
        _line("# embargo: 2031-05-01T06:00", "keep it back until then"),
        _line(f"status: {'draft' if draft.draft else 'published'}", "or draft, or withdrawn"),
        "---",
        "",
        "",
    ]
    return "\n".join(lines)


def _slug_lines(draft: Draft) -> list[str]:
    given = draft.slug and draft.slug != slug_of(draft.title)
    return [_line(f"slug: {scalar(draft.slug)}", "the last part of its address")] if given else []


def _field(name: str, value: str, example: str, purpose: str) -> str:
    return _line(f"{name}: {scalar(value)}" if value else f"# {name}: {example}", purpose)


def _list_lines(name: str, values: tuple[str, ...], example: str, purpose: str) -> list[str]:
    if not values:
        return [_line(f"# {name}:", purpose), f"#   - {example}"]
    return [_line(f"{name}:", purpose), *(f"  - {scalar(value)}" for value in values)]


def _line(text: str, purpose: str) -> str:
    return f"{text.ljust(_COMMENT_COLUMN)} # {purpose}"


def known_terms(state: Path) -> dict[str, list[TermCount]]:
    """The sections, tags and bylines that the last build knew; none when there was no build that we can read.

    A courtesy, so it waits for nobody: a build that is under way is neither disturbed nor waited for.
    """
    try:
        with closing(sqlite3.connect(f"{state.as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection:
            archive = Archive(Store(connection))
            return {taxonomy: archive.term_counts(taxonomy) for taxonomy in ("sections", "tags", "bylines")}
    except sqlite3.Error:
        return {}


def near_terms(draft: Draft, known: Mapping[str, Sequence[TermCount]]) -> tuple[str, ...]:
    """A sentence for each term of the draft that the archive writes otherwise, or nearly has already."""
    asked = [
        ("sections", draft.section),
        *(("tags", tag) for tag in draft.tags),
        *(("bylines", name) for name in draft.bylines),
    ]
    notes = (
        _near_term(name, {term.slug: term for term in known.get(taxonomy, ())}) for taxonomy, name in asked if name
    )
    return tuple(note for note in notes if note)


def _near_term(name: str, known: Mapping[str, TermCount]) -> str:
    slug = term_slug(name)
    near = [slug] if slug in known else difflib.get_close_matches(slug, known, 1, 0.8)
    if not near or known[near[0]].name == name:
        return ""
    there = known[near[0]]
    stories = "1 story" if there.count == 1 else f"{there.count:,} stories"
    return f"{name}: did you mean {there.name}, {stories}?"


def open_editor(path: Path, environment: Mapping[str, str]) -> None:
    """Open the file in the person's editor and wait until it is closed."""
    command = environment.get("VISUAL") or environment.get("EDITOR")
    if not command:
        raise UsageError("no editor is named; set EDITOR, such as EDITOR=nano")
    try:
        subprocess.run([*shlex.split(command, posix=os.name != "nt"), str(path)], check=False)  # noqa: S603 - theirs
    except FileNotFoundError:
        raise UsageError(f"the editor {command} was not found; set EDITOR to one that is installed") from None
