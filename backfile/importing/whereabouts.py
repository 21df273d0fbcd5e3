"""Where the stories of old sites stand now: what a link of such a site leads to in the archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from backfile.config import Config
from backfile.importers.found import PAGES, Wanted
from backfile.importers.oldplaces import keys_of
from backfile.importing.archive import Archive
from backfile.importing.scratch import scratch
from backfile.model import Status, Story
from backfile.storyfile import parse_when
from backfile.taxonomy import terms_of

_TABLES = """
CREATE TABLE old (key TEXT, capture TEXT, path TEXT, shown INTEGER, is_new INTEGER, UNIQUE (key, capture, path));
CREATE INDEX new_keys ON old (key) WHERE is_new;
CREATE TABLE twins (keys TEXT, capture TEXT, leader TEXT, shown INTEGER);
"""
_MOST = 50  # stories that one key may name, looked at; more are as good as none


class Target(NamedTuple):
    """What a link leads to: a story's file or an address of the archive; else `reason` says why it leads nowhere."""

    path: str = ""
    address: str = ""
    reason: str = ""


class Whereabouts:
    """By which names the stories that stand, or will when this import is done, are known to links of their old sites.

    `now` is the moment of the import: a story that is due later is linked by none that shows already.
    """

    def __init__(self, archive: Archive, config: Config, now: float) -> None:
        self._zone, self._taxonomies, self._now = config.tz, config.taxonomies, now
        self._due = ("date", "embargo") if config.future == "hold" else ("embargo",)
        self._db = scratch(_TABLES)
        for path, capture, url, told, also in archive.told():
            shown = self._shows(told)
            self._note(keys_of(capture, url, _texts(told.get("aliases"))), capture, path, shown, is_new=False)
            for one in also:
                self._note(keys_of(one, "", ()), one, path, shown, is_new=False)
            self._note_terms(_terms_told(told), shown and not path.startswith(PAGES))

    def add(self, story: Story, path: str) -> None:
        """Note a story that this import places, or found in its place."""
        origin = story.origin
        held = any(when and when.instant > self._now for when in (getattr(story, name) for name in self._due))
        shown = story.status is Status.PUBLISHED and not held
        self._note(keys_of(origin.file, origin.url, story.aliases), origin.file, path, shown, is_new=True)
        self._note_terms(story, shown and story.source != PAGES)

    def add_twin(self, story: Story, leader: str) -> None:
        """Note a story that is left out because another capture tells it."""
        keys = json.dumps(keys_of(story.origin.file, story.origin.url, story.aliases))
        self._db.execute("INSERT INTO twins VALUES (?, ?, ?, ?)", (keys, story.origin.file, leader, True))

    def settle(self, archive: Archive) -> None:
        """Lead to the others what is left out, now that all of these have their places."""
        for keys, capture, leader, shown in self._db.execute("SELECT * FROM twins").fetchall():
            if paths := archive.paths_of(leader):
                self._note(json.loads(keys), capture, paths[-1], shown, is_new=True)

    def _note(self, keys: Iterable[str], capture: str, path: str, shown: bool, *, is_new: bool) -> None:
        rows = ((key, capture, path, shown, is_new) for key in keys)
        self._db.executemany("INSERT OR REPLACE INTO old VALUES (?, ?, ?, ?, ?)", rows)

    def _note_terms(self, story: Story, shown: bool) -> None:
        terms = terms_of(story, self._taxonomies) if shown else ()
        self._note((f"t:{one.taxonomy}/{one.slug}" for one in terms), "", "", True, is_new=False)

    def _shows(self, told: dict[str, Any]) -> bool:
        if told.get("status", "published") not in ("published", "withdrawn"):
            return False
        for name in self._due:
            try:
                if name in told and parse_when(str(told[name]), self._zone).instant > self._now:
                    return False
            except ValueError:
                continue
        return True

    def new_keys(self) -> Iterator[str]:
        """The keys of what this import has placed."""
        yield from (key for (key,) in self._db.execute("SELECT DISTINCT key FROM old WHERE is_new"))

    def of(self, wanted: Wanted, *, from_shown: bool) -> Target:
        """What a link leads to. One from a story that shows leads to no story that does not."""
        reason = ""
        for key in wanted.keys:
            if key.startswith("t:") and self._rows(key):
                return Target(address=f"/{key[2:]}/")
            rows = [row for row in self._rows(key) if row[0].startswith(wanted.within)]
            paths = list(dict.fromkeys(row[1] for row in rows))
            if len(paths) == 1 and (rows[0][2] or not from_shown):
                return Target(paths[0])
            if paths:
                hidden = "it is not published" if len(paths) == 1 else ""
                reason = reason or hidden or f"it may be {' or '.join(sorted(row[0] for row in rows)[:3])}"
        return Target(reason=reason)

    def _rows(self, key: str) -> list[tuple[str, str, bool]]:
        query = "SELECT DISTINCT capture, path, shown FROM old WHERE key = ? ORDER BY capture LIMIT ?"
        return self._db.execute(query, (key, _MOST)).fetchall()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _terms_told(told: dict[str, Any]) -> Story:
    """What a story's file says of its terms, as a story."""
    section = told.get("section", "")
    return Story(
        "", "", None, section=section if isinstance(section, str) else "", tags=_texts(told.get("tags")),
        bylines=_texts(told.get("bylines")),
    )  # fmt: skip
