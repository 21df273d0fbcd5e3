"""Every file that is new, changed or gone, and every hold that begins or ends, into the state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

from backfile import crew, plan, read
from backfile.gather.looking import Look
from backfile.gather.naming import remember
from backfile.gather.work import Work, begin_bulk, is_changed, put
from backfile.model import Level, MachineError, Problem
from backfile.pictures import is_unreadable
from backfile.state import FileFact
from backfile.workers import Outcome, ToRead

# From this number of changed files on, every group is planned: finding out which ones are touched would cost more.
MANY_CHANGES = plan.MANY_CHANGES
# Of very many files, what so many have come to is stored at a time: a build that is killed while reading goes on there.
# Each time the ends of nearly all terms' lists are written, so that storing more often would write them more often.
KEEP_EVERY = 10_000
Progress = Callable[[str, int, int], None]


def take_all(work: Work, seen: Look, outcomes: Iterator[Outcome]) -> None:
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
            begin_bulk(work)
            for waited in waiting:
                _take(work, waited)
            waiting.clear()
    work.store.release()
    if not work.is_bulk:
        changed = [outcome.seen.source for outcome in waiting] + [file.source for file in seen.changes.gone]
        remember(work, changed + seen.due)
    for file in seen.changes.gone:
        _forget(work, file.source)
    for outcome in waiting:
        _take(work, outcome)
    for source in seen.due:
        _turn(work, source)


def _is_same(work: Work, outcome: Outcome) -> bool:
    """Whether a file was opened only to find the bytes of last time."""
    if outcome.entry or outcome.problems or outcome.is_machine:
        return False
    fact = work.store.file_fact(outcome.seen.source)
    return outcome.seen.source.endswith(".md") or bool(fact and fact.content == outcome.content)


def outcomes_of(
    work: Work, to_read: read.Roll, content: Path, executor: Executor, progress: Progress | None
) -> Iterator[Outcome]:
    """What each file came to, in order, as the workers tell."""
    facts = ((file, work.store.file_fact(file.source)) for file in to_read)
    pieces = (ToRead(file, fact.content if fact else "") for file, fact in facts)
    done = 0
    for outcomes, spent in crew.outcomes(executor, pieces, content):
        work.spent.add(spent)
        yield from outcomes
        done += len(outcomes)
        if progress:
            progress("read", done, len(to_read))


def _take(work: Work, outcome: Outcome) -> None:
    source = outcome.seen.source
    if outcome.is_machine:
        raise MachineError(f"{source}: {outcome.problems[0].fault}; {outcome.problems[0].remedy}")
    if outcome.entry:
        work.read += 1
        if not work.is_bulk:
            work.changed.add(source)
        elif work.keep_going and not is_changed(work, source) and (entry := work.archive.entry(source)):
            work.bulk.keep(entry)
        put(work, outcome.entry)
        if outcome.place:
            work.store.set_spooled(source, outcome.content, outcome.place)
    elif outcome.problems:
        work.read += 1
        work.broken.add(source)
        work.problems += outcome.problems
        work.words_lost += outcome.words_lost
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
        work.store.flush()
        work.keep()


def _judge_picture(work: Work, outcome: Outcome) -> None:
    source, width = outcome.seen.source, outcome.measures[0]
    if is_unreadable(source, width):
        fault = "this is not a picture that can be read; pages show it as it is, with no measures and no smaller copies"
        remedy = "export it again, or take it out of its story"
        work.store.put_problems([Problem(source, 0, 0, fault, remedy, "no-picture", Level.WARNING)])


def _file_changed(work: Work, source: str) -> None:
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


def _forget(work: Work, source: str) -> None:
    work.store.forget_file(source)
    if source.endswith(".md"):
        if not work.is_bulk:
            work.changed.add(source)
        work.store.drop_entry(source)
    else:
        _file_changed(work, source)


def _turn(work: Work, source: str) -> None:
    """A story whose hold begins or ends at this moment; its file is as it was."""
    if source in work.broken or is_changed(work, source):
        return
    entry = work.archive.entry(source)
    if entry:
        problems = tuple(work.store.problems_of(source))
        if not work.is_bulk:
            work.changed.add(source)
        put(work, entry._replace(problems=problems), is_kept=True)
