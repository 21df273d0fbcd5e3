"""Where the front matter of a story ends and its body begins. Needs no YAML, so it is cheap to import and to run."""

from __future__ import annotations

import re
from typing import NamedTuple

BOM = "\ufeff"
_CLOSING = re.compile(r"\n---[ \t]*(?:\n|\Z)")
_OPENING = re.compile(r"---[ \t]*(?=[\r\n]|\Z)")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)+")
_FIELD_LINE = re.compile(r"[A-Za-z_][\w -]{0,40}:(?:\s|$)|[ \t#]|-\s|$")
SMALLEST = '"---", "title: A headline", "date: 1995-05-05", "---", then the text'


class Front(NamedTuple):
    """A story file in its two parts. `body` has LF line ends and no blank lines at its edges."""

    yaml_text: str
    first_line: int
    body: str
    body_line: int


class FrontError(ValueError):
    """The file has no front matter that could be read. `likely_end` is the line where the body seems to begin."""

    def __init__(self, line: int, fault: str, remedy: str, code: str, likely_end: int = 0) -> None:
        super().__init__(fault)
        self.line, self.fault, self.remedy, self.code, self.likely_end = line, fault, remedy, code, likely_end


def split(text: str) -> Front:
    """Cut `text` at the lines of three dashes; raises `FrontError` when it cannot be cut.

    Only a first line `---` opens front matter and only a line `---` closes it (spaces after the dashes
    do not count), so rules and `key: value` lines of the body stay in the body.
    """
    text = lines_by_lf(text).lstrip(BOM)
    opening = _OPENING.match(text)
    if not opening:
        raise _no_opening(text)
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        raise _no_closing(text)
    yaml_text = text[opening.end() + 1 : closing.start() + 1]
    body, blank = trimmed(text[closing.end() :])
    return Front(yaml_text, 2, body, text.count("\n", 0, closing.end()) + 1 + blank)


def lines_by_lf(text: str) -> str:
    """`text` with CRLF and lone CR turned into LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def trimmed(body: str) -> tuple[str, int]:
    """`body` without the blank lines at its edges, and how many of them stood before it."""
    blank = 0
    if lead := _BLANK_LINES.match(body):
        blank = body.count("\n", 0, lead.end())
        body = body[lead.end() :]
    end = len(body.rstrip(" \t\n"))
    newline = body.find("\n", end)
    if newline >= 0:
        return body[:newline], blank
    return (body if end else ""), blank


def _no_opening(text: str) -> FrontError:
    first = text.split("\n", 1)[0]
    if not text.strip():
        return FrontError(0, "the file is empty", f"write a story in it: {SMALLEST}", "empty-file")
    if first.startswith(("+++", "{")):
        kind = "TOML" if first.startswith("+") else "JSON"
        fault = f"the front matter looks like {kind}"
        return FrontError(1, fault, f"write it as YAML: {SMALLEST}", "front-matter-kind")
    if not first.strip() and _OPENING.match(text.lstrip(" \t\n")):
        fault = "the front matter does not begin on the first line"
        return FrontError(1, fault, "delete the blank lines above the first ---", "front-matter-not-first")
    if first.lstrip().startswith("---"):
        fault = "the first line is not exactly three dashes"
        return FrontError(1, fault, "write --- and nothing else on the first line", "front-matter-opening")
    return FrontError(1, "the story has no front matter", f"begin the file with: {SMALLEST}", "no-front-matter")


def _no_closing(text: str) -> FrontError:
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 2) if _ends_fields(lines, n, line)), 0)
    fault = "the front matter that begins here has no closing ---"
    if end and lines[end - 1].strip(" \t-.") == "" and lines[end - 1].strip():
        remedy = f"write exactly three dashes, ---, on line {end}"
    elif end:
        remedy = f"write a line --- above line {end}, where the text seems to begin"
    else:
        remedy = "write a line --- after the last field, above the text"
    return FrontError(1, fault, remedy, "front-matter-not-closed", end)


def _ends_fields(lines: list[str], number: int, line: str) -> bool:
    """Whether the text seems to begin at this line: no field, or anything but a field after a blank line."""
    if not line.strip():
        return False
    after_blank = number > 2 and not lines[number - 2].strip()
    return not _FIELD_LINE.match(line) or (after_blank and line[0] in " \t-#")
