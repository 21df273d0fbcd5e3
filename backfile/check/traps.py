"""Text that Markdown would change: what a person wrote as plain words and a page would show as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from backfile.model import Level


class Trap(NamedTuple):
    """One such place; line and column count from 1 within the body."""

    line: int
    column: int
    fault: str
    remedy: str
    code: str
    level: Level = Level.WARNING


MOST_TOLD = 20
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_NUMBER = re.compile(r"[ ]{0,3}(\d+)\. +\S")
_HASH = re.compile(r"#+(?=[^\s#])\S{0,30}")
_STARS = re.compile(r"(?<=[^\s*\\])\*(?=[\s,.;:!?)])[^*\n]{1,200}[^\s*\\]\*(?!\*)")
_CODE = re.compile(r"(?: {4,}|\t)\s*(\S)")
_LISTED = re.compile(r"\s*(?:[-+*>|]|\d+\.|\[)")
_RULE = re.compile(r"(?:-{2,}|={2,}) *$")
LONG_FOR_A_HEADING = 70


def found_in(body: str) -> Iterator[Trap]:
    """The first few traps of a body, in order; code between fences is left alone."""
    above, fence, count = "", "", 0
    for number, line in enumerate(body.split("\n"), 1):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence:
            for trap in _traps_of(line, above, number):
                yield trap
                count += 1
        if count >= MOST_TOLD:
            return
        above = line if line.strip() or not _is_listed(above) else above + "\n"


def _traps_of(line: str, above: str, number: int) -> Iterator[Trap]:
    is_start = not above.strip() or above.endswith("\n")
    if is_start and (found := _NUMBER.match(line)) and not _is_listed(above):
        yield from _number_trap(found, line, number)
    if found := _HASH.match(line):
        fault = f'"{found[0]}" is read as a heading'
        yield Trap(number, 1, fault, f"write \\{found[0]}, or a space after the # of a heading", "markdown-heading")
    if found := _STARS.search(line):
        fault = "the two * are read as marks of emphasis, and are not shown"
        yield Trap(number, found.start() + 1, fault, "write \\* for each * that is to be seen", "markdown-emphasis")
    if is_start and not _is_listed(above) and (found := _CODE.match(line)):
        fault = "the spaces at the start of the paragraph make program code of it"
        yield Trap(number, found.start(1) + 1, fault, "delete the spaces", "markdown-code", Level.ADVICE)
    if _RULE.match(line) and len(above.strip()) > LONG_FOR_A_HEADING and not _LISTED.match(above):
        fault = "the line of dashes makes a heading of the text above it"
        yield Trap(number, 1, fault, "put a blank line between them", "markdown-underline")


def _number_trap(found: re.Match[str], line: str, number: int) -> Iterator[Trap]:
    if found[1] == "1":
        return
    fault = f'"{found[1]}." is read as the first entry of a list, and its number is not shown'
    escaped = f"{found[1]}\\{line.lstrip()[len(found[1]) :]}"
    yield Trap(number, found.start(1) + 1, fault, f"write {escaped[:60]}", "markdown-list")


def _is_listed(above: str) -> bool:
    return bool(_LISTED.match(above)) or above.startswith(("    ", "\t"))
