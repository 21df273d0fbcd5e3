"""Stories asked for one after another in the order of all: what was answered for one is most of the next one's answer.

A clean build plans the pages of all stories so. Nobody has to say that it does: a story that is the last one's newer
neighbour follows it, and any other begins a new walk. So every answer is that of the questions it stands for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from backfile.state.store import Store
from backfile.state.stories import Position
from backfile.state.terms import Terms

# A tag asked for again costs one question; so many at hand cost some megabytes.
TAGS_AT_HAND = 20_000


class Walk(Terms):
    """The neighbours of a story among all, and those before it that share its tags."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._leave()

    def forget(self) -> None:
        super().forget()
        self._leave()

    def _leave(self) -> None:
        self._last: Position | None = None
        self._next: Position | None = None
        self._before: dict[str, deque[int]] = {}

    def beside(self, at: Position) -> tuple[Position | None, Position | None]:
        """The shown stories before and after one that is shown, as `older` and `newer` find them."""
        last, follows = self._last, self._next is not None and self._next.story == at.story
        # Lists of terms are in order of the year first, the year of the story's own zone: within one year it is that of
        # all stories, and where another begins a list may have stories that this walk has not come to.
        if not follows or last.day[:4] != at.day[:4] or len(self._before) > TAGS_AT_HAND:
            self._before.clear()
        older = last if follows else next(iter(self.older(at.instant, at.permalink)), None)
        self._last, self._next = at, next(iter(self.newer(at.instant, at.permalink)), None)
        return older, self._next

    def before_with(self, at: Position, tags: Iterable[str], count: int) -> list[list[int]]:
        """For each tag of a story the `count` stories before it that have it, as `term_around` finds them, nearest
        first. Walks on from `beside`, which is to be asked for the same story first."""
        found = [list(self._before_one(at, tag, count)) for tag in tags]
        for tag in set(tags):
            self._before[tag].appendleft(at.story)
        return found

    def _before_one(self, at: Position, tag: str, count: int) -> deque[int]:
        known = self._before.get(tag)
        if known is None or known.maxlen != count:
            known = self._before[tag] = deque(self.term_around("tags", tag, at, newer=False, count=count), count)
        return known
