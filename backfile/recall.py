"""The addresses published before: the file of them in, what became of each, and the file out again."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from backfile import addresses, read, write
from backfile.addresses import FILE, Line
from backfile.gather import Gathered
from backfile.model import Level, Problem
from backfile.opening import Site
from backfile.plan.links import has_page
from backfile.state import Fate, Kept, Memory, fate_of

ABSENT = "absent"
# Set from the moment that pages may change until their addresses are noted: a build that is killed leaves it.
DUE = "addresses due"
# How many lost addresses get the work of looking for a story that they may belong to.
SUGGESTED = 20


class Taken(NamedTuple):
    """What the file was found to be. `is_new`: not the one that the state knows; every address is looked at again."""

    is_new: bool
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def is_current(site: Site) -> bool:
    """Whether the file is the one that the state knows; costs one look at its size and time."""
    known = site.store.value("addresses")
    if remembers(site) and (known.startswith(ABSENT) or site.store.value(DUE)):
        return False
    return bool(known) and known.rpartition(" ")[0] == _facts(_path(site))


def take(site: Site) -> Taken:
    """Bring the state up to date with the file, before any story is looked at. Nothing is committed."""
    path, known = _path(site), site.store.value("addresses")
    if is_current(site):
        return Taken(False)
    if not path.is_file():
        return _missing(site, known)
    content = read.hashed(path.parent, path.name)
    stamp = f"{_facts(path)} {content}"
    if known.rpartition(" ")[2] == content:  # a checkout gives the same file another time
        site.store.set_value("addresses", stamp)
        return Taken(remembers(site) and bool(site.store.value(DUE)))
    return _read(site, path, stamp)


def _missing(site: Site, known: str) -> Taken:
    """Without the file, the last build's own knowledge is the memory: better than none."""
    site.store.set_value("addresses", f"{ABSENT} {ABSENT}")
    count = sum(Memory(site.store).counts().values())
    if not known or not count:
        return Taken(True)
    return Taken(True, notes=(f"{FILE} is gone; the {count:,} addresses of the last build are kept in mind",))


def _read(site: Site, path: Path, stamp: str) -> Taken:
    """All faults first, and only then the lines: a file with a fault changes nothing."""
    try:
        problems = tuple(item for item in _lines(path) if isinstance(item, Problem))
    except UnicodeDecodeError:
        problems = (Problem(FILE, 0, 0, "this is not UTF-8", "save the file as UTF-8", "address-line"),)
    if problems:
        return Taken(False, problems)
    Memory(site.store).take(item for item in _lines(path) if isinstance(item, Line))
    site.store.set_value("addresses", stamp)
    return Taken(True)


def _lines(path: Path) -> Iterator[Line | Problem]:
    with path.open(encoding="utf-8-sig") as file:
        yield from addresses.parse_lines(file)


def joined(site: Site, taken: Taken, found: Gathered) -> Gathered:
    """What was gathered, with the groups of pages that old addresses add to it. Call it when all changes are stored.

    Finds out what became of the addresses that a change may concern; the lost ones become warnings. Nothing is
    committed.
    """
    if not (taken.is_new or found.groups is None or found.is_changed):
        return _with(found, taken, ())
    memory = Memory(site.store)
    if taken.is_new or found.groups is None:
        touched = _settle_all(site, memory)
    else:
        touched = _settle_some(site, memory, found.changed)
    _warn(site, memory)
    site.store.set_value(DUE, "yes")
    return _with(found, taken, ("redirects:", *(f"moved:{address}" for address in touched)))


def _with(found: Gathered, taken: Taken, groups: Iterable[str]) -> Gathered:
    return found._replace(
        groups=None if found.groups is None else found.groups.union(groups),
        problems=found.problems + taken.problems,
        notes=found.notes + taken.notes,
    )


def _settle_all(site: Site, memory: Memory) -> list[str]:
    memory.settle_pages()
    for address in memory.unsettled():
        fate = _fate(site, memory, address)
        memory.set_fate(address, fate.name, fate.target)
    return memory.differences()


def _settle_some(site: Site, memory: Memory, changed: Iterable[str]) -> list[str]:
    touched = []
    for address in sorted(_concerned(site, memory, changed)):
        rows = memory.at(address)
        if not rows:
            continue
        fate = _fate(site, memory, address)
        if (rows[0].fate, rows[0].target) != fate[:2]:
            memory.set_fate(address, fate.name, fate.target)
            if {rows[0].fate, fate.name} & {"redirect", "guessed"}:
                touched.append(address)
    return touched


def _concerned(site: Site, memory: Memory, changed: Iterable[str]) -> set[str]:
    found = set(memory.unsettled())
    for source in changed:
        found.update(memory.addresses_of(source))
        found.update(site.archive.claims(source))
    return found


def _fate(site: Site, memory: Memory, address: str) -> Fate:
    return fate_of(site.archive, memory, address, site.now, partial(has_page, site.archive))


# -- warnings


def _warn(site: Site, memory: Memory) -> None:
    """A warning for each address that is lost, at its line of the file."""
    site.store.drop_problems(FILE, "address-lost")
    lost = {kept.address: kept for kept in memory.of_fate("lost")}
    places = memory.places_of(lost)
    first = addresses.HEADER.count("\n")
    problems = [_lost(site, kept, places[kept.address] + first, n) for n, kept in enumerate(lost.values())]
    site.store.put_problems(problems)


def _lost(site: Site, kept: Kept, line: int, number: int) -> Problem:
    fault = f"{kept.address} was published, and a reader who asks for it finds nothing: {kept.target}"
    ways = f"give it to another story (aliases: [{kept.address}]), or let it go: backfile forget {kept.address}"
    if kept.owner.startswith("/"):
        remedy = f"name another address in this line, or let it go: backfile forget {kept.address}"
    elif site.archive.position(kept.owner):
        remedy = f"write status: withdrawn in the story, which leaves a note at its place; or {ways}"
    else:
        near = _near(site, kept.address) if number < SUGGESTED else ""
        remedy = near + f"put the story back with status: withdrawn; or {ways}"
    return Problem(FILE, line, 0, fault, remedy, "address-lost", Level.WARNING)


def _near(site: Site, address: str) -> str:
    stem = address.rstrip("/").rsplit("/", 1)[-1]
    near = site.archive.permalinks_like(stem)
    return f"is its story at {near[0]} now? then add aliases: [{address}] to it. Else " if near else ""


# -- what is remembered from now on


def remembers(site: Site) -> bool:
    """Whether this build is one that may be published: not a preview, not with drafts, and not as of a day to come."""
    return site.options.remember and not site.options.drafts and site.now <= time.time()


def remember(site: Site, taken: Taken, found: Gathered) -> int:
    """After a good build: note the addresses that stand in the site now, and write the file if it changes; in how many
    lines it does. Commits. A file that somebody changed meanwhile is left to the next build."""
    known = site.store.value("addresses")
    if taken.problems or not remembers(site) or known.rpartition(" ")[0] != _facts(_path(site)):
        return 0
    memory = Memory(site.store)
    every = taken.is_new or found.groups is None
    changed = (
        _add(site, memory, None if every else found.changed)
        + _adopt(site, memory)
        + (_merge(site, memory) if every else 0)
    )
    refreshed = _refresh(memory, None if every else found.changed)
    is_written = bool(changed or refreshed or (known.startswith(ABSENT) and memory.counts())) and _write(site, memory)
    site.store.set_value(DUE, "")
    site.store.commit()
    return changed if is_written else 0


def _add(site: Site, memory: Memory, sources: frozenset[str] | None) -> int:
    number = memory.add_pages() if sources is None else 0
    for address, source in memory.not_remembered(sources):
        if not addresses.is_made_by_site(address) and site.archive.owner_of(address) == source:
            number += 1
            memory.put(Kept(address, source, memory.marks_of(source), "page"))
    return number


def _adopt(site: Site, memory: Memory) -> int:
    """Give addresses whose story was found under another name to that one for good."""
    found = memory.of_fate("guessed")
    for kept in found:
        if owner := _fate(site, memory, kept.address).owner:
            memory.put(Kept(kept.address, owner, memory.marks_of(owner), "redirect", kept.target))
    return len(found)


def _refresh(memory: Memory, sources: frozenset[str] | None) -> int:
    """New marks for stories that were rewritten since their line was: else they are not known again if their file is
    renamed later. Where one mark still fits, the line stays, for the sake of those who merge."""
    found = [kept for kept in memory.unrecognised(sources) if len(memory.at(kept.address)) == 1]
    for kept in found:
        memory.put(kept._replace(marks=memory.marks_of(kept.owner)))
    return len(found)


def _merge(site: Site, memory: Memory) -> int:
    """One line an address: merged branches may have left more."""
    several = memory.several()
    for address in several:
        fate = _fate(site, memory, address)
        rows = memory.at(address)
        kept = next((row for row in rows if row.owner == fate.owner), rows[0])
        memory.put(kept._replace(fate=fate.name, target=fate.target))
    return len(several)


def _write(site: Site, memory: Memory) -> bool:
    _warn(site, memory)
    path = _path(site)
    try:
        write_file(site)
    except OSError as error:
        site.store.set_value("addresses", "")  # what is not in the file is not known: the next build tries again
        fault = f"the addresses published cannot be remembered: {error.strerror}"
        problem = Problem(FILE, 0, 0, fault, "make the file writable", "address-unwritten", Level.WARNING)
        site.store.put_problems([problem])
        return False
    site.store.drop_problems(FILE, "address-unwritten")
    site.store.set_value("addresses", f"{_facts(path)} {read.hashed(path.parent, path.name)}")
    return True


def write_file(site: Site) -> None:
    """The file of addresses as the state has it now. Raises OSError."""
    lines = map(addresses.line_text, Memory(site.store).lines())
    write.write_lines(_path(site), chain([addresses.HEADER], lines))


def _path(site: Site) -> Path:
    return site.folders.content / FILE


def _facts(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return ABSENT
    return f"{found.st_size} {found.st_mtime_ns}"
