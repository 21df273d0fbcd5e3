"""Small tests of one block's form: each is a named pure function from text to yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from backfile.importers.text import dates
from backfile.importers.text.shapes import ONES_OWN, Shape, shape_of
from backfile.importers.text.words import AGENCIES, BY, PHOTO_WORD, PICTURE_HOUSE

RELATIVE_TIME = re.compile(
    r"(?:^|[|/•·\s(])(?:(?:\d{1,2}\s?|(?:an?|one|ein(?:er|em)?|une?|un|una|um|uma|en|ett|een)\s)"
    r"(?:s|m|h|d|w|min|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)\.?(?:\s+ago)?"
    r"|vor\s+(?:\d+|einer?m?)\s+\w+|il y a\s+\d+\s+\w+|hace\s+\w+\s+\w+|h[áa]\s+\d+\s+\w+"
    r"|\d+\s+\w+\s+(?:fa|geleden|sedan|siden|sitten|temu|назад|önce|lalu|ago)"
    r"|\w+\s+\w+\s+ago|\d+\s?(?:分|時間|日|小时|天|시간|분|일)\s?(?:前|전)|منذ\s+\w+)\s*$",
    re.IGNORECASE,
)
URL = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|org|net|de|co\.uk|info|twitter)/", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\[email[^\]]*protected\]", re.IGNORECASE)
HANDLE = re.compile(r"(?:^|[\s(])@\w{2,}")
COUNT = re.compile(r"[\s\d.,:%$€£¥₩+\-–−/()#x×°CFk]+")
LABEL = re.compile(r"^[^\W\d_][\w'’ /&-]{1,28}[:：]\s")
BULLET = re.compile(r"^\s*(?:[•·▪■●◆◦►▶*‣∙–—+-]|\d{1,2}[.)])\s")
SPLITTERS = re.compile(r"\s[|•·›»>/]\s|[|»›]")
STARS = re.compile(r"[\s_*=~\-–—.·•:▄#\u200b/|+<>©]+")
TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|</?\w+[^>]*>|function\s*\(|\bvar \w+ =")
SPEAKER = re.compile(r"^(?:[^\W\d_][\w.'’-]*\s?){1,4}[:：]\s\S")
QUOTED = re.compile(r"[\"“”„«»「」『』‘‚]")
DATELINE_DASH = re.compile(r"\s?(?:—|–|--|―|‒)\s?|\s-\s")
PLAYER_TIME = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?$")
READING_TIME = re.compile(
    r"\b\d{1,2}\s?[- ]?\s?(?:min(?:s|ute|utes|uten|uti|utos|uter|utter)?\.?\b|分で|分钟|분)", re.IGNORECASE
)
AGENCY_MARK = r"[A-Z][A-Za-z.\-/& ]{1,30}"

PHOTO = re.compile(PHOTO_WORD + r"\b", re.IGNORECASE)
CREDIT_START = re.compile(
    r"^\W{0,3}(?:©\s?)?"
    + PHOTO_WORD
    + r"(?:\s+(?:by|von|di|de|par|provided by|courtesy of|credit|via))?\s?[:：/]\s?\S|^\W?"
    + PHOTO_WORD
    + r"\s+(?:by|courtesy|provided|von|via)\s",
    re.IGNORECASE,
)
CREDIT_BY = re.compile(r"\s(?:by|courtesy|provided|von|via)\s", re.IGNORECASE)  # in what has no mark of CREDIT_START
BRACKET_LAST = re.compile(r"[)\]]\.?$")
CREDIT_DIVIDED = re.compile(r"[/|]|\bvia\b|getty|images$|photo", re.IGNORECASE)
HOUSE_MARKS = ("/", "|", "via", "getty", "images", "photo")  # one of these is in what CREDIT_DIVIDED matches
CREDIT_HOUSE = re.compile(PICTURE_HOUSE)  # for folded text: to search without regard to case is three times slower
CREDIT_TAIL = re.compile(
    r"[(\[（](?P<in>[^()\[\]（）]{2,90})[)\]）]\s*$"
    r"|(?P<mark>(?:©|\(c\)|\bfoto|\bphoto(?:graph)?s?(?: by| credit)?|\bpicture(?:s)?"
    r"|\bimages?|\bcredits?|\bbild|"
    r"\bquelle|\bsource|\billustration|\bphoto courtesy of|\bcourtesy|写真|提供|撮影|Фото|Fotó)"
    r"\s?(?:by|[:：©]|courtesy of|/|=)\s?[^.!?]{2,70})\.?\s*$",
    re.IGNORECASE,
)
BRACKETS_END = (")", "]", "）")
# One of these stands in every text that the second half of CREDIT_TAIL matches.
TAIL_MARKS = (
    *("©", "(c)", "foto", "photo", "picture", "image", "credit", "bild", "quelle", "source"),
    *("illustration", "courtesy"),
    *("写真", "提供", "撮影", "фото", "fotó"),
)


def has_any(text: str, marks: Iterable[str]) -> bool:
    """Whether one of these stands in a text: much sooner said than by a form that begins with any of them."""
    return any(map(text.__contains__, marks))


def has_url(text: str) -> bool:
    """An address somewhere; most texts are told by a look for its marks alone."""
    return ("/" in text or "ww." in text or "WW." in text) and bool(URL.search(text))


def has_email(text: str) -> bool:
    """An address for mail, or what a page prints in its place."""
    return ("@" in text or "[" in text) and bool(EMAIL.search(text))


def has_quotes(text: str) -> bool:
    """A quotation mark somewhere; in ASCII there is but one."""
    return '"' in text or (not text.isascii() and bool(QUOTED.search(text)))


def has_handle(text: str) -> bool:
    """`@name` somewhere."""
    return "@" in text and bool(HANDLE.search(text))


class Marks(NamedTuple):
    """The forms of a line that several rooms ask for: a time ago, a date, figures, a credit, a byline."""

    ago: bool
    dated: bool
    count: bool
    credit: bool
    byline: bool


UNMARKED = Marks(ago=False, dated=False, count=False, credit=False, byline=False)
MARKED_LENGTH = 160


def marks_of(text: str) -> Marks:
    """The forms of a line."""
    return marks_of_line(text) if len(text) <= MARKED_LENGTH else UNMARKED


@lru_cache(maxsize=ONES_OWN)
def marks_of_line(text: str) -> Marks:
    """The forms of a line, looked for."""
    size = len(text)
    marks = Marks(
        size <= 45 and bool(RELATIVE_TIME.search(text)),
        _says_date(text),
        size <= 24 and bool(COUNT.fullmatch(text)),
        size <= 140 and _says_credit(text),
        _says_by(text),
    )
    return marks if any(marks) else UNMARKED  # remembered for many lines: most share this one


def is_relative_time(text: str) -> bool:
    """`2 minutes ago`, `Malaysia / 20 m ago`, `vor 2 Stunden`: nearly always a teaser's."""
    return marks_of(text).ago


def is_count(text: str) -> bool:
    """A line of figures alone: rank, price, percentage, table cell."""
    return marks_of(text).count


def is_rule_line(text: str) -> bool:
    """A line of stars or dashes."""
    return bool(STARS.fullmatch(text))


def is_credit(text: str) -> bool:
    """A credit alone: `Getty Images`, `Photo: A. Name`, `(AP Photo/A. Name)`, `© dpa | A. Name`."""
    return marks_of(text).credit


def _says_credit(text: str) -> bool:
    shape = shape_of(text)
    if shape.weight > 14 or not shape.count:
        return False
    if (has_any(text, ":/：") or CREDIT_BY.search(text)) and CREDIT_START.match(text) and not shape.sentences > 1:
        return True
    if text[0] == "©" or text.startswith("(c)"):
        return not re.search(r"(?:19|20)\d\d", text) and shape.weight <= 10 and not shape.groups.get("legal")
    bare = text.strip("()[] .")
    if text[0] in "([" and BRACKET_LAST.search(text) and CREDIT_HOUSE.search(bare.casefold()):
        return True
    return shape.weight <= 8 and not shape.ended and _names_a_house(bare, bare.casefold())


def _names_a_house(text: str, low: str) -> bool:
    """A picture house among the words, and what parts it from a name or says what it sells."""
    if low.isascii() and not has_any(low, HOUSE_MARKS):  # other letters may count as these, `re` knows
        return False
    return bool(CREDIT_DIVIDED.search(text)) and bool(CREDIT_HOUSE.search(low))


class Tail(NamedTuple):
    """The credit at the end of a caption: where it starts, its words, and whether it stands in brackets."""

    start: int
    words: str
    bracketed: bool


@lru_cache(maxsize=ONES_OWN)
def credit_tail(text: str) -> Tail | None:
    """The credit with which a caption ends: in brackets with a picture house or a slash, or after a mark."""
    low = max(0, len(text) - 150)
    tail = text[low:].casefold()
    if not (tail.rstrip().endswith(BRACKETS_END) or has_any(tail, TAIL_MARKS)):
        return None
    match = CREDIT_TAIL.search(text, low)
    if not match:
        return None
    if match["in"] is not None:
        inside = match["in"]
        named = CREDIT_HOUSE.search(inside.casefold()) or PHOTO.search(inside) or re.search(r"\w\s?/\s?[A-Z]", inside)
        return Tail(match.start(), inside, True) if named and not re.search(r"\d{3}", inside) else None
    return Tail(match.start(), match["mark"], False) if len(match["mark"].split()) <= 10 else None


def is_byline(text: str) -> bool:
    """A line that opens with the word for `by` in some language and goes on with a name; see `bylines`."""
    return marks_of(text).byline


def _says_by(text: str) -> bool:
    words = text.split(maxsplit=2)
    if not words or words[0].casefold().rstrip(":：") not in BY:
        return False
    return len(words) == 1 or not words[1][0].islower() or words[1].casefold() in BY or "@" in text


def has_date(text: str) -> bool:
    """A full date somewhere in a short block."""
    return len(text) <= 220 and bool(date_forms(text))


@lru_cache(maxsize=1_000)
def date_forms(text: str) -> tuple[dates.Dated, ...]:
    """The dates of a block, remembered: several rules ask."""
    return dates.dates_in(text)


def is_date_line(text: str) -> bool:
    """Hardly anything but a date, its label and a time."""
    return marks_of(text).dated


def _says_date(text: str) -> bool:
    found = date_forms(text)
    if not found:
        return len(text) <= 24 and len(text.split()) <= 4 and bool(dates.yearless_in(text))
    rest = len(text) - sum(dated.end - dated.start for dated in found)
    return rest <= 34


def is_agency(text: str) -> bool:
    """The name of a news agency alone."""
    return text.casefold().strip("() .–—-") in AGENCIES


def has_dateline(text: str) -> bool:
    """`PLACE (AGENCY) — `, `PLACE, Region — `, at the start of a paragraph; see `datelines`."""
    if text[1:2].isalpha() and text[1:2].islower():
        return False  # no place in capitals: so begin most paragraphs, and the rest takes longer
    head = text[:90]
    match = DATELINE_DASH.search(head)
    if not match or match.start() < 3 or match.end() >= len(text) - 20:
        return False
    place = head[: match.start()]
    letters = [ch for ch in place.split("(")[0].split(",")[0] if ch.isalpha()]
    return (
        bool(letters)
        and all(ch.isupper() or not ch.islower() for ch in letters)
        and not any(ch.isdigit() for ch in place[:3])
    )


def looks_titled(text: str, shape: Shape) -> bool:
    """Most words begin with a capital, as headlines and names of places do."""
    return shape.count >= 2 and shape.capitals >= 0.75


def is_upper(text: str) -> bool:
    """All letters are capitals, and there are at least three."""
    return text.isupper() and sum(map(str.isalpha, text)) >= 3
