"""The text of `site.toml` to a `Config`, or what is wrong with it and where."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import MISSING, dataclass, fields

from backfile.config.rules import broken_rules
from backfile.config.tables import Cms, Config, Families, Levels, Limits, Lists, Pictures, Shards
from backfile.model import Level, Problem

_TABLES = {
    "lists": Lists,
    "pages": Families,
    "pictures": Pictures,
    "checks": Levels,
    "cms": Cms,
    "shards": Shards,
    "limits": Limits,
}
_CHOICES = {
    "future": ("hold", "publish"),
    "html": ("safe", "trusted"),
    "checks.dead_links": ("error", "warning", "off"),
    "checks.missing_alt": ("error", "warning", "off"),
}
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Checked:
    """What `parse_config` found: the settings, or None with the errors; warnings may stand beside settings."""

    config: Config | None
    problems: tuple[Problem, ...] = ()


def parse_config(text: str, source: str = "site.toml") -> Checked:
    """Read the settings; all faults at once, each with its line."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Checked(None, (_syntax_problem(str(error), text, source),))
    reader = _Reader(text, source)
    config = reader.config(table)
    return Checked(None if reader.problems else config, tuple(reader.problems))


def _syntax_problem(message: str, text: str, source: str) -> Problem:
    at = _AT.search(message)
    lines = text.split("\n")
    line, column = (int(at[1]), int(at[2])) if at and at[1] else (len(lines), len(lines[-1]) + 1)
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    fault = f"this is not TOML: {_AT.sub('', message)}"
    return Problem(
        source, line, column, fault, 'write settings as key = "value", one a line', "config-syntax", excerpt=excerpt
    )


class _Reader:
    """Collects the problems of one settings file while its values are checked."""

    def __init__(self, text: str, source: str) -> None:
        self.lines = text.split("\n")
        self.source = source
        self.problems: list[Problem] = []

    def config(self, table: dict[str, object]) -> Config:
        known: dict[str, object] = {}
        for key, value in table.items():
            if key in _TABLES:
                known[key] = self.table(key, value)
            elif key == "theme_settings":
                known[key] = self.theme_settings(value)
            else:
                self.check(Config, key, value, "", known)
        config = Config(**known)  # type: ignore[arg-type]
        for wrong in broken_rules(config):
            self.fault(*wrong)
        return config

    def table(self, name: str, value: object) -> object:
        if not isinstance(value, dict):
            self.fault(
                name, f"{name} is a table of settings", f"write [{name}] on a line of its own, its settings below it"
            )
            return _TABLES[name]()
        known: dict[str, object] = {}
        for key, inner in value.items():
            self.check(_TABLES[name], key, inner, name + ".", known)
        return _TABLES[name](**known)

    def theme_settings(self, value: object) -> tuple[tuple[str, object], ...]:
        if isinstance(value, dict):
            return tuple(sorted(value.items()))
        self.fault("theme_settings", "theme_settings is a table", "write [theme_settings] on a line of its own")
        return ()

    def check(self, kind: type, key: str, value: object, prefix: str, known: dict[str, object]) -> None:
        options = {f.name: f for f in fields(kind)}
        if key not in options:
            names = [*options, *(_TABLES if kind is Config else ())]
            near = difflib.get_close_matches(key, names, 1)
            remedy = f"did you mean {near[0]}?" if near else "known settings: " + ", ".join(sorted(names))
            self.fault(key, f"there is no setting {prefix}{key}", remedy)
            return
        default = options[key].default if options[key].default is not MISSING else None
        value = tuple(value) if isinstance(value, list) else value
        choices = _CHOICES.get(prefix + key, ())
        if not _fits(value, default):
            self.fault(key, f"{prefix}{key} takes {_expected(default)}", f"write {key} = {_example(default)}")
        elif choices and value not in choices:
            self.fault(key, f'{prefix}{key}: "{value}" is not a choice', "write one of " + ", ".join(choices))
        elif isinstance(value, int) and not isinstance(value, bool) and value < (0 if key == "related" else 1):
            self.fault(key, f"{prefix}{key} is a number above 0", f"write {key} = {_example(default)}")
        else:
            known[key] = value

    def fault(self, key: str, fault: str, remedy: str) -> None:
        pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*(?:=|\])")
        for number, line in enumerate(self.lines, 1):
            if pattern.match(line):
                column = len(line) - len(line.lstrip()) + 1
                self.problems.append(Problem(self.source, number, column, fault, remedy, "config", Level.ERROR, line))
                return
        self.problems.append(Problem(self.source, 0, 0, fault, remedy, "config"))


def _fits(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, tuple):
        kind = int if default and isinstance(default[0], int) else str
        return isinstance(value, tuple) and all(isinstance(item, kind) and item is not True for item in value)
    return isinstance(value, type(default))


def _expected(default: object) -> str:
    if default and isinstance(default, tuple) and isinstance(default[0], int):
        return "a list of numbers"
    return {bool: "true or false", int: "a number", str: "a text in quotes", tuple: "a list of texts"}[type(default)]


def _example(default: object) -> str:
    if isinstance(default, bool):
        return "true" if default else "false"
    if isinstance(default, int):
        return str(default)
    if isinstance(default, tuple):
        return str(list(default)) if default and isinstance(default[0], int) else '["…"]'
    return f'"{default or "…"}"'
