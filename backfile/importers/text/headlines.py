"""Which block is the headline: by its form, the words that the story repeats, and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from backfile.importers.text import forms
from backfile.importers.text.headline_rules import corrections, shared_name
from backfile.importers.text.shapes import Shape, shape_of
from backfile.importers.text.signs import View, step
from backfile.importers.text.weighing import odds_of

LONGEST = 300
LEAST = -2.5


def headline_of(view: View, chances: Sequence[float], stretch: tuple[int, int], words: frozenset[str]) -> int:
    """The place of the headline, or -1."""
    places = candidates(view, stretch)
    if not places:
        return -1
    weighed = odds_of(headline_signs(places, view, chances, stretch, words), "headline")
    odds = [score + change for score, change in zip(weighed, corrections(places, view, words), strict=True)]
    best = max(range(len(places)), key=odds.__getitem__)
    return alone(places[best], places, view) if odds[best] > LEAST else -1


def alone(best: int, places: Sequence[int], view: View) -> int:
    """The candidate that has the words of the best without what a page put before them (a breadcrumb), or the best."""
    text = view.texts[best].casefold()
    others = {at: view.texts[at].casefold() for at in places if at != best and len(view.texts[at]) >= 15}
    same = [at for at, other in others.items() if text.endswith(other) and text[: -len(other)].rstrip()[-1:] != ":"]
    same = [at for at in same if others[at] != text]
    return min(same, key=lambda at: abs(at - best), default=best)


def candidates(view: View, stretch: tuple[int, int]) -> list[int]:
    """The blocks before the story, and its first few, that have a headline's form: the last thirty, the first four."""
    found = [at for at in range(min(len(view.texts), stretch[0] + 4)) if can_be_headline(at, view)]
    return found[:4] + found[4:][-60:]


def can_be_headline(at: int, view: View) -> bool:
    """Whether a block has a headline's form at all."""
    text, shape, marks = view.texts[at], view.shapes[at], view.marks[at]
    if not 1 < shape.weight <= 50 or len(text) > LONGEST or "\n" in text:
        return False
    if marks.byline or marks.count or marks.ago or text.endswith(("—", "–", "-", ",")):
        return False
    if shape.weight > 16 and (shape.sentences > 3 or (shape.ended and not text.endswith(("?", "!", "”", '"')))):
        return False
    if shape.groups and shape.furniture >= 0.6 * shape.weight:
        return False
    if len(text) <= 120 and shape.weight <= 14 and (shape.groups or "|" in text) and forms.date_forms(text):
        return False
    return not marks.dated or is_named_by_day(text)


def is_named_by_day(text: str) -> bool:
    """Whether a line with a date at its end has a name before it: `The harbour notebook 2023.12.10`."""
    found = forms.date_forms(text)
    name = text[: found[0].start] if found else ""
    shape = shape_of(name)
    return shape.weight >= 3 and not shape.groups and found[-1].end == len(text) and name[-1:] not in ",:|·•-–—"


def headline_signs(
    places: Sequence[int], view: View, chances: Sequence[float], stretch: tuple[int, int], words: frozenset[str]
) -> list[tuple[str, ...]]:
    """The signs of every candidate."""
    topics = [shared(view.shapes[at], words) for at in places]
    best = max(topics)
    found = []
    kinds = {at: kind(view, at) for at in range(places[0] - 10, places[-1] + 9)}
    for number, at in enumerate(places):
        shape = view.shapes[at]
        size = step(shape.weight, (3, 5, 8, 12, 18, 26))
        full = shape.weight >= 4
        earlier = sum(
            1 for place in places[max(0, number - 6) : number] if at - place <= 8 and view.shapes[place].weight >= 4
        )
        later = sum(1 for place in places[number + 1 :] if place < stretch[0] and view.shapes[place].weight >= 4)
        signs = [
            f"size={size}", f"size={size}:{ending(view.texts[at], shape)}",
            f"chance={step(chances[at], (.05, .15, .3, .6))}",
            f"topic={step(topics[number], (.01, .2, .4, .6, .8))}:{size // 2}",
            f"topic best={topics[number] >= best}:{size // 2}",
            f"earlier={min(earlier, 3)}:{full}", f"later={min(later, 4)}:{full}",
            f"far={step(stretch[0] - at, (-1, 0, 1, 2, 4, 7, 12, 20, 40))}",
            f"from top={step(at, (1, 2, 4, 8, 30))}",
        ]  # fmt: skip
        signs += beside(at, view, kinds)
        signs += [sign for sign in view.own[at].signs if not sign.startswith(("size", "sentences", "commas"))]
        found.append(tuple(signs))
    return found


def headline_text(text: str) -> str:
    """A headline's words: without `Share: ` before them or `[Video]` after them, and without a breadcrumb's steps."""
    text = " ".join(text.split())
    text = shared_name(text) or text
    tail = re.search(r"\s*[\[(]([^\[\]()]{3,16})[\])]$", text)
    if tail and len(tail[1].split()) <= 2 and shape_of(tail[1]).groups:
        text = text[: tail.start()]
    steps = re.split(r"\s[/>»›]\s", text)
    return steps[-1] if len(steps) >= 3 and len(steps[-1]) >= 15 else text


def printed_after(view: View, first_after: int, words: frozenset[str]) -> int:
    """A headline that stands only in a list after the story, nearly all of its words the story's; or -1."""
    best, found = 0.66, -1
    for at in range(first_after, len(view.texts)):
        shape = view.shapes[at]
        if (
            not 5 <= shape.weight <= 25
            or len(shape.content) < 5
            or (shape.ended and not view.texts[at].endswith("?"))
            or not can_be_headline(at, view)
        ):
            continue
        topic = shared(shape, words)
        if topic > (best if len(shape.content) >= 9 else max(best, 0.78)):
            best, found = topic, at
    return found


def ending(text: str, shape: Shape) -> str:
    """How a candidate ends, in one word."""
    if text.endswith((":", "：")):
        return "colon"
    if text.endswith(("?", "？", "!", "！")):
        return "ask"
    return "end" if shape.ended else "cut" if shape.cut else "open"


def beside(at: int, view: View, kinds: Mapping[int, str]) -> list[str]:
    """What stands around a candidate, and whether it is printed again."""
    shape, low = view.shapes[at], view.folded[at]
    signs = []
    times = view.times[low]
    if times > 1:
        signs.append("again" if view.first_place[low] < at else "returns")
        signs.append(f"times={min(times, 4)}:{shape.weight >= 4}")
    for number in (1, 2, 3):
        signs.append(f"next{number}={kinds[at + number]}")
    before, after = [kinds[place] for place in range(at - 10, at)], [kinds[place] for place in range(at + 1, at + 9)]
    for name in ("date", "byline"):
        signs.append(f"{name} before={name in before}, after={name in after}:{shape.weight >= 4}")
    signs += [f"previous={kinds[at - 1]}", f"previous2={kinds[at - 2]}"]
    above = view.shapes[at - 1] if at else None
    below = view.shapes[at + 1] if at + 1 < len(view.texts) else None
    if above and above.weight >= 4:
        signs.append(f"like previous={step(likeness(shape, above), (0.01, 0.2, 0.4))}:{shape.weight > above.weight}")
    if below and below.weight >= 4:
        signs.append(f"like next={step(likeness(shape, below), (0.01, 0.2, 0.4))}:{shape.weight > below.weight}")
    return signs


def kind(view: View, at: int) -> str:
    """A neighbour in one word."""
    if not 0 <= at < len(view.texts):
        return "edge"
    shape, marks = view.shapes[at], view.marks[at]
    if marks.dated:
        return "date"
    if marks.byline:
        return "byline"
    if marks.credit:
        return "credit"
    if shape.groups and shape.furniture >= 0.4 * shape.weight:
        return "furniture"
    return f"{step(shape.weight, (3, 6, 12, 25))}{'e' if shape.ended else 'c' if shape.cut else 'o'}"


def shared(shape: Shape, words: frozenset[str]) -> float:
    """Which share of a block's longer words the likely story has too."""
    return len(shape.content & words) / max(len(shape.content), 2)


def likeness(one: Shape, other: Shape) -> float:
    """Which share of the shorter block's longer words the other has."""
    return len(one.content & other.content) / max(min(len(one.content), len(other.content)), 1)
