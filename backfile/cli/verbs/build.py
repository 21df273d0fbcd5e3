"""`backfile build`: the site; and what `build.py` does alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.closing import close, exit_code
from backfile.cli.grammar import add_address, add_shared, build_options
from backfile.cli.screen import need_archive, path_from_here
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = (
    "backfile build",
    "backfile build --portable --zip",
    "backfile build --strict --base-url https://example.org/archive/",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    add_address(parser)
    parser.add_argument("--drafts", action="store_true", help="show held stories too, marked; not to be published")
    parser.add_argument("--portable", action="store_true", help="a copy that opens from disk, in portable/")
    parser.add_argument("--zip", action="store_true", help="with --portable: packed as one file beside the folder too")
    parser.add_argument("--clean", action="store_true", help="forget the last build and make every page again")
    parser.add_argument("--verify", action="store_true", help="hash every source and output file, times aside")
    parser.add_argument("--profile", action="store_true", help="say how long each step took")
    add_shared(parser, takes_storage=True)


def run(arguments: Namespace, root: Path, screen: Screen, imported: dict[str, object] | None = None) -> int:
    """`backfile build`; `imported` is what an import just before has to add to the receipt's values."""
    from backfile import pipeline
    from backfile.folders import folders_of

    need_archive(arguments, root)
    options = build_options(arguments)
    is_portable = getattr(arguments, "portable", False)
    if is_portable:  # it is not what readers will have the addresses of
        options = replace(options, remember=False)
    elif getattr(arguments, "zip", False):
        raise UsageError("--zip packs a copy that opens from disk; add --portable")
    with screen.progress() as progress:
        receipt = pipeline.build(root, options, progress)
    code = close(receipt, arguments, screen, {"imported": imported} if imported else {})
    if is_portable and receipt.built:
        _say_portable(arguments, root, screen, folders_of(root, options).output)
    return code


def _say_portable(arguments: Namespace, root: Path, screen: Screen, folder: Path) -> None:
    from backfile.packed import pack_site

    said = f"open {path_from_here(folder / 'index.html')}"
    if arguments.zip:
        target = folder.with_name(folder.name + ".zip")
        pack_site(folder, target)
        said += f", or hand on {path_from_here(target)}"
    if not screen.json:
        screen.say(said, None)


def import_and_build(arguments: Namespace, root: Path, screen: Screen) -> int:
    """What `build.py` does alone: import what is new in `articles/`, then build."""
    from backfile.cli.verbs.import_ import imported_from, text_of

    if not (root / "articles").is_dir():
        return run(arguments, root, screen)
    report = imported_from((root / "articles",), arguments, root, screen)
    accounts = report.accounts
    if not screen.json and (accounts.written or accounts.to_review or accounts.failed):
        screen.say(text_of(report, arguments, root), None)
    built = run(arguments, root, screen, imported=report.as_dict() if screen.json else None)
    return max(built, exit_code(report.problems, arguments.strict))
