"""What a file is, told from its first bytes: a still picture of which copies can be made, and its measures."""

from __future__ import annotations

import re
import struct
from io import BytesIO

ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".tif", ".tiff", ".bmp")
# How far into a file the mark of a moving picture may stand.
_HEAD = 4096
_LIKE_A_COPY = re.compile(r"\.(?:jpe?g|png|webp|avif|tiff?|bmp)\.\d+\.(?:webp|avif|jpg)$")


def is_picture(source: str) -> bool:
    """Whether a file is named like a picture that pages show."""
    return source.lower().endswith(ENDINGS)


def is_unreadable(source: str, width: int) -> bool:
    """Whether a file is named like a picture and has no measures, as every one but a drawing (SVG) has."""
    return is_picture(source) and not width and not source.lower().endswith(".svg")


def is_named_like_a_copy(source: str) -> bool:
    """Whether a file could stand where a smaller copy of another shall be."""
    return bool(_LIKE_A_COPY.search(source.lower()))


def form_of(data: bytes) -> str:
    """`jpeg`, `png`, `webp`, `avif`, `tiff` or `bmp` for a still picture; "" for what moves, scales or is none.

    Moving pictures would stand still in a copy, so they have none.
    """
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "" if b"acTL" in data[:_HEAD] else "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "" if data[12:16] == b"VP8X" and data[20:21] and data[20] & 2 else "webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"mif1"):
        return "avif"
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return "tiff"
    return "bmp" if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" else ""


def measures_of(data: bytes, source: str) -> tuple[int, int, str]:
    """Width and height of a picture in pixels as it is shown, and its form; zeros and "" for what cannot be told."""
    if not is_picture(source):
        return 0, 0, ""
    import imagesize  # a build with nothing to read needs none

    try:
        width, height = imagesize.get(BytesIO(data))  # a picture that lies on its side is set upright
    except (ValueError, OSError, struct.error, ArithmeticError, LookupError):
        return 0, 0, ""
    if width <= 0 or height <= 0:
        return 0, 0, ""
    return int(width), int(height), form_of(data)
