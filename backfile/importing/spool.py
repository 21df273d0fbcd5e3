"""What was read, put by on disk until all of it is known: memory stays flat in the number of captures, and an
import that is stopped goes on where it was."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from backfile.importing.reading import Passed, Read
from backfile.importing.scratch import scratch

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_FLUSH_EVERY = 16
_TABLES = """
CREATE TABLE known (capture TEXT, sha256 TEXT, place INTEGER, PRIMARY KEY (capture, sha256)) WITHOUT ROWID;
CREATE TABLE came (place INTEGER);
"""
# All that a record may hold. The file lies in a folder that anyone may have sent us: nothing else is loaded from it.
_KNOWN = {
    ("backfile.model", "Story"),
    ("backfile.model", "Status"),
    ("backfile.model", "When"),
    ("backfile.model", "Image"),
    ("backfile.model", "Correction"),
    ("backfile.model", "Origin"),
    ("backfile.model", "Problem"),
    ("backfile.model", "Level"),
    ("backfile.importers.found", "Found"),
    ("backfile.importers.found", "Wanted"),
    ("backfile.importers.found", "Piece"),
    ("backfile.importing.reading", "Read"),
    ("backfile.importing.accounts", "Outcome"),
    ("backfile.importing.accounts", "Fate"),
}


class Spool:
    """Reads in order, in a file: at `path`, where it outlives a run that was stopped, or a temporary one.

    Records of an earlier run by the same `rules` are found by capture and SHA-256.
    """

    def __init__(self, path: Path | None, rules: str) -> None:
        self._path = path
        self._file, self._kept = _opened(path)
        self._db = scratch(_TABLES)
        self._recover(rules)

    def _recover(self, rules: str) -> None:
        """Look through what an earlier run put by; what is cut off or made by other rules is let go."""
        self._file.seek(0)
        end = 0
        try:
            if _load(self._file) == rules:
                while True:
                    end = self._file.tell()
                    read = _load(self._file)
                    if isinstance(read, Read):
                        self._db.execute(
                            "INSERT OR REPLACE INTO known VALUES (?, ?, ?)", (read.capture, read.sha256, end)
                        )
        except (EOFError, pickle.UnpicklingError, ValueError, TypeError, AttributeError, IndexError, KeyError):
            pass
        self._file.seek(end)
        self._file.truncate()
        if not end:
            pickle.dump(rules, self._file, pickle.HIGHEST_PROTOCOL)
        self._end = self._file.tell()

    def known(self, capture: str, sha256: str) -> Read | None:
        """The record of a capture that an earlier run has read, or None."""
        place = self._place_of(capture, sha256)
        return self._at(place) if place is not None else None  # type: ignore[return-value]

    def _place_of(self, capture: str, sha256: str) -> int | None:
        row = self._db.execute("SELECT place FROM known WHERE (capture, sha256) = (?, ?)", (capture, sha256)).fetchone()
        return row[0] if row else None

    def fill(self, reads: Iterable[Read | Passed]) -> Iterator[Read | Passed]:
        """Put each read by, and hand it on."""
        for count, read in enumerate(reads, 1):
            place = self._place_of(read.capture, read.sha256) if isinstance(read, Read) else None
            place = place if place is not None and self._at(place) == read else None
            self._db.execute("INSERT INTO came VALUES (?)", (self._end if place is None else place,))
            if place is None:
                self._file.seek(self._end)
                pickle.dump(read, self._file, pickle.HIGHEST_PROTOCOL)
                self._end = self._file.tell()
            if count % _FLUSH_EVERY == 0:
                self._file.flush()
            yield read

    def reads(self) -> Iterator[Read | Passed]:
        """All of this run again."""
        for (place,) in self._db.execute("SELECT place FROM came ORDER BY rowid"):
            yield self._at(place)

    def _at(self, place: int) -> Read | Passed:
        self._file.seek(place)
        return _load(self._file)  # type: ignore[return-value]

    def close(self, *, done: bool) -> None:
        """Let the file go; when the import is done, it is removed."""
        if done and self._kept and self._path:
            os.unlink(self._path)
        self._file.close()
        self._db.close()


def _opened(path: Path | None) -> tuple[BinaryIO, bool]:
    """The file, and whether it is the one that lasts: another import under way may have it, and then it is not ours."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")  # noqa: SIM115 - `close` ends it
        try:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file, True
        except OSError:
            file.close()
    return tempfile.TemporaryFile(prefix="backfile-"), False  # type: ignore[return-value]


class _Reader(pickle.Unpickler):
    """Loads values of ours and nothing else."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a record")
        return super().find_class(module, name)


def _load(file: BinaryIO) -> object:
    return _Reader(file).load()
