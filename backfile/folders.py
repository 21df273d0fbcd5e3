"""Where the parts of an archive lie, and which folders an output may be."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from backfile.model import UsageError
from backfile.options import Options


class Folders(NamedTuple):
    """The folders of one build, absolute. `work` is `.backfile/`; `state` is one file a pair of content and output.

    `lock` and `scratch` belong to that state, so that a preview and a build do not wait for each other.
    A site that is written into storage has its address in `storage`; `output` then holds the list of its files alone.
    """

    root: Path
    content: Path
    output: Path
    work: Path
    state: Path
    lock: Path
    scratch: Path
    storage: str = ""


def folders_of(root: Path, options: Options) -> Folders:
    """Raises UsageError where an output folder would put other files at risk."""
    root = root.resolve()
    content = (options.content or root / "content").resolve()
    if options.storage:
        return _of_storage(root, content, options)
    output = (options.output or root / ("portable" if options.portable else "output")).resolve()
    _guard(root, content, output)
    is_usual = content == root / "content" and output == root / "output"
    return _folders(root, content, output, "" if is_usual else "-" + _short(f"{content}|{output}"))


def _of_storage(root: Path, content: Path, options: Options) -> Folders:
    if options.portable:
        raise UsageError("--portable makes a copy to open from disk: it goes into a folder, not into storage")
    address = options.storage.rstrip("/")
    mark = "-" + _short(f"{content}|{address}")
    return _folders(root, content, root / ".backfile" / f"storage{mark}", mark)._replace(storage=address)


def _folders(root: Path, content: Path, output: Path, mark: str) -> Folders:
    work = root / ".backfile"
    return Folders(
        root, content, output, work, work / f"state{mark}.sqlite", work / f"lock{mark}", work / f"scratch{mark}"
    )


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _guard(root: Path, content: Path, output: Path) -> None:
    reason = ""
    if output == Path(output.anchor) or output == Path.home():
        reason = "is not a folder for a site"
    elif output == content or content in output.parents or output in content.parents:
        reason = "would mix the site with the stories"
    elif output == root or output in root.parents:
        reason = "holds the archive itself"
    elif output.exists() and not output.is_dir():
        reason = "is a file"
    if reason:
        raise UsageError(f"--output: {output} {reason}; name a folder of its own, such as output/")
