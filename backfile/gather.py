"""Bring the state up to date with `content/`: read what changed, store it, and name the groups of pages it touches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from backfile import execute, plan, read, workers
from backfile.catalogue import Entry, hold_of, marked
from backfile.config import Config
from backfile.model import Level, MachineError, Problem
from backfile.plan import Touch
from backfile.plan.links import dead_links, missing_files
from backfile.state import Archive, FileFact, Store
from backfile.workers import Outcome, ToRead

# From this number of changed files on, every group is planned: finding out which ones are touched would cost more.
MANY_CHANGES = 1000
READ_BATCH = 64
Progress = Callable[[str, int, int], None]


class Gathered(NamedTuple):
    """What a look at `content/` came to. `groups` is None when all are to be planned.

    `problems` are the errors found now; `broken` the sources that have one, `kept_back` those of them that stay at
    their last good version. `read` is the number of files parsed, `hashed` of those opened only to find them the same.
    """

    groups: set[str] | None
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    broken: frozenset[str]
    kept_back: frozenset[str]
    read: int
    hashed: int
    is_changed: bool
    spent: workers.Spent


NOTHING = Gathered(set(), (), (), frozenset(), frozenset(), 0, 0, False, workers.Spent())


@dataclass
class _Work:
    """The growing account of one look at the archive's sources."""

    store: Store
    archive: Archive
    config: Config
    now: int
    drafts: bool
    keep_going: bool
    is_bulk: bool
    puts_back: bool = True
    touches: dict[str, Touch] = field(default_factory=dict)
    groups_before: dict[str, set[str]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    moved_keys: set[str] = field(default_factory=set)
    read: int = 0
    hashed: int = 0
    spent: workers.Spent = field(default_factory=workers.Spent)


class Look(NamedTuple):
    """The scan of `content/` and its difference from the last build: known before any worker is started.

    `is_part` says that the scan is of a few files only.
    """

    scan: read.Scan
    changes: read.Changes
    due: list[str]
    is_part: bool = False

    @property
    def is_idle(self) -> bool:
        return not (self.changes.to_read or self.changes.gone or self.due or self.scan.problems)


def look(store: Store, archive: Archive, content: Path, config: Config, now: int, *, drafts: bool, trust: bool) -> Look:
    scanned = read.scan(content, config.allowed_links)
    changes = read.changes(scanned.files, store.raw_files(), trust=trust)
    due = [] if drafts else archive.due(now)
    return Look(scanned, changes, due)


def look_at(
    store: Store, archive: Archive, content: Path, config: Config, now: int, sources: Sequence[str], *, drafts: bool
) -> Look | None:
    """The same for a few sources that a watcher reports, with no walk; None when one of them is or was a folder."""
    scanned = read.scan_some(content, sources, config.allowed_links)
    if scanned is None:
        return None
    there = {file.source for file in scanned.files}
    known = {source: fact for source in sources if (fact := store.file_fact(source))}
    missing = [source for source in sources if source not in there and source not in known]
    if any(store.has_files_below(source) for source in missing):
        return None
    changes = read.changes(scanned.files, [(source, fact.size, fact.mtime) for source, fact in known.items()])
    return Look(scanned, changes, [] if drafts else archive.due(now), True)


def gather(
    store: Store,
    archive: Archive,
    config: Config,
    now: int,
    seen: Look,
    executor: Executor,
    *,
    drafts: bool,
    keep_going: bool = True,
    puts_back: bool = True,
    progress: Progress | None = None,
) -> Gathered:
    """Store every change; nothing is committed. Errors are collected, and what has one is left as it was before.

    Without `keep_going` the last good versions of very many changed stories are not kept at hand: a build that will
    be refused needs none. Without `puts_back` a story stays as it was just read, though others make a fault of it.
    """
    work = _Work(store, archive, config, now, drafts, keep_going, not archive.counts()[0], puts_back)
    work.problems += seen.scan.problems
    archive.forget()  # row numbers come back after a rollback
    _take_all(work, seen, _outcomes(work, seen.changes.to_read, executor, progress))
    _check(work, seen)
    _name_groups(work)
    archive.forget()
    kept = frozenset(source for source in work.broken if archive.position(source))
    return Gathered(
        None if work.is_bulk else work.groups,
        tuple(work.problems),
        seen.scan.notes,
        frozenset(work.broken),
        kept,
        work.read,
        work.hashed,
        bool(work.changed),
        work.spent,
    )


def _take_all(work: _Work, seen: Look, outcomes: Iterator[Outcome]) -> None:
    """Store what differs. Files with new times and the same bytes, of which a fresh checkout is full, touch nothing;
    the others wait until all are known, unless they are very many: whom a change concerns is asked before it is stored.
    """
    waiting: list[Outcome] = []
    for outcome in outcomes:
        if work.is_bulk or _is_same(work, outcome):
            _take(work, outcome)
            continue
        waiting.append(outcome)
        if len(waiting) + len(seen.changes.gone) + len(seen.due) >= MANY_CHANGES:
            work.is_bulk = True
            for waited in waiting:
                _take(work, waited)
            waiting.clear()
    _remember(work, [outcome.seen.source for outcome in waiting] + seen.changes.gone + seen.due)
    for source in seen.changes.gone:
        _forget(work, source)
    for outcome in waiting:
        _take(work, outcome)
    for source in seen.due:
        _turn(work, source)


def _is_same(work: _Work, outcome: Outcome) -> bool:
    """Whether a file was opened only to find the bytes of last time."""
    if outcome.entry or outcome.problems or outcome.is_machine:
        return False
    fact = work.store.file_fact(outcome.seen.source)
    return outcome.seen.source.endswith(".md") or bool(fact and fact.content == outcome.content)


def _remember(work: _Work, sources: list[str]) -> None:
    """Note what the archive knew of everything that may change, and whom it concerned, before anything is stored."""
    for source in sources:
        if source.endswith(".md"):
            if not work.is_bulk and (touch := plan.touch_of(work.archive, source)):
                work.touches[source] = touch
            if entry := work.archive.entry(source):
                work.entries[source] = entry
    if not work.is_bulk:
        work.groups_before = {s: plan.groups_touched(work.archive, work.config, t) for s, t in work.touches.items()}


def _outcomes(
    work: _Work, to_read: list[read.Seen], executor: Executor, progress: Progress | None
) -> Iterator[Outcome]:
    known = {}
    if len(to_read) < 5000:
        known = {file.source: fact.content for file in to_read if (fact := work.store.file_fact(file.source))}
    else:
        known = {source: fact.content for source, fact in work.store.files().items()}
    pieces = (ToRead(file, known.get(file.source, "")) for file in to_read)
    done = 0
    for outcomes, spent in execute.run(executor, workers.read_batch, execute.batches(pieces, READ_BATCH), 8):
        work.spent.add(spent)
        yield from outcomes
        done += len(outcomes)
        if progress:
            progress("read", done, len(to_read))


def _take(work: _Work, outcome: Outcome) -> None:
    source = outcome.seen.source
    if outcome.is_machine:
        raise MachineError(f"{source}: {outcome.problems[0].fault}; {outcome.problems[0].remedy}")
    if outcome.entry:
        work.read += 1
        work.changed.add(source)
        if work.is_bulk and work.keep_going and (entry := work.archive.entry(source)):
            work.entries[source] = entry
        _put(work, outcome.entry)
    elif outcome.problems:
        work.read += 1
        work.broken.add(source)
        work.problems += outcome.problems
        return
    elif _is_same(work, outcome):
        work.hashed += 1
    else:
        _file_changed(work, source)
    work.store.set_files(
        [(source, FileFact(outcome.seen.size, outcome.seen.stamp, outcome.content, *outcome.measures))]
    )


def _put(work: _Work, entry: Entry) -> None:
    """Store an entry; a held story that is shown all the same says so wherever it is."""
    hold = hold_of(entry.status, entry.release, entry.expires, work.now)
    if work.drafts and (hold or entry.source in work.entries):
        entry = marked(entry, hold.kind if hold else "")
    work.store.put_entry(entry, hold is None or (work.drafts and hold.kind != "withdrawn"))


def _file_changed(work: _Work, source: str) -> None:
    work.changed.add(source)
    work.moved_keys.add("f:" + source)
    work.groups.update(f"file:{address}" for address in work.archive.addresses_of_file(source))
    work.groups.update(f"story:{user}" for user in work.archive.users_of(source))


def _forget(work: _Work, source: str) -> None:
    work.store.forget_file(source)
    if source.endswith(".md"):
        work.changed.add(source)
        work.store.drop_entry(source)
    else:
        _file_changed(work, source)


def _turn(work: _Work, source: str) -> None:
    """A story whose hold begins or ends at this moment; its file is as it was."""
    if source in work.changed or source in work.broken:
        return
    entry = work.archive.entry(source)
    if entry:
        problems = tuple(work.store.problems_of(source))
        work.changed.add(source)
        _put(work, entry._replace(problems=problems))


def _check(work: _Work, seen: Look) -> None:
    """Faults that no file has alone: two at one address, links and pictures that lead nowhere."""
    _put_back(work, _clashes(work, seen.is_part))
    suspects = sorted(_suspects(work))
    has_file = _files_there(work, seen)
    bad: list[Problem] = []
    for source in suspects:
        at = work.archive.position(source)
        work.store.drop_problems(source, "dead-link")
        if at and at.shown:
            bad += dead_links(work.archive, at, has_file, work.config.checks.dead_links)
            bad += missing_files(work.archive, at, _front_files(work, at), has_file, work.archive.known_files)
    work.store.put_problems([p for p in bad if p.level is not Level.ERROR])
    _put_back(work, [p for p in bad if p.level is Level.ERROR])
    _name_variants(work)


def _name_variants(work: _Work) -> None:
    """A warning for each spelling of a term besides the most used one, at the first story that has it."""
    for taxonomy, slug in work.archive.variants() if work.is_bulk else sorted(_terms_touched(work)):
        code = f"term-spelling {taxonomy}/{slug}"
        work.store.drop_problems_called(code)
        spellings = work.archive.spellings(taxonomy, slug)
        for name, count in spellings[1:]:
            most, uses = spellings[0]
            source = work.archive.user_of_spelling(taxonomy, slug, name)
            fault = (
                f'"{name}" ({_stories(count)}) and "{most}" ({_stories(uses)}) are one of the {taxonomy}; '
                f'the page shows "{most}"'
            )
            work.store.put_problems([Problem(source, 0, 0, fault, f'write "{most}" everywhere', code, Level.WARNING)])


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"


def _terms_touched(work: _Work) -> set[tuple[str, str]]:
    found = {term for touch in work.touches.values() for term in touch.terms}
    for source in work.changed:
        if at := work.archive.position(source):
            found.update((term.taxonomy, term.slug) for term in work.archive.terms(at.story))
    return found


def _front_files(work: _Work, at) -> list[tuple[str, str]]:
    images = json.loads(work.archive.meta(at.story))["images"]
    return [(image["file"], image["src"]) for image in images if image["file"]]


def _files_there(work: _Work, seen: Look) -> Callable[[str], bool]:
    there = {file.source for file in seen.scan.files}
    if seen.is_part:
        return lambda source: source in there or work.store.file_fact(source) is not None
    return there.__contains__


def _clashes(work: _Work, is_part: bool) -> list[Problem]:
    if not work.changed:
        return []
    problems = []
    for _, claims in work.archive.clashes(sorted(work.changed) if is_part else None):
        # Of two that ask for one address, the one that was there before keeps it.
        first = next((claim for claim in claims if claim[1] not in work.changed), claims[0])
        for permalink, source in (claim for claim in claims if claim is not first):
            fault = f"the address {permalink} is already taken by {first[1]}"
            if permalink != first[0]:
                fault += f" ({first[0]}, the same on many disks and hosts)"
            problems.append(Problem(source, 1, 1, fault, "give one of the two another slug", "address-clash"))
    return problems


def _suspects(work: _Work) -> set[str]:
    """Stories whose links are to be looked at: the changed ones, and those that mention what has moved or gone."""
    suspects = {source for source in work.changed if source.endswith(".md")}
    for source in list(suspects):
        for position in filter(None, (work.touches.get(source), work.archive.position(source))):
            at = position.position if isinstance(position, Touch) else position
            work.moved_keys.update((f"s:{at.source}", f"a:{at.permalink}"))
        if touch := work.touches.get(source):
            work.moved_keys.update(f"a:/{taxonomy}/{slug}/" for taxonomy, slug in touch.terms)
    if work.is_bulk:
        return suspects | {at.source for at in work.archive.positions()}
    for key in work.moved_keys:
        if key.startswith("f:"):
            suspects.update(work.archive.users_of(key[2:]))
    return suspects | set(work.archive.mentioning(sorted(work.moved_keys)))


def _put_back(work: _Work, problems: list[Problem]) -> None:
    """A story with a fault stays as the last build knew it; one that never was is left out."""
    work.problems += problems
    for source in {problem.source for problem in problems}:
        work.broken.add(source)
        work.store.drop_file_fact(source)
        if source not in work.changed or not work.puts_back:
            continue
        if entry := work.entries.get(source):
            _put(work, entry)
        else:
            work.store.drop_entry(source)


def _name_groups(work: _Work) -> None:
    if work.is_bulk:
        return
    for source in work.changed:
        if not source.endswith(".md"):
            continue
        before, after = work.touches.get(source), plan.touch_of(work.archive, source)
        work.groups.add(f"story:{source}")
        if after:
            work.groups.update(f"file:{address}" for _, address in work.archive.files_of(after.position.story))
        if source in work.entries:
            work.groups.update(f"file:{address}" for _, address in work.entries[source].files)
        if before and after and plan.shows_the_same(before, after):
            continue
        touched = set(work.groups_before.get(source, ()))
        if after:
            touched |= plan.groups_touched(work.archive, work.config, after)
        if before and after and plan.counts_the_same(before, after):
            touched = {group for group in touched if not plan.only_counts(group)}
        work.groups |= touched
