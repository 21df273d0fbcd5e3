"""Small rules that tell the kind of a name by what stands beside it and by its form; each has a name and is pure.

No rule decides alone: `weighing` adds up in how many stories each was met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache

from backfile.importing.naming.spotting import LOWER, UPPER, Mention
from backfile.importing.naming.words import (
    BODIES_ALONE,
    IN_PHRASES,
    LEADING_BODIES,
    LEADING_SPOTS,
    NO_SPEECH,
    STYLED,
    articles,
    into,
    is_body,
    is_spot,
    is_telling,
    is_title,
)

_SMALL = rf"[{LOWER}][^\W_]*[’']?"
_AFTER_QUOTE = re.compile(rf"(?:[^\s(\[][\"”“]|»)(?:\s*[,.–—-])?\s(?:{_SMALL},?\s){{0,4}}$")
_BEFORE_QUOTE = re.compile(rf"^(?:,?(?:\s{_SMALL}){{1,5}})?\s?[:,]\s?[\"“„«]")
_AGE = re.compile(r"^(?:,\s(?:[^\W\d_]+\s)?(\d{1,3})(?=[,.;)])|\s\((?:[^\W\d_]+\s)?(\d{1,2})\))")
_AGED = re.compile(rf"(?:^|\D)(\d{{1,3}})-(?:[{LOWER}]+-)?[{LOWER}]+\s$")
_LIVED = re.compile(r"^\s\([^\d()]{0,12}\d{4}\s?[–-]\s?(?:\d{4})?\)")
_ROLE_AFTER = re.compile(rf"^,\s((?:{_SMALL}[\s-]){{0,3}}{_SMALL})")
_NO_APPOSITION = frozenset(
    "who whose which where when with and but der die das deren dessen qui dont que cuyo il cui".split()
)
_OPENING, _CLOSING = '"“„«', '"”»“'
_NEXT = re.compile(rf"^\s([{LOWER}][^\W_]*)")
_SHORT_REGION = re.compile(rf"^,\s([{UPPER}][{LOWER}]{{1,5}})\.(?=[,\s])")
_BRACKETED = re.compile(rf"^\s?[(（]([{UPPER}](?:[{UPPER}&.\d-]|[{LOWER}](?=[{UPPER}])){{1,8}}[{UPPER}\d]?)[)）]")
_CUT = re.compile(rf"^\.(?:,|\s[{LOWER}])")
_PLACED = rf"\s(?:[{UPPER}][^\s,]*\s){{0,3}}[{UPPER}][^\s,]*,\s$"
_NO_REGIONS = frozenset("Jr Sr Inc Ltd Co Corp".split())
OLDEST = 120


def is_titled(mention: Mention, lang: str) -> bool:
    """A title or a role before the name, in its run or before it: `Coun. Joan Murrish`, `engineer Joan Murrish`."""
    if mention.titled:
        return True
    return mention.last[:1].islower() and is_title(mention.last)


def has_role_after(mention: Mention, lang: str) -> bool:
    """A role in apposition: `Joan Murrish, the mayor of the town`."""
    after = _ROLE_AFTER.match(mention.after) if mention.after[:1] == "," else None
    if not after:
        return False
    words = re.split(r"[\s-]", after[1])
    return words[0] not in _NO_APPOSITION and any(is_title(word) for word in words)


def has_age(mention: Mention, lang: str) -> bool:
    """An age, or years of life: `Joan Murrish, 61,`, `Joan Murrish (61)`, `61-year-old Joan Murrish`, `(1926–1999)`."""
    found = _AGE.match(mention.after) or ("-" in mention.before and _AGED.search(mention.before))
    if found and 3 < int(next(filter(None, found.groups()))) < OLDEST:
        return True
    return bool(_LIVED.match(mention.after))


def speaks(mention: Mention, lang: str) -> bool:
    """A quotation that ends before the name or begins behind it, with a few small words between."""
    if any(map(mention.after.__contains__, _OPENING)) and _BEFORE_QUOTE.match(mention.after):
        return True
    if mention.last in NO_SPEECH or mention.last in articles(lang):
        return False
    return any(map(mention.before.__contains__, _CLOSING)) and bool(_AFTER_QUOTE.search(mention.before))


def says(mention: Mention, verbs: Collection[str]) -> bool:
    """Beside it a word that the archive's stories put between quotations and names."""
    if mention.last in verbs:
        return True
    after = _NEXT.match(mention.after)
    return bool(after) and after[1] in verbs


def stands_where(mention: Mention, lang: str) -> bool:
    """A word that says where before it, and no noun behind it that it would only describe (`in Crake harbour`)."""
    word = mention.last.casefold()
    if word in articles(lang):  # `in the Gulf`
        word = " ".join(mention.before.split()[-2:-1]).casefold()
    return word in into(lang) and not _is_described(mention)


def describes(mention: Mention, lang: str) -> bool:
    """A noun behind it that it only describes: `an English harbour`."""
    after = _NEXT.match(mention.after)
    return bool(after) and is_telling(after[1])


def owns(mention: Mention, lang: str) -> bool:
    """A possessive: `Crake's`."""
    return mention.after[:1] in ("’", "'") and mention.after[1:3] in ("s ", "s.", "s,")


def _is_described(mention: Mention) -> bool:
    after = _NEXT.match(mention.after)
    return bool(after) and (after[1] in IN_PHRASES or is_telling(after[1]))


def has_region(mention: Mention, lang: str) -> bool:
    """A shortened region behind it: `Skarrow, Calif., `."""
    after = _SHORT_REGION.match(mention.after) if mention.after[:1] == "," else None
    return bool(after) and after[1] not in _NO_REGIONS


def is_region(mention: Mention, lang: str) -> bool:
    """It stands behind a place and a comma: `in Crake, Sussex`."""
    if not mention.before.endswith(", ") or _CUT.match(mention.after) or mention.name.endswith("."):
        return False  # an abbreviation is no name worth a page
    return bool(_placed(lang).search(mention.before))


@cache
def _placed(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?i:{'|'.join(sorted(into(lang)))}){_PLACED}")


def is_named_as_spot(mention: Mention, lang: str) -> bool:
    """Its own words say that it is a place: `Sluice Lane`, `Lake Tarn`."""
    words = mention.words
    if len(words) == 1 or is_named_as_body(mention, lang):
        return False
    return is_spot(words[-1]) or words[0].casefold() in LEADING_SPOTS


def has_abbreviation(mention: Mention, lang: str) -> bool:
    """Its own abbreviation in brackets behind it: `Port Thole Town Council (PTTC)`."""
    return bool(abbreviation_of(mention))


def is_named_as_body(mention: Mention, lang: str) -> bool:
    """Its own words say that it is a body: `Harbour Board`, `Universität Crake`, `Tarn Ltd`."""
    words = mention.words
    if len(words) == 1:
        return words[0].casefold() in BODIES_ALONE
    linked = words.index("of") if "of" in words else 0
    return is_body(words[-1]) or words[0].casefold() in LEADING_BODIES or bool(linked and is_body(words[linked - 1]))


def is_joined(mention: Mention, lang: str) -> bool:
    """Two names that are one by `&`."""
    return " & " in mention.name


def is_in_capitals(mention: Mention, lang: str) -> bool:
    """Capitals alone, behind an article: `the BBC`, `die SPD`."""
    name = mention.name
    return name.isupper() and name.isalpha() and 2 < len(name) < 7 and has_article(mention, lang)


def has_article(mention: Mention, lang: str) -> bool:
    """An article before it."""
    return mention.last.casefold() in articles(lang)


def abbreviation_of(mention: Mention) -> str:
    """The abbreviation in brackets behind a name, when its letters are those that the name's words begin with."""
    found = _BRACKETED.match(mention.after) if mention.after[:2].strip()[:1] in ("(", "（") else None
    if not found or len(mention.words) < 2:
        return ""
    letters = [letter for letter in found[1].casefold() if letter.isalpha()]
    at = 0
    initials = "".join(part[0] for word in mention.words for part in word.casefold().split("-") if part)
    for letter in letters:
        at = initials.find(letter, at) + 1
        if not at:
            return ""
    return found[1] if len(letters) >= max(2, len(initials) // 2) else ""


SIGNS: dict[str, Callable[[Mention, str], bool]] = {
    "title": is_titled,
    "role": has_role_after,
    "age": has_age,
    "speaks": speaks,
    "where": stands_where,
    "describes": describes,
    "owns": owns,
    "with region": has_region,
    "region": is_region,
    "named a place": is_named_as_spot,
    "abbreviation": has_abbreviation,
    "named a body": is_named_as_body,
    "joined": is_joined,
    "capitals": is_in_capitals,
    "article": has_article,
}


def signs_of(mention: Mention, lang: str) -> Iterator[str]:
    """The signs that one mention gives."""
    return (sign for sign, rule in SIGNS.items() if rule(mention, lang))


def is_styled(name: str) -> bool:
    """Whether a title is part of the name, as in `Pope Francis`."""
    return name.partition(" ")[0].casefold() in STYLED
