"""The plan's questions about stories: neighbours, terms, days, links. Every answer is in (instant, permalink) order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from backfile.catalogue import Entry, Mention, card_from
from backfile.model import Card
from backfile.state.store import Store
from backfile.taxonomy import Term
from backfile.urls import address_key

SHOWN = "shown = 1 AND kind = 'story'"


class Position(NamedTuple):
    """Where a story stands in the archive: enough to find its groups and neighbours."""

    story: int
    source: str
    kind: str
    content: str
    permalink: str
    instant: int
    day: str
    status: str
    shown: bool


class TermCount(NamedTuple):
    """A term with its most used spelling, its number of stories and the years of its first and last."""

    slug: str
    name: str
    count: int
    first_year: str
    last_year: str


_POSITION = "id, source, kind, content, permalink, instant, day, status, shown"


class Archive:
    """Read-only questions to a `Store`. Cards are kept in a bounded cache for the length of one build."""

    def __init__(self, store: Store) -> None:
        self.db = store.db
        self.card = lru_cache(maxsize=20_000)(self._card)
        self.term_facts = lru_cache(maxsize=16)(self._term_facts)
        self._kept = lru_cache(maxsize=64)(self._read_kept)

    def forget(self) -> None:
        """Ask the store again for what was kept: it has changed."""
        self.card.cache_clear()
        self.term_facts.cache_clear()
        self._kept.cache_clear()

    def _read_kept(self, story: int) -> tuple[str, str, str, str, str]:
        """(meta, terms, links, files, aliases) of a story, JSON: a page of it asks for most of them, one by one."""
        return self.db.execute("SELECT meta, terms, links, files, aliases FROM metas WHERE id = ?", (story,)).fetchone()

    def _card(self, story: int) -> Card:
        return card_from(self.db.execute("SELECT card FROM cards WHERE id = ?", (story,)).fetchone()[0])

    def _cards(self, query: str, values: tuple) -> list[Card]:
        return [self.card(row[0]) for row in self.db.execute(query, values)]

    # -- single stories

    def position(self, source: str) -> Position | None:
        row = self.db.execute(f"SELECT {_POSITION} FROM stories WHERE source = ?", (source,)).fetchone()
        return Position(*row) if row else None

    def positions(self) -> Iterator[Position]:
        for row in self.db.execute(f"SELECT {_POSITION} FROM stories ORDER BY instant, permalink").fetchall():
            yield Position(*row)

    def sources_at(self, permalink: str) -> list[Position]:
        rows = self.db.execute(f"SELECT {_POSITION} FROM stories WHERE permalink = ? AND kind <> 'term'", (permalink,))
        return [Position(*row) for row in rows]

    def meta(self, story: int) -> str:
        """The front matter of a story as its template sees it, JSON."""
        return self._kept(story)[0]

    def terms(self, story: int) -> list[Term]:
        return [Term(*term) for term in _listed(self._kept(story)[1])]

    def links(self, story: int) -> list[Mention | None]:
        return [Mention(*link) if link else None for link in _listed(self._kept(story)[2])]

    def aliases(self, story: int) -> list[str]:
        return _listed(self._kept(story)[4])

    def entry(self, source: str) -> Entry | None:
        """The whole entry of a source again, without its problems; for a story whose hold ends."""
        row = self.db.execute(
            "SELECT source, kind, content, permalink, instant, day, status, release, expires, card, meta, terms, "
            "aliases, files, links, weight "
            "FROM stories JOIN cards USING (id) JOIN metas USING (id) WHERE source = ?",
            (source,),
        ).fetchone()
        if not row:
            return None
        terms, aliases, files, links = (json.loads(text) for text in row[11:15])
        return Entry(
            *row[:11],
            tuple(Term(*t) for t in terms),
            tuple(aliases),
            tuple(tuple(f) for f in files),
            tuple(Mention(*m) if m else None for m in links),
            (),
            row[15],
        )

    def has_permalink(self, permalink: str) -> bool:
        """Whether a page that readers see, a tombstone or a redirect stands at an address."""
        return bool(
            self.db.execute(
                "SELECT 1 FROM addresses JOIN stories USING (source) WHERE key = ? AND addresses.permalink = ? "
                "AND (shown = 1 OR status = 'withdrawn') LIMIT 1",
                (address_key(permalink), permalink),
            ).fetchone()
        )

    def permalinks_like(self, stem: str) -> list[str]:
        """Addresses of shown stories that hold this text, for a did-you-mean; at most three."""
        if not stem:
            return []
        rows = self.db.execute(
            "SELECT permalink FROM stories WHERE shown = 1 AND instr(permalink, ?) ORDER BY permalink LIMIT 3", (stem,)
        )
        return [row[0] for row in rows]

    # -- order

    def newer(self, instant: int, permalink: str, count: int = 1) -> list[Position]:
        return self._around(">", "", instant, permalink, count)

    def older(self, instant: int, permalink: str, count: int = 1) -> list[Position]:
        return self._around("<", " DESC", instant, permalink, count)

    def _around(self, sign: str, way: str, instant: int, permalink: str, count: int) -> list[Position]:
        rows = self.db.execute(
            f"SELECT {_POSITION} FROM stories WHERE {SHOWN} AND (instant, permalink) {sign} (?, ?) "
            f"ORDER BY instant{way}, permalink{way} LIMIT ?",
            (instant, permalink, count),
        )
        return [Position(*row) for row in rows]

    def newest(self, count: int) -> list[Card]:
        return self._cards(
            f"SELECT id FROM stories WHERE {SHOWN} ORDER BY instant DESC, permalink DESC LIMIT ?", (count,)
        )

    def weightiest(self, count: int) -> list[Card]:
        """The newest `count` stories, weightiest first."""
        return sorted(self.newest(count), key=lambda card: -card.weight)

    # -- dates

    def years(self) -> list[tuple[str, int]]:
        """(year, number of stories), from year to year by the index of days: grouping by a part of each day takes
        longer."""
        found, day = [], self.day_after("")
        while day:
            last = f"{day[:4]}-12-31"
            found.append(
                (
                    day[:4],
                    self.db.execute(
                        f"SELECT count(*) FROM stories WHERE {SHOWN} AND day BETWEEN ? AND ?", (day, last)
                    ).fetchone()[0],
                )
            )
            day = self.day_after(last)
        return found

    def days(self, first: str, last: str) -> list[tuple[str, int]]:
        """(day, number of stories) for each day with one between two ISO days, both included."""
        return self.db.execute(
            f"SELECT day, count(*) FROM stories WHERE {SHOWN} AND day BETWEEN ? AND ? GROUP BY day ORDER BY day",
            (first, last),
        ).fetchall()

    def day_cards(self, day: str) -> list[Card]:
        return self._cards(f"SELECT id FROM stories WHERE {SHOWN} AND day = ? ORDER BY instant, permalink", (day,))

    def day_before(self, day: str) -> str:
        row = self.db.execute(f"SELECT max(day) FROM stories WHERE {SHOWN} AND day < ?", (day,)).fetchone()
        return row[0] or ""

    def day_after(self, day: str) -> str:
        row = self.db.execute(f"SELECT min(day) FROM stories WHERE {SHOWN} AND day > ?", (day,)).fetchone()
        return row[0] or ""

    def all_days(self) -> list[str]:
        return [row[0] for row in self.db.execute(f"SELECT DISTINCT day FROM stories WHERE {SHOWN} ORDER BY day")]

    def year_cards(self, year: str) -> Iterator[Card]:
        """Every story of a year, in order, one at a time."""
        rows = self.db.execute(
            f"SELECT id FROM stories WHERE {SHOWN} AND day BETWEEN ? AND ? ORDER BY instant, permalink",
            (f"{year}-01-01", f"{year}-12-31"),
        ).fetchall()
        return (self.card(row[0]) for row in rows)

    def year_addresses(self, year: str) -> list[tuple[str, str, str]]:
        """(permalink, day, card JSON) of a year's stories, for the sitemap."""
        return self.db.execute(
            f"SELECT permalink, day, card FROM stories JOIN cards USING (id) WHERE {SHOWN} AND day BETWEEN ? AND ? "
            "ORDER BY instant, permalink",
            (f"{year}-01-01", f"{year}-12-31"),
        ).fetchall()

    def leads_of_year(self, year: str, count: int) -> list[Card]:
        """The weightiest stories of a year, the newest first of equals."""
        return self._cards(
            f"SELECT id FROM stories WHERE {SHOWN} AND day BETWEEN ? AND ? ORDER BY weight DESC, instant DESC, "
            f"permalink DESC LIMIT ?",
            (f"{year}-01-01", f"{year}-12-31", count),
        )

    def has_days(self, prefix: str) -> bool:
        """Whether a story stands on a day that begins so: a year, a month or a day."""
        row = self.db.execute(
            f"SELECT 1 FROM stories WHERE {SHOWN} AND day >= ? AND day < ? LIMIT 1", (prefix, prefix + "~")
        )
        return bool(row.fetchone())

    def on_day_of_year(self, month_day: str) -> list[Card]:
        return self._cards(
            f"SELECT id FROM stories WHERE {SHOWN} AND substr(day, 6) = ? ORDER BY instant DESC, permalink DESC",
            (month_day,),
        )

    def days_of_year(self) -> list[tuple[str, int]]:
        return self.db.execute(
            f"SELECT substr(day, 6), count(*) FROM stories WHERE {SHOWN} GROUP BY 1 ORDER BY 1"
        ).fetchall()

    # -- terms

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
        names: dict[str, tuple[int, str]] = {}
        for slug, name, count in self.db.execute(
            "SELECT slug, name, count(*) FROM terms WHERE taxonomy = ? GROUP BY slug, name ORDER BY slug, 3 DESC, name",
            (taxonomy,),
        ):
            names.setdefault(slug, (count, name))
        rows = self.db.execute(
            "SELECT slug, count(*), min(year), max(year) FROM terms WHERE taxonomy = ? GROUP BY slug ORDER BY slug",
            (taxonomy,),
        )
        return [TermCount(slug, names[slug][1], count, first, last) for slug, count, first, last in rows]

    def term_page(self, taxonomy: str, slug: str) -> Position | None:
        """The file that describes a term, `content/tags/NAME.md`."""
        found = self.db.execute(
            f"SELECT {_POSITION} FROM stories WHERE kind <> 'story' AND kind = 'term' AND permalink = ? AND status "
            f"= 'published'",
            (f"/{taxonomy}/{slug}/",),
        ).fetchone()
        return Position(*found) if found else None

    # -- pages, links, files

    def standalone(self) -> list[Position]:
        rows = self.db.execute(
            f"SELECT {_POSITION} FROM stories WHERE kind <> 'story' AND kind = 'page' AND shown = 1 ORDER BY permalink"
        )
        return [Position(*row) for row in rows]

    def withdrawn(self) -> list[Position]:
        rows = self.db.execute(
            f"SELECT {_POSITION} FROM stories WHERE status = 'withdrawn' AND kind <> 'term' ORDER BY permalink"
        )
        return [Position(*row) for row in rows]

    def sources_of(self, stories: list[int]) -> list[str]:
        return [self.db.execute("SELECT source FROM stories WHERE id = ?", (story,)).fetchone()[0] for story in stories]

    def mentioning(self, keys: list[str]) -> list[str]:
        """The sources of stories whose text mentions any of these."""
        found: set[str] = set()
        for key in keys:
            found.update(row[0] for row in self.db.execute("SELECT source FROM mentions WHERE key = ?", (key,)))
        return sorted(found)

    def files_used(self) -> list[tuple[str, str]]:
        """(file in content/, address) of every file that a shown story uses."""
        return self.db.execute("SELECT DISTINCT file, address FROM uses ORDER BY address").fetchall()

    def addresses_of_file(self, file: str) -> list[str]:
        return [
            row[0] for row in self.db.execute("SELECT DISTINCT address FROM uses WHERE file = ? ORDER BY 1", (file,))
        ]

    def files_at(self, address: str) -> list[str]:
        return [
            row[0] for row in self.db.execute("SELECT DISTINCT file FROM uses WHERE address = ? ORDER BY 1", (address,))
        ]

    def file_content(self, file: str) -> str:
        """The fingerprint of a file of `content/` as last read, "" when it is not there."""
        row = self.db.execute("SELECT content FROM files WHERE source = ?", (file,)).fetchone()
        return row[0] if row else ""

    def measures(self, story: int) -> list[tuple[int, int]]:
        """(width, height) of each picture in a story's front matter, zeros where they are not known."""
        kept = self._kept(story)
        if kept[3] == "[]":
            return []
        images = json.loads(kept[0])["images"]
        return [self._measures(image["file"]) for image in images]

    def _measures(self, file: str) -> tuple[int, int]:
        row = self.db.execute("SELECT width, height FROM files WHERE source = ?", (file,)).fetchone()
        return (row[0] or 0, row[1] or 0) if row else (0, 0)

    def files_of(self, story: int) -> list[tuple[str, str]]:
        """(file, address) of each file that a story uses, whether it is shown or not."""
        return [tuple(pair) for pair in _listed(self._kept(story)[3])]

    def known_files(self) -> list[str]:
        return [
            row[0] for row in self.db.execute("SELECT source FROM files WHERE source NOT LIKE '%.md' ORDER BY source")
        ]

    def users_of(self, file: str) -> list[str]:
        rows = self.db.execute(
            "SELECT source FROM uses WHERE file = ? UNION SELECT source FROM mentions WHERE key = ? ORDER BY 1",
            (file, "f:" + file),
        )
        return [row[0] for row in rows]

    def clashes(self, sources: Iterable[str] | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
        """Addresses that more than one file asks for: (key, [(permalink, source), …]); with `sources`, only theirs."""
        several = "GROUP BY key HAVING count(DISTINCT source) > 1 ORDER BY key"
        if sources is None:
            keys = self.db.execute(f"SELECT key FROM addresses {several}").fetchall()
        else:
            where = "WHERE key IN (SELECT key FROM addresses WHERE source = ?)"
            keys = sorted(
                {row for s in sources for row in self.db.execute(f"SELECT key FROM addresses {where} {several}", (s,))}
            )
        return [
            (
                key,
                self.db.execute(
                    "SELECT permalink, source FROM addresses WHERE key = ? ORDER BY source", (key,)
                ).fetchall(),
            )
            for (key,) in keys
        ]

    # -- holds

    def due(self, now: int) -> list[str]:
        """Sources whose stories begin or cease to show at this instant, compared with the last build."""
        rows = self.db.execute(
            "SELECT source FROM stories WHERE shown = 0 AND status = 'published' AND release <= ? AND expires > ? "
            "UNION SELECT source FROM stories WHERE shown = 1 AND expires < 4611686018427387904 AND expires <= ? "
            "UNION SELECT source FROM stories WHERE shown = 1 AND release > ? ORDER BY 1",
            (now, now, now, now),
        )
        return [row[0] for row in rows]

    def held(self) -> list[tuple[str, int, int, int]]:
        """(status, release, expires, number) of stories that are not shown."""
        return self.db.execute(
            "SELECT status, release, expires, count(*) FROM stories WHERE shown = 0 AND kind = 'story' GROUP BY 1, "
            "2, 3 ORDER BY 1, 2"
        ).fetchall()

    def counts(self) -> tuple[int, int]:
        """(stories read, stories shown)."""
        row = self.db.execute("SELECT count(*), total(shown) FROM stories WHERE kind = 'story'").fetchone()
        return row[0], int(row[1])

    def corrections(self, year: str) -> list[int]:
        return [
            row[0]
            for row in self.db.execute(
                "SELECT stories.id FROM corrected JOIN stories USING (source) WHERE year = ? AND shown = 1 ORDER BY "
                "instant, permalink",
                (year,),
            )
        ]

    def correction_years(self) -> list[str]:
        return [row[0] for row in self.db.execute("SELECT DISTINCT year FROM corrected ORDER BY year")]


def _listed(text: str) -> list:
    """A JSON list; most are empty, and need no reading."""
    return [] if text == "[]" else json.loads(text)
