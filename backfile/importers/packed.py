"""Files of many captures, one after the other: JSON lines, tables, web archives. Never more than one in memory."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from backfile.importers import absent_library
from backfile.importers.found import Raw
from backfile.model import Problem

LINE_BYTES = 20_000_000
PAGE_BYTES = 20_000_000


def captures(stream: BinaryIO, name: str, kind: str) -> Iterator[Raw | Problem]:
    """Every capture in the file, as JSON objects (lines, tables) or pages (web archives)."""
    if kind == "warc":
        yield from _pages(stream, name)
    elif kind == "csv":
        yield from _rows(_unzipped(stream), name)
    else:
        yield from _lines(_unzipped(stream), name)


def _unzipped(stream: BinaryIO) -> BinaryIO:
    magic = stream.read(2)
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if magic == b"\x1f\x8b" else stream


def _lines(stream: BinaryIO, name: str) -> Iterator[Raw | Problem]:
    number = 0
    while line := stream.readline(LINE_BYTES + 1):
        number += 1
        if len(line) > LINE_BYTES:
            yield Problem(
                name,
                number,
                0,
                f"a line is longer than {LINE_BYTES:,} bytes",
                "cut the file into parts",
                "import-large",
            )
            return
        if text := line.lstrip(codecs.BOM_UTF8).strip():
            yield Raw(f"{name}#{number}", text)


def _rows(stream: BinaryIO, name: str) -> Iterator[Raw | Problem]:
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="")
    sample = text.read(65_536)
    text.seek(0)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(sample.split("\n", 1)[0], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    csv.field_size_limit(LINE_BYTES)
    rows = csv.DictReader(text, dialect=dialect)
    try:
        for row in rows:
            told = {key.strip(): value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
            if any(value.strip() for value in told.values()):
                yield Raw(f"{name}#{rows.line_num}", json.dumps(told, ensure_ascii=False).encode())
    except csv.Error as error:
        yield Problem(
            name, rows.line_num, 0, f"this table cannot be read: {error}", "save it again as CSV", "import-csv"
        )


def _pages(stream: BinaryIO, name: str) -> Iterator[Raw | Problem]:
    """Each page of a web archive with its address and the moment it was fetched; WACZ is a zip of web archives."""
    absent_library("web archives", ("warcio",), "warc")
    is_packed = stream.read(4) == b"PK\x03\x04"
    stream.seek(0)
    is_empty = True
    for one in (_packed_pages if is_packed else _records)(stream, name):
        is_empty = False
        yield one
    if is_empty:
        yield Problem(name, 0, 0, "there is no page in this web archive", "look whether it is whole", "import-none")


def _packed_pages(stream: BinaryIO, name: str) -> Iterator[Raw | Problem]:
    try:
        with zipfile.ZipFile(stream) as archive:
            for member in archive.infolist():
                if member.filename.startswith("archive/") and member.filename.endswith((".warc", ".warc.gz")):
                    with archive.open(member) as packed, tempfile.TemporaryFile() as whole:
                        while chunk := packed.read(1 << 20):
                            whole.write(chunk)
                        whole.seek(0)
                        yield from _records(whole, name)
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        yield Problem(name, 0, 0, f"this archive cannot be opened: {error}", "fetch it again", "import-archive")


def _records(stream: BinaryIO, name: str) -> Iterator[Raw | Problem]:
    from warcio.archiveiterator import ArchiveIterator

    class Records(ArchiveIterator):
        """Notes whether the last packed record was whole, of which the library says nothing."""

        is_whole = True

        def close(self) -> None:
            unpacking = getattr(self.reader, "decompressor", None)
            self.is_whole = bool(getattr(unpacking, "eof", True))
            super().close()

    try:
        for record in (records := Records(stream)):
            if record.rec_type not in ("response", "resource") or not _is_page(record):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            page = record.content_stream().read(PAGE_BYTES + 1)
            if len(page) > PAGE_BYTES:
                yield Problem(
                    f"{name}#{url}",
                    0,
                    0,
                    f"the page is larger than {PAGE_BYTES:,} bytes",
                    "import it alone",
                    "import-large",
                )
            elif _breaks_off(record):
                yield _cut_short(f"{name}#{url}")
            elif page.strip():
                yield Raw(f"{name}#{url}", page, url, record.rec_headers.get_header("WARC-Date") or "")
        if not records.is_whole:
            yield _cut_short(name)
    except Exception as error:  # cut within a record's own lines, an archive makes the library fail in any way
        yield Problem(
            name, 0, 0, f"this web archive breaks off or is damaged: {error}", "fetch it again, whole", "import-warc"
        )


def _breaks_off(record: object) -> bool:
    """Whether a record says that it is longer than what is left of the archive."""
    rest = record.raw_stream
    while getattr(rest, "limit", 0) > 0:
        if not rest.read(min(rest.limit, 65_536)):
            return True
    return False


def _cut_short(name: str) -> Problem:
    return Problem(name, 0, 0, "this web archive breaks off here", "fetch it again, whole", "import-warc")


def _is_page(record: object) -> bool:
    headers = getattr(record, "http_headers", None)
    status = headers.get_statuscode() if headers else "200"
    kind = (headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")) or ""
    return status == "200" and "html" in kind.lower()
