"""A database for one run: what a run remembers of its captures lies on disk and is gone with it, so that memory stays
flat in their number."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from itertools import islice

HELD_KB = 1_000  # of each such database in memory
FEW_NAMES = 4_000


def scratch(tables: str) -> sqlite3.Connection:
    """An empty database with these tables, in a file of SQLite's own that no name leads to."""
    db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    db.executescript(
        f"PRAGMA cache_size = -{HELD_KB}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {tables}"
    )
    return db


def sorted_names(folder: str | os.PathLike[str]) -> Iterator[str]:
    """The names in a folder, in order."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in islice(entries, FEW_NAMES)]
        if len(names) < FEW_NAMES:
            yield from sorted(names)
            return
        db = scratch("CREATE TABLE names (name BLOB)")  # names may be no text
        db.executemany("INSERT INTO names VALUES (?)", ((os.fsencode(name),) for name in names))
        names.clear()
        db.executemany("INSERT INTO names VALUES (?)", ((os.fsencode(entry.name),) for entry in entries))
    yield from (os.fsdecode(name) for (name,) in db.execute("SELECT name FROM names ORDER BY name"))
    db.close()
