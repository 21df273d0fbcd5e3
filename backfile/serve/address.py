"""What a request asks for: its raw path to steps below the site's folder, or why it is refused. Pure."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

WELL_KNOWN = ".well-known"


class Kind(Enum):
    """What is to be done with a request."""

    FILE = "file"  # look below the site's folder, at `path`
    AWAY = "away"  # the site stands elsewhere on this host: send the browser to `path`
    MISSING = "missing"  # nothing of the site can be there
    BAD = "bad"  # no address at all


class Asked(NamedTuple):
    """`path` is relative to the site's folder for a FILE ("" is that folder), an address on this host for AWAY."""

    kind: Kind
    path: str = ""


def asked(raw: str, base: str) -> Asked:
    """What `raw`, the path of a request as it came in, asks of a site at `base` (`/` or `/archive/`).

    Decoded once, as a server of files does; what climbs, hides or has no place on a disk is refused by its letters,
    before any disk is asked.
    """
    if not raw.startswith("/"):
        return Asked(Kind.BAD)
    try:
        path = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return Asked(Kind.BAD)
    if any(char < " " or char == "\x7f" for char in path):
        return Asked(Kind.BAD)
    if "\\" in path or ":" in path.partition("/")[2].partition("/")[0]:
        return Asked(Kind.MISSING)
    if path == "/" != base or path + "/" == base:
        return Asked(Kind.AWAY, base)
    if not path.startswith(base):
        return Asked(Kind.MISSING)
    inside = path[len(base) :]
    return Asked(Kind.FILE, inside) if _is_open(inside) else Asked(Kind.MISSING)


def _is_open(inside: str) -> bool:
    """Whether every step is a name that a site may show; a folder's address ends in one empty step."""
    *steps, last = inside.split("/")
    if steps[:1] == [WELL_KNOWN]:
        steps = steps[1:]
    return all(step and step[0] != "." for step in steps) and last[:1] != "."


def output_of(url: str, base: str) -> str:
    """The path below the site's folder of the page that a browser shows at `url`."""
    path = unquote(urlsplit(url).path).removeprefix(base).lstrip("/")
    return path + "index.html" if path == "" or path.endswith("/") else path


def folder_address(base: str, inside: str) -> str:
    """The address of a folder, for a redirect: on this host whatever its name is."""
    return base + quote(inside) + "/"
