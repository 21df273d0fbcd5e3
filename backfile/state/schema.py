"""The tables of the state file. With another `version` what is known of stories is forgotten, and read again.

What is known of the files written, and of the addresses published, is kept as long as its own table is the same: else
pages that no story asks for any more would stay in the output for ever.
"""

from backfile import fingerprint
from backfile.catalogue import Entry, Mention
from backfile.model import Card
from backfile.taxonomy import Term

# `terms` holds shown stories only, so every list is right by construction. Order everywhere is (instant, permalink):
# never a row number, which would depend on the history of builds.
TABLES = """
CREATE TABLE unlisted (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE pending (grp TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE ahead (number INTEGER PRIMARY KEY, grp TEXT UNIQUE NOT NULL);
CREATE TABLE spooled (source TEXT PRIMARY KEY, content TEXT NOT NULL, place TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
  source TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, content TEXT, width INTEGER, height INTEGER,
  form TEXT) WITHOUT ROWID;
CREATE TABLE stories (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL,
  permalink TEXT NOT NULL, instant INTEGER NOT NULL, day TEXT NOT NULL, status TEXT NOT NULL,
  release INTEGER NOT NULL, expires INTEGER NOT NULL, shown INTEGER NOT NULL, weight INTEGER NOT NULL,
  guarded INTEGER NOT NULL);
CREATE INDEX stories_guarded ON stories (source) WHERE guarded = 1;
CREATE INDEX stories_by_day ON stories (day, instant, permalink) WHERE shown = 1 AND kind = 'story';
CREATE INDEX stories_by_instant ON stories (instant, permalink) WHERE shown = 1 AND kind = 'story';
CREATE INDEX stories_by_year_day ON stories (substr(day, 6), instant, permalink) WHERE shown = 1 AND kind = 'story';
CREATE INDEX stories_held ON stories (status, release) WHERE shown = 0;
CREATE INDEX stories_expiring ON stories (expires) WHERE shown = 1 AND expires < 4611686018427387904;
CREATE INDEX stories_not_listed ON stories (permalink) WHERE kind <> 'story';
CREATE INDEX stories_by_permalink ON stories (permalink);
CREATE TABLE cards (id INTEGER PRIMARY KEY, card TEXT NOT NULL);
CREATE TABLE metas (
  id INTEGER PRIMARY KEY, meta TEXT NOT NULL, terms TEXT NOT NULL, links TEXT NOT NULL, files TEXT NOT NULL,
  aliases TEXT NOT NULL);
CREATE TABLE problems (source TEXT NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, problem TEXT NOT NULL);
CREATE INDEX problems_by_source ON problems (source);
CREATE INDEX problems_by_code ON problems (code);
CREATE TABLE addresses (
  key TEXT NOT NULL, permalink TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (key, source, permalink)) WITHOUT ROWID;
CREATE INDEX addresses_by_source ON addresses (source);
CREATE TABLE terms (
  taxonomy TEXT NOT NULL, slug TEXT NOT NULL, year TEXT NOT NULL, instant INTEGER NOT NULL, permalink TEXT NOT NULL,
  story INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (taxonomy, slug, year, instant, permalink)) WITHOUT ROWID;
CREATE TABLE mentions (key TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (key, source)) WITHOUT ROWID;
CREATE INDEX mentions_by_source ON mentions (source);
CREATE TABLE uses (file TEXT NOT NULL, address TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (file, address, source))
  WITHOUT ROWID;
CREATE INDEX uses_by_source ON uses (source);
CREATE INDEX uses_by_address ON uses (address, file);
CREATE TABLE last_good (source TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE corrected (year TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (year, source)) WITHOUT ROWID;
CREATE INDEX corrected_by_source ON corrected (source);
CREATE TABLE marks (source TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (source, mark)) WITHOUT ROWID;
CREATE TABLE broken (source TEXT PRIMARY KEY, slug TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX broken_by_slug ON broken (slug);
CREATE TABLE leaning (source TEXT PRIMARY KEY) WITHOUT ROWID;
"""

# Marks are hashes: row by row they would change a page each of a large index. A first look at many files goes without
# it, and sorts them at its end.
INDEX_OF_MARKS = "CREATE INDEX IF NOT EXISTS marks_by_mark ON marks (mark)"
WITHOUT_INDEX_OF_MARKS = "DROP INDEX IF EXISTS marks_by_mark"

OUTPUTS = """
CREATE TABLE outputs (
  path TEXT PRIMARY KEY, grp TEXT NOT NULL, fingerprint TEXT NOT NULL, parts TEXT NOT NULL, content TEXT NOT NULL,
  size INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX outputs_by_group ON outputs (grp);
"""

# What the file of published addresses says, and what became of each: see `memory`.
REMEMBERED = """
CREATE TABLE remembered (
  address TEXT NOT NULL, owner TEXT NOT NULL, marks TEXT NOT NULL, fate TEXT NOT NULL, target TEXT NOT NULL,
  PRIMARY KEY (address, owner)) WITHOUT ROWID;
CREATE INDEX remembered_by_owner ON remembered (owner);
CREATE INDEX remembered_by_fate ON remembered (fate, address);
"""

# Tables that outlive a change of the others, each with the name under which `meta` has its version.
KEPT = {"outputs": OUTPUTS, "remembered": REMEMBERED}

# Files whose line in the manifest may not be true any more, noted in the transaction that makes it so. `TABLES` has
# the table: it goes when the state is of another version, and the manifest is then made anew. (`INSERT OR IGNORE` would
# not do: the ON CONFLICT of the statement that fires a trigger overrules that of the trigger.)
TRIGGERS = """
DROP TRIGGER IF EXISTS output_came;
CREATE TRIGGER output_came AFTER INSERT ON outputs BEGIN
  INSERT INTO unlisted SELECT new.path WHERE new.path NOT IN (SELECT path FROM unlisted);
END;
DROP TRIGGER IF EXISTS output_changed;
CREATE TRIGGER output_changed AFTER UPDATE OF content ON outputs WHEN old.content <> new.content BEGIN
  INSERT INTO unlisted SELECT new.path WHERE new.path NOT IN (SELECT path FROM unlisted);
END;
DROP TRIGGER IF EXISTS output_went;
CREATE TRIGGER output_went AFTER DELETE ON outputs BEGIN
  INSERT INTO unlisted SELECT old.path WHERE old.path NOT IN (SELECT path FROM unlisted);
END;
"""


def version() -> str:
    """Changes with the tables and with the shape of what is kept in them."""
    texts = [TABLES, INDEX_OF_MARKS, TRIGGERS]
    return fingerprint.of_value([*texts, Card._fields, Entry._fields, Mention._fields, Term._fields])[:16]


def kept_version(table: str) -> str:
    return fingerprint.of_text(KEPT[table])[:16]
