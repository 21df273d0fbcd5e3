"""What the links in a story of another generator's site lead to: by the rules of that generator, before it is known
which stories come over."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

from backfile.importers.found import WANTED, Wanted
from backfile.importers.links import Spot, rewritten
from backfile.importers.oldplaces import (
    address_keys,
    bare_address,
    exact_key,
    folded,
    host_of,
    is_source,
    stem_of,
)
from backfile.urls import term_slug

# What `dialects` leaves in place of a shortcode or tag that names a page: `site-ref:news%2Fmill.md`.
MARK = "site-"
_MARKED = re.compile(rf"{MARK}(ref|post|file):([\w.~%-]*)")
_PELICAN = re.compile(r"^[{|](filename|attach|static|photo|author|category|tag|index)[}|](.*)$", re.DOTALL)
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|[/\\]{2}")
_TEMPLATE = re.compile(r"\{\{|\{%")
_TAIL = re.compile(r"([^#?]*)(?:\?[^#]*)?(#.*)?$", re.DOTALL)
_LANGUAGE = re.compile(r"\.([a-z]{2}(?:-[a-z]{2,4})?)$", re.IGNORECASE)
_TERMS = {
    "tag": ("tags", "sections"),
    "tags": ("tags", "sections"),
    "category": ("sections", "tags"),
    "categories": ("sections", "tags"),
    "author": ("bylines",),
    "authors": ("bylines",),
}
_PAGES = ("", ".html", ".htm", ".php", ".asp", ".aspx")


class Place(NamedTuple):
    """Where a story stands in its old site: its capture's name, what the walker told of the site, its own address."""

    name: str
    system: str = ""
    home: str = ""
    stories: str = ""
    base: str = ""
    address: str = "/"

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]


class Marked(NamedTuple):
    """A text with its links of the same site marked, and what they lead to."""

    text: str
    links: tuple[Wanted, ...]


def token(kind: str, path: str) -> str:
    """What stands for a shortcode that names a page until the link around it is read."""
    return f"{MARK}{kind}:{quote(path, safe='')}"


def marked(text: str, place: Place, source: str) -> Marked:
    """The text with each link and picture of its own site marked `WANTED`; `source` is the whole file, for lines."""
    found: list[Wanted] = []
    line_of = lines_in(source)

    def answer(spot: Spot) -> str | None:
        told = meaning(spot.target, place, is_picture=spot.kind in ("image", "img"))
        if not isinstance(told, Wanted):
            return told
        found.append(told._replace(line=line_of(_as_written(spot.target))))
        return f"{WANTED}{len(found) - 1}"

    text = rewritten(text, answer)
    return Marked(_MARKED.sub(lambda match: unquote(match[2]), text), tuple(found))


def _as_written(target: str) -> str:
    match = _MARKED.match(target)
    return unquote(match[2]) if match else target


def lines_in(source: str) -> Callable[[str], int]:
    """Tells the line on which each text stands that is asked for, one after the other; 0 for what is not there."""
    at = counted = 0
    line = 1

    def line_of(text: str) -> int:
        nonlocal at, counted, line
        there = source.find(text, at)
        if there < 0:
            there = source.find(text)
            return source.count("\n", 0, there) + 1 if there >= 0 else 0
        line += source.count("\n", counted, there)
        at, counted = there + len(text), there
        return line

    return line_of


def meaning(target: str, place: Place, *, is_picture: bool = False) -> Wanted | str | None:
    """What a target leads to: something of its site, another target in its stead, or None where it stays as it is."""
    target = target.strip()
    if match := _MARKED.match(target):
        rest = target[match.end() :]
        return _by_name(match[1], unquote(match[2]) + (rest if rest.startswith("#") else ""), place)
    target = re.sub(r"(?i)^%7b(\w+)%7d", r"{\1}", target)
    if dressed := _PELICAN.match(target):
        return _pelican(dressed[1], dressed[2], place)
    if not target or target.startswith(("#", "?")) or _TEMPLATE.search(target):
        return None
    if _SCHEME.match(target):
        own = _own(target, place.base)
        return _plain(own, place, target, is_picture=is_picture) if own else None
    return _plain(target, place, target, is_picture=is_picture)


def _own(target: str, base: str) -> str:
    """The path of an address on the site's own host, "" for another's."""
    host = host_of(target)
    if not host or host != base.partition("/")[0]:
        return ""
    return "/" + target.partition("//")[2].partition("/")[2]


def _plain(target: str, place: Place, said: str, *, is_picture: bool = False) -> Wanted | str | None:
    """A target that is a path: of a text, of a page, or of a file beside."""
    path, tail = _cut(target)
    if not path.strip("/") and path.startswith("/"):
        return "/" + tail
    if is_picture:
        return _wanted(said, (), "", place, path)
    if is_source(path):
        return _wanted(said, (*_files(path, place), *_language(path, place)), tail, place)
    keys = [*_addresses(path, place), *(f"s:{stem}" for stem in _stems(path, place))]
    ending = PurePosixPath(path).suffix.lower()
    return _wanted(said, (*keys, *term_keys(path)), tail, place, "" if ending in _PAGES or path.endswith("/") else path)


def _cut(target: str) -> tuple[str, str]:
    """The path of a target, percent-decoded, and its anchor; what follows a question mark meant something to the old
    host only."""
    path, anchor = _TAIL.match(target).groups()
    return unquote(path), anchor or ""


def _wanted(said: str, keys: tuple[str, ...] | list[str], tail: str, place: Place, file: str = "") -> Wanted:
    return Wanted(said, tuple(dict.fromkeys(keys)), tail, place.home, file)


def _starts(path: str, place: Place) -> Iterator[str]:
    """The folders from which a path may be meant, the likeliest first."""
    if path.startswith("/"):
        yield from (place.stories, place.home)
        if place.system == "mkdocs":
            yield place.home + "docs/"
        return
    yield place.folder + "/"
    if re.search(r"(?:^|/)_?index\.[^/]*$", place.name):
        yield place.folder.rpartition("/")[0] + "/"
    if place.system == "hugo":
        yield place.stories


def _joined(start: str, path: str) -> str:
    return posixpath.normpath(start.strip("/") + "/" + path.lstrip("/")).lstrip("/")


def _files(path: str, place: Place) -> list[str]:
    """The keys of a text by its path: exactly, without its ending, in Hugo also by its name alone."""
    whole = [_joined(start, path) for start in _starts(path, place)]
    found = [exact_key(one) for one in whole] + [f"s:{stem_of(one)}" for one in whole]
    return [*found, *([f"n:{stem_of(path)}"] if place.system == "hugo" and "/" not in path else [])]


def _language(path: str, place: Place) -> list[str]:
    """The same text in the language of the story: `mill.de.md` where it says `mill.md`."""
    told = _LANGUAGE.search(PurePosixPath(place.name).stem) if place.system == "hugo" else None
    stem, ending = posixpath.splitext(path)
    return [key for key in _files(f"{stem}.{told[1]}{ending}", place) if key[0] == "f"] if told else []


def _stems(path: str, place: Place) -> list[str]:
    return [stem_of(_joined(start, path)) for start in _starts(path, place)]


def _addresses(path: str, place: Place) -> list[str]:
    """The keys of an address, also without the folder in which the site stood on its host."""
    try:
        whole = urljoin(place.address, quote(path))
    except ValueError:
        return []
    found = address_keys(whole)
    below = "/" + place.base.partition("/")[2].strip("/")
    if below != "/" and bare_address(whole).startswith(folded(below) + "/"):
        found += [f"a:{bare_address(whole)[len(below) :]}"]
    return found


def term_keys(path: str) -> list[str]:
    """The keys of a page that lists the stories of a tag, a category or an author."""
    steps = bare_address(path).strip("/").split("/")
    if len(steps) < 2 or steps[-2] not in _TERMS:
        return []
    return [f"t:{kind}/{term_slug(steps[-1])}" for kind in _TERMS[steps[-2]]]


def _pelican(kind: str, rest: str, place: Place) -> Wanted | str | None:
    path, tail = _cut(rest.strip())
    if kind == "index":
        return "/"
    if kind in ("author", "category", "tag"):
        keys = [f"t:{name}/{term_slug(path)}" for name in _TERMS[kind]]
        return _wanted(f"{kind}/{path}", keys, tail, place)
    if kind == "filename" and (is_source(path) or path.lower().endswith(".html")):
        return _wanted(path + tail, _files(path, place), tail, place)
    return _wanted(path, _files(path, place), tail, place, path)


def _by_name(kind: str, said: str, place: Place) -> Wanted | str | None:
    """A page by its name: Hugo's `ref`, Jekyll's `post_url` and `link`."""
    path, tail = _cut(said)
    if not path:
        return tail or None
    if kind == "file":
        whole = place.home + path.lstrip("/")
        return _wanted(said, [exact_key(whole), f"s:{stem_of(whole)}"], tail, place, "" if is_source(path) else path)
    if kind == "post":
        folder, _, last = path.strip("/").rpartition("/")
        folders = (f"_posts/{folder}", f"{folder}/_posts") if folder else ()
        inside = [f"s:{folded(f'{place.home}{where}/{last}')}" for where in folders]
        return _wanted(said, [*inside, f"n:{folded(last)}"], tail, place)
    if not path.strip("/"):
        return "/" + tail
    path = path if is_source(path) else path.rstrip("/") + ".md"
    return _wanted(said, (*_language(path, place), *_files(path, place)), tail, place)
