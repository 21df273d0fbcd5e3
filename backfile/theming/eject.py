"""A template of a forebear taken over into an archive's own theme, with a note of what it was."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from backfile.model import BackfileError, UsageError
from backfile.theme import Folder, lineage_of
from backfile.theming.records import note
from backfile.write import write_text


class Ejected(NamedTuple):
    """The file that is now the archive's own, and the template it was copied from (`theme/name`)."""

    path: Path
    origin: str
    is_new: bool


def eject(template: str, theme: str, own: Path, search: Sequence[Path], *, keep: bool = False) -> Ejected:
    """Copy a template from the nearest forebear that has it into the archive's theme in use.

    With `keep` a file that is there stays as it is, and is noted to have caught up with the forebear's.
    """
    line = lineage_of(theme, search)
    if not all(isinstance(one, Folder) for one in line):
        raise BackfileError(f"the theme {theme} cannot be used", line)
    heir = line[0]
    if heir.path.parent != own.resolve():
        raise UsageError(
            f"the theme in use, {heir.name}, is not this archive's own; make one with: "
            f"backfile theme new my-paper --parent {heir.name}"
        )
    origin = _origin(template, line[1:])
    target = heir.path / "templates" / template
    if target.exists() != keep:
        raise UsageError(_refusal(template, heir.name, keep))
    text = (origin.path / "templates" / template).read_text("utf-8-sig")
    if not keep:
        write_text(target, text)
    note(heir.path, template, f"{origin.name}/{template}", text)
    return Ejected(target, f"{origin.name}/{template}", not keep)


def _refusal(template: str, theme: str, keep: bool) -> str:
    if keep:
        return f"themes/{theme}/templates/{template} is not there yet; leave --keep out to have it copied"
    way = "--keep notes that it has caught up with its parent"
    return f"themes/{theme}/templates/{template} is there already and stays as it is; {way}"


def _origin(template: str, forebears: Sequence[Folder]) -> Folder:
    for folder in forebears:
        if ".." not in Path(template).parts and (folder.path / "templates" / template).is_file():
            return folder
    known = sorted({p.name for folder in forebears for p in (folder.path / "templates").glob("*.html")})
    near = difflib.get_close_matches(template, known, 1)
    remedy = f"did you mean {near[0]}?" if near else "there are " + (", ".join(known) or "none: it has no parent")
    raise UsageError(f"no forebear of the theme has a template {template}; {remedy}")
