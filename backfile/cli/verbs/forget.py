"""`backfile forget`: a published address is let go on purpose, or led elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile forget /1995/05/05/flood/", "backfile forget /old/ferries/ --to /tags/ferry/")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument("addresses", metavar="ADDRESS", nargs="*", type=kinds.words, help="a published address")
    parser.add_argument(
        "--to", dest="target", metavar="ADDRESS", default="", help="where it leads from now on (default: nowhere)"
    )
    parser.add_argument("--all-lost", action="store_true", help="every address that the last build found lost")
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile forget`."""
    from backfile.forgetting import forget

    need_archive(arguments, root)
    if not (arguments.addresses or arguments.all_lost):
        raise UsageError("forget: name the address, as content/addresses.txt has it, or say --all-lost")
    options = build_options(arguments)
    found = forget(root, options, arguments.addresses, arguments.target, arguments.all_lost)
    end = f"leads to {arguments.target} from the next build on" if arguments.target else "is let go"
    text = "\n".join(f"{address} {end}" for address in found) or "no address is lost"
    screen.say(text, {"addresses": list(found), "target": arguments.target})
    return 0
