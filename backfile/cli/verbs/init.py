"""`backfile init`: a new archive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.grammar import add_manner
from backfile.cli.screen import path_from_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile init harbour-news",)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "folder", metavar="DIR", type=kinds.folder, help="the folder to make; it may exist if it is empty"
    )
    add_manner(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile init`."""
    import shlex

    from backfile.init import make_archive

    files = make_archive(arguments.folder, datetime.now(UTC).date())
    shown = path_from_here(arguments.folder)
    text = f"{shown}: a new archive, with a first story in it\nSee it: cd {shlex.quote(shown)} && backfile serve --open"
    screen.say(text, {"root": str(arguments.folder), "files": list(files)})
    return 0
