"""The place a report was filed from, and the agency that filed it, at the start of a story."""

from __future__ import annotations

import re
from typing import NamedTuple

from backfile.importers.text.words import AGENCIES

DASH = r"\s?(?:—|–|--|―|‒|:)\s?|\s-\s|\.\s?[-–—]\s?"
# A place in capitals, what narrows it down, an agency in brackets, a dash.
CAPITALS = re.compile(
    r"(?P<place>[^\W\d_a-z](?:[^\W\d_]|[ .’'\-/]){1,40}?(?:,\s[^\W\d_][^—–―:()\n]{1,32}?)?)\s?"
    rf"(?:\((?P<agency>[^()\n]{{1,40}})\)\s?)?(?P<dash>{DASH})(?=\S)"
)
# Any place, when a known agency follows it in brackets.
BRACKETED = re.compile(
    r"(?P<place>[^\W\d_][^()\n.!?。]{1,50}?)\s?[(（](?P<agency>[^()（）\n]{1,30})[)）]\s?(?:[-–—―:.]{1,2}\s?)?(?=\S)"
)
EAST = re.compile(r"[【［\[](?P<place>[^】］\]\n]{2,24})[】］\]]\s?[-–—]?\s?(?=\S)")
SLASHED = re.compile(r"(?P<place>[^\W\d_][^/\n!?]{1,40}?)[.,—–-]?\s?/(?P<agency>[^/\n]{2,20})/\.?\s?(?=\S)")
STOPPED = re.compile(r"(?P<place>[A-ZÄÖÜ][a-zäöüß]+(?:[ /-][A-ZÄÖÜ][a-zäöüß]+)?)\.\s(?=[„\"»A-ZÄÖÜ])")


class Dateline(NamedTuple):
    """Where and by whom a report was filed; `agency` is "" where none is named."""

    place: str
    agency: str


def dateline_of(paragraph: str, lang: str = "", rest: str = "") -> Dateline | None:
    """The dateline with which a paragraph opens. `rest` is the story: a German `Berlin. ` needs `in Berlin` in it."""
    for found in (with_agency(paragraph), in_capitals(paragraph), in_east_brackets(paragraph)):
        if found:
            return found
    match = STOPPED.match(paragraph) if lang == "de" else None
    if match and re.search(
        rf"\b(?:in|aus|nach|bei|für|um|von) {re.escape(re.split('[ /]', match['place'])[0])}\b", rest
    ):
        return Dateline(match["place"], "")
    return None


def with_agency(paragraph: str) -> Dateline | None:
    """`TOCORON, Venezuela (AP) — `, `Berlin (dpa) - `, `МОСКВА, 5 мая. /ТАСС/.`: any script, the agency is known."""
    match = BRACKETED.match(paragraph[:120]) or SLASHED.match(paragraph[:120])
    if not match:
        return None
    agency = agency_of(match["agency"])
    place = match["place"].strip(" ,.-–—")
    dashed = re.search(r"[)）]\s?[-–—]\s?$", match[0]) and not re.search(r"[a-zA-Z]", place)
    if not (agency or dashed) or len(place.split()) > 7 or not letters_like_place(place):
        return None
    return Dateline(place, agency)


def in_capitals(paragraph: str) -> Dateline | None:
    """`LONDON — `, `PUTRAJAYA, Nov 22 — `: the place in capitals; four letters at least (`LINDI: `, not `TV: `)."""
    match = CAPITALS.match(paragraph[:110])
    if not match:
        return None
    place = match["place"].strip(" ,.")
    head = place.split(",")[0]
    letters = [ch for ch in head if ch.isalpha()]
    if len(letters) < 4 or not all(ch.isupper() for ch in letters) or len(head.split()) > 4:
        return None
    if match["dash"].strip() == ":" and (len(head.split()) > 1 or "," in place or len(paragraph) < 80):
        return None
    return Dateline(place, as_printed(match["agency"] or ""))


def in_east_brackets(paragraph: str) -> Dateline | None:
    """`【ロンドン＝山田太郎】`, `[東京 9日 ロイター]`: the place before `＝`, a space or the agency."""
    match = EAST.match(paragraph)
    if not match or not re.search(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]", match["place"]):
        return None
    inside = match["place"]
    agency = next((AGENCIES[name] for name in AGENCIES if not name.isascii() and name in inside), "")
    parts = re.split(r"[＝=\s・]", inside)
    if len(parts) == 1 and not agency:
        return None
    place = parts[0]
    for name in AGENCIES:
        if not name.isascii():
            place = place.removesuffix(name)
    return Dateline(place, agency) if place else None


def letters_like_place(place: str) -> bool:
    """Whether every part of a place begins with a capital, where its script has them."""
    words = [word for word in re.split(r"[\s,/]+", place) if word]
    small = sum(1 for word in words if word[0].islower())
    return bool(words) and small <= len(words) // 3


def as_printed(mark: str) -> str:
    """The agency in the brackets of a dateline: its full name where that is known, else the one word printed there."""
    mark = mark.strip()
    return agency_of(mark) or (mark if re.fullmatch(r"[A-Z][A-Za-z.&-]{1,19}", mark) else "")


def agency_of(mark: str) -> str:
    """The agency that a mark such as `AP` or `dpa/tmn` names, or ""."""
    mark = mark.strip().casefold()
    if mark in AGENCIES:
        return AGENCIES[mark]
    first = re.split(r"[/,]", mark)[0].strip()
    return AGENCIES.get(first, "")
