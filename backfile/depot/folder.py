"""A folder of this machine as the depot of a site."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import IO

from backfile import fingerprint, write

_NONE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


class FolderDepot:
    """`output/`, or another folder. What waits, and what of it a killed build left, is in the scratch folder."""

    address = stage = ""

    def __init__(self, output: Path) -> None:
        self.output = output

    def held(self, owner: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """The lock of the archive and its folder keeps others out."""
        return nullcontext()

    def writer(self, scratch: Path, is_staged: bool, is_empty: bool = False) -> write.Writer:
        return write.Writer(self.output, scratch, is_staged, is_empty)

    def place(self, waiting: Iterable[tuple[str, str]]) -> None:
        output = str(self.output)
        for staged, path in waiting:
            write.move(staged, os.path.join(output, path))

    def remove(self, paths: list[str]) -> int:
        return write.remove_files(self.output, paths)

    def sweep(self) -> None:
        """`write.scratch_for` has done it."""

    def begin(self, output: Path, listing: str) -> None:
        """A folder holds its own list of files."""

    def listed(self, listing: Path) -> None:
        """The list stands in the folder itself."""

    def identity(self) -> str:
        """Taken of the folder and two of its files, so that no file of ours need be in it."""
        facts = [_facts(self.output / name) for name in ("", "index.html", "404.html")]
        return fingerprint.of_value([facts[0][:2], *facts[1:]])

    def under_way(self) -> str:
        """Of the folder and the run of this machine: one that went down may have lost files."""
        try:
            run = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
        except OSError:
            return ""
        return fingerprint.of_value([_facts(self.output)[:2], run])

    def checked(self, rows: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, str, int]]:
        for path, content, _ in rows:
            with suppress(OSError):
                data = (self.output / path).read_bytes()
                if fingerprint.sha256_of(data) == content:
                    yield path, content, len(data)

    def opened(self, paths: list[str]) -> Iterator[tuple[str, int, IO[bytes]]]:
        for path in paths:
            with suppress(*_NONE), (self.output / path).open("rb") as file:
                yield path, os.fstat(file.fileno()).st_size, file


def _facts(path: Path) -> list[int]:
    try:
        found = path.stat()
    except OSError:
        return [0, 0]
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns]
