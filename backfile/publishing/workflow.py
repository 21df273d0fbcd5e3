"""The workflow that publishes an archive from its repository, without anybody's machine."""

from __future__ import annotations

import os
from pathlib import Path

from backfile.init import WORKFLOW, ignore_what_is_made, missing_files, workflow_text
from backfile.model import UsageError
from backfile.publishing.git import Git, GitError
from backfile.write import write_text


def write_workflow(root: Path, replace: bool) -> tuple[str, ...]:
    """Write the workflow, and what it needs, into the archive's repository; the paths of what was written.

    GitHub reads workflows at the top of a repository only, wherever in it the archive lies.
    """
    top, branch = _repository(root)
    folder = os.path.relpath(root.resolve(), top).replace(os.sep, "/")
    target = top / WORKFLOW
    text = workflow_text(branch, "" if folder == "." else folder)
    if target.exists() and target.read_text("utf-8") != text and not replace:
        raise UsageError(f"{target}: a workflow is here already, and it is another; --replace writes it anew")
    wanted = {target: text} | {root / path: inner for path, inner in missing_files(root).items()}
    written = [path for path, inner in wanted.items() if not path.exists() or path.read_text("utf-8") != inner]
    for path in written:
        write_text(path, wanted[path])
    ignore_what_is_made(root)
    return tuple(os.path.relpath(path, root).replace(os.sep, "/") for path in written)


def _repository(root: Path) -> tuple[Path, str]:
    """The top of the archive's repository and the branch it is on; the archive itself where there is none yet."""
    git = Git(root)
    try:
        top = Path(git("rev-parse", "--show-toplevel"))
    except GitError:
        return root.resolve(), "main"
    try:
        return top, git("symbolic-ref", "--short", "HEAD")
    except GitError:  # HEAD is detached
        return top, "main"
