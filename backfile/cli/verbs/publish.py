"""`backfile publish`: the site to where its readers are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.closing import exit_code
from backfile.cli.grammar import add_shared, build_options
from backfile.cli.screen import need_archive
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen

EXAMPLES = (
    "backfile publish github",
    "backfile publish github --dry-run",
    "backfile publish --init github",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument("target", metavar="TARGET", help="github: a branch of the archive's repository")
    parser.add_argument(
        "--init", action="store_true", help="github: write the workflow that publishes at every push, publish nothing"
    )
    parser.add_argument("--dry-run", action="store_true", help="list what would change at the target, change nothing")
    parser.add_argument("--no-build", dest="build", action="store_false", help="publish the output as it stands")
    parser.add_argument(
        "--replace", action="store_true", help="take over a target where files of others stand in the way"
    )
    parser.add_argument("--branch", default="gh-pages", help="github: the branch (default: gh-pages)")
    parser.add_argument("--remote", metavar="NAME|URL", default="origin", help="github: the remote (default: origin)")
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile publish`."""
    from backfile import publishing
    from backfile.publishing.account import text_of, values_of

    need_archive(arguments, root)
    wishes = publishing.Wishes(**{name: getattr(arguments, name) for name in publishing.Wishes._fields})
    if arguments.target != "github":
        raise UsageError(f'"{arguments.target}" is no place to publish to; write github')
    if arguments.init:
        return _init(arguments, root, screen)
    with screen.progress() as progress:
        published = publishing.to_github(root, build_options(arguments), wishes, progress)
    screen.problems(published.problems)
    screen.say(text_of(published), values_of(published))
    return exit_code(published.problems, arguments.strict)


def _init(arguments: Namespace, root: Path, screen: Screen) -> int:
    from backfile.publishing.workflow import write_workflow

    written = write_workflow(root, arguments.replace)
    lines = [f"written: {path}" for path in written] or ["the workflow is here already, and up to date"]
    lines.append("Push it, and choose once, in the repository's settings: Pages → Source → GitHub Actions")
    screen.say("\n".join(lines), {"written": written})
    return 0
