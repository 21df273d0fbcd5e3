"""What is syntax in a body's Markdown, blanked out so that the words are left where they stood."""

from __future__ import annotations

import re
from collections.abc import Callable

# One of these may be in the source; if not, `texts` has no definition to look for.
DEFINITION = re.compile(r"\] ?:")

_HIDDEN = re.compile(r"<!--.*?-->|<(math|script|style|svg|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_FENCE = re.compile(r"^[ >]*(?:`{3,}[^`\n]*|~{3,}[^~\n]*)$", re.MULTILINE)
_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]]*)\]:[ ]*", re.MULTILINE)
_NOTE_END = re.compile(r"\n(?:[ ]*\n)+(?![ ]{4}|[ ]*\n)|\n(?=[ ]{0,3}\[\^[^\]]*\]:)")
_NOTES_PLACE = "///Footnotes Go Here///"
_ABBREVIATION = re.compile(r"^[ >]*\*\[[^\\]*?\] ?:[ ]*\n?[^\n]*$", re.MULTILINE)
_REFERENCE = re.compile(
    r"^[ >]*\[([^\[\]]*)\]:[ ]*(?:\n[ ]*)?([^\s]+)[ ]*(?:\n[ ]*)?(?:([\"']).*\3[ ]*|\(.*\)[ ]*)?$", re.MULTILINE
)
_LIKE_AN_ADDRESS = re.compile(r"[/#:@<]|\w\.\w")
_AUTOLINK = re.compile(r"<([a-z][a-z0-9+.-]*://[^<>]*|(mailto:)?[^<> !]+@[^@<> ]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"(?:(?<=\n)|(?<=[)*_`>\]]))[ ]*\{[^{}\n]*\}|\{[^{}\n]*\}(?=[ ]*(?:\||$))", re.MULTILINE)
_INSIDE = r"(?:[^()\n]|\n(?!\n))*"
_TARGET = re.compile(rf"(?<=\])\({_INSIDE}(?:\({_INSIDE}(?:\({_INSIDE}\){_INSIDE})*\){_INSIDE})*\)")
_LABEL = re.compile(r"(?<=\])\s?\[([^\]]*)\]")
_NOTE_MARK = re.compile(r"\[\^([^\]]*)\]")
_FIRST_NUMBER = re.compile(r"^[ >]*(?:(?:[*+-]|\d+\.) +)*0*1\.(?= )", re.MULTILINE)


def texts(source: str) -> list[tuple[int, str]]:
    """The stretches of Markdown in the order in which a page shows them, each with where it starts in `source`.

    Syntax is blanked with spaces, so that every word keeps its place.
    """
    text = source
    if "<" in text:
        text = _HIDDEN.sub(_blank, text)
    if "`" in text or "~" in text:
        text = _FENCE.sub(_blank, text)
    stretches = [(0, text)]
    if DEFINITION.search(text):
        stretches = _without_definitions(text)
    return [(start, without_marks(stretch, _blank)) for start, stretch in stretches]


def without_marks(text: str, blank: Callable[[re.Match[str]], str]) -> str:
    """Text without link targets, tags, attribute lists and the first number of lists: what `blank` puts instead."""
    if "<" in text:
        text = _TAG.sub(blank, _AUTOLINK.sub(_unbracketed, text))
    if "{" in text:
        text = _ATTRIBUTES.sub(blank, text)
    if "](" in text:
        text = _TARGET.sub(blank, text)
    if "1." in text:
        text = _FIRST_NUMBER.sub(blank, text)
    return text


def _without_definitions(text: str) -> list[tuple[int, str]]:
    notes = {match[1] for match in _NOTE.finditer(text)}
    text = _ABBREVIATION.sub(_blank, text)
    ids = {_folded(match[1]) for match in _REFERENCE.finditer(text) if not match[1].startswith("^")}
    used = {_folded(match[1]) for match in re.finditer(r"\[([^\[\]]*)\](?!:)", text)}
    text = _REFERENCE.sub(lambda match: _blank(match) if _is_definition(match, used) else match[0], text)
    text = _LABEL.sub(lambda match: _blank(match) if _folded(match[1]) in ids else match[0], text)
    if not notes:
        return [(0, text)]
    return _notes_last(text.replace(_NOTES_PLACE, " " * len(_NOTES_PLACE)), notes)


def _is_definition(match: re.Match[str], used: set[str]) -> bool:
    if match[1].startswith("^"):
        return False
    return _folded(match[1]) in used or bool(_LIKE_AN_ADDRESS.search(match[2]))


def _notes_last(text: str, notes: set[str]) -> list[tuple[int, str]]:
    stretches, position = [], 0
    body: list[tuple[int, str]] = []
    while note := _NOTE.search(text, position):
        end = _NOTE_END.search(text, note.end())
        stop = end.start() if end else len(text)
        body.append((position, text[position : note.start()]))
        stretches.append((note.end(), text[note.end() : stop]))
        position = stop
    body.append((position, text[position:]))

    def unmarked(stretch: str) -> str:
        return _NOTE_MARK.sub(lambda mark: _blank(mark) if mark[1] in notes else mark[0], stretch)

    return [(start, unmarked(stretch)) for start, stretch in body + stretches]


def _folded(label: str) -> str:
    return re.sub(r"\s+", " ", label.strip().lower())


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _unbracketed(match: re.Match[str]) -> str:
    start = len(match[2] or "") + 1
    return " " * start + match[0][start:-1] + " "
