"""A ZIP archive whose bytes depend on what is put in, and in which order, and on nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from backfile import manifest

PIECE = 1 << 20
_WHEN = (1980, 1, 1, 0, 0, 0)  # the first moment that the format knows
_MODE = 0o644 << 16


class Packed:
    """A new archive; closing it makes it whole."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w")

    def __enter__(self) -> Packed:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    def put(self, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
        """Add one file."""
        self._zip.writestr(_facts(name, how), data)

    def put_file(self, name: str, source: Path) -> None:
        """Add one file from the disk, a piece at a time."""
        facts = _facts(name, zipfile.ZIP_DEFLATED)
        facts.file_size = source.stat().st_size
        with self._zip.open(facts, "w") as target:
            for piece in _pieces(source):
                target.write(piece)


def _facts(name: str, how: int) -> zipfile.ZipInfo:
    facts = zipfile.ZipInfo(name, _WHEN)
    facts.compress_type, facts.external_attr, facts.create_system = how, _MODE, 3
    return facts


def _pieces(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def pack_site(folder: Path, target: Path) -> int:
    """A site as one archive, in a folder of its name: what its manifest lists, and the manifest; how many files."""
    fresh = target.with_name(f".{target.name}.part")
    count = 0
    try:
        with Packed(fresh) as packed, (folder / manifest.NAME).open("rb") as lines:
            for text in lines:
                path, _ = manifest.parse_line(text.rstrip(b"\n"))
                packed.put_file(f"{folder.name}/{path}", folder / path)
                count += 1
            packed.put_file(f"{folder.name}/{manifest.NAME}", folder / manifest.NAME)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return count + 1
