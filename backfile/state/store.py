"""One open state file: named values, facts about source files, entries of stories, problems, what is still to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile import urls
from backfile.catalogue import UNLISTED, Entry
from backfile.compact import dumped, loads
from backfile.model import Level, Problem
from backfile.state import schema


class FileFact(NamedTuple):
    """What was true of a file in `content/` when it was last read: size, stamp, fingerprint; of a picture its
    measures in pixels, and its form where copies can be made of it."""

    size: int
    mtime: int
    content: str
    width: int = 0
    height: int = 0
    form: str = ""


# How rows get into each table: (row, …) in the order of its columns.
_INSERTS = {
    "files": "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
    "stories": "INSERT INTO stories (id, source, kind, content, permalink, instant, day, status, release, expires, "
    "shown, weight, guarded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "cards": "INSERT INTO cards VALUES (?, ?)",
    "metas": "INSERT INTO metas VALUES (?, ?, ?, ?, ?, ?)",
    "addresses": "INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)",
    "mentions": "INSERT OR IGNORE INTO mentions VALUES (?, ?)",
    "marks": "INSERT OR IGNORE INTO marks VALUES (?, ?)",
    "problems": "INSERT INTO problems VALUES (?, ?, ?, ?)",
    "terms": "INSERT OR REPLACE INTO terms VALUES (?, ?, ?, ?, ?, ?, ?)",
    "uses": "INSERT OR IGNORE INTO uses VALUES (?, ?, ?)",
    "corrected": "INSERT OR IGNORE INTO corrected VALUES (?, ?)",
    "spooled": "INSERT OR REPLACE INTO spooled VALUES (?, ?, ?)",
}
HELD_ROWS = 1000


class _Held:
    """Rows that wait to be stored, by table; the last row number given to a story."""

    def __init__(self, row: int, was_empty: bool) -> None:
        self.row, self.was_empty = row, was_empty
        self.rows: dict[str, list[tuple]] = {}


class Store:
    """One open state file. Nothing is kept until `commit`; `rollback` forgets all since then."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.db = connection
        self.rollbacks = 0
        self._held: _Held | None = None

    def commit(self) -> None:
        self.db.commit()

    def rollback(self) -> None:
        self._held = None
        self.rollbacks += 1
        self.db.rollback()

    def forget_stories(self) -> None:
        """Know nothing of any story: the next build is clean. Which files builds have written stays known."""
        tables = [
            row[0]
            for row in self.db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        for name in set(tables) - {"meta", *schema.KEPT}:
            self.db.execute(f"DELETE FROM {name}")
        kept = ["schema", "complete", "owner", *(f"{table} schema" for table in schema.KEPT)]
        self.db.execute(f"DELETE FROM meta WHERE name NOT IN ({', '.join('?' * len(kept))})", kept)
        self.db.execute("UPDATE outputs SET fingerprint = '', content = ''")

    def close(self) -> None:
        self.db.close()

    # -- named values

    def value(self, name: str) -> str:
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_value(self, name: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # -- files

    def raw_files(self) -> Iterator[tuple[str, int, int]]:
        """(source, size, mtime) of every file by source: the cheapest form, for the comparison with the disk."""
        return self.db.execute("SELECT source, size, mtime FROM files ORDER BY source")

    def file_fact(self, source: str) -> FileFact | None:
        row = self.db.execute(
            "SELECT size, mtime, content, width, height, form FROM files WHERE source = ?", (source,)
        ).fetchone()
        return FileFact(*row) if row else None

    def has_files_below(self, folder: str) -> bool:
        """Whether any known file lies in a folder of `content/`."""
        row = self.db.execute(
            "SELECT 1 FROM files WHERE source > ? AND source < ? LIMIT 1", (folder + "/", folder + "0")
        )
        return row.fetchone() is not None

    def set_files(self, facts: Iterable[tuple[str, FileFact]]) -> None:
        self._insert("files", [(source, *fact) for source, fact in facts])

    def distrust_files(self) -> None:
        """Have every file read again: the settings or the code that reads them changed."""
        self.db.execute("UPDATE files SET mtime = 0, content = ''")

    def forget_file(self, source: str) -> None:
        self.db.execute("DELETE FROM files WHERE source = ?", (source,))

    # -- stories

    def put_entry(self, entry: Entry, shown: bool) -> None:
        """Store one entry in place of what stood there for its source; terms only when it is shown."""
        if not (self._held and self._held.was_empty):
            self.drop_entry(entry.source)
        row = self._next_row()
        self._insert("stories", [(row, *entry[:9], int(shown), entry.weight, int(entry.is_guarded))])
        self._insert("cards", [(row, entry.card)])
        kept = (dumped(entry.terms), dumped(entry.links), dumped(entry.files), dumped(entry.aliases))
        self._insert("metas", [(row, entry.meta, *kept)])
        self._put_relations(entry)
        if shown:
            self._put_shown(row, entry)

    def _next_row(self) -> int:
        """Row numbers only grow, whatever is removed: SQLite keeps the highest in `sqlite_sequence`."""
        if self._held:
            self._held.row += 1
            return self._held.row
        return self._last_row() + 1

    def _last_row(self) -> int:
        row = self.db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'stories'").fetchone()
        return row[0] if row else 0

    def _put_relations(self, entry: Entry) -> None:
        source = entry.source
        addresses = [entry.permalink, *entry.aliases] if entry.kind != "term" else []
        self._insert("addresses", [(urls.address_key(address), address, source) for address in addresses])
        self._insert("mentions", [(m.key, source) for m in entry.links if m])
        self._insert("marks", [(source, mark) for mark in entry.marks])
        self._insert("problems", [(source, p.line, p.code, _problem_text(p)) for p in entry.problems])

    def _put_shown(self, row: int, entry: Entry) -> None:
        year, at = entry.day[:4], (entry.instant, entry.permalink, row)
        if entry.kind == "story":
            self._insert("terms", [(t.taxonomy, t.slug, year, *at, t.name) for t in entry.terms])
        self._insert("uses", [(*file, entry.source) for file in entry.files])
        is_listed = entry.kind not in UNLISTED.values()
        if is_listed and '"corrections":[]' not in entry.meta:  # nearly all have none, and need no reading
            years = sorted({c["date"][:4] for c in loads(entry.meta)["corrections"] if c["date"]})
            self._insert("corrected", [(year, entry.source) for year in years])

    # -- rows of very many entries, stored together

    def hold(self) -> None:
        """From here on rows of entries and files are stored many at a time, by `flush`; questions about them wait."""
        is_empty = self.db.execute("SELECT 1 FROM stories LIMIT 1").fetchone() is None
        self._held = _Held(self._last_row(), is_empty)

    def flush(self) -> None:
        """Store what is held; goes on holding."""
        for table, rows in self._held.rows.items() if self._held else ():
            self.db.executemany(_INSERTS[table], rows)
            rows.clear()

    def release(self) -> None:
        """Store what is held, and from here on every row at once."""
        self.flush()
        self._held = None

    def _insert(self, table: str, rows: list[tuple]) -> None:
        if not rows:
            return
        if not self._held:
            self.db.executemany(_INSERTS[table], rows)
            return
        held = self._held.rows.setdefault(table, [])
        held += rows
        if len(held) >= HELD_ROWS:
            self.flush()

    def drop_entry(self, source: str) -> None:
        """Forget what is known of a source's story (not the file's own fact). Nothing when there is none."""
        row = self.db.execute("SELECT id, instant, permalink, day FROM stories WHERE source = ?", (source,)).fetchone()
        if not row:
            return
        story, instant, permalink, day = row
        (terms,) = self.db.execute("SELECT terms FROM metas WHERE id = ?", (story,)).fetchone()
        self.db.executemany(
            "DELETE FROM terms WHERE taxonomy = ? AND slug = ? AND year = ? AND instant = ? AND permalink = ? AND "
            "story = ?",
            [(taxonomy, slug, day[:4], instant, permalink, story) for taxonomy, slug, _ in loads(terms)],
        )
        for table in ("cards", "metas", "stories"):
            self.db.execute(f"DELETE FROM {table} WHERE id = ?", (story,))
        for table in ("addresses", "mentions", "uses", "corrected", "marks", "problems"):
            self.db.execute(f"DELETE FROM {table} WHERE source = ?", (source,))

    def drop_file_fact(self, source: str) -> None:
        """Have a file read again by the next build, whatever its stamp says."""
        self.db.execute("UPDATE files SET mtime = 0, content = '' WHERE source = ?", (source,))

    def put_problems(self, problems: Iterable[Problem]) -> None:
        self.db.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?)", ((p.source, p.line, p.code, _problem_text(p)) for p in problems)
        )

    def drop_problems(self, source: str, code: str) -> None:
        self.db.execute("DELETE FROM problems WHERE source = ? AND code = ?", (source, code))

    def drop_problems_called(self, code: str) -> None:
        self.db.execute("DELETE FROM problems WHERE code = ?", (code,))

    def problems_of(self, source: str) -> list[Problem]:
        rows = self.db.execute("SELECT problem FROM problems WHERE source = ? ORDER BY place, problem", (source,))
        return [_problem_from(row[0]) for row in rows]

    def all_problems(self) -> Iterator[Problem]:
        """The warnings and advice of every file as last read, in order of source and line."""
        for (text,) in self.db.execute("SELECT problem FROM problems ORDER BY source, place"):
            yield _problem_from(text)

    # -- bodies at hand in this build: story and content → place in its spool

    def clear_spooled(self) -> None:
        self.db.execute("DELETE FROM spooled")

    def set_spooled(self, source: str, content: str, place: str) -> None:
        self._insert("spooled", [(source, content, place)])

    def spooled(self, source: str, content: str) -> str:
        row = self.db.execute(
            "SELECT place FROM spooled WHERE source = ? AND content = ?", (source, content)
        ).fetchone()
        return row[0] if row else ""

    # -- pending groups: what a build has still to do, kept across a crash

    def pending(self) -> list[str]:
        return [row[0] for row in self.db.execute("SELECT grp FROM pending ORDER BY grp")]

    def add_pending(self, groups: Iterable[str]) -> None:
        self.db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((group,) for group in groups))

    def drop_pending(self, groups: Iterable[str]) -> None:
        self.db.executemany("DELETE FROM pending WHERE grp = ?", ((group,) for group in list(groups)))

    def clear_pending(self) -> None:
        self.db.execute("DELETE FROM pending")


def _problem_text(problem: Problem) -> str:
    return dumped(
        [
            problem.source,
            problem.line,
            problem.column,
            problem.fault,
            problem.remedy,
            problem.code,
            problem.level.value,
            problem.excerpt,
        ]
    )


def _problem_from(text: str) -> Problem:
    source, line, column, fault, remedy, code, level, excerpt = loads(text)
    return Problem(source, line, column, fault, remedy, code, Level(level), excerpt)
