"""`backfile serve`: the preview."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile serve --open",)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=kinds.port, default=8000, help="the first port to try (default: 8000)")
    parser.add_argument("--open", dest="open_browser", action="store_true", help="open the browser")
    parser.add_argument(
        "--published-only",
        dest="drafts",
        action="store_false",
        help="show what the public sees (default: drafts and embargoed stories too, marked)",
    )
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile serve`."""
    from backfile.serve import serve as serve_site

    need_archive(arguments, root)
    serve_site(root, build_options(arguments), arguments.host, arguments.port, arguments.open_browser)
    return 0
