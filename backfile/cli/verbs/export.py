"""`backfile export`: the published stories for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive, path_from_here
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

KINDS = ("jsonl", "csv", "sqlite", "ninjs", "epub")
EXAMPLES = (
    "backfile export --format jsonl --out stories.jsonl",
    "backfile export --format sqlite",
    'backfile export --format epub --series "What the Dredger Found"',
)
_TAXONOMIES = ("tag", "series", "section", "byline")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own. Elsewhere `--format` is how problems are written; here it is the result."""
    add_shared(parser, formats=KINDS, format_help="what to write")
    parser.set_defaults(format="")
    parser.add_argument("--out", metavar="FILE", type=Path, help="the file to write (default: named after the archive)")
    parser.add_argument("--year", metavar="YEAR", default="", help="stories of this year only")
    for name in _TAXONOMIES:
        parser.add_argument(f"--{name}", metavar="NAME", default="", help=f"stories of this {name} only")


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile export`."""
    from backfile.exporting import FORMATS, export
    from backfile.opening import opened

    need_archive(arguments, root)
    if not arguments.format:
        raise UsageError(f"--format: name one of {', '.join(KINDS)}")
    selection = _selection(arguments)
    default = "-".join(["stories", *filter(None, (_slug(selection.term), selection.year))])
    target = (arguments.out or Path(default + FORMATS[arguments.format].suffix)).absolute()
    with opened(root, build_options(arguments)) as site:
        _need_free(target, site)
        done = export(site, arguments.format, target, selection)
    count = "1 story" if done.stories == 1 else f"{done.stories:,} stories"
    screen.say(f"{path_from_here(done.path)}: {count}", {"file": str(done.path), "stories": done.stories})
    return 0


def _selection(arguments: Namespace):
    from backfile.exporting import Selection

    named = [(name, value) for name in _TAXONOMIES if (value := getattr(arguments, name))]
    if len(named) > 1:
        raise UsageError(f"--{named[0][0]} and --{named[1][0]}: name one of them; --year may be added to it")
    if arguments.year and not (len(arguments.year) == 4 and arguments.year.isascii() and arguments.year.isdigit()):
        raise UsageError(f'--year: "{arguments.year}" is not a year, write 1995')
    kind, name = named[0] if named else ("", "")
    return Selection(arguments.year, {"series": "series"}.get(kind, kind + "s") if kind else "", name)


def _slug(term: str) -> str:
    from backfile.urls import term_slug

    return term_slug(term) if term else ""


def _need_free(target: Path, site) -> None:
    """An export inside the stories would be read as one, inside the site it would look published."""
    for folder in (site.folders.content, site.folders.output):
        if target.resolve().is_relative_to(folder):
            raise UsageError(f"--out: {target} lies in {folder}; name a file elsewhere")
