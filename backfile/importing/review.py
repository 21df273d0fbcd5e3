"""What a person should look at after an import: the lines of the list, in three groups. Pure."""

from __future__ import annotations

from typing import NamedTuple

STUCK, DOUBTFUL, AGAIN = "Not in the archive yet", "Imported, worth a look", "The same story again"
GROUPS = (STUCK, DOUBTFUL, AGAIN)


class Waiting(NamedTuple):
    """One line of the list: the capture, its story's file in `content/` and its title if there are any, the reasons."""

    capture: str
    path: str = ""
    title: str = ""
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0


def group_of(one: Waiting) -> str:
    """Which of the three groups of the list it belongs to."""
    if one.path:
        return DOUBTFUL
    return AGAIN if one.reasons[0].startswith("nearly the same") else STUCK


def order(one: Waiting) -> tuple[int, float, str]:
    """The order to look in: what is not in the archive first, then the least sure."""
    return GROUPS.index(group_of(one)), one.confidence, one.capture


def waiting_from(row: object) -> Waiting:
    """One line of the list from its JSON values; raises what such values raise where they are none."""
    reasons = tuple(map(str, row["reasons"])) or ("it was listed without a reason",)
    texts = (str(row.get(name, "")) for name in ("path", "title"))
    return Waiting(str(row["capture"]), *texts, reasons, float(row.get("confidence", 1)))


def values_of(one: Waiting) -> dict[str, object]:
    """One line of the list as values for JSON."""
    return {**one._asdict(), "reasons": list(one.reasons), "confidence": round(one.confidence, 2)}


def line_of(one: Waiting) -> str:
    """One line of the list for people."""
    named = f": {one.title}" if one.title else ""
    place = f" → `content/{one.path}`" if one.path else ""
    return f"- `{one.capture}`{named}{place} — {'; '.join(one.reasons)}"
