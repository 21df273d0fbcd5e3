"""The kinds of captures: which reader takes which, what it needs, and how a kind is known by looking."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import PurePosixPath

from backfile.importers.found import Found, Raw, Wishes
from backfile.model import Problem, UsageError

Reader = Callable[[Raw, Wishes], Iterator[Found | Problem]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of capture: what it is called, the module with its `read`, and the extra that brings its libraries."""

    name: str
    what: str
    module: str
    needs: tuple[str, ...] = ()
    extra: str = ""


KINDS = {
    kind.name: kind
    for kind in (
        Kind("text", "plain-text captures", "backfile.importers.plain"),
        Kind("html", "saved pages", "backfile.importers.html", ("trafilatura", "lxml"), "html"),
        Kind("json", "output of extraction tools", "backfile.importers.json"),
        Kind(
            "feed", "RSS, Atom and JSON feeds", "backfile.importers.feed", ("feedparser", "lxml"), "feeds"
        ),
        Kind("wordpress", "WordPress exports", "backfile.importers.wordpress", ("lxml",), "html"),
        Kind("markdown", "stories of other site generators", "backfile.importers.markdown"),
        Kind("newsml", "ninjs, NewsML-G2 and NITF", "backfile.importers.newsml", ("lxml",), "html"),
    )
}
# Kinds that hold many captures of another kind: the walker unpacks them.
PACKED = ("jsonl", "csv", "warc", "zip")
_ASSETS = re.compile(
    r"jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|heic|mp[34]|m4a|mov|avi|web[mp]|og[gv]|wav|pdf|s?css|m?js|map|woff2?|[ot]tf"
    r"|eot|docx?|xlsx?|pptx?|db|sqlite|pyc|exe|dll|so|lock|ds_store"
)
_BY_SUFFIX = {
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "mkd": "markdown",
    "txt": "text",
    "text": "text",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "jl": "jsonl",
    "csv": "csv",
    "tsv": "csv",
    "warc": "warc",
    "wacz": "warc",
    "zip": "zip",
}
_PAGE = re.compile(rb"<!doctype html|<html\b|<head\b|<body\b", re.IGNORECASE)
_ROOTS = (
    (rb"xmlns:wp=|<wp:wxr_version", "wordpress"),
    (rb"<(?:\w+:)?(?:newsItem|newsMessage|packageItem|nitf|NewsML)\b", "newsml"),
    (rb"<(?:rss|feed|rdf:RDF)\b", "feed"),
)
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:---[ \t]*\r?\n\s*[\w\"'-]+\s*:|\+\+\+[ \t]*\r?\n)")


def kind_of(name: str, head: bytes) -> str:
    """The kind of a capture by its first bytes and its name, or "" for what is none (a picture, a style sheet)."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    suffix = PurePosixPath(name.lower().removesuffix(".gz")).suffix[1:]
    if _ASSETS.fullmatch(suffix):
        return ""
    return _by_look(head, suffix) or _BY_SUFFIX.get(suffix, "" if _looks_binary(head) else "text")


def _by_look(head: bytes, suffix: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK\x03\x04"):
        return "warc" if suffix == "wacz" else "zip"
    if start.startswith(b"WARC/"):
        return "warc"
    if suffix in ("jsonl", "ndjson", "jl", "csv", "tsv", "md", "markdown", "warc"):
        return ""
    if start.startswith((b"{", b"[")) and suffix in ("json", "", "txt"):
        return _json_kind(start, suffix)
    if start.startswith(b"<"):
        return _marked_up(start)
    return "markdown" if _FRONT_MATTER.match(head) else ""


def _json_kind(start: bytes, suffix: str) -> str:
    if suffix != "json" and not re.match(rb"[\[{]\s*(?:[\[{]\s*)?\"", start):
        return ""
    if b"jsonfeed.org/version" in start:
        return "feed"
    if re.search(rb'"(?:representationtype|versioncreated|body_xhtml|body_html|bodies)"\s*:', start):
        return "newsml"
    return "json"


def _marked_up(start: bytes) -> str:
    if _PAGE.search(start[:2048]) and not start.startswith(b"<?xml"):
        return "html"
    return next((kind for pattern, kind in _ROOTS if re.search(pattern, start)), "html" if _PAGE.search(start) else "")


def _looks_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\0" in head[:4096]


def reader_of(kind: str) -> Reader:
    """The reader of a kind; an absent library is a sentence that names the extra."""
    known = KINDS.get(kind)
    if known is None:
        raise UsageError(f'there is no kind "{kind}" of capture; choose from {", ".join([*KINDS, *PACKED])}')
    absent_library(known.what, known.needs, known.extra)
    return importlib.import_module(known.module).read


def absent_library(what: str, needs: tuple[str, ...], extra: str) -> None:
    """Raise a sentence when one of these libraries is not installed."""
    for library in needs:
        if find_spec(library) is None:
            raise UsageError(f"{what} need the library {library}; install it with: pip install 'backfile[{extra}]'")
