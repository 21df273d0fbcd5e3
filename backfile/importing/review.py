"""The list of what a person should look at: `articles/review.json` for machines, `articles/review.md` for people."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from backfile.write import write_text

STUCK, DOUBTFUL, AGAIN = "Not in the archive yet", "Imported, worth a look", "The same story again"
GROUPS = (STUCK, DOUBTFUL, AGAIN)


class Waiting(NamedTuple):
    """One line of the list: the capture, its story's file in `content/` and its title if there are any, the reasons."""

    capture: str
    path: str = ""
    title: str = ""
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0


class List(NamedTuple):
    """What waits, and the captures that a person took off it: they come back only when their reasons are others."""

    waiting: tuple[Waiting, ...] = ()
    accepted: tuple[tuple[str, tuple[str, ...]], ...] = ()


def group_of(one: Waiting) -> str:
    """Which of the three groups of the list it belongs to."""
    if one.path:
        return DOUBTFUL
    return AGAIN if one.reasons[0].startswith("nearly the same") else STUCK


def order(one: Waiting) -> tuple[int, float, str]:
    """The order to look in: what is not in the archive first, then the least sure."""
    return GROUPS.index(group_of(one)), one.confidence, one.capture


def parse_list(text: str) -> List:
    """The list from its JSON; anything else counts as an empty one."""
    try:
        told = json.loads(text)
        rows = tuple(
            Waiting(
                str(row["capture"]),
                str(row.get("path", "")),
                str(row.get("title", "")),
                tuple(map(str, row["reasons"])) or ("it was listed without a reason",),
                float(row.get("confidence", 1)),
            )
            for row in told["review"]
        )
        accepted = told.get("accepted", {})
        return List(rows, tuple((str(name), tuple(map(str, accepted[name]))) for name in sorted(accepted)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return List()


def merged(old: List, read: Collection[str], new: Iterable[Waiting]) -> List:
    """The list after an import: captures that were read again are as found now, the rest stays."""
    accepted = dict(old.accepted)
    found = {one.capture: one for one in new if accepted.get(one.capture) != one.reasons}
    kept = [one for one in old.waiting if one.capture not in read]
    return List(tuple(sorted([*kept, *found.values()])), old.accepted)


def json_text(found: List) -> str:
    """The list for machines."""
    rows = [
        {**one._asdict(), "reasons": list(one.reasons), "confidence": round(one.confidence, 2)} for one in found.waiting
    ]
    told: dict[str, object] = {"review": rows}
    if found.accepted:
        told["accepted"] = {name: list(reasons) for name, reasons in found.accepted}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def markdown_text(waiting: tuple[Waiting, ...]) -> str:
    """The list for people, those without a story first."""
    lines = ["# To review", ""]
    if not waiting:
        lines += ["Nothing waits.", ""]
    for group in GROUPS:
        if rows := [one for one in waiting if group_of(one) == group]:
            lines += [f"## {group} ({len(rows)})", "", *map(_line, rows), ""]
    return "\n".join(lines)


def _line(one: Waiting) -> str:
    named = f": {one.title}" if one.title else ""
    place = f" → `content/{one.path}`" if one.path else ""
    return f"- `{one.capture}`{named}{place} — {'; '.join(one.reasons)}"


def read_list(folder: Path) -> List:
    """The list as it stands in this folder."""
    try:
        return parse_list((folder / "review.json").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return List()


def write_list(folder: Path, found: List) -> None:
    """Both files of the list."""
    write_text(folder / "review.json", json_text(found))
    write_text(folder / "review.md", markdown_text(found.waiting))


def strike(folder: Path, captures: Collection[str]) -> None:
    """Take captures off the list, and remember that a person did."""
    found = read_list(folder)
    gone = {one.capture: one.reasons for one in found.waiting if one.capture in captures}
    if gone:
        accepted = tuple(sorted({**dict(found.accepted), **gone}.items()))
        write_list(folder, List(tuple(one for one in found.waiting if one.capture not in gone), accepted))
