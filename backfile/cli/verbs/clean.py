"""`backfile clean`: what builds have written is removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile clean",)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    add_shared(parser, takes_storage=True)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile clean`."""
    from backfile import pipeline

    need_archive(arguments, root)
    removed = pipeline.clean(root, build_options(arguments))
    screen.say(f"{removed:,} files removed", {"removed": removed})
    return 0
