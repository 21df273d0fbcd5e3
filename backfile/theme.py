"""A theme's files in: templates, static files, settings and words, with what it inherits, as one `Theme`."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from backfile import fingerprint
from backfile.contract import KEYS, VERSION
from backfile.design import Template, Theme, fingerprint_of_all, fingerprint_of_template
from backfile.model import Artifact, Problem

_CSS_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")
_CSS_KEPT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"')]*\)|/\*!.*?\*/)"""
# A space before a colon may be one between two selectors (`nav :hover`), so it stays.
_CSS_SPARE = re.compile(
    _CSS_KEPT + r"|(\s*/\*.*?\*/\s*)|(;?\s*(?=})|[ \t]+(?=[{>])|(?<=[{:,;>}])\s+)|\s*\n\s*", re.DOTALL
)
_TOML_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")


class Asset(NamedTuple):
    """A static file: the name templates use, its address from the site's root, and its bytes."""

    name: str
    address: str
    data: bytes = b""


class Folder(NamedTuple):
    """One theme of a line of inheritance: its name, folder, the folder's name in messages, and its theme.toml."""

    name: str
    path: Path
    shown: str
    table: Mapping[str, object]


class _Faulty(Exception):  # noqa: N818 - never leaves this file
    def __init__(self, *problems: Problem) -> None:
        self.problems = problems


def load_theme(name: str, search: Sequence[Path], *, plain: bool = False) -> Theme | tuple[Problem, ...]:
    """Read the theme called `name` (or in the folder `name`) and its forebears, or say what is wrong with it.

    Themes are looked for in the folders of `search`, first match first; a forebear of the same name as its heir is
    looked for after the heir's own place, so an archive's `themes/broadsheet` may inherit the installed one.
    With `plain` static files keep their names, as the preview needs it: a changed style sheet then changes no page.
    """
    try:
        line = _lineage(name, list(search))
        return _theme(line, plain)
    except _Faulty as faulty:
        return faulty.problems


def asset_files(name: str, search: Sequence[Path], *, plain: bool = False) -> Iterator[Artifact]:
    """The static files of a theme that `load_theme` accepts, as they are to be written."""
    for asset in _assets(_lineage(name, list(search)), plain):
        yield Artifact(asset.address.removeprefix("/"), asset.data)


def lineage_of(name: str, search: Sequence[Path]) -> tuple[Folder, ...] | tuple[Problem, ...]:
    """A theme and its forebears, the nearest first, or what is wrong with them."""
    try:
        return tuple(_lineage(name, list(search)))
    except _Faulty as faulty:
        return faulty.problems


def settings_of(theme: Theme, chosen: Mapping[str, object], source: str) -> dict[str, object] | tuple[Problem, ...]:
    """The theme's settings with what an archive chose in its own settings file, or the settings it does not have."""
    wrong = tuple(_unknown(key, theme.settings, "theme setting", source) for key in chosen if key not in theme.settings)
    return wrong or {**theme.settings, **chosen}


def installed(search: Sequence[Path]) -> tuple[str, ...]:
    """The names of the themes in the folders searched, sorted."""
    return tuple(sorted({file.parent.name for place in search for file in place.glob("*/theme.toml")}))


def _lineage(name: str, search: list[Path]) -> list[Folder]:
    line: list[Folder] = []
    asked = name
    while asked:
        folder = _folder(asked, search, line)
        if any(folder.path == heir.path for heir in line):
            ring = " → ".join([heir.name for heir in line] + [folder.name])
            raise _Faulty(
                Problem(
                    f"{line[-1].shown}/theme.toml",
                    0,
                    0,
                    f"the theme inherits itself: {ring}",
                    "name another parent",
                    "theme-ring",
                )
            )
        line.append(folder)
        asked = str(folder.table.get("parent", ""))
    return line


def _folder(asked: str, search: list[Path], line: list[Folder]) -> Folder:
    taken = {heir.path for heir in line if heir.name == asked}
    if not line and ("/" in asked or "\\" in asked or Path(asked, "theme.toml").is_file()) and Path(asked).is_dir():
        path = Path(asked).resolve()
        return Folder(path.name, path, asked.rstrip("/\\"), _table(path, asked.rstrip("/\\")))
    for place in search:
        path = (place / asked).resolve()
        if path not in taken and (path / "theme.toml").is_file():
            shown = f"{place.name}/{asked}"
            return Folder(asked, path, shown, _table(path, shown))
    if taken:
        return next(heir for heir in line if heir.name == asked)
    raise _Faulty(_not_found(asked, search, line))


def _not_found(asked: str, search: list[Path], line: list[Folder]) -> Problem:
    known = installed(search)
    near = difflib.get_close_matches(asked, known, 1)
    remedy = (f"did you mean {near[0]}? " if near else "") + "installed themes: " + (", ".join(known) or "none")
    source = f"{line[-1].shown}/theme.toml" if line else "site.toml"
    return Problem(source, 0, 0, f'there is no theme "{asked}"', remedy, "theme-not-found")


def _table(path: Path, shown: str) -> Mapping[str, object]:
    source = f"{shown}/theme.toml"
    try:
        text = (path / "theme.toml").read_text("utf-8-sig")
        table = tomllib.loads(text)
    except FileNotFoundError:
        raise _Faulty(
            Problem(
                shown,
                0,
                0,
                "this folder is not a theme",
                "write a file theme.toml in it, or name another theme",
                "theme-not-found",
            )
        ) from None
    except UnicodeDecodeError:
        raise _Faulty(_not_utf8(source)) from None
    except tomllib.TOMLDecodeError as error:
        at = _TOML_AT.search(str(error))
        line, column = (int(at[1]), int(at[2])) if at else (0, 0)
        excerpt = text.split("\n")[line - 1] if line else ""
        raise _Faulty(
            Problem(
                source,
                line,
                column,
                f"this is not TOML: {_TOML_AT.sub('', str(error))}",
                'write settings as key = "value", one a line',
                "theme-syntax",
                excerpt=excerpt,
            )
        ) from None
    wrong = [_unknown(key, dict.fromkeys(KEYS), "key of a theme", source) for key in table if key not in KEYS]
    if table.get("contract", VERSION) != VERSION:
        wrong.append(
            Problem(
                source,
                0,
                0,
                f"the theme is for contract {table['contract']}, this is contract {VERSION}",
                "see docs/theme-contract.md for what changed, then set contract",
                "theme-contract",
            )
        )
    if wrong:
        raise _Faulty(*wrong)
    return table


def _unknown(key: str, known: Mapping[str, object], what: str, source: str) -> Problem:
    near = difflib.get_close_matches(key, list(known), 1)
    remedy = f"did you mean {near[0]}?" if near else "known: " + (", ".join(sorted(known)) or "none")
    return Problem(source, 0, 0, f"there is no {what} {key}", remedy, "theme-setting")


def _theme(line: list[Folder], plain: bool) -> Theme:
    templates: dict[str, Template] = {}
    settings: dict[str, object] = {}
    strings: dict[str, dict[str, object]] = {}
    for folder in reversed(line):
        templates |= _templates(folder)
        settings |= folder.table.get("settings", {})
        for tag, words in folder.table.get("strings", {}).items():
            strings[tag] = {**strings.get(tag, {}), **words}
    assets = {asset.name: asset.address for asset in _assets(line, plain)}
    rest = fingerprint.of_value([assets, settings, strings])
    parts = {name: fingerprint_of_template(name, templates, rest) for name in templates}
    lineage = tuple(folder.name for folder in line)
    places = tuple(f"{folder.shown}/templates" for folder in line)
    whole = fingerprint_of_all(templates, rest)
    return Theme(line[0].name, templates, assets, settings, strings, lineage, places, whole, parts)


def _templates(folder: Folder) -> dict[str, Template]:
    found: dict[str, Template] = {}
    root = folder.path / "templates"
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        name = path.relative_to(root).as_posix()
        origin = f"{folder.shown}/templates/{name}"
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise _Faulty(_not_utf8(origin)) from None
        found[name] = found[f"{folder.name}/{name}"] = Template(text, origin)
    return found


def _not_utf8(source: str) -> Problem:
    return Problem(source, 0, 0, "this file is not UTF-8", "save it as UTF-8", "theme-encoding")


def _assets(line: list[Folder], plain: bool) -> tuple[Asset, ...]:
    files: dict[str, Path] = {}
    for folder in reversed(line):
        root = folder.path / "static"
        files |= {
            p.relative_to(root).as_posix(): p
            for p in sorted(root.rglob("*"))
            if p.is_file() and not p.name.startswith(".")
        }
    addresses: dict[str, str] = {}
    made: list[Asset] = []
    for name in sorted(files, key=lambda name: (name.endswith(".css"), name)):  # style sheets name the others
        data = files[name].read_bytes()
        if name.endswith(".css"):
            data = _with_addresses(data, name, addresses)
            data = data if plain else _without_notes(data)
        addresses[name] = f"/static/{name}" if plain else _address(name, data)
        made.append(Asset(name, addresses[name], data))
    return tuple(sorted(made))


def _without_notes(css: bytes) -> bytes:
    """A style sheet without its comments (but for those that begin with `!`) and without what only sets it out."""
    text = css.decode("utf-8", "surrogateescape")

    def left(found: re.Match[str]) -> str:
        return found[1] or (" " if found[2] else "" if found[3] is not None else "\n")

    return _CSS_SPARE.sub(left, text).strip().encode("utf-8", "surrogateescape")


def _address(name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return (
        f"/static/{stem or ending}.{fingerprint.of_bytes(data)[:10]}{dot}{ending}"
        if dot
        else f"/static/{name}.{fingerprint.of_bytes(data)[:10]}"
    )


def _with_addresses(css: bytes, name: str, addresses: Mapping[str, str]) -> bytes:
    """A style sheet whose `url(…)` of our own files name them by their fingerprinted names."""
    folder, _, _ = name.rpartition("/")
    up = "../" * name.count("/")

    def fingerprinted(found: re.Match[str]) -> str:
        target = f"{folder}/{found[2]}" if folder else found[2]
        if target not in addresses:
            return found[0]
        return f'url("{up}{addresses[target].removeprefix("/static/")}")'

    return _CSS_URL.sub(fingerprinted, css.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
