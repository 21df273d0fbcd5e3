"""An EPUB 3 book of a year, a term or a series: a chapter a story, pictures in it.

Written here: the library for it (EbookLib) is under the AGPL, holds the whole book in memory, and stamps it with the
moment; a book is a ZIP archive with three small files besides its chapters.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from backfile import pictures, read
from backfile.corpus.record import web_address
from backfile.exporting.ninjs import moment, web_address_of
from backfile.exporting.story import Frame, Told
from backfile.exporting.xhtml import xhtml
from backfile.packed import Packed

KINDS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
_STYLE = """body { line-height: 1.5; } h1 { line-height: 1.2; margin: 0.2em 0; } figure { margin: 1em 0; }
img { max-width: 100%; height: auto; } .about, figcaption { font-size: 0.85em; } .summary { font-style: italic; }
table { border-collapse: collapse; } td, th { border: 1px solid; padding: 0.2em 0.5em; }
"""


class Chapter(NamedTuple):
    """What the table of contents says of one."""

    file: str
    title: str
    date: str
    lang: str


def write_epub(path: Path, stories: Iterable[Told], frame: Frame) -> int:
    """The book. Its bytes depend on the stories alone: it is dated by the last of them to change."""
    chapters: list[Chapter] = []
    last = ""
    with Packed(path) as packed:
        packed.put("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        packed.put("META-INF/container.xml", _CONTAINER.encode())
        shelf = _Pictures(packed, frame)
        for number, story in enumerate(stories, 1):
            record = story.record
            chapter = Chapter(f"story-{number:05}.xhtml", record["title"], record["date"][:10], record["lang"])
            packed.put(f"EPUB/{chapter.file}", _chapter(story, shelf, frame).encode())
            chapters.append(chapter)
            last = max(last, _utc(record["updated"] or record["date"], frame))
        packed.put("EPUB/style.css", _STYLE.encode())
        packed.put("EPUB/nav.xhtml", _contents(chapters, frame).encode())
        packed.put("EPUB/package.opf", _package(chapters, shelf.items(), last, frame).encode())
    return len(chapters)


def _utc(text: str, frame: Frame) -> str:
    return datetime.fromisoformat(moment(text, frame.zone)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _Pictures:
    """The pictures of the book, each once: address → name in the book."""

    def __init__(self, packed: Packed, frame: Frame) -> None:
        self._packed, self._frame = packed, frame
        self._names: dict[str, str] = {}

    def name(self, address: str, files: dict[str, str]) -> str:
        """The name of a picture in the book, "" for what is none of this story's or of a kind that books have not."""
        file = files.get(address, "")
        suffix = Path(file).suffix.lower()
        if not file or suffix not in KINDS:
            return ""
        if address not in self._names:
            data = pictures.without_location(read.file_bytes(self._frame.content, file))
            self._names[address] = f"images/{len(self._names) + 1:05}{suffix}"
            self._packed.put(f"EPUB/{self._names[address]}", data, zipfile.ZIP_STORED)
        return self._names[address]

    def items(self) -> list[tuple[str, str]]:
        """(name, media type) of all of them."""
        return [(name, KINDS[Path(name).suffix]) for name in self._names.values()]


def _chapter(story: Told, shelf: _Pictures, frame: Frame) -> str:
    record = story.record
    files = {address: file for file, address in story.files}
    by_url = {web_address(address, frame.base_url): address for address in files}

    def lead(target: str, is_image: bool) -> str:
        if is_image:
            return shelf.name(target, files)
        return "" if target.startswith("/") and not frame.base_url else web_address_of(target, frame.base_url)

    about = " · ".join(filter(None, [", ".join(record["bylines"]) or record["agency"], record["date"][:10]]))
    parts = [f'<p class="about">{escape(record["kicker"])}</p>'] if record["kicker"] else []
    parts.append(f"<h1>{escape(record['title'])}</h1>")
    parts += [f'<p class="summary">{escape(record["summary"])}</p>'] if record["summary"] else []
    parts.append(f'<p class="about">{escape(about)}</p>')
    parts += [_figure(image, shelf.name(by_url.get(image["url"], ""), files)) for image in record["images"]]
    parts.append(xhtml(story.html, lead))
    parts += [_correction(one) for one in record["corrections"]]
    parts.append(_source(record, frame))
    return _page(record["title"], record["lang"], "\n".join(filter(None, parts)))


def _figure(image: dict[str, str], name: str) -> str:
    caption = " ".join(filter(None, (image["caption"], image["credit"])))
    shown = f'<img src="{name}" alt="{escape(image["alt"])}"/>' if name else ""
    if not shown and not caption:
        return ""
    said = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{shown}{said}</figure>"


def _correction(one: dict[str, str]) -> str:
    return f'<p class="about">{escape(" · ".join(filter(None, (one["kind"], one["date"][:10], one["text"]))))}</p>'


def _source(record: dict[str, object], frame: Frame) -> str:
    rights = f" {escape(str(record['rights']))}" if record["rights"] else ""
    if not frame.base_url:
        return f'<p class="about">{rights}</p>' if rights else ""
    url = escape(str(record["url"]))
    return f'<p class="about"><a href="{url}">{url}</a>{rights}</p>'


def _page(title: str, lang: str, body: str, more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml"{more} lang="{escape(lang)}" xml:lang="{escape(lang)}"><head>'
        f'<title>{escape(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>'
        f"<body>\n{body}\n</body></html>\n"
    )


def _contents(chapters: list[Chapter], frame: Frame) -> str:
    rows = "\n".join(
        f'<li><a href="{one.file}"><span lang="{escape(one.lang)}" xml:lang="{escape(one.lang)}">{escape(one.title)}'
        f"</span> ({one.date})</a></li>"
        for one in chapters
    )
    nav = f'<nav epub:type="toc"><h1>{escape(frame.title)}</h1><ol>\n{rows}\n</ol></nav>'
    return _page(frame.title, frame.lang, nav, ' xmlns:epub="http://www.idpf.org/2007/ops"')


def _package(chapters: list[Chapter], images: list[tuple[str, str]], last: str, frame: Frame) -> str:
    items = ['<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>']
    items.append('<item id="style" href="style.css" media-type="text/css"/>')
    items += [_item(f"s{n}", one.file, "application/xhtml+xml") for n, one in enumerate(chapters, 1)]
    items += [_item(f"i{n}", name, kind) for n, (name, kind) in enumerate(images, 1)]
    spine = "".join(f'<itemref idref="s{n}"/>' for n in range(1, len(chapters) + 1))
    number = uuid5(NAMESPACE_URL, f"{frame.base_url} {frame.title}")
    rights = f"<dc:rights>{escape(frame.rights)}</dc:rights>" if frame.rights else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{number}</dc:identifier><dc:title>{escape(frame.title)}</dc:title>'
        f'<dc:language>{escape(frame.lang)}</dc:language>{rights}<meta property="dcterms:modified">{last}</meta>'
        "</metadata>\n<manifest>" + "\n".join(items) + f"</manifest>\n"
        f'<spine><itemref idref="nav"/>{spine}</spine></package>\n'
    )


def _item(name: str, file: str, kind: str) -> str:
    return f'<item id="{name}" href="{file}" media-type="{kind}"/>'
