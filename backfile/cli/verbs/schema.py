"""`backfile schema`: the fields of a story, for editors' own tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.grammar import add_manner, add_root

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = ("backfile schema", "backfile schema --for pages-cms")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "--for",
        dest="tool",
        choices=("json-schema", "pages-cms", "decap-cms", "sveltia-cms"),
        default="json-schema",
        help="what reads it: a JSON Schema for text editors (the default), or the settings of a CMS",
    )
    add_root(parser)
    add_manner(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile schema`."""
    from backfile.report import json_text
    from backfile.schema import decap_values, pages_cms_values, story_schema, yaml_text
    from backfile.settings import read_settings

    config, _ = read_settings(root)
    if arguments.tool == "json-schema":
        values = story_schema()
        screen.say(json_text(values), values)
        return 0
    is_pages = arguments.tool == "pages-cms"
    where = config.repository or "https://github.com/OWNER/REPO"
    values = pages_cms_values() if is_pages else decap_values(where, config.branch, config.title)
    screen.say(yaml_text(values).rstrip("\n"), values)
    return 0
