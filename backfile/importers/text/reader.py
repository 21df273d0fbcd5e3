"""A plain-text capture to a story: the order of the steps, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile.importers.text import fates, fields
from backfile.importers.text.blocks import RawBlock, cleaned, raw_blocks
from backfile.importers.text.capture import Capture
from backfile.importers.text.headings import headings_in
from backfile.importers.text.looks import First, first_look, second_signs
from backfile.importers.text.rules import Verdict, corrected, verdicts_of
from backfile.importers.text.signs import View, signs_around, view_of
from backfile.importers.text.stretch import kept_blocks
from backfile.importers.text.weighing import odds_of
from backfile.model import Story
from backfile.prose import escaped, escaped_line


class Weighed(NamedTuple):
    """A capture after both looks: the signs around each block and those of the second look, what the rules say, and
    its log-odds to be story."""

    view: View
    first: First
    around: list[tuple[str, ...]]
    second: list[tuple[str, ...]]
    verdicts: list[tuple[Verdict, ...]]
    odds: list[float]

    def signs_at(self, at: int) -> tuple[str, ...]:
        """All signs of a block."""
        return *self.view.own[at].signs, *self.around[at], *self.second[at]


def read_capture(text: str, name: str, *, zone: ZoneInfo, default_lang: str = "") -> Capture:
    """Read one capture. Pure: the same text gives the same story. `story.origin` is left to the caller.

    `name` is what messages call the capture. A naive time is taken in `zone`. The body is Markdown that shows
    exactly the words of the kept blocks; sub-headings are `##`.
    """
    blocks = raw_blocks(cleaned(text))
    if not blocks:
        return Capture(Story(name, "", None, lang=default_lang), 0.0, ("there is no text in it",))
    weighed = weigh(blocks)
    kept = kept_blocks(weighed.view, weighed.odds, weighed.first.headline)
    found = fields.fields_in(weighed.view, weighed.first, weighed.odds, kept, zone, default_lang)
    body = [at for at, keep in enumerate(kept) if at in found.restored or (keep and at not in found.taken)]
    headings = headings_in(weighed.view, body)
    story = replace(found.story, source=name, body=markdown_of(weighed.view.texts, body, headings))
    confidence = fates.confidence_of(weighed.view, weighed.odds, body, story)
    tell = partial(fates.fates_of, blocks, weighed, frozenset(body), headings, found.claims)
    doubts = (*found.doubts, *fates.left_out(weighed.view, body, found.claims))
    return Capture(story, confidence, fates.reasons_to_review(story, confidence, doubts), tell)


def weigh(blocks: tuple[RawBlock, ...]) -> Weighed:
    """Look at a capture twice."""
    view = view_of(tuple([block.text for block in blocks]))
    around = signs_around(view)
    first = first_look(view, odds_of(around, "first", [own.first for own in view.own]))
    second = second_signs(view, first)
    odds = odds_of(map(chain, around, second), "second", [own.second for own in view.own])
    verdicts = verdicts_of(view)
    return Weighed(view, first, around, second, verdicts, corrected(odds, verdicts))


def markdown_of(texts: tuple[str, ...], body: list[int], headings: frozenset[int]) -> str:
    """The kept blocks as Markdown."""
    return "\n\n".join(heading(texts[at]) if at in headings else paragraph(texts[at]) for at in body)


def heading(text: str) -> str:
    """A sub-heading; closing number signs would be taken for marks, so they are escaped."""
    line = escaped_line(text)
    return f"## {line[:-1]}\\#" if line.endswith("#") else f"## {line}"


def paragraph(text: str) -> str:
    """A paragraph; lines of a block that belong together are divided by a hard break."""
    return "  \n".join(filter(None, map(escaped_line, text.split("\n")))) if "\n" in text else escaped(text)
