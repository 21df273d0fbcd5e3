"""Where the files of a site go and stay: a folder of this machine, or a bucket of storage.

Workers write through a depot's writer. Who drives the build puts what waits in its place, removes what is gone, and
asks whether the site is as it was left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol

from backfile.depot.folder import FolderDepot
from backfile.write import Written

Row = tuple[str, str, int]


class Writer(Protocol):
    """What a worker puts finished files with."""

    def write(self, path: str, data: bytes, known: str = "") -> Written:
        """Write one file; `known` is the SHA-256 of what stands there, "" when that is not known."""

    def finish(self) -> None:
        """Have all of it there: what was written before this may still be on its way."""

    def standing(self, path: str) -> bytes | None:
        """The bytes of the file that stands there, None when there is none."""


class Depot(Protocol):
    """A place for one site. `address` is where it is, as workers are told it: "" for a folder.

    Every question and act may raise MachineError; nothing here raises for content.
    """

    address: str
    stage: str

    def held(self, owner: str) -> AbstractContextManager[None]:
        """Keeps other writers out while it lasts, those of other machines, too; `owner` is always the same for one
        archive's state. Raises MachineError when another is at work there."""

    def writer(self, scratch: Path, is_staged: bool, is_empty: bool = False) -> Writer:
        """With `is_staged` new files wait aside until `place` puts them in place."""

    def place(self, waiting: Iterable[tuple[str, str]]) -> None:
        """(where it waits, path) of finished files: each in its place, in any order."""

    def remove(self, paths: list[str]) -> int:
        """Remove files that an earlier build wrote; how many there were."""

    def sweep(self) -> None:
        """Remove what a killed build left waiting."""

    def begin(self, output: Path, listing: str) -> None:
        """Called where nothing is known of the site: the list of its files, if it has one, is brought into `output`."""

    def listed(self, listing: Path) -> None:
        """The list of all files has changed: readers are to have it, too."""

    def identity(self) -> str:
        """What tells this place, as it stands now, from another and from an older copy of itself."""

    def under_way(self) -> str:
        """What tells this place from others while a build is changing it; "" when that cannot be told."""

    def checked(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Of (path, SHA-256, size or -1), by path: those of files that stand there as they say, with their sizes."""

    def opened(self, paths: list[str]) -> Iterator[tuple[str, int, IO[bytes]]]:
        """(path, size, file) of those that are there."""


def depot_at(output: Path, address: str = "") -> Depot:
    """The depot of a folder, or of the bucket at an `s3://` address. Raises UsageError where the extra is missing."""
    if not address:
        return FolderDepot(output)
    from backfile.depot.storage import StorageDepot  # few need it, and it takes long to import

    return StorageDepot(address)


def are_there(depot: Depot, paths: Iterable[str]) -> bool:
    """Whether each of some files stands in a depot."""
    wanted = set(paths)
    return {path for path, _, _ in depot.opened(sorted(wanted))} == wanted


def writer_at(address: str, stage: str, is_staged: bool) -> Writer:
    """The writer of a worker, wherever it is, into the bucket at an address; `stage` is where files wait."""
    from backfile.depot.storage import StorageDepot

    return StorageDepot(address, stage).writer(Path(), is_staged)


__all__ = ["Depot", "FolderDepot", "Writer", "are_there", "depot_at", "writer_at"]
