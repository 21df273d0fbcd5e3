"""What earlier imports made of each capture, and what they wrote, so that nothing is read twice for nothing and an
editor's change is noticed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from backfile.importing.accounts import Fate, Outcome
from backfile.importing.likeness import Likeness

_VERSION = 3
_TABLES = """
CREATE TABLE IF NOT EXISTS wrote (path TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS came (
    capture TEXT PRIMARY KEY, sha256 TEXT, rules TEXT, fate TEXT, path TEXT, reason TEXT,
    words INTEGER, day TEXT, signature BLOB
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS came_by_path ON came (path) WHERE fate = 'duplicate';
CREATE TABLE IF NOT EXISTS wants (path TEXT PRIMARY KEY, text TEXT NOT NULL, links TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wanted (key TEXT, path TEXT, PRIMARY KEY (key, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wanted_by ON wanted (path);
CREATE TABLE IF NOT EXISTS asked (capture TEXT PRIMARY KEY, asking TEXT NOT NULL) WITHOUT ROWID;
"""
_COMMIT_EVERY = 500


class Asking(NamedTuple):
    """How a capture was asked for: the path that was named, and the wishes about it; enough to read it again."""

    path: str
    kind: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    date_from: tuple[str, ...] = ()


class Ledger:
    """Kept in `.backfile/imports.sqlite`.

    It may be lost at any time: captures are read again, and a file without an entry counts as edited unless it says
    what the importer would write.
    """

    def __init__(self, path: Path, *, keep: bool = True) -> None:
        self.keep, self._noted = keep, 0
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
        self._save_now_and_then()

    def outcome_of(self, capture: str, sha256: str, rules: str) -> Outcome | None:
        """What these rules made of the one story of this capture, or None."""
        row = self._db.execute(
            "SELECT fate, path, reason FROM came WHERE (capture, sha256, rules) = (?, ?, ?)", (capture, sha256, rules)
        ).fetchone()
        return Outcome(capture, Fate(row[0]), row[1], row[2]) if row else None

    def note(self, outcome: Outcome, likeness: Likeness, sha256: str, rules: str) -> None:
        """Note what became of a capture's story, and what to compare it by. Of a duplicate, `path` is that of the
        story it repeats."""
        row = (outcome.capture, sha256, rules, outcome.fate.value, outcome.path, outcome.reason, *likeness[1:])
        self._db.execute("INSERT OR REPLACE INTO came VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._save_now_and_then()

    def likenesses(self) -> Iterator[Likeness]:
        """The stories that earlier imports wrote, to compare by."""
        rows = self._db.execute(
            "SELECT capture, words, day, signature FROM came"
            " WHERE length(signature) > 0 AND fate = 'written' ORDER BY capture"
        )
        yield from (Likeness(*row) for row in rows)

    def waiting(self, capture: str) -> tuple[Likeness, str] | None:
        """What to compare a story by that waits for a person, and its capture's SHA-256."""
        row = self._db.execute(
            "SELECT capture, words, day, signature, sha256 FROM came WHERE capture = ? AND fate = 'review'", (capture,)
        ).fetchone()
        return (Likeness(*row[:4]), row[4]) if row else None

    def duplicates_of(self, path: str, most: int) -> tuple[str, ...]:
        """The captures known to repeat the story that stands at this path."""
        rows = self._db.execute(
            "SELECT capture FROM came WHERE fate = 'duplicate' AND path = ? ORDER BY capture LIMIT ?", (path, most)
        )
        return tuple(capture for (capture,) in rows)

    def note_asking(self, capture: str, asking: Asking) -> None:
        """Note how a capture that a person should look at was asked for."""
        self._db.execute("INSERT OR REPLACE INTO asked VALUES (?, ?)", (capture, json.dumps(asking)))

    def askings(self, captures: Sequence[str]) -> dict[Asking, set[str]]:
        """How these captures were asked for: the captures by asking. What is not known is left out."""
        found: dict[Asking, set[str]] = {}
        for capture in captures:
            row = self._db.execute("SELECT asking FROM asked WHERE capture = ?", (capture,)).fetchone()
            if row:
                path, kind, mapping, date_from = json.loads(row[0])
                asking = Asking(path, kind, tuple(map(tuple, mapping)), tuple(date_from))
                found.setdefault(asking, set()).add(capture)
        return found

    def want(self, path: str, text: str, links: str, keys: Iterable[str]) -> None:
        """Keep the text of a story that has links to what did not come, and by which keys that would be known."""
        self.unwant(path)
        self._db.execute("INSERT INTO wants VALUES (?, ?, ?)", (path, text, links))
        self._db.executemany("INSERT INTO wanted VALUES (?, ?)", ((key, path) for key in set(keys)))

    def unwant(self, path: str) -> None:
        """All that a story leads to is there, or nobody waits for it any more."""
        self._db.execute("DELETE FROM wants WHERE path = ?", (path,))
        self._db.execute("DELETE FROM wanted WHERE path = ?", (path,))

    def wants_any(self) -> bool:
        """Whether any story waits for what its links lead to."""
        return bool(self._db.execute("SELECT 1 FROM wants LIMIT 1").fetchone())

    def wanting(self, key: str) -> list[str]:
        """The paths of stories that want what is known by a key."""
        return [path for (path,) in self._db.execute("SELECT path FROM wanted WHERE key = ?", (key,))]

    def wants_of(self, path: str) -> tuple[str, str]:
        """The text and the links that `want` kept of a story."""
        return self._db.execute("SELECT text, links FROM wants WHERE path = ?", (path,)).fetchone()

    def _save_now_and_then(self) -> None:
        self._noted += 1
        if self.keep and self._noted % _COMMIT_EVERY == 0:
            self._db.commit()

    def close(self) -> None:
        """Keep what was noted, unless this was a rehearsal."""
        if self.keep:
            self._db.commit()
        self._db.close()


def _opened(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:")
    try:
        _prepare(db)
    except sqlite3.DatabaseError:  # a damaged ledger is no loss: begin another
        db.close()
        if path is None:
            raise
        path.unlink()
        db = sqlite3.connect(path)
        _prepare(db)
    return db


def _prepare(db: sqlite3.Connection) -> None:
    """The tables as this version has them; what an older one noted of captures is let go, what it wrote is kept."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != _VERSION:
        db.execute("DROP TABLE IF EXISTS came")
        db.execute(f"PRAGMA user_version = {_VERSION}")
    db.executescript(_TABLES)
