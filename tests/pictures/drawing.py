"""Small pictures made here, with all that a camera or a forger may put into one."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

LATITUDE = (50.0, 12.0, 34.5)


def drawing(width: int = 1000, height: int = 600, form: str = "JPEG", mode: str = "RGB", **how: object) -> bytes:
    """A picture with enough in it that copies of other sizes differ."""
    image = Image.linear_gradient("L").resize((width, height))
    if mode != "L":
        image = Image.merge("RGB", (image, image.rotate(180), image)).convert(mode)
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def notes(*, orientation: int = 1, where: bool = True) -> Image.Exif:
    """What a camera notes: which way up, who holds the rights, and where it stood."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x8298] = "Ada Quill"
    if where:
        exif.get_ifd(0x8825).update({1: "N", 2: LATITUDE, 3: "W", 4: (5.0, 3.0, 1.25), 6: 12.5, 29: "1995:05:05"})
    return exif


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="50,12.575N" dc:creator="Ada Quill">'
    b"<exif:GPSLongitude>5,3.0208W</exif:GPSLongitude></rdf:Description></x:xmpmeta>"
)


def place_of(data: bytes) -> object:
    """The latitude that a reader of Exif finds; nothing, or zeros, where there is none."""
    return Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825).get(2)


def pixels_of(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).tobytes()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that says it has very many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
