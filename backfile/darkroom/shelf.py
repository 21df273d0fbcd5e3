"""Copies that were made, kept under `.backfile/` by what they were made of, so that each is made once.

Safe to delete at any moment. A file that is not whole (a power failure) is one that is not there.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from backfile import fingerprint

_SEAL = 32


class Shelf:
    """One process's way to the folder. A fault of the disk here is a copy that has to be made, never an error."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def _place(self, key: str) -> str:
        return os.path.join(self.folder, key[:2], key)

    def find(self, key: str) -> bytes | None:
        try:
            with open(self._place(key), "rb") as file:
                seal, data = file.read(_SEAL), file.read()
            return data if seal.decode("ascii", "replace") == fingerprint.of_bytes(data) else None
        except OSError:
            return None

    def keep(self, key: str, data: bytes) -> None:
        place = self._place(key)
        fresh = f"{place}.{os.getpid()}"
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(fresh, "wb") as file:
                file.write(fingerprint.of_bytes(data).encode() + data)
            os.replace(fresh, place)


def bounded(folder: Path, limit: int) -> None:
    """Remove what was made longest ago when the folder has outgrown its limit, until a fifth of it is free."""
    files = [(facts.st_mtime_ns, facts.st_size, path) for path in folder.glob("*/*") if (facts := _facts(path))]
    size = sum(file[1] for file in files)
    if size <= limit:
        return
    for _, bytes_of_it, path in sorted(files):
        path.unlink(missing_ok=True)
        size -= bytes_of_it
        if size <= limit * 4 // 5:
            return


def _facts(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
