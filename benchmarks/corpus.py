"""An invented story archive of any size, the same on every machine: story i is a function of (N, seed, i) alone.

    python benchmarks/corpus.py N DIR [--seed S]

DIR gets content/YYYY/MM/slug.md, content/media/*.png and site.toml. Stories have about 620 words: quotes, ampersands,
loose stars and underscores, links to older stories, some sub-headings, some pictures. Every date is in UTC, so that
generators which read offsets differently agree on addresses.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import struct
import time
import zlib
from bisect import bisect
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from vocabulary import BYLINES, CAPTIONS, HEADINGS, LISTS, MARKED, PLACES, PLAIN, SECTIONS, TAGS, TITLES

FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
PICTURES = 24
WORDS = 620
LAST_PARAGRAPH = 50  # a story ends with the paragraph that reaches its length, so it is longer by part of one
MARKED_SHARE = 0.07
SITE = """title = "The Tarnhaven Observer"
description = "Stories that nobody wrote about places that are on no map"
base_url = "https://archive.example/"
zone = "UTC"
permalink = "/{year}/{month}/{slug}/"
"""
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


class Head(NamedTuple):
    """What other stories need to know of one: a link is made without writing the story that it leads to."""

    title: str
    date: datetime
    slug: str

    @property
    def permalink(self) -> str:
        return f"/{self.date:%Y/%m}/{self.slug}/"


def pattern(text: str) -> tuple[str | list[str], ...]:
    """A pattern cut into texts and the lists of its slots."""
    return tuple(LISTS[part] if at % 2 else part for at, part in enumerate(re.split(r"\{(\w+)\}", text)))


_PLAIN, _MARKED, _TITLES, _CAPTIONS = ([pattern(text) for text in texts] for texts in (PLAIN, MARKED, TITLES, CAPTIONS))
_TAG_WEIGHTS = list(accumulate(1 / (rank + 1) for rank in range(len(TAGS))))
_SECTION_NAMES, _SECTION_WEIGHTS = list(SECTIONS), list(accumulate(SECTIONS.values()))


def sentence(rng: Random, patterns: list[tuple[str | list[str], ...]]) -> str:
    """One pattern with its slots filled, its first letter large."""
    roll = rng.random
    chosen = patterns[int(roll() * len(patterns))]
    text = "".join([part if type(part) is str else part[int(roll() * len(part))] for part in chosen])
    return text[0].upper() + text[1:]


def head(count: int, seed: int, index: int) -> Head:
    """Title, date and slug of story `index`; stories lie in order of date, denser towards the end."""
    rng = Random(f"head {seed} {index}")
    share = ((index + rng.random()) / count) ** 0.8
    date = FIRST + timedelta(minutes=int(share * ((LAST - FIRST) / timedelta(minutes=1))))
    title = sentence(rng, _TITLES)
    words = _NOT_IN_SLUG.sub("-", title.lower().replace("’", "").replace("'", "")).strip("-")
    return Head(title, date, f"{words[:60].rstrip('-')}-{index}")


def story(count: int, seed: int, index: int) -> tuple[str, str]:
    """The path below content/ and the text of story `index`."""
    own = head(count, seed, index)
    rng = Random(f"story {seed} {index}")
    matter = _front_matter(rng, own)
    body = _body(rng, lambda: head(count, seed, rng.randrange(index)) if index else own)
    return f"{own.date:%Y/%m}/{own.slug}.md", f"---\n{matter}---\n\n{body}\n"


def _front_matter(rng: Random, own: Head) -> str:
    tags = dict.fromkeys(_weighted(rng, TAGS, _TAG_WEIGHTS) for _ in range(rng.randint(2, 6)))
    bylines = dict.fromkeys(rng.choice(BYLINES) for _ in range(1 + (rng.random() < 0.15)))
    lines = [
        f"title: {_quoted(own.title)}", f"date: {own.date:%Y-%m-%dT%H:%M:00Z}",
        f"section: {_weighted(rng, _SECTION_NAMES, _SECTION_WEIGHTS)}", f"summary: {_quoted(sentence(rng, _PLAIN))}",
        "bylines:", *(f"  - {name}" for name in bylines), f"dateline: {rng.choice(PLACES).upper()}",
        "tags:", *(f"  - {tag}" for tag in tags),
    ]  # fmt: skip
    if rng.random() < 0.2:
        caption = sentence(rng, _CAPTIONS)
        lines += ["images:", f"  - src: {_picture(rng)}", f"    alt: {_quoted('A coloured square: ' + caption)}",
                  f"    caption: {_quoted(caption)}", f"    credit: {rng.choice(BYLINES)}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _body(rng: Random, older: Callable[[], Head]) -> str:
    length = int((WORDS - LAST_PARAGRAPH) * rng.triangular(0.5, 1.6, 0.9))
    blocks: list[str] = []
    links = rng.choice((0, 0, 1, 1, 2, 3))
    has_headings = rng.random() < 0.15
    words = 0
    while words < length:
        if has_headings and len(blocks) % 5 == 4:
            blocks.append("## " + rng.choice(HEADINGS))
        paragraph = _paragraph(rng)
        words += paragraph.count(" ") + 1
        if links:
            links -= 1
            target = older()
            paragraph += f" That was [told here]({target.permalink}) on {target.date.day} {target.date:%B %Y}."
        blocks.append(paragraph)
    _adorn(rng, blocks)
    return "\n\n".join(blocks)


def _adorn(rng: Random, blocks: list[str]) -> None:
    """In a few stories a list, a quotation or a picture in the text."""
    roll = rng.random()
    if roll < 0.04:
        blocks.append("\n".join("- " + sentence(rng, _PLAIN) for _ in range(4)))
    elif roll < 0.07:
        blocks.insert(len(blocks) // 2, "> " + sentence(rng, _PLAIN))
    elif roll < 0.10:
        blocks.insert(len(blocks) // 2, f"![A coloured square in the text]({_picture(rng)})")


def _paragraph(rng: Random) -> str:
    return " ".join(
        [sentence(rng, _MARKED if rng.random() < MARKED_SHARE else _PLAIN) for _ in range(int(2 + rng.random() * 3))]
    )


def _weighted(rng: Random, names: list[str], weights: list[float]) -> str:
    return names[bisect(weights, rng.random() * weights[-1])]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _picture(rng: Random) -> str:
    return f"/media/plate-{1 + int(rng.random() * PICTURES):02}.png"


def picture(number: int) -> bytes:
    """A PNG of 24 × 16 pixels in one colour."""
    width, height = 24, 16
    colour = bytes((number * 37 % 256, number * 91 % 256, number * 151 % 256))
    rows = (b"\0" + colour * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def write_stories(folder: str, count: int, seed: int, span: tuple[int, int]) -> int:
    """Write the stories of one span, one at a time; the number of words in them."""
    words, made = 0, set()
    for index in range(*span):
        path, text = story(count, seed, index)
        target = f"{folder}/content/{path}"
        parent = os.path.dirname(target)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)
            made.add(parent)
        with open(target, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        words += text.count(" ")
    return words


def write_corpus(folder: Path, count: int, seed: int) -> int:
    """Write the whole archive into a folder that is new or empty; the number of words in its files, about."""
    media = folder / "content" / "media"
    media.mkdir(parents=True)
    for number in range(1, PICTURES + 1):
        (media / f"plate-{number:02}.png").write_bytes(picture(number))
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    spans = list(pairwise([*range(0, count, 1000), count]))
    with ProcessPoolExecutor() as pool:
        return sum(pool.map(partial(write_stories, str(folder), count, seed), spans))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", metavar="N", type=int, help="how many stories")
    parser.add_argument("folder", metavar="DIR", type=Path, help="where to; it must not hold a content/ yet")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    start = time.perf_counter()
    words = write_corpus(asked.folder, asked.count, asked.seed)
    taken = time.perf_counter() - start
    print(f"{asked.count} stories, about {words // max(asked.count, 1)} words a file with front matter, {taken:.1f} s")


if __name__ == "__main__":
    main()
