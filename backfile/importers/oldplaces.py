"""By what a story of another system's site is known to the links of that site: its file, its name, its addresses.

A key is a letter and what it says: `f:` a file by its whole name, `s:` the same without its ending and in any letter
case (a bundle's file by its folder), `n:` the last step of that alone; `a:` an address below its site's root, `u:` one
with its host, `i:` a number in a host's database; `t:` a page of a term.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

from backfile.urls import address_key

SOURCES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".rst", ".html.md")
_PAGE_END = re.compile(r"(?:(?:^|/)(?:index|default)\.(?:html?|php|aspx?)|\.(?:html?|php|aspx?))?/*$", re.IGNORECASE)
_NUMBERS = ("p", "page_id", "attachment_id", "post")
_EXPORTED = re.compile(r"\.xml(?:\.gz)?#(\d+)$", re.IGNORECASE)


def keys_of(capture: str, url: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """All keys of a story, by its capture's name, the address it had and those that lead to it now."""
    host = host_of(url)
    found = file_keys(capture) if is_source(capture) else []
    found += [address for alias in aliases for address in address_keys(alias, host)]
    if host:
        found += url_keys(url)
        if number := _EXPORTED.search(capture):
            found.append(f"i:{host}/{number[1]}")
    return tuple(dict.fromkeys(found))


def is_source(path: str) -> bool:
    """Whether a path is that of a text that generators make a page of."""
    return path.lower().endswith(SOURCES)


def file_keys(path: str) -> list[str]:
    """The keys of a file, the surest first."""
    stem = stem_of(path)
    return [exact_key(path), f"s:{stem}", f"n:{stem.rpartition('/')[2]}"]


def exact_key(path: str) -> str:
    """The key of a file that tells letter case."""
    return f"f:{unicodedata.normalize('NFC', path)}"


def stem_of(path: str) -> str:
    """A path without the ending that a text has; of a bundle's own file, the bundle's folder."""
    path = folded(posixpath.normpath(path))
    ending = next((one for one in SOURCES if path.endswith(one)), "")
    return re.sub(r"(?:^|/)_?index$", "", path.removesuffix(ending))


def folded(text: str) -> str:
    """A path or address as all ways of writing it have it: no letter case, one Unicode form."""
    return address_key(text)


def address_keys(address: str, host: str = "") -> list[str]:
    """The keys of an address below the site's root; with a host, there as well."""
    plain = bare_address(address)
    return [f"a:{plain}", *([f"u:{host}{plain}"] if host else [])]


def bare_address(address: str) -> str:
    """An address without what leads to the same page on most hosts: `/1995/mill`, from `/1995/Mill/index.html`."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    return folded("/" + _PAGE_END.sub("", path).strip("/"))


def url_keys(url: str) -> list[str]:
    """The keys of an address with a scheme and a host: its number where it says one, else its path."""
    parts = split(url)
    host = host_of(url)
    for name, value in parse_qsl(parts[2]):
        if name in _NUMBERS and value.isdecimal():
            return [f"i:{host}/{value}"]
    return [f"u:{host}{bare_address(parts[1])}"]


def host_of(url: str) -> str:
    """The host of an address with a scheme, as `www.` and letter case do not tell it from another; "" for others."""
    host = split(url)[0]
    return host.lower().rpartition("@")[2].removeprefix("www.").removesuffix(":80").removesuffix(":443")


def split(url: str) -> tuple[str, str, str]:
    """Host, path and query of an address with a scheme, or empty texts: an export may hold anything."""
    if not re.match(r"(?i)(?:https?:)?//", url):
        return "", "", ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", "", ""
    return parts.netloc, parts.path, parts.query
