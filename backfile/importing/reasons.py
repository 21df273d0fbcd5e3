"""Why a part of a capture became what it did, in words for people: readers weigh signs and name them briefly."""

from __future__ import annotations

import re

# By the beginning of a sign's name, longest first; what is not here is shown as the reader names it.
_TEXT = {
    "after core": "how far it stands behind the middle of the story",
    "before core": "how far it stands before the middle of the story",
    "in core": "it stands in the middle of the story",
    "core begins": "the story begins here",
    "core ends": "the story ends here",
    "after": "what stands after it",
    "before": "what stands before it",
    "next chances": "what stands beside it",
    "mean": "what stands around it",
    "strong": "how near sure prose is",
    "between": "it stands between prose",
    "prose": "how near prose is",
    "stretch": "how near the longest run of prose is",
    "in stretch": "it stands in the longest run of prose",
    "size": "its length",
    "ends": "how it ends",
    "sentences": "its sentences",
    "commas": "its commas",
    "quotes": "a quotation",
    "capitals": "its capitals",
    "upper": "it is in capitals",
    "digits": "its figures",
    "headline words": "words of the headline",
    "headline ago": "how far the headline is",
    "headline in": "how far the headline is",
    "headline": "it is the headline",
    "no headline": "no headline was found",
    "like headline": "it looks like a headline",
    "topic": "words of the story",
    "shared": "words that it has in common with the story",
    "first": "how early it stands",
    "left": "how late it stands",
    "done": "how much of the story stands before it",
    "calm": "how regular what surrounds it is",
    "group": "it repeats a pattern, as lists of links do",
    "same opening": "others begin as it does",
    "many times": "it is there many times",
    "again": "it was there before",
    "returns": "it comes again",
    "long again": "it was there before",
    "long returns": "it comes again",
    "furniture": "words that pages print around stories",
    "advert": "words of advertising",
    "comment": "words about readers' comments",
    "copyright": "a copyright notice",
    "credit tail": "a picture's credit at its end",
    "credit": "words of a picture's credit",
    "date line": "it is a date",
    "date": "a date in it",
    "dateline": "a place and a dash, as reports begin",
    "agency": "the name of an agency",
    "byline": "it looks like a writer's name",
    "written": "words about writers",
    "when": "words about the time of publication",
    "relative time": "a time such as two hours ago",
    "reading time": "a reading time",
    "duration": "the length of a video",
    "email": "an e-mail address",
    "handle": "the name of an account",
    "url": "an address",
    "label": "a label with a colon",
    "legal": "legal words",
    "letter": "words about newsletters",
    "menu": "words of menus",
    "player": "words of players",
    "person": "it speaks to readers",
    "related": "words that lead to other stories",
    "share": "words for sharing",
    "tags": "words for keywords",
    "since": "what stands shortly before it",
    "splitters": "marks that divide lists",
    "bullet": "the mark of a list",
    "rule line": "a line of marks",
    "template": "code",
    "alternative text": "it looks like the description of a picture",
    "count": "a number alone",
    "hash": "a number sign",
    "lines": "several lines",
    "starts small": "it begins small",
    "starts quote": "it begins with a quotation mark",
    "cut in brackets": "it is cut off",
    "(always)": "",
}
_ENDS = {
    "end": "it ends as a sentence does",
    "open": "it does not end as a sentence does",
    "cut": "it is cut off",
    "colon": "it ends in a colon",
    "ask": "it asks or calls",
}
_FAMILIES = sorted(_TEXT, key=len, reverse=True)
_WEIGHED = re.compile(r"(for|against) story: (.+)")


def in_words(reason: str) -> str:
    """A reader's reason as a person would say it; sentences of rules stay as they are."""
    weighed = _WEIGHED.fullmatch(reason)
    if not weighed:
        return re.sub(r"`([^`]*)`", r"“\1”", reason)
    said = dict.fromkeys(filter(None, map(_said, weighed[2].split(", "))))
    return ", ".join(said) or ("nothing speaks against it" if weighed[1] == "for" else "nothing speaks for it")


def _said(sign: str) -> str:
    if sign.startswith("ends="):
        return _ENDS.get(sign[5:], "how it ends")
    family = next((name for name in _FAMILIES if sign == name or re.match(rf"{re.escape(name)}[\d=:+ ]", sign)), None)
    return sign if family is None else _TEXT[family]
