"""What a YAML parser could not read, said in an editor's words, from the text around the place."""

from __future__ import annotations

import re
from typing import NamedTuple

from backfile.storyfile.faults import Fault
from backfile.storyfile.fields import CORRECTION_PARTS, IMAGE_PARTS, REPLACEMENT_PARTS, SPELLINGS, spellings_of
from backfile.storyfile.quoting import quoted

_KEYED = re.compile(r"([ ]*(?:- +)*(?:[^\s:\"'#\[\]{},&*!|>%@`-][^:]*?|\"[^\"]*\"|'[^']*')\s*:[ \t]+)(\S.*)")
_ENTRY = re.compile(r"([ ]*(?:- +)+)(\S.*)")
_FIELD_START = re.compile(r"(?:\"[^\"]+\"|'[^']+'|[\w][\w -]*):(?:\s|$)")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_LONGEST_SHOWN = 300
_CLOSERS = {"[": "]", "{": "}"}
_QUOTED_ENTRY = re.compile(r"""(?<=[\s,\[{:])(?:"[^"]*"|'[^']*')""")
_COMMENT = re.compile(r"(?<=[\s,\[{])#[^\n]*")
_RESERVED = "@`%*&!|>]},?"
_PART_NAMES = frozenset(spellings_of((*IMAGE_PARTS, *CORRECTION_PARTS, *REPLACEMENT_PARTS)))


class Spot(NamedTuple):
    """Where and why the parser stopped; lines and columns count from 0. `context` is what it was reading then."""

    lines: list[str]
    line: int
    column: int
    context_line: int
    context_column: int
    said: str

    @property
    def text(self) -> str:
        return self.lines[self.line]


def explained(error, lines: list[str]) -> Fault:
    """The fault behind a `yaml.MarkedYAMLError`."""
    spot = _spot(error, lines)
    for look in _LOOKS:
        if fault := look(spot):
            return fault
    indent = len(spot.text) - len(spot.text.lstrip())
    remedy = "write it as name: value, with the value in quotes"
    return Fault(spot.line, indent, "this line cannot be read as a field", remedy, "line-unreadable")


def is_field_start(line: str) -> bool:
    """Whether a line begins a field in the first column."""
    return _FIELD_START.match(line) is not None


def mended(line: str) -> str:
    """`line` with its value in quotes; the whole value, whatever stands in it, unless it would flood a message."""
    if len(line) > _LONGEST_SHOWN:
        return f'{_prefix_and_value(line[:_LONGEST_SHOWN])[0]}"…"'
    prefix, value = _prefix_and_value(line)
    return prefix + quoted(_bare(value))


def _spot(error, lines: list[str]) -> Spot:
    place = error.problem_mark or error.context_mark
    context = error.context_mark or place
    line, column = place.line, place.column
    while line > 0 and (line >= len(lines) or (not lines[line].strip() and column == 0)):
        line -= 1  # the end of the text stands behind its last line
        column = len(lines[line])
    said = f"{error.context or ''} {error.problem or ''}"
    return Spot(lines, line, column, min(context.line, len(lines) - 1), context.column, said)


def _prefix_and_value(line: str) -> tuple[str, str]:
    """A line cut before its value. In a list, `- A: b` is an entry with a colon, unless A is a part of a picture."""
    keyed, entry = _KEYED.match(line), _ENTRY.match(line)
    if keyed and entry:
        name = keyed[1][len(entry[1]) :].rstrip(": \t")
        keyed = keyed if name in _PART_NAMES else None
    found = keyed or entry
    return (found[1], found[2].rstrip()) if found else ("", "")


def _bare(value: str) -> str:
    """A value without the quotes around it, its own quotes kept."""
    quote = value[:1]
    if quote in _QUOTED and len(value) > 1:
        if value.endswith(quote):
            return value[1:-1].replace("''", "'") if quote == "'" else value[1:-1]
        if value.count(quote) == 1:
            return value[1:]
    return value


def _mend_by_quotes(spot: Spot, line: int, column: int, fault: str, code: str = "value-needs-quotes") -> Fault:
    return Fault(line, column, fault, f"put the value in quotes: {mended(spot.lines[line]).strip()}", code)


def _tab(spot: Spot) -> Fault | None:
    """F2: a tab in the indentation, or where a value should begin."""
    for number in (spot.line, spot.context_line):
        line = spot.lines[number]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indent:
            column = indent.index("\t")
            return Fault(number, column, "the line is indented with a tab", "use spaces instead", "tab-indent")
    if spot.text[spot.column : spot.column + 1] == "\t":
        return Fault(spot.line, spot.column, "a tab stands here", "use a space instead", "tab-indent")
    return None


def _dots(spot: Spot) -> Fault | None:
    for number, line in enumerate(spot.lines[: spot.line + 1]):
        if line.rstrip() == "...":
            return Fault(number, 0, "... does not close the front matter", "write --- instead", "dots-for-dashes")
    return None


def _unclosed_quote(spot: Spot) -> Fault | None:
    """F3: the first quote that its own line does not close, and after which a new field begins."""
    for number, line in enumerate(spot.lines[: spot.line + 1]):
        prefix, value = _prefix_and_value(line)
        quote = value[:1]
        if quote not in _QUOTED or _QUOTED[quote].match(value):
            continue
        following = next((text for text in spot.lines[number + 1 :] if text.strip()), "")
        if not following or is_field_start(following) or following.lstrip().startswith("- "):
            fault = f"the quote {quote} that opens here is never closed"
            remedy = f"close it at the end of the value: {mended(line).strip()}"
            return Fault(number, len(prefix), fault, remedy, "quote-not-closed")
    if "quoted scalar" in spot.said and "escape" not in spot.said and "hex" not in spot.said:
        quote = spot.lines[spot.context_line][spot.context_column : spot.context_column + 1]
        fault = f"the quote {quote} that opens here is never closed"
        remedy = "close it at the end of the value"
        return Fault(spot.context_line, spot.context_column, fault, remedy, "quote-not-closed")
    return None


def _escape(spot: Spot) -> Fault | None:
    if "escape" not in spot.said and "hex" not in spot.said:
        return None
    return _backslash(spot.line, max(spot.text.rfind("\\", 0, spot.column + 1), 0), spot.text)


def half_character(lines: list[str], line: int) -> Fault:
    """The escape of half a character at or below `line`; PyYAML's own parser takes it, libyaml does not."""
    for number in range(line, len(lines)):
        if found := _HALF.search(lines[number]):
            return _backslash(number, found.start(), lines[number])
    return _backslash(line, 0, lines[line])


def _backslash(number: int, column: int, line: str) -> Fault:
    if half := _HALF.match(line, column):
        fault = f"{half[0]} is half a character"
        return Fault(number, column, fault, "write the character itself", "half-character")
    fault = f"{line[column : column + 2]} means nothing between double quotes"
    remedy = "write two backslashes for one, or put the value in single quotes"
    if _prefix_and_value(line)[1]:
        remedy += f": {mended(line).strip()}"
    return Fault(number, column, fault, remedy, "backslash")


def _text_after_quote(spot: Spot) -> Fault | None:
    """`title: "Fire" at mill` and `'It's late'`."""
    prefix, value = _prefix_and_value(spot.text)
    if value[:1] not in _QUOTED or not (closed := _QUOTED[value[0]].match(value)):
        return None
    rest = value[closed.end() :]
    if not rest.strip() or rest.lstrip().startswith("#"):
        return None
    column = len(prefix) + closed.end() + len(rest) - len(rest.lstrip())
    fault = f"text goes on after the closing quote {value[0]}"
    return _mend_by_quotes(spot, spot.line, column, fault, "text-after-quote")


def _bracket(spot: Spot) -> Fault | None:
    """A `[` or `{` that is never closed, that was meant as text, or whose list breaks off."""
    value = _prefix_and_value(spot.text)[1]
    if value[:1] in _CLOSERS and _closes_early(value):
        fault = f"text goes on after the closing {_CLOSERS[value[0]]}"
        return _mend_by_quotes(spot, spot.line, spot.column, fault, "text-after-bracket")
    if (opening := _open_bracket(spot)) is None:
        return None
    number, column = opening
    bracket = spot.lines[number][column]
    closing = _CLOSERS[bracket]
    stop = spot.text[spot.column : spot.column + 1]
    if stop == "," and re.search(r"[,\[{]\s*$", spot.text[: spot.column]):
        remedy = "delete one of the commas, or write an entry between them"
        return Fault(spot.line, spot.column, "an entry of the list is missing before this comma", remedy, "list-breaks")
    if stop and stop in _RESERVED and "start any token" in spot.said:
        fault = f"an entry cannot begin with {stop} unless it is in quotes"
        return Fault(spot.line, spot.column, fault, "put the entry in quotes", "value-needs-quotes")
    if comment := _COMMENT.search(spot.lines[number], column + 1):
        remedy = "put the entry in quotes"
        return Fault(
            number, comment.start(), "# begins a comment here, and the list never ends", remedy, "comment-in-list"
        )
    if closing in spot.lines[number][column:]:
        fault = f"the list between {bracket} and {closing} breaks here"
        remedy = f"put a comma between two entries, and an entry with quotes, a colon, {bracket} or {closing} in quotes"
        return Fault(spot.line, spot.column, fault, remedy, "list-breaks")
    remedy = f"write {closing} after the last entry, or put the value in quotes if {bracket} belongs to the text"
    return Fault(number, column, f"the {bracket} that opens here is never closed", remedy, "bracket-not-closed")


def _open_bracket(spot: Spot) -> tuple[int, int] | None:
    """The place of a field's first bracket, if it is still open where the parser stopped."""
    reading = spot.lines[spot.context_line][spot.context_column : spot.context_column + 1]
    if "flow " in spot.said and reading and reading in _CLOSERS:
        return spot.context_line, spot.context_column
    for number in range(spot.line, -1, -1):
        prefix, value = _prefix_and_value(spot.lines[number])
        if value[:1] in _CLOSERS and value:
            between = "\n".join([*spot.lines[number : spot.line], spot.text[: spot.column]])
            is_open = _depth(between[len(prefix) :], value[0]) > 0
            return (number, len(prefix)) if is_open else None
        if is_field_start(spot.lines[number]):
            return None
    return None


def _depth(text: str, opening: str) -> int:
    bare = _COMMENT.sub("", _QUOTED_ENTRY.sub("", text))
    return bare.count(opening) - bare.count(_CLOSERS[opening])


def _closes_early(value: str) -> bool:
    depth, closing = 0, _CLOSERS[value[0]]
    for at, character in enumerate(value):
        depth += (character == value[0]) - (character == closing)
        if depth == 0:
            rest = value[at + 1 :].strip()
            return bool(rest) and not rest.startswith("#")
    return False


def _colon(spot: Spot) -> Fault | None:
    """F1: a second colon in an unquoted value; or a first one in a line that should not have any."""
    if "mapping values" not in spot.said:
        return None
    before = spot.text[: spot.column]
    prefix, _ = _prefix_and_value(spot.text)
    if prefix and (len(prefix) <= spot.column) and (":" in prefix or re.search(r":\s", before)):
        fault = "this colon starts a second field on the line"
        return _mend_by_quotes(spot, spot.line, spot.column, fault, "colon-in-value")
    above = _line_above(spot)
    if above is not None and not is_field_start(spot.lines[above].lstrip("- ")):
        return _no_field(spot.lines, above)
    if before[:1] == " ":
        return _indent_fault(spot.lines, spot.line)
    return None


def _line_above(spot: Spot) -> int | None:
    return next((n for n in range(spot.line - 1, -1, -1) if spot.lines[n].strip()), None)


def _first_character(spot: Spot) -> Fault | None:
    """A value that begins with a character which YAML keeps for itself."""
    prefix, value = _prefix_and_value(spot.text)
    if (keyed := _KEYED.match(spot.text)) and spot.column >= len(keyed[1]):
        prefix, value = keyed[1], keyed[2]  # of `- name: @value` the name and the value
    text = spot.text.strip()
    if not value and text[:1] and text[0] in _RESERVED and not spot.text[: spot.column].strip():
        fault = f"a field cannot begin with {text[0]}"
        return Fault(spot.line, spot.column, fault, "begin it with its name, like title: A headline", "field-name")
    if value and value[0] in _RESERVED + "-:" and spot.column >= len(prefix):
        if value[0] == "-" and ":" in prefix:
            remedy = f"begin the list on the next line, or: {mended(spot.text).strip()}"
            return Fault(spot.line, len(prefix), "a list cannot begin on this line", remedy, "list-on-field-line")
        if value[0] == "*" and re.match(r"\*\w+$", value):
            fault = f"{value} stands for another value, and there is none of that name"
        else:
            fault = f"a value cannot begin with {value[0]} unless it is in quotes"
        return _mend_by_quotes(spot, spot.line, len(prefix), fault)
    return None


def _stray_line(spot: Spot) -> Fault | None:
    """A line that is no field: prose, a missing colon, a missing space."""
    for number in dict.fromkeys((spot.context_line, spot.line) if "simple key" in spot.said else (spot.line,)):
        line = spot.lines[number]
        if line.strip() and line[0] not in " #" and not is_field_start(line) and not line.startswith("- "):
            return _no_field(spot.lines, number)
    return None


def _no_field(lines: list[str], number: int) -> Fault:
    line = lines[number].rstrip()
    indent = len(line) - len(line.lstrip())
    text = line.strip()
    first, _, rest = text.partition(" ")
    if (tight := re.fullmatch(r"([\w-]+):([^\s/].*)", text)) and not tight[1].startswith("http"):
        remedy = f"write a space after the colon: {tight[1]}: {tight[2]}"
        return Fault(number, indent + len(tight[1]), "no space follows the colon", remedy, "no-space-after-colon")
    if equals := re.fullmatch(r"([\w-]+) ?= ?(.*)", text):
        remedy = f"write a colon: {equals[1]}: {equals[2]}"
        return Fault(number, indent + len(equals[1]), "an equals sign makes no field", remedy, "equals-for-colon")
    if first.lower() in SPELLINGS and rest:
        remedy = f"write a colon after the name: {first}: {rest}"
        return Fault(number, indent + len(first), f"no colon follows {first}", remedy, "no-colon")
    if re.match(r"-[^\s-]", text):
        remedy = f"write a space after the dash: - {text[1:]}"
        return Fault(number, indent, "no space follows the dash", remedy, "no-space-after-dash")
    if text.strip("-—–_*= ") == "":
        remedy = "write exactly three dashes to close the front matter: ---"
        return Fault(number, indent, "this line does not close the front matter", remedy, "front-matter-closing")
    remedy = "write it as name: value, or write --- above it if the text begins here"
    return Fault(number, indent, "this line is not a field", remedy, "not-a-field")


def _indentation(spot: Spot) -> Fault | None:
    """A line that begins in a column where nothing began above it."""
    first = next((n for n, line in enumerate(spot.lines) if line.strip() and line[0] != "#"), 0)
    if "document start" in spot.said and spot.lines[first][:1] == " ":
        fault = "this line is indented and the fields below it are not"
        return Fault(first, 0, fault, "begin it in the first column", "indentation")
    if "expected" not in spot.said or not spot.text.strip():
        return None
    if spot.text[0] == " " or spot.context_line < spot.line:
        return _indent_fault(spot.lines, spot.line)
    return None


def _indent_fault(lines: list[str], number: int) -> Fault:
    line = lines[number]
    indent = len(line) - len(line.lstrip())
    fault = "this line does not begin in the same column as the fields above it"
    return Fault(number, indent, fault, "begin it in the same column as its neighbours", "indentation")


_LOOKS = (
    _tab,
    _dots,
    _escape,
    _unclosed_quote,
    _text_after_quote,
    _colon,
    _bracket,
    _first_character,
    _stray_line,
    _indentation,
)
