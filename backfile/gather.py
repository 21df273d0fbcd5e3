"""Bring the state up to date with `content/`: read what changed, store it, and name the groups of pages it touches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from backfile import crew, plan, read, workers
from backfile.catalogue import Entry, hold_of, marked
from backfile.config import Config
from backfile.model import Level, MachineError, Problem
from backfile.pictures import is_unreadable
from backfile.plan import Touch
from backfile.plan.links import dead_links, missing_files
from backfile.state import Archive, Bulk, FileFact, Store
from backfile.workers import Outcome, ToRead

# From this number of changed files on, every group is planned: finding out which ones are touched would cost more.
MANY_CHANGES = plan.MANY_CHANGES
# Of very many files, what so many have come to is stored at a time: a build that is killed while reading goes on there.
KEEP_EVERY = 4000
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
    changed: frozenset[str] = frozenset()


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
    bulk: Bulk
    keep: Callable[[], None] | None = None
    puts_back: bool = True
    is_bulk: bool = False
    first: int = 0
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
    taken: int = 0
    spent: workers.Spent = field(default_factory=workers.Spent)


class Look(NamedTuple):
    """The scan of `content/` and its difference from the last build: known before any worker is started.

    `is_part` says that the scan is of a few files only.
    """

    content: Path
    scan: read.Scan
    changes: read.Changes
    due: list[str]
    is_part: bool = False

    @property
    def is_idle(self) -> bool:
        return not (self.changes.to_read or self.changes.gone or self.due or self.scan.problems)


def look(store: Store, archive: Archive, content: Path, config: Config, now: int, *, drafts: bool, trust: bool) -> Look:
    scan, changes = read.compared(content, config.allowed_links, store.raw_files(), trust=trust)
    return Look(content, scan, changes, [] if drafts else archive.due(now))


def look_at(
    store: Store, archive: Archive, content: Path, config: Config, now: int, sources: Sequence[str], *, drafts: bool
) -> Look | None:
    """The same for a few sources that a watcher reports, with no walk; None when one of them is or was a folder."""
    scanned = read.scan_some(content, sources, config.allowed_links)
    if scanned is None:
        return None
    scan, files = scanned
    there = {file.source for file in files}
    known = {source: fact for source in sorted(set(sources)) if (fact := store.file_fact(source))}
    missing = [source for source in sources if source not in there and source not in known]
    if any(store.has_files_below(source) for source in missing):
        return None
    changes = read.changes(files, [(source, fact.size, fact.mtime) for source, fact in known.items()])
    return Look(content, scan, changes, [] if drafts else archive.due(now), True)


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
    keep: Callable[[], None] | None = None,
    progress: Progress | None = None,
) -> Gathered:
    """Store every change; nothing is committed. Errors are collected, and what has one is left as it was before.

    With `keep` a look at very many files calls it now and then: it may commit what has been stored so far, noting that
    every page is to be planned.

    Without `keep_going` the last good versions of very many changed stories are not kept at hand: a build that will
    be refused needs none. Without `puts_back` a story stays as it was just read, though others make a fault of it.
    """
    keep = None if seen.is_part else keep
    work = _Work(store, archive, config, now, drafts, keep_going, Bulk(store), keep, puts_back)
    if not archive.counts()[0] or (work.bulk.is_under_way and not seen.is_part):
        _begin_bulk(work)
    work.problems += seen.scan.problems
    store.clear_spooled()
    archive.forget()  # row numbers come back after a rollback
    _take_all(work, seen, _outcomes(work, seen.changes.to_read, seen.content, executor, progress))
    _check(work, seen)
    _name_groups(work)
    if work.is_bulk and not seen.is_part:
        work.bulk.end()
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
        bool(work.changed or (work.is_bulk and work.read)),
        work.spent,
        frozenset(work.changed),
    )


def _begin_bulk(work: _Work) -> None:
    """From here on every page is to be planned, so nothing is noted of single files: there may be millions."""
    work.bulk.begin()
    work.is_bulk, work.first = True, work.bulk.first


def _is_changed(work: _Work, source: str) -> bool:
    """Whether this look has stored something else for a source."""
    if not work.is_bulk:
        return source in work.changed
    at = work.archive.position(source)
    return at is not None and at.story > work.first


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
            _begin_bulk(work)
            for waited in waiting:
                _take(work, waited)
            waiting.clear()
    if not work.is_bulk:
        changed = [outcome.seen.source for outcome in waiting] + [file.source for file in seen.changes.gone]
        _remember(work, changed + seen.due)
    for file in seen.changes.gone:
        _forget(work, file.source)
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
            if touch := plan.touch_of(work.archive, source):
                work.touches[source] = touch
            if entry := work.archive.entry(source):
                work.entries[source] = entry
    work.groups_before = {s: plan.groups_touched(work.archive, work.config, t) for s, t in work.touches.items()}


def _outcomes(
    work: _Work, to_read: read.Roll, content: Path, executor: Executor, progress: Progress | None
) -> Iterator[Outcome]:
    facts = ((file, work.store.file_fact(file.source)) for file in to_read)
    pieces = (ToRead(file, fact.content if fact else "") for file, fact in facts)
    done = 0
    for outcomes, spent in crew.outcomes(executor, pieces, content):
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
        if not work.is_bulk:
            work.changed.add(source)
        elif work.keep_going and not _is_changed(work, source) and (entry := work.archive.entry(source)):
            work.bulk.keep(entry)
        _put(work, outcome.entry)
        if outcome.place:
            work.store.set_spooled(outcome.content, outcome.place)
    elif outcome.problems:
        work.read += 1
        work.broken.add(source)
        work.problems += outcome.problems
        return
    elif _is_same(work, outcome):
        work.hashed += 1
    else:
        _file_changed(work, source)
        _judge_picture(work, outcome)
    work.store.set_files(
        [(source, FileFact(outcome.seen.size, outcome.seen.stamp, outcome.content, *outcome.measures))]
    )
    work.taken += 1
    if work.is_bulk and work.keep and work.taken % KEEP_EVERY == 0:
        work.keep()


def _judge_picture(work: _Work, outcome: Outcome) -> None:
    source, width = outcome.seen.source, outcome.measures[0]
    if is_unreadable(source, width):
        fault = "this is not a picture that can be read; pages show it as it is, with no measures and no smaller copies"
        remedy = "export it again, or take it out of its story"
        work.store.put_problems([Problem(source, 0, 0, fault, remedy, "no-picture", Level.WARNING)])


def _put(work: _Work, entry: Entry, is_kept: bool = False) -> None:
    """Store an entry; a held story that is shown all the same says so wherever it is. `is_kept`: it may have been so
    before."""
    hold = hold_of(entry.status, entry.release, entry.expires, work.now)
    if work.drafts and (hold or is_kept or entry.source in work.entries):
        entry = marked(entry, hold.kind if hold else "")
    work.store.put_entry(entry, hold is None or (work.drafts and hold.kind != "withdrawn"))


def _file_changed(work: _Work, source: str) -> None:
    work.store.drop_problems(source, "no-picture")
    if work.is_bulk:
        return
    work.changed.add(source)
    work.moved_keys.add("f:" + source)
    if source == work.config.cms.script.strip("/"):
        work.groups.add("site:")
    work.groups.update(f"file:{address}" for address in work.archive.addresses_of_file(source))
    for user in work.archive.users_of(source):
        work.groups.update(plan.groups_picturing(work.archive, user))


def _forget(work: _Work, source: str) -> None:
    work.store.forget_file(source)
    if source.endswith(".md"):
        if not work.is_bulk:
            work.changed.add(source)
        work.store.drop_entry(source)
    else:
        _file_changed(work, source)


def _turn(work: _Work, source: str) -> None:
    """A story whose hold begins or ends at this moment; its file is as it was."""
    if source in work.broken or _is_changed(work, source):
        return
    entry = work.archive.entry(source)
    if entry:
        problems = tuple(work.store.problems_of(source))
        if not work.is_bulk:
            work.changed.add(source)
        _put(work, entry._replace(problems=problems), is_kept=True)


def _check(work: _Work, seen: Look) -> None:
    """Faults that no file has alone: two at one address, links and pictures that lead nowhere."""
    _put_back(work, _clashes(work, seen.is_part))
    suspects = work.archive.sources_with_relations() if work.is_bulk else sorted(_suspects(work))
    near = lru_cache(maxsize=64)(work.archive.known_files)
    bad: list[Problem] = []

    def has_file(source: str) -> bool:
        return work.store.file_fact(source) is not None

    for source in suspects:
        at = work.archive.position(source)
        work.store.drop_problems(source, "dead-link")
        if at and at.shown:
            bad += dead_links(work.archive, at, has_file, work.config.checks.dead_links)
            bad += missing_files(work.archive, at, _front_files(work, at), has_file, near)
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


def _clashes(work: _Work, is_part: bool) -> list[Problem]:
    if not (work.is_bulk or work.changed):
        return []
    problems = []
    for _, claims in work.archive.clashes(sorted(work.changed) if is_part else None):
        # Of two that ask for one address, the one that was there before keeps it.
        first = next((claim for claim in claims if not _is_changed(work, claim[1])), claims[0])
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
        if not _is_changed(work, source) or not work.puts_back:
            continue
        if entry := work.bulk.kept(source) if work.is_bulk else work.entries.get(source):
            _put(work, entry, is_kept=True)
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
        work.groups.update(plan.text_groups(before, after))
        if before and after and plan.shows_the_same(before, after):
            continue
        touched = set(work.groups_before.get(source, ()))
        if after:
            touched |= plan.groups_touched(work.archive, work.config, after)
        if before and after and plan.counts_the_same(before, after):
            touched = {group for group in touched if not plan.only_counts(group)}
        work.groups |= touched
