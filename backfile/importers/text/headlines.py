"""Which block is the headline: by its form, its words that the story repeats, and its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backfile.importers.text import forms
from backfile.importers.text.shapes import Shape
from backfile.importers.text.signs import View


def headline_of(view: View, chances: Sequence[float], stretch: tuple[int, int], words: Mapping[str, int]) -> int:
    """The place of the headline, or -1."""
    best, found = 0.0, -1
    for at in range(min(len(view.texts), stretch[0] + 3)):
        score = headline_score(at, view, chances, stretch, words)
        if score > best:
            best, found = score, at
    return found


def can_be_headline(text: str, shape: Shape) -> bool:
    """Whether a block has a headline's form at all."""
    if not 2 <= shape.weight <= 40 or len(text) > 260 or "\n" in text:
        return False
    if shape.groups and sum(shape.groups.values()) >= 0.5 * shape.weight:
        return False
    return not (
        forms.is_date_line(text)
        or forms.is_byline(text)
        or forms.is_credit(text)
        or text.endswith((":", "："))
        or forms.is_count(text)
        or forms.is_relative_time(text)
    )


def headline_score(
    at: int, view: View, chances: Sequence[float], stretch: tuple[int, int], words: Mapping[str, int]
) -> float:
    """How much speaks for a block as the headline; 0 or less is not one."""
    text, shape = view.texts[at], view.shapes[at]
    if not can_be_headline(text, shape):
        return 0.0
    shared = sum(1 for word in shape.content if words.get(word, 0) > 0) / max(len(shape.content), 3)
    score = 2.4 * shared
    score += 0.9 if 5 <= shape.weight <= 22 else 0.3 if shape.weight >= 3.5 else -0.5
    score += 0.7 if view.times[text.casefold()] > 1 else 0.0
    score -= 0.9 if text.endswith((".", "。")) and not shape.cut else 0.0
    score -= 1.2 if shape.cut or shape.sentences > 2 else 0.0
    score -= 1.2 if forms.credit_tail(text) else 0.0
    far = stretch[0] - at
    score -= 0.035 * max(far, 0) + (0.5 * -far + 0.5 if far <= 0 else 0.0)
    score -= 1.5 * max(chances[at] - 0.3, 0.0)
    after = view.texts[at + 1 : at + 6]
    score += 0.6 if any(forms.is_date_line(line) or forms.is_byline(line) for line in after) else 0.0
    return score
