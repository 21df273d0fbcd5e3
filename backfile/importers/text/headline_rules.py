"""Named rules that correct the weights of a headline's signs: each looks at one candidate in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from backfile.importers.text import forms
from backfile.importers.text.signs import View

SHARE = {"share", "teilen", "partager", "compartir", "compartilhar", "condividi", "delen", "dela", "del", "paylaş"}
DASHES = ("–", "—")
BREAK = re.compile(r"\s*(?::|–|—|\||//)\s+")


class Field:
    """The candidates of one capture together: what a rule may compare one of them with."""

    def __init__(self, places: Sequence[int], view: View, words: frozenset[str]) -> None:
        self.places, self.view, self.words = places, view, words

    def topic(self, at: int) -> float:
        """Which share of a block's longer words the likely story has too."""
        content = self.view.shapes[at].content
        return len(content & self.words) / max(len(content), 2)

    @cached_property
    def on_topic(self) -> bool:
        """Whether a candidate of some length is made of the story's words."""
        return any(self.view.shapes[at].weight >= 5 and self.topic(at) >= 0.6 for at in self.places)

    @cached_property
    def shared_names(self) -> frozenset[str]:
        """What the page's share links call the story."""
        named = (shared_name(text) for text in self.view.texts if ": " in text)
        return frozenset(name.casefold() for name in named if name)


def shared_name(text: str) -> str:
    """The headline that a share link names: `Share or comment on this article: …`; or ""."""
    lead, _, rest = text.partition(": ")
    words = lead.split() if len(rest) >= 15 else ()
    return rest if 0 < len(words) <= 6 and words[0].casefold() in SHARE else ""


def named_by_share_link(at: int, field: Field) -> float:
    """A share link of the page calls the story so."""
    text = field.view.texts[at]
    return 3.0 if field.view.folded[at] in field.shared_names or shared_name(text) else 0.0


def below_a_dash(at: int, field: Field) -> float:
    """A short line above ends in a dash: a kicker that leads to the headline."""
    if not at or not field.view.texts[at - 1].endswith(DASHES):
        return 0.0
    return 3.0 if field.view.shapes[at - 1].weight <= 8 and len(field.view.texts[at - 1]) > 3 else 0.0


def of_another_matter(at: int, field: Field) -> float:
    """Hardly a word of the story, and another candidate is made of them."""
    if not field.on_topic or field.view.shapes[at].weight < 4:
        return 0.0
    topic = field.topic(at)
    return -1.5 if topic < 0.2 else -0.8 if topic < 0.4 and field.view.shapes[at].weight >= 5 else 0.0


def question_to_readers(at: int, field: Field) -> float:
    """A question with `you` in it and little of the story: the page's own."""
    shape = field.view.shapes[at]
    asks = field.view.texts[at].endswith("?") and shape.groups.get("person", 0)
    return -3.0 if asks and field.topic(at) <= (0.5 if shape.weight <= 6 else 0.3) else 0.0


def of_the_day_below(at: int, field: Field) -> float:
    """Named by its day, and the line below gives the same day."""
    if at + 1 >= len(field.view.texts):
        return 0.0
    own = forms.date_forms(field.view.texts[at][:200])
    below = forms.date_forms(field.view.texts[at + 1][:200]) if own else ()
    return 3.5 if below and own[-1].day == below[0].day else 0.0


def with_an_address(at: int, field: Field) -> float:
    """An address or a handle in it: a post that the story shows."""
    text = field.view.texts[at]
    return -3.0 if forms.has_url(text) or forms.has_handle(text) else 0.0


def with_a_credit(at: int, field: Field) -> float:
    """A credit at its end: a caption."""
    return -2.5 if forms.credit_tail(field.view.texts[at]) else 0.0


def above_a_long_deck(at: int, field: Field) -> float:
    """A short line that begins the capture, right above one too long for a headline: that one is the deck."""
    if at or not is_short_name(at, field) or at + 1 not in field.places:
        return 0.0
    below = field.view.shapes[at + 1]
    return 4.0 if below.weight >= 17 and not below.ended and below.furniture < 0.2 * below.weight else 0.0


def between_date_and_deck(at: int, field: Field) -> float:
    """A short line below the date, right above a longer one: kickers stand above the date."""
    if not at or not is_short_name(at, field) or at + 1 not in field.places:
        return 0.0
    if not forms.is_date_line(field.view.texts[at - 1]):
        return 0.0
    below = field.view.shapes[at + 1]
    if field.view.texts[at + 1].endswith((":", "：")):
        return 0.0
    fits = below.weight >= 7 and below.weight >= 3 * field.view.shapes[at].weight
    return 4.0 if fits and not below.groups and not below.ended else 0.0


def is_short_name(at: int, field: Field) -> bool:
    """Whether a line of a few words is no label of the page: it stands once, and has none of its usual words."""
    shape, text = field.view.shapes[at], field.view.texts[at]
    if not 2 <= shape.weight <= 6 or shape.groups or shape.ended or field.view.times[field.view.folded[at]] > 1:
        return False
    return not text.endswith((":", "：", *DASHES)) and not text.isupper() and not forms.is_credit(text)


RULES: tuple[Callable[[int, Field], float], ...] = (
    named_by_share_link,
    below_a_dash,
    of_another_matter,
    question_to_readers,
    of_the_day_below,
    with_an_address,
    with_a_credit,
    above_a_long_deck,
    between_date_and_deck,
)


def corrections(places: Sequence[int], view: View, words: frozenset[str]) -> list[float]:
    """What the rules add to the log-odds of every candidate."""
    field = Field(places, view, words)
    return [sum(rule(at, field) for rule in RULES) for at in places]


def without_kicker(text: str, view: View) -> str:
    """A headline without the kicker before it, where the capture prints both once more with another mark between
    (`Council: Gate stays` and `Council – Gate stays` or `Council Gate stays`), or "" where it does not."""
    for other in view.texts:
        if other == text or len(other) > len(text) + 4 or other[:4] != text[:4]:
            continue
        for one, two in ((text, other), (other, text)):
            found = BREAK.search(one)
            if not found:
                continue
            kicker, rest = one[: found.start()], one[found.end() :]
            between = two[len(kicker) : -len(rest)] if two.startswith(kicker) and two.endswith(rest) else "no"
            if len(rest) >= 15 and between != found[0] and not any(map(str.isalnum, between)) and len(between) <= 4:
                return rest
    return ""
