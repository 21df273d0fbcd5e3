"""Names of writers: after a word for `by`, or alone beside the date of the story."""

from __future__ import annotations

import re

from backfile.importers.text import forms
from backfile.importers.text.shapes import SPACELESS, shape_of
from backfile.importers.text.words import AGENCIES, BY

PARTICLES = {
    "de",
    "da",
    "do",
    "dos",
    "das",
    "del",
    "della",
    "di",
    "der",
    "den",
    "van",
    "von",
    "zu",
    "zur",
    "la",
    "le",
    "el",
    "al",
    "bin",
    "ben",
    "ibn",
    "y",
    "e",
    "af",
    "ten",
    "ter",
    "du",
    "des",
    "st.",
    "d'",
    "o'",
    "mc",
    "abu",
    "bint",
    "san",
    "vom",
    "und",
}
AND = re.compile(
    r"\s*(?:,|;|、|，|؛)\s*(?:and|und|et|y|e|og|och|en|ja|i|и|ve|dan|và|&)\s+"
    r"|\s+(?:and|und|et|og|och|ja|и|ve|dan|và|&|with|AND|mit|con)\s+"
    r"|\s*[,;、，؛]\s*|(?<=\w)\s+(?:y|e|en|i)\s+(?=[A-ZÀ-Þ])"
)
CUT = re.compile(
    r"\s*(?:\||•|·|–|—|―|\s-\s|\s/\s|\(|\[|\t|@|:\s|/\s"
    r"|\bfor\b|\bof\b|\bin\b|\bfrom\b|\bat\b|\bon\b|\bPublished\b|\bUpdated\b|\bPosted\b)"
)
EMAIL = re.compile(r"\S+@\S+")
ROLE = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z][a-z]+(?:\s|$|[A-Z]))")
HANDLE = re.compile(r"@\w+")
EAST_NAME = re.compile(r"([\uac00-\ud7a3]{2,4})\s?(?:기자|특파원)")


def names_in(text: str) -> tuple[str, ...]:
    """The names of a byline, without the word for `by`, roles, papers, addresses and dates; () where none is left."""
    dates = forms.date_forms(text)
    if dates:
        first = dates[0]
        text = text[: first.start] if first.start > 3 else text[first.end :]
    east = EAST_NAME.search(text)
    if east:
        return (east[1],)
    text = without_by(EMAIL.sub(" ", text).strip())
    text = CUT.split(text)[0].strip(" ,.;:–—-|")
    text = unglued(text)
    names = []
    for part in AND.split(text):
        part = part.strip(" ,.;:")
        if not part:
            continue
        if is_name(part):
            names.append(titled(part))
        else:
            break
    return tuple(dict.fromkeys(names))


def is_note(text: str, names: tuple[str, ...]) -> bool:
    """Whether a byline under a story says more than who wrote it: `Reporting by A. Name; editing by B. Name.`"""
    if len(text.split()) < 5 or not text.endswith(".") or any(" " not in name for name in names):
        return False
    rest = text
    for name in names:
        rest = rest.replace(name, " ")
    return len([word for word in re.findall(r"\w+", rest) if word.casefold() not in BY]) >= 2


def without_by(text: str) -> str:
    """A byline's text after its word for `by` (also `Written by`, also glued: `bySauli Giliard`)."""
    if text.casefold().strip(" :：") in BY:
        return ""
    for _ in range(2):
        word, _, rest = text.partition(" ")
        if word.casefold().strip(":：") in BY and (rest or word.endswith((":", "："))):
            text = rest.strip()
    glued = re.match(r"(?:by|By|von|Von|par|Par|por|Por)(?=[A-ZÀ-Þ])", text)
    return text[glued.end() :] if glued else text


def unglued(text: str) -> str:
    """A name without the role that is glued to it: `Miguel CortinaWriter`. Names such as `McCain` stay whole."""
    for match in ROLE.finditer(text):
        before = text[: match.start()]
        if len(before.split()) >= 2 and not re.search(r"(?:^|\s)(?:Mc|Mac|De|La|Le|Di|Van|O|D)$", before):
            return before
    return text


def is_name(text: str) -> bool:
    """Whether a text has the form of a name: one to five words, capitals or particles, no figures, no furniture."""
    if not text or len(text) > 60 or any(ch.isdigit() for ch in text) or text[-1] in "?!:":
        return False
    if SPACELESS.search(text):
        return 2 <= len(text) <= 12 and not re.search(r"[。、！？]", text)
    words = text.split()
    if not 1 <= len(words) <= 5 or not all(named(word) for word in words):
        return False
    return sum(1 for word in words if word[0].isupper() or not word[0].isascii()) >= min(2, len(words))


def named(word: str) -> bool:
    """Whether a word may stand in a name."""
    low = word.casefold()
    return low in PARTICLES or (
        word[0].isalpha() and not word[0].islower() and not re.search(r"[<>{}|_=+#*/\\]", word)
    )


def is_person_alone(text: str) -> bool:
    """A line that is a person's name and nothing else: two to four words, and none that pages print around stories."""
    if len(text) > 40 or "\n" in text:
        return False
    words = text.split()
    if not 2 <= len(words) <= 4 or not is_name(text) or text.casefold() in AGENCIES:
        return False
    return not shape_of(text).groups and not text.isupper()


def titled(name: str) -> str:
    """A name printed in capitals with capitals at its beginnings only: `RALPH D. RUSSO` becomes `Ralph D. Russo`."""
    if not name.isupper() or len(name) <= 4 or " " not in name:
        return name
    return " ".join(
        re.sub(r"[^\W\d_]+", lambda part: part[0][:1] + part[0][1:].lower(), word) for word in name.split(" ")
    )
