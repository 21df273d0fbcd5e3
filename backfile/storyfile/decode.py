"""The bytes of a story file to text: UTF-8 only, and no character that a feed could not hold."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from backfile.model import Level
from backfile.storyfile.characters import CONTROL, CONTROLS, name_of
from backfile.storyfile.faults import Faults
from backfile.storyfile.front import BOM, lines_by_lf

# The order matters: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_CONTROL_BYTES = bytes(n for n in range(32) if n not in b"\t\n\r") + b"\x7f"
_WIDE_CONTROL_BYTES = re.compile(rb"\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]|\xef\xbb\xbf")
_UNWANTED = re.compile(f"[{CONTROLS}]+|{BOM}")
_MOST_NAMED = 20


def decoded(data: bytes, source: str) -> tuple[str, Faults]:
    """The text of a file with LF line ends, and what is wrong with its bytes.

    Where something is wrong, the text is good enough to look for more faults (bad bytes and control
    characters stand as one character each), never good enough to publish. "" when nothing can be read.
    """
    encoding = _other_encoding(data)
    if encoding:
        faults = Faults(source, "")
        remedy = "save the file as UTF-8"
        faults.add(0, 0, f"the file is saved as {encoding}, not as UTF-8", remedy, "encoding-not-utf8")
        return "", faults
    try:
        text, bad = data.decode(), None
    except UnicodeDecodeError as error:
        text, bad = data.decode(errors="replace"), error
    text = lines_by_lf(text).lstrip(BOM)
    faults = Faults(source, text)
    if bad:
        _add_bad_byte(faults, data, bad.start)
    if len(data.translate(None, _CONTROL_BYTES)) != len(data) or _has_wide_control(data):
        text = _without_controls(text, faults)
    return text, faults


def _other_encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if len(data) > 3 and (data[:1] == b"\0") != (data[1:2] == b"\0"):
        return "UTF-16"
    return ""


def _add_bad_byte(faults: Faults, data: bytes, at: int) -> None:
    before = lines_by_lf(data[:at].decode()).lstrip(BOM)
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    others = bytes([data[at]]).decode("cp1252", errors="replace")
    reading = f"; in Windows-1252 it would be {others}" if others.isprintable() and others != "\ufffd" else ""
    fault = f"byte 0x{data[at]:02X} is not UTF-8{reading}"
    faults.add(line, column, fault, "save the file as UTF-8", "bytes-not-utf8")


def _has_wide_control(data: bytes) -> bool:
    """Whether there is a control character of two or three bytes, or a byte order mark that is not at the start."""
    if b"\xc2" not in data and b"\xef" not in data:
        return False
    start = 3 if data.startswith(codecs.BOM_UTF8) else 0
    return _WIDE_CONTROL_BYTES.search(data, start) is not None


def _without_controls(text: str, faults: Faults) -> str:
    """`text` with a space for each control character, the first of them named."""
    runs = list(islice(_UNWANTED.finditer(text), _MOST_NAMED + 1))
    for run in runs[:_MOST_NAMED]:
        if run[0] == BOM:
            _add_inner_bom(faults, text, run.start())
        else:
            _add_controls(faults, text, run)
    if len(runs) > _MOST_NAMED:
        fault = "more control characters follow from here on"
        faults.add(*_place(text, runs[-1].start()), fault, "delete them", "control-character")
    return CONTROL.sub(" ", text)


def _add_inner_bom(faults: Faults, text: str, at: int) -> None:
    fault = "a byte order mark (U+FEFF) stands in the middle of the file"
    # Invisible and harmless in a body, where it stays as written; in front matter the YAML parsers disagree on it.
    level = Level.ERROR if at < text.find("\n---", 3) else Level.WARNING
    faults.add(*_place(text, at), fault, "delete this invisible character", "byte-order-mark-inside", level)


def _add_controls(faults: Faults, text: str, run: re.Match[str]) -> None:
    character, count = run[0][0], len(run[0])
    meant = bytes([ord(character)]).decode("cp1252", errors="ignore") if 0x80 <= ord(character) <= 0x9F else ""
    if count > 1:
        fault = f"{count} control characters ({name_of(character)} is the first) cannot stand in a page or a feed"
    else:
        fault = f"the control character {name_of(character)} cannot stand in a page or a feed"
    remedy = "delete it" if count == 1 else "delete them"
    if meant.isprintable() and meant:
        remedy += f", or write {meant} if that was meant"
    faults.add(*_place(text, run.start()), fault, remedy, "control-character")


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
