"""What a comparison finds, and the manifest as the list that is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backfile import manifest
from backfile.model import BackfileError


class Difference(NamedTuple):
    """A file that is not as the manifest says: `kind` is changed, missing or foreign, or withheld by a server that
    has it for itself. A foreign folder ends in `/`."""

    kind: str
    path: str
    note: str = ""


class Looked(NamedTuple):
    """A part of a comparison: how many files were hashed, and what differs."""

    files: int
    differences: tuple[Difference, ...] = ()


def listed(lines: Iterable[bytes], place: str) -> Iterator[tuple[bytes, str, str]]:
    """(path as bytes, path, SHA-256) of each line, sorted by path. Raises BackfileError for anything else: a manifest
    that is spoiled tells nothing."""
    last = b""
    for number, text in enumerate(lines, 1):
        try:
            path, sha256 = manifest.parse_line(text.rstrip(b"\r\n"))
        except ValueError:
            raise BackfileError(f"{place}:{number}: this is no line of a manifest; build the site again") from None
        key = path.encode()
        if key <= last:
            raise BackfileError(f"{place}:{number}: the lines are not in order; build the site again")
        last = key
        yield key, path, sha256
