"""The signs by which a block of a capture is told to be story or not: one small question each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from backfile.importers.text import forms
from backfile.importers.text.shapes import LINE, LINES, Shape, shape_of

DIGIT = re.compile(r"\d")
SIZES = (1, 2, 3, 5, 8, 13, 20, 32, 55, 100)


class View(NamedTuple):
    """What the signs of a block may look at: the whole capture, measured once."""

    texts: tuple[str, ...]
    folded: tuple[str, ...]
    shapes: tuple[Shape, ...]
    first_place: dict[str, int]
    times: Counter[str]
    openings: Counter[str]
    core: tuple[int, int]
    core_words: tuple[frozenset[str], frozenset[str]]
    prose_before: tuple[float, ...]
    repeats: tuple[int, ...]
    rule_lines: tuple[int, ...]


def step(value: float, steps: tuple[float, ...]) -> int:
    """The number of steps that a value has reached."""
    return bisect_right(steps, value)


def own_signs(text: str) -> tuple[str, ...]:
    """The signs that a block shows by itself. Those of short lines are remembered: pages repeat their furniture."""
    return signs_of_line(text) if len(text) <= LINE else signs_alone(text)


def signs_alone(text: str) -> tuple[str, ...]:
    """The signs that a block shows by itself, looked for."""
    shape = shape_of(text)
    weight = shape.weight
    size = bisect_right(SIZES, weight)
    ended = "end" if shape.ended else "cut" if shape.cut else "open"
    if text.endswith((":", "：")):
        ended = "colon"
    elif text.endswith(("?", "？", "!", "！", "؟")):
        ended = "ask"
    found = [f"size={size}", f"size={size}:{ended}", f"ends={ended}", f"sentences={min(shape.sentences, 4)}"]
    if size >= 2:
        found.append(f"capitals={bisect_right((0.12, 0.25, 0.4, 0.6, 0.8, 0.999), shape.capitals)}:{min(size // 2, 4)}")
    if text[0].islower():
        found.append("starts small")
    if text[0] in "\"“”„«»「『‘'":
        found.append("starts quote")
    commas = text.count(",") + text.count("，") + text.count("、") + text.count("،")
    if weight >= 5:
        found.append(f"commas={min(commas, 3)}:{bisect_right((13, 32), weight)}")
    if forms.QUOTED.search(text):
        found.append(f"quotes:{bisect_right((8, 20), weight)}")
    if DIGIT.search(text):
        found.append(f"digits:{bisect_right((5, 13, 32), weight)}")
    if "\n" in text:
        found.append("lines")
    total = shape.furniture
    if total:
        share = total / max(weight, 1)
        found.append(f"furniture={bisect_right((0.08, 0.2, 0.4, 0.7), share)}:{min(size // 2, 4)}")
        for group, count in shape.groups.items():
            found.append(f"{group}:{min(size // 2, 4)}")
            if count > 1 and size >= 3:
                found.append(f"{group}+:{bisect_right((13, 32), weight)}")
    found += form_signs(text, shape, size)
    return tuple(map(intern, found))  # remembered for many lines: one text for each sign


signs_of_line = lru_cache(maxsize=LINES)(signs_alone)


def form_signs(text: str, shape: Shape, size: int) -> list[str]:
    """The named forms that a block has."""
    found = []
    short = size <= 5
    band = bisect_right((8, 20), shape.weight)
    if len(text) <= 45 and forms.is_relative_time(text):
        found.append("relative time")
    if forms.is_count(text):
        found.append("count")
    if forms.is_rule_line(text):
        found.append("rule line")
    if forms.has_url(text):
        found.append(f"url:{band}")
    if "@" in text or "[email" in text:
        if forms.EMAIL.search(text):
            found.append(f"email:{band}")
        if forms.HANDLE.search(text):
            found.append(f"handle:{band}")
    if "©" in text or "(c)" in text or "®" in text:
        found.append(f"copyright:{band}")
    if short and forms.is_credit(text):
        found.append("credit")
    elif len(text) <= 700 and forms.credit_tail(text):
        found.append(f"credit tail:{band}")
    if short and forms.is_byline(text):
        found.append("byline")
    if len(text) <= 160 and forms.is_date_line(text):
        found.append("date line")
    elif forms.has_date(text):
        found.append(f"date:{band}")
    if short and forms.is_agency(text):
        found.append("agency")
    if not short and forms.has_dateline(text):
        found.append("dateline")
    return found + line_signs(text, shape, size)


def line_signs(text: str, shape: Shape, size: int) -> list[str]:
    """The forms of a line: labels, bullets, cuts, lengths of time."""
    found = []
    short = size <= 5
    band = bisect_right((8, 20), shape.weight)
    if forms.LABEL.match(text):
        found.append(f"label:{band}")
    if forms.BULLET.match(text):
        found.append(f"bullet:{band}")
    if any(map(text.__contains__, "|»›•·>/")) and forms.SPLITTERS.search(text):
        found.append(f"splitters:{band}")
    if any(map(text.__contains__, ("{", "}}", "<", "function", "var "))) and forms.TEMPLATE.search(text):
        found.append("template")
    if short and forms.is_upper(text):
        found.append(f"upper:{min(size, 4)}")
    if shape.cut and 94 <= len(text) <= 104:
        found.append("alternative text")
    if text.endswith(("…]", "...]")):
        found.append("cut in brackets")
    if short and forms.PLAYER_TIME.match(text):
        found.append("duration")
    if len(text) <= 40 and forms.READING_TIME.search(text):
        found.append("reading time")
    if text[0] == "#":
        found.append("hash")
    return found


def prose_weight(shape: Shape) -> float:
    """How much a block speaks for prose (above 0) or against it."""
    furniture = shape.furniture / max(shape.weight, 1)
    if shape.weight >= 12 and not shape.cut and (shape.ended or shape.weight >= 40) and furniture < 0.18:
        return min(shape.weight, 80.0)
    if shape.weight >= 7 and shape.ended and furniture < 0.2:
        return shape.weight / 2
    return -min(5.0 + shape.weight / 6, 9.0)


def core_of(weights: list[float]) -> tuple[int, int]:
    """The stretch of blocks with the most prose in it: (first, after last)."""
    best, best_range, total, start = 0.0, (0, 0), 0.0, 0
    for at, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, at
        total += weight
        if total > best:
            best, best_range = total, (start, at + 1)
    return best_range


def signature(text: str, shape: Shape) -> str:
    """A block's kind in one word, for finding groups that repeat."""
    if shape.weight < 1.5 and forms.is_count(text):
        return "n"
    if len(text) <= 160 and (forms.is_relative_time(text) or forms.is_date_line(text)):
        return "t"
    size = bisect_right((4, 9, 20), shape.weight)
    return f"{size}{'e' if shape.ended else 'c' if shape.cut else 'o'}"


def view_of(texts: tuple[str, ...]) -> View:
    """Measure a capture for the signs."""
    shapes = tuple(map(shape_of, texts))
    weights = [prose_weight(shape) for shape in shapes]
    core = core_of(weights)
    first_place: dict[str, int] = {}
    folded = tuple(map(str.casefold, texts))
    for at, text in enumerate(folded):
        first_place.setdefault(text, at)
    total, before = 0.0, []
    for weight in weights:
        before.append(total)
        total += max(weight, 0.0)
    return View(
        texts,
        folded,
        shapes,
        first_place,
        Counter(folded),
        Counter(text[:60] for text in folded if len(text) >= 60),
        core,
        words_of(shapes[at].content for at in range(*core) if weights[at] > 0),
        (*before, total),
        repeats_of(list(map(signature, texts, shapes))),
        tuple(at for at, text in enumerate(texts) if forms.is_rule_line(text)),
    )


def words_of(contents: Iterable[frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that stand in any of these blocks, and in more than one."""
    once: set[str] = set()
    again: set[str] = set()
    for content in contents:
        again |= once & content
        once |= content
    return frozenset(once), frozenset(again)


def repeats_of(kinds: list[str]) -> tuple[int, ...]:
    """For each block, how often the order of kinds around it returns in the capture (groups of two to five blocks)."""
    best = [0] * len(kinds)
    for length in (2, 3, 4, 5):
        run = 0
        for at in range(len(kinds) - length + 1):
            if at < len(kinds) - length and kinds[at] == kinds[at + length]:
                run += 1
                continue
            if run >= length and len(set(kinds[at - length : at])) > 1:
                for place in range(at - run, at + length):
                    best[place] = max(best[place], run // length)
            run = 0
    return tuple(best)


def place_signs(at: int, view: View) -> list[str]:
    """The signs that a block shows by its place in the capture."""
    shape = view.shapes[at]
    low = view.folded[at]
    first, after = view.core
    found = []
    if first <= at < after:
        found.append("in core")
        if at == first:
            found.append("core begins")
        if at == after - 1:
            found.append("core ends")
    elif at < first:
        found.append(f"before core={bisect_right((2, 3, 5, 9, 20, 50), first - at)}")
    else:
        found.append(f"after core={bisect_right((1, 2, 4, 8, 20, 50), at - after)}")
    total = view.prose_before[-1] or 1.0
    done = view.prose_before[at] / total
    found.append(f"prose done={bisect_right((0.001, 0.05, 0.3, 0.6, 0.9, 0.999), done)}")
    if view.times[low] > 1:
        found.append("again" if view.first_place[low] < at else "returns")
        if view.times[low] > 3:
            found.append("many times")
        if shape.weight >= 5:
            found.append("long again" if view.first_place[low] < at else "long returns")
    elif len(low) >= 60 and view.openings[low[:60]] > 1:
        found.append("same opening")
    if view.repeats[at]:
        found.append(f"group={min(view.repeats[at], 4)}:{bisect_right((8, 20), shape.weight)}")
    if shape.content and (first < after):
        own = 1 if first <= at < after and prose_weight(shape) > 0 else 0
        shared = len(shape.content & view.core_words[own])
        band = bisect_right((3, 8, 20), shape.weight)
        found.append(f"shared={bisect_right((0.001, 0.15, 0.3, 0.45, 0.6, 0.8), shared / len(shape.content))}:{band}")
    return found


def neighbour_sign(shape: Shape, text: str) -> str:
    """A block in one word, as its neighbours see it."""
    if forms.is_count(text):
        return "count"
    if len(text) <= 160 and forms.is_date_line(text):
        return "date"
    if len(text) <= 45 and forms.is_relative_time(text):
        return "ago"
    if shape.groups and shape.furniture >= 0.4 * shape.weight:
        return "furniture"
    if len(text) <= 160 and forms.is_credit(text):
        return "credit"
    if shape.cut:
        return "cut"
    return f"{bisect_right((3, 6, 12, 25), shape.weight)}{'e' if shape.ended else 'o'}"


def announced(view: View) -> list[tuple[str, ...]]:
    """For each block, how long ago prose stood, and what short lines have announced since (`related`, …)."""
    found, since, far = [], {}, 40
    for shape in view.shapes:
        band = bisect_right((3, 8, 20), shape.weight)
        ago = f"prose ago={bisect_right((1, 2, 4, 8, 16, 40), far)}:{band}"
        found.append(
            (ago, *(f"since {group}" for group in since), f"calm={not since}:{bisect_right((1, 3, 8, 40), far)}:{band}")
        )
        far += 1
        if is_prose(shape):
            since, far = {}, 0
        elif shape.groups and shape.weight <= 12 and shape.furniture >= 0.3 * shape.weight:
            since.update(dict.fromkeys(shape.groups))
    return found


def is_prose(shape: Shape) -> bool:
    """Whether a block is surely a paragraph: long, ended, and without the words that pages print around stories."""
    return shape.weight >= 20 and shape.ended and not shape.cut and shape.furniture < 0.15 * shape.weight


def signs_of(view: View) -> list[tuple[str, ...]]:
    """All signs of every block, in order."""
    kinds = [
        "edge",
        "edge",
        *(neighbour_sign(shape, text) for shape, text in zip(view.shapes, view.texts, strict=True)),
        "edge",
        "edge",
    ]
    prose = [0, 0, 0, *(int(shape.weight >= 12 and shape.ended and not shape.cut) for shape in view.shapes), 0, 0, 0]
    since = announced(view)
    found = []
    for at, text in enumerate(view.texts):
        shape = view.shapes[at]
        band = bisect_right((3, 8, 20), shape.weight)
        before, after = kinds[at + 1], kinds[at + 3]
        around = [
            f"before={before}:{band}",
            f"after={after}:{band}",
            f"before2={kinds[at]}",
            f"after2={kinds[at + 4]}",
            f"prose before={sum(prose[at : at + 3])}:{band}",
            f"prose after={sum(prose[at + 4 : at + 7])}:{band}",
        ]
        found.append((*own_signs(text), *place_signs(at, view), *since[at], *around))
    return found
