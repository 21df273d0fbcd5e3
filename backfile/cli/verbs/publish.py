"""`backfile publish`: the site to where its readers are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli import kinds
from backfile.cli.closing import exit_code
from backfile.cli.grammar import add_address, add_shared, build_options
from backfile.cli.screen import need_archive
from backfile.model import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backfile.cli.screen import Screen
    from backfile.publishing import Published
    from backfile.report import Bar

EXAMPLES = (
    "backfile publish github",
    "backfile publish github --dry-run",
    "backfile publish --init github",
    "backfile publish folder /srv/www/archive",
    "backfile publish s3://harbour-news/archive",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of its own."""
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="github (a branch of the archive's repository), folder DIR, or s3://BUCKET/PREFIX",
    )
    parser.add_argument("folder", metavar="DIR", type=kinds.folder, nargs="?", help="folder: where the site goes")
    parser.add_argument("--dry-run", action="store_true", help="list what would change at the target, change nothing")
    parser.add_argument("--no-build", dest="build", action="store_false", help="publish the output as it stands")
    parser.add_argument("--replace", action="store_true", help="write over files of others that stand in the way")
    add_address(parser, "from site.toml; for github also from the remote")
    parser.add_argument("--branch", default="gh-pages", help="github: the branch (default: gh-pages)")
    parser.add_argument("--remote", metavar="NAME|URL", default="origin", help="github: the remote (default: origin)")
    parser.add_argument(
        "--init", action="store_true", help="github: write the workflow that publishes at every push, publish nothing"
    )
    add_shared(parser)


def run(arguments: Namespace, root: Path, screen: Screen) -> int:
    """`backfile publish`."""
    from backfile.publishing.account import text_of, values_of

    need_archive(arguments, root)
    _check_target(arguments)
    if arguments.init:
        return _init(arguments, root, screen)
    with screen.progress() as progress:
        published = _published(arguments, root, progress)
    screen.problems(published.problems)
    screen.say(text_of(published), values_of(published))
    return exit_code(published.problems, arguments.strict)


def _check_target(arguments: Namespace) -> None:
    target = arguments.target
    if target not in ("github", "folder") and not target.startswith("s3://"):
        raise UsageError(f'"{target}" is no place to publish to; write github, folder DIR or s3://BUCKET/PREFIX')
    if target == "folder" and not arguments.folder:
        raise UsageError("publish folder: name the folder, such as /srv/www/archive")
    if target != "folder" and arguments.folder:
        raise UsageError(f"publish {target} takes no folder; did you mean: publish folder {arguments.folder}")
    if arguments.init and target != "github":
        raise UsageError("--init writes a workflow for GitHub: backfile publish --init github")


def _published(arguments: Namespace, root: Path, progress: Bar | None) -> Published:
    from backfile import publishing

    wishes = publishing.Wishes(**{name: getattr(arguments, name) for name in publishing.Wishes._fields})
    options = build_options(arguments)
    if arguments.target == "folder":
        return publishing.to_folder(root, options, wishes, arguments.folder, progress)
    if arguments.target != "github":
        return publishing.to_storage(root, options, wishes, arguments.target, progress)
    return publishing.to_github(root, options, wishes, progress)


def _init(arguments: Namespace, root: Path, screen: Screen) -> int:
    from backfile.publishing.workflow import write_workflow

    written = write_workflow(root, arguments.replace)
    lines = [f"written: {path}" for path in written] or ["the workflow is here already, and up to date"]
    lines.append("Push it, and choose once, in the repository's settings: Pages → Source → GitHub Actions")
    screen.say("\n".join(lines), {"written": written})
    return 0
