"""A text as a YAML scalar that reads well: plain where every YAML reader takes it as text, else in quotes."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[\w/(“‘«¿¡£€$](?:[^:#]|:(?=\S)|(?<=\S)#)*")
# What readers of YAML 1.1 or 1.2 turn into a truth value, a number or a date; some words too many do no harm.
_TYPED = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)|[\d.][-+.,:\w ]*", re.ASCII)
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}


def scalar(text: str) -> str:
    """`text` plain if that is safe, quoted if not. Always one line."""
    if not _PLAIN.fullmatch(text) or _UNSAFE.search(text) or text[-1].isspace():
        return quoted(text)
    if _TYPED.fullmatch(text) and not _has_words(text):
        return quoted(text)
    return text


def quoted(text: str) -> str:
    """`text` in double quotes, or in single ones where double ones would need escapes."""
    if ('"' in text or "\\" in text) and not _UNSAFE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _UNSAFE.sub(_escape, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def is_readable(text: str) -> bool:
    """Whether `text` has nothing that can only be written as an escape; line ends do not count."""
    return not _UNSAFE.search(text.replace("\n", ""))


def _has_words(text: str) -> bool:
    """`12 houses burn` begins with a figure and is no number all the same."""
    return re.search(r"\d.* [a-z]{3}", text, re.IGNORECASE) is not None


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    number = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    return f"\\x{number:02X}" if number < 0x100 else f"\\u{number:04X}"
