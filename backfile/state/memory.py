"""The addresses that were published: whose each is, and what stands at it now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile.addresses import Line
from backfile.state.store import Store

PAGE, REDIRECT, GUESSED, FORGOTTEN, EXPIRED, LOST = "page", "redirect", "guessed", "forgotten", "expired", "lost"
BROKEN = "broken"  # its story is there and has an error, which is told at the story
LEADS = f"fate IN ('{REDIRECT}', '{GUESSED}')"
_COLUMNS = "address, owner, marks, fate, target"
# A page of the site stands at the address itself: the story's own, or the tombstone of one that was withdrawn.
STANDS = "kind <> 'term' AND (shown = 1 OR status = 'withdrawn')"
_OWN = f"SELECT 1 FROM stories WHERE permalink = address AND source = owner AND {STANDS}"


class Kept(NamedTuple):
    """One row. `fate` is page, redirect (to `target`), forgotten, expired, broken, or lost (`target` is then the
    reason).

    A redirect that only the marks of a story speak for is guessed, until `adopt` gives the line its new owner.
    """

    address: str
    owner: str
    marks: str = ""
    fate: str = ""
    target: str = ""


class Memory:
    """The `remembered` table of a `Store`: the file of addresses, and what became of each line of it."""

    def __init__(self, store: Store) -> None:
        self.db = store.db

    # -- the file's lines

    def take(self, lines: Iterable[Line]) -> None:
        """Hold these lines and no others; where the old ones led stays known until `differences` was asked."""
        self._note_before()
        self.db.execute("DELETE FROM remembered")
        self.db.executemany("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?, '', '')", lines)

    def _note_before(self) -> None:
        query = f"SELECT address, target FROM remembered WHERE {LEADS}"
        self.db.execute(f"CREATE TEMP TABLE IF NOT EXISTS before AS {query}")

    def differences(self) -> list[str]:
        """Addresses that lead elsewhere than they did before `take` or `settle_pages`."""
        mine, before = (
            f"SELECT address, target FROM remembered WHERE {LEADS}",
            "SELECT address, target FROM temp.before",
        )
        query = f"SELECT address FROM ({mine} EXCEPT {before}) UNION SELECT address FROM ({before} EXCEPT {mine})"
        found = [row[0] for row in self.db.execute(query)]
        self.db.execute("DROP TABLE temp.before")
        return sorted(found)

    def lines(self) -> Iterator[Line]:
        """Every line as the file is to have it, sorted."""
        rows = self.db.execute("SELECT address, owner, marks FROM remembered ORDER BY address, owner")
        return (Line(*row) for row in rows)

    def places_of(self, addresses: Iterable[str]) -> dict[str, int]:
        """Where these stand among all addresses, counted from 1."""
        wanted = set(addresses)
        if not wanted:
            return {}
        rows = self.db.execute("SELECT address FROM remembered ORDER BY address, owner")
        return {address: number for number, (address,) in enumerate(rows, 1) if address in wanted}

    # -- single addresses

    def at(self, address: str) -> list[Kept]:
        rows = self.db.execute(f"SELECT {_COLUMNS} FROM remembered WHERE address = ? ORDER BY owner", (address,))
        return [Kept(*row) for row in rows]

    def put(self, kept: Kept) -> None:
        """Store one row in place of all that stood there for its address."""
        self.db.execute("DELETE FROM remembered WHERE address = ?", (kept.address,))
        self.db.execute("INSERT INTO remembered VALUES (?, ?, ?, ?, ?)", kept)

    def set_fate(self, address: str, fate: str, target: str) -> None:
        """Note what became of an address; its lines stay as the file has them."""
        self.db.execute("UPDATE remembered SET fate = ?, target = ? WHERE address = ?", (fate, target, address))

    def addresses_of(self, owner: str) -> list[str]:
        return [row[0] for row in self.db.execute("SELECT address FROM remembered WHERE owner = ?", (owner,))]

    # -- what became of them

    def settle_pages(self) -> None:
        """Mark every line whose own story stands at its address: most of them, in one step. Of the others nothing is
        known then."""
        self._note_before()
        self.db.execute(f"UPDATE remembered SET target = '', fate = iif(EXISTS ({_OWN}), ?, '')", (PAGE,))

    def unsettled(self) -> list[str]:
        """Addresses whose fate follows from more than their own line: the lost ones, and those led by hand."""
        rows = self.db.execute(
            "SELECT address FROM remembered WHERE fate IN ('', ?, ?) UNION "
            "SELECT address FROM remembered WHERE owner >= '/' AND owner < '0'",
            (LOST, GUESSED),
        )
        return [row[0] for row in rows]

    def redirects(self) -> Iterator[tuple[str, str]]:
        """(old address, where it leads), sorted."""
        return self.db.execute(f"SELECT DISTINCT address, target FROM remembered WHERE {LEADS} ORDER BY address")

    def of_fate(self, fate: str) -> list[Kept]:
        rows = self.db.execute(f"SELECT {_COLUMNS} FROM remembered WHERE fate = ? ORDER BY address, owner", (fate,))
        return [Kept(*row) for row in rows]

    def several(self) -> list[str]:
        """Addresses with more than one line, as merged branches may leave them."""
        rows = self.db.execute("SELECT address FROM remembered GROUP BY address HAVING count(*) > 1 ORDER BY address")
        return [row[0] for row in rows]

    def counts(self) -> dict[str, int]:
        """How many lines there are of each fate."""
        return dict(self.db.execute("SELECT fate, count(*) FROM remembered GROUP BY fate"))

    # -- the stories behind them

    def add_pages(self) -> int:
        """A line for each page that stands at an address of which nothing was known; how many there were."""
        marks = "SELECT mark FROM marks WHERE marks.source = stories.source ORDER BY mark"
        joined = f"coalesce((SELECT group_concat(mark, ' ') FROM ({marks})), '')"
        cursor = self.db.execute(
            f"INSERT INTO remembered SELECT permalink, source, {joined}, ?, '' "
            f"FROM stories WHERE {STANDS} AND permalink NOT IN (SELECT address FROM remembered)",
            (PAGE,),
        )
        return cursor.rowcount

    def not_remembered(self, sources: Iterable[str] | None = None) -> list[tuple[str, str]]:
        """(address, source) of pages that stand in the site now and have no line; of these sources, or of all."""
        query = (
            f"SELECT a.permalink, a.source FROM stories s JOIN addresses a USING (source) WHERE {STANDS} "
            "AND NOT EXISTS (SELECT 1 FROM remembered r WHERE r.address = a.permalink AND r.owner = a.source)"
        )
        if sources is None:
            return sorted(self.db.execute(query).fetchall())
        each = query + " AND source = ?"
        return sorted(row for source in sources for row in self.db.execute(each, (source,)))

    def marks_of(self, source: str) -> str:
        rows = self.db.execute("SELECT mark FROM marks WHERE source = ? ORDER BY mark", (source,))
        return " ".join(row[0] for row in rows)

    def unrecognised(self, sources: Iterable[str] | None = None) -> list[Kept]:
        """Lines of stories that stand in the site and have none of the marks by which their line would know them."""
        query = (
            f"SELECT {', '.join('r.' + name for name in Kept._fields)} FROM remembered r "
            f"JOIN stories s ON s.source = r.owner WHERE {STANDS} AND s.source IN (SELECT source FROM marks) "
            "AND NOT EXISTS (SELECT 1 FROM marks m WHERE m.source = r.owner AND instr(r.marks, m.mark))"
        )
        if sources is None:
            return [Kept(*row) for row in self.db.execute(query)]
        return [Kept(*row) for one in sorted(sources) for row in self.db.execute(query + " AND r.owner = ?", (one,))]

    def with_mark(self, mark: str) -> list[str]:
        """The files that have a mark, at most two: what several have tells none of them apart."""
        rows = self.db.execute("SELECT source FROM marks WHERE mark = ? ORDER BY source LIMIT 2", (mark,))
        return [row[0] for row in rows]
