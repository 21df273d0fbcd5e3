"""Text of several looks (links, bold, italic) to one Markdown paragraph that shows the same words."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from backfile.prose.escape import escaped

_MARKS = re.compile(r"[\\`*\[\]{}]|<(?=\S)|&(?=#|\w+;)|(?<!\w)_|_(?!\w)")
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_START = re.compile(r"(\d+)(?=\.(?:\s|$))|(?=[#>])|(?=[+-](?:\s|$))|(?=-{2,}\s*$)|(?=(?:- ?){3,}$)")
_START_BY_NUMBER = re.compile(r":(?=\s)|~(?=~~)|=(?==*\s*$)|\|")
_SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_ODD_IN_LINK = ' ()<>"\\[]*_`\n\t{}|^'


class Run(NamedTuple):
    """Text of one look. `raw` is Markdown that stands as it is (an inline picture); "\\n" is a line break."""

    text: str
    href: str = ""
    bold: bool = False
    italic: bool = False
    tag: str = ""
    raw: bool = False


def plain_text(runs: list[Run] | tuple[Run, ...]) -> str:
    """The words alone, single spaces between them, line breaks kept."""
    lines = "".join(run.text for run in runs).split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip("\n")


def markdown(runs: list[Run] | tuple[Run, ...], *, one_line: bool = False) -> str:
    """The paragraph as Markdown. With `one_line` (headings, table cells) a line break becomes a space."""
    runs = _merged(runs)
    if not any(run.href or run.bold or run.italic or run.tag or run.raw or run.text == "\n" for run in runs):
        return escaped("".join(run.text for run in runs))
    lines = [list(line) for is_break, line in groupby(runs, key=lambda run: run.text == "\n") if not is_break]
    shown = [text for line in lines if (text := _line(line))]
    return (" " if one_line else "  \n").join(_start_escaped(text) for text in shown)


def _merged(runs: list[Run] | tuple[Run, ...]) -> list[Run]:
    """Neighbours of one look as one, with the space at the edges of a look outside of it."""
    merged: list[Run] = []
    for run in runs:
        if run.text == "\n" or run.raw:
            merged.append(run)
            continue
        text = _SPACES.sub(" ", run.text.translate(_UNSEEN))
        before, inner, after = _edges(text)
        for piece in (Run(before), run._replace(text=inner), Run(after)):
            if piece.text:
                _append(merged, piece)
    return merged


def _edges(text: str) -> tuple[str, str, str]:
    inner = text.strip()
    if not inner:
        return " " if text else "", "", ""
    start = text.index(inner[0])
    return text[:start], inner, text[start + len(inner) :]


def _append(merged: list[Run], piece: Run) -> None:
    last = merged[-1] if merged else None
    if last and last.text != "\n" and not last.raw and last[1:] == piece[1:]:
        merged[-1] = last._replace(text=last.text + piece.text)
    else:
        merged.append(piece)


def _line(runs: list[Run]) -> str:
    shown = []
    for at, run in enumerate(runs):
        before = runs[at - 1].text[-1:] if at else ""
        after = runs[at + 1].text[:1] if at + 1 < len(runs) else ""
        text = run.text if run.raw else _dressed(run, before, after)
        if text.startswith("[") and shown and shown[-1].endswith("!"):
            shown[-1] = shown[-1][:-1] + "\\!"  # or the link would be a picture
        shown.append(text)
    return _SPACES.sub(" ", "".join(shown)).strip()


def _dressed(run: Run, before: str, after: str) -> str:
    text = escape_inline(run.text)
    if run.tag:
        text = f"<{run.tag}>{text}</{run.tag}>"
    stands_apart = not (before.isalnum() or after.isalnum()) and run.text[:1].isalnum() and not run.tag
    stands_apart = stands_apart and (run.text[-1:].isalnum() or run.text[-1:] in ".,!?”’")
    for wanted, mark, tag in ((run.italic, "*", "em"), (run.bold, "**", "strong")):
        if wanted and run.text.strip():
            text = f"{mark}{text}{mark}" if stands_apart else f"<{tag}>{text}</{tag}>"
            stands_apart = False
    return f"[{text}]({address(run.href)})" if run.href and run.text.strip() else text


def address(href: str) -> str:
    """An address as it may stand in a Markdown link."""
    return "".join(quote(c) if c in _ODD_IN_LINK else c for c in href.strip())


def escape_inline(text: str) -> str:
    """Text in the middle of a paragraph, with every mark that Markdown could take for its own escaped."""
    marked = _MARKS.sub(lambda match: _ENTITIES.get(match[0], "\\" + match[0]), text)
    return marked.replace("\\]:", "\\]&#58;")  # no backslash keeps `]:` from defining a link


def _start_escaped(line: str) -> str:
    """A line that begins as no list, heading, quote, rule or definition does."""
    if _START_BY_NUMBER.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    match = _START.match(line)
    return f"{match[0]}\\{line[match.end() :]}" if match else line
