"""A bucket of storage as the depot of a site: workers put objects there themselves, wherever they are.

Nothing is read from the bucket to find out what changed: the state knows what stands there. An object that is to take
the place of another waits under a name that no page leads to, and is copied onto its place, within the storage, when
all are made; so are the files at the top of a first site, which lead to all others.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from backfile import fingerprint
from backfile.depot.bucket import Bucket
from backfile.depot.claim import Claim
from backfile.execute import batches
from backfile.model import UsageError
from backfile.write import Written

# A name of the list that `backfile publish` leaves: what it says is not true any more once a build writes here itself.
PUBLISHED = ".backfile-published"
STAGE = ".backfile-fresh/"
HELD_FILES, HELD_BYTES = 64, 8_000_000


class StorageWriter:
    """Puts objects, many at once: they are held until `finish`, or until they are many or large."""

    def __init__(self, bucket: Bucket, stage: str, is_staged: bool) -> None:
        self.bucket, self.stage, self.is_staged = bucket, stage, is_staged
        self._held: dict[str, bytes] = {}
        self._size = 0

    def write(self, path: str, data: bytes, known: str = "") -> Written:
        content = fingerprint.sha256_of(data)
        if content == known:
            return Written(path, content, len(data), False)
        staged = self.stage + path if self.is_staged or "/" not in path else ""
        self._held[staged or path] = data
        self._size += len(data)
        if len(self._held) >= HELD_FILES or self._size >= HELD_BYTES:
            self.finish()
        return Written(path, content, len(data), True, staged)

    def finish(self) -> None:
        held, self._held, self._size = self._held, {}, 0
        if held:
            self.bucket.put(held)

    def standing(self, path: str) -> bytes | None:
        return self.bucket.read([path]).get(path)


class StorageDepot:
    """`s3://BUCKET/PREFIX`. `stage` has the name of the build in it: what a dying worker of an earlier one still sends
    is never taken for this one's."""

    def __init__(self, address: str, stage: str = "") -> None:
        self.address = address
        self.stage = stage or f"{STAGE}{time.time_ns():x}-{os.getpid():x}/"
        self.bucket = Bucket(address)

    def held(self, owner: str) -> AbstractContextManager[None]:
        return Claim(self.bucket, owner.encode()).held()

    def writer(self, scratch: Path, is_staged: bool, is_empty: bool = False) -> StorageWriter:  # noqa: ARG002
        return StorageWriter(self.bucket, self.stage, is_staged)

    def place(self, waiting: Iterable[tuple[str, str]]) -> None:
        pairs = list(waiting)
        self.bucket.copy(pairs)
        self.bucket.remove(staged for staged, _ in pairs)

    def remove(self, paths: list[str]) -> int:
        self.bucket.remove(paths)
        return len(paths)

    def sweep(self) -> None:
        for some in batches((path for path, _ in self.bucket.sizes(STAGE)), 1000):
            self.bucket.remove(some)

    def begin(self, output: Path, listing: str) -> None:
        """A site of ours tells itself by its list of files. Raises UsageError where another stands in the way."""
        is_ours = self.bucket.fetch(listing, output / listing)
        if not is_ours and self.bucket.mark_of("index.html"):
            raise UsageError(
                f"{self.address} has an index.html that Backfile did not put there; name a prefix that is only for the "
                "site, or remove it"
            )
        self.bucket.remove([PUBLISHED])

    def listed(self, listing: Path) -> None:
        self.bucket.put_file(listing, listing.name)

    def identity(self) -> str:
        return fingerprint.of_value([self.address, *map(self.bucket.mark_of, ("index.html", "404.html"))])

    def under_way(self) -> str:
        """What storage has taken it keeps, whatever becomes of the machine that sent it."""
        return fingerprint.of_value([self.address, "under way"])

    def checked(self, rows: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, str, int]]:
        """The list of the bucket tells what is there; what may be as it should is read, since a size tells little."""
        for some in batches(self._likely(rows), HELD_FILES, lambda row: 1 + row[2] * HELD_FILES // HELD_BYTES):
            contents = {path: content for path, content, _ in some}
            for path, data in self.bucket.read(contents).items():
                if fingerprint.sha256_of(data) == contents[path]:
                    yield path, contents[path], len(data)

    def _likely(self, rows: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, str, int]]:
        """Those that are there in the right size; rows and list are both in the order of UTF-8."""
        there = self.bucket.sizes()
        at, found = next(there, ("", 0))
        for path, content, size in rows:
            while at and at.encode() < path.encode():
                at, found = next(there, ("", 0))
            if at == path and size in (-1, found):
                yield path, content, found

    def opened(self, paths: list[str]) -> Iterator[tuple[str, int, IO[bytes]]]:
        for path, data in self.bucket.read(paths).items():
            yield path, len(data), io.BytesIO(data)
