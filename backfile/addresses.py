"""The file of published addresses: its lines, and by which marks a story is known again after its file was renamed.

    /1995/05/05/flood/<TAB>stories/1995/flood.md<TAB>b3k0v9q2x1c p8d7s6a5f4e

says that this address belongs to the story of that file. In place of a file there may be `-`, forgotten on purpose, or
another address, where the old one leads. Lines are sorted, one an address, so that branches merge line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile import fingerprint, urls
from backfile.catalogue import DATE_PAGE, RESERVED_FILES, RESERVED_STEPS
from backfile.model import Problem

FILE = "addresses.txt"
FORGOTTEN = "-"
HEADER = (
    "# The addresses that this archive has published, and the story of each. Backfile adds to it at every build:\n"
    "# commit it with the stories. To let an address go: backfile forget ADDRESS\n"
)
# What git leaves where two branches disagree: the lines of both count.
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: |\Z)")
_MARK = re.compile(r"[bip][0-9a-f]{10}")
# Shorter texts are shared by too many stories to tell one from another.
WORDS_OF_A_BODY = 8
WORDS_OF_A_PARAGRAPH = 25


class Line(NamedTuple):
    """One published address. `owner` is a story's file, `-` or another address; `marks` are separated by spaces."""

    address: str
    owner: str
    marks: str = ""


def parse_lines(texts: Iterable[str], source: str = FILE) -> Iterator[Line | Problem]:
    """Each line of the file, in its order, or what is wrong with it. Comments, conflict marks and empty lines are
    left out."""
    for number, text in enumerate(texts, 1):
        text = text.rstrip("\r\n").removeprefix("\ufeff")
        if text.strip() and not text.startswith("#") and not _CONFLICT.match(text):
            yield _parsed(text, number, source)


def _parsed(text: str, number: int, source: str) -> Line | Problem:
    address, _, rest = text.partition("\t")
    owner, _, marks = rest.partition("\t")
    fault = _fault_of(address, owner)
    if not fault:
        return Line(address, owner, " ".join(_MARK.findall(marks)))
    remedy = "write ADDRESS, a tab, and the story's file, another address or -; or take the line out"
    return Problem(source, number, 1, fault, remedy, "address-line", excerpt=text)


def _fault_of(address: str, owner: str) -> str:
    if not is_address(address):
        return f'"{address}" is not an address of this site'
    if is_made_by_site(address):
        return f"{address} is an address that the site itself makes"
    if owner.startswith("/"):
        return "" if is_address(owner.partition("#")[0]) else f'"{owner}" is not an address of this site'
    if owner != FORGOTTEN and not (owner.endswith(".md") and urls.is_inside(owner)):
        return f'"{owner}" is neither a story\'s file nor an address'
    return ""


def is_address(text: str) -> bool:
    """Whether a text is the address of a page of this site, from its root."""
    return text.startswith("/") and not text.startswith("//") and (text == "/" or urls.is_inside(text[1:]))


def is_made_by_site(address: str) -> bool:
    """Whether only the site itself makes pages at such an address: those of terms and days are not kept in the file."""
    first = address[1:].partition("/")[0]
    return first in RESERVED_STEPS or address == "/" or address[1:] in RESERVED_FILES or bool(DATE_PAGE.match(address))


def line_text(line: Line) -> str:
    """A line as it stands in the file, with its end."""
    return "\t".join(filter(None, line)) + "\n"


def marks_of(body: str, identity: str = "", words: list[str] | None = None) -> tuple[str, ...]:
    """What a story can be known by besides its file: its whole text, its longest paragraph, the `id` that it has.

    White space does not count. A text so short that others may have it gives no mark. `words` are those of `body`, for
    who has them already.
    """
    whole = body.split() if words is None else words
    longest = max(body.split("\n\n"), key=len, default="").split()
    marks = [_mark("b", " ".join(whole))] if len(whole) >= WORDS_OF_A_BODY else []
    marks += [_mark("p", " ".join(longest))] if len(longest) >= WORDS_OF_A_PARAGRAPH else []
    return (*marks, _mark("i", identity)) if identity else tuple(marks)


def _mark(kind: str, text: str) -> str:
    return kind + fingerprint.of_text(kind + text)[:10]
