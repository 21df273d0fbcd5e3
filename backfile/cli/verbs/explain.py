"""`backfile explain`: why a page is as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile explain content/stories/1995/flood.md", "backfile explain /1995/05/05/flood/")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "what", metavar="PATH|ADDRESS", type=kinds.words, help="a story's file, or an address of the site"
    )
    add_shared(parser, takes_storage=True)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile explain`."""
    from backfile import pipeline

    need_archive(arguments, root)
    text = pipeline.explain(root, build_options(arguments), arguments.what)
    screen.say(text, {"what": arguments.what, "text": text})
    return 0
