"""A look at very many files, kept across a crash: where it began, and the last good versions of what it replaced."""

from __future__ import annotations

from backfile.catalogue import Entry
from backfile.compact import dumped, loads
from backfile.state import schema
from backfile.state.store import Store
from backfile.state.stories import entry_from


class Bulk:
    """Nothing is known of such a look until `begin`, and after `end`.

    What it stores may be committed at any moment: row numbers only grow, so the stories that it stored are those with
    a number above `first`, also when it goes on in another process.
    """

    def __init__(self, store: Store) -> None:
        self.store, self.db = store, store.db

    @property
    def is_under_way(self) -> bool:
        return self.store.value("bulk") != ""

    @property
    def first(self) -> int:
        return int(self.store.value("bulk") or 0)

    def begin(self) -> None:
        """Note where the look begins; one that is under way goes on from where it began."""
        if not self.is_under_way:
            row = self.db.execute("SELECT max(id) FROM stories").fetchone()
            self.store.set_value("bulk", str(row[0] or 0))
            if not row[0]:
                self.db.execute(schema.WITHOUT_INDEX_OF_MARKS)

    def end(self) -> None:
        self.store.set_value("bulk", "")
        self.db.execute("DELETE FROM last_good")
        self.db.execute(schema.INDEX_OF_MARKS)

    def keep(self, entry: Entry) -> None:
        """Keep a version that is about to be replaced; the first one kept of a source is the good one."""
        text = dumped(entry._replace(problems=()))
        self.db.execute("INSERT OR IGNORE INTO last_good VALUES (?, ?)", (entry.source, text))

    def kept(self, source: str) -> Entry | None:
        row = self.db.execute("SELECT entry FROM last_good WHERE source = ?", (source,)).fetchone()
        return entry_from(loads(row[0])) if row else None
