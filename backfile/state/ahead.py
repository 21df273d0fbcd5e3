"""The groups that a build in pieces has still to make, in the order in which it comes to them."""

from __future__ import annotations

from collections.abc import Iterable

from backfile.state.store import Store

PLAN, IS_ALL = "ahead for", "ahead all"


class Ahead:
    """The `ahead` table of a `Store`, with the fingerprint of the plan that it belongs to: what is made by another plan
    is made by none of its groups. Nothing is committed here."""

    def __init__(self, store: Store) -> None:
        self.store, self.db = store, store.db

    def begin(self, plan: str, groups: Iterable[str], *, is_all: bool) -> None:
        """These groups and no other, by this plan. `is_all`: every group there is, so that all are right at the end."""
        self.forget()
        self.store.set_value(PLAN, plan)
        self.store.set_value(IS_ALL, "yes" if is_all else "")
        self.add(groups)

    def plan(self) -> str:
        """ "" when no build in pieces is under way."""
        return self.store.value(PLAN)

    def is_all(self) -> bool:
        return self.plan() != "" and self.store.value(IS_ALL) == "yes"

    def add(self, groups: Iterable[str]) -> None:
        """More to make; what is there keeps its place."""
        self.db.executemany("INSERT OR IGNORE INTO ahead (grp) VALUES (?)", ((group,) for group in groups))

    def add_those_written(self) -> None:
        """Every group that has a file: one that is no more has its files removed when it comes to it. Files of the
        theme and of the search (`index:…`) have steps of their own."""
        self.db.execute(
            "INSERT OR IGNORE INTO ahead (grp) SELECT DISTINCT grp FROM outputs "
            "WHERE grp <> 'assets:' AND grp NOT LIKE 'index:%'"
        )

    def first(self, count: int) -> list[str]:
        rows = self.db.execute("SELECT grp FROM ahead ORDER BY number LIMIT ?", (count,))
        return [group for (group,) in rows]

    def count(self) -> int:
        return self.db.execute("SELECT count(*) FROM ahead").fetchone()[0]

    def done(self, groups: Iterable[str]) -> None:
        self.db.executemany("DELETE FROM ahead WHERE grp = ?", ((group,) for group in groups))

    def forget(self) -> None:
        self.store.set_value(PLAN, "")
        self.db.execute("DELETE FROM ahead")
