"""An SQLite database with full text search, as Datasette and sqlite-utils open it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from backfile.corpus import FIELDS
from backfile.exporting.story import Frame, Told

LISTS = ("bylines", "tags", "series", "places", "people", "organisations")
_TEXTS = [name for name in FIELDS if name not in (*LISTS, "images", "corrections", "origin", "words")]
TABLES = f"""
PRAGMA page_size = 4096;
CREATE TABLE stories (
  number INTEGER PRIMARY KEY, {", ".join(f"{name} TEXT NOT NULL" for name in _TEXTS)}, words INTEGER NOT NULL,
  origin_outlet TEXT NOT NULL, origin_url TEXT NOT NULL, origin_sha256 TEXT NOT NULL);
CREATE TABLE terms (
  story INTEGER NOT NULL REFERENCES stories (number), kind TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (kind, name, story)) WITHOUT ROWID;
CREATE INDEX terms_by_story ON terms (story);
CREATE TABLE images (
  story INTEGER NOT NULL REFERENCES stories (number), url TEXT NOT NULL, alt TEXT NOT NULL, caption TEXT NOT NULL,
  credit TEXT NOT NULL);
CREATE INDEX images_by_story ON images (story);
CREATE TABLE corrections (
  story INTEGER NOT NULL REFERENCES stories (number), date TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX corrections_by_story ON corrections (story);
-- Datasette finds the table of a full text index by content="…", in double quotes.
CREATE VIRTUAL TABLE stories_fts USING fts5 (title, summary, text, content="stories", content_rowid="number");
"""


def write_sqlite(path: Path, stories: Iterable[Told], frame: Frame) -> int:
    """Tables `stories`, `terms` (bylines, tags and so on), `images`, `corrections`, and `stories_fts` for searching."""
    count = 0
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(TABLES)
        db.execute("BEGIN")
        for count, story in enumerate(stories, 1):
            _insert(db, count, story.record)
        db.execute("INSERT INTO stories_fts (stories_fts) VALUES ('rebuild')")
        db.execute("CREATE INDEX stories_by_date ON stories (date)")
        db.execute("CREATE INDEX stories_by_section ON stories (section, date)")
        db.commit()
    return count


def _insert(db: sqlite3.Connection, number: int, record: dict) -> None:
    origin = record["origin"]
    values = [number, *(record[name] for name in _TEXTS), record["words"]]
    values += [origin[name] for name in ("outlet", "url", "sha256")]
    db.execute(f"INSERT INTO stories VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 - question marks
    terms = [(number, kind, name) for kind in LISTS for name in dict.fromkeys(record[kind])]
    db.executemany("INSERT INTO terms VALUES (?, ?, ?)", terms)
    for image in record["images"]:
        db.execute("INSERT INTO images VALUES (?, ?, ?, ?, ?)", (number, *_ordered(image, "url alt caption credit")))
    for one in record["corrections"]:
        db.execute("INSERT INTO corrections VALUES (?, ?, ?, ?)", (number, *_ordered(one, "date kind text")))


def _ordered(values: dict[str, object], names: str) -> list[object]:
    return [value if isinstance(value := values[name], str) else json.dumps(value) for name in names.split()]
