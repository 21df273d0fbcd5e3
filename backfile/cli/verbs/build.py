"""`backfile build`: the site; and what `build.py` does alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.closing import close, exit_code
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile build", "backfile build --strict --base-url https://example.org/archive/")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "--base-url",
        metavar="URL",
        type=kinds.base_url,
        default="",
        help="the site's address (default: from site.toml)",
    )
    parser.add_argument("--drafts", action="store_true", help="show held stories too, marked; not to be published")
    parser.add_argument("--clean", action="store_true", help="forget the last build and make every page again")
    parser.add_argument("--verify", action="store_true", help="hash every source and output file, times aside")
    parser.add_argument("--profile", action="store_true", help="say how long each step took")
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen, imported: dict[str, object] | None = None) -> int:
    """`backfile build`; `imported` is what an import just before has to add to the receipt's values."""
    from backfile import pipeline

    need_archive(arguments, root)
    with screen.progress() as progress:
        receipt = pipeline.build(root, build_options(arguments), progress)
    return close(receipt, arguments, screen, {"imported": imported} if imported else {})


def import_and_build(arguments: Namespace, root: Path, screen: Screen) -> int:
    """What `build.py` does alone: import what is new in `articles/`, then build."""
    from backfile.cli.verbs.import_ import imported_from, text_of

    if not (root / "articles").is_dir():
        return run(arguments, root, screen)
    report = imported_from((root / "articles",), arguments, root, screen)
    accounts = report.accounts
    if not screen.json and (accounts.written or accounts.to_review or accounts.failed):
        screen.say(text_of(report, arguments, root), None)
    built = run(arguments, root, screen, imported=report.as_dict())
    return max(built, exit_code(report.problems, arguments.strict))
