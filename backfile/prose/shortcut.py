"""The exact short cut: blocks of plain news prose become HTML here, to the byte as Python-Markdown would make it.

Why it is exact. Python-Markdown cuts a document at blank lines and hands each block to its block processors; a block
that none of them claims becomes `<p>`, and its text goes through the inline patterns. What one block says does not
change another, but for a known list: definitions (of links, footnotes, abbreviations), raw HTML, fenced and indented
code, definition lists, heading ids, and neighbours that merge (two lists, two quotes). So:

1. A stretch without any character that a block processor or an inline pattern looks for is paragraphs as it stands.
2. A block whose only marks are emphasis, links, escapes and ampersands, standing free, has one reading (`_READINGS`).
3. A heading of one plain line is a heading; its id is numbered as the `toc` extension numbers it.
4. Any other block (a list, a quote, a table, a paragraph with some other mark) goes to Python-Markdown by itself.
5. A document in which a block might reach beyond itself (`_FAR_REACHING`, `_merge`) is not for us.

The proof is tests/prose/test_shortcut.py: equality with Python-Markdown on generated documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from .headings import Heading

# 1. Marks, and lines that a block processor could claim. Positions are found by the first character set alone: a
# regular expression that starts with one is searched at the speed of C.
_LINE_START = r"[^\S\n]|[#=+:~-]|\d+\.[ ]"
_MARKED = re.compile(rf"[\x00-\x1f\x7f<>*_`\[\\&|{{](?:(?<!\n)|(?<=  \n)|(?={_LINE_START}))")

# 5. Raw HTML and autolinks, control characters (the placeholders of Python-Markdown among them), character
# references, definitions, definition lists, fences, and indented lines, which may be code or a part of a list above.
_FAR_REACHING = re.compile(r"[<\x00-\x09\x0b-\x1f\x7f]|&#|\][ ]?:|(?:\A|\n)(?:\s|:[ ]|```|~~~)")
_SPACES_ONLY = re.compile(r"(?<=\n) +\n")
_MANY_NEWLINES = re.compile(r"\n{3,}")

# 2. The one reading of each mark. Emphasis stands free: after a space or an opening mark, before a space or a closing
# one; what stands inside holds no mark. Link targets are relative, or of a form that no URL parser doubts.
_AMPERSAND = r"&(?!#|[\w.-]*;)"
_TEXT = rf"(?:[^*_`\[\]\\&<>|{{\x00-\x1f\x7f]|{_AMPERSAND})"
_INSIDE = rf"(?=\S){_TEXT}+(?<=\S)"
_FREE_BEFORE, _FREE_AFTER = r"(?<![^\s“‘(—])", r"(?=[\s.,;:!?’”)—]|\Z)"
_HOST = r"(?![^/)]*xn--)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?=[/)])"
_TARGET = rf"(?:https?://{_HOST}|mailto:|tel:|(?![\w+.-]*:))[\w./?&=%#~+,@:-]+"
_READINGS = {
    "*": re.compile(rf"{_FREE_BEFORE}(?:\*\*(?P<strong>{_INSIDE})\*\*|\*(?P<em>{_INSIDE})\*){_FREE_AFTER}"),
    "_": re.compile(rf"{_FREE_BEFORE}_(?P<em>{_INSIDE})_{_FREE_AFTER}|(?<=[^\W_])(?P<as_is>_)(?=[^\W_])"),
    "[": re.compile(
        rf"(?<!!)\[(?P<text>{_TEXT}+)\](?:\((?P<target>{_TARGET})\)|(?P<literal>)(?=[\s.,;!?’”)—](?!\[)|\Z))"
    ),
    "\\": re.compile(r"\\(?P<escaped>[\\`*_{}\[\]()>#+.!|-])"),
    "&": re.compile(rf"(?P<as_is>&(?:amp|lt|gt);)|(?P<ampersand>{_AMPERSAND})"),
    ">": re.compile(r"(?<=[^\n])(?P<greater>>)"),
    "\n": re.compile(rf"(?P<as_is>\n)(?<!  \n)(?!{_LINE_START})"),
}

_MARK = re.compile(r"[\x00-\x1f\x7f<>*_`\[\\&|{]")
_CLAIMED_START = re.compile(rf"{_LINE_START}|[\s>]|\*[ ]|\Z")
_ITEM = re.compile(r"(?:[*+-]|\d+\.)[ ]+(.+)")

# 3. A heading of one line.
_HEADING_TEXT = rf"[^#*_`\[\]\\<>|{{\x00-\x1f\x7f&]|{_AMPERSAND}"
_HEADING = re.compile(rf"(#{{1,6}})(?!#)((?:{_HEADING_TEXT})*?[^\s#*_`\[\]\\<>|{{\x00-\x1f\x7f])[ ]*")
_WITH_ID = re.compile(r"<h[1-6]|<[^>]*\sid[=>\s]")
_HEADING_HTML = '<h{0} id="{1}">{2}</h{0}>'

# 4. Neighbours that Python-Markdown makes one.
_MERGING = [("</blockquote>", "<blockquote>")] + [(f"</{a}l>", f"<{b}l>") for a in "ou" for b in "ou"]


# What Python-Markdown's serializer makes of each reading.
_WRITTEN = {
    "strong": lambda match: f"<strong>{_in_text(match['strong'])}</strong>",
    "em": lambda match: f"<em>{_in_text(match['em'])}</em>",
    "target": lambda match: f'<a href="{_in_text(match["target"])}">{_in_text(match["text"])}</a>',
    "literal": lambda match: f"[{_in_text(match['text'])}]",
    "escaped": lambda match: _in_text(match["escaped"]),
    "as_is": lambda match: match["as_is"],
    "ampersand": lambda match: "&amp;",
    "greater": lambda match: "&gt;",
}


def _in_text(text: str) -> str:
    return text.replace("&", "&amp;").replace(">", "&gt;")


class Converted(NamedTuple):
    """HTML of a document; its headings; whether Python-Markdown had no part in it."""

    html: str
    headings: list[Heading]
    is_plain: bool


def short_cut(text: str, convert: Callable[[str], str], heading_id: Callable[[str], str]) -> Converted | None:
    """The HTML of a document, or None where only Python-Markdown itself can tell.

    `convert` gives Python-Markdown's HTML of one block, `heading_id` the id of the next heading.
    """
    text = "\n" + _with_single_blank_lines(text)
    pieces: list[str] = []
    headings: list[Heading] = []
    is_plain, position = True, 1
    while marked := _MARKED.search(text, position - 1):
        start, stop = _block_around(text, marked.start())
        if position < start:
            pieces.append(_paragraphs(text[position : start - 2]))
        block, position = text[start:stop], stop + 2
        if heading := _HEADING.fullmatch(block):
            headings.append(Heading(len(heading[1]), heading_id(heading[2]), " ".join(heading[2].split())))
            pieces.append(_HEADING_HTML.format(*headings[-1][:2], _in_text(heading[2].strip())))
        elif simple := _simple(block):
            pieces.append(simple)
        elif (html := _by_itself(block, convert)) is not None:
            pieces.append(html)
            is_plain = False
        else:
            return None
        if len(pieces) > 1 and _merge(pieces[-2], pieces[-1]):
            return None
    if position < len(text):
        pieces.append(_paragraphs(text[position:]))
    return Converted("\n".join(pieces), headings, is_plain)


def _with_single_blank_lines(text: str) -> str:
    if "\n " in text:
        text = _SPACES_ONLY.sub("\n", text + "\n")  # as Python-Markdown's own first step does
    if "\n\n\n" in text:
        text = _MANY_NEWLINES.sub("\n\n", text)
    return text.strip("\n")


def _block_around(text: str, mark: int) -> tuple[int, int]:
    """Where the block with the character at `mark` starts and stops; `text` begins with one newline of its own."""
    before, after = text.rfind("\n\n", 0, mark + 1), text.find("\n\n", mark)
    return (before + 2 if before >= 0 else 1), (after if after >= 0 else len(text))


def _paragraphs(text: str) -> str:
    return "<p>" + text.replace("\n\n", "</p>\n<p>") + "</p>"


def _by_itself(block: str, convert: Callable[[str], str]) -> str | None:
    if _FAR_REACHING.search(block):
        return None
    html = convert(block)
    return None if not html or _WITH_ID.search(html) else html


def _merge(html: str, following: str) -> bool:
    return any(following.startswith(start) and html.endswith(end) for end, start in _MERGING)


def _simple(block: str) -> str:
    """The HTML of a paragraph, a quote of one paragraph, or a list of lines, with marks of one reading only; or ""."""
    if not _CLAIMED_START.match(block):
        text = _inline(block)
        return "" if text is None else f"<p>{text}</p>"
    lines = block.split("\n")
    if block[0] == ">":
        return _simple_quote(lines)
    return _simple_list(lines) if _ITEM.match(block) else ""


def _simple_quote(lines: list[str]) -> str:
    if not all(line[:1] == ">" and line.strip() != ">" for line in lines):
        return ""
    block = "\n".join(line[1:].removeprefix(" ") for line in lines)
    text = None if _CLAIMED_START.match(block) else _inline(block)
    return "" if text is None else f"<blockquote>\n<p>{text}</p>\n</blockquote>"


def _simple_list(lines: list[str]) -> str:
    items = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        text = None if not item or _CLAIMED_START.match(item[1]) else _inline(item[1])
        if text is None:
            return ""
        items.append(f"<li>{text}</li>")
    element = "ul" if lines[0][0] in "*+-" else "ol"
    return "\n".join([f"<{element}>", *items, f"</{element}>"])


def _inline(block: str) -> str | None:
    """The HTML of text with marks of one reading only, or None."""
    written, end = [], 0
    while mark := _MARK.search(block, end):
        reading = _READINGS.get(mark[0])
        match = reading.match(block, mark.start()) if reading else None
        if not match:
            return None
        written += block[end : mark.start()], _WRITTEN[match.lastgroup](match)
        end = match.end()
    return "".join(written) + block[end:]
