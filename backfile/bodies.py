"""Rendered bodies, kept by what they were made of, so that a costly one is made once. Safe to delete at any moment.

Only bodies that went through Python-Markdown are kept: the short cut makes the others faster than they could be
fetched.
"""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

LIMIT_BYTES = 256_000_000


class Bodies:
    """One process's way to the store. A fault of the store is a body that is not there, never an error."""

    def __init__(self, path: Path, engine: str) -> None:
        self.engine = engine
        self.db: sqlite3.Connection | None = None
        try:
            self.db = sqlite3.connect(path, timeout=1, isolation_level=None)
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = OFF")
            self.db.execute("CREATE TABLE IF NOT EXISTS bodies (key TEXT PRIMARY KEY, html BLOB) WITHOUT ROWID")
        except sqlite3.Error:
            self.db = None

    def find(self, content: str) -> str | None:
        """The body made of a file with this fingerprint, by the same engine and settings."""
        try:
            row = (
                self.db.execute("SELECT html FROM bodies WHERE key = ?", (content + self.engine,)).fetchone()
                if self.db
                else None
            )
            return zlib.decompress(row[0]).decode() if row else None
        except (sqlite3.Error, zlib.error, UnicodeDecodeError):
            return None

    def keep(self, made: list[tuple[str, str]]) -> None:
        """Store (fingerprint of the file, HTML) pairs."""
        rows = [(content + self.engine, zlib.compress(html.encode(), 1)) for content, html in made]
        try:
            if self.db and rows:
                self.db.execute("BEGIN")
                self.db.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?)", rows)
                self.db.execute("COMMIT")
        except sqlite3.Error:
            self.db = None


def bounded(path: Path, limit: int = LIMIT_BYTES) -> None:
    """Remove the store when it has outgrown its limit: what is still needed is made again."""
    try:
        if path.stat().st_size > limit:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError:
        return
