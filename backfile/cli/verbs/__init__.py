"""The verbs of the command line: one module each, loaded when it is asked for.

A verb's module has `EXAMPLES`, commands to copy; `add_arguments(parser)`, the options of its own; and
`run(arguments, root, screen)`, which returns the exit code.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from backfile.cli.screen import Screen

SUMMARIES = {
    "init": "Make a new archive: settings, a first story, the publishing workflow.",
    "import": "Turn captures of articles into story files; what was imported before is left alone.",
    "review": "Show what an import leaves for a person to look at, as pages beside each capture.",
    "vocabulary": "Find the names that the archive's stories print, as a file to correct; tags are suggested from it.",
    "build": "Build the site; only what changed is made again.",
    "serve": "Build, show the site on this machine, and rebuild at every save.",
    "new": "Write a new story file, ready to fill in, and print its path.",
    "check": "Read everything, list every problem, build nothing.",
    "publish": "Check the site and bring it to its readers: GitHub Pages, a folder, storage.",
    "theme": "Make a theme, take over a template of one, look for what is wrong with one.",
    "verify": "Say what of the site changed, is missing or is foreign since it was built.",
    "bag": "Pack captures, stories and site as a BagIt bag, for an archivist to keep.",
    "export": "Write the published stories for other tools: JSON Lines, CSV, SQLite, ninjs, EPUB.",
    "fmt": "Tidy the front matter of named files; nothing else ever writes to yours.",
    "schema": "Print the fields of a story for editors' tools: a JSON Schema, settings of a CMS.",
    "forget": "Let a published address go, or lead it elsewhere.",
    "clean": "Remove what builds have written, and nothing else.",
    "explain": "Say what a page is made of, and why it was or was not made again.",
}
# Words of the language, and names that would hide a module of the standard library, get an underscore.
_MODULES = {"import": "import_"}


class Verb(Protocol):
    """What the module of a verb offers."""

    EXAMPLES: tuple[str, ...]

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """Declare the options of the verb."""

    @staticmethod
    def run(arguments: Namespace, root: Path, screen: Screen) -> int:
        """Do it, and return the exit code."""


def verb_of(name: str) -> Verb:
    """The module of a verb; others are not even loaded, which keeps the start short."""
    return import_module(f"backfile.cli.verbs.{_MODULES.get(name, name)}")
