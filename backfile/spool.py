"""Bodies handed on within one build, from the worker that read a story to the one that makes its page.

A file a process, in the scratch folder; any process of the build reads it by the place that `keep` named. Nothing here
outlives the build: what is not found is made again from the story's file.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# A site takes six times the bytes of its stories' bodies, and the state as much again as the bodies: so the bodies may
# have this part of what is free on the disk. Those of a million stories are 4 GB; to make them again costs 0.3 ms each.
SHARE = 8


def room_for(folder: Path, processes: int) -> int:
    """How many bytes each of so many processes may hand on: all together a part of the disk's free space."""
    return shutil.disk_usage(folder).free // SHARE // processes


class Spool:
    """One process's end of it: it appends to its own file, up to `limit` bytes, and reads everyone's."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder, self._limit, self._size = str(folder), limit, 0
        self._name = str(os.getpid())
        self._files: dict[str, int] = {}

    def keep(self, html: str) -> str:
        """Where the body can be found again; "" when it was not kept."""
        data = html.encode()
        if self._size + len(data) > self._limit:
            return ""
        try:
            if os.write(self._file(self._name), data) != len(data):
                self._limit = 0  # the disk is full: the pages will say so
                return ""
        except OSError:
            self._limit = 0
            return ""
        place = f"{self._name}:{self._size}:{len(data)}"
        self._size += len(data)
        return place

    def find(self, place: str) -> str | None:
        """The body at a place, None when it cannot be had."""
        name, offset, length = place.split(":")
        try:
            data = os.pread(self._file(name), int(length), int(offset))
        except OSError:
            return None
        return data.decode() if len(data) == int(length) else None

    def _file(self, name: str) -> int:
        if name not in self._files:
            path = f"{self._folder}/bodies-{name}"
            own = os.O_CREAT | os.O_TRUNC | os.O_RDWR if name == self._name else os.O_RDONLY
            self._files[name] = os.open(path, own | getattr(os, "O_BINARY", 0), 0o600)
        return self._files[name]

    def close(self) -> None:
        """Let go of the files; the folder is removed by the build."""
        for descriptor in self._files.values():
            os.close(descriptor)
        self._files.clear()
