"""The site as it stands in the output folder: every file with its size and, when asked for, the digest of its bytes.

Digests are kept between publications beside what the disk says of the file (size, times, number), so that an unchanged
file is not read again. They lie in `.backfile/published.sqlite`, which may be deleted at any time. Nothing here grows
with the site: what is seen is in a table on disk.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from backfile.model import Problem
from backfile.publication import REMOVALS, Change, Item, Kind, rank

Measure = Callable[[bytes], str]

_TABLES = """
CREATE TABLE IF NOT EXISTS digests (
  measure TEXT, path TEXT, size INTEGER, stamp INTEGER, digest TEXT, PRIMARY KEY (measure, path)) WITHOUT ROWID;
CREATE TEMP TABLE seen (path TEXT PRIMARY KEY, size INTEGER, stamp INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE due (
  turn INTEGER, path TEXT, kind TEXT, size INTEGER, digest TEXT, folded TEXT, PRIMARY KEY (turn, path)) WITHOUT ROWID;
CREATE INDEX temp.due_by_path ON due (path);
CREATE INDEX temp.due_by_name ON due (folded);
"""
_MASK = (1 << 62) - 1
# A file may change once more within one tick of the disk's clock: what is so new is not trusted to be unchanged.
RACY_SECONDS = 0.1
_BATCH = 2000
REMOVALS_FIRST = -1


class Standing:
    """The files of one site, and what of them is due. Made by `standing_in`."""

    def __init__(self, output: Path, db: sqlite3.Connection, without: frozenset[str] = frozenset()) -> None:
        self.output, self.db = output, db
        self.problems: list[Problem] = []
        self.taken_over = 0
        self._without = without
        now = time.time_ns() - int(RACY_SECONDS * 1e9)
        db.executemany("INSERT INTO seen VALUES (?, ?, ?)", self._walk(str(output), "", now))

    def _walk(self, folder: str, prefix: str, racy: int) -> Iterator[tuple[str, int, int]]:
        """Every file that is published. Names that begin with a dot are not, but for `.well-known`."""
        with os.scandir(folder) as entries:
            found = list(entries)
        for entry in found:
            path = prefix + entry.name
            if entry.name.startswith(".") and path != ".well-known":
                continue
            if path in self._without:
                continue
            facts = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(facts.st_mode) and entry.name.isprintable():
                yield from self._walk(entry.path, path + "/", racy)
            elif stat.S_ISREG(facts.st_mode) and entry.name.isprintable():
                yield path, facts.st_size, _stamp(facts, racy)
            else:
                self.problems.append(self._odd(path, facts.st_mode))

    def _odd(self, path: str, mode: int) -> Problem:
        source = f"{self.output.name}/{path}"
        if stat.S_ISLNK(mode):
            fault, remedy = "a link to another file, which no host follows", "put the file itself in its place"
        elif not path.isprintable():
            fault, remedy = "the name has characters that no address can hold", "give it another name"
        else:
            fault, remedy = "neither a file nor a folder", "remove it"
        return Problem(source, 0, 0, fault, remedy, "not-publishable")

    def weight(self) -> tuple[int, int]:
        """How many files there are, and how many bytes they have."""
        return self.db.execute("SELECT count(*), coalesce(sum(size), 0) FROM seen").fetchone()

    def weights(self) -> dict[str, int]:
        """The bytes of the files below each first step of their paths; "" for those at the top."""
        query = "SELECT substr(path, 1, max(0, instr(path, '/') - 1)), sum(size) FROM seen GROUP BY 1"
        return dict(self.db.execute(query))

    def large(self, size: int) -> list[tuple[str, int]]:
        """(path, size) of files above a size."""
        return self.db.execute("SELECT path, size FROM seen WHERE size > ? ORDER BY path", (size,)).fetchall()

    def has(self, path: str) -> bool:
        return self.db.execute("SELECT 1 FROM seen WHERE path = ?", (path,)).fetchone() is not None

    def paths(self) -> Iterator[str]:
        """Every path, in order."""
        return (row[0] for row in self.db.execute("SELECT path FROM seen ORDER BY path"))

    def read(self, path: str) -> bytes:
        return (self.output / path).read_bytes()

    def items(self, name: str, measure: Measure) -> Iterator[Item]:
        """Every file by path with its digest; `name` tells one measure's digests from another's."""
        last = ""
        while rows := self._rows(name, last):
            fresh = []
            for path, size, stamp, digest in rows:
                if digest is None:
                    digest = measure(self.read(path))
                    fresh.append((name, path, size, stamp, digest))
                yield Item(path, size, digest)
            self.db.executemany("INSERT OR REPLACE INTO digests VALUES (?, ?, ?, ?, ?)", fresh)
            self.db.commit()
            last = rows[-1][0]

    def _rows(self, name: str, after: str) -> list[tuple[str, int, int, str | None]]:
        query = """SELECT seen.path, seen.size, seen.stamp, digest FROM seen LEFT JOIN digests ON measure = ? AND
            digests.path = seen.path AND digests.size = seen.size AND digests.stamp = seen.stamp AND seen.stamp <> 0
            WHERE seen.path > ? ORDER BY seen.path LIMIT ?"""
        return self.db.execute(query, (name, after, _BATCH)).fetchall()

    def note_due(self, changes: Iterable[Change], group_of: Callable[[str], str]) -> None:
        """Remember what is to be done, each change with its turn."""
        rows = ((rank(c, group_of(c.path)), c.path, c.kind.value, c.size, c.digest, c.path.casefold()) for c in changes)
        self.db.executemany("INSERT INTO due VALUES (?, ?, ?, ?, ?, ?)", rows)
        first = [change.path for change in self.due(LEAVING) if self._is_in_the_way(change.path)]
        self.db.executemany(f"UPDATE due SET turn = {REMOVALS_FIRST} WHERE path = ?", ((path,) for path in first))

    def _is_in_the_way(self, path: str) -> bool:
        """Whether a file must go before others can come: one that becomes a folder, one in a folder that becomes a
        file, one that some disks take for the same name in other letters."""
        ways = [
            ("folded = ?", (path.casefold(),)),
            ("path > ? AND path < ?", (path + "/", path + "0")),
            *(("path = ?", (folder.as_posix(),)) for folder in PurePosixPath(path).parents[:-1]),
        ]
        query = f"SELECT 1 FROM due WHERE {STAYING} AND "
        return any(self.db.execute(query + where, values).fetchone() for where, values in ways)

    def due(self, where: str = "1") -> Iterator[Change]:
        """What is to be done, in the order in which it is safe."""
        query = f"SELECT kind, path, size, digest FROM due WHERE {where} ORDER BY turn, path"
        for kind, *rest in self.db.execute(query):
            yield Change(Kind(kind), *rest)

    def turns(self) -> Iterator[Iterator[Change]]:
        """The same, turn by turn: one must be done before the next begins."""
        for turn in range(REMOVALS_FIRST, REMOVALS + 1):
            yield self.due(f"turn = {turn}")

    def settle_clash(self, path: str) -> None:
        """The file that stands in the way of ours has the very same bytes: it is taken over as it is."""
        self.db.execute("DELETE FROM due WHERE path = ?", (path,))
        self.taken_over += 1

    def is_due(self, path: str) -> bool:
        return self.db.execute("SELECT 1 FROM due WHERE path = ?", (path,)).fetchone() is not None


# Conditions for `due`.
CLASHES = "kind = '!'"
LEAVING = "kind = '-'"
STAYING = "kind <> '-'"


def _stamp(facts: os.stat_result, racy: int) -> int:
    """What changes with every change of a file; 0 when it may still change without that."""
    if max(facts.st_mtime_ns, facts.st_ctime_ns) > racy:
        return 0
    return ((facts.st_mtime_ns * 31 + facts.st_ctime_ns) * 31 + facts.st_ino) & _MASK or 1


@contextmanager
def standing_in(output: Path, work: Path, without: frozenset[str] = frozenset()) -> Iterator[Standing]:
    """The site in `output`; `work` is the folder where digests are kept. `without` are first steps of paths that are
    left out."""
    work.mkdir(parents=True, exist_ok=True)
    db = _opened(work / "published.sqlite")
    try:
        yield Standing(output, db, without)
        db.execute("DELETE FROM digests WHERE path NOT IN (SELECT path FROM seen)")
        db.commit()
    finally:
        db.close()


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _with_tables(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # damaged, or no database: it is nothing but a saving of time
        path.unlink()
        return _with_tables(path)


def _with_tables(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=10)
    try:
        db.executescript("PRAGMA temp_store = FILE; PRAGMA synchronous = OFF;" + _TABLES)
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db
