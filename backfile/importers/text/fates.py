"""What became of every block, why, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from backfile.importers.text.blocks import RawBlock
from backfile.importers.text.capture import Block, Claim, Fate
from backfile.importers.text.looks import chance
from backfile.importers.text.rules import Verdict
from backfile.importers.text.signs import View, is_prose
from backfile.importers.text.weighing import strongest
from backfile.model import Story

SURE = 0.7
MUCH, LEAST_LOST = 0.5, 80  # prose left out, against what was kept, and in words


class Evidence(Protocol):
    """What was found out about the blocks; see `reader.Weighed`."""

    verdicts: Sequence[tuple[Verdict, ...]]
    odds: Sequence[float]

    def signs_at(self, at: int) -> tuple[str, ...]: ...


def fates_of(
    blocks: Sequence[RawBlock],
    evidence: Evidence,
    body: frozenset[int],
    headings: frozenset[int],
    claims: Sequence[Claim],
) -> tuple[Block, ...]:
    """Every block with its fate and the reason for it."""
    claimed = {claim.at: claim for claim in reversed(claims)}
    found = []
    for at, block in enumerate(blocks):
        likely = chance(evidence.odds[at])
        claim = claimed.get(at)
        if at in headings:
            fate, name, reason, sure = Fate.HEADING, "body", "a short line with prose below it", likely
        elif at in body:
            fate, name, reason, sure = Fate.KEPT, "body", because(at, evidence, True), likely
        elif claim:
            fate, name, reason, sure = Fate.FIELD, claim.name, claim.reason, 0.9
        else:
            fate, name, reason, sure = Fate.DROPPED, "debris", because(at, evidence, False), 1 - likely
        if claim and fate is Fate.KEPT:
            reason = f"{claim.name}: {claim.reason}; {reason}"
        found.append(Block(block.text, block.line, fate, name, reason, round(sure, 2)))
    return tuple(found)


def because(at: int, evidence: Evidence, for_story: bool) -> str:
    """The rules that spoke for a decision, then the strongest signs, as one sentence."""
    said = [verdict.reason for verdict in evidence.verdicts[at] if (verdict.change > 0) == for_story]
    if said:
        return " ".join(said)
    loud = strongest(evidence.signs_at(at), "second", for_story)
    side = "for story" if for_story else "against story"
    return f"{side}: {', '.join(loud)}" if loud else f"nothing speaks {'against' if for_story else 'for'} it"


def confidence_of(view: View, odds: Sequence[float], body: Sequence[int], story: Story) -> float:
    """How sure the reading is as a whole: the mean sureness of the longer blocks, less for what is missing."""
    weights = [min(shape.weight, 60.0) + 1 for shape in view.shapes]
    if not body:
        return 0.0
    near = range(max(0, min(body) - 8), min(len(odds), max(body) + 9))
    sure = sum(weights[at] * chance(abs(odds[at])) for at in near) / sum(weights[at] for at in near)
    whole = max(0.0, 2 * sure - 1) ** 0.5
    return round(whole * (1 if story.title else 0.7) * (1 if story.date else 0.9), 2)


def left_out(view: View, body: Sequence[int], claims: Sequence[Claim]) -> tuple[str, ...]:
    """A sentence where much of what reads as prose is neither in the body nor in a field."""
    used = {*body, *(claim.at for claim in claims)}
    kept = sum(view.shapes[at].weight for at in body)
    prose = (at for at, shape in enumerate(view.shapes) if at not in used and is_prose(shape))
    lost = sum(view.shapes[at].weight for at in prose if view.times[view.folded[at]] == 1)
    if lost < LEAST_LOST or lost < MUCH * kept:
        return ()
    return (f"{lost:.0f} words that read as prose were left out, {kept:.0f} were kept",)


def reasons_to_review(story: Story, confidence: float, doubts: Sequence[str]) -> tuple[str, ...]:
    """Why a person should look at it, in sentences."""
    reasons = []
    if not story.title:
        reasons.append("no title was found")
    if story.date is None:
        reasons.append("no date was found")
    if not story.body:
        reasons.append("no text was found")
    elif len(story.body) < 200:
        reasons.append("its text is very short")
    if story.body and confidence < SURE:
        reasons.append(f"it is uncertain which parts of the capture are story ({confidence:.0%} sure)")
    return (*reasons, *doubts)
