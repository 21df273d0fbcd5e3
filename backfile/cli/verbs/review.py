"""`backfile review`: what an import leaves for a person to look at, as pages in the work folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.grammar import add_shared
from backfile.cli.screen import need_archive, path_from_here
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = (
    "backfile review --open",
    "backfile review --accept articles/ferry.txt --set date=1987-11-02 --set tags=Ferry,Harbour",
)


_NEXT = "`backfile review --open` shows them in a browser, with buttons"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "--open", action="store_true", help="show the pages in a browser, with buttons that work until Ctrl-C"
    )
    parser.add_argument("--port", type=kinds.port, default=8100, help="the first port to try for it (default: 8100)")
    parser.add_argument(
        "--accept",
        metavar="CAPTURE",
        action="append",
        default=[],
        help="take it off the list, and make a story of it if it is none; may be repeated; all takes everything",
    )
    parser.add_argument(
        "--set",
        dest="mends",
        metavar="FIELD=VALUE",
        action="append",
        type=kinds.pair,
        default=[],
        help="fill in a field of the one that is accepted: date, title, tags and so on; may be repeated",
    )
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile review`."""
    from backfile.settings import read_settings

    need_archive(arguments, root)
    config, _ = read_settings(root)
    content = arguments.content or root / "content"
    if arguments.mends and not arguments.accept:
        raise UsageError("--set fills in what is accepted: name a capture with --accept")
    if arguments.accept:
        return _accept(arguments, root, content, config, screen)
    if arguments.open:
        from backfile.serve.review import answer

        answer(root, content, config, arguments.port)
    return _show(arguments, root, content, config, screen)


def _accept(arguments: Namespace, root: Path, content: Path, config: object, screen: Screen) -> int:
    from backfile.importing import mends, reviewing

    mends.check(arguments.mends, config.tz)
    said = reviewing.accept(arguments.accept, arguments.mends, root=root, content=content, config=config)
    screen.say("\n".join(said), {"accepted": list(said)})
    return 0


def _show(arguments: Namespace, root: Path, content: Path, config: object, screen: Screen) -> int:
    from backfile import execute
    from backfile.importing.reviewing import review_pages

    spec = execute.parse_executor(arguments.executor, arguments.jobs)
    with execute.LateExecutor(spec, 2, _prepare_nothing, b"") as executor:
        found = review_pages(root, content, config, executor)
    lines = [f"{count:>6}  {name}" for name, count in found.groups] or ["Nothing waits."]
    shown = path_from_here(found.page)
    screen.say(
        "\n".join(
            [*lines, f"{shown} ({found.pages} page{'s' * (found.pages != 1)})", *([_NEXT] if found.groups else [])]
        ),
        {"page": str(found.page), "pages": found.pages, "groups": dict(found.groups)},
    )
    return 0


def _prepare_nothing(setup: bytes) -> None:
    """What a process of a review has to do first."""
