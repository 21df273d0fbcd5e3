"""`backfile check`: every problem, and nothing built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.closing import close
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = (
    "backfile check",
    "backfile check --strict",
    "backfile check --format sarif",
    "backfile check --output --now 2031-05-01T06:00",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "--output",
        metavar="DIR",
        nargs="?",
        const=Path("output"),
        type=kinds.folder,
        help="search every file of the site (default: output/ of the archive) for words of held stories",
    )
    add_shared(parser, formats=("human", "github", "json", "sarif"), has_output=False)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile check`."""
    from backfile import checking

    need_archive(arguments, root)
    searches = arguments.output is not None
    arguments.output = root / arguments.output if searches else None
    if searches and not arguments.output.is_dir():
        raise UsageError(f"--output: {arguments.output} is no folder; backfile build makes the site")
    with screen.progress() as progress:
        receipt = checking.check(root, build_options(arguments), progress, searches=searches)
    return close(receipt, arguments, screen, {}, is_check=True)
