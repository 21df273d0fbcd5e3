"""Plain-text captures, read by the rules of `text`."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.importers.found import Found, Piece, Raw, Wishes, text_of
from backfile.importers.text import read_capture
from backfile.model import Problem

LETTERS = 5_000_000  # as much as a story may have
LINES = 200_000


def read(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    """The one story of a plain-text capture."""
    text = text_of(raw.data)
    if not text.strip():
        yield Problem(raw.name, 0, 0, "this capture is empty", "remove it, or save it again", "import-empty")
        return
    if len(text) > LETTERS or text.count("\n") > LINES:
        fault = f"it is longer than {LETTERS:,} letters or {LINES:,} lines, which no article is"
        yield Problem(raw.name, 0, 0, fault, "cut it into the articles that are in it", "import-large")
        return
    capture = read_capture(text, raw.name, zone=wishes.zone, default_lang=wishes.lang)
    blocks = capture.blocks if wishes.reasons else ()
    pieces = tuple(Piece(block.text, str(block.fate), block.reason, block.line) for block in blocks)
    yield Found(capture.story, confidence=capture.confidence, review=tuple(capture.review), pieces=pieces)
