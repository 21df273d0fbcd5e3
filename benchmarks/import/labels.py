"""Which blocks of a capture are story, by the paragraphs that its truth lists."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from backfile.importers.text.blocks import cleaned, raw_blocks

SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
WORDS = re.compile(SPACELESS.pattern + r"|(?:(?!" + SPACELESS.pattern + r")\w)+")


class Sample(NamedTuple):
    """A capture with what is true of each block."""

    outlet: str
    texts: tuple[str, ...]
    is_story: tuple[bool, ...]
    headings: tuple[str, ...]
    title: str


def words_of(text: str) -> list[str]:
    """The words of a text, or its letters where words are not parted."""
    return WORDS.findall(unicodedata.normalize("NFC", text))


def flat(text: str) -> str:
    """A text for comparing: words in small letters."""
    return " ".join(words_of(unicodedata.normalize("NFKC", text).casefold()))


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text."""
    words = words_of(text)
    return (
        Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))) if words else Counter()
    )


def sample_of(path: Path, truth: dict) -> Sample | None:
    """The capture with its labels, or None where the truth has no paragraphs or says that it is incomplete."""
    if not truth.get("paragraphs") or truth.get("suspect"):
        return None
    texts = tuple(block.text for block in raw_blocks(cleaned(path.read_text(encoding="utf-8"))))
    story = story_blocks(texts, truth["paragraphs"])
    headings = tuple(truth.get("headings") or ())
    return Sample(truth.get("outlet") or "", texts, story, headings, truth.get("title") or "")


def story_blocks(texts: tuple[str, ...], paragraphs: list[str]) -> tuple[bool, ...]:
    """Whether more than half of each block is in the truth; a short one must be a paragraph near long ones."""
    bag = shingles("\n\n".join(paragraphs))
    lines = {flat(line) for paragraph in paragraphs for line in [paragraph, *paragraph.split("\n")]}
    known = []
    for text in texts:
        runs = shingles(text)
        known.append(
            sum(min(count, bag[run]) for run, count in runs.items()) > 0.5 * runs.total()
            if len(words_of(text)) >= 8
            else None
        )
    long = [at for at, story in enumerate(known) if story]
    low, high = (long[0], long[-1]) if long else (0, len(texts))
    found = []
    for at, (text, story) in enumerate(zip(texts, known, strict=True)):
        if story is None:
            story = low - 3 <= at <= high + 4 and bool(flat(text)) and flat(text) in lines
        found.append(bool(story))
    return tuple(found)


def headings_of(sample: Sample) -> frozenset[int]:
    """The places of the story's blocks that the truth calls headings."""
    wanted = {flat(heading) for heading in sample.headings}
    return frozenset(at for at, text in enumerate(sample.texts) if sample.is_story[at] and flat(text) in wanted)


def headlines_of(sample: Sample) -> frozenset[int]:
    """The places of blocks that are the headline, word for word."""
    wanted = flat(sample.title)
    return frozenset(at for at, text in enumerate(sample.texts) if wanted and flat(text) == wanted)


def crops_of(sample: Sample) -> tuple[Sample, ...]:
    """The same capture as a tidy hand would have saved it: a little before the story and hardly anything after it,
    once whole and once broken off early. Archives hold many such captures, collections of web pages none."""
    story = [at for at, kept in enumerate(sample.is_story) if kept]
    if len(story) < 4:
        return ()
    turn = len(sample.texts[story[0]]) % 5
    whole = cut(sample, max(0, story[0] - 3 - turn), story[-1] + 1 + turn % 3)
    early = cut(sample, max(0, story[0] - 2 - turn % 3), story[min(len(story) - 1, 1 + turn)] + 1)
    return whole, early


def cut(sample: Sample, begin: int, end: int) -> Sample:
    """Some blocks of a capture in order."""
    return sample._replace(texts=sample.texts[begin:end], is_story=sample.is_story[begin:end])
