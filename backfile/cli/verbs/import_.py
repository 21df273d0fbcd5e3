"""`backfile import`: captures of articles to story files."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.closing import exit_code
from backfile.cli.grammar import add_shared
from backfile.cli.screen import path_from_here
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen
    from backfile.importing.accounts import ImportReport

BATCHES_ALONE = 2  # read before processes are started: most imports are of a few captures
EXAMPLES = ("backfile import articles/", "backfile import old-site.xml --dry-run")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help="captures: files, folders, patterns; - reads one here")
    parser.add_argument(
        "--from", dest="kind", metavar="KIND", default="", help="what they are (default: told from each file)"
    )
    parser.add_argument(
        "--date-from",
        metavar="PLACE",
        action="append",
        default=[],
        help="what may tell a missing date: file-name, address or neighbours; may be repeated",
    )
    parser.add_argument(
        "--map",
        dest="mapping",
        metavar="OURS=THEIRS",
        action="append",
        type=kinds.pair,
        default=[],
        help="take our field OURS from their field THEIRS; may be repeated",
    )
    parser.add_argument(
        "--no-suggest", dest="suggest", action="store_false", help="add no tags from content/vocabulary.yml"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")
    parser.add_argument("--explain", metavar="FILE", default="", help="show what each line of it was taken for")
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile import`."""
    if arguments.explain:
        return _explain_capture(arguments, root, screen)
    if not arguments.paths:
        raise UsageError("import: name what to import: files, folders or patterns, such as articles/")
    report = imported_from(tuple(arguments.paths), arguments, root, screen)
    screen.say("", report.as_dict()) if screen.json else screen.say(text_of(report, arguments, root), None)
    return exit_code(report.problems, arguments.strict)


def _explain_capture(arguments: Namespace, root: Path, screen: Screen) -> int:
    from backfile.importing import explained
    from backfile.settings import read_settings

    config, _ = read_settings(root)
    text = explained(
        arguments.explain,
        root=root,
        config=config,
        kind=arguments.kind or None,
        mapping=arguments.mapping,
        stdin=sys.stdin.buffer if arguments.explain == "-" else None,
    )
    screen.say(text, {"file": arguments.explain, "text": text})
    return 0


def text_of(report: ImportReport, arguments: Namespace, root: Path) -> str:
    """What an import came to, for a person."""
    from backfile.report import import_text

    content = path_from_here(arguments.content or root / "content")
    return import_text(report, content, getattr(arguments, "dry_run", False))


def imported_from(paths: Sequence[str | Path], arguments: Namespace, root: Path, screen: Screen) -> ImportReport:
    """Import, with its problems said on the screen."""
    from backfile import execute
    from backfile.importing import run_import
    from backfile.importing.reading import made_by
    from backfile.settings import read_settings

    config, _ = read_settings(root)
    wishes = ("dry_run", "date_from", "mapping", "suggest")
    spec = execute.parse_executor(arguments.executor, arguments.jobs)
    setup = made_by().encode() if spec[0] == "dask" else b""
    late = execute.LateExecutor(spec, BATCHES_ALONE, _prepare, setup)
    _look_for_waste_seldom()
    with screen.progress() as progress, late as executor:
        report = run_import(
            paths,
            root=root,
            content=arguments.content or root / "content",
            config=config,
            kind=getattr(arguments, "kind", "") or None,
            executor=executor,
            progress=progress and (lambda done: progress("import", done, 0)),
            stdin=sys.stdin.buffer if "-" in paths else None,
            **{name: getattr(arguments, name) for name in wishes if hasattr(arguments, name)},
        )
    screen.problems(report.problems)
    return report


def _prepare(setup: bytes) -> None:
    """What a process of an import has to do first."""
    from backfile.importing.reading import prepare

    prepare(setup)
    gc.freeze()
    _look_for_waste_seldom()


def _look_for_waste_seldom() -> None:
    """Readers make many small values and few cycles, and to look for these as often as Python does takes a tenth of
    their time."""
    gc.set_threshold(100_000, 50, 1_000)
