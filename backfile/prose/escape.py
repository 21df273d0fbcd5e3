"""Plain text to Markdown that shows exactly the same words, with as few marks as possible: people read the file."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Characters that no text file of ours holds; Python-Markdown would drop some of them.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")

_MARKS = re.compile(r"[\\`*_\[<&]")
_ESCAPABLE = "\\`*_{}[]()>#+-.!|"

# What a block processor would claim at the start of a paragraph, and where the backslash goes.
_NUMBER = re.compile(r"\d+(?=\.(?: |\Z))")
_CLAIMED = re.compile(
    r"#|>|[*+-](?= |\Z)|(?:-[ ]{0,2}){3,}\Z|(?:_[ ]{0,2}){3,}\Z|(?:\*[ ]{0,2}){3,}\Z|`{3}|\*?\[[^\0]*\] ?:"
)
# These two cannot be escaped with a backslash.
_BY_NUMBER = {":": re.compile(r":(?= )"), "~": re.compile(r"~(?=~~)")}

_ENTITY = re.compile(r"&(?=#\d|#x[0-9a-f]|\w[\w.-]*;)", re.IGNORECASE)
_TAG = re.compile(r"<(?=\S)(?!\d[^>]*\Z|=)")
# What closes a heading would be taken for its attributes, and vanish: `Line 4 {closed}` as a heading.
_ATTRIBUTES = re.compile(r"\{(?=[^}]*\}\Z)")
_RUN = re.compile(r"\*+|_+")


def escaped(text: str) -> str:
    """One paragraph of plain text as Markdown: rendered, it shows the same words.

    White space is folded to single spaces (not the no-break ones within), control characters go.
    """
    if "  " in text or not text.isprintable():  # most text has nothing to fold
        text = _SPACES.sub(" ", _CONTROL.sub("", text))
    text = text.strip()
    return _start_escaped(_marks_escaped(text)) if text else ""


def escaped_line(text: str) -> str:
    """The same for a line that does not stand alone: a heading, or one of several lines of a paragraph."""
    line = escaped(text)
    return _ATTRIBUTES.sub(r"\\{", line) if line.endswith("}") else line


def paragraphs(blocks: Iterable[str]) -> str:
    """Paragraphs of plain text as Markdown, a blank line between them; empty ones are left out."""
    return "\n\n".join(filter(None, map(escaped, blocks)))


def _marks_escaped(text: str) -> str:
    if not _MARKS.search(text):
        return text
    places = _link_places(text) | _code_places(text) | _emphasis_places(text) | _backslash_places(text)
    entities = {match.start(): "&amp;" for match in _ENTITY.finditer(text)}
    entities |= {match.start(): "&lt;" for match in _TAG.finditer(text)}
    return "".join(
        "\\" + character if index in places else entities.get(index, character) for index, character in enumerate(text)
    )


def _start_escaped(text: str) -> str:
    """Escape what would make a list, a heading, a quote, a rule, a fence or a definition of the paragraph."""
    first = text[0]
    if first in _BY_NUMBER and _BY_NUMBER[first].match(text):
        return f"&#{ord(first)};{text[1:]}"
    if number := _NUMBER.match(text):
        return f"{number[0]}\\{text[number.end() :]}"
    return "\\" + text if _CLAIMED.match(text) else text


def _link_places(text: str) -> set[int]:
    """The parenthesis that would make a link of the brackets before it."""
    return {match.start() + 1 for match in re.finditer(r"\]\(", text)}


def _code_places(text: str) -> set[int]:
    """Every backtick, where two runs of them would make code."""
    runs = len(re.findall("`+", text))
    return {index for index, character in enumerate(text) if character == "`"} if runs > 1 else set()


def _backslash_places(text: str) -> set[int]:
    """Backslashes that would take the next character as escaped."""
    return {match.start() for match in re.finditer(r"\\(?=[\\`*_{}\[\]()>#+.!|-])", text)}


def _emphasis_places(text: str) -> set[int]:
    """Runs of `*` or `_` which another one of the same kind could open or close."""
    runs = [(match, *_can_open_and_close(text, match)) for match in _RUN.finditer(text)]
    places: set[int] = set()
    for mark in "*_":
        same = [run for run in runs if run[0][0][0] == mark]
        opener = next((index for index, run in enumerate(same) if run[1]), len(same))
        if any(run[2] for run in same[opener + 1 :]):
            places.update(place for match, opens, closes in same if opens or closes for place in range(*match.span()))
    return places


def _can_open_and_close(text: str, run: re.Match[str]) -> tuple[bool, bool]:
    before, after = text[: run.start()][-1:], text[run.end() :][:1]
    opens, closes = bool(after) and not after.isspace(), bool(before) and not before.isspace()
    if run[0][0] == "_":
        opens, closes = opens and not _is_word(before), closes and not _is_word(after)
    return opens, closes


def _is_word(character: str) -> bool:
    return bool(re.match(r"\w", character))
