"""The fields above a text, in the forms that site generators know: YAML, TOML, JSON, or `Key: value` lines."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_YAML = re.compile(r"\s*---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n(.*?)(?:^|\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z][\w -]{0,30}):[ \t]*(.*)")
_MOST = 200_000
_MOST_VALUES = 20_000


class FrontFault(ValueError):  # noqa: N818 - reads as what is wrong
    """The fields cannot be read: where, and why."""

    def __init__(self, fault: str, line: int = 1, column: int = 1) -> None:
        super().__init__(fault)
        self.fault, self.line, self.column = fault, line, column


def parted(text: str) -> tuple[dict[str, object], str]:
    """The fields and the text below them."""
    text = text.removeprefix("\ufeff")
    if match := _YAML.match(text):
        return _from_yaml(match[1]), text[match.end() :]
    if match := _TOML.match(text):
        return _from_toml(match[1]), text[match.end() :]
    if re.match(r"\s*(?:---|\+\+\+)[ \t]*\n\s*[\w\"'-]+[ \t]*[:=]", text):
        raise FrontFault("the fields at its head are never closed")
    if text.lstrip().startswith("{"):
        return _from_json(text.lstrip())
    return _from_lines(text)


def _from_yaml(text: str) -> dict[str, object]:
    if len(text) > _MOST:
        raise FrontFault(f"its fields are longer than {_MOST:,} characters")
    try:
        table = yaml.load(text, Loader=_LOADER)  # noqa: S506 - it makes texts, lists and mappings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        raise FrontFault(f"its fields are not YAML: {getattr(error, 'problem', '') or error}", line, column) from None
    except RecursionError:
        raise FrontFault("its fields are nested too deeply") from None
    return _checked(table if isinstance(table, dict) else {})


def _checked(table: dict[str, object]) -> dict[str, object]:
    """Refuse what aliases would blow up when it is written out again."""
    waiting: list[object] = [table]
    count = 0
    while waiting:
        one = waiting.pop()
        count += 1
        if count > _MOST_VALUES:
            raise FrontFault(f"its fields unfold to more than {_MOST_VALUES:,} values")
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return {str(key): value for key, value in table.items()}


def _from_toml(text: str) -> dict[str, object]:
    try:
        return {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FrontFault(f"its fields are not TOML: {error}") from None


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value


def _from_json(text: str) -> tuple[dict[str, object], str]:
    try:
        table, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (json.JSONDecodeError, RecursionError):
        return {}, text
    known = isinstance(table, dict) and any(key in table for key in ("title", "date", "Title"))
    return ({key: _plain(value) for key, value in table.items()}, text[end:]) if known else ({}, text)


def _from_lines(text: str) -> tuple[dict[str, object], str]:
    """`Key: value` lines from the first line to the first empty one, as Pelican and MultiMarkdown write them."""
    found: dict[str, object] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _KEY.match(line)
        if match:
            found[match[1].strip().lower().replace(" ", "_")] = match[2].strip()
        elif line.startswith((" ", "\t")) and found and line.strip():
            last = next(reversed(found))
            found[last] = f"{found[last]}\n{line.strip()}"
        else:
            rest = "\n".join(lines[number:])
            return (found, rest) if "title" in found and not line.strip() else ({}, text)
    return (found, "") if "title" in found else ({}, text)
