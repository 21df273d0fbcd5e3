"""What a theme's templates were copied from: a record and a copy of each, in the theme's folder `ejected/`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from backfile import __version__, fingerprint
from backfile.write import write_text

_FOLDER = "ejected"


class Record(NamedTuple):
    """The template that one was copied from: `theme/name`, the version of Backfile, its fingerprint and its text then.

    `text` is "" where the copy is gone or was changed.
    """

    origin: str
    version: str
    fingerprint: str
    text: str = ""


def records(theme: Path) -> dict[str, Record]:
    """Every record of a theme, by the template's name."""
    try:
        table = tomllib.loads((theme / _FOLDER / "record.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    found = {}
    for name, said in table.items():
        if isinstance(said, dict) and {"from", "backfile", "fingerprint"} <= said.keys():
            text = _copy(theme / _FOLDER / name)
            was = str(said["fingerprint"])
            kept = text if fingerprint.of_text(text) == was else ""
            found[name] = Record(str(said["from"]), str(said["backfile"]), was, kept)
    return found


def _copy(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def note(theme: Path, name: str, origin: str, text: str) -> None:
    """Record that a template is a copy of `text`, or has caught up with it."""
    known = records(theme) | {name: Record(origin, __version__, fingerprint.of_text(text))}
    write_text(theme / _FOLDER / name, text)
    head = "# What the templates of this theme were copied from; `backfile theme check` reads it. Keep it with them.\n"
    write_text(theme / _FOLDER / "record.toml", head + "".join(_entry(n, known[n]) for n in sorted(known)))


def _entry(name: str, record: Record) -> str:
    return (
        f'\n["{name}"]\nfrom = "{record.origin}"\nbackfile = "{record.version}"\nfingerprint = "{record.fingerprint}"\n'
    )
