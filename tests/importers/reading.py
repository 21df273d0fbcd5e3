"""Helpers of the importer tests: one capture through its reader."""

from zoneinfo import ZoneInfo

from backfile.importers import kind_of, reader_of
from backfile.importers.found import Found, Raw, Wishes
from backfile.model import Problem
from backfile.prose import render_body

UTC = ZoneInfo("UTC")


def read(data: str | bytes, name: str = "capture", kind: str = "", **known) -> list[Found | Problem]:
    """What the reader of a kind (told by looking when not given) finds."""
    data = data.encode() if isinstance(data, str) else data
    return list(reader_of(kind or kind_of(name, data[:65536]))(Raw(name, data, **known), Wishes(UTC, reasons=True)))


def stories(data: str | bytes, name: str = "capture", kind: str = "", **known):
    """The stories alone; a problem fails the test."""
    found = read(data, name, kind, **known)
    problems = [one for one in found if isinstance(one, Problem)]
    assert not problems, problems
    return [one.story for one in found]


def shown(body: str) -> str:
    """The words that the page of a body shows."""
    import re
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^>]+>", " ", render_body(body).html)).split())
