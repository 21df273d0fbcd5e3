"""`backfile check`: every problem, and nothing built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.closing import close
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile check", "backfile check --strict", "backfile check --format sarif")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    add_shared(parser, formats=("human", "github", "json", "sarif"))


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile check`."""
    from backfile import checking

    need_archive(arguments, root)
    with screen.progress() as progress:
        receipt = checking.check(root, build_options(arguments), progress)
    return close(receipt, arguments, screen, {}, is_check=True)
