"""Questions about single stories, their order and their holds. Every answer is in (instant, permalink) order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from backfile.catalogue import FOREVER, Entry, Mention, card_from
from backfile.compact import loads
from backfile.model import Card
from backfile.state.store import Store
from backfile.taxonomy import Term
from backfile.urls import address_key

SHOWN = "shown = 1 AND kind = 'story'"
HELD = "shown = 0 AND kind <> 'term'"
# Of what may be millions, this many rows are fetched at a time: an open question would keep the log from being emptied.
PIECE = 2000


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


POSITION = "id, source, kind, content, permalink, instant, day, status, shown"


class Stories:
    """Read-only questions to a `Store`. Cards are kept in a bounded cache, in a preview from one save to the next."""

    def __init__(self, store: Store) -> None:
        self.db, self._store, self._rollbacks = store.db, store, store.rollbacks
        self.card = lru_cache(maxsize=20_000)(self._card)
        self.term_facts = lru_cache(maxsize=16)(self._term_facts)
        self._kept = lru_cache(maxsize=64)(self._read_kept)

    def forget(self) -> None:
        """Ask the store again: it has changed. What is kept by a story's number stays true, since a changed story gets
        another one; only after a rollback does a number come back."""
        self.term_facts.cache_clear()
        if self._rollbacks != self._store.rollbacks:
            self._rollbacks = self._store.rollbacks
            self.card.cache_clear()
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
        row = self.db.execute(f"SELECT {POSITION} FROM stories WHERE source = ?", (source,)).fetchone()
        return Position(*row) if row else None

    def shown_sources(self) -> Iterator[str]:
        """The source of every story that is shown, oldest first, asked for piece by piece."""
        at: tuple = (-FOREVER, "")
        while True:
            rows = self.db.execute(
                f"SELECT source, instant, permalink FROM stories WHERE {SHOWN} AND (instant, permalink) > (?, ?) "
                "ORDER BY instant, permalink LIMIT ?",
                (*at, PIECE),
            ).fetchall()
            yield from (row[0] for row in rows)
            if len(rows) < PIECE:
                return
            at = rows[-1][1:]

    def sources_with_relations(self) -> Iterator[str]:
        """The sources, in order, of stories that mention or use anything, asked for piece by piece."""
        last = ""
        while True:
            rows = self.db.execute(
                "SELECT source FROM stories JOIN metas USING (id) WHERE source > ? "
                "AND (links <> '[]' OR files <> '[]') ORDER BY source LIMIT ?",
                (last, PIECE),
            ).fetchall()
            yield from (row[0] for row in rows)
            if len(rows) < PIECE:
                return
            last = rows[-1][0]

    def sources_at(self, permalink: str) -> list[Position]:
        rows = self.db.execute(f"SELECT {POSITION} FROM stories WHERE permalink = ? AND kind <> 'term'", (permalink,))
        return [Position(*row) for row in rows]

    def source_and_content(self, story: int) -> tuple[str, str]:
        """A story's file, and the fingerprint of it."""
        return self.db.execute("SELECT source, content FROM stories WHERE id = ?", (story,)).fetchone()

    def meta(self, story: int) -> str:
        """The front matter of a story as its template sees it, JSON."""
        return self._kept(story)[0]

    def terms(self, story: int) -> list[Term]:
        return [Term(*term) for term in listed(self._kept(story)[1])]

    def links(self, story: int) -> list[Mention | None]:
        return [Mention(*link) if link else None for link in listed(self._kept(story)[2])]

    def aliases(self, story: int) -> list[str]:
        return listed(self._kept(story)[4])

    def entry(self, source: str) -> Entry | None:
        """The whole entry of a source again, without its problems; for a story whose hold ends."""
        row = self.db.execute(
            "SELECT source, kind, content, permalink, instant, day, status, release, expires, card, meta, terms, "
            "aliases, files, links, weight, guarded "
            "FROM stories JOIN cards USING (id) JOIN metas USING (id) WHERE source = ?",
            (source,),
        ).fetchone()
        if not row:
            return None
        marks = self.db.execute("SELECT mark FROM marks WHERE source = ? ORDER BY mark", (source,))
        listed = (loads(text) for text in row[11:15])
        return entry_from([*row[:11], *listed, (), row[15], [mark for (mark,) in marks], row[16]])

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
            f"SELECT {POSITION} FROM stories WHERE {SHOWN} AND (instant, permalink) {sign} (?, ?) "
            f"ORDER BY instant{way}, permalink{way} LIMIT ?",
            (instant, permalink, count),
        )
        return [Position(*row) for row in rows]

    def newest(self, count: int) -> list[Card]:
        return self._cards(
            f"SELECT id FROM stories WHERE {SHOWN} ORDER BY instant DESC, permalink DESC LIMIT ?", (count,)
        )

    def newest_between(self, after: int, until: int, count: int) -> list[Card]:
        """The newest stories of a stretch of time: later than `after`, not later than `until`."""
        return self._cards(
            f"SELECT id FROM stories WHERE {SHOWN} AND instant > ? AND instant <= ? ORDER BY instant DESC, permalink "
            "DESC LIMIT ?",
            (after, until, count),
        )

    def weightiest(self, count: int) -> list[Card]:
        """The newest `count` stories, weightiest first."""
        return sorted(self.newest(count), key=lambda card: -card.weight)

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
            "SELECT status, release, expires, count(*) FROM stories WHERE shown = 0 AND kind IN ('story', 'unlisted') "
            "GROUP BY 1, 2, 3 ORDER BY 1, 2"
        ).fetchall()

    def held_sources(self) -> list[str]:
        """Files of stories and pages whose text is not published now, withdrawn ones among them."""
        return [row[0] for row in self.db.execute(f"SELECT source FROM stories WHERE {HELD} ORDER BY source")]

    def held_count(self) -> int:
        return self.db.execute(f"SELECT count(*) FROM stories WHERE {HELD}").fetchone()[0]

    def guarded_sources(self) -> list[str]:
        """Files that say what may not be published even while their story is: replaced names, notes for editors."""
        return [row[0] for row in self.db.execute("SELECT source FROM stories WHERE guarded = 1 ORDER BY source")]

    def published_sources(self) -> Iterator[str]:
        """Files whose text is published as it stands in them: guarded ones are not among them."""
        rows = self.db.execute(
            "SELECT source FROM stories WHERE guarded = 0 AND (shown = 1 OR kind = 'term') ORDER BY source"
        )
        return (source for (source,) in rows)

    def has_any(self) -> bool:
        """Whether any story was ever read; counting them is a walk through all."""
        found = self.db.execute("SELECT 1 FROM stories WHERE kind IN ('story', 'unlisted') LIMIT 1")
        return found.fetchone() is not None

    def counts(self) -> tuple[int, int]:
        """(stories read, stories shown)."""
        row = self.db.execute(
            "SELECT count(*), total(shown) FROM stories WHERE kind IN ('story', 'unlisted')"
        ).fetchone()
        return row[0], int(row[1])

    def files_less_stories(self) -> int:
        """How many more Markdown files than stories, pages and terms of them are known: none, where all is well."""
        question = "SELECT (SELECT count(*) FROM files WHERE source LIKE '%.md') - (SELECT count(*) FROM stories)"
        return self.db.execute(question).fetchone()[0]

    def shown_too_soon(self, now: int) -> int:
        """How many stories are shown that are to be held at this instant: none, where all is well."""
        held = "status <> 'published' OR release > ? OR expires <= ?"
        return self.db.execute(f"SELECT count(*) FROM stories WHERE shown = 1 AND ({held})", (now, now)).fetchone()[0]

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


def entry_from(row: list) -> Entry:
    """An entry, from its fields as JSON has them."""
    terms, aliases, files, links = row[11:15]
    return Entry(
        *row[:11],
        tuple(Term(*t) for t in terms),
        tuple(aliases),
        tuple(tuple(f) for f in files),
        tuple(Mention(*m) if m else None for m in links),
        (),
        row[16],
        tuple(row[17]),
        bool(row[18]),
    )


def listed(text: str) -> list:
    """A JSON list; most are empty, and need no reading."""
    return [] if text == "[]" else loads(text)
