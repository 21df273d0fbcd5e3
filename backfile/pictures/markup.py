"""A picture in HTML: the copies to choose from, its measures, and when it is to be fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

from backfile.pictures.copies import Copy, Picture

Link = Callable[[str], str]
Find = Callable[[str], Picture]
_IMG = re.compile(r'<img\b((?:[^>"]|"[^"]*")*?)\s*/?>')
_SRC = re.compile(r'(?<=\s)src="([^"]*)"')
_TITLE = re.compile(r'\s+title="([^"]*)"')
_MEASURED = re.compile(r"(?<=\s)(?:width|height)=")
# A paragraph that holds a picture and nothing else, which is how Markdown writes a figure.
_ALONE = re.compile(r'<p>(<img\b(?:[^>"]|"[^"]*")*>)</p>')


def srcset(copies: Iterable[Copy], link: Link) -> str:
    """The copies as the attribute of that name lists them."""
    return ", ".join(f"{link(copy.src)} {copy.width}w" for copy in copies)


def element(picture: Picture, alt: str, sizes: str, link: Link, *, is_first: bool = False) -> str:
    """The element of one picture; `is_first`: in view when the page opens, so it is fetched before anything else."""
    measures = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
    img = f'<img src="{escape(link(picture.src))}" alt="{escape(alt)}"{measures}{_when(is_first)}>'
    return _framed(img, picture, sizes, link)


def _when(is_first: bool) -> str:
    return ' fetchpriority="high"' if is_first else ' loading="lazy" decoding="async"'


def _framed(img: str, picture: Picture, sizes: str, link: Link) -> str:
    if not picture.sources:
        return img
    sources = "".join(
        f'<source type="{source.type}" srcset="{escape(srcset(source.copies, link))}" sizes="{escape(sizes)}">'
        for source in picture.sources
    )
    return f"<picture>{sources}{img}</picture>"


def with_copies(body: str, addresses: Iterable[str], find: Find, sizes: str, link: Link, *, is_first: bool) -> str:
    """The body of a story with its pictures at these addresses offered in all their copies.

    One that stands alone in its paragraph becomes a figure, its title the caption. `is_first`: when the body begins
    with a picture, that is what the reader sees first.
    """
    if "<img" not in body:
        return body
    known = {escape(link(address)): address for address in addresses}
    body = _ALONE.sub(_figure, body)
    opens = body.lstrip().startswith(("<p><img", "<figure><img"))

    def shown(found: re.Match[str]) -> str:
        first = is_first and opens and not body[: found.start()].replace("<p>", "").replace("<figure>", "").strip()
        return _offered(found, known, find, sizes, link, first)

    return _IMG.sub(shown, body)


def _figure(found: re.Match[str]) -> str:
    title = _TITLE.search(found[1])
    img = _TITLE.sub("", found[1])
    return f"<figure>{img}" + (f"<figcaption>{title[1]}</figcaption>" if title else "") + "</figure>"


def _offered(found: re.Match[str], known: dict[str, str], find: Find, sizes: str, link: Link, first: bool) -> str:
    src = _SRC.search(found[1])
    if not src or src[1] not in known:
        return found[0]
    picture = find(known[src[1]])
    attributes = found[1][: src.start()] + f'src="{escape(link(picture.src))}"' + found[1][src.end() :]
    if picture.width and not _MEASURED.search(attributes):
        attributes += f' width="{picture.width}" height="{picture.height}"'
    return _framed(f"<img{attributes}{_when(first)}>", picture, sizes, link)
