"""The steps of an export: what is published now, read in batches, written in one format, put in place when whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from backfile import crew, execute, fingerprint, gather, lastbuild, prose, read, storyfile, write
from backfile.corpus import record_of
from backfile.exporting.formats import FORMATS
from backfile.exporting.selection import Found, Selection, found, title_of
from backfile.exporting.story import Frame, Told
from backfile.model import BackfileError, MachineError
from backfile.opening import Site
from backfile.plan.links import addresses_of
from backfile.receipt import from_root
from backfile.workers import Setup


class Exported(NamedTuple):
    """What was written: how many stories, to which file."""

    stories: int
    path: Path


def export(site: Site, kind: str, target: Path, selection: Selection) -> Exported:
    """Write the published stories of a selection to `target`, which is replaced when the new file is whole.

    What is published is asked of the files as they are now; nothing of it is stored, no page is made. Raises
    BackfileError where a story has an error, as a build would: an export must not be short of one.
    """
    made = FORMATS[kind]
    _bring_up(site)
    try:
        frame = _frame(site, selection)
        made.check(frame, selection)
        fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            count = made.write(fresh, _told(site, selection, frame), frame)
            write.move(str(fresh), str(target))
        finally:
            fresh.unlink(missing_ok=True)
    finally:
        site.store.rollback()
    return Exported(count, target)


def _bring_up(site: Site) -> None:
    """Know what a build would know now."""
    options = site.options
    if lastbuild.reads_otherwise(site):
        site.store.distrust_files()
    seen = gather.look(site, trust=not options.verify)
    setup = Setup(site.config, None, str(site.folders.content), "", "", False)
    spec = execute.parse_executor(options.executor, options.jobs)
    with crew.opened(spec, len(seen.changes.to_read), setup) as executor:
        facts = gather.gather(site, seen, executor)
    if facts.problems and not options.keep_going:
        problems = tuple(from_root(problem, site) for problem in facts.problems)
        raise BackfileError("nothing was exported; mend the stories, or leave them out with --keep-going", problems)


def _frame(site: Site, selection: Selection) -> Frame:
    config = site.config
    title = title_of(site.archive, selection, config.title)
    return Frame(title, config.base_url, config.lang, config.rights, config.tz, selection, site.folders.content)


def _told(site: Site, selection: Selection, frame: Frame) -> Iterator[Told]:
    values = {"base_url": frame.base_url, "lang": frame.lang, "rights": frame.rights}
    for story in found(site.archive, selection):
        body = _body(site, story)
        if body is None:
            raise MachineError(f"content/{story.item.source}: the file changed while it was read; export again")
        html = prose.filled(body, addresses_of(site.archive, story.position))
        yield Told(record_of(story.item, html, values), html, story.item.permalink, _files(site, story))


def _files(site: Site, story: Found) -> tuple[tuple[str, str], ...]:
    return tuple(site.archive.files_of(story.position.story))


def _body(site: Site, story: Found) -> str | None:
    """The body's HTML; None when the file is no longer the one that was read a moment ago."""
    source, config = story.item.source, site.config
    try:
        data = read.file_bytes(site.folders.content, source)
    except OSError:
        return None
    if fingerprint.of_bytes(data) != story.item.content:
        return None
    body, line = storyfile.body_of(data)
    return prose.render_body(body, source=source, first_line=line, html=config.html, short_cut=config.short_cut).html
