"""One build at a time: a lock that names its owner and never goes stale, since the kernel lets go of it with the
process."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.model import MachineError

PATIENCE = 1.5

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock file while a build runs; after `patience` seconds of waiting raises MachineError, which names
    the owner."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise MachineError(
            f"{path}: the lock file cannot be opened: {error.strerror}; make the folder writable"
        ) from error
    try:
        _acquire(descriptor, path, patience)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def folder_held(folder: Path) -> Iterator[bool]:
    """Hold a folder against others who ask the same, without a file of ours in it; False where another has it. Where
    the system or the disk knows no locks of folders (Windows, some shares) nobody is kept out."""
    try:
        descriptor = os.open(folder, os.O_RDONLY) if fcntl else -1
    except OSError:
        descriptor = -1
    try:
        yield descriptor < 0 or _is_mine(descriptor)
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _is_mine(descriptor: int) -> bool:
    try:
        return _taken(descriptor)
    except OSError:
        return True


def _acquire(descriptor: int, path: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while not _taken(descriptor):
        if time.monotonic() >= until:
            owner = os.pread(descriptor, 100, 0).decode("utf-8", "replace") or "another process"
            raise MachineError(
                f"another build of this archive is running ({owner}); wait for it to end, then build again"
            )
        time.sleep(0.05)


def _taken(descriptor: int) -> bool:
    if fcntl is None:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
