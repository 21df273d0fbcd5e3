"""The steps of a check: read what changed since the last one, look at it closely, say everything, build nothing.

What a check knows it keeps in a state file of its own, of the same shape as a build's: so it says what a build would
say because the same code says it, reads only changed files again, and never touches what the last build left.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from backfile import crew, engine, execute, gather, lastbuild, leaks, pictures, prose, read, recall, storyfile
from backfile.check import Facts, facts_of, findings_of_archive
from backfile.folders import Folders, folders_of
from backfile.lock import locked
from backfile.model import Level, MachineError, Problem, Receipt
from backfile.opening import Site, site_of
from backfile.options import Options
from backfile.publication import GITHUB, weight_problems
from backfile.receipt import from_root, receipt_of
from backfile.state import Outputs, Store, open_store
from backfile.workers import Setup

Progress = Callable[[str, int, int], None]


def check(root: Path, options: Options, progress: Progress | None = None, *, searches: bool = False) -> Receipt:
    """Say everything that is wrong, doubtful or worth a word. A file with an error is read each time, until mended.

    With `searches` every file of the output is searched for words of stories that are held.
    """
    start = time.perf_counter()
    folders = folders_of(root, options)
    with _own_store(folders) as store:
        site = site_of(root, options, folders, store)
        taken = recall.take(site)
        found = recall.joined(site, taken, _gathered(site, progress))
        lastbuild.note_reading(site)
        facts = _Kept(site)
        asked = (site.archive, site.config, site.now, pictures.ENDINGS, facts.of, _script(site))
        closer = tuple(findings_of_archive(*asked))
        store.commit()
        leaked = leaks.of_output(site, progress) if searches else None
        receipt = receipt_of(site, found, None, found.problems, leaked=leaked)
    closer += _too_large(site)
    more = tuple(problem if problem.source == "site.toml" else from_root(problem, site) for problem in closer)
    return replace(
        receipt,
        built=False,
        kept_back=0,
        read=receipt.read + facts.read,
        problems=receipt.problems + more,
        seconds=time.perf_counter() - start,
    )


def _too_large(site: Site) -> tuple[Problem, ...]:
    """What to write when the site, as the last build left it, is more than GitHub shows of one repository."""
    config, state = site.config, site.folders.state
    is_there = urlsplit(config.repository).hostname == "github.com" or ".github.io/" in config.base_url
    if not is_there or not state.is_file():
        return ()
    with closing(open_store(state)) as store:
        weights = Outputs(store).weights()
    found = weight_problems(GITHUB, weights, (), "site.toml", config.shards.steps)
    return tuple(replace(problem, level=Level.WARNING) for problem in found)


@contextmanager
def _own_store(folders: Folders) -> Iterator[Store]:
    """What the last check knew; nothing, in memory, where no file can be written or another check has it."""
    path = folders.state.with_name(folders.state.name.replace("state", "check", 1))
    with ExitStack() as held:
        try:
            held.enter_context(locked(path.with_suffix(".lock"), patience=0))
            store = open_store(path)
        except MachineError:
            store = open_store(None)
        yield held.enter_context(closing(store))


def _gathered(site: Site, progress: Progress | None) -> gather.Gathered:
    store = site.store
    store.db.execute("CREATE TABLE IF NOT EXISTS facts (source TEXT PRIMARY KEY, content TEXT, facts TEXT)")
    looked_with = engine.fingerprint_of("check", "checking.py")
    if lastbuild.reads_otherwise(site) or store.value("check") != looked_with:
        store.distrust_files()
        store.db.execute("DELETE FROM facts")
    store.set_value("check", looked_with)
    seen = gather.look(site, trust=True)
    setup = Setup(site.config, site.theme, str(site.folders.content), "", "", False, is_check=True)
    spec = execute.parse_executor(site.options.executor, site.options.jobs)
    with crew.opened(spec, len(seen.changes.to_read), setup) as executor:
        return gather.gather(site, seen, executor, puts_back=False, progress=progress)


def _script(site: Site) -> str:
    """The SHA-256 of the CMS's script, "" without one."""
    script = site.config.cms.script.strip("/")
    try:
        data = read.file_bytes(site.folders.content, script) if script else b""
    except OSError:
        return ""
    return hashlib.sha256(data).hexdigest()


class _Kept:
    """The `Facts` of the few files that they are asked of, kept by the content of each; `read` counts those opened."""

    def __init__(self, site: Site) -> None:
        self.site, self.db, self.read = site, site.store.db, 0

    def of(self, source: str) -> Facts:
        at = self.site.archive.position(source)
        row = self.db.execute("SELECT content, facts FROM facts WHERE source = ?", (source,)).fetchone()
        if row and row[0] == at.content:
            ids, lines = json.loads(row[1])
            return Facts(tuple(ids), tuple(map(tuple, lines)))
        facts = self._read(source)
        self.db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", (source, at.content, json.dumps(facts)))
        return facts

    def _read(self, source: str) -> Facts:
        self.read += 1
        config = self.site.config
        try:
            data = read.file_bytes(self.site.folders.content, source, config.limits.story_bytes)
        except OSError:
            return Facts()
        story = storyfile.parse_story(data, source, zone=config.tz, limits=config.limits, standalone=True).story
        story = story and storyfile.published(story)
        if story is None:  # it was saved, broken, since it was read a moment ago
            return Facts()
        return facts_of(prose.render_body(story.body, html=config.html).html, story.lines)
