"""Pictures on other hosts: a page asks no other host for anything, so each becomes a link, with a warning."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urlsplit

from ..model import Level, Problem
from ..urls import is_absolute
from .places import Places
from .targets import BEFORE_TARGET

# As the sanitiser writes them: every value in double quotes.
_REST = r'((?:[^>"]|"[^"]*")*)'
_IMG = re.compile(rf"<img\b{_REST}>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_LINK = re.compile(rf"<a\b{_REST}>.*?</a>", re.DOTALL)


def linked(html: str, source: str, places: Places) -> tuple[str, list[Problem]]:
    """The sanitised HTML of a body with a link for each picture of another host, or its words where it stands in a
    link already. One whose address was refused leaves its words; one of a single pixel only counts readers, and goes.
    """
    if "<img" not in html:
        return html, []
    links = [found.span() for found in _LINK.finditer(html)]
    problems: list[Problem] = []

    def left(found: re.Match[str]) -> str:
        given = dict(_ATTRIBUTE.findall(found[1]))
        raw, words = given.get("src", ""), given.get("alt", "")
        address = unescape(raw)
        if not address:
            return words
        if not is_absolute(address):
            return found[0]
        problems.append(_problem(address, raw, source, places))
        if {given.get("width"), given.get("height")} & {"0", "1"}:
            return words
        words = words.strip() or escape(_name(address))
        is_in_link = any(start < found.start() < end for start, end in links)
        title = f' title="{given["title"]}"' if given.get("title") else ""
        return words if is_in_link else f'<a href="{raw}"{title}>{words}</a>'

    return _IMG.sub(left, html), problems


def _name(address: str) -> str:
    """What to call a picture that has no words: its file, else its host."""
    parts = urlsplit(address)
    return parts.path.rstrip("/").rpartition("/")[2] or parts.netloc or address


def _problem(address: str, raw: str, source: str, places: Places) -> Problem:
    line, column = places.of_target((address, raw), BEFORE_TARGET)
    fault = f"the picture {_short(address)} is on another host, which readers would have to ask; it becomes a link"
    remedy = "save it beside the story or in content/images/, and name it there"
    return Problem(source, line, column, fault, remedy, "picture-elsewhere", Level.WARNING, places.line(line))


def _short(address: str) -> str:
    return address if len(address) <= 60 else address[:59] + "…"
