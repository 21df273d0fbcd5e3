"""A bucket of S3-compatible storage as the place of a site, through fsspec."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from backfile.depot.bucket import WIDTH, Bucket, headers_of
from backfile.depot.claim import Claim
from backfile.publishing.places import is_hidden


class StoragePlace:
    """The objects of a bucket below a prefix. Each object comes as a whole, as storage of this kind does it.

    Where the storage is and who asks is taken from the environment and the files of the AWS tools
    (`AWS_ENDPOINT_URL`, `AWS_PROFILE`, `AWS_ACCESS_KEY_ID`, …).
    """

    width = WIDTH

    def __init__(self, target: str) -> None:
        bucket = Bucket(target)
        self.target, self.top, self.files, self._told = target, bucket.top, bucket.files, bucket.told
        self.claim = Claim(bucket, secrets.token_hex(16).encode())

    def held(self) -> AbstractContextManager[None]:
        return self.claim.held()

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
        self._told(self.files.put_file, str(source), self.top + path, **headers_of(path))

    def remove(self, path: str) -> None:
        try:
            self._told(self.files.rm_file, self.top + path)
        except FileNotFoundError:
            return


def _sort_key(entry: dict) -> str:
    return entry["name"] + "/" * (entry["type"] != "file")
