"""A new theme: one that inherits, with a style sheet of its own to begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from backfile.contract import VERSION
from backfile.model import BackfileError, UsageError
from backfile.theme import Folder, installed, lineage_of
from backfile.write import write_text

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")

_TOML = """description = "What this theme is for, in a sentence."
parent = "{parent}"   # everything that is not here comes from there
contract = {version}            # the version of the contract that the templates are written for

[settings]              # change a default of the parent's, or add settings for templates of yours

# [strings.en]          # other words for the interface, by language
# related = "Also in the tin box"
"""
_BASE = """{{% extends "{parent}/base.html" %}}
{{% block head %}}
{{{{ super() }}}}
<link rel="stylesheet" href="{{{{ asset('{name}.css') }}}}">
{{% endblock %}}
"""
_CSS = """/* After the parent's style sheet, so what stands here wins. The palette, for a start: */
:root { --accent: #0b5c4a; }
@media (prefers-color-scheme: dark) { :root { --accent: #8fd0bd; } }
"""


def made(name: str, parent: str, own: Path, search: Sequence[Path]) -> tuple[Path, ...]:
    """Write the theme `own/name`, an heir of `parent`; the files written. Never touches one that is there."""
    if not _NAME.fullmatch(name):
        raise UsageError(f'"{name}" is no name for a theme; write small letters, digits and -, such as my-paper')
    if (own / name).exists():
        raise UsageError(f"themes/{name} is there already; choose another name, or remove the folder")
    if name in installed(search):
        raise UsageError(f'"{name}" is the name of a theme that comes with Backfile; choose another one')
    line = lineage_of(parent, search)
    if not all(isinstance(one, Folder) for one in line):
        raise BackfileError(f"{parent} cannot be a parent", line)
    files = {
        "theme.toml": _TOML.format(parent=parent, version=VERSION),
        "templates/base.html": _BASE.format(parent=line[0].name, name=name),
        f"static/{name}.css": _CSS,
    }
    for file, text in files.items():
        write_text(own / name / file, text)
    return tuple(own / name / file for file in files)
