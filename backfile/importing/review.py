"""The list of what a person should look at: `articles/review.json` for machines, `articles/review.md` for people."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple


class Waiting(NamedTuple):
    """One line of the list: the capture, its story's file in `content/` and its title if there are any, the reasons."""

    capture: str
    path: str = ""
    title: str = ""
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0


def parse_waiting(text: str) -> tuple[Waiting, ...]:
    """The list from its JSON; anything else counts as an empty one."""
    try:
        rows = json.loads(text)["review"]
        return tuple(
            Waiting(
                str(row["capture"]),
                str(row.get("path", "")),
                str(row.get("title", "")),
                tuple(map(str, row["reasons"])),
                float(row.get("confidence", 1)),
            )
            for row in rows
        )
    except (ValueError, KeyError, TypeError):
        return ()


def merged(old: Iterable[Waiting], read: Collection[str], new: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """The list after an import: captures that were read again are as found now, the rest stays."""
    found = {one.capture: one for one in new}
    kept = [one for one in old if one.capture not in read]
    return tuple(sorted([*kept, *found.values()]))


def json_text(waiting: tuple[Waiting, ...]) -> str:
    """The list for machines."""
    rows = [{**one._asdict(), "reasons": list(one.reasons), "confidence": round(one.confidence, 2)} for one in waiting]
    return json.dumps({"review": rows}, ensure_ascii=False, indent=1) + "\n"


def markdown_text(waiting: tuple[Waiting, ...]) -> str:
    """The list for people, those without a story first."""
    again = [one for one in waiting if not one.path and one.reasons[0].startswith("nearly the same")]
    stuck = [one for one in waiting if not one.path and one not in again]
    doubtful = [one for one in waiting if one.path]
    lines = ["# To review", ""]
    if not waiting:
        lines += ["Nothing waits.", ""]
    for head, rows in (
        ("Not in the archive yet", stuck),
        ("Imported, worth a look", doubtful),
        ("The same story again", again),
    ):
        if rows:
            lines += [f"## {head} ({len(rows)})", "", *map(_line, rows), ""]
    return "\n".join(lines)


def _line(one: Waiting) -> str:
    named = f": {one.title}" if one.title else ""
    place = f" → `content/{one.path}`" if one.path else ""
    return f"- `{one.capture}`{named}{place} — {'; '.join(one.reasons)}"


def read_waiting(folder: Path) -> tuple[Waiting, ...]:
    """The list as it stands in this folder."""
    try:
        return parse_waiting((folder / "review.json").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ()
