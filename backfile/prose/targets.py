"""Link targets of a rendered body: taken out with a marker, put back as addresses for one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from typing import NamedTuple

from ..urls import is_absolute
from .places import Places

# A control character that storyfile refuses in text and that HTML does not allow.
MARKER = "\x1a"

_MARKED = re.compile(r"\x1a(\d+)\x1a")
_ATTRIBUTE = r"""\s+[^\s=<>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_TAG = re.compile(rf"<(a|img)((?:{_ATTRIBUTE})+)\s*/?>", re.IGNORECASE)
_VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))"""
_ADDRESS = {
    "a": re.compile(rf"(?<=\s)href{_VALUE}", re.IGNORECASE),
    "img": re.compile(rf"(?<=\s)src{_VALUE}", re.IGNORECASE),
}
_ALT = re.compile(rf"(?<=\s)alt{_VALUE}", re.IGNORECASE)
# What stands before the address of a link or a picture in Markdown and in HTML.
BEFORE_TARGET = ("](", "](<", '="', "='", ": ", "<", "")


class Link(NamedTuple):
    """A link or an image of a body. `target` is as the editor wrote it; line and column are its place in the file."""

    kind: str
    target: str
    line: int
    column: int
    alt: str = ""


class Taken(NamedTuple):
    """HTML with markers in place of internal targets, and what was found: internal, `#anchor`, and outbound."""

    html: str
    links: tuple[Link, ...] = ()
    anchors: tuple[Link, ...] = ()
    outbound: tuple[Link, ...] = ()


def taken(html: str, places: Places) -> Taken:
    """Take the internal targets out of the HTML of a body.

    Internal is every target that is neither absolute (with a scheme or a host) nor an anchor in the same page.
    """
    if "<a" not in html and "<img" not in html and "<A" not in html and "<I" not in html:
        return Taken(html)
    links: list[Link] = []
    anchors: list[Link] = []
    outbound: list[Link] = []

    def marked(tag: re.Match[str]) -> str:
        value = _ADDRESS[tag[1].lower()].search(tag[2])
        if not value:
            return tag[0]
        group = value.lastindex
        raw, target = value[group], unescape(value[group])
        found = anchors if target.startswith("#") else outbound if is_absolute(target) else links
        found.append(_link(tag, target, places.of_target((target, raw), BEFORE_TARGET)))
        if found is not links:
            return tag[0]
        start = tag.start(2) - tag.start()
        before, after = tag[0][: start + value.start(group)], tag[0][start + value.end(group) :]
        return f"{before}{MARKER}{len(links) - 1}{MARKER}{after}"

    return Taken(_TAG.sub(marked, html), tuple(links), tuple(anchors), tuple(outbound))


def _link(tag: re.Match[str], target: str, place: tuple[int, int]) -> Link:
    if tag[1].lower() == "a":
        return Link("link", target, *place)
    alt = _ALT.search(tag[2])
    return Link("image", target, *place, unescape(alt[alt.lastindex]) if alt else "")


def filled(html: str, addresses: Sequence[str]) -> str:
    """Put the address of each link (`addresses[n]` for `links[n]`) into the HTML of a body."""
    return _MARKED.sub(lambda marker: escape(addresses[int(marker[1])]), html) if addresses else html
