"""Which captures of an import tell the same story: compared on disk, so memory is flat in their number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from backfile.importing.likeness import BANDS, BINS, Likeness, is_like
from backfile.importing.scratch import scratch

_TABLES = """
CREATE TABLE likes (
    at INTEGER PRIMARY KEY, capture TEXT, words INTEGER, day TEXT, signature BLOB, stands INTEGER, able INTEGER,
    sha256 TEXT
);
CREATE INDEX by_capture ON likes (capture);
CREATE INDEX by_bytes ON likes (sha256) WHERE sha256 <> '';
CREATE TABLE shared (at INTEGER, band INTEGER, piece BLOB, PRIMARY KEY (at, band)) WITHOUT ROWID;
CREATE TABLE leads (band INTEGER, piece BLOB, at INTEGER, PRIMARY KEY (band, piece, at)) WITHOUT ROWID;
CREATE TABLE members (lead INTEGER, place INTEGER, at INTEGER, PRIMARY KEY (lead, place)) WITHOUT ROWID;
CREATE TABLE repeats (capture TEXT PRIMARY KEY, leader TEXT, is_fuller INTEGER, is_copy INTEGER) WITHOUT ROWID;
"""
# Most bands are no other story's, and are not worth an index.
_SHARED = """
INSERT INTO shared SELECT at, ?, piece FROM (
    SELECT at, piece, count(*) OVER (PARTITION BY piece) AS times
    FROM (SELECT at, substr(signature, ?, ?) AS piece FROM likes)
) WHERE times > 1
"""
_NEAR = """
SELECT at, capture, words, day, signature FROM likes WHERE at IN (
    SELECT leads.at FROM shared JOIN leads USING (band, piece) WHERE shared.at = ?
) ORDER BY words DESC, capture
"""
_REPEATS = """
INSERT OR REPLACE INTO repeats
SELECT one.capture, leader.capture, one.words > 1.1 * leader.words, one.sha256 <> '' AND EXISTS (
    SELECT 1 FROM likes AS other
    WHERE other.sha256 = one.sha256 AND other.sha256 <> '' AND (other.at < one.at OR other.at = leader.at)
)
FROM members JOIN likes AS one USING (at), likes AS leader
WHERE members.lead = ? AND leader.at = ? AND one.at <> leader.at AND NOT one.stands
"""
_ONLY_COPIES = "DELETE FROM repeats WHERE NOT is_copy AND leader = (SELECT capture FROM likes WHERE at = ?)"


class Repeat(NamedTuple):
    """The capture that a story repeats; whether the repetition has a tenth more words, or is a file seen before."""

    leader: str
    is_fuller: bool
    is_copy: bool


class Repetitions:
    """Stories to compare, then what repeats what."""

    def __init__(self) -> None:
        self._db = scratch(_TABLES)
        self.count = 0

    def add(self, one: Likeness, *, stands: bool = False, able: bool = True, sha256: str = "") -> None:
        """Add a story; one too short to compare is left out. `stands`: it is in the archive and stays there; `able`: it
        could stand there, so others may be left out for it."""
        if len(one.signature) == 4 * BINS:
            self._db.execute("INSERT INTO likes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", (*one, stands, able, sha256))
            self.count += 1

    def knows(self, capture: str) -> bool:
        """Whether a story of this capture is there to compare."""
        return bool(self._db.execute("SELECT 1 FROM likes WHERE capture = ? LIMIT 1", (capture,)).fetchone())

    def compare(self) -> None:
        """Find the groups, and of each the one that stays: what stands already, else the fullest that can."""
        self._gather()
        for (lead,) in self._db.execute("SELECT lead FROM members WHERE place = 2"):
            leader = self._db.execute(
                "SELECT at FROM members JOIN likes USING (at) WHERE lead = ? AND (stands OR able)"
                " ORDER BY stands DESC, place LIMIT 1",
                (lead,),
            ).fetchone()
            self._db.execute(_REPEATS, (lead, leader[0] if leader else lead))
            if not leader:  # all of them wait for a person, a file and its copies once
                self._db.execute(_ONLY_COPIES, (lead,))

    def _gather(self) -> None:
        """Groups of stories that are nearly the same, the fullest first; of equals, the first that came."""
        for number, band in enumerate(BANDS):
            self._db.execute(_SHARED, (number, band.start + 1, band.stop - band.start))
        order = "SELECT at, capture, words, day, signature FROM likes WHERE at IN (SELECT at FROM shared)"
        for at, *row in self._db.execute(f"{order} ORDER BY words DESC, at"):
            self._join(at, Likeness(*row))

    def groups(self) -> Iterator[list[str]]:
        """The captures of each group of two or more, when they have been compared."""
        for (lead,) in self._db.execute("SELECT lead FROM members WHERE place = 2"):
            rows = "SELECT capture FROM members JOIN likes USING (at) WHERE lead = ? ORDER BY place"
            yield [capture for (capture,) in self._db.execute(rows, (lead,))]

    def _join(self, at: int, one: Likeness) -> None:
        """Put a story into the group whose first it is like, else let it begin one."""
        near = self._db.execute(_NEAR, (at,))
        lead = next((other for other, *row in near if is_like(one, Likeness(*row))), at)
        near.close()
        self._db.execute(
            "INSERT INTO members SELECT ?1, 1 + coalesce(max(place), 0), ?2 FROM members WHERE lead = ?1", (lead, at)
        )
        if lead == at:
            self._db.execute("INSERT INTO leads SELECT band, piece, at FROM shared WHERE at = ?", (at,))

    def of(self, capture: str) -> Repeat | None:
        """What a capture repeats, if anything."""
        row = self._db.execute(
            "SELECT leader, is_fuller, is_copy FROM repeats WHERE capture = ?", (capture,)
        ).fetchone()
        return Repeat(row[0], bool(row[1]), bool(row[2])) if row else None
