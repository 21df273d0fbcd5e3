"""Named rules that correct the sum of the signs: each looks at one block in its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

from backfile.importers.text import forms
from backfile.importers.text.shapes import Shape
from backfile.importers.text.signs import View


class Verdict(NamedTuple):
    """What a rule says of a block: the change of its log-odds, and the reason."""

    change: float
    reason: str


Rule = Callable[[int, View], float]


def label_alone(at: int, view: View) -> float:
    """Nothing but words that pages print around stories: `Advertisement`, `Share`, `Read more`."""
    shape = view.shapes[at]
    return -4.0 if 0 < shape.weight <= 5 and shape.furniture >= 0.75 * shape.weight and not shape.ended else 0.0


def invitation(at: int, view: View) -> float:
    """A short line that asks to sign up or to share: two or more such words."""
    groups, weight = view.shapes[at].groups, view.shapes[at].weight
    return -2.0 if weight <= 9 and groups.get("letter", 0) >= 2 else 0.0


def below_an_invitation(at: int, view: View) -> float:
    """A sentence of a newsletter's box: it has such a word, and the line above asks to sign up."""
    shape = view.shapes[at]
    if not at or not shape.groups.get("letter") or shape.weight > 20:
        return 0.0
    return -3.0 if invitation(at - 1, view) or page_asks(view.shapes[at - 1]) else 0.0


def page_asks(shape: Shape) -> bool:
    """Whether a short line is mostly words for signing up and following."""
    return shape.weight <= 9 and bool(shape.groups.get("letter")) and shape.furniture >= 0.5 * shape.weight


def time_alone(at: int, view: View) -> float:
    """`2 hours ago` and nothing else: a teaser's."""
    return -4.0 if view.shapes[at].weight <= 4 and view.marks[at].ago else 0.0


def cut_in_brackets(at: int, view: View) -> float:
    """A text that ends in `[…]`: a teaser's first sentence."""
    return -3.0 if view.texts[at].endswith(("[…]", "[...]")) and view.shapes[at].weight >= 12 else 0.0


def cut_picture_text(at: int, view: View) -> float:
    """A picture's text cut at about a hundred letters."""
    return -3.0 if view.shapes[at].cut and 94 <= len(view.texts[at]) <= 104 else 0.0


def page_code(at: int, view: View) -> float:
    """Code of a template that was printed instead of run."""
    return -3.0 if "{{" in view.texts[at] and "}}" in view.texts[at] else 0.0


def item_of_list(at: int, view: View) -> float:
    """An item among items, or below a line that ends in a colon."""
    if not forms.BULLET.match(view.texts[at]) or not at:
        return 0.0
    beside = view.texts[max(0, at - 1) : at] + view.texts[at + 1 : at + 2]
    led = view.texts[at - 1].endswith((":", "："))
    return 1.5 if led or any(forms.BULLET.match(text) for text in beside) else 0.0


def prose_beside_prose(at: int, view: View) -> float:
    """A long paragraph with another before it, and nothing of a page's own words between the two."""
    shape = view.shapes[at]
    if not reads_as_prose(at, view) or view.repeats[at] > 2:
        return 0.0
    for before in range(at - 1, max(-1, at - 6), -1):
        other = view.shapes[before]
        if other.groups and set(other.groups) == {"advert"} and other.weight <= 3:
            continue
        if is_furniture(before, view):
            return 0.0
        if other.weight >= 12 and reads_as_prose(before, view):
            return 1.5 if shape.weight >= 16 else 0.7
    return 0.0


def sentence_below_prose(at: int, view: View) -> float:
    """A short whole sentence right below a paragraph: last words are often as short as `Nobody did.`"""
    if not is_short_sentence(at, view):
        return 0.0
    above = at - 1
    while at - above <= 2 and is_short_sentence(above, view):
        above -= 1
    return 2.6 if above >= 0 and reads_as_prose(above, view) else 0.0


def is_short_sentence(at: int, view: View) -> bool:
    """Whether a block is a sentence of a few words, and none that pages print around stories."""
    text, shape = view.texts[at], view.shapes[at]
    if not at or not 1 < shape.weight < 12 or not shape.ended or "\n" in text or view.times[view.folded[at]] > 1:
        return False
    loud = 0 if text.endswith("!") else max(1, shape.weight // 4)
    if shape.groups.get("when") and forms.has_date(text):
        return False
    return shape.furniture <= loud and begins_sentence(text) and not is_page_line(at, view) and not page_speaks(shape)


def prose_on_topic(at: int, view: View) -> float:
    """A long paragraph in the story's own words, wherever the page has put it."""
    shape, (first, after) = view.shapes[at], view.core
    if first <= at < after or shape.weight < 20 or not shape.ended:
        return 0.0
    if not reads_as_prose(at, view) or view.repeats[at] > 1:
        return 0.0
    return 1.0 if len(shape.content & view.core_words[0]) >= 0.5 * len(shape.content) else 0.0


def begins_sentence(text: str) -> bool:
    """Whether a text begins as a sentence does: with no small letter, figure or mark other than a quote."""
    bare = text.lstrip("\"'“‘„«»「『")
    return bool(bare) and bare[0].isalpha() and not bare[0].islower()


def page_speaks(shape: Shape) -> bool:
    """Whether a short sentence has a word of notices: rights, newsletters, comments, advertisements, menus."""
    return any(group in shape.groups for group in ("legal", "letter", "comment", "advert", "menu")) and (
        shape.furniture > 1 or shape.weight < 4
    )


def is_page_line(at: int, view: View) -> bool:
    """Whether a line has a form of its own that is not a sentence: a byline, a credit, an address, a date."""
    text, marks = view.texts[at], view.marks[at]
    return bool(
        text.endswith(("Jr.", "Sr."))
        or marks.byline
        or marks.credit
        or marks.dated
        or forms.has_url(text)
        or forms.has_email(text)
        or "©" in text
    )


def under_a_letter(at: int, view: View) -> float:
    """A name or place below a letter, or the line that divides letters: on pages where such lines return."""
    lines = view.rule_lines
    if len(lines) < 2 or not lines[0] - 4 <= at < lines[-1] + 4 or view.shapes[at].weight > 5:
        return 0.0
    if is_furniture(at, view) and not view.own[at].is_rule:
        return 0.0
    place = bisect_left(lines, at)
    near = min(abs(at - line) for line in lines[max(0, place - 1) : place + 1])
    return 2.5 if near <= 4 and any(reads_as_prose(before, view) for before in range(max(0, at - 3), at)) else 0.0


def reads_as_prose(at: int, view: View) -> bool:
    """Whether a block is a paragraph of some length without signs of a caption, a link or a teaser."""
    shape, text = view.shapes[at], view.texts[at]
    if shape.weight < 12 or shape.cut or shape.furniture >= 0.12 * shape.weight or len(text) < 40:
        return False
    if view.times[view.folded[at]] > 1:
        return False
    return not (forms.credit_tail(text) or forms.has_url(text) or forms.has_handle(text))


def is_furniture(at: int, view: View) -> bool:
    """Whether a block is a page's own: mostly such words, a time ago, a date, a credit."""
    shape = view.shapes[at]
    if shape.weight <= 14 and shape.groups and shape.furniture >= 0.3 * shape.weight:
        return True
    marks = view.marks[at]
    return marks.ago or marks.dated or marks.credit or shape.cut


# Rules that can speak of some blocks only: with words of pages, cut, below and above a weight of 12.
OF_PAGE_WORDS = (label_alone, invitation, below_an_invitation)
OF_CUTS = (cut_in_brackets, cut_picture_text)
OF_LINES = (time_alone, sentence_below_prose, under_a_letter)
OF_PARAGRAPHS = (prose_beside_prose, prose_on_topic)
RULES: tuple[Rule, ...] = (
    label_alone,
    invitation,
    below_an_invitation,
    time_alone,
    cut_in_brackets,
    cut_picture_text,
    page_code,
    item_of_list,
    prose_beside_prose,
    sentence_below_prose,
    prose_on_topic,
    under_a_letter,
)


REASONS = {rule: (rule.__doc__ or "").split("\n")[0] for rule in RULES}


def rules_for(has_page_words: bool, is_cut: bool, is_long: bool) -> tuple[Rule, ...]:
    """The rules that can speak of such a block, in order."""
    silent = {
        *(() if has_page_words else OF_PAGE_WORDS),
        *(() if is_cut else OF_CUTS),
        *(OF_LINES if is_long else OF_PARAGRAPHS),
    }
    return tuple(rule for rule in RULES if rule not in silent)


RULES_FOR = {asked: rules_for(*asked) for asked in product((False, True), repeat=3)}


def verdicts_of(view: View) -> list[tuple[Verdict, ...]]:
    """What the rules say of every block."""
    found = []
    for at, shape in enumerate(view.shapes):
        rules = RULES_FOR[bool(shape.groups), shape.cut, shape.weight >= 12]
        said = [(change, rule) for rule in rules if (change := rule(at, view))]
        found.append(tuple([Verdict(change, REASONS[rule]) for change, rule in said]) if said else ())
    return found


def corrected(odds: Sequence[float], verdicts: Sequence[tuple[Verdict, ...]]) -> list[float]:
    """The log-odds with the changes of the rules."""
    changes = (sum([verdict.change for verdict in said]) if said else 0.0 for said in verdicts)
    return [score + change for score, change in zip(odds, changes, strict=True)]
