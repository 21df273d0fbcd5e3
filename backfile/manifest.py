"""The list of every file of the site with its SHA-256, `manifest-sha256.txt`: lines as BagIt and `sha256sum` have them.

It is sorted by path and has no line for itself. The state notes each file whose record changed since the last manifest,
in the transaction that changes it, so a build that was killed forgets none. A few such lines are spliced into the bytes
of the last manifest: with 180,000 files that is a copy of 20 MB, while a new list is a walk through the whole state.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import mmap
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from backfile import write
from backfile.depot import Depot
from backfile.model import MachineError
from backfile.state import Output, Outputs, Store
from backfile.urls import is_inside

NAME = "manifest-sha256.txt"
PIECE = 1 << 20
FEW = 4000  # above this number of changes a new list costs less
# A list that has none of these is not one of a site of ours, whatever its name is.
OF_EVERY_SITE = frozenset({"index.html", "404.html", "robots.txt", "years/index.html"})
LEFT = "left:"
_HASH = 64  # hex digits of a SHA-256; two spaces follow
_ESCAPES = {"%": "%25", "\n": "%0A", "\r": "%0D"}


def line(path: str, sha256: str) -> bytes:
    """One file's line. BagIt 1.0 wants `%` and line ends of a path percent-encoded, and nothing else."""
    if "%" in path or "\n" in path or "\r" in path:
        path = "".join(_ESCAPES.get(letter, letter) for letter in path)
    return f"{sha256}  {path}\n".encode()


def parse_line(text: bytes) -> tuple[str, str]:
    """(path, SHA-256) of a line, its end stripped. Raises ValueError for what is no line of a manifest."""
    sha256, path = text[:_HASH], _decoded(text[_HASH + 2 :])
    if len(bytes.fromhex(sha256.decode("ascii"))) * 2 != _HASH or text[_HASH : _HASH + 1] != b" " or not path:
        raise ValueError(text)
    return path.decode(), sha256.decode("ascii").lower()


def _decoded(path: bytes) -> bytes:
    if b"%" in path:
        for letter, escape in (("\n", b"%0A"), ("\r", b"%0D"), ("%", b"%25")):
            path = path.replace(escape, letter.encode()).replace(escape.lower(), letter.encode())
    return path


def is_as_left(store: Store, output: Path) -> bool:
    """Whether the manifest in the output is the very file that the last build left."""
    return store.value("manifest") == _identity(output / NAME) != ""


def adopt(store: Store, output: Path, depot: Depot) -> None:
    """Where nothing is known of the output and a manifest of ours is in it, as after the state was lost: the files that
    are still as it says are ours, so that they go when no story asks for them any more. The others are left alone.
    """
    outputs = Outputs(store)
    if outputs.has_any():
        return
    depot.begin(output, NAME)
    if not (output / NAME).is_file() or (output / "bagit.txt").exists():
        return
    if {path for path, _ in _lines(output)} >= OF_EVERY_SITE:
        outputs.put(_as_left(output, depot))
        store.set_value("complete", "yes")  # a whole site stands there, which a failing build must not spoil
        store.commit()


def _as_left(output: Path, depot: Depot) -> Iterator[Output]:
    rows = ((path, sha256, -1) for path, sha256 in _lines(output) if is_inside(path))
    return (Output(path, LEFT, "", {}, sha256, size) for path, sha256, size in depot.checked(rows))


def _lines(output: Path) -> Iterator[tuple[str, str]]:
    with (output / NAME).open("rb") as file:
        for text in file:
            with contextlib.suppress(ValueError):
                yield parse_line(text.rstrip(b"\n"))


def bring_up(store: Store, output: Path, scratch: Path, depot: Depot) -> None:
    """Make the manifest say what the state says of the output; to be called when both are settled, before which the
    last manifest names what has changed with its old hash. Costs one look when nothing changed. `output` is the folder
    of the list itself, which `depot` is told of."""
    outputs = Outputs(store)
    changed = outputs.unlisted(FEW + 1)
    is_trusted = is_as_left(store, output)
    if is_trusted and not changed:
        return
    target, fresh = output / NAME, os.path.join(scratch, NAME)
    if not is_trusted or len(changed) > FEW:
        _list_all(outputs, depot, target, fresh)
    elif _splice(target, fresh, [(path, sha256 or _hash_of(depot, path)) for path, sha256 in changed]):
        write.move(fresh, str(target))
    if store.value("manifest") != _identity(target):
        depot.listed(target)
    outputs.listed()
    store.set_value("manifest", _identity(target))
    store.commit()


def _list_all(outputs: Outputs, depot: Depot, target: Path, fresh: str) -> None:
    write.write_pieces(fresh, _gathered(_all_lines(outputs, depot)))
    if not (target.is_file() and filecmp.cmp(fresh, target, shallow=False)):
        write.move(fresh, str(target))


def _identity(target: Path) -> str:
    try:
        found = target.stat()
    except OSError:
        return ""
    return f"{found.st_dev}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}"


def _all_lines(outputs: Outputs, depot: Depot) -> Iterator[bytes]:
    for path, sha256, _ in outputs.paths():
        if sha256 or (sha256 := _hash_of(depot, path)):
            yield line(path, sha256)


def _hash_of(depot: Depot, path: str) -> str:
    """The hash of a file that a build meant to make again and could not; "" when there is none."""
    for _, _, file in depot.opened([path]):
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    waiting, size = [], 0
    for one in lines:
        waiting.append(one)
        size += len(one)
        if size >= PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _splice(target: Path, fresh: str, changed: list[tuple[str, str]]) -> bool:
    """Write the manifest with the lines of some (path, SHA-256 or "") changed to `fresh`; False, and nothing written,
    when none differs."""
    with target.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else contextlib.nullcontext(b"") as old:
            cuts = list(_cuts(old, changed))
        if not cuts:
            return False
        write.write_pieces(fresh, _gathered(_around(file, size, cuts)))
    return True


def _cuts(old: mmap.mmap | bytes, changed: list[tuple[str, str]]) -> Iterator[tuple[int, int, bytes]]:
    """(start, end, line to stand there), in order, for each line that is another now."""
    for key, path, sha256 in sorted((path.encode(), path, sha256) for path, sha256 in changed):
        start, end = _place(old, key)
        new = line(path, sha256) if sha256 else b""
        if old[start:end] != new:
            yield start, end, new


def _place(old: mmap.mmap | bytes, key: bytes) -> tuple[int, int]:
    """Where the line of a path stands; where it would, from and to the same place, when there is none."""
    low, high = 0, len(old)
    while low < high:
        middle = (low + high) // 2
        before = old.rfind(b"\n", low, middle)
        start = before + 1 if before >= 0 else low
        end = old.find(b"\n", middle) + 1
        found = _decoded(old[start + _HASH + 2 : end - 1])
        if found == key:
            return start, end
        low, high = (end, high) if found < key else (low, start)
    return low, low


def _around(file: BinaryIO, size: int, cuts: list[tuple[int, int, bytes]]) -> Iterator[bytes]:
    at = 0
    for start, end, new in [*cuts, (size, size, b"")]:
        file.seek(at)
        while at < start:
            piece = file.read(min(PIECE, start - at))
            if not piece:
                raise MachineError(f"{file.name}: the file became shorter while it was read; build again")
            at += len(piece)
            yield piece
        yield new
        at = end
