"""The files that builds have written: what each is made of and what its bytes were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile.compact import dumped, loads
from backfile.state.store import Store


class Output(NamedTuple):
    """One file in `output/` as last written. `content` is the SHA-256 of its bytes; `parts` has a short fingerprint
    for each thing that it shows."""

    path: str
    group: str
    fingerprint: str
    parts: dict[str, str]
    content: str
    size: int


class Outputs:
    """The `outputs` table of a `Store`."""

    def __init__(self, store: Store) -> None:
        self.db = store.db

    def fingerprints(self, group: str) -> dict[str, tuple[str, str]]:
        """path → (fingerprint, SHA-256 of the bytes), for one group."""
        rows = self.db.execute("SELECT path, fingerprint, content FROM outputs WHERE grp = ?", (group,))
        return {path: (fingerprint, content) for path, fingerprint, content in rows}

    def at(self, path: str) -> Output | None:
        row = self.db.execute(
            "SELECT path, grp, fingerprint, parts, content, size FROM outputs WHERE path = ?", (path,)
        ).fetchone()
        return Output(row[0], row[1], row[2], loads(row[3]), row[4], row[5]) if row else None

    def put(self, outputs: Iterable[Output]) -> None:
        self.db.executemany(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)",
            (
                (o.path, o.group, o.fingerprint, dumped(o.parts), o.content, o.size)
                for o in outputs
            ),
        )

    def intend(self, pages: Iterable[tuple[str, str]]) -> None:
        """Note (path, group) of files that are about to be written: whatever happens, they are known to be ours, and
        what stands there is not known until it is put on record again."""
        self.db.executemany(
            "INSERT INTO outputs VALUES (?, ?, '', '{}', '', 0) "
            "ON CONFLICT (path) DO UPDATE SET fingerprint = '', content = ''",
            pages,
        )

    def distrust(self, paths: Iterable[str] | None = None) -> None:
        """Have these files (None: all) made again. They stay known, so that they go when no story asks for them."""
        change = "UPDATE outputs SET fingerprint = '', content = ''"
        if paths is None:
            self.db.execute(change)
        else:
            self.db.executemany(change + " WHERE path = ?", ((path,) for path in paths))

    def drop(self, paths: Iterable[str]) -> None:
        self.db.executemany("DELETE FROM outputs WHERE path = ?", ((path,) for path in paths))

    def groups(self) -> set[str]:
        return {row[0] for row in self.db.execute("SELECT DISTINCT grp FROM outputs")}

    def groups_like(self, family: str) -> list[str]:
        """The groups whose names begin so, by leaps: their files are not walked through."""
        found, last = [], family
        while row := self.db.execute("SELECT min(grp) FROM outputs WHERE grp > ?", (last,)).fetchone():
            if not row[0] or not row[0].startswith(family):
                break
            last = row[0]
            found.append(last)
        return found

    def prints_of(self, group: str) -> set[str]:
        """The fingerprints of a group's files, each once."""
        return {row[0] for row in self.db.execute("SELECT DISTINCT fingerprint FROM outputs WHERE grp = ?", (group,))}

    def paths(self) -> Iterable[tuple[str, str, int]]:
        """(path, SHA-256 of the bytes, size) of every file, by path; the hash of one to be made again is ""."""
        return self.db.execute("SELECT path, content, size FROM outputs ORDER BY path")

    def unlisted(self, limit: int) -> list[tuple[str, str]]:
        """(path, SHA-256) of files whose record changed since `listed`, at most `limit`; the hash is "" for one that is
        gone or to be made again."""
        return self.db.execute(
            "SELECT path, coalesce(content, '') FROM unlisted LEFT JOIN outputs USING (path) LIMIT ?", (limit,)
        ).fetchall()

    def unlisted_paths(self) -> Iterator[str]:
        """The same files, those that are there."""
        rows = self.db.execute("SELECT path FROM unlisted JOIN outputs USING (path) ORDER BY path")
        return (path for (path,) in rows)

    def listed(self) -> None:
        """The manifest says what this table says."""
        self.db.execute("DELETE FROM unlisted")

    def weights(self) -> dict[str, int]:
        """The bytes of the files below each first step of their paths; "" for those at the top."""
        query = "SELECT substr(path, 1, max(0, instr(path, '/') - 1)), sum(size) FROM outputs GROUP BY 1"
        return dict(self.db.execute(query))

    def some(self, count: int = 16) -> list[str]:
        """The first and the last files that are known to stand as they were made."""
        question = "SELECT path FROM outputs WHERE content <> '' ORDER BY path"
        return [row[0] for way in ("", " DESC") for row in self.db.execute(f"{question}{way} LIMIT ?", (count,))]

    def has_any(self) -> bool:
        return self.db.execute("SELECT 1 FROM outputs LIMIT 1").fetchone() is not None

    def count(self) -> int:
        return self.db.execute("SELECT count(*) FROM outputs").fetchone()[0]
