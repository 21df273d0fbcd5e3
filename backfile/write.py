"""Every byte out: whole files only, beside the target first, then moved onto it; nothing touched when bytes are the
same."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from backfile import fingerprint
from backfile.model import MachineError

# Shared by all writers of a process: a build that runs inline has two, for pages and for the theme's own files.
_numbers = itertools.count(1)


class Written(NamedTuple):
    """What became of one file. `content` is the SHA-256 of its bytes. `staged` names the waiting file when the move is
    left to the end of the build."""

    path: str
    content: str
    size: int
    is_written: bool
    staged: str = ""


class Writer:
    """Writes files of one site below `output`.

    `scratch` is a folder on the same disk where new files take shape; its name is unique to the process that writes.
    With `is_staged` a new file waits there until `move` puts it in place, so that a build that fails leaves the old
    site whole. `is_empty` says that no
    file can stand where one is written, which saves a look.
    """

    def __init__(self, output: Path, scratch: Path, is_staged: bool, is_empty: bool = False) -> None:
        self.output = str(output)
        self.scratch = os.path.join(str(scratch), str(os.getpid()))
        self.is_staged = is_staged
        self.is_empty = is_empty
        os.makedirs(self.scratch, exist_ok=True)

    def write(self, path: str, data: bytes, known: str = "") -> Written:
        """Write one file; `known` is the SHA-256 of what stands there, "" when that is not known."""
        content = fingerprint.sha256_of(data)
        target = os.path.join(self.output, path)
        if content == known or (not known and not self.is_empty and _holds(target, data)):
            return Written(path, content, len(data), False)
        if self.is_staged:
            fresh = os.path.join(self.scratch, str(next(_numbers)))
            _write_new(fresh, data)
            return Written(path, content, len(data), True, fresh)
        _write_beside(target, data)
        return Written(path, content, len(data), True)

    def finish(self) -> None:
        """Nothing is on its way here: each file is there when it is written."""

    def standing(self, path: str) -> bytes | None:
        """The bytes of the file that stands at a path, None when there is none."""
        try:
            with open(os.path.join(self.output, path), "rb") as file:
                return file.read()
        except OSError:
            return None


def unfinished(target: str) -> str:
    """Where a page takes shape when there is no old site to protect: beside its place, which spares the disk most work.

    Always the same name, so that what a killed build leaves is overwritten, or removed with its page.
    """
    folder, name = os.path.split(target)
    return f"{folder}/.{name}.fresh"


def _write_beside(target: str, data: bytes) -> None:
    fresh = unfinished(target)
    try:
        _write_new(fresh, data)
    except FileNotFoundError:
        _make_folder(os.path.dirname(target))
        _write_new(fresh, data)
    except NotADirectoryError:
        _make_way(target)
        _write_new(fresh, data)
    move(fresh, target)


def _write_new(fresh: str, data: bytes) -> None:
    write_pieces(fresh, (data,))


def write_pieces(fresh: str, pieces: Iterable[bytes]) -> None:
    """A file too large to be held at once, where it takes shape; `move` puts it in place."""
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
    try:
        for piece in pieces:
            written = 0
            while written < len(piece):
                written += os.write(descriptor, piece[written:])
    finally:
        os.close(descriptor)


def _holds(target: str, data: bytes) -> bool:
    try:
        with open(target, "rb") as file:
            return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def move(fresh: str, target: str) -> None:
    """Put a finished file in its place, in one step; makes its folders when they are missing."""
    try:
        os.replace(fresh, target)
    except FileNotFoundError:
        _make_folder(os.path.dirname(target))
        os.replace(fresh, target)
    except (IsADirectoryError, NotADirectoryError):
        _make_way(target)
        os.replace(fresh, target)


def _make_folder(folder: str) -> None:
    """A page's own folder: its parents mostly stand already, so they are not asked for one by one."""
    try:
        os.mkdir(folder)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError:
        pass


def _make_way(target: str) -> None:
    """A page's folder stands where a file shall be, or the other way round: only an empty folder is taken away."""
    if os.path.isdir(target):
        os.rmdir(target)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)


def remove_files(output: Path, paths: list[str]) -> int:
    """Remove files that an earlier build wrote, and the folders that this leaves empty; how many there were."""
    removed = 0
    for path in paths:
        target = output / path
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            target.unlink()
            removed += 1
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(unfinished(str(target)))
        _prune(target.parent, output)
    return removed


def _prune(folder: Path, root: Path) -> None:
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def write_text(target: Path, text: str) -> None:
    """One whole text file outside the site (a story, a ledger, a report)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    fresh.write_bytes(text.encode("utf-8"))
    os.replace(fresh, target)


def write_lines(target: Path, lines: Iterable[str]) -> None:
    """The same for a text that comes line by line, and may be long."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    os.replace(fresh, target)


def copy_whole(source: Path, target: Path) -> None:
    """A copy of a file, never half there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    shutil.copyfile(source, fresh)
    os.replace(fresh, target)


def scratch_for(output: Path, state: Path) -> Path:
    """A folder for files that take shape, on the disk of `output`; what an earlier build left in it is removed.

    Raises MachineError when the output cannot be written.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        state.mkdir(parents=True, exist_ok=True)
        same_disk = output.stat().st_dev == state.stat().st_dev
        scratch = (state if same_disk else output) / (".fresh" if not same_disk else "fresh")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True, exist_ok=True)
        probe = output / ".backfile-probe"  # always the same, so that what a killed build leaves is gone after the next
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise machine_error(error, output) from error
    return scratch


_MEANING = {
    errno.ENOSPC: "the disk is full; make room and build again",
    errno.EROFS: "the disk can only be read; work on another one",
    errno.EACCES: "permission denied; make the folder writable",
    errno.EPERM: "permission denied; make the folder writable",
    errno.EDQUOT: "your quota of disk space is used up; make room and build again",
    errno.EIO: "the disk reports a fault; check it before you build again",
    errno.EMFILE: "too many files are open; raise the limit (ulimit -n) or use --jobs 1",
}


def machine_error(error: OSError, fallback: Path | str = "") -> MachineError:
    """One line about a fault of the machine: what file, what is wrong, what to do."""
    where = error.filename or fallback
    meaning = _MEANING.get(error.errno or 0, error.strerror or str(error))
    return MachineError(f"{where}: {meaning}")
