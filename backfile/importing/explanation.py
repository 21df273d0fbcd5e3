"""A capture with every block marked: kept, heading, field or dropped, and why."""

from __future__ import annotations

from backfile.importers.found import Found
from backfile.importing.reading import Passed, Read
from backfile.importing.reasons import in_words
from backfile.model import Problem, Story

_MARKS = {"kept": "  kept ", "heading": "  kept#", "field": " field ", "dropped": "-      "}
_FIELDS = ("title", "date", "updated", "section", "kicker", "summary", "bylines", "agency", "dateline", "tags", "lang")


def lines_of(read: Read | Passed) -> list[str]:
    """The explanation of one capture, line by line."""
    if isinstance(read, Problem):
        return [f"{read.source}: {read.fault}", f"  fix: {read.remedy}"]
    if not isinstance(read, Read):
        return [f"{read}: no capture, passed over"]
    lines = []
    for one in read.found:
        if isinstance(one, Problem):
            lines += [f"{one.source}: {one.fault}", f"  fix: {one.remedy}"]
        else:
            lines += _story_lines(read.capture + (f"#{one.key}" if one.key else ""), one)
    return lines


def _story_lines(name: str, found: Found) -> list[str]:
    lines = [f"{name} (confidence {found.confidence:.0%})", *_field_lines(found.story)]
    lines += [f"  review: {reason}" for reason in found.review]
    for piece in found.pieces:
        text = " ".join(piece.text.split())
        lines.append(f"{_MARKS.get(piece.fate, piece.fate)}| {text[:100]}{'…' if len(text) > 100 else ''}")
        if piece.reason:
            lines.append(f"       |     {in_words(piece.reason)}")
    return lines


def _field_lines(story: Story) -> list[str]:
    lines = []
    for name in _FIELDS:
        value = getattr(story, name)
        text = value.text if hasattr(value, "text") else ", ".join(value) if isinstance(value, tuple) else value
        if text:
            lines.append(f"  {name}: {text}")
    lines += [f"  image: {image.caption or image.alt or image.src} [{image.credit}]" for image in story.images]
    return lines
