"""What earlier imports wrote, by path and fingerprint, so that an editor's change is noticed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from backfile.importing.likeness import Likeness

_TABLES = """
CREATE TABLE IF NOT EXISTS wrote (path TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS came (
    capture TEXT PRIMARY KEY, sha256 TEXT, rules TEXT, path TEXT, words INTEGER, day TEXT, signature BLOB
) WITHOUT ROWID;
"""


class Ledger:
    """The fingerprint of each story file as the importer last wrote it, kept in `.backfile/imports.sqlite`.

    It may be lost at any time: a file without an entry counts as edited unless it says what the importer would write.
    """

    def __init__(self, path: Path, *, keep: bool = True) -> None:
        self.keep = keep
        if keep:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = _opened(path if keep or path.exists() else None)

    def fingerprint_of(self, path: str) -> str:
        """The fingerprint of what was last written to this path, or ""."""
        row = self._db.execute("SELECT fingerprint FROM wrote WHERE path = ?", (path,)).fetchone()
        return row[0] if row else ""

    def remember(self, path: str, fingerprint: str) -> None:
        """Note what now stands at this path."""
        self._db.execute("INSERT OR REPLACE INTO wrote VALUES (?, ?)", (path, fingerprint))

    def path_of(self, capture: str, sha256: str, rules: str) -> str:
        """Where the one story of this capture was written by these rules, or ""."""
        row = self._db.execute(
            "SELECT path FROM came WHERE (capture, sha256, rules) = (?, ?, ?)", (capture, sha256, rules)
        )
        return next((path for (path,) in row), "")

    def note(self, likeness: Likeness, sha256: str, rules: str, path: str) -> None:
        """Note that a capture's story stands at this path, and what to compare it by."""
        row = (likeness.capture, sha256, rules, path, likeness.words, likeness.day, likeness.signature)
        self._db.execute("INSERT OR REPLACE INTO came VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def likenesses(self) -> Iterator[Likeness]:
        """What earlier imports wrote, to compare by."""
        rows = self._db.execute(
            "SELECT capture, words, day, signature FROM came WHERE length(signature) > 0 ORDER BY capture"
        )
        yield from (Likeness(*row) for row in rows)

    def close(self) -> None:
        """Keep what was noted, unless this was a rehearsal."""
        if self.keep:
            self._db.commit()
        self._db.close()


def _opened(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:")
    try:
        db.executescript(_TABLES)
    except sqlite3.DatabaseError:  # a damaged ledger is no loss: begin another
        db.close()
        if path is None:
            raise
        path.unlink()
        db = sqlite3.connect(path)
        db.executescript(_TABLES)
    return db
