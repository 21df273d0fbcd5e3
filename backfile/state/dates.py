"""Questions about years, months and days. Every answer is in (instant, permalink) order."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.model import Card
from backfile.state.stories import SHOWN, Stories


class Dates(Stories):
    """What stands on which day."""

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

    def months(self, year: str) -> list[str]:
        """The months of a year with a story, `1995-05`."""
        return list(dict.fromkeys(day[:7] for day, _ in self.days(f"{year}-01-01", f"{year}-12-31")))

    def texts(self, first: str, last: str) -> list[tuple[int, str, str, str, str]]:
        """(story, source, content, permalink, card JSON) between two ISO days: all that their texts depend on."""
        return self.db.execute(
            f"SELECT id, source, content, permalink, card FROM stories JOIN cards USING (id) WHERE {SHOWN} AND day "
            "BETWEEN ? AND ? ORDER BY instant, permalink",
            (first, last),
        ).fetchall()

    def records(self, first: str, last: str) -> list[tuple[str, str, str, str]]:
        """(source, content, permalink, meta JSON) between two ISO days: all that their records depend on."""
        return self.db.execute(
            f"SELECT source, content, permalink, meta FROM stories JOIN metas USING (id) WHERE {SHOWN} AND day "
            "BETWEEN ? AND ? ORDER BY instant, permalink",
            (first, last),
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

    def same_days(self, month_day: str) -> list[tuple[str, int]]:
        """(day, number of stories) of a day of the year in each year that has one, the newest first."""
        return self.db.execute(
            f"SELECT day, count(*) FROM stories WHERE {SHOWN} AND substr(day, 6) = ? GROUP BY day ORDER BY day DESC",
            (month_day,),
        ).fetchall()

    def day_newest(self, day: str, count: int) -> list[Card]:
        return self._cards(
            f"SELECT id FROM stories WHERE {SHOWN} AND day = ? ORDER BY instant DESC, permalink DESC LIMIT ?",
            (day, count),
        )

    def days_of_year(self) -> list[tuple[str, int]]:
        return self.db.execute(
            f"SELECT substr(day, 6), count(*) FROM stories WHERE {SHOWN} GROUP BY 1 ORDER BY 1"
        ).fetchall()
