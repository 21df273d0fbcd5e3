"""What is wrong with a theme: faults that a build would meet, names that no template is given, copies left behind."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from backfile import fingerprint
from backfile.design import Theme
from backfile.model import Level, Problem
from backfile.render import KINDS, template_faults
from backfile.strings import catalogue
from backfile.theme import Folder, lineage_of, load_theme
from backfile.theming.names import Known, faults_of
from backfile.theming.records import Record, records


class Checked(NamedTuple):
    """The findings, and for each template that fell behind its parent what the parent changed since, as a diff."""

    name: str
    templates: int
    problems: tuple[Problem, ...]
    diffs: tuple[str, ...] = ()


def checked(name: str, search: Sequence[Path]) -> Checked:
    """A close look at one theme, its forebears' templates included: what they lack shows in it too."""
    theme, line = load_theme(name, search), lineage_of(name, search)
    if not isinstance(theme, Theme):
        return Checked(name, 0, theme)
    syntax = template_faults(theme)
    problems = list(syntax) + list(_lacking(theme, line)) + list(_words(theme, line))
    broken = {problem.source for problem in syntax}
    own = {name: template for name, template in theme.templates.items() if "/" not in name}
    known = Known(theme, {**catalogue("en"), **theme.strings.get("en", {})}, own)
    for template, text in own.items():
        if text.origin not in broken:
            problems += faults_of(template, known)
    behind = list(_behind(line))
    return Checked(name, len(own), tuple(problems + [p for p, _ in behind]), tuple(diff for _, diff in behind if diff))


def _lacking(theme: Theme, line: Sequence[Folder]) -> Iterator[Problem]:
    """Kinds of pages that have no template: an archive that has such pages could not be built."""
    wanted = sorted(template for template in KINDS.values() if isinstance(template, str))
    if lacking := [template for template in wanted if template not in theme.templates]:
        fault = f"the theme has no {', '.join(lacking)}: a site with such pages cannot be built"
        remedy = 'write what your archive needs, or name a parent that has them: parent = "broadsheet"'
        yield Problem(f"{line[0].shown}/theme.toml", 0, 0, fault, remedy, "theme-template", Level.WARNING)


def _words(theme: Theme, line: Sequence[Folder]) -> Iterator[Problem]:
    """Words under a key that no template asks for are mostly a slip."""
    known = catalogue("en")
    for folder in line[:1]:
        for tag, words in folder.table.get("strings", {}).items():
            for key in words:
                if key not in known and not any(f'"{key}"' in one.text for one in theme.templates.values()):
                    near = difflib.get_close_matches(key, known, 1)
                    remedy = f"did you mean {near[0]}?" if near else "take it out"
                    fault = f"strings.{tag}: no template asks for the words {key}"
                    yield Problem(f"{folder.shown}/theme.toml", 0, 0, fault, remedy, "theme-words", Level.WARNING)


def _behind(line: Sequence[Folder]) -> Iterator[tuple[Problem, str]]:
    """Each template of the first theme whose original is no longer what it was copied from."""
    heir = line[0]
    for name, record in sorted(records(heir.path).items()):
        ours = heir.path / "templates" / name
        if not ours.is_file():
            continue
        origin = _text_of(record.origin, line[1:])
        if origin is None:
            fault = f"{record.origin}, from which this was copied, is not there any more"
            remedy = "see whether anything still uses the template"
            yield Problem(_shown(heir, name), 0, 0, fault, remedy, "theme-behind", Level.WARNING), ""
        elif fingerprint.of_text(origin) != record.fingerprint:
            fault = f"{record.origin} has changed since this was copied from it (Backfile {record.version})"
            remedy = f"take over what the diff below shows, then: backfile theme eject {name} --keep"
            yield Problem(_shown(heir, name), 0, 0, fault, remedy, "theme-behind", Level.WARNING), _diff(record, origin)


def _shown(heir: Folder, name: str) -> str:
    return f"{heir.shown}/templates/{name}"


def _text_of(origin: str, forebears: Sequence[Folder]) -> str | None:
    theme, _, name = origin.partition("/")
    for folder in forebears:
        path = folder.path / "templates" / name
        if folder.name == theme and path.is_file():
            return path.read_text("utf-8-sig")
    return None


def _diff(record: Record, now: str) -> str:
    if not record.text:
        return ""
    was, is_now = record.text.splitlines(), now.splitlines()
    names = (f"{record.origin} as copied", f"{record.origin} now")
    return "\n".join(difflib.unified_diff(was, is_now, *names, lineterm=""))
