"""How much a body may ask of Python-Markdown, some of whose steps take the square of what they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..model import Problem
from .places import Places


class ProseLimits(NamedTuple):
    """What one body may ask for.

    `effort` is counted in characters that an unclosed bracket makes Python-Markdown look at; the default takes it
    about two seconds. It counts what is known to grow with the square: unclosed brackets, links and tags, many marks
    in one block, many headings, abbreviations or footnotes, and lists in lists in lists.
    """

    effort: int = 5_000_000


DEFAULT_LIMITS = ProseLimits()

# Below these figures no body can reach a default limit, so most are not looked at.
_FEW_MARKS, _FEW_CHARACTERS = 300, 40_000

_BRACKET = re.compile(r"\]\(|[\[\]()]|\n\n")
_TAG = re.compile(r"[<>]")
_MARK = re.compile(r"[*_`\[\\<&]|  \n")
_HEADING = re.compile(r"^[ >]*#", re.MULTILINE)
_INDENT = re.compile(r"^ +(?=\S)", re.MULTILINE)
_ABBREVIATION = re.compile(r"^[ >]*\*\[", re.MULTILINE)


def excess(text: str, limits: ProseLimits, source: str, places: Places) -> Problem | None:
    """An error for a body that is over the limit of effort, at the place where most of it is asked for."""
    if limits == DEFAULT_LIMITS and len(text) < _FEW_CHARACTERS and text.count("[") + text.count("<") < _FEW_MARKS:
        return None
    efforts = list(_efforts(text))
    if sum(effort for effort, _, _ in efforts) <= limits.effort:
        return None
    _, position, what = max(efforts)
    line, column = places.at(position)
    fault = f"{what} from here on would take Python-Markdown too long (limit: effort, {limits.effort:,})"
    remedy = "close or escape them, or cut the text with blank lines"
    return Problem(source, line, column, fault, remedy, "prose-effort", excerpt=places.line(line)[:200])


def _efforts(text: str) -> Iterator[tuple[int, int, str]]:
    """What each kind of mark costs, weighed as measured, the position where it begins, and what to call it."""
    yield from _unclosed_brackets(text)
    yield _unclosed_tags(text)
    yield len(_HEADING.findall(text)) ** 2 // 20, 0, "headings"
    yield len(_ABBREVIATION.findall(text)) * len(text) // 10, 0, "abbreviations"
    yield text.count("[^") ** 2 * 2, max(text.find("[^"), 0), "footnotes"
    yield sum(len(indent) ** 2 for indent in _INDENT.findall(text)) // 100, 0, "indented lines"
    yield from _marks_by_block(text)


def _unclosed_brackets(text: str) -> Iterator[tuple[int, int, str]]:
    """For each block, how far every `[` is from its `]`, and every `](` from its `)`, or from the end."""
    open_square: list[int] = []
    open_round: list[int] = []
    effort, start = 0, 0
    for match in _BRACKET.finditer(text + "\n\n"):
        mark, position = match[0], match.start()
        if mark == "[":
            open_square.append(position)
        elif mark == "(" and open_round:
            open_round.append(position)
        elif mark == ")" and open_round:
            effort += position - open_round.pop()
        elif mark in ("]", "](") and open_square:
            effort += position - open_square.pop()
        if mark == "](":
            open_round.append(position)
        elif mark == "\n\n":
            effort += sum(position - opened for opened in open_square + open_round)
            yield effort, max([start, *open_square[:1], *open_round[:1]]), "brackets"
            open_square, open_round, effort, start = [], [], 0, match.end()


def _unclosed_tags(text: str) -> tuple[int, int, str]:
    """How far every `<` is from the next `>`, or from the end."""
    effort, first, opened = 0, 0, []
    for match in _TAG.finditer(text + ">"):
        if match[0] == "<":
            opened.append(match.start())
        elif opened:
            cost = sum(match.start() - place for place in opened) // 8
            effort, first = effort + cost, opened[0] if cost > effort else first
            opened = []
    return effort, first, "tags"


def _marks_by_block(text: str) -> Iterator[tuple[int, int, str]]:
    """Marks times length: each match makes Python-Markdown write the text of its block anew."""
    start = 0
    for block in text.split("\n\n"):
        yield len(_MARK.findall(block)) * len(block) // 500, start, "marks"
        start += len(block) + 2
