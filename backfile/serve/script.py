"""What the preview adds to a page as it sends it: one script tag, with what the script needs to know. Pure."""

from __future__ import annotations

import codecs
import json
import re
from html import escape

from backfile.model import Problem

SCRIPT = "/.backfile/preview.js"
# A comment may hold what looks like a tag; an attribute may hold what looks like a tag's end.
_TO_END = rb"""(?:"[^"]*"|'[^']*'|[^"'>])*>"""
_HEAD = re.compile(rb"<!--.*?-->|<(?P<name>head|body)(?=[\s/>])" + _TO_END, re.IGNORECASE | re.DOTALL)
_START = re.compile(rb"(?:\s|\xef\xbb\xbf|<!--.*?-->|<!doctype" + _TO_END + rb"|<\?.*?>)*", re.IGNORECASE | re.DOTALL)


def script_tag(build: str, problems: str, note: str = "") -> str:
    """The tag: a file of our own host, so that a strict content policy lets it in; it names the page's build. `note` is
    what a reader is to know of the page."""
    noted = f' data-note="{escape(note)}"' if note else ""
    told = f'data-build="{escape(build)}" data-problems="{escape(problems)}"{noted}'
    return f'<script src="{SCRIPT}" {told} async=""></script>'


def with_tag(page: bytes, tag: str) -> bytes:
    """The page with the tag at the earliest place where it changes nothing else, whatever its markup."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if page.startswith(mark):
            return mark + with_tag(page[2:].decode(encoding, "replace").encode(), tag).decode().encode(encoding)
    at = _place(page)
    return page[:at] + tag.encode() + page[at:]


def _place(page: bytes) -> int:
    """After the head's or the body's opening tag, else after the document type."""
    for found in _HEAD.finditer(page):
        if found["name"]:
            return found.end()
    return _START.match(page).end()


def problems_json(problems: tuple[tuple[Problem, str], ...], page: str) -> str:
    """Problems as the script shows them; `is_here` for those of this page's own source. "[]" when there are none."""
    return json.dumps(
        [
            {
                "place": ":".join([p.source, *(str(n) for n in (p.line, p.column) if n)]),
                "fault": p.fault,
                "remedy": p.remedy,
                "excerpt": p.excerpt.rstrip("\r\n"),
                "column": p.column,
                "is_here": not address or address == page,
            }
            for p, address in problems
        ],
        ensure_ascii=False,
    )


def plain_page(title: str, text: str, tag: str, *, counts: bool = False) -> bytes:
    """A page of the preview's own, where the site has none to show. One that `counts` loads again every two seconds."""
    again = '<meta http-equiv="refresh" content="2">' if counts else ""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{again}{tag}'
    return (
        f'<!doctype html><html lang="en"><head>{head}<title>{escape(title)}</title></head>'
        f"<body><h1>{escape(title)}</h1><p>{escape(text)}</p></body></html>"
    ).encode()
