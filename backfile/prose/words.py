"""The proof that no word was lost between a body's Markdown and the text of its page."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from ..model import Problem
from . import syntax

# A word is a run of letters and digits; marks within one (`un*believ*able`) and tags part it, on both sides alike.
# `_` parts words too, and is taken out before: a search for `\w` is twice as fast as one without `_`.
_WORD = re.compile(r"\w+")
_ENTITY = re.compile(r"&(?:#\d+;?|#x[0-9a-f]+;?|[a-z][a-z0-9]*;)", re.IGNORECASE)
_WORD_WITH_ENTITIES = re.compile(rf"(?:[^\W_]|{_ENTITY.pattern})+", re.IGNORECASE)

_PAGE_TAG = re.compile(
    r"<!--.*?-->|<(?P<hidden>script|style|template)\b.*?</(?P=hidden)\s*>"
    r"|<(?P<close>/?)(?P<name>[a-z][^\s/>]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>",
    re.IGNORECASE | re.DOTALL,
)
_ALT = re.compile(r"\balt=\"([^\"]*)\"")
_START = re.compile(r"\bstart=\"?(-?\d+)")

# A line that Markdown takes for an item of a list, and numbers anew.
_NUMBERED = re.compile(r"[ >]*\d+\. ")

# Marks that part no two words when they are left out of both texts.
_MARKS = re.compile(r"[*_#\\\[\]>|`-]+")

# Stands between stretches of text that are compared in one go, so that no word moves from one to another.
_BOUNDARY = "boundary0of0stretches"
_LARGEST_DIFFERENCE = 4_000_000


class LostWord(NamedTuple):
    """A word of the source that the page does not show in its place, and its line in the body, from 1."""

    word: str
    line: int


def lost_words(source: str, html: str) -> tuple[LostWord, ...]:
    """Words and numbers of a body's Markdown that its HTML does not show, in order.

    The rule: take from the source what is syntax, and from the page its tags; every word that is left of the source
    stands in the page, in the same order. The page may hold more (footnote numbers, what a template adds).

    Syntax is: marks, which hold no word; the targets and titles of links and images (`alt` is text, on both sides);
    definitions of links, if they are used or their target looks like an address, and of abbreviations; labels of
    footnotes, whose text is looked for after all other text; HTML tags, comments, scripts and styles; attribute
    lists; the line that opens a fence. The number of an ordered list's item is a word, shown where the page shows
    that number; but `1.` may stand before any item.
    """
    if "<" in source or syntax.DEFINITION.search(source):
        return _lost(source, html)
    return () if _shows_block_by_block(source, html) else _lost(source, html)


def loss_problems(lost: tuple[LostWord, ...], text: str, source: str, first_line: int = 1) -> tuple[Problem, ...]:
    """One error for each line that lost words of a body, whose Markdown is `text`."""
    by_line: dict[int, list[str]] = {}
    for word, line in lost:
        by_line.setdefault(line, []).append(word)
    lines = text.split("\n") if lost else []
    return tuple(_loss(words, lines[at - 1], source, at + first_line - 1) for at, words in sorted(by_line.items()))


def _loss(words: list[str], text: str, source: str, line: int) -> Problem:
    named = ", ".join(f'"{word}"' for word in words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")
    fault = f"the page would not show {named}"
    remedy = "write a backslash before what Markdown takes for a mark on this line: \\* \\_ \\[ \\<"
    if _NUMBERED.match(text):
        remedy = f"write {words[0]}\\. so that Markdown does not take it for a number of a list"
    return Problem(source, line, max(text.find(words[0]), 0) + 1, fault, remedy, "words-lost", excerpt=text)


def _shows_block_by_block(source: str, html: str) -> bool:
    """Whether each block is in the page as it stands or, between those that are, shows all its words."""
    sources: list[str] = []
    pages: list[str] = []
    waiting: list[str] = []
    position = 0
    for block in source.split("\n\n"):
        block = block.strip("\n")
        paragraph = f"<p>{block}</p>"
        # Nearly always it follows at once, after the end of a line; to look further on costs twenty times as much.
        found = position + 1 if html.startswith(paragraph, position + 1) else -1
        if found < 0 and (waiting or not position):
            found = html.find(paragraph, position)
        if found < 0:
            waiting.append(block)
            continue
        if waiting:
            sources += (*waiting, _BOUNDARY)
            pages += html[position:found], _BOUNDARY
            waiting = []
        position = found + len(paragraph)
    sources += waiting
    pages.append(html[position:])
    return _reads_the_same("\n\n".join(sources), "\n".join(pages))


def _reads_the_same(source: str, html: str) -> bool:
    """Whether source and page are the same text but for marks: a quick answer, and a yes is exact."""
    text = syntax.without_marks(source, _nothing)
    page = unescape(_PAGE_TAG.sub("", html))
    return _MARKS.sub("", _unescaped(text)).split() == _MARKS.sub("", page).split()


def _nothing(_: re.Match[str]) -> str:
    return ""


def _lost(source: str, html: str) -> tuple[LostWord, ...]:
    placed = _source_words(source)
    wanted, shown = [word for word, _ in placed], _page_words(html)
    if _is_within(wanted, shown):
        return ()
    missing = _missing(wanted, shown)
    return tuple(LostWord(placed[index][0], source.count("\n", 0, placed[index][1]) + 1) for index in missing)


def _is_within(wanted: list[str], shown: list[str]) -> bool:
    if wanted == shown:
        return True
    rest = iter(shown)
    return all(word in rest for word in wanted)


def _missing(wanted: list[str], shown: list[str]) -> list[int]:
    """Which words to call lost: those outside the best alignment, or, in very long texts, the first one only."""
    if len(wanted) * len(shown) > _LARGEST_DIFFERENCE:
        rest = iter(shown)
        return [next(index for index, word in enumerate(wanted) if word not in rest)]
    from difflib import SequenceMatcher  # only for a message

    matcher = SequenceMatcher(None, wanted, shown, autojunk=False)
    kept = {index for block in matcher.get_matching_blocks() for index in range(block.a, block.a + block.size)}
    return [index for index in range(len(wanted)) if index not in kept]


def _source_words(source: str) -> list[tuple[str, int]]:
    """The words of Markdown that are no syntax, with their positions; those of footnotes last."""
    words: list[tuple[str, int]] = []
    for start, text in syntax.texts(source):
        if "&" not in text:
            words += [(match[0], start + match.start()) for match in _WORD.finditer(text.replace("_", " "))]
            continue
        for match in _WORD_WITH_ENTITIES.finditer(text):
            words += [(word, start + match.start()) for word in _WORD.findall(_unescaped(match[0]).replace("_", " "))]
    return words


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text)


def _page_words(html: str) -> list[str]:
    """The words a page shows: its text, the `alt` of its images, the numbers of its lists."""
    counters: list[int | None] = []

    def shown(tag: re.Match[str]) -> str:
        name = (tag["name"] or "").lower()
        if name == "img":
            alt = _ALT.search(tag["attributes"])
            return f" {alt[1]} " if alt else " "
        if name in ("ol", "ul"):
            _count(counters, name, tag)
        elif name == "li" and not tag["close"] and counters and counters[-1] is not None:
            counters[-1] += 1
            return f" {counters[-1]} "
        return " "

    return _WORD.findall(unescape(_PAGE_TAG.sub(shown, html)).replace("_", " "))


def _count(counters: list[int | None], name: str, tag: re.Match[str]) -> None:
    if not tag["close"]:
        start = _START.search(tag["attributes"])
        counters.append((int(start[1]) if start else 1) - 1 if name == "ol" else None)
    elif counters:
        counters.pop()
