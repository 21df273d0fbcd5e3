"""What a publication came to, in words and as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.publication import Kind, size_text

if TYPE_CHECKING:
    from backfile.publishing import Published

SHOWN = 40


def text_of(published: Published) -> str:
    """The last thing that a publication says: what changed, where, and the address to look at."""
    from backfile.report import receipt_text

    tally = published.tally
    built = [receipt_text(published.receipt)] if published.receipt else []
    figures = f"{tally.added:,} added, {tally.changed:,} changed, {tally.removed:,} removed"
    sent = f" · {size_text(tally.size)}" if tally.size else ""
    commit = f" ({published.commit[:10]})" if published.commit else ""
    if not tally:
        lines = [f"Nothing to publish: {published.target} has this very site"]
    elif published.is_dry:
        lines = [*_listed(published), f"{published.target} would get: {figures}{sent} (a dry run: nothing was changed)"]
    else:
        lines = [f"Published to {published.target}{commit}: {figures}{sent}"]
    if published.hint and not published.is_dry:
        lines.append(published.hint)
    return "\n".join([*built, *lines, *filter(None, [published.address])])


def _listed(published: Published) -> list[str]:
    lines = [f"{change.kind.value} {change.path}" for change in published.changes[:SHOWN]]
    more = len(published.changes) - SHOWN
    return [*lines, f"and {more:,} more; --json lists all of them"] if more > 0 else lines


def values_of(published: Published) -> dict[str, object]:
    """The same as plain values for JSON."""
    from backfile.report import problem_values, receipt_values

    changes = [{"change": _CHANGE[c.kind], "path": c.path, "size": c.size} for c in published.changes]
    return {
        "target": published.target,
        "address": published.address,
        "commit": published.commit,
        "dry_run": published.is_dry,
        **published.tally._asdict(),
        "changes": changes,
        "built": receipt_values(published.receipt) if published.receipt else None,
        "problems": [problem_values(problem) for problem in published.problems],
    }


_CHANGE = {Kind.ADDED: "added", Kind.CHANGED: "changed", Kind.REMOVED: "removed"}
