"""What one round of pages has noted so far, in temporary tables on disk: there may be millions.

`planned` are the paths of a whole plan. `waiting` are finished files that are put in place when all are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from backfile.compact import dumped, loads
from backfile.state.outputs import Output
from backfile.state.store import Store
from backfile.state.stories import PIECE

TABLES = """
DROP TABLE IF EXISTS temp.planned;
DROP TABLE IF EXISTS temp.waiting;
DROP TABLE IF EXISTS temp.orphans;
CREATE TEMP TABLE planned (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE waiting (number INTEGER PRIMARY KEY, rank INTEGER, staged TEXT, output TEXT, path TEXT, folded TEXT);
CREATE INDEX temp.waiting_by_rank ON waiting (rank, number);
CREATE INDEX temp.waiting_by_name ON waiting (folded);
CREATE TEMP TABLE orphans (path TEXT PRIMARY KEY, is_in_the_way INTEGER) WITHOUT ROWID;
"""


class Waiting(NamedTuple):
    """A finished file that stands at `staged` and will be `output`."""

    staged: str
    output: Output


class Round:
    """The account of one round; a new one forgets the last."""

    def __init__(self, store: Store) -> None:
        self.db = store.db
        for statement in TABLES.strip().split(";\n"):
            self.db.execute(statement)

    def plan(self, path: str) -> None:
        self.db.execute("INSERT OR IGNORE INTO temp.planned VALUES (?)", (path,))

    def wait(self, rank: int, staged: str, output: Output) -> None:
        """Files of a lower rank are put in place first."""
        self.db.execute(
            "INSERT INTO temp.waiting (rank, staged, output, path, folded) VALUES (?, ?, ?, ?, ?)",
            (rank, staged, dumped(output), output.path, output.path.casefold()),
        )

    def orphan(self, paths: Iterable[str]) -> None:
        """Files that no page asks for any more."""
        self.db.executemany("INSERT OR IGNORE INTO temp.orphans VALUES (?, 0)", ((path,) for path in paths))

    def orphan_all_unplanned(self) -> None:
        """The same for every known file that is not planned. Files of the search (`index:…`) are no pages: they
        have a step of their own."""
        self.db.execute(
            "INSERT OR IGNORE INTO temp.orphans SELECT path, 0 FROM outputs "
            "WHERE path NOT IN (SELECT path FROM temp.planned) AND grp NOT LIKE 'index:%'"
        )

    def doubt(self) -> None:
        """Note in the state that what is about to be moved or removed may or may not have been: until it is put on
        record again such a file is made again."""
        self.db.execute(
            "INSERT INTO outputs SELECT path, '', '', '{}', '', 0 FROM temp.waiting WHERE true "
            "ON CONFLICT (path) DO UPDATE SET fingerprint = '', content = ''"
        )
        self.db.execute(
            "UPDATE outputs SET fingerprint = '', content = '' WHERE path IN (SELECT path FROM temp.orphans)"
        )

    def orphans(self, *, is_in_the_way: bool) -> Iterator[list[str]]:
        """The orphans, in pieces: those that a waiting file replaces on a disk where `Flood` and `flood` are one name,
        or the others."""
        last = ""
        self._mark()
        while True:
            rows = self.db.execute(
                "SELECT path FROM temp.orphans WHERE is_in_the_way = ? AND path > ? ORDER BY path LIMIT ?",
                (int(is_in_the_way), last, PIECE),
            ).fetchall()
            if not rows:
                return
            yield [row[0] for row in rows]
            last = rows[-1][0]

    def _mark(self) -> None:
        """SQLite does not fold the letters of all scripts, so orphans that may be in the way are looked at here."""
        if self.db.execute("SELECT 1 FROM temp.waiting LIMIT 1").fetchone() is None:
            return
        last = ""
        while rows := self.db.execute(
            "SELECT path FROM temp.orphans WHERE path > ? ORDER BY path LIMIT ?", (last, PIECE)
        ).fetchall():
            self.db.executemany(
                "UPDATE temp.orphans SET is_in_the_way = EXISTS (SELECT 1 FROM temp.waiting WHERE folded = ?) "
                "WHERE path = ?",
                [(path.casefold(), path) for (path,) in rows],
            )
            last = rows[-1][0]

    def places(self) -> Iterator[tuple[str, str]]:
        """(path, where it waits) of each file that waits."""
        return self.db.execute("SELECT path, staged FROM temp.waiting ORDER BY path")

    def waiting(self) -> Iterator[list[Waiting]]:
        """The waiting files in order of rank, in pieces; those of a piece have the same."""
        at = (-1, -1)
        while True:
            rows = self.db.execute(
                "SELECT rank, number, staged, output FROM temp.waiting WHERE (rank, number) > (?, ?) "
                "ORDER BY rank, number LIMIT ?",
                (*at, PIECE),
            ).fetchall()
            if not rows:
                return
            for _, alike in groupby(rows, itemgetter(0)):
                yield [Waiting(row[2], Output(*loads(row[3]))) for row in alike]
            at = rows[-1][:2]
