"""Where the links and pictures of a Markdown text stand, so that each can be led elsewhere or made plain text.

In time that grows with the text alone, whatever stands in it: a block of a megabyte of brackets is read once.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import NamedTuple

from backfile.importers.inline import escape_inline

_MARK = re.compile(r"\\.|`+|!?\[|\]|<", re.DOTALL)
_BLANK = re.compile(r"\n[ \t]*\n")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_IN_TARGET = re.compile(r"\\.|[()]", re.DOTALL)
_DEFINITION = re.compile(r"\[(?!\^)([^\[\]]+)\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|[^\s<]\S*)[^\n]*")
_AUTO = re.compile(r"<([a-z][a-z0-9+.-]*:[^\s<>]*)>", re.IGNORECASE)
_TAG = re.compile(r"<(a|img)(?=\s)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<=\s)(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ALT = re.compile(r"(?<=\s)alt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_CLOSING = re.compile(r"</a\s*>", re.IGNORECASE)
_LONGEST = 4_000  # a target and its title
_DEEPEST = 8  # brackets within a target


class Spot(NamedTuple):
    """One link or picture. `kind` is link, image, definition (`[mill]: /mill/`), use (`[the mill][mill]`, its target is
    the label), auto (`<https://…>`), a or img (HTML).

    `inner` is where its words stand, `place` where its target does; `is_image` tells a use of a picture. For `a`,
    `inner` ends at its closing tag and `end` behind it.
    """

    kind: str
    start: int
    end: int
    inner: tuple[int, int]
    place: tuple[int, int]
    target: str
    title: str = ""
    is_image: bool = False


class Gone(NamedTuple):
    """The answer for a link that leads nowhere: its words stay, and say where it went."""

    where: str


Edit = tuple[int, int, str]


def spots_in(text: str) -> Iterator[Spot]:
    """Every link and picture outside of code and comments, in the order in which they end."""
    for start, end in _prose(text):
        yield from _Block(text, start, end).spots()


def rewritten(text: str, answer: Callable[[Spot], str | Gone | None]) -> str:
    """The text with other targets: `answer` gives the new one, None where it stays, or that it is gone."""
    edits: list[Edit] = []
    gone: dict[str, str] = {}
    uses = []
    for spot in spots_in(text):
        if spot.kind == "use":
            uses.append(spot)
            continue
        told = answer(spot)
        if isinstance(told, str):
            edits += _led(spot, told)
        elif told is not None and spot.kind == "definition":
            gone[_label(text[slice(*spot.inner)])] = told.where
            edits.append((spot.start, min(spot.end + 1, len(text)), ""))
        elif told is not None:
            edits += _plain(text, spot, told.where)
    for spot in uses if gone else ():
        if spot.target in gone:
            edits += _plain(text, spot, gone[spot.target])
    return _edited(text, edits)


def _led(spot: Spot, target: str) -> list[Edit]:
    if spot.kind == "auto":
        return [(spot.start, spot.end, f"[{escape_inline(spot.target)}]({target})")]
    return [(*spot.place, html.escape(target) if spot.kind in ("a", "img") else target)]


def _plain(text: str, spot: Spot, where: str) -> list[Edit]:
    """The words of a link, and in brackets where it went, unless they say that themselves."""
    words, title = text[slice(*spot.inner)], spot.title
    if spot.kind == "auto":
        return [(spot.start, spot.end, escape_inline(where))]
    told = ", ".join(filter(None, (title, where)))
    if spot.kind == "img":
        alt = _ALT.search(words)
        return [(spot.start, spot.end, f"{alt[alt.lastindex] if alt else ''} ({html.escape(told)})".strip())]
    if spot.kind == "a":
        after = "" if html.unescape(words).strip() == where else f" ({html.escape(told)})"
        return [(spot.start, spot.inner[0], ""), (spot.inner[1], spot.end, after)]
    after = "" if words.strip() in (where, escape_inline(where)) else f" ({escape_inline(told)})"
    after = after if words.strip() else after.lstrip()
    return [(spot.start, spot.inner[0], ""), (spot.inner[1], spot.end, after)]


def _edited(text: str, edits: list[Edit]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(edits):
        if start >= at:
            parts += [text[at:start], new]
            at = end
    return "".join([*parts, text[at:]])


def _prose(text: str) -> Iterator[tuple[int, int]]:
    """The blocks of a text that blank lines part, without its fenced code."""
    start = at = 0
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if mark and not fence:
            yield from _blocks(text, start, at)
            fence, start = mark[1], at
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence, start = "", at + len(line)
        at += len(line)
    yield from _blocks(text, start, at)  # with a fence that is never closed, which is none


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for blank in _BLANK.finditer(text, start, end):
        yield start, blank.start()
        start = blank.end()
    if start < end:
        yield start, end


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


class _Block:
    """One pass over a block; brackets that are open wait on a stack."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.at, self.end = text, start, end
        self.open: list[tuple[int, int, bool]] = []
        self.ticks: dict[int, list[int]] | None = None
        self.closings: list[re.Match[str]] | None = None
        self.passed = 0  # closings that lie behind

    def spots(self) -> Iterator[Spot]:
        """The links of the block; `self.at` is behind what has been looked at."""
        while mark := _MARK.search(self.text, self.at, self.end):
            self.at = mark.end()
            sign = mark[0]
            if sign[0] == "\\":
                continue
            if sign[0] == "`":
                self._pass_code(mark)
            elif sign[-1] == "[":
                found = self._definition(mark) if sign == "[" else None
                if found:
                    yield found
                else:
                    self.open.append((mark.start(), mark.end(), sign == "!["))
            elif sign == "]" and self.open:
                yield from self._closed(mark.start())
            elif sign == "<":
                yield from self._element(mark.start())

    def _pass_code(self, mark: re.Match[str]) -> None:
        if self.ticks is None:
            self.ticks = {}
            for run in re.compile("`+").finditer(self.text, mark.start(), self.end):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        size = len(mark[0])
        runs = self.ticks.get(size, [])
        after = bisect_left(runs, mark.end())
        if after < len(runs):
            self.at = runs[after] + size

    def _definition(self, mark: re.Match[str]) -> Spot | None:
        line = self.text.rfind("\n", 0, mark.start()) + 1
        if mark.start() - line > 3 or self.text[line : mark.start()].strip(" "):
            return None
        found = _DEFINITION.match(self.text, mark.start(), self.end)
        if not found:
            return None
        self.at = found.end()
        place, target = _bare(found[2], found.start(2))
        return Spot("definition", found.start(), found.end(), found.span(1), place, target)

    def _closed(self, at: int) -> Iterator[Spot]:
        start, inner, is_image = self.open.pop()
        if self.text.startswith("(", self.at) and self.at < self.end and (found := self._target(self.at + 1)):
            place, target, title, self.at = found
            yield Spot("image" if is_image else "link", start, self.at, (inner, at), place, target, title)
            return
        label, end = self.text[inner:at], at + 1
        if self.text.startswith("[", self.at):
            close = self.text.find("]", self.at, min(self.end, self.at + 300))
            if close > 0:
                label, end = self.text[self.at + 1 : close] or label, close + 1
                self.at = end
        if len(label) < 300:
            yield Spot("use", start, end, (inner, at), (at, at), _label(label), is_image=is_image)

    def _target(self, at: int) -> tuple[tuple[int, int], str, str, int] | None:
        """The target that begins here, its title, and the end of its brackets; None when they do not close."""
        depth, look = 0, at
        while mark := _IN_TARGET.search(self.text, look, min(self.end, at + _LONGEST)):
            look = mark.end()
            if mark[0] == "(":
                depth += 1
                if depth > _DEEPEST:
                    return None
            elif mark[0] == ")":
                depth -= 1
                if depth < 0:
                    return (*_parted(self.text[at : mark.start()], at), mark.end())
        return None

    def _element(self, at: int) -> Iterator[Spot]:
        if self.text.startswith("<!--", at):
            close = self.text.find("-->", at, self.end)
            self.at = close + 3 if close >= 0 else self.end
        elif auto := _AUTO.match(self.text, at, self.end):
            self.at = auto.end()
            yield Spot("auto", at, auto.end(), auto.span(1), auto.span(1), auto[1])
        elif tag := _TAG.match(self.text, at, self.end):
            self.at = tag.end()
            if address := _ADDRESS.search(tag[2]):
                yield self._tag(tag, address)

    def _tag(self, tag: re.Match[str], address: re.Match[str]) -> Spot:
        first, last = address.span(address.lastindex)
        place = (tag.start(2) + first, tag.start(2) + last)
        target = html.unescape(address[address.lastindex])
        if tag[1].lower() == "img":
            return Spot("img", tag.start(), tag.end(), tag.span(2), place, target)
        if self.closings is None:
            self.closings = list(_CLOSING.finditer(self.text, tag.end(), self.end))
        while self.passed < len(self.closings) and self.closings[self.passed].start() < tag.end():
            self.passed += 1
        close = self.closings[self.passed] if self.passed < len(self.closings) else None
        inner, end = (close.start(), close.end()) if close else (tag.end(), tag.end())
        return Spot("a", tag.start(), end, (tag.end(), inner), place, target)


def _bare(text: str, at: int) -> tuple[tuple[int, int], str]:
    """Where a target stands without its pointed brackets, and what it is."""
    if len(text) > 1 and text[0] == "<" and text[-1] == ">":
        return (at + 1, at + len(text) - 1), text[1:-1]
    return (at, at + len(text)), text


def _parted(text: str, at: int) -> tuple[tuple[int, int], str, str]:
    """What stands in the brackets of a link: where its target is, the target, its title."""
    start = at + len(text) - len(text.lstrip())
    text, title = text.strip(), ""
    if text[-1:] in ("'", '"'):
        opening = min(filter(lambda n: n > 0, (text.find(f"{space}{text[-1]}") for space in " \n\t")), default=-1)
        if 0 < opening < len(text) - 2:
            text, title = text[:opening].rstrip(), text[opening + 2 : -1]
    place, target = _bare(text, start)
    return place, target, title
