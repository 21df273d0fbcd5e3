"""The words of a text, whatever file it stands in, and the phrases by which a story that is held would be known."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

# A stretch of so many words stands for its story: two writers seldom put the same five in the same order.
LENGTH = 5
# Every third such stretch is looked for: whoever copies seven words in a row copies one of them whole.
STRIDE = 3
# A name of one word is only looked for when it is long enough not to be part of a program.
LETTERS_OF_A_NAME = 6
# Marks of HTML, Markdown, JSON and addresses end a phrase, so that no phrase is put together from two places.
_TOKENS = re.compile(r"[^\W_]+|[<>\"“”„«»{}\[\]()*`|\\/=]|\n\s*\n")
_MARKS = re.compile(r"(?<=\])\([^()\s]*\)|<[^<>]*>|\[\^[^\]\s]*\]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_UNSEEN_SIGN = re.compile("[\u00ad\u200b\u2060\ufeff]")

Phrase = tuple[str, ...]


def tokens(text: str) -> list[str]:
    """The words of a text in order, lower case, and the marks between which a phrase may not reach.

    Entities, escapes of JSON and of addresses are undone, so that one text gives the same words in a page, a feed, a
    list for machines and an address.
    """
    for _ in range(2):  # feeds hold HTML that was escaped once more
        if "&" in text:
            text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if "%" in text:
        text = _PERCENT.sub(lambda found: unquote(found[0]), text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN_SIGN.sub("", text))
    return _TOKENS.findall(text.casefold())


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return "\n" if found[2] == "n" else " " if found[2] in "rt" else found[2] if found[2] in '"/' else "\\" + found[2]


def run_on(text: str) -> list[str]:
    """The words of a Markdown text as one stretch, without its marks and the targets of its links: lists for machines
    and search indexes put paragraphs one after the other."""
    return [token for token in tokens(_MARKS.sub(" ", text)) if token[0].isalnum()]


class Held(NamedTuple):
    """What a story that is held would be known by: `names` (title, slug, terms of its own) and `texts`."""

    source: str
    names: tuple[str, ...]
    texts: tuple[str, ...]


def phrases_of(held: Held, quota: int = 0) -> list[Phrase]:
    """The phrases to look for, each once; of its texts no more than `quota` (0: all), from everywhere in them."""
    found = [phrase for name in held.names for phrase in _of_name(name)]
    stretches = [phrase for text in held.texts for phrase in _of_text(text)]
    if quota and len(stretches) > quota:
        stretches = [stretches[number * len(stretches) // quota] for number in range(quota)]
    return list(dict.fromkeys(found + stretches))


def _of_name(name: str) -> Iterator[Phrase]:
    for run in runs(tokens(name)):
        if len(run) > LENGTH:
            yield from _stretches(run, 1)
        elif _tells(run):
            yield tuple(run)


def _of_text(text: str) -> Iterator[Phrase]:
    for run in runs(tokens(text)):
        yield from _stretches(run, STRIDE)


def _stretches(run: Sequence[str], stride: int) -> Iterator[Phrase]:
    last = len(run) - LENGTH
    for start in range(0, last + 1, stride):
        yield tuple(run[start : start + LENGTH])
    if last > 0 and last % stride:
        yield tuple(run[last:])


def runs(found: Iterable[str]) -> Iterator[list[str]]:
    """The stretches of words between marks."""
    run: list[str] = []
    for token in found:
        if token[0].isalnum():
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _tells(run: Sequence[str]) -> bool:
    """Whether a short name is one that a page would not hold by chance: numbers and little words are no evidence."""
    letters = [len(word) for word in run if not word.isdigit()]
    return sum(letters) >= (LETTERS_OF_A_NAME if len(run) == 1 else 4) and bool(letters)


class Net:
    """Phrases to look for in many texts.

    A phrase hangs on its longest word, and a text is only looked at where it has such a word: of a few stories most
    pages have none. However many phrases hang on one word, each place of it costs a few looks, one for each length and
    each place in a phrase.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.on_word: dict[str, dict[tuple[int, int], set[Phrase]]] = {}
        for phrase in phrases:
            word = max(phrase, key=len)
            shape = phrase.index(word), len(phrase)
            self.on_word.setdefault(word, {}).setdefault(shape, set()).add(phrase)
        self.words = frozenset(self.on_word)

    def caught(self, text: str) -> set[Phrase]:
        """The phrases that stand in a text."""
        return self.caught_in(tokens(text))

    def caught_in(self, words: list[str]) -> set[Phrase]:
        """The phrases that stand among these words."""
        there = self.words.intersection(set(words))
        if not there:
            return set()
        found: set[Phrase] = set()
        for place, word in enumerate(words):
            if word in there:
                for (before, length), wanted in self.on_word[word].items():
                    start = place - before
                    if start >= 0 and (phrase := tuple(words[start : start + length])) in wanted:
                        found.add(phrase)
        return found
