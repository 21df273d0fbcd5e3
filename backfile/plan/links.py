"""What the mentions in a story lead to, and which of them lead nowhere."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from backfile.catalogue import RESERVED_FILES, RESERVED_STEPS, Mention, address_of_file
from backfile.model import Card, Level, Problem
from backfile.state import Archive, Broken, Memory, Position, fate_of


class Dead(NamedTuple):
    """The dead links of a story. `leans`: others would be, and lead to a story that has an error of its own: with that
    mended, they are good or are told."""

    problems: list[Problem]
    leans: bool = False


def addresses_of(archive: Archive, at: Position) -> list[str]:
    """The permalink (with its anchor) for each mention of a story, in order; "" where the link is of elsewhere."""
    return [_address(archive, at, mention) if mention else "" for mention in archive.links(at.story)]


def _address(archive: Archive, at: Position, mention: Mention) -> str:
    kind, _, what = mention.key.partition(":")
    if kind == "s":
        meant = archive.position(what)
        return (meant.permalink if meant else "/" + what) + mention.tail
    if kind == "f":
        return address_of_file(what, at.source, at.permalink) + mention.tail
    if kind == "r":
        return _joined(at.permalink, what) + mention.tail
    return what + mention.tail


def _joined(permalink: str, relative: str) -> str:
    joined = posixpath.normpath(posixpath.join(permalink, relative))
    return joined.rstrip("/") + "/" if "." not in posixpath.basename(joined) else joined


def pictures_on(archive: Archive, cards: Iterable[Card]) -> dict[str, tuple[int, int, str]]:
    """What is known of the pictures that these cards name."""
    return archive.pictures_at(card.image[0] for card in cards if card.image)


def dead_links(archive: Archive, at: Position, has_file: Callable[[str], bool], level: str) -> Dead:
    """A problem for each mention in a shown story of something that the site will not have."""
    if level == "off":
        return Dead([])
    found = [
        (mention, problem)
        for mention in archive.links(at.story)
        if mention
        if (problem := _dead(archive, at, mention, has_file, Level(level)))
    ]
    told = [problem for mention, problem in found if not _leans(archive, at, mention)]
    return Dead(told, len(told) < len(found))


def _leans(archive: Archive, at: Position, mention: Mention) -> bool:
    """Whether a link leads to a story that is there and cannot be read: by its file, by an address that it had, or by
    one that its name would give it."""
    kind, _, what = mention.key.partition(":")
    broken = Broken(archive)
    if not broken.has_any():
        return False
    if kind == "s":
        return broken.is_unknown(what)
    address = _joined(at.permalink, what) if kind == "r" else "/" + what.removeprefix("/")
    fate = fate_of(archive, Memory(archive), address, 0, partial(has_page, archive))
    return fate.name == "broken" or (kind != "f" and broken.may_stand_at(address))


def missing_files(
    archive: Archive,
    at: Position,
    files: list[tuple[str, str]],
    has_file: Callable[[str], bool],
    known: Callable[[str], list[str]],
) -> list[Problem]:
    """A problem for each picture of the front matter whose file is not there."""
    problems = []
    for file, _ in files:
        if not has_file(file):
            near = difflib.get_close_matches(file, known(posixpath.dirname(file)), 1, 0.5)
            remedy = f"did you mean /{near[0]}?" if near else f"put the file at content/{file}, or take the line out"
            problems.append(Problem(at.source, 0, 0, f"the file {file} is not in content/", remedy, "missing-file"))
    return problems


def _dead(
    archive: Archive, at: Position, mention: Mention, has_file: Callable[[str], bool], level: Level
) -> Problem | None:
    kind, _, what = mention.key.partition(":")
    if kind == "s":
        meant = archive.position(what)
        fault = (
            ""
            if meant and (meant.shown or meant.status == "withdrawn")
            else f"there is no story {what}"
            if not meant
            else (f"{what} is not published ({meant.status})")
        )
    elif kind == "f":
        there = has_file(what) or "/" + what in _made_files() or archive.has_permalink("/" + what)  # an alias: /a.html
        fault = "" if there else f"there is no file {what} in content/"
    else:
        address = _joined(at.permalink, what) if kind == "r" else what
        fault = "" if has_address(archive, address) else f"there is no page at {address}"
    if not fault:
        return None
    return Problem(
        at.source,
        mention.line,
        mention.column,
        f'the link "{mention.text}" is dead: {fault}',
        _renamed(archive, what) or _remedy(archive, what),
        "dead-link",
        level,
    )


def _renamed(archive: Archive, source: str) -> str:
    """The file of a story that was renamed, as the addresses that it had tell it; "" when they do not."""
    memory = Memory(archive)
    for address in memory.addresses_of(source)[:1]:
        fate = fate_of(archive, memory, address, 0, partial(has_page, archive))
        if fate.name in ("redirect", "guessed") and fate.owner != source:
            return f"its file is called {fate.owner} now: write that"
    return ""


def _made_files() -> set[str]:
    return {"/" + name for name in RESERVED_FILES}


def has_address(archive: Archive, address: str, now: int = 0) -> bool:
    """Whether a reader who asks for an address gets somewhere: to a page, or to where the story of then is now."""
    if has_page(archive, address):
        return True
    fate = fate_of(archive, Memory(archive), address, now, partial(has_page, archive))
    return fate.name in ("redirect", "guessed")


def has_page(archive: Archive, address: str) -> bool:
    """Whether the site has a page at an address: a story's, a standalone page's, an alias, or one that the site
    makes."""
    steps = [step for step in address.strip("/").split("/") if step]
    if not steps or address in _made_files():
        return True
    if archive.has_permalink(address):
        return True
    if steps[0] in RESERVED_STEPS:
        return len(steps) == 1 or archive.has_term(steps[0], steps[1]) or steps[0] in ("on-this-day", "corrections")
    if steps[0].isdigit() and len(steps) <= 3:
        return archive.has_days("-".join(steps))
    return False


def _remedy(archive: Archive, what: str) -> str:
    stem = what.rstrip("/").rsplit("/", 1)[-1].removesuffix(".md")
    near = archive.permalinks_like(stem)
    return f"did you mean {near[0]}?" if near else "mend the address, or take the link out"
