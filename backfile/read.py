"""Every byte in: the files of `content/`, compared with what the last build knew of them."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from backfile import fingerprint
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
    """Every file below `content/`, and what is wrong with those that cannot be used."""

    files: list[Seen]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


class Changes(NamedTuple):
    """What differs from the last build by size or stamp: files to read again, files that are gone."""

    to_read: list[Seen]
    gone: list[str]


def scan(content: Path, allowed: tuple[str, ...] = ()) -> Scan:
    """Walk `content/` once; one `stat` a file, nothing opened. Links to outside are faults, except to `allowed`
    folders.

    Names that begin with a dot and names that end in `~` are no content.
    """
    walk = _Walk(str(content), tuple(os.path.realpath(path) for path in allowed))
    walk.folder(str(content), "")
    return Scan(walk.files, tuple(walk.problems), tuple(walk.notes))


def scan_some(content: Path, sources: Iterable[str], allowed: tuple[str, ...] = ()) -> Scan | None:
    """The same for a few paths below `content/`, with no walk; None when one of them is a folder."""
    walk = _Walk(str(content), tuple(os.path.realpath(path) for path in allowed))
    are_files = [walk.one(source) for source in sources if is_content(source)]
    return Scan(walk.files, tuple(walk.problems), tuple(walk.notes)) if all(are_files) else None


def is_content(source: str) -> bool:
    """Whether no step of a path is a name that is never content."""
    return all(step[:1] not in ("", ".") and step[-1] != "~" for step in source.split("/"))


class _Walk:
    def __init__(self, root: str, allowed: tuple[str, ...]) -> None:
        self.root, self.allowed = root, (os.path.realpath(root), *allowed)
        self.files: list[Seen] = []
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.racy = time.time_ns() - int(RACY_SECONDS * 1e9)

    def folder(self, path: str, prefix: str) -> None:
        folders = []
        add, racy = self.files.append, self.racy
        with os.scandir(path) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." or name[-1] == "~":
                    continue
                if entry.is_symlink():
                    self.link(entry.path, prefix + name, folders)
                elif entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, prefix + name + "/"))
                else:
                    facts = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(facts.st_mode) and name.isprintable():
                        newest = max(facts.st_mtime_ns, facts.st_ctime_ns)
                        stamp = 0 if newest > racy else (facts.st_mtime_ns * 31 + facts.st_ctime_ns) & _MASK
                        add(Seen(prefix + name, facts.st_size, stamp))
                    else:
                        self.odd(prefix + name, facts.st_mode)
        for path, inner in folders:
            self.folder(path, inner)

    def one(self, source: str) -> bool:
        """The same for one path alone; whether it is something else than a folder."""
        path = os.path.join(self.root, source)
        try:
            facts = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return True
        if stat.S_ISLNK(facts.st_mode):
            self.link(path, source, folders := [])
            return not folders
        if stat.S_ISREG(facts.st_mode) and source.rpartition("/")[2].isprintable():
            newest = max(facts.st_mtime_ns, facts.st_ctime_ns)
            stamp = 0 if newest > self.racy else (facts.st_mtime_ns * 31 + facts.st_ctime_ns) & _MASK
            self.files.append(Seen(source, facts.st_size, stamp))
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

    def link(self, path: str, source: str, folders: list) -> None:
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
            folders.append((path, source + "/"))
        else:
            facts = os.stat(target)
            self.files.append(Seen(source, facts.st_size, 0))

    def fault(self, source: str, fault: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(source, 0, 0, fault, remedy, code))


def changes(seen: list[Seen], known: Iterable[tuple[str, int, int]], *, trust: bool = True) -> Changes:
    """Compare a scan with what the last build knew. Without `trust` every file is to be read and hashed again."""
    before = {source: (size, stamp) for source, size, stamp in known}
    if not trust:
        names = {file.source for file in seen}
        return Changes(list(seen), sorted(before.keys() - names))
    forget = before.pop
    to_read = [file for file in seen if forget(file.source, None) != (file.size, file.stamp) or not file.stamp]
    return Changes(to_read, sorted(before))


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
    return fingerprint.of_bytes((content / source).read_bytes())


def markdown_of(files: Iterable[Seen]) -> Iterator[Seen]:
    return (file for file in files if file.source.endswith(".md"))
