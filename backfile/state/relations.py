"""Questions about standalone pages, links, files and addresses. Every answer is in (instant, permalink) order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backfile.catalogue import hold_of
from backfile.state.stories import PIECE, POSITION, Position, Stories, listed
from backfile.urls import address_key


class Relations(Stories):
    """What stories mention, use and claim."""

    def standalone(self) -> list[Position]:
        rows = self.db.execute(
            f"SELECT {POSITION} FROM stories WHERE kind <> 'story' AND kind = 'page' AND shown = 1 ORDER BY permalink"
        )
        return [Position(*row) for row in rows]

    def unlisted(self) -> list[Position]:
        """Stories and pages that are shown at their address and named by no list."""
        rows = self.db.execute(
            f"SELECT {POSITION} FROM stories WHERE kind <> 'story' AND kind IN ('unlisted', 'unlisted page') "
            "AND shown = 1 ORDER BY permalink"
        )
        return [Position(*row) for row in rows]

    def withdrawn(self) -> list[Position]:
        rows = self.db.execute(
            f"SELECT {POSITION} FROM stories WHERE shown = 0 AND status = 'withdrawn' AND kind <> 'term' "
            "ORDER BY permalink"
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

    def addresses_used(self) -> Iterator[str]:
        """The address of every file that a shown story uses, asked for piece by piece."""
        last = ""
        while True:
            rows = self.db.execute(
                "SELECT DISTINCT address FROM uses WHERE address > ? ORDER BY address LIMIT ?", (last, PIECE)
            ).fetchall()
            yield from (row[0] for row in rows)
            if len(rows) < PIECE:
                return
            last = rows[-1][0]

    def addresses_of_file(self, file: str) -> list[str]:
        return [
            row[0] for row in self.db.execute("SELECT DISTINCT address FROM uses WHERE file = ? ORDER BY 1", (file,))
        ]

    def files_shown(self) -> Iterator[str]:
        """The files of `content/` that published stories use."""
        return (file for (file,) in self.db.execute("SELECT DISTINCT file FROM uses ORDER BY file"))

    def files_at(self, address: str) -> list[str]:
        return [
            row[0] for row in self.db.execute("SELECT DISTINCT file FROM uses WHERE address = ? ORDER BY 1", (address,))
        ]

    def file_at(self, address: str) -> str:
        """The first of them, "" when there is none; costs the same however many stories use it."""
        return self.db.execute("SELECT min(file) FROM uses WHERE address = ?", (address,)).fetchone()[0] or ""

    def file_content(self, file: str) -> str:
        """The fingerprint of a file of `content/` as last read, "" when it is not there."""
        row = self.db.execute("SELECT content FROM files WHERE source = ?", (file,)).fetchone()
        return row[0] if row else ""

    def pictures(self, story: int) -> dict[str, tuple[int, int, str]]:
        """Address → (width, height, form) of each file of a story that is a picture whose measures are known."""
        return {address: found for file, address in self.files_of(story) if (found := self.picture(file)) and found[0]}

    def picture(self, file: str) -> tuple[int, int, str]:
        """(width, height, form) of a file of `content/`, zeros and "" where they are not known."""
        row = self.db.execute("SELECT width, height, form FROM files WHERE source = ?", (file,)).fetchone()
        return (row[0] or 0, row[1] or 0, row[2] or "") if row else (0, 0, "")

    def pictures_at(self, addresses: Iterable[str]) -> dict[str, tuple[int, int, str]]:
        """The same as `pictures`, for addresses that cards name."""
        found = {}
        for address in addresses:
            if (file := self.file_at(address)) and (measures := self.picture(file))[0]:
                found[address] = measures
        return found

    def has_pictures(self) -> bool:
        """Whether there is any picture of which copies can be made."""
        return self.db.execute("SELECT 1 FROM files WHERE form <> '' LIMIT 1").fetchone() is not None

    def files_of(self, story: int) -> list[tuple[str, str]]:
        """(file, address) of each file that a story uses, whether it is shown or not."""
        return [tuple(pair) for pair in listed(self._kept(story)[3])]

    def known_files(self, folder: str = "", most: int = PIECE) -> list[str]:
        """Files that are not Markdown, those of one folder when there are more than `most`."""
        found = self._files_between("", "\U0010ffff", most + 1)
        return found if len(found) <= most else self._files_between(folder + "/", folder + "0", most)

    def _files_between(self, first: str, last: str, count: int) -> list[str]:
        rows = self.db.execute(
            "SELECT source FROM files WHERE source NOT LIKE '%.md' AND source > ? AND source < ? ORDER BY source "
            "LIMIT ?",
            (first, last, count),
        )
        return [row[0] for row in rows]

    def users_of(self, file: str) -> list[str]:
        rows = self.db.execute(
            "SELECT source FROM uses WHERE file = ? UNION SELECT source FROM mentions WHERE key = ? ORDER BY 1",
            (file, "f:" + file),
        )
        return [row[0] for row in rows]

    # -- addresses of former times

    def owner_of(self, address: str) -> str:
        """The file whose page, alias or tombstone stands at an address; letter case tells no two apart."""
        row = self.db.execute(
            "SELECT source FROM addresses JOIN stories USING (source) WHERE key = ? AND kind <> 'term' "
            "AND (shown = 1 OR status = 'withdrawn') ORDER BY addresses.permalink <> ?, source LIMIT 1",
            (address_key(address), address),
        ).fetchone()
        return row[0] if row else ""

    def claims(self, source: str) -> list[str]:
        """The address of a file's page, and its aliases."""
        rows = self.db.execute("SELECT permalink FROM addresses WHERE source = ? ORDER BY 1", (source,))
        return [row[0] for row in rows]

    def moved_to(self, address: str) -> str:
        """Where a published address leads since its story has moved, "" when it leads nowhere."""
        row = self.db.execute(
            "SELECT target FROM remembered WHERE address = ? AND fate IN ('redirect', 'guessed') LIMIT 1", (address,)
        ).fetchone()
        return row[0] if row else ""

    def moved(self) -> list[str]:
        """Every published address that leads elsewhere now."""
        rows = self.db.execute(
            "SELECT DISTINCT address FROM remembered WHERE fate IN ('redirect', 'guessed') ORDER BY address"
        )
        return [row[0] for row in rows]

    def redirects(self, count: int) -> list[tuple[str, str]]:
        """(old address, where it leads) of moved stories and of aliases; the last `count` by address."""
        rows = self.db.execute(
            "SELECT DISTINCT address, target FROM remembered WHERE fate IN ('redirect', 'guessed') UNION "
            "SELECT a.permalink, s.permalink FROM addresses a JOIN stories s USING (source) "
            "WHERE a.permalink <> s.permalink AND kind <> 'term' AND (shown = 1 OR status = 'withdrawn') "
            "ORDER BY 1 DESC LIMIT ?",
            (count,),
        )
        return sorted(rows.fetchall())

    def hold_of(self, source: str, now: int) -> str:
        """Why a file's story is not published, "" when it is."""
        row = self.db.execute("SELECT status, release, expires FROM stories WHERE source = ?", (source,)).fetchone()
        hold = hold_of(*row, now) if row else None
        return hold.kind if hold else ""

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
