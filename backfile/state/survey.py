"""Questions about the archive as a whole, which a check asks and a build does not."""

from __future__ import annotations

import json
from collections.abc import Iterator

from backfile.catalogue import Mention
from backfile.model import Card
from backfile.state.stories import POSITION, Position, Stories
from backfile.urls import address_key

_LIVE = "kind = 'story' AND status <> 'withdrawn'"
_WITHOUT = {
    "summary": f"json_extract(card, '$[{Card._fields.index('summary')}]') = ''",
    "bylines": (
        f"json_array_length(card, '$[{Card._fields.index('bylines')}]') = 0 "
        f"AND json_extract(card, '$[{Card._fields.index('agency')}]') = ''"
    ),
    "tags": """instr(terms, '["tags",') = 0""",
}


class Survey(Stories):
    """Each answer comes from one walk through a table."""

    def stories_without(self, field: str) -> Iterator[str]:
        """The sources of stories whose `summary`, `bylines` (and agency) or `tags` are absent."""
        query = f"FROM stories JOIN cards USING (id) JOIN metas USING (id) WHERE {_LIVE} AND {_WITHOUT[field]}"
        return (row[0] for row in self.db.execute(f"SELECT source {query} ORDER BY source"))

    def dated_after(self, instant: int) -> list[Position]:
        rows = self.db.execute(
            f"SELECT {POSITION} FROM stories WHERE {_LIVE} AND instant > ? ORDER BY source", (instant,)
        )
        return [Position(*row) for row in rows]

    def anchored(self) -> Iterator[tuple[Position, Mention]]:
        """Each mention with an anchor in a story, page or term description that is shown."""
        rows = self.db.execute(
            f"SELECT {POSITION}, links FROM stories JOIN metas USING (id) WHERE shown = 1 AND instr(links, '#') "
            "ORDER BY source"
        ).fetchall()
        for *position, links in rows:
            for link in json.loads(links):
                if link and "#" in link[1]:
                    yield Position(*position), Mention(*link)

    def meant_by(self, mention: Mention) -> str:
        """The source of the story or page that a mention leads to; "" when it is a page that the site makes."""
        kind, _, what = mention.key.partition(":")
        if kind == "s":
            return what if self.position(what) else ""
        if kind != "a":
            return ""
        row = self.db.execute(
            "SELECT source FROM addresses JOIN stories USING (source) WHERE key = ? AND shown = 1 LIMIT 1",
            (address_key(what),),
        ).fetchone()
        return row[0] if row else ""

    def terms_used(self, taxonomy: str) -> list[tuple[str, str, int]]:
        """(slug, a spelling, number of stories) of every term of a taxonomy, by slug."""
        return self.db.execute(
            "SELECT slug, max(name), count(*) FROM terms WHERE taxonomy = ? GROUP BY slug ORDER BY slug", (taxonomy,)
        ).fetchall()

    def unused_files(self) -> list[str]:
        """Files of `content/` that no story, page or draft has."""
        used = {row[0] for row in self.db.execute("SELECT DISTINCT file FROM uses")}
        used |= {row[0][2:] for row in self.db.execute("SELECT DISTINCT key FROM mentions WHERE key LIKE 'f:%'")}
        for (files,) in self.db.execute(
            "SELECT files FROM stories JOIN metas USING (id) WHERE shown = 0 AND files <> '[]'"
        ):
            used |= {file for file, _ in json.loads(files)}
        rows = self.db.execute("SELECT source FROM files WHERE source NOT LIKE '%.md' ORDER BY source")
        return [row[0] for row in rows if row[0] not in used]
