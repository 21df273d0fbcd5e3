"""The command line's grammar: which verbs and options there are, and what each may say."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, NoReturn
from urllib.parse import urlsplit

from backfile.model import UsageError
from backfile.options import Options

# argparse reads a text default as if it had been typed: readers of options let "", the absent value, through.
_EXECUTOR = re.compile(r"inline|processes:[1-9]\d*")


class Verb(NamedTuple):
    """One verb: what it does in a sentence, commands to copy, and the options of its own."""

    name: str
    summary: str
    examples: tuple[str, ...]
    arguments: Callable[[argparse.ArgumentParser], None]


class _Parser(argparse.ArgumentParser):
    """Raises `UsageError` where argparse would print its usage and exit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message.removeprefix('argument ')}; `{self.prog} --help` shows what it takes")


def _moment(value: str) -> str:
    try:
        datetime.fromisoformat(value or "2031-05-01T06:00")
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{value}" is not a moment, write 2031-05-01T06:00') from None
    return value


def _words(value: str) -> str:
    if not value.strip():
        raise argparse.ArgumentTypeError("there are no words in it")
    return value


def _executor(value: str) -> str:
    if value and not _EXECUTOR.fullmatch(value):
        ways = "inline or processes:4"
        raise argparse.ArgumentTypeError(f'"{value}" is not an executor, write {ways}')
    return value


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value)):
        raise argparse.ArgumentTypeError(f'"{value}" is not a number above 0')
    return int(value)


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) < 65536):
        raise argparse.ArgumentTypeError(f'"{value}" is not a port, write a number from 0 to 65535')
    return int(value)


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise argparse.ArgumentTypeError(f'"{value}" is not a web address, write https://example.org/archive/')
    return value


def _theme(value: str) -> str:
    """A name stays a name; what looks like a path becomes an absolute one."""
    return str(Path(value).absolute()) if "/" in value or "\\" in value or value in (".", "..") else value


def _pair(value: str) -> tuple[str, str]:
    left, sign, right = value.partition("=")
    if not (left and sign and right):
        raise argparse.ArgumentTypeError(f'"{value}" is not a pair, write title=headline')
    return left, right


def _folder(value: str) -> Path:
    return Path(_words(value)).absolute()


def _init_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=_folder, help="the folder to make; it may exist if it is empty")
    _add_manner(parser)


def _import_arguments(parser: argparse.ArgumentParser) -> None:
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
        type=_pair,
        default=[],
        help="take our field OURS from their field THEIRS; may be repeated",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")
    parser.add_argument("--explain", metavar="FILE", default="", help="show what each line of it was taken for")
    _add_shared(parser)


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base-url", metavar="URL", type=_base_url, default="", help="the site's address (default: from site.toml)"
    )
    parser.add_argument("--drafts", action="store_true", help="show held stories too, marked; not to be published")
    parser.add_argument("--clean", action="store_true", help="forget the last build and make every page again")
    parser.add_argument("--verify", action="store_true", help="hash every source and output file, times aside")
    parser.add_argument("--profile", action="store_true", help="say how long each step took")
    _add_shared(parser)


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=_port, default=8000, help="the first port to try (default: 8000)")
    parser.add_argument("--open", dest="open_browser", action="store_true", help="open the browser")
    parser.add_argument(
        "--published-only",
        dest="drafts",
        action="store_false",
        help="show what the public sees (default: drafts and embargoed stories too, marked)",
    )
    _add_shared(parser)


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("title", metavar="TITLE", type=_words, help="the headline, in quotes")
    parser.add_argument("--section", type=str, default="", help="the part of the paper, such as News")
    parser.add_argument(
        "--tag", dest="tags", metavar="TAG", action="append", type=_words, default=[], help="a subject; may be repeated"
    )
    parser.add_argument(
        "--byline",
        dest="bylines",
        metavar="NAME",
        action="append",
        type=_words,
        default=[],
        help="who wrote it; may be repeated",
    )
    parser.add_argument("--date", default="", help="when it was published (default: today)")
    parser.add_argument("--slug", default="", help="the last part of its address (default: from the title)")
    parser.add_argument("--draft", action="store_true", help="keep it out of the published site for now")
    parser.add_argument("--edit", action="store_true", help="open it in $EDITOR")
    _add_shared(parser)


def _explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="PATH|ADDRESS", type=_words, help="a story's file, or an address of the site")
    _add_shared(parser)


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "init",
            "Make a new archive: settings, a first story, the publishing workflow.",
            ("backfile init harbour-news",),
            _init_arguments,
        ),
        Verb(
            "import",
            "Turn captures of articles into story files; what was imported before is left alone.",
            ("backfile import articles/", "backfile import old-site.xml --dry-run"),
            _import_arguments,
        ),
        Verb(
            "build",
            "Build the site; only what changed is made again.",
            ("backfile build", "backfile build --strict --base-url https://example.org/archive/"),
            _build_arguments,
        ),
        Verb(
            "serve",
            "Build, show the site on this machine, and rebuild at every save.",
            ("backfile serve --open",),
            _serve_arguments,
        ),
        Verb(
            "new",
            "Write a new story file, ready to fill in, and print its path.",
            ('backfile new "Ferry returns" --section News --tag harbour',),
            _new_arguments,
        ),
        Verb(
            "check",
            "Read everything, list every problem, build nothing.",
            ("backfile check", "backfile check --strict"),
            lambda parser: _add_shared(parser),
        ),
        Verb(
            "clean",
            "Remove what builds have written, and nothing else.",
            ("backfile clean",),
            lambda parser: _add_shared(parser),
        ),
        Verb(
            "explain",
            "Say what a page is made of, and why it was or was not made again.",
            ("backfile explain content/stories/1995/flood.md", "backfile explain /1995/05/05/flood/"),
            _explain_arguments,
        ),
    )
}


def _add_manner(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    parser.add_argument("--json", action="store_true", help="print the result as JSON on standard output")


def _add_shared(parser: argparse.ArgumentParser) -> None:
    shared = parser.add_argument_group("options of every verb")
    shared.add_argument("--root", metavar="DIR", type=_folder, help="the archive's folder (default: here)")
    shared.add_argument("--content", metavar="DIR", type=_folder, help="the stories (default: content/ of the archive)")
    shared.add_argument("--output", metavar="DIR", type=_folder, help="the site (default: output/ of the archive)")
    shared.add_argument(
        "--theme", metavar="NAME|DIR", type=_theme, default="", help="the site's look (default: from site.toml)"
    )
    shared.add_argument(
        "--jobs", metavar="N", type=_number, default=0, help="processes at work at once (default: as many as pay)"
    )
    shared.add_argument(
        "--executor",
        metavar="SPEC",
        type=_executor,
        default="",
        help="where the work is done: inline or processes:N",
    )
    shared.add_argument("--keep-going", action="store_true", help="build all that is sound; broken stories stay")
    shared.add_argument("--strict", action="store_true", help="take warnings for errors")
    shared.add_argument(
        "--now", metavar="MOMENT", type=_moment, default="", help="build as of 2031-05-01T06:00, say (default: now)"
    )
    shared.add_argument(
        "--format",
        choices=("human", "github"),
        default="human",
        help="how problems are written; github marks them on the line in a workflow",
    )
    _add_manner(shared)


def verb_parser(name: str, program: str = "backfile") -> argparse.ArgumentParser:
    """The grammar of one verb; others are not even made, which keeps the start short."""
    verb = VERBS[name]
    title = "example" if len(verb.examples) == 1 else "examples"
    examples = "\n".join([f"{title}:", *(f"  {example}" for example in verb.examples)])
    parser = _Parser(
        prog=f"{program} {name}",
        description=verb.summary,
        epilog=examples,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.arguments(parser)
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
    return Options(**{name: getattr(arguments, name) for name in names})


def overview_text() -> str:
    """What `backfile --help` prints."""
    verbs = "\n".join(f"  {verb.name:<8} {verb.summary}" for verb in VERBS.values())
    return f"""Backfile keeps a newspaper's archive: articles in, a site to browse out.

usage: backfile VERB …

{verbs}

`backfile VERB --help` shows the options of a verb, with examples. `backfile --version` shows the version.
A first archive:

  backfile init harbour-news && cd harbour-news && backfile serve --open"""
