"""One writer at a time in a bucket of storage: an object that says who writes there, put anew as a sign of life."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from backfile.depot.bucket import Bucket
from backfile.model import BackfileError, MachineError

HELD = ".backfile-publishing"
SIGN_SECONDS = 60.0
STALE_SECONDS = 15 * 60


class Claim:
    """Of one build or publication on the objects below a bucket's prefix. `mark` tells it from any other.

    Storage that can create an object only where there is none (S3, R2, MinIO) lets one in. Other storage is asked
    whose mark stands there, which may let two in that begin in the same second.
    """

    def __init__(self, bucket: Bucket, mark: bytes) -> None:
        self.bucket, self.mark = bucket, mark
        self._object = bucket.top + HELD

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises MachineError when another has the bucket. One with the same mark, which is dead if we are here, and
        one that has shown no life for a quarter of an hour, have it no more."""
        if not self._entered() or self._standing() != self.mark:
            raise MachineError(
                f"{self.bucket.target}: another build or publication is writing there; wait for it to end. If it was "
                f"stopped by force, try again in {STALE_SECONDS // 60} minutes"
            )
        over = threading.Event()
        signs = threading.Thread(target=self._show_life, args=(over,), daemon=True)
        signs.start()
        try:
            yield
        finally:
            over.set()
            signs.join()
            if self._standing() == self.mark:
                self.bucket.remove([HELD])

    def _entered(self) -> bool:
        standing = self._standing()
        if standing not in (b"", self.mark) and self._age() < STALE_SECONDS:
            return False
        only_new = {} if standing else {"IfNoneMatch": "*"}
        try:
            self._put(**only_new)
        except MachineError:
            if not only_new:
                raise
            if self._standing():  # it came between our look and our try
                return False
            self._put()  # such storage knows no conditions
        return True

    def _put(self, **conditions: str) -> None:
        self.bucket.told(self.bucket.files.pipe_file, self._object, self.mark, **conditions)

    def _standing(self) -> bytes:
        try:
            return self.bucket.told(self.bucket.files.cat_file, self._object)
        except FileNotFoundError:
            return b""

    def _age(self) -> float:
        """Seconds since the last sign of life, by our clock."""
        try:
            return time.time() - self.bucket.told(self.bucket.files.info, self._object)["LastModified"].timestamp()
        except FileNotFoundError:
            return STALE_SECONDS

    def _show_life(self, over: threading.Event) -> None:
        while not over.wait(SIGN_SECONDS):
            with suppress(BackfileError):  # the writing itself will tell what is wrong there
                self._put()
