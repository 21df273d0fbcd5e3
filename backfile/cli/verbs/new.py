"""`backfile new`: a story file, ready to fill in."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive, path_from_here

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ('backfile new "Ferry returns" --section News --tag harbour',)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument("title", metavar="TITLE", type=kinds.words, help="the headline, in quotes")
    parser.add_argument("--section", type=str, default="", help="the part of the paper, such as News")
    parser.add_argument(
        "--tag",
        dest="tags",
        metavar="TAG",
        action="append",
        type=kinds.words,
        default=[],
        help="a subject; may be repeated",
    )
    parser.add_argument(
        "--byline",
        dest="bylines",
        metavar="NAME",
        action="append",
        type=kinds.words,
        default=[],
        help="who wrote it; may be repeated",
    )
    parser.add_argument("--date", default="", help="when it was published (default: today)")
    parser.add_argument("--slug", default="", help="the last part of its address (default: from the title)")
    parser.add_argument("--draft", action="store_true", help="keep it out of the published site for now")
    parser.add_argument("--edit", action="store_true", help="open it in $EDITOR")
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile new`."""
    from backfile.folders import folders_of
    from backfile.new import Draft, known_terms, near_terms, open_editor, write_draft
    from backfile.settings import read_settings

    need_archive(arguments, root)
    config, _ = read_settings(root)
    folders = folders_of(root, build_options(arguments))
    now = datetime.fromisoformat(arguments.now) if arguments.now else datetime.now(UTC)
    draft = Draft(**{name: _frozen(getattr(arguments, name)) for name in Draft._fields})
    made = write_draft(folders.content, config, draft, now)
    notes = near_terms(draft, known_terms(folders.state))
    text = "\n".join([path_from_here(made.path), f"Its address will be {made.address}", *notes])
    screen.say(text, {"path": str(made.path), "address": made.address, "notes": notes})
    if arguments.edit:
        open_editor(made.path, os.environ)
    return 0


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
