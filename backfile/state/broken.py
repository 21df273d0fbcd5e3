"""Stories that have an error: each counts as present, so that one mistake is told once."""

from __future__ import annotations

from collections.abc import Iterable

from backfile.catalogue import likely_slug
from backfile.state.store import Store

_UNKNOWN = "NOT EXISTS (SELECT 1 FROM stories WHERE stories.source = broken.source)"


class Broken:
    """The `broken` table of a `Store`: files that the last look found an error in. Beside it `leaning`: stories whose
    links would be dead if it were not for those, to be looked at again when they change."""

    def __init__(self, store: Store) -> None:
        self.db = store.db

    def has_any(self) -> bool:
        return self.db.execute("SELECT 1 FROM broken LIMIT 1").fetchone() is not None

    def sources(self, among: Iterable[str] | None = None) -> set[str]:
        """The files; those `among` some, where these are given."""
        if among is None:
            return {source for (source,) in self.db.execute("SELECT source FROM broken")}
        one = "SELECT 1 FROM broken WHERE source = ?"
        return {source for source in among if self.db.execute(one, (source,)).fetchone()}

    def change(self, gone: Iterable[str], come: Iterable[str]) -> None:
        self.db.executemany("DELETE FROM broken WHERE source = ?", ((source,) for source in gone))
        rows = ((source, likely_slug(source)) for source in come)
        self.db.executemany("INSERT OR REPLACE INTO broken VALUES (?, ?)", rows)

    def is_unknown(self, source: str) -> bool:
        """Whether a file is there with an error, and has no last good version."""
        found = self.db.execute(f"SELECT 1 FROM broken WHERE source = ? AND {_UNKNOWN}", (source,))
        return found.fetchone() is not None

    def may_stand_at(self, address: str) -> bool:
        """Whether the name of such a file would give it an address like this one."""
        slug = likely_slug(address.rstrip("/"))
        found = self.db.execute(f"SELECT 1 FROM broken WHERE slug = ? AND slug <> '' AND {_UNKNOWN}", (slug,))
        return found.fetchone() is not None

    # -- stories that lean on one of them

    def leaning(self) -> list[str]:
        """Stories with a link that may be good or dead once an error is mended, or that was found dead before."""
        query = "SELECT source FROM leaning UNION SELECT source FROM problems WHERE code = 'dead-link' ORDER BY 1"
        return [source for (source,) in self.db.execute(query)]

    def set_leaning(self, source: str, leans: bool) -> None:
        self.db.execute("DELETE FROM leaning WHERE source = ?", (source,))
        if leans:
            self.db.execute("INSERT INTO leaning VALUES (?)", (source,))

    def clear_leaning(self) -> None:
        self.db.execute("DELETE FROM leaning")
