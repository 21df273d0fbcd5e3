"""Where a picture was taken, taken out of its bytes; everything else in them stays as it was.

A camera writes the place of a source's kitchen into the file as readily as that of a town hall. Names of photographers,
notes on rights, colour profiles and the way up are kept: they belong to the picture. Nothing is encoded again, and the
size stays the same, so any format that embeds these two blocks in the clear will do.
"""

from __future__ import annotations

import re
import struct
import zlib

_ORDERS = ((b"II*\x00", "<"), (b"MM\x00*", ">"))
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_GPS = 0x8825
_MOST_ENTRIES = 512
# `exif:GPSLatitude="50,12N"` and `<exif:GPSLatitude>50,12N<`, as XMP has them.
_XMP = re.compile(rb"""(exif:GPS\w+\s*(?:=\s*["']|>))([^<"']+)""")
_PNG = b"\x89PNG\r\n\x1a\n"
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_PROFILES = (b"Raw profile type ", b"XML:com.adobe.xmp")


def without_location(data: bytes) -> bytes:
    """The picture with every block of coordinates blanked; the very same bytes where there is none."""
    return _png(data) if data[:8] == _PNG else _blanked(data)


def _blanked(data: bytes) -> bytes:
    places = [place for mark, order in _ORDERS for start in _starts(data, mark) for place in _gps(data, start, order)]
    if places:
        blank = bytearray(data)
        for start, end in places:
            blank[start:end] = bytes(end - start)
        data = bytes(blank)
    return _XMP.sub(lambda found: found[1] + b" " * len(found[2]), data) if b"exif:GPS" in data else data


def _starts(data: bytes, mark: bytes) -> list[int]:
    found, at = [], data.find(mark)
    while at >= 0:
        found.append(at)
        at = data.find(mark, at + 1)
    return found


def _gps(data: bytes, start: int, order: str) -> list[tuple[int, int]]:
    """The stretches of bytes of a block of Exif that say where; none for four bytes that only look like its head."""
    try:
        (first,) = struct.unpack_from(order + "I", data, start + 4)
        entries = _entries(data, start, first, order)
        at = next((where for tag, _, _, where in entries if tag == _GPS), 0)
        return _values(data, start, at, order) if at else []
    except struct.error:
        return []


def _entries(data: bytes, start: int, offset: int, order: str) -> list[tuple[int, int, int, int]]:
    """(tag, type, count, value or its offset) of one directory; struct.error where there cannot be one."""
    (count,) = struct.unpack_from(order + "H", data, start + offset)
    if not 0 < count <= _MOST_ENTRIES:
        raise struct.error
    entries = [struct.unpack_from(order + "HHII", data, start + offset + 2 + 12 * n) for n in range(count)]
    if any(kind not in _SIZES for _, kind, _, _ in entries):
        raise struct.error
    return entries


def _values(data: bytes, start: int, offset: int, order: str) -> list[tuple[int, int]]:
    """All values of the directory of coordinates. The directory stays, its entries empty, so nothing else moves."""
    found = []
    for n, (_, kind, count, where) in enumerate(_entries(data, start, offset, order)):
        size = _SIZES[kind] * count
        entry = start + offset + 2 + 12 * n
        if size <= 4:
            found.append((entry + 8, entry + 12))
        elif start + where + size <= len(data):
            found.append((start + where, start + where + size))
    return found


def _png(data: bytes) -> bytes:
    """The same, chunk by chunk: each has a sum of its own, and may be packed."""
    parts, at = [_PNG], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body, end = data[at + 4 : at + 8], data[at + 8 : at + 8 + length], at + 12 + length
        kept = _chunk(kind, body)
        if kept == body:
            parts.append(data[at:end])
        elif kept is not None:
            parts.append(struct.pack(">I", len(kept)) + kind + kept + struct.pack(">I", zlib.crc32(kind + kept)))
        at = end
    return b"".join(parts) + data[at:]


def _chunk(kind: bytes, body: bytes) -> bytes | None:
    """A chunk with its coordinates blanked; None for a packed one that has some: it goes as a whole."""
    if kind == b"eXIf":
        return _blanked(body)
    if kind not in _TEXTS or not body.startswith(_PROFILES):
        return body
    if body.startswith(b"Raw profile type "):
        return body if body.startswith((b"Raw profile type icc", b"Raw profile type iptc")) else None
    if body[18:19] == b"\x01":
        return None
    return _blanked(body)
