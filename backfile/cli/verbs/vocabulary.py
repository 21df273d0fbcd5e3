"""`backfile vocabulary`: the names of the archive, found in its stories, as a file to correct."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.grammar import add_shared
from backfile.cli.screen import need_archive, path_from_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen
    from backfile.importing.naming.merging import Name

EXAMPLES = ("backfile vocabulary", "backfile vocabulary --tag")
SHOWN = 8  # of each kind
KINDS = ("people", "places", "organisations", "topics")
_NEXT = "look through it, then `backfile vocabulary --tag` tags the stories that no one has edited"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "--tag",
        action="store_true",
        help="tag the imported stories by it that no one has edited, instead of building it",
    )
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile vocabulary`."""
    from backfile import execute
    from backfile.importing import tagging
    from backfile.settings import read_settings

    need_archive(arguments, root)
    config, _ = read_settings(root)
    content = arguments.content or root / "content"
    if arguments.tag:
        tagged, edited = tagging.tag(root, content, config)
        screen.say(
            f"{tagged} stories tagged anew; {edited} left alone, for they were edited",
            {"tagged": tagged, "edited": edited},
        )
        return 0
    spec = execute.parse_executor(arguments.executor, arguments.jobs)
    with execute.LateExecutor(spec, 2, _prepare_nothing, b"") as executor:
        built = tagging.build(content, config, executor)
    last = f"{len(built.names):,} names in {built.stories:,} stories → {path_from_here(built.path)}"
    last += "" if built.changed else " (unchanged)"
    names = [name._asdict() for name in built.names]
    values = {"path": str(built.path), "stories": built.stories, "names": names}
    screen.say("\n".join([*_tables(built.names), last, _NEXT]), values)
    return 0


def _tables(names: tuple[Name, ...]) -> list[str]:
    """The first names of each kind, with their stories; how many there are besides."""
    lines = []
    for kind in (*KINDS, ""):
        them = [name for name in names if name.kind == kind]
        if them:
            lines.append(kind or "of no known kind, not suggested as tags")
            lines += [f"{name.stories:>6}  {', '.join((name.name, *name.aliases))}" for name in them[:SHOWN]]
            lines += [f"        and {len(them) - SHOWN:,} more"] if len(them) > SHOWN else []
    return lines


def _prepare_nothing(setup: bytes) -> None:
    """What a process has to do first."""
