"""A bucket of S3-compatible storage as the place of a site, through fsspec."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from backfile.depot.bucket import WIDTH, Bucket, headers_of
from backfile.model import MachineError
from backfile.publishing.places import is_hidden

# While we publish this object stands there; it is put anew so often, and means nothing after so long without.
HELD = ".backfile-publishing"
SIGN_SECONDS = 60
STALE_SECONDS = 15 * 60


class StoragePlace:
    """The objects of a bucket below a prefix. Each object comes as a whole, as storage of this kind does it.

    Where the storage is and who asks is taken from the environment and the files of the AWS tools
    (`AWS_ENDPOINT_URL`, `AWS_PROFILE`, `AWS_ACCESS_KEY_ID`, …).
    """

    width = WIDTH

    def __init__(self, target: str) -> None:
        bucket = Bucket(target)
        self.target, self.top, self.files, self._told = target, bucket.top, bucket.files, bucket.told
        self.mark, self.signed, self.signing = secrets.token_hex(16).encode(), 0.0, Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Storage that can create an object only where there is none (S3, R2, MinIO) lets one publication in. Other
        storage is asked whose mark stands there, which may let two in that begin in the same second."""
        if not self._entered() or self._told(self.files.cat_file, self.top + HELD) != self.mark:
            raise MachineError(
                f"{self.target}: another publication is running there; wait for it to end. If it was stopped by force, "
                f"publish again in {STALE_SECONDS // 60} minutes"
            )
        self.signed = time.monotonic()
        try:
            yield
        finally:
            if self._mark_there() == self.mark:
                self.remove(HELD)

    def _entered(self) -> bool:
        standing = self._mark_there()
        if standing and self._age() < STALE_SECONDS:
            return False
        only_new = {} if standing else {"IfNoneMatch": "*"}
        try:
            self._told(self.files.pipe_file, self.top + HELD, self.mark, **only_new)
        except MachineError:
            if not only_new:
                raise
            if self._mark_there():  # it came between our look and our try
                return False
            self._told(self.files.pipe_file, self.top + HELD, self.mark)  # such storage knows no conditions
        return True

    def _mark_there(self) -> bytes:
        try:
            return self._told(self.files.cat_file, self.top + HELD)
        except FileNotFoundError:
            return b""

    def _age(self) -> float:
        """Seconds since the last sign of life, by our clock."""
        try:
            return time.time() - self._told(self.files.info, self.top + HELD)["LastModified"].timestamp()
        except FileNotFoundError:
            return STALE_SECONDS

    def _show_life(self) -> None:
        with self.signing:
            is_due = self.signed and time.monotonic() - self.signed > SIGN_SECONDS
            self.signed = time.monotonic() if is_due else self.signed
        if is_due:
            self._told(self.files.pipe_file, self.top + HELD, self.mark)

    def standing(self) -> Iterator[tuple[str, int]]:
        """Asked for folder by folder, so that no more than one of the top's is in memory."""
        try:
            top = self._told(self.files.ls, self.top, detail=True)
        except FileNotFoundError:  # nothing is below the prefix yet
            return
        for entry in sorted(top, key=_sort_key):
            name = self._path(entry["name"])
            if not name or is_hidden(name):
                continue
            if entry["type"] == "file":
                yield name, entry["size"]
            else:
                yield from self._below(entry["name"])

    def _below(self, folder: str) -> Iterator[tuple[str, int]]:
        found = self._told(self.files.find, folder, detail=True)
        paths = sorted((self._path(name), entry["size"]) for name, entry in found.items())
        return ((path, size) for path, size in paths if not any(map(is_hidden, path.split("/"))))

    def _path(self, name: str) -> str:
        return name.removeprefix(self.top.rstrip("/")).strip("/")

    def stamp(self, path: str) -> str:
        try:
            return self._told(self.files.info, self.top + path)["ETag"]
        except FileNotFoundError:
            return ""

    def fetch(self, path: str, target: Path) -> bool:
        try:
            self._told(self.files.get_file, self.top + path, str(target))
        except FileNotFoundError:
            return False
        return True

    def put(self, source: Path, path: str) -> None:
        self._show_life()
        self._told(self.files.put_file, str(source), self.top + path, **headers_of(path))

    def remove(self, path: str) -> None:
        self._show_life()
        try:
            self._told(self.files.rm_file, self.top + path)
        except FileNotFoundError:
            return


def _sort_key(entry: dict) -> str:
    return entry["name"] + "/" * (entry["type"] != "file")
