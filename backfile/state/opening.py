"""The state file opened: made where there is none, set aside where it cannot be read, its tables of today's shape."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from backfile.model import MachineError
from backfile.state import schema
from backfile.state.store import Store


def open_store(path: Path | None) -> Store:
    """Open the state file, new when absent, unreadable or of another version; None opens one in memory.

    Raises MachineError when the folder cannot be written or the disk is full.
    """
    try:
        if path is None:
            return _prepared(sqlite3.connect(":memory:", isolation_level="DEFERRED"))
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _prepared(sqlite3.connect(path, timeout=2))
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            _set_aside(path)
            return _prepared(sqlite3.connect(path, timeout=2))
    except (OSError, sqlite3.OperationalError) as error:
        raise MachineError(
            f"{path}: the state of the last build cannot be opened: {error}; check the disk and its permissions"
        ) from error


def _set_aside(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _prepared(db: sqlite3.Connection) -> Store:
    db.execute("PRAGMA journal_mode = WAL")
    # No fsync: pages are not synced either, and a state that outlives them would speak of files that are not there.
    # What a crash of this process leaves is whole in any case; after a power failure `--verify` looks at every file.
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA wal_autocheckpoint = 20000")
    db.execute("PRAGMA cache_size = -65536")
    db.execute("PRAGMA temp_store = FILE")  # of an archive of millions, what is sorted or noted does not fit elsewhere
    _make_tables(db)
    return Store(db)


def _make_tables(db: sqlite3.Connection) -> None:
    """Bring the tables to today's shape; see `schema` for what is kept."""
    names = {
        row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    }
    had = dict(db.execute("SELECT name, value FROM meta")) if "meta" in names else {}
    kept = {table for table in schema.KEPT if had.get(f"{table} schema") == schema.kept_version(table)}
    if had.get("schema") == schema.version() and kept == set(schema.KEPT):
        return
    for name in names - kept:
        db.execute(f"DROP TABLE {name}")
    fresh = "".join(schema.KEPT[table] for table in sorted(set(schema.KEPT) - kept))
    db.executescript(schema.TABLES + schema.INDEX_OF_MARKS + ";" + fresh + schema.TRIGGERS)
    values = {"schema": schema.version()} | {f"{table} schema": schema.kept_version(table) for table in schema.KEPT}
    if "outputs" in kept:
        values["output"] = had.get("output", "")
    db.executemany("INSERT INTO meta VALUES (?, ?)", list(values.items()))
    db.commit()
