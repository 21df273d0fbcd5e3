"""Questions about terms. Every answer is in (instant, permalink) order."""

from __future__ import annotations

from typing import NamedTuple

from backfile.model import Card
from backfile.state.stories import POSITION, Position, Stories


class TermCount(NamedTuple):
    """A term with its most used spelling, its number of stories and the years of its first and last."""

    slug: str
    name: str
    count: int
    first_year: str
    last_year: str


class Terms(Stories):
    """Which stories share a term, and how it is spelled."""

    def term_keys(self) -> list[tuple[str, str]]:
        return self.db.execute("SELECT DISTINCT taxonomy, slug FROM terms ORDER BY taxonomy, slug").fetchall()

    def term_run_keys(self) -> list[tuple[str, str, str]]:
        return self.db.execute("SELECT DISTINCT taxonomy, slug, year FROM terms ORDER BY 1, 2, 3").fetchall()

    def taxonomies(self) -> list[str]:
        """Every taxonomy with a term, found by leaping from one to the next: a DISTINCT would walk through all
        terms."""
        leaps = (
            "WITH RECURSIVE named (taxonomy) AS (SELECT min(taxonomy) FROM terms UNION ALL "
            "SELECT (SELECT min(taxonomy) FROM terms WHERE taxonomy > named.taxonomy) FROM named WHERE taxonomy IS "
            "NOT NULL) "
            "SELECT taxonomy FROM named WHERE taxonomy IS NOT NULL"
        )
        return [row[0] for row in self.db.execute(leaps)]

    def spellings(self, taxonomy: str, slug: str) -> list[tuple[str, int]]:
        """(name, uses) of a term, the most used first; of equals the first by code point."""
        return self.db.execute(
            "SELECT name, count(*) FROM terms WHERE taxonomy = ? AND slug = ? GROUP BY name ORDER BY 2 DESC, 1",
            (taxonomy, slug),
        ).fetchall()

    def variants(self) -> list[tuple[str, str]]:
        """(taxonomy, slug) of terms that stories spell in more than one way."""
        return self.db.execute(
            "SELECT taxonomy, slug FROM terms GROUP BY taxonomy, slug HAVING min(name) <> max(name) ORDER BY 1, 2"
        ).fetchall()

    def user_of_spelling(self, taxonomy: str, slug: str, name: str) -> str:
        """The first story, by source, that spells a term so."""
        row = self.db.execute(
            "SELECT min(source) FROM terms JOIN stories ON stories.id = terms.story WHERE taxonomy = ? AND slug = ? "
            "AND name = ?",
            (taxonomy, slug, name),
        ).fetchone()
        return row[0] or ""

    def term_years(self, taxonomy: str, slug: str) -> list[tuple[str, int]]:
        return self.db.execute(
            "SELECT year, count(*) FROM terms WHERE taxonomy = ? AND slug = ? GROUP BY year ORDER BY year",
            (taxonomy, slug),
        ).fetchall()

    def term_years_beside(self, taxonomy: str, slug: str, year: str) -> list[str]:
        """The last year of a term before this one and the first after it; each may be missing."""
        query = "SELECT {} FROM terms WHERE taxonomy = ? AND slug = ? AND year {} ?"
        asked = [query.format("max(year)", "<"), query.format("min(year)", ">")]
        found = [self.db.execute(one, (taxonomy, slug, year)).fetchone()[0] for one in asked]
        return [year for year in found if year is not None]

    def has_more(self, taxonomy: str, slug: str, count: int) -> bool:
        """Whether a term has more stories than `count`; looks at no more of them than that."""
        query = "SELECT 1 FROM terms WHERE taxonomy = ? AND slug = ? LIMIT 1 OFFSET ?"
        return self.db.execute(query, (taxonomy, slug, count)).fetchone() is not None

    def _term_facts(self, taxonomy: str, slug: str) -> tuple[list[tuple[str, int]], str]:
        """(years with their counts, name) of a term: asked for again by each of its runs, one after the other."""
        years = self.term_years(taxonomy, slug)
        return years, self.spellings(taxonomy, slug)[0][0] if years else ""

    def term_newest(self, taxonomy: str, slug: str, count: int) -> list[Card]:
        return self._cards(
            "SELECT story FROM terms WHERE taxonomy = ? AND slug = ? ORDER BY year DESC, instant DESC, permalink "
            "DESC LIMIT ?",
            (taxonomy, slug, count),
        )

    def term_year_cards(self, taxonomy: str, slug: str, year: str) -> list[Card]:
        return self._cards(
            "SELECT story FROM terms WHERE taxonomy = ? AND slug = ? AND year = ? ORDER BY instant, permalink",
            (taxonomy, slug, year),
        )

    def term_all(self, taxonomy: str, slug: str) -> list[Card]:
        return self._cards(
            "SELECT story FROM terms WHERE taxonomy = ? AND slug = ? ORDER BY year, instant, permalink",
            (taxonomy, slug),
        )

    def term_around(self, taxonomy: str, slug: str, at: Position, *, newer: bool, count: int) -> list[int]:
        """The stories next to a place in a term's order, nearest first."""
        sign, way = (">", "") if newer else ("<", " DESC")
        rows = self.db.execute(
            f"SELECT story FROM terms WHERE taxonomy = ? AND slug = ? AND (year, instant, permalink) {sign} (?, ?, ?) "
            f"ORDER BY year{way}, instant{way}, permalink{way} LIMIT ?",
            (taxonomy, slug, at.day[:4], at.instant, at.permalink, count),
        )
        return [row[0] for row in rows]

    def term_ids(self, taxonomy: str, slug: str) -> list[int]:
        rows = self.db.execute(
            "SELECT story FROM terms WHERE taxonomy = ? AND slug = ? ORDER BY year, instant, permalink",
            (taxonomy, slug),
        )
        return [row[0] for row in rows]

    def has_term(self, taxonomy: str, slug: str) -> bool:
        return bool(
            self.db.execute("SELECT 1 FROM terms WHERE taxonomy = ? AND slug = ? LIMIT 1", (taxonomy, slug)).fetchone()
        )

    def term_counts(self, taxonomy: str) -> list[TermCount]:
        """Every term of a taxonomy, by slug."""
        names = self.term_names(taxonomy)
        rows = self.db.execute(
            "SELECT slug, count(*), min(year), max(year) FROM terms WHERE taxonomy = ? GROUP BY slug ORDER BY slug",
            (taxonomy,),
        )
        return [TermCount(slug, names[slug], count, first, last) for slug, count, first, last in rows]

    def term_names(self, taxonomy: str) -> dict[str, str]:
        """Slug → the most used spelling of each term, by slug; of equals the first by code point."""
        names: dict[str, str] = {}
        for slug, name, _ in self.db.execute(
            "SELECT slug, name, count(*) FROM terms WHERE taxonomy = ? GROUP BY slug, name ORDER BY slug, 3 DESC, name",
            (taxonomy,),
        ):
            names.setdefault(slug, name)
        return names

    def term_page(self, taxonomy: str, slug: str) -> Position | None:
        """The file that describes a term, `content/tags/NAME.md`."""
        found = self.db.execute(
            f"SELECT {POSITION} FROM stories WHERE kind <> 'story' AND kind = 'term' AND permalink = ? AND status "
            f"= 'published'",
            (f"/{taxonomy}/{slug}/",),
        ).fetchone()
        return Position(*found) if found else None
