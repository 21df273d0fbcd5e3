"""`backfile vocabulary`: the names of the archive, found in its stories, as a file to correct."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.grammar import add_shared
from backfile.cli.screen import need_archive, path_from_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile vocabulary", "backfile vocabulary --tag")
SHOWN = 20


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
    rows = [f"{name.stories:>6}  {', '.join((name.name, *name.aliases))}" for name in built.names[:SHOWN]]
    more = [f"        and {len(built.names) - SHOWN} more"] if len(built.names) > SHOWN else []
    last = f"{len(built.names)} names in {built.stories} stories → {path_from_here(built.path)}"
    last += "" if built.changed else " (unchanged)"
    names = [name._asdict() for name in built.names]
    screen.say("\n".join([*rows, *more, last]), {"path": str(built.path), "stories": built.stories, "names": names})
    return 0


def _prepare_nothing(setup: bytes) -> None:
    """What a process has to do first."""
