"""What a person should look at after an import: the lines of the list, in three groups. Pure."""

from __future__ import annotations

from typing import NamedTuple

STUCK, DOUBTFUL, AGAIN = "Not in the archive yet", "Imported, worth a look", "The same story again"
GROUPS = (STUCK, DOUBTFUL, AGAIN)
# What to do with those of each group.
ADVICE = {
    STUCK: "Something that a story must have was not found. Fill it in with `backfile review --open`, or with"
    ' `backfile review --accept CAPTURE --set date=1995-05-05 --set title="…"`.',
    DOUBTFUL: "These are stories in `content/` already. See whether they read right, and mend the file"
    " where one does not. `backfile review --accept CAPTURE` takes one off this list.",
    AGAIN: "Another capture tells the same, so no story was made of these. `backfile review --accept CAPTURE` leaves it"
    ' so; with `--set title="…"` the capture becomes a story of its own.',
}


class Waiting(NamedTuple):
    """One line of the list: the capture, its story's file in `content/` and its title if there are any, the reasons,
    and the tags that were suggested when it was imported."""

    capture: str
    path: str = ""
    title: str = ""
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0
    suggested: tuple[str, ...] = ()


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
    suggested = tuple(map(str, row.get("suggested", ())))
    return Waiting(str(row["capture"]), *texts, reasons, float(row.get("confidence", 1)), suggested)


def values_of(one: Waiting) -> dict[str, object]:
    """One line of the list as values for JSON."""
    lists = {"reasons": list(one.reasons), "suggested": list(one.suggested)}
    values = {**one._asdict(), **lists, "confidence": round(one.confidence, 2)}
    return values if one.suggested else {name: value for name, value in values.items() if name != "suggested"}


def line_of(one: Waiting) -> str:
    """One line of the list for people."""
    named = f": {one.title}" if one.title else ""
    place = f" → `content/{one.path}`" if one.path else ""
    tags = f" (suggested tags: {', '.join(one.suggested)})" if one.suggested else ""
    return f"- `{one.capture}`{named}{place} — {'; '.join(one.reasons)}{tags}"
