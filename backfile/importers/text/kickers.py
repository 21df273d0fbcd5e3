"""The section a story stands in, and the short label above its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from backfile.importers.labels import is_furniture
from backfile.importers.text import forms
from backfile.importers.text.capture import Claim
from backfile.importers.text.shapes import shape_of

CRUMBS = re.compile(r"\s*(?:>|»|›|/|\||→|::)\s*")
REACH = 4


class Labels(NamedTuple):
    """Section and kicker, "" where the page shows none, and the blocks they stand in."""

    section: str
    kicker: str
    claims: tuple[Claim, ...]


def labels_above(texts: Sequence[str], headline: int, kept: Sequence[bool]) -> Labels:
    """The labels just above the headline: the nearest is the section when it stands alone, else the kicker."""
    places = []
    for at in range(headline - 1, max(-1, headline - 1 - REACH), -1):
        if not is_label(texts[at], texts[headline]) or kept[at]:
            break
        places.append(at)
    if not places:
        return Labels("", "", ())
    nearest = last_crumb(texts[places[0]], texts[headline])
    if is_furniture(nearest):
        return Labels("", "", ())
    claims = (Claim(places[0], "section", "a short label just above the headline"),)
    return Labels(evened(nearest), "", claims)


def is_label(text: str, headline: str) -> bool:
    """Whether a block is a section's name, a kicker or a breadcrumb."""
    shape = shape_of(text)
    if (
        not 0 < shape.weight <= 12
        or len(text) > 90
        or shape.ended
        or shape.cut
        or "\n" in text
        or text.casefold() == headline.casefold()
    ):
        return False
    if shape.groups and shape.furniture >= 0.5 * shape.weight:
        return False
    if (
        forms.is_date_line(text)
        or forms.is_byline(text)
        or forms.is_credit(text)
        or forms.is_count(text)
        or any(map(str.isdigit, text))
    ):
        return False
    return any(map(str.isalpha, text)) and (shape.weight <= 4 or bool(CRUMBS.search(text)))


def last_crumb(text: str, headline: str) -> str:
    """The last step of a breadcrumb that is not the headline itself."""
    steps = [part.strip() for part in CRUMBS.split(text) if part.strip()]
    steps = [part for part in steps if part.casefold() not in headline.casefold() or len(part) < 12]
    return steps[-1].strip(" :·•-–—") if steps and shape_of(steps[-1]).weight <= 5 else ""


def evened(label: str) -> str:
    """A label printed in capitals with capitals at its beginnings only; short ones (`UK`, `NRW`) stay."""
    if not label.isupper() or len(label) <= 3:
        return label
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda word: word[0][:1] + word[0][1:].lower(), label)
