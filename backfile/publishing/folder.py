"""A folder as the place of a site: a web server's, a share, a disk that is carried to another machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile import write
from backfile.folders import Folders
from backfile.lock import folder_held
from backfile.model import MachineError, UsageError
from backfile.publishing.places import is_hidden, same_file


class FolderPlace:
    """A folder on this machine. Files come as a whole: beside their place first, then moved onto it."""

    width = 1

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def held(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with folder_held(self.folder) as is_mine:
            if not is_mine:
                fault = "another publication into this folder is running; wait for it to end"
                raise MachineError(f"{self.folder}: {fault}")
            yield

    def standing(self) -> Iterator[tuple[str, int]]:
        return _files(str(self.folder), "") if self.folder.is_dir() else iter(())

    def stamp(self, path: str) -> str:
        try:
            found = (self.folder / path).stat()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        return f"{found.st_ino} {found.st_mtime_ns} {found.st_size}"

    def fetch(self, path: str, target: Path) -> bool:
        try:
            shutil.copyfile(self.folder / path, target)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return False
        return True

    def put(self, source: Path, path: str) -> None:
        target = str(self.folder / path)
        self._refuse_ways_out(target)
        fresh = write.unfinished(target)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(source, fresh)
        write.move(fresh, target)

    def remove(self, path: str) -> None:
        write.remove_files(self.folder, [path])

    def _refuse_ways_out(self, target: str) -> None:
        """A link below the target would lead what we write to somewhere else."""
        folder = os.path.dirname(target)
        inside = os.path.realpath(folder)
        top = os.path.realpath(self.folder)
        if inside != top and not inside.startswith(top + os.sep):
            raise UsageError(f"{folder}: this is a link that leads out of the target; remove it, then publish again")


def _files(folder: str, prefix: str) -> Iterator[tuple[str, int]]:
    """By path as text: a folder's name sorts as if it ended with a slash."""
    with os.scandir(folder) as entries:
        found = [entry for entry in entries if not is_hidden(entry.name)]
    for entry in sorted(found, key=lambda entry: entry.name + "/" * entry.is_dir(follow_symlinks=False)):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.stat(follow_symlinks=False).st_size if entry.is_file() else -1


def checked_folder(folder: Path, folders: Folders) -> Path:
    """The target, unless the archive itself would be at risk."""
    for name, ours in (("the stories", folders.content), ("the site itself", folders.output)):
        if same_file(folder, ours):
            raise UsageError(f"{folder}: {name} would be mixed with what is published; name another folder")
    if folders.root == folder.resolve() or folder.resolve() in folders.root.parents:
        raise UsageError(f"{folder}: this folder holds the archive; name a folder that is only for the site")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: this is a file; name a folder")
    return folder
