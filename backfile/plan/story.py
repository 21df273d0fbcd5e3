"""Pages of one file: the story with its neighbours, a standalone page, a tombstone, and redirects from old
addresses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from backfile.catalogue import UNLISTED
from backfile.model import Card, Page
from backfile.plan.frame import Frame
from backfile.plan.links import addresses_of
from backfile.state import Archive, Position
from backfile.taxonomy import Term
from backfile.urls import address_key, path_of

SERIES_SHOWN = 30
LONG_SERIES = 200


def story_pages(archive: Archive, frame: Frame, source: str) -> Iterator[Page]:
    at = archive.position(source)
    if at is None or at.kind == "term":
        return
    group = f"story:{source}"
    if at.status == "withdrawn":
        yield _tombstone(archive, at, group)
    elif at.shown:
        yield _page(archive, frame, at, group)
    else:
        return
    for alias in dict.fromkeys(archive.aliases(at.story)):
        if address_key(alias) != address_key(at.permalink):  # an alias to oneself would be a circle
            yield Page(path_of(alias), alias, "redirect", group, {"target": at.permalink})


def moved_pages(archive: Archive, frame: Frame, address: str) -> Iterator[Page]:
    """The way from an address that was published to where its story stands now."""
    if target := archive.moved_to(address):
        yield Page(path_of(address), address, "redirect", f"moved:{address}", {"target": target})


def _page(archive: Archive, frame: Frame, at: Position, group: str) -> Page:
    show: dict[str, object] = {
        "story": archive.meta(at.story),
        "links": addresses_of(archive, at),
        "pictures": archive.pictures(at.story),
    }
    if at.kind == "story":
        older, newer = archive.beside(at)
        series = _series(archive, at)
        show |= {
            "newer": _neighbour(archive, newer),
            "older": _neighbour(archive, older),
            "series": series,
            "related": _related(archive, frame, at, {beside.story for beside in (older, newer) if beside}),
        }
    kind = at.kind
    if kind in UNLISTED.values():  # it has no neighbours: they would have to be planned again when it changes
        kind = next(listed for listed, unlisted in UNLISTED.items() if unlisted == at.kind)
        show |= {"noindex": True}
        show |= {"newer": None, "older": None, "series": None, "related": []} if kind == "story" else {}
    return Page(path_of(at.permalink), at.permalink, kind, group, show, at.source, at.content)


def _neighbour(archive: Archive, found: Position | None) -> dict[str, str] | None:
    if not found:
        return None
    card = archive.card(found.story)
    return {"title": card.title, "permalink": card.permalink, "day": card.day}


def _series(archive: Archive, at: Position) -> dict[str, object] | None:
    """The first series of a story: which part this is, and the parts (those around it when there are many)."""
    term = next((t for t in archive.terms(at.story) if t.taxonomy == "series"), None)
    if term is None:
        return None
    count = sum(number for _, number in archive.term_facts("series", term.slug)[0])
    if count > LONG_SERIES:
        near = _near(archive, at, term)
        return {"name": term.name, "permalink": term.permalink, "part": 0, "parts": 0, "stories": near}
    cards = archive.term_all("series", term.slug)
    part = next((n for n, card in enumerate(cards, 1) if card.permalink == at.permalink), 0)
    first = max(0, min(part - SERIES_SHOWN // 2, len(cards) - SERIES_SHOWN))
    near = cards[first : first + SERIES_SHOWN]
    return {
        "name": term.name,
        "permalink": term.permalink,
        "part": part,
        "parts": len(cards),
        "stories": [{"title": card.title, "permalink": card.permalink} for card in near],
    }


def _near(archive: Archive, at: Position, term: Term) -> list[dict[str, str]]:
    """The stories around one of a column that runs for ever: no page of it says how many there are, or all would
    change with each new one."""
    older = archive.term_around("series", term.slug, at, newer=False, count=SERIES_SHOWN // 2)
    newer = archive.term_around("series", term.slug, at, newer=True, count=SERIES_SHOWN - SERIES_SHOWN // 2 - 1)
    cards = [archive.card(story) for story in (*reversed(older), at.story, *newer)]
    return [{"title": card.title, "permalink": card.permalink} for card in cards]


def _related(archive: Archive, frame: Frame, at: Position, besides: set[int]) -> list[Card]:
    """The older stories that share most tags, the nearest first of equals.

    Only the nearest few of each tag are considered, so a new story changes this list on as few other pages.
    """
    count = frame.config.lists.related
    shared: Counter[int] = Counter()
    nearest: dict[int, int] = {}
    tags = [term.slug for term in archive.terms(at.story) if term.taxonomy == "tags"] if count else []
    for stories in archive.before_with(at, tags, count):
        for distance, story in enumerate(stories):
            shared[story] += 1
            nearest[story] = min(nearest.get(story, distance), distance)
    cards = [(-n, nearest[s], archive.card(s)) for s, n in shared.items() if s not in besides]
    return [card for _, _, card in sorted(cards, key=lambda c: (c[0], c[1], c[2].permalink))[:count]]


def _tombstone(archive: Archive, at: Position, group: str) -> Page:
    """The page left in place of a withdrawn story: its day, and the note that says why; its title is withdrawn, too."""
    meta = json.loads(archive.meta(at.story))
    notes = [c for c in meta["corrections"] if c["kind"] == "withdrawal"] or meta["corrections"][-1:]
    note = notes[-1] if notes else {"text": "", "date": ""}
    show = {
        "story": {"title": "", "day": meta["day"], "lang": meta["lang"]},
        "reason": note["text"],
        "date": note["date"],
    }
    return Page(path_of(at.permalink), at.permalink, "withdrawn", group, show)
