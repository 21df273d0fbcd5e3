"""Where a text prints names: runs of words with capitals, in any script that has them, with what stands beside them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile.importers.text.dates import DAYS, MONTHS
from backfile.importers.text.words import FURNITURE
from backfile.importing.naming.words import (
    ANDS,
    LEADING_BODIES,
    LINKS,
    OWN,
    STOPPED,
    STYLED,
    SURNAMES,
    articles,
    is_body,
    is_spot,
    is_title,
)

MOST_WORDS = 5
LONGEST_LINK = 10  # letters between two runs that may be one name
BESIDE = 60  # letters looked at on either side of a name
SHORTEST = 40  # letters; a line below is a label, unless it ends as a sentence does
NOUN_CAPITALS = (
    0.18  # capitals amid sentences, of all words: German text has a fourth, English with many names an eighth
)


def _classed(wanted: Iterable[int]) -> str:
    """The characters as ranges for a class of a regular expression."""
    found: list[list[int]] = []
    for code in wanted:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in found)


_CASED = range(min(sys.maxunicode, 0x2C00))
UPPER = _classed(code for code in _CASED if chr(code).isupper())
LOWER = _classed(code for code in _CASED if chr(code).islower() and chr(code).isalpha())
_PARTICLES = "(?:de|da|do|dos|del|della|di|van|von|bin|ben|ibn|af|ten|ter|du|vom|abu|bint|al|el)"
_WORD = (
    rf"(?:(?:{'|'.join(sorted(STOPPED))})\.(?=[ \u00a0])|[{UPPER}]\.(?:-?[{UPPER}]\.)*"
    rf"|[{UPPER}][^\W_]*(?:[’'\-](?![sS]\b)[^\W_]+)*)"
)
RUN = re.compile(
    rf"(?<![^\W_]){_WORD}(?:[ \u00a0](?:{_PARTICLES}[ \u00a0](?:(?:der|den|de|la|las|los)[ \u00a0])?)?{_WORD}){{0,9}}"
)
_SMALL = re.compile(rf"(?<![^\W_])[{LOWER}][^\W\d_]*")
_MID_CAPITAL = re.compile(rf"[{LOWER}],? [{UPPER}][{LOWER}]")
_OPENS = re.compile(r"(?:^|[.!?…:;•·|/\n。]|[.!?…]?[\"“”„«»‘’'(\[]|[–—-])\s*$")
_QUOTES = '"”»“'
_SPEECH = re.compile(
    rf"(?:[^\s(\[][\"”“]|»)(?:\s*[,.–—-])?\s(?:([{LOWER}]{{3,}})(?:\s[{LOWER}]+){{0,3}}\s[{UPPER}]"
    rf"|(?:[{UPPER}][^\W_]+\s){{1,4}}([{LOWER}]{{3,}})\b)"
)
_MARKS = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|https?://\S+|<[^>]*>")
_LESS = str.maketrans("", "", "*`[]\\")
_DESCRIBING = re.compile(rf"-[{LOWER}]{{3,}}$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+(?:-?[^\W\d_]\.)*")
FURNITURE_WORDS = {word for words in FURNITURE.values() for word in words.split()}


class Mention(NamedTuple):
    """A name where it stands: its words, what stands before and after. `opens`: it begins a sentence; `titled`: a
    title or a role stands before it; `last`: the word right before it."""

    words: tuple[str, ...]
    before: str
    after: str
    opens: bool
    titled: bool = False
    last: str = ""

    @property
    def name(self) -> str:
        return " ".join(self.words)


class Seen(NamedTuple):
    """What many stories together tell of words: those printed small too, runs that stand amid sentences, words that
    follow an article where all nouns have capitals, and words that stand between quotations and names."""

    small: frozenset[str]
    inner: frozenset[str]
    nouns: frozenset[str]
    verbs: frozenset[str] = frozenset()


class Text(NamedTuple):
    """The prose of a story, a paragraph each, and how its language writes nouns."""

    paragraphs: tuple[str, ...]
    noun_capitals: bool


def text_of(body: str) -> Text:
    """The paragraphs of a Markdown body that are prose: no headings, labels, captions alone, headlines in capitals."""
    paragraphs = tuple(filter(_is_prose, map(_bare, body.split("\n\n"))))
    whole = " ".join(paragraphs)
    capitals = len(_MID_CAPITAL.findall(whole))
    return Text(paragraphs, capitals > NOUN_CAPITALS * (whole.count(" ") + 1))


def _bare(block: str) -> str:
    """A block without its marks; "" for what is no paragraph."""
    block = block.strip()
    if not block or block[0] in "#|<!" or block.startswith("```"):
        return ""
    return " ".join(_MARKS.sub(" ", block).translate(_LESS).lstrip("> ").split())


def _is_prose(text: str) -> bool:
    if len(text) < SHORTEST and text[-1:] not in '.!?…。"”»“':
        return False
    words = text.split()
    return bool(words) and sum(word[0].isupper() for word in words) <= 0.6 * len(words)


def small_words(text: Text) -> set[str]:
    """The words that a story prints without a capital."""
    found: set[str] = set()
    for paragraph in text.paragraphs:
        found.update(_SMALL.findall(paragraph))
    return found


def inner_runs(text: Text) -> Iterator[str]:
    """The runs that stand amid sentences, and own nothing there."""
    for paragraph in text.paragraphs:
        for match in RUN.finditer(paragraph):
            start, end = match.span()
            if paragraph[end : end + 3] not in OWN and not _OPENS.search(paragraph[max(0, start - 4) : start]):
                yield match[0]


def nouns_in(text: Text, lang: str) -> set[str]:
    """Words that follow an article in a text in which every noun has a capital: they are nouns, and few are names."""
    found: set[str] = set()
    if text.noun_capitals and (them := articles(lang)):
        after = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(them))}) (?:[{LOWER}][^\W_]* )?([{UPPER}][^\W_]+)")
        for paragraph in text.paragraphs:
            found.update(after.findall(paragraph))
    return found


def mentions_in(text: Text, seen: Seen) -> Iterator[Mention]:
    """Every name that the text prints, in order, without what only stands before it."""
    for paragraph in text.paragraphs:
        for start, end in _joined(paragraph, seen):
            run = paragraph[start:end].replace("\u00a0", " ")
            before = paragraph[max(0, start - BESIDE) : start]
            opens = bool(_OPENS.search(before[-4:])) or not before
            words = run.split(" ")
            own = _unopened(words, seen) if opens else words
            last = _last_word(before) if len(own) == len(words) else words[0]
            own, titled = _trimmed(own, seen, text.noun_capitals)
            if own:
                yield Mention(tuple(own), before, paragraph[end : end + BESIDE], opens, titled, last)


def _last_word(before: str) -> str:
    """The word before a name; "" where something else stands between."""
    word = before.rstrip(" \u00a0")
    if word != before or word[-1:] in "’'":
        word = word[word.rfind(" ") + 1 :].lstrip("“„«»\"'’([—–")
        return word if word.replace("-", "").rstrip("’'").isalpha() else ""
    return ""


def verbs_in(text: Text) -> Iterator[str]:
    """Words that stand between a quotation and a name, or after a name that follows one: words of speech, mostly."""
    for paragraph in text.paragraphs:
        if any(map(paragraph.__contains__, _QUOTES)):
            yield from (first or second for first, second in _SPEECH.findall(paragraph))


def _joined(paragraph: str, seen: Seen) -> list[tuple[int, int]]:
    """Where runs stand; those that are one name by what stands between them are one."""
    spans: list[tuple[int, int]] = []
    for match in RUN.finditer(paragraph):
        start, end = match.span()
        if spans and start - spans[-1][1] < LONGEST_LINK and spans[-1][1] + 1 < start:
            between, first = paragraph[spans[-1][1] : start], spans[-1][0]
            if _is_one(paragraph[first : spans[-1][1]].split(" "), between, match[0].split(" "), seen):
                spans[-1] = (first, end)
                continue
        spans.append((start, end))
    return spans


def _is_one(left: list[str], between: str, right: list[str], seen: Seen) -> bool:
    """Whether two runs are one name: a body or a spot and what it is of (`University of Tokyo`), `Marsh & Webb`, common
    words that a body ends (`Food and Drug Administration`, `Seamen's Institute`)."""
    if between == " & ":
        return True
    if between in LINKS:
        return is_body(left[-1]) or is_spot(left[-1]) or left[-1].casefold() in LEADING_BODIES
    if between in ANDS:
        return left[-1].casefold() in seen.small and right[0].casefold() in seen.small and is_body(right[-1])
    is_own = between in OWN and len(left) == 1 and (left[0].casefold() in seen.small or left[0] not in seen.inner)
    return is_own and (is_body(right[-1]) or is_spot(right[-1]))


def _unopened(words: list[str], seen: Seen) -> list[str]:
    """A run that opens a sentence, without a first word that has its capital for that alone."""
    if " ".join(words) in seen.inner or is_title(words[0]):
        return words
    is_word = words[0].casefold() in seen.small
    return words[1:] if is_word or " ".join(words[1:]) in seen.inner else words


def _trimmed(words: list[str], seen: Seen, noun_capitals: bool) -> tuple[list[str], bool]:
    """A run without the words that only stand before the name; [] where none is left. Whether one was a title."""
    words, titled = _untitled(words, seen.small)
    if noun_capitals:
        words, announced = _unannounced(words, seen.nouns)
        titled = titled or announced
    while words and (words[-1].islower() or words[-1].casefold() in DAYS):
        words = words[:-1]
    return (words, titled) if _may_be_name(words) else ([], False)


def _untitled(words: list[str], small: frozenset[str]) -> tuple[list[str], bool]:
    """A run behind the titles in it: at its beginning, and behind words that go with one (`House Speaker`)."""
    titled = False
    for at in range(len(words) - 2, 0, -1):
        if is_title(words[at]) and words[at].casefold() not in SURNAMES:
            goes = all(word.casefold() in small or is_title(word) for word in words[:at])
            if goes or len(words) - at > 2:
                words, titled = words[at:], True
                break
    while words and is_title(words[0]):
        if len(words) == 2 and words[0].casefold() in STYLED:
            return words, True
        words, titled = words[1:], True
    return words, titled


def _unannounced(words: list[str], nouns: frozenset[str]) -> tuple[list[str], bool]:
    """A run without the nouns before the name, as `Bundestrainer Hansi Flick` has one. Bodies consist of nouns."""
    if any(map(is_body, words)) or any(map(is_spot, words)):
        return words, False
    titled = False
    while len(words) > 1 and words[0] in nouns and words[1] not in nouns:
        words, titled = words[1:], len(words) > 2
    return ([], False) if all(word in nouns or word.islower() for word in words) else (words, titled)


def _may_be_name(words: list[str]) -> bool:
    if words and (words[0].islower() or _DESCRIBING.search(words[-1])):
        return False  # what was left of a title: `President | of Crake`; an adjective: `Prize-winning`
    if not 1 <= len(words) <= MOST_WORDS + 2 or (_INITIAL.fullmatch(words[-1]) and len(words) > 1):
        return False
    low = [word.casefold() for word in words]
    if any(word in DAYS for word in low) or low[0] in MONTHS or all(word in FURNITURE_WORDS for word in low):
        return False
    if all(map(is_title, words)) or (len(words) > 1 and is_title(words[-1]) and low[-1] not in SURNAMES):
        return False  # a role, no person
    if len(words) > 1 and all(word.isupper() and len(word) > 1 for word in words):
        return False  # a line in capitals
    return len("".join(words)) >= 3 or (len(words) == 1 and words[0].isupper() and len(words[0]) == 2)
