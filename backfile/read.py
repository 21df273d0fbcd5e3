"""Every byte in: the files of `content/`, compared with what the last build knew of them."""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from backfile import addresses
from backfile.model import Problem

# A file changed this shortly before the scan may change again within the clock's resolution: its stamp is not trusted.
RACY_SECONDS = 0.1
_MASK = (1 << 62) - 1


class Seen(NamedTuple):
    """One file of `content/` as the disk shows it. `stamp` stands for mtime and ctime; 0 is never trusted."""

    source: str
    size: int
    stamp: int


class Scan(NamedTuple):
    """How many files there are below `content/`, and what is wrong with those that cannot be used."""

    count: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


class Roll:
    """Files put by in order: in memory while they are few, else in a temporary file, since there may be millions.

    Gone through by one reader at a time.
    """

    FEW = 10_000

    def __init__(self, files: Iterable[Seen] = ()) -> None:
        self._last: list[Seen] = []
        self._spool = None
        self._count = 0
        for file in files:
            self.add(file)

    def add(self, file: Seen) -> None:
        self._last.append(file)
        self._count += 1
        if len(self._last) >= self.FEW:
            if self._spool is None:
                self._spool = tempfile.TemporaryFile(prefix="backfile-")  # noqa: SIM115 - goes with the roll
            pickle.dump(self._last, self._spool, pickle.HIGHEST_PROTOCOL)
            self._last = []

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Seen]:
        if self._spool is not None:
            self._spool.seek(0)
            for _ in range(self._count // self.FEW):
                yield from pickle.load(self._spool)  # noqa: S301 - our own bytes of a moment ago
        yield from self._last


class Changes(NamedTuple):
    """What differs from the last build by size or stamp: files to read again, files that are gone."""

    to_read: Roll
    gone: Roll


def compared(
    content: Path, allowed: tuple[str, ...], known: Iterable[tuple[str, int, int]], *, trust: bool = True
) -> tuple[Scan, Changes]:
    """Walk `content/` once beside what the last build knew of it (source, size, stamp; by source): one `stat` a file,
    nothing opened, no list of all files made. Links to outside are faults, except to `allowed` folders.

    Names that begin with a dot and names that end in `~` are no content, nor is the file of published addresses.
    Without `trust` every file is to be read.
    """
    walk = _Walk(str(content), tuple(os.path.realpath(path) for path in allowed))
    found = changes(walk.folder(str(content), ""), known, trust=trust)
    return Scan(walk.count, tuple(walk.problems), tuple(walk.notes)), found


def scan_some(content: Path, sources: Iterable[str], allowed: tuple[str, ...] = ()) -> tuple[Scan, list[Seen]] | None:
    """The same for a few paths below `content/`, with no walk: the files that are there; None when one of them is a
    folder."""
    walk = _Walk(str(content), tuple(os.path.realpath(path) for path in allowed))
    files: list[Seen] = []
    are_files = [walk.one(source, files) for source in sorted(set(sources)) if is_content(source)]
    return (Scan(len(files), tuple(walk.problems), tuple(walk.notes)), files) if all(are_files) else None


def is_content(source: str) -> bool:
    """Whether no step of a path is a name that is never content."""
    return source != addresses.FILE and all(step[:1] not in ("", ".") and step[-1] != "~" for step in source.split("/"))


class _Walk:
    """Files come in the order of their whole paths, as the state keeps them: a folder's name is followed by `/`."""

    def __init__(self, root: str, allowed: tuple[str, ...]) -> None:
        self.root, self.allowed = root, (os.path.realpath(root), *allowed)
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.count = 0
        self.racy = time.time_ns() - int(RACY_SECONDS * 1e9)

    def folder(self, path: str, prefix: str) -> Iterator[Seen]:
        found: list[tuple[str, int, int, str]] = []
        for entry in self.entries(path):
            name = entry.name
            if name == addresses.FILE and not prefix:
                continue
            if entry.is_symlink():
                self.link(entry.path, prefix + name, found)
            elif entry.is_dir(follow_symlinks=False):
                found.append((prefix + name + "/", 0, 0, entry.path))
            else:
                facts = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(facts.st_mode) and name.isprintable():
                    found.append((prefix + name, facts.st_size, self.stamp(facts), ""))
                else:
                    self.odd(prefix + name, facts.st_mode)
        found.sort()
        for source, size, stamp, inner in found:
            if inner:
                yield from self.folder(inner, source)
            else:
                self.count += 1
                yield Seen(source, size, stamp)

    def entries(self, path: str) -> list[os.DirEntry[str]]:
        with os.scandir(path) as entries:
            return [entry for entry in entries if entry.name[0] != "." and entry.name[-1] != "~"]

    def stamp(self, facts: os.stat_result) -> int:
        newest = max(facts.st_mtime_ns, facts.st_ctime_ns)
        return 0 if newest > self.racy else (facts.st_mtime_ns * 31 + facts.st_ctime_ns) & _MASK

    def one(self, source: str, files: list[Seen]) -> bool:
        """The same for one path alone; whether it is something else than a folder."""
        path = os.path.join(self.root, source)
        try:
            facts = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return True
        if stat.S_ISLNK(facts.st_mode):
            self.link(path, source, found := [])
            files += [Seen(*file[:3]) for file in found if not file[3]]
            return not any(file[3] for file in found)
        if stat.S_ISREG(facts.st_mode) and source.rpartition("/")[2].isprintable():
            files.append(Seen(source, facts.st_size, self.stamp(facts)))
        elif not stat.S_ISDIR(facts.st_mode):
            self.odd(source, facts.st_mode)
        return not stat.S_ISDIR(facts.st_mode)

    def odd(self, source: str, mode: int) -> None:
        if not stat.S_ISREG(mode):
            self.fault(
                source,
                "this is not a file that can be read (a pipe, a socket or a device)",
                "move it out of content/",
                "not-a-file",
            )
        else:
            fault = "the name has characters that no address can hold: " + ascii(source)
            self.fault(ascii(source)[1:-1], fault, "rename the file", "file-name")

    def link(self, path: str, source: str, found: list[tuple[str, int, int, str]]) -> None:
        target = os.path.realpath(path)
        inside = any(target == root or target.startswith(root + os.sep) for root in self.allowed)
        if not os.path.exists(target):
            self.fault(
                source, "this link leads to nothing", "remove it, or put the file back that it led to", "dangling-link"
            )
        elif os.path.isdir(target) and os.path.realpath(os.path.dirname(path)).startswith(target):
            self.notes.append(f"{source} is a link to a folder that holds it; it was not followed")
        elif not inside:
            self.fault(
                source,
                f"this link leads out of content/, to {target}",
                "copy the file here, or name the folder in allowed_links in site.toml",
                "link-outside",
            )
        elif os.path.isdir(target):
            found.append((source + "/", 0, 0, path))
        else:
            found.append((source, os.stat(target).st_size, 0, ""))

    def fault(self, source: str, fault: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(source, 0, 0, fault, remedy, code))


def changes(seen: Iterable[Seen], known: Iterable[tuple[str, int, int]], *, trust: bool = True) -> Changes:
    """Compare files with what the last build knew of them; both come in the order of their paths."""
    to_read, gone = Roll(), Roll()
    rows = iter(known)
    before = next(rows, None)
    for file in seen:
        source = file.source
        while before and before[0] < source:
            gone.add(Seen(*before))
            before = next(rows, None)
        is_known = before is not None and before[0] == source
        if not trust or not is_known or not file.stamp or file != before:
            to_read.add(file)
        if is_known:
            before = next(rows, None)
    while before:
        gone.add(Seen(*before))
        before = next(rows, None)
    return Changes(to_read, gone)


def file_bytes(content: Path, source: str, limit: int = 0) -> bytes:
    """The bytes of one file; with a `limit`, at most one more than that many are read. Raises OSError."""
    descriptor = os.open(os.path.join(content, source), os.O_RDONLY)
    try:
        size = os.fstat(descriptor).st_size
        wanted = min(size + 1, limit + 1) if limit else size + 1
        data = os.read(descriptor, wanted)
        while len(data) < wanted and (more := os.read(descriptor, wanted - len(data))):
            data += more
        return data
    finally:
        os.close(descriptor)


def hashed(content: Path, source: str) -> str:
    """The fingerprint of a file that is not Markdown, read in pieces."""
    with (content / source).open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def markdown_of(files: Iterable[Seen]) -> Iterator[Seen]:
    return (file for file in files if file.source.endswith(".md"))
