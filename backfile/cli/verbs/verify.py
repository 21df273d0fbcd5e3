"""`backfile verify`: what of a site changed, is missing or is foreign since it was built."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import path_from_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = (
    "backfile verify",
    "backfile verify /mnt/backup/site",
    "backfile verify ../pilot-2026-bag",
    "backfile verify http://127.0.0.1:8000/",
)
SHOWN = 10_000  # of a kind in JSON, so that memory stays bounded; the counts are of all


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "place",
        metavar="DIR|URL",
        nargs="?",
        type=str,
        default="",
        help="the site or bag: a folder, or an address of this machine (default: the archive's output)",
    )
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile verify`: 0 when every listed file is as it was written; with --strict, when nothing foreign is there
    besides."""
    from backfile.fixity import differences_at, differences_in
    from backfile.folders import folders_of

    place = arguments.place
    is_web = "://" in place
    if is_web:
        looks = differences_at(place, arguments.jobs)
    else:
        folder = Path(place).absolute() if place else folders_of(root, build_options(arguments)).output
        place, looks = path_from_here(folder), differences_in(folder, arguments.executor, arguments.jobs)
    counts: Counter[str] = Counter()
    found: dict[str, list[str]] = {"changed": [], "missing": [], "foreign": [], "withheld": []}
    for looked in looks:
        counts["files"] += looked.files
        for kind, path, note in looked.differences:
            counts[kind] += 1
            if screen.json and len(found[kind]) < SHOWN:
                found[kind].append(path)
            elif not screen.json:
                screen.say(f"{kind}: {_printable(path)}" + (f" ({note})" if note else ""), None)
    is_whole = not (counts["changed"] or counts["missing"] or (arguments.strict and counts["foreign"]))
    kinds_found = {kind: counts[kind] for kind in found}
    screen.say(
        _summary(place, counts, is_whole, is_web),
        {"place": place, "whole": is_whole, "files": counts["files"], "counts": kinds_found, **found},
    )
    return 0 if is_whole else 1


def _printable(path: str) -> str:
    from backfile.report import printable

    return printable(path)


def _summary(place: str, counts: Counter[str], is_whole: bool, is_web: bool) -> str:
    said = f"{counts['files']:,} files hashed · {counts['changed']:,} changed · {counts['missing']:,} missing"
    said += f" · {counts['withheld']:,} withheld by the server" if counts["withheld"] else ""
    said += " · foreign files cannot be seen from outside" if is_web else f" · {counts['foreign']:,} foreign"
    return f"{place}: {said}\n{'as it was built' if is_whole else 'not as it was built'}"
