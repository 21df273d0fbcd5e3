"""A folder against the manifest in it. The manifest and the walk go side by side, both in order, so neither is held."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from backfile import execute, manifest
from backfile.fixity.difference import Difference, Looked, listed
from backfile.fixity.packing import TAGS, is_bag, listed_in_bag
from backfile.model import BackfileError

BATCH = 64
_USUAL_LINE = 110  # bytes, for a guess whether processes pay
Pair = tuple[str, str]


def differences_in(folder: Path, executor: str = "", jobs: int = 0) -> Iterator[Looked]:
    """What differs, as it is found, in a site or a bag. Links are not followed: a build leaves none."""
    listing = folder / manifest.NAME
    try:
        lines = listing.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise BackfileError(f"{listing}: there is no manifest to compare with; `backfile build` writes one") from None
    with lines:
        work = os.fstat(lines.fileno()).st_size // _USUAL_LINE
        spec = execute.parse_executor(executor, jobs)
        with execute.open_executor(spec, work, _prepare_nothing, b"") as pool:
            pairs = listed_in_bag(folder) if is_bag(folder) else listed(lines, str(listing))
            batches = execute.batches(_Walk(folder, pairs).found(), BATCH)
            yield from execute.run(pool, _looked_at, batches, 8, str(folder))


def _prepare_nothing(setup: bytes) -> None:
    """What a process has to do first."""


class _Walk:
    """Merges the sorted manifest with the folder's files in the same order; `ahead` is the next line, None at the
    end."""

    def __init__(self, folder: Path, lines: Iterator[tuple[bytes, str, str]]) -> None:
        self.folder, self.lines = folder, lines
        self.ahead = next(self.lines, None)

    def found(self) -> Iterator[Pair | Difference]:
        """(path, SHA-256) of what is to be hashed, and what need not be hashed to be called different."""
        yield from self._below("")
        while self.ahead:
            yield self._missing()

    def _below(self, inside: str) -> Iterator[Pair | Difference]:
        for key, path, is_folder, is_link in self._entries(inside):
            while self.ahead and self.ahead[0] < key:
                yield self._missing()
            if is_folder:
                if self.ahead and self.ahead[0].startswith(key):
                    yield from self._below(path + "/")
                else:
                    yield Difference("foreign", path + "/")
            elif self.ahead and self.ahead[0] == key:
                yield Difference("changed", path, "a link now") if is_link else self.ahead[1:]
                self.ahead = next(self.lines, None)
            elif path not in (manifest.NAME, TAGS):
                yield Difference("foreign", path)

    def _entries(self, inside: str) -> list[tuple[bytes, str, bool, bool]]:
        """(place in the order, path, is a folder, is a link) of what stands in a folder: `a-b` comes before `a/c`."""
        with os.scandir(self.folder / inside) as entries:
            there = [(inside + e.name, e.is_dir(follow_symlinks=False), e.is_symlink()) for e in entries]
        return sorted((_key(path) + b"/" * is_folder, path, is_folder, is_link) for path, is_folder, is_link in there)

    def _missing(self) -> Difference:
        missing = Difference("missing", self.ahead[1])
        self.ahead = next(self.lines, None)
        return missing


def _key(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _looked_at(batch: list[Pair | Difference], folder: str) -> Looked:
    """Runs in a worker."""
    found, hashed = [], 0
    for one in batch:
        if isinstance(one, Difference):
            found.append(one)
            continue
        path, sha256 = one
        hashed += 1
        with open(os.path.join(folder, path), "rb", buffering=0) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                found.append(Difference("changed", path))
    return Looked(hashed, tuple(found))
