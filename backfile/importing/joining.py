"""The links between stories of old sites, whatever the order in which they come, and in whichever import."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

from backfile.config import Config
from backfile.importers.found import Found, Wanted
from backfile.importing.archive import Archive
from backfile.importing.ledger import Ledger
from backfile.importing.linking import Linked, linked, links_from, links_text
from backfile.importing.reading import Passed, Read
from backfile.importing.whereabouts import Target, Whereabouts
from backfile.model import Status, Story
from backfile.storyfile import story_text


class Joining:
    """Knows where every story stands before the first is written; what leads nowhere now waits in the ledger."""

    def __init__(self, archive: Archive, ledger: Ledger, config: Config) -> None:
        self._archive, self._ledger, self._config = archive, ledger, config
        self._is_needed = ledger.wants_any()
        self._known: Whereabouts | None = None
        self.made = self.missed = 0

    def notice(self, read: Read | Passed) -> None:
        """Whether any capture has links to join, is known when all have been noticed."""
        if isinstance(read, Read) and not self._is_needed:
            self._is_needed = any(isinstance(one, Found) and one.links for one in read.found)

    def begin(self) -> bool:
        """Whether places must be known beforehand; from now on they may be noted."""
        if self._is_needed:
            self._known = Whereabouts(self._archive, self._config, time.time())
        return self._is_needed

    def place(self, story: Story, path: str) -> None:
        """Note where a story will stand."""
        if self._known:
            self._known.add(story, path)

    def repeat(self, story: Story, leader: str) -> None:
        """Note a story that another capture tells: a link to it leads there."""
        if self._known:
            self._known.add_twin(story, leader)

    def placed(self) -> None:
        """All places are noted."""
        if self._known:
            self._known.settle(self._archive)

    def led(self, story: Story, links: Mapping[int, Wanted], files: Mapping[str, str]) -> Linked:
        """The story, its place in `source`, with its links led where they lead now."""
        if not links or not self._known:
            return Linked(story)
        known, is_shown = self._known, story.status is Status.PUBLISHED

        def find(wanted: Wanted) -> Target:
            return known.of(wanted, from_shown=is_shown)

        return linked(story, links, files, find)

    def count(self, found: Linked, *, again: bool = False) -> None:
        """Count the links of a story; `again`, where those that lead nowhere were counted by an earlier import."""
        self.made += found.made
        self.missed += 0 if again else len(found.missed)

    def keep(self, path: str, story: Story, found: Linked) -> None:
        """Keep a story's text with what still leads nowhere, for an import that brings it."""
        if found.missed:
            text = story_text(replace(story, body=found.open))  # what leads nowhere is still marked in it
            waiting = {number: wanted for number, (wanted, _) in found.missed.items()}
            keys = {key for wanted in waiting.values() for key in wanted.keys}
            self._ledger.want(path, text, links_text(waiting), keys)
        else:
            self._ledger.unwant(path)

    def waiting(self) -> Iterator[tuple[str, str, dict[int, Wanted]]]:
        """Stories of earlier imports (path, text, links) that want something which this one has placed."""
        paths: dict[str, None] = {}
        if self._known and self._ledger.wants_any():
            for key in self._known.new_keys():
                paths |= dict.fromkeys(self._ledger.wanting(key))
        for path in paths:
            text, links = self._ledger.wants_of(path)
            yield path, text, links_from(links)
