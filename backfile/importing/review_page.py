"""The review as pages to look at: each capture beside what it was read as, and why. Pure; escapes everything."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

from backfile.importers.found import Piece
from backfile.importing.review import GROUPS, Waiting, group_of
from backfile.model import Story

SHEET_ITEMS = 25
MOST_BLOCKS = 400
MOST_LETTERS = 20_000
FOLDED = 4  # blocks left out in a row, from which on they are folded away
_FIELDS = (
    *("title", "date", "updated", "section", "kicker", "summary", "bylines", "agency", "dateline", "tags"),
    *("lang", "rights"),
)
_WANTED = ("title", "date")


class Run(NamedTuple):
    """Blocks of a capture that follow each other; `folded` when nothing of them was kept."""

    pieces: tuple[Piece, ...]
    folded: bool


class Item(NamedTuple):
    """One capture to look at. `address` leads from the page to its story's file, `absent` says why no runs."""

    waiting: Waiting
    file: str = ""
    address: str = ""
    runs: tuple[Run, ...] = ()
    more: int = 0
    fields: tuple[tuple[str, str], ...] = ()
    body: str = ""
    command: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of items; `first` is the number of its first item among all."""

    number: int
    last: int
    first: int
    items: tuple[Item, ...]

    @staticmethod
    def name(number: int) -> str:
        """The file of a page."""
        return "index.html" if number == 1 else f"{number}.html"


def item_of(waiting: Waiting, address: str, story: Story | None, pieces: Sequence[Piece], absent: str = "") -> Item:
    """What a page shows of one capture; `story` and `pieces` are what it reads as now."""
    shown = tuple(pieces[:MOST_BLOCKS])
    file = waiting.capture.partition("#")[0]
    body = story.body if story else ""
    return Item(
        waiting,
        file,
        address,
        tuple(_runs(shown)),
        len(pieces) - len(shown),
        tuple(_fields(story)) if story else (),
        body if len(body) <= MOST_LETTERS else f"{body[:MOST_LETTERS]} …",
        _command(waiting),
        absent or ("" if pieces else "This kind of capture has no blocks to show; its story is on the right."),
    )


def _runs(pieces: Iterable[Piece]) -> Iterator[Run]:
    for dropped, run in groupby(pieces, key=lambda piece: piece.fate == "dropped"):
        found = tuple(piece._replace(text=piece.text[:MOST_LETTERS]) for piece in run)
        yield Run(found, dropped and len(found) >= FOLDED)


def _fields(story: Story) -> Iterator[tuple[str, str]]:
    for name in _FIELDS:
        value = getattr(story, name)
        text = value.text if hasattr(value, "text") else ", ".join(value) if isinstance(value, tuple) else value
        if text or name in _WANTED:
            yield name, text or ""
    for image in story.images:
        yield "image", " · ".join(filter(None, (image.src, image.caption or image.alt, image.credit)))
    for correction in story.corrections:
        yield correction.kind, correction.text


def _command(waiting: Waiting) -> str:
    """The command that takes an item off the list, ready to copy."""
    wanted = [f"--set {name}=…" for name in _WANTED if f"no {name} was found" in waiting.reasons]
    return " ".join(["backfile review --accept", shlex.quote(waiting.capture), *wanted])


def sheets_of(waiting: Sequence[Waiting], items: Iterable[Item]) -> Iterator[Sheet]:
    """The pages one after the other, each made when it is asked for: memory does not grow with the list."""
    last = max(1, -(-len(waiting) // SHEET_ITEMS))
    held: list[Item] = []
    number = 1
    for item in items:
        held.append(item)
        if len(held) == SHEET_ITEMS:
            yield Sheet(number, last, (number - 1) * SHEET_ITEMS + 1, tuple(held))
            held, number = [], number + 1
    if held or number == 1:
        yield Sheet(number, last, (number - 1) * SHEET_ITEMS + 1, tuple(held))


def page_of(sheet: Sheet, waiting: Sequence[Waiting], title: str) -> str:
    """The HTML of one page. `waiting` is the whole list, in the order of the pages."""
    names = [group_of(one) for one in waiting]
    groups = [(name, names.count(name), _place_of(names.index(name))) for name in GROUPS if name in names]
    return _template().render(sheet=sheet, title=title, counts={"all": len(waiting), "groups": groups})


def _place_of(number: int) -> str:
    """The address of an item, counted from 0 among all."""
    sheet, at = divmod(number, SHEET_ITEMS)
    return f"{Sheet.name(sheet + 1)}#i{at + 1}"


@cache
def _template() -> object:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    source = files("backfile.importing").joinpath("review.html").read_text(encoding="utf-8")
    return environment.from_string(source)
