"""What became of one published address: whether a page stands there, where it leads, or why it is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from backfile.addresses import FORGOTTEN as LET_GO
from backfile.state.archive import Archive
from backfile.state.broken import Broken
from backfile.state.memory import BROKEN, EXPIRED, FORGOTTEN, GUESSED, LOST, PAGE, REDIRECT, Kept, Memory
from backfile.state.stories import Position

HasPage = Callable[[str], bool]


class Fate(NamedTuple):
    """`target` is where the address leads, or why it is lost. `owner` is what its line should name from now on."""

    name: str
    target: str = ""
    owner: str = ""


def fate_of(
    archive: Archive, memory: Memory, address: str, now: int, has_page: HasPage, passed: tuple[str, ...] = ()
) -> Fate:
    """A page comes first, then what was said by hand, then the story of the line, then one with the same words.

    `has_page` knows the pages that the site itself makes, too; `passed` are the addresses that led here. Asks the
    state alone: call it when all changes are stored.
    """
    rows = memory.at(address)
    if owner := archive.owner_of(address):
        return Fate(PAGE, "", owner)
    if not rows:
        return Fate(LOST, f"there is no page at {address}")
    if any(row.owner == LET_GO for row in rows):
        return Fate(FORGOTTEN, "", LET_GO)
    by_hand = [row.owner for row in rows if row.owner.startswith("/")]
    if by_hand:
        return _led(archive, memory, by_hand[0], now, has_page, (*passed, address))
    return min((_by_story(archive, memory, row, now) for row in rows), key=_rank)


def _rank(fate: Fate) -> int:
    return (REDIRECT, GUESSED, BROKEN, EXPIRED, LOST).index(fate.name)


def _led(archive: Archive, memory: Memory, target: str, now: int, has_page: HasPage, passed: tuple[str, ...]) -> Fate:
    """Where an address leads that was given another by hand; that one may lead on."""
    place, sign, anchor = target.partition("#")
    if place in passed:
        circle = " → ".join([*passed[passed.index(place) :], place])
        return Fate(LOST, f"it leads in a circle: {circle}", target)
    if has_page(place):
        return Fate(REDIRECT, target, target)
    fate = fate_of(archive, memory, place, now, has_page, passed)
    if fate.name in (REDIRECT, GUESSED):
        return Fate(REDIRECT, fate.target if "#" in fate.target else fate.target + sign + anchor, target)
    if fate.name == BROKEN:
        return Fate(BROKEN, "", target)
    reason = (
        fate.target if fate.target.startswith("it leads in a circle") else f"it leads to {place}, and no page is there"
    )
    return Fate(LOST, reason, target)


def _by_story(archive: Archive, memory: Memory, row: Kept, now: int) -> Fate:
    at = archive.position(row.owner)
    if at is not None:
        return _at(archive, at, now, REDIRECT)
    if Broken(memory).is_unknown(row.owner):
        return Fate(BROKEN, "", row.owner)
    found = {source for mark in row.marks.split() for source in _named_by(memory, mark)}
    gone = Fate(LOST, f"its story content/{row.owner} is gone", row.owner)
    if len(found) != 1:
        return gone
    fate = _at(archive, archive.position(found.pop()), now, GUESSED)
    return gone if fate.name == EXPIRED else fate  # a guess is no excuse for an address that shows nothing


def _named_by(memory: Memory, mark: str) -> list[str]:
    """The one story with a mark. A paragraph may come back in another story: it speaks only for one that is new."""
    sources = memory.with_mark(mark)
    if len(sources) != 1 or (mark.startswith("p") and memory.addresses_of(sources[0])):
        return []
    return sources


def _at(archive: Archive, at: Position, now: int, fate: str) -> Fate:
    if at.shown or at.status == "withdrawn":
        return Fate(fate, at.permalink, at.source)
    kind = archive.hold_of(at.source, now)
    if kind == "expired":
        return Fate(EXPIRED, "", at.source)
    said = {"draft": "a draft", "embargo": "under an embargo"}.get(kind, f"held ({kind})")
    return Fate(LOST, f"its story content/{at.source} is {said} now", at.source)
