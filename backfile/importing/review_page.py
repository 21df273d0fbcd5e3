"""The review as pages to look at: each capture beside what it was read as, and why. Pure; escapes everything.

A page that is served has buttons and forms; one that lies on disk has the commands to copy instead. None runs a script.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

from backfile.importers.found import Piece
from backfile.importing.reasons import in_words
from backfile.importing.review import AGAIN, GROUPS, STUCK, Waiting, group_of
from backfile.importing.suggesting import Tag, tags_of
from backfile.model import Story

SHEET_ITEMS = 25
MOST_BLOCKS = 400
MOST_LETTERS = 20_000
FOLDED = 4  # blocks left out in a row, from which on they are folded away
_FIELDS = (
    *("title", "date", "updated", "section", "kicker", "summary", "bylines", "agency", "dateline", "lang", "rights"),
)
_LABELS = {"bylines": "written by", "lang": "language", "updated": "changed"}
_FATES = {"kept": "in the story", "heading": "a heading of the story", "field": "a field", "dropped": "left out"}
_WANTED = ("title", "date")
_KINDS = {"tags": "topic", "people": "person", "places": "place", "organisations": "organisation"}


class Run(NamedTuple):
    """Blocks of a capture that follow each other; `folded` when nothing of them was kept."""

    pieces: tuple[Piece, ...]
    folded: bool


class Shown(NamedTuple):
    """A tag with where it comes from, in words."""

    tag: Tag
    source: str


class Told(NamedTuple):
    """What a page says to the person who pressed a button: a sentence, at the item of this number; for a fault the
    capture with what was typed there, so that it need not be typed again."""

    sentence: str = ""
    item: int = 0
    capture: str = ""
    typed: Mapping[str, str] = {}


class Item(NamedTuple):
    """One capture to look at. `address` leads from the page to its story's file, `absent` says why no runs. The tags of
    a story that stands can be changed one by one when its file `is_ours`."""

    waiting: Waiting
    file: str = ""
    address: str = ""
    runs: tuple[Run, ...] = ()
    more: int = 0
    fields: tuple[tuple[str, str], ...] = ()
    body: str = ""
    command: str = ""
    absent: str = ""
    title: str = ""
    day: str = ""
    tags: tuple[Shown, ...] = ()
    is_ours: bool = True

    @property
    def group(self) -> str:
        return group_of(self.waiting)


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


def item_of(
    waiting: Waiting,
    address: str,
    story: Story | None,
    pieces: Sequence[Piece],
    absent: str = "",
    yours: Collection[str] = (),
    is_ours: bool = True,
) -> Item:
    """What a page shows of one capture; `story` and `pieces` are what it reads as now. `yours` are the names of the
    vocabulary that a person wrote there."""
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
        absent or ("" if pieces else "A capture of this kind cannot be shown in parts; see what was read from it."),
        story.title if story else "",
        story.date.text if story and story.date else "",
        tuple(_shown_tags(story, yours)) if story else (),
        is_ours,
    )


def _shown_tags(story: Story, yours: Collection[str]) -> Iterator[Shown]:
    for tag in tags_of(story):
        kind = _KINDS.get(tag.field, "")
        if not tag.is_suggested:
            yield Shown(tag, kind)
        elif not tag.is_kept:
            yield Shown(tag, "taken out")
        else:
            whence = "your vocabulary" if tag.name in yours else "names found in the archive"
            yield Shown(tag, f"{kind}, suggested from {whence}")


def _runs(pieces: Iterable[Piece]) -> Iterator[Run]:
    for dropped, run in groupby(pieces, key=lambda piece: piece.fate == "dropped"):
        found = tuple(piece._replace(text=piece.text[:MOST_LETTERS], reason=in_words(piece.reason)) for piece in run)
        yield Run(found, dropped and len(found) >= FOLDED)


def _fields(story: Story) -> Iterator[tuple[str, str]]:
    for name in _FIELDS:
        value = getattr(story, name)
        text = value.text if hasattr(value, "text") else ", ".join(value) if isinstance(value, tuple) else value
        if text or name in _WANTED:
            yield _LABELS.get(name, name), text or ""
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


def page_of(sheet: Sheet, waiting: Sequence[Waiting], title: str, token: str = "", told: Told | None = None) -> str:
    """The HTML of one page. `waiting` is the whole list, in the order of the pages. With a `token` it has buttons,
    which send it along."""
    names = [group_of(one) for one in waiting]
    groups = [(name, names.count(name), _place_of(names.index(name))) for name in GROUPS if name in names]
    counts = {"all": len(waiting), "groups": groups}
    words = {"STUCK": STUCK, "AGAIN": AGAIN, "fates": _FATES}
    return _template().render(sheet=sheet, title=title, counts=counts, token=token, told=told or Told(), **words)


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
