"""The fields of a story from the blocks of its capture; each with its evidence, none without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile.importers.text import bylines, captions, datelines, forms, kickers, moments, notes, rights, tags
from backfile.importers.text.capture import Claim
from backfile.importers.text.dates import dates_in, when_of
from backfile.importers.text.headline_rules import without_kicker
from backfile.importers.text.headlines import headline_text, printed_after
from backfile.importers.text.language import language_of
from backfile.importers.text.looks import First
from backfile.importers.text.shapes import shape_of
from backfile.importers.text.signs import View
from backfile.importers.text.words import AGENCIES
from backfile.model import Correction, Story


class Fields(NamedTuple):
    """A story without its body, the claims on blocks, and what is doubtful.

    Blocks `taken` do not stay in the body; blocks `restored` belong to it whatever
    they weigh (a reporter's closing note).
    """

    story: Story
    claims: tuple[Claim, ...]
    taken: frozenset[int]
    restored: frozenset[int]
    doubts: tuple[str, ...]


def fields_in(
    view: View, first: First, odds: Sequence[float], kept: Sequence[bool], zone: ZoneInfo, default_lang: str
) -> Fields:
    """All fields. The order matters: a block goes to the first rule that claims it."""
    texts, headline = view.texts, first.headline
    body = [at for at, keep in enumerate(kept) if keep and at != headline]
    begin, end = bounds(body, headline, len(texts))
    head = range(max(0, min(headline, begin) - 6) if headline >= 0 else max(0, begin - 14), begin)
    around = range(head.start, min(len(texts), end + 1))
    claims = [Claim(headline, "title", "the form and words of a headline")] if headline >= 0 else []
    claims += [Claim(at, "title", "the headline again") for at in echoes(view, headline)]
    pictures = captions.pictures_in(texts, kept, odds, around)
    noted = notes.corrections_in(texts, range(head.start, min(len(texts), end + 10)))
    claims += [*notes.correction_claims(noted), *pictures.claims]
    lang = language_of(texts[at] for at in body) or default_lang
    opening = next((at for at in body if shape_of(texts[at]).weight >= 8), -1)
    line = datelines.dateline_of(texts[opening], lang, "\n".join(texts[at] for at in body)) if opening >= 0 else None
    dating = moments.date_choice(texts, kept, headline, begin, end, month_order(texts, lang))
    used = frozenset(claim.at for claim in claims)
    names, agency, people_claims = people_in(texts, head, headline, (begin, end), line, used)
    topics, tag_claims = tags.tags_in(texts, kept, range(head.start, min(len(texts), end + 30)))
    labels = kickers.labels_above(texts, headline, kept) if headline >= 0 else kickers.Labels("", "", ())
    claims += [*dating.claims, *people_claims, *tag_claims, *labels.claims]
    owned, owner_claims = rights.rights_in(texts, end, frozenset(claim.at for claim in claims))
    claims += owner_claims
    deck, deck_claims = summary_in(view, first, head, headline, kept, frozenset(claim.at for claim in claims))
    claims += deck_claims
    if line:
        claims.append(Claim(opening, "dateline", "a place with a dash at the start of the story", keeps=True))
    title, title_claims = title_of(view, first, headline, end if body else len(texts))
    claims += title_claims
    story = Story(
        "", title, when_of(dating.published, zone) if dating.published else None,
        updated=when_of(dating.updated, zone) if dating.updated else None,
        section=labels.section, kicker=labels.kicker, summary=deck, bylines=names, agency=agency,
        dateline=line.place if line else place_beside(texts, dating), tags=topics, images=pictures.images, lang=lang,
        rights=owned,
        corrections=tuple(correction(kind, words, texts[blocks[0]], zone) for kind, words, blocks in noted),
    )  # fmt: skip
    taken = frozenset(claim.at for claim in claims if not claim.keeps)
    notes_kept = frozenset(claim.at for claim in claims if claim.keeps and claim.name == "bylines")
    return Fields(story, tuple(claims), taken, notes_kept, doubts_of(dating))


def title_of(view: View, first: First, headline: int, end: int) -> tuple[str, list[Claim]]:
    """The headline's words, or those of a line after the story that has nothing but the story's words."""
    if headline >= 0:
        text = headline_text(view.texts[headline])
        return without_kicker(text, view) or text, []
    late = printed_after(view, end, first.words[0])
    if late < 0:
        return "", []
    return headline_text(view.texts[late]), [Claim(late, "title", "the story's words in a list after it")]


def bounds(body: Sequence[int], headline: int, count: int) -> tuple[int, int]:
    """The story's first block and the one after its last; what is kept above the headline does not begin it."""
    if not body:
        return count, count
    return next((at for at in body if at > headline), body[0]), body[-1] + 1


def correction(kind: str, words: str, block: str, zone: ZoneInfo) -> Correction:
    """A note, with its date where it opens with one: `Correction, 17 May 2016: …`."""
    dated = dates_in(block[:60].split("\n")[0])
    return Correction(when_of(dated[0], zone) if dated else None, words, kind)


def echoes(view: View, headline: int) -> list[int]:
    """Blocks that print the headline again."""
    if headline < 0 or view.times[view.folded[headline]] == 1:
        return []
    title = view.folded[headline]
    return [at for at, text in enumerate(view.folded) if at != headline and text == title]


def place_beside(texts: Sequence[str], dating: moments.DateChoice) -> str:
    """The place of a date line such as `PORT THOLE, 16 May 2016`, or ""."""
    for claim in dating.claims:
        match = re.match(r"([^\W\d_a-z][^\d,()|:]{2,30}),\s", texts[claim.at])
        if match and match[1].isupper() and len(match[1]) >= 4 and shape_of(match[1]).furniture == 0:
            return match[1]
    return ""


def month_order(texts: Sequence[str], lang: str) -> bool | None:
    """Whether `4/5/2024` is April or May here: what other dates show, then how times are written, then the language."""
    shown = moments.reads_month_first(texts)
    if shown is not None:
        return shown
    if lang not in ("en", ""):
        return False
    return True if any(moments.american(text) for text in texts if len(text) <= 120 and "/" in text) else None


def doubts_of(dating: moments.DateChoice) -> tuple[str, ...]:
    """What a person should know about the date."""
    doubts = []
    if dating.published and not dating.published.certain:
        doubts.append("the day and the month of its date could be exchanged")
    if dating.reason == "updated":
        doubts.append("the only date shown is that of an update")
    return tuple(doubts)


def people_in(
    texts: Sequence[str],
    head: range,
    headline: int,
    span: tuple[int, int],
    line: datelines.Dateline | None,
    used: frozenset[int],
) -> tuple[tuple[str, ...], str, list[Claim]]:
    """Bylines and agency; an agency among the bylines is the agency, not a person."""
    names, name_claims = writers(texts, head, headline, *span, used)
    agency, agency_claims = agency_in(texts, head, span[1], line, names)
    persons = tuple(name for name in names if not datelines.agency_of(name))
    return persons, agency, [*name_claims, *agency_claims]


def writers(
    texts: Sequence[str], head: range, headline: int, begin: int, end: int, used: frozenset[int]
) -> tuple[tuple[str, ...], list[Claim]]:
    """The bylines: after a word for `by` near the story, else a name alone beside the date under the headline."""
    after = range(max(0, end - 1), min(len(texts), end + 5))
    for span in (head, range(begin, min(begin + 2, len(texts))), after):
        for at in span:
            if at in used or not forms.is_byline(texts[at]):
                continue
            found = bylines.names_in(texts[at])
            note = at >= end - 1 and bylines.is_note(texts[at], found)
            if found and (note or at != end - 1):
                return found, [Claim(at, "bylines", "after a word for `by`", keeps=note)]
            below = names_below(texts, at) if len(texts[at].split()) <= 2 else ((), [])
            if below[0]:
                return below
    glued = name_before_date(texts, head, used)
    return glued if glued[0] else name_alone(texts, headline, begin, used)


def names_below(texts: Sequence[str], at: int) -> tuple[tuple[str, ...], list[Claim]]:
    """The names on the lines below a word for `by` that stands alone; a paper may follow the name on its line."""
    names: list[str] = []
    claims = [Claim(at, "bylines", "a word for `by`")]
    for place in range(at + 1, min(at + 4, len(texts))):
        found = bylines.names_in(texts[place]) if len(texts[place]) <= 90 else ()
        if len(found) != 1 or not bylines.is_person_alone(found[0]):
            break
        names += found
        claims.append(Claim(place, "bylines", "below a word for `by`"))
    return tuple(names), claims if names else []


def name_before_date(texts: Sequence[str], head: range, used: frozenset[int]) -> tuple[tuple[str, ...], list[Claim]]:
    """A person's name on the date's own line before it: `Jessica ChoiDec. 21, 2023`, `A. Name | 6 Jan 2026`."""
    for at in head:
        text = texts[at]
        dates = forms.date_forms(text) if at not in used and len(text) <= 90 else ()
        name = text[: dates[0].start].rstrip(" |•·,-–—") if dates else ""
        if name and bylines.is_person_alone(name):
            return (bylines.titled(name),), [Claim(at, "bylines", "a name on the date's line")]
    return (), []


def name_alone(
    texts: Sequence[str], headline: int, begin: int, used: frozenset[int]
) -> tuple[tuple[str, ...], list[Claim]]:
    """A person's name alone on its line under the headline, with the date or a role beside it."""
    if headline < 0:
        return (), []
    for at in range(headline + 1, min(begin, headline + 8)):
        if at in used or not bylines.is_person_alone(texts[at]):
            continue
        beside = [texts[place] for place in (at - 1, at + 1, at + 2) if headline < place < begin]
        if any(forms.is_date_line(text) or forms.READING_TIME.search(text) for text in beside) or shape_of(
            " ".join(beside[-2:-1])
        ).groups.get("written"):
            return (bylines.titled(texts[at]),), [Claim(at, "bylines", "a name alone beside the date")]
    return (), []


def agency_in(
    texts: Sequence[str], head: range, end: int, line: datelines.Dateline | None, names: Sequence[str]
) -> tuple[str, list[Claim]]:
    """The news agency: from the dateline, the byline, or a line that is nothing but its name under the headline."""
    if line and line.agency:
        return line.agency, []
    for name in names:
        if agency := datelines.agency_of(name):
            return agency, []
    for at in head:
        if forms.is_agency(texts[at]):
            return AGENCIES[texts[at].casefold().strip("() .–—-")], [Claim(at, "agency", "an agency's name alone")]
    for at in range(end - 1, min(len(texts), end + 2)):
        match = (
            re.fullmatch(
                r"\(?(?:mit|with|avec|con|com|met)\s(?:Material von\s|files from\s)?([^()]{2,30})\)?\.?", texts[at]
            )
            if at >= 0
            else None
        )
        if match and (agency := datelines.agency_of(match[1])):
            return agency, []
    return "", []


def summary_in(
    view: View, first: First, head: range, headline: int, kept: Sequence[bool], used: frozenset[int]
) -> tuple[str, list[Claim]]:
    """The line under the headline: a sentence between headline and story that shares the story's words."""
    if headline < 0:
        return "", []
    for at in range(headline + 1, head.stop):
        shape, text = view.shapes[at], view.texts[at]
        if (
            at in used
            or kept[at]
            or not 7 <= shape.weight <= 75
            or shape.cut
            or "\n" in text
            or view.times[view.folded[at]] > 1
        ):
            continue
        if shape.groups and shape.furniture >= 0.2 * shape.weight:
            continue
        shared = len(shape.content & first.words[0]) / max(len(shape.content), 1)
        if shared >= 0.4 and at - headline <= 6 and not forms.has_date(text) and not forms.URL.search(text):
            return " ".join(text.split()), [
                Claim(at, "summary", "a sentence between headline and story, in the story's words")
            ]
    return "", []
