"""The command line's grammar: which verbs and options there are, and what each may say."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from backfile.cli import kinds
from backfile.cli.verbs import SUMMARIES, verb_of
from backfile.model import UsageError
from backfile.options import Options


class _Parser(argparse.ArgumentParser):
    """Raises `UsageError` where argparse would print its usage and exit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message.removeprefix('argument ')}; `{self.prog} --help` shows what it takes")


def add_manner(parser: argparse.ArgumentParser) -> None:
    """How a verb says its result."""
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    parser.add_argument("--json", action="store_true", help="print the result as JSON on standard output")


def add_root(parser: argparse._ActionsContainer) -> None:
    """Which archive is meant."""
    parser.add_argument("--root", metavar="DIR", type=kinds.folder, help="the archive's folder (default: here)")


def add_address(parser: argparse.ArgumentParser, otherwise: str = "from site.toml") -> None:
    """Where the site will stand."""
    parser.add_argument(
        "--base-url", metavar="URL", type=kinds.base_url, default="", help=f"the site's address (default: {otherwise})"
    )


def add_shared(
    parser: argparse.ArgumentParser,
    formats: tuple[str, ...] = ("human", "github"),
    has_output: bool = True,
    takes_storage: bool = False,
    format_help: str = "",
) -> None:
    """What every verb takes that opens an archive; `formats` are the ways in which it can write problems. Not
    `has_output`: the verb has an option of its own for the site's folder. With `takes_storage` that may be storage."""
    shared = parser.add_argument_group("options of every verb")
    add_root(shared)
    shared.add_argument(
        "--content", metavar="DIR", type=kinds.folder, help="the stories (default: content/ of the archive)"
    )
    if has_output:
        shared.add_argument(
            "--output",
            metavar="DIR|s3://BUCKET" if takes_storage else "DIR",
            type=kinds.site if takes_storage else kinds.folder,
            help="the site (default: output/ of the archive)",
        )
    shared.add_argument(
        "--theme", metavar="NAME|DIR", type=kinds.theme, default="", help="the site's look (default: from site.toml)"
    )
    shared.add_argument(
        "--jobs", metavar="N", type=kinds.number, default=0, help="processes at work at once (default: as many as pay)"
    )
    shared.add_argument(
        "--executor",
        metavar="SPEC",
        type=kinds.executor,
        default="",
        help="where the work is done: inline, processes:N or dask:tcp://HOST:PORT",
    )
    shared.add_argument("--keep-going", action="store_true", help="build all that is sound; broken stories stay")
    shared.add_argument("--strict", action="store_true", help="take warnings for errors")
    shared.add_argument(
        "--now",
        metavar="MOMENT",
        type=kinds.moment,
        default="",
        help="build as of 2031-05-01T06:00, say (default: now)",
    )
    shared.add_argument(
        "--format",
        choices=formats,
        default="human",
        help=format_help or "how problems are written; github marks them on the line in a workflow",
    )
    add_manner(shared)


def verb_parser(name: str, program: str = "backfile") -> argparse.ArgumentParser:
    """The grammar of one verb; others are not even made, which keeps the start short."""
    verb = verb_of(name)
    title = "example" if len(verb.EXAMPLES) == 1 else "examples"
    examples = "\n".join([f"{title}:", *(f"  {example}" for example in verb.EXAMPLES)])
    parser = _Parser(
        prog=f"{program} {name}",
        description=SUMMARIES[name],
        epilog=examples,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_arguments(parser)
    return parser


def parse_arguments(name: str, argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of one verb, each checked; anything unknown is refused with the nearest known name."""
    parser = verb_parser(name)
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        raise UsageError(_unknown_text(parser, next((word for word in unknown if word.startswith("-")), unknown[0])))
    return arguments


def _unknown_text(parser: argparse.ArgumentParser, word: str) -> str:
    if not word.startswith("-"):
        return f'"{word}" is one argument too many; text with spaces goes in quotes'
    option, known = word.partition("=")[0], [name for name in parser._option_string_actions if name.startswith("--")]
    return f"{parser.prog} has no option {option}; {nearest_text(option, known, f'`{parser.prog} --help` lists them')}"


def nearest_text(word: str, known: Sequence[str], otherwise: str) -> str:
    """ "did you mean …?" with the nearest known word, or what else to do."""
    import difflib

    near = difflib.get_close_matches(word.lower(), known, 1)
    return f"did you mean {near[0]}?" if near else otherwise


def build_options(arguments: argparse.Namespace) -> Options:
    """The command line as the one value that a build takes."""
    names = [name for name in Options.__dataclass_fields__ if hasattr(arguments, name)]
    wishes = {name: getattr(arguments, name) for name in names}
    if isinstance(output := wishes.get("output"), str):
        wishes |= {"output": None, "storage": output}
    return Options(**wishes)


def overview_text() -> str:
    """What `backfile --help` prints."""
    verbs = "\n".join(f"  {name:<10} {summary}" for name, summary in SUMMARIES.items())
    return f"""Backfile keeps a newspaper's archive: articles in, a site to browse out.

usage: backfile VERB …

{verbs}

`backfile VERB --help` shows the options of a verb, with examples. `backfile --version` shows the version.
A first archive:

  backfile init harbour-news && cd harbour-news && backfile serve --open"""
