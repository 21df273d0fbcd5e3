"""What the links of a body and the pictures of a story mean: other stories, addresses, files of `content/`."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from backfile.catalogue.places import RESERVED_FILES

if TYPE_CHECKING:
    from backfile.prose import Link

_TAIL = re.compile(r"([^#?]*)(.*)", re.DOTALL)


class Mention(NamedTuple):
    """A story's mention of something of this site. `key` is what it means: `s:` a source, `a:` an address, `f:` a file.

    `tail` is the `#anchor` or `?query` that followed.
    """

    key: str
    tail: str
    line: int
    column: int
    text: str


def mention_of(source: str, link: Link) -> Mention | None:
    """What a link of a body means; None when it leads to a place of its own page."""
    target, tail = _TAIL.match(link.target).groups()
    return Mention(_key(target, source, link.kind), tail, link.line, link.column, link.target) if target else None


def _key(target: str, source: str, kind: str) -> str:
    plain = unquote(target)
    if plain.endswith(".md"):
        return "s:" + file_of(target, source)
    last = plain.rsplit("/", 1)[-1]
    is_own_file = plain.startswith("/") and last in RESERVED_FILES
    if kind == "image" or ("." in last and last != "index.html" and not is_own_file):
        return "f:" + file_of(target, source)
    if not plain.startswith("/"):
        return "r:" + plain
    address = plain.removesuffix("index.html")
    return "a:" + (address if "." in last or address.endswith("/") else address + "/")


def file_of(target: str, source: str) -> str:
    """The file below `content/` that a text names: from `content/` with a leading `/`, else beside the story."""
    target = unquote(target)
    joined = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
    return posixpath.normpath(joined)


def address_of_file(file: str, source: str, permalink: str) -> str:
    """Where a file of `content/` stands in the site: beside the story that has it in its folder, else at its own
    path."""
    folder = posixpath.dirname(source)
    inside = folder and file.startswith(folder + "/") and source.endswith("/index.md")
    return permalink + file[len(folder) + 1 :] if inside else "/" + file
