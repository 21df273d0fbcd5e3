"""What a bag lists: its payload and its own tag files, in the order of a walk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from backfile import manifest
from backfile.model import BackfileError

DECLARATION = "bagit.txt"
TAGS = "tagmanifest-sha256.txt"
Line = tuple[bytes, str, str]


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag, and no site."""
    return (folder / DECLARATION).is_file()


def listed_in_bag(folder: Path) -> Iterator[Line]:
    """(path as bytes, path, SHA-256) of every file that the bag's manifests name. They may be in any order, so all
    lines are held while they are sorted."""
    is_old = "BagIt-Version: 0." in (folder / DECLARATION).read_text("utf-8", "replace")
    names = (manifest.NAME, TAGS) if (folder / TAGS).is_file() else (manifest.NAME,)
    return iter(sorted(line for name in names for line in _lines(folder / name, is_old)))


def _lines(listing: Path, is_old: bool) -> Iterator[Line]:
    with listing.open("rb") as lines:
        for number, text in enumerate(lines, 1):
            try:
                path, sha256 = manifest.parse_line(_plain(text.rstrip(b"\r\n"), is_old))
            except ValueError:
                raise BackfileError(f"{listing}:{number}: this is no line of a manifest") from None
            yield path.encode(), path, sha256


def _plain(text: bytes, is_old: bool) -> bytes:
    """A line as version 1.0 and our manifest write it: two spaces; before 1.0, a percent sign stood for itself."""
    sha256, _, path = text.partition(b" ")
    if is_old and b"%" in path:
        path = path.replace(b"%", b"%25").replace(b"%250A", b"%0A").replace(b"%250D", b"%0D")
    return sha256 + b"  " + path.lstrip(b" \t")
