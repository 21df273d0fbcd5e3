"""`backfile fmt`: the front matter of named files, tidied; the only verb that writes to a person's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.closing import exit_code
from backfile.cli.grammar import add_manner, add_root
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile fmt content/stories/1995/flood.md", "backfile fmt --diff content/stories/1995/flood.md")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a story file; nothing else is touched")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")
    parser.add_argument("--diff", action="store_true", help="write nothing; show what would change")
    parser.add_argument("--strict", action="store_true", help="take warnings for errors")
    add_root(parser)
    add_manner(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile fmt`."""
    from backfile.settings import read_settings
    from backfile.tidy import replace_file, tidied

    config, _ = read_settings(root)
    changed, problems, diffs = [], [], []
    for path in arguments.files:
        data = _read(path)
        found = tidied(data, path.as_posix(), config)
        problems += found.problems
        if found.data != data:
            changed.append(path.as_posix())
            if arguments.diff:
                diffs.append(_diff(path.as_posix(), data, found.data))
            elif not arguments.check:
                replace_file(path, found.data)
    writes_nothing = arguments.check or arguments.diff
    screen.problems(problems)
    text = "\n".join(diffs) or _said(changed, len(arguments.files), writes_nothing)
    screen.say(text, {"changed": changed, "written": not writes_nothing, "diff": "\n".join(diffs)})
    return max(exit_code(problems, arguments.strict), int(writes_nothing and bool(changed)))


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(f"{path}: this is a folder; fmt takes story files, each by its name")
    if path.suffix != ".md" or not path.is_file():
        raise UsageError(f"{path}: there is no story file of this name; write the path of one that ends in .md")
    return path.read_bytes()


def _said(changed: list[str], asked: int, writes_nothing: bool) -> str:
    word = "would be tidied" if writes_nothing else "tidied"
    return "\n".join([*(f"{word}: {path}" for path in changed), f"{len(changed)} of {asked} {word}"])


def _diff(name: str, before: bytes, after: bytes) -> str:
    import difflib

    lines = difflib.unified_diff(
        before.decode("utf-8-sig").splitlines(), after.decode().splitlines(), name, name + " (tidied)", lineterm=""
    )
    return "\n".join(lines)
