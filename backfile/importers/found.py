"""What importers are given and what they give back: a raw capture, and each story found in it."""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile.importers.decoding import decoded
from backfile.model import Story

# A picture that lies beside its capture is written so until the story has its place: `beside:photos/mill.jpg`.
BESIDE = "beside:"
# So a link to what the same site had, until it is known what came over: `wanted:3`, its number among `Found.links`.
WANTED = "wanted:"


# The source of a story that is a standing page of its site (About, Contact): it needs no date and has its own folder.
PAGES = "pages/"


class Raw(NamedTuple):
    """One capture: its bytes, and what is known of it besides.

    `name` is what `origin.file` will say. `url` and `captured` are known where the container tells them (a web
    archive does). `beside` is the folder of a site that the capture belongs to, as its walker describes it.
    """

    name: str
    data: bytes
    url: str = ""
    captured: str = ""
    site: tuple[tuple[str, str], ...] = ()


class Wishes(NamedTuple):
    """What the person asked of the importers: zone of naive times, language, names of columns, reasons.

    Only with `reasons` does a story carry its `pieces`: they cost time and memory, and few are ever looked at.
    """

    zone: ZoneInfo = ZoneInfo("UTC")
    lang: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    reasons: bool = False


class Piece(NamedTuple):
    """One block of a capture with its fate ("kept", "heading", "field", "dropped") and the reason for it.

    `line` counts from 1; 0 where the capture has no lines that a person would know it by (a saved page).
    """

    text: str
    fate: str
    reason: str
    line: int = 0


class Wanted(NamedTuple):
    """What a link of a story leads to on its old site, and what it may be known by here.

    `said` is where it went, for a person. `keys` are those of `importers.places`, the surest first; only captures whose
    names begin with `within` are meant. `file` is a reference to a file beside the capture, "" where it can be none;
    `line` counts from 1 in the capture's file, 0 when that is not known.
    """

    said: str
    keys: tuple[str, ...] = ()
    tail: str = ""
    within: str = ""
    file: str = ""
    line: int = 0


class Found(NamedTuple):
    """One story found in a capture; `story.source` is `PAGES` or "", and the file of its origin still to be filled in.

    `key` tells the stories of one capture apart and is stable ("" for the only one). `review` says why a person
    should look. `pictures` are references to files beside the capture that the story shows, `links` what its links and
    pictures marked `WANTED` lead to. `words` and `signature` serve to find stories that are nearly the same; readers
    leave them alone.
    """

    story: Story
    key: str = ""
    confidence: float = 1.0
    review: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    pictures: tuple[str, ...] = ()
    words: int = 0
    signature: bytes = b""
    links: tuple[Wanted, ...] = ()


def text_of(data: bytes) -> str:
    """The text of a capture's bytes."""
    return decoded(data)[0]
