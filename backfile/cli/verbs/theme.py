"""`backfile theme`: make a theme, take a template over, look for what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.grammar import add_manner, add_root
from backfile.cli.screen import path_from_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = (
    "backfile theme new my-paper --parent broadsheet",
    "backfile theme eject story.html",
    "backfile theme check",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The three things that can be done, each with options of its own."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, help="what to do")
    new = actions.add_parser("new", help="make a theme in themes/ that inherits another", allow_abbrev=False)
    new.add_argument("name", metavar="NAME", help="what it shall be called, such as my-paper")
    new.add_argument("--parent", metavar="THEME", default="broadsheet", help="the theme to inherit")
    eject = actions.add_parser("eject", help="copy a template of a forebear into your theme", allow_abbrev=False)
    eject.add_argument("template", metavar="TEMPLATE", help="its name, such as story.html")
    eject.add_argument("--keep", action="store_true", help="leave your file, and note that it has caught up")
    check = actions.add_parser("check", help="look for faults, unknown names, copies left behind", allow_abbrev=False)
    check.add_argument("name", metavar="NAME", nargs="?", default="", help="which theme (default: the one in use)")
    for action in (new, eject, check):
        add_root(action)
        add_manner(action)
    for action in (eject, check):
        action.add_argument("--theme", metavar="NAME|DIR", type=kinds.theme, default="", help="not the one in use")


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile theme`."""
    return {"new": _new, "eject": _eject, "check": _check}[arguments.action](arguments, root, screen)


def _new(arguments: Namespace, root: Path, screen: Screen) -> int:
    from backfile.opening import theme_places
    from backfile.theming import made

    files = [
        path_from_here(path) for path in made(arguments.name, arguments.parent, root / "themes", theme_places(root))
    ]
    way = f'Write theme = "{arguments.name}" into site.toml, or try it: backfile serve --theme {arguments.name}'
    screen.say("\n".join([*files, way]), {"files": files})
    return 0


def _eject(arguments: Namespace, root: Path, screen: Screen) -> int:
    from backfile.opening import theme_places
    from backfile.theming import eject

    done = eject(arguments.template, _in_use(arguments, root), root / "themes", theme_places(root), keep=arguments.keep)
    said = f"copied from {done.origin}" if done.is_new else f"noted: it has caught up with {done.origin}"
    path = path_from_here(done.path)
    screen.say(f"{path}\n{said}; `backfile theme check` says when that changes", {"path": path, "from": done.origin})
    return 0


def _check(arguments: Namespace, root: Path, screen: Screen) -> int:
    from backfile.cli.closing import exit_code
    from backfile.opening import theme_places
    from backfile.report import problem_values
    from backfile.theming import checked

    found = checked(arguments.name or _in_use(arguments, root), theme_places(root))
    screen.problems(found.problems, whole=True)
    sum_ = f"{found.name}: {_counted(found.templates, 'template')}, {_counted(len(found.problems), 'finding')}"
    values = {"theme": found.name, "problems": [problem_values(p) for p in found.problems], "diffs": list(found.diffs)}
    screen.say("\n".join([*found.diffs, sum_]), values)
    return exit_code(found.problems, strict=False)


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _in_use(arguments: Namespace, root: Path) -> str:
    from backfile.settings import read_settings

    return arguments.theme or read_settings(root)[0].theme
