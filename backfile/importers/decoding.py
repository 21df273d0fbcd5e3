"""The bytes of a capture to text: what mark or charset they have, and mojibake mended."""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What UTF-8 looks like after being read as Windows-1252: a lead letter followed by what stands for a second byte.
MOJIBAKE = re.compile(r"[ÂÃâÅ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸžŽ]")


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and a note on what had to be done ("" where the bytes are plain UTF-8).

    Nothing is dropped: bytes that no charset explains become U+FFFD, and the note says so.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), "" if name == "utf-8-sig" else f"read as {name.upper()}"
    try:
        text, note = data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text, note = from_unknown(data)
    return mended(text, note)


def from_unknown(data: bytes) -> tuple[str, str]:
    """Text from bytes that are not UTF-8, by charset-normalizer's best guess, else Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    if len(data) > 400 and text.count("\ufffd") <= len(data) // 400:
        return text, "a few bytes were not UTF-8 and are shown as \ufffd"
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        best = None
    else:
        best = from_bytes(data[:200_000]).best()
    name = best.encoding if best else "cp1252"
    return data.decode(name, errors="replace"), f"read as {name.replace('_', '-')}: the bytes are not UTF-8"


def mended(text: str, note: str) -> tuple[str, str]:
    """Text whose UTF-8 had been read as Windows-1252 (`â€™` for `’`) put right, where ftfy is installed and sure."""
    if len(MOJIBAKE.findall(text)) < 2:
        return text, note
    try:
        import ftfy
    except ImportError:
        return text, "; ".join(filter(None, (note, "some characters look wrongly decoded; install ftfy to mend them")))
    fixed = ftfy.fix_encoding(text)
    if fixed == text:
        return text, note
    return fixed, "; ".join(filter(None, (note, "wrongly decoded characters were mended")))
