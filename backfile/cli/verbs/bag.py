"""`backfile bag`: the archive packed for those who keep it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive, path_from_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile bag ../pilot-2026",)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument("folder", metavar="DIR", type=kinds.folder, help="the bag to make; a new or empty folder")
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile bag`."""
    from backfile.fixity import make_bag
    from backfile.opening import opened

    need_archive(arguments, root)
    with opened(root, build_options(arguments)) as site:
        bagged = make_bag(site, arguments.folder)
    text = (
        f"{path_from_here(arguments.folder)}: {bagged.files:,} files, {bagged.size:,} bytes, valid\n"
        "It holds drafts and held stories: a copy to keep, not one to publish"
    )
    screen.say(text, {"bag": str(arguments.folder), "files": bagged.files, "bytes": bagged.size})
    return 0
