"""Which of a capture's dates is the story's: by its form, its label and its place, never by being the only one left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from backfile.importers.text import forms
from backfile.importers.text.capture import Claim
from backfile.importers.text.dates import Dated, dates_in
from backfile.importers.text.shapes import shape_of
from backfile.importers.text.words import PUBLISHED_WORD, UPDATED_WORD

UPDATED = re.compile(UPDATED_WORD, re.IGNORECASE)
PUBLISHED = re.compile(PUBLISHED_WORD, re.IGNORECASE)


FILED = re.compile(
    r"[\s.,|·•–—-]{0,4}(?:and |et |und )?(?:is |was )?(?:(?:filed|posted|categorized) (?:under|in)"
    r"|abgelegt (?:unter|in)|veröffentlicht in|(?:publié|classé) dans|(?:archivado|publicado) en"
    r"|(?:archiviato|pubblicato) in|arkiverad under)\b",
    re.IGNORECASE,
)


class DateChoice(NamedTuple):
    """The story's date and the date of its last change, each with the block it stands in."""

    published: Dated | None
    updated: Dated | None
    claims: tuple[Claim, ...]
    reason: str


class Candidate(NamedTuple):
    """One date of a capture and how much speaks for it."""

    score: float
    at: int
    dated: Dated
    label: str


def date_choice(
    texts: Sequence[str], kept: Sequence[bool], headline: int, begin: int, end: int, month_first: bool | None
) -> DateChoice:
    """The dates between and around headline and story, weighed.

    `begin` and `end` are the story's first block and the one after its last.
    """
    candidates = candidates_in(texts, kept, headline, begin, end, month_first)
    firm = [one for one in candidates if one.label != "updated" and one.score > 0]
    updated = max((one for one in candidates if one.label == "updated" and one.score > 0), default=None)
    best = max(firm, default=None)
    if best is None or (updated and updated.score > best.score + 2.5):
        if updated is None:
            return DateChoice(None, None, (), "")
        return DateChoice(
            updated.dated,
            None,
            (Claim(updated.at, "date", "the only date near the headline, of an update"),),
            "updated",
        )
    claims = [Claim(best.at, "date", f"a date {'said to be of publication' if best.label else 'near the headline'}")]
    later = updated.dated if updated and updated.dated.day >= best.dated.day and updated.dated != best.dated else None
    if later and updated and updated.at != best.at:
        claims.append(Claim(updated.at, "updated", "a date said to be of an update"))
    return DateChoice(best.dated, later, tuple(claims), "")


def candidates_in(
    texts: Sequence[str], kept: Sequence[bool], headline: int, begin: int, end: int, month_first: bool | None
) -> list[Candidate]:
    """Every date that could be the story's."""
    found = []
    low = max(0, min(headline if headline >= 0 else begin, begin) - 16)
    for at in range(low, min(len(texts), end + 16)):
        text = texts[at]
        if len(text) > 400 or (begin <= at < end and kept[at] and not is_date_block(text)):
            continue
        dates = forms.date_forms(text)
        if month_first is not None and not all(dated.certain for dated in dates):
            dates = dates_in(text, month_first)
        label, past = label_before(texts, at) if dates else "", 0
        for number, dated in enumerate(dates):
            said = label_in(text[past : dated.start]) or (label if number == 0 else "")
            said = said or ("published" if is_filing_note(text, dates) else "")
            past = dated.end
            score = (
                place_score(at, headline, begin, end, said)
                + form_score(text, dates)
                + (1.2 if said == "published" else 0.0)
            )
            found.append(Candidate(score - 0.05 * number, at, dated, said))
    return found


def is_date_block(text: str) -> bool:
    """Whether a block is there for its date."""
    if forms.is_date_line(text) or (len(text) <= 160 and forms.is_byline(text) and forms.has_date(text)):
        return True
    return len(text) <= 220 and is_filing_note(text, forms.date_forms(text)) and bool(FILED.search(text))


def label_before(texts: Sequence[str], at: int) -> str:
    """What a line of its own before the block says of the date."""
    return label_in(texts[at - 1]) if at and len(texts[at - 1]) <= 24 else ""


def label_in(text: str) -> str:
    """`updated` or `published`, whichever word stands last before the date, or ""."""
    places = [
        (match.end(), name)
        for name, form in (("updated", UPDATED), ("published", PUBLISHED))
        for match in form.finditer(text)
    ]
    return max(places)[1] if places else ""


def place_score(at: int, headline: int, begin: int, end: int, said: str) -> float:
    """How near a block is to where dates stand: between headline and story, then just before, then just after.

    Without a word for it, a date soon belongs to another story of the page.
    """
    if headline >= 0 and headline <= at < begin:
        return 3.0 - 0.06 * (at - headline)
    if at < begin:
        return 1.9 - 0.15 * ((headline if headline > at else begin) - at)
    if at < end:
        return 1.5 - 0.04 * (at - begin)
    return 0.9 - (0.1 if said else 0.15) * (at - end)


def form_score(text: str, dates: Sequence[Dated]) -> float:
    """How much a block looks like a date line and not like a sentence with a date in it."""
    rest = len(text) - sum(dated.end - dated.start for dated in dates)
    score = 0.6 if any(dated.clock for dated in dates) else 0.0
    if rest <= 16:
        return score + 0.8
    if rest <= 45:
        return score + 0.4
    if is_filing_note(text, dates):
        return score
    return score - 0.3 if rest <= 110 and not shape_of(text).ended else score - 2.5


def is_filing_note(text: str, dates: Sequence[Dated]) -> bool:
    """Whether a line says by whom and when a story was filed, as blogs do below it: `By A. Name on 3 May 2016. Filed
    under Harbour.`"""
    if len(dates) != 1 or dates[0].end > 80:
        return False
    before, after = text[: dates[0].start], text[dates[0].end :]
    return forms.is_byline(before) or bool(label_in(before)) or bool(FILED.match(after))


def reads_month_first(texts: Sequence[str]) -> bool | None:
    """Whether the capture's dates with slashes put the month first, as far as any of them shows it."""
    first = second = 0
    for text in texts:
        if len(text) <= 200 and text.count("/") >= 2:
            for match in re.finditer(r"(?<!\d)(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?!\d)", text):
                first += int(match[1]) > 12
                second += int(match[2]) > 12
    if bool(first) == bool(second):
        return None
    return second > first


def american(text: str) -> bool:
    """Whether a time is written as where months come first: `4:23pm`, `ET`."""
    return bool(re.search(r"\d\s?[ap]\.?m\b|\b[ECMP][SD]?T\b", text, re.IGNORECASE))


def is_likely(day: date) -> bool:
    """Whether a day can be a story's."""
    return 1600 <= day.year <= 2100
