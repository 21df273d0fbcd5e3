"""Objects of S3-compatible storage below a prefix, through fsspec; what goes wrong there is told in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from backfile.mediatypes import type_of
from backfile.model import BackfileError, MachineError, UsageError
from backfile.publication import cache_rule

Result = TypeVar("Result")
WIDTH = 16
_TARGET = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>.*))?")


class Bucket:
    """The objects of a bucket below a prefix. Each comes as a whole, as storage of this kind does it.

    Where the storage is and who asks is taken from the environment and the files of the AWS tools
    (`AWS_ENDPOINT_URL`, `AWS_PROFILE`, `AWS_ACCESS_KEY_ID`, …).
    """

    def __init__(self, target: str) -> None:
        found = _TARGET.fullmatch(target)
        if not found:
            raise UsageError(f'"{target}" is not an address of storage, write s3://BUCKET or s3://BUCKET/PREFIX')
        self.target, self.name = target, found["bucket"]
        prefix = (found["prefix"] or "").strip("/")
        self.prefix = f"{prefix}/" if prefix else ""
        self.top = f"{self.name}/{self.prefix}"
        self.files = _file_system()

    def put(self, files: Mapping[str, bytes]) -> None:
        """Several objects at once, each with its type."""
        alike: dict[tuple[tuple[str, str], ...], dict[str, bytes]] = {}
        for path, data in files.items():
            alike.setdefault(tuple(headers_of(path).items()), {})[self.top + path] = data
        for headers, some in alike.items():
            self.told(self.files.pipe, some, **dict(headers))

    def put_file(self, source: Path, path: str) -> None:
        self.told(self.files.put_file, str(source), self.top + path, **headers_of(path))

    def copy(self, pairs: Iterable[tuple[str, str]]) -> None:
        """(from, to): within the storage, no byte of it comes here; type and rule go with it."""

        def act(pair: tuple[str, str]) -> None:
            source, target = (self.prefix + path for path in pair)
            self.told(
                self.files.call_s3, "copy_object",
                Bucket=self.name, Key=target, CopySource={"Bucket": self.name, "Key": source},
            )  # fmt: skip

        self._several(act, pairs)

    def remove(self, paths: Iterable[str]) -> None:
        """One that is gone is no fault. One at a time each: not all storage knows how to remove several."""

        def act(path: str) -> None:
            with suppress(FileNotFoundError):
                self.told(self.files.rm_file, self.top + path)

        self._several(act, paths)

    def _several(self, act: Callable[..., None], pieces: Iterable) -> None:
        with ThreadPoolExecutor(WIDTH) as pool:
            for _ in pool.map(act, pieces):
                pass

    def fetch(self, path: str, target: Path) -> bool:
        """Bring one object here; False when there is none."""
        try:
            self.told(self.files.get_file, self.top + path, str(target))
        except FileNotFoundError:
            return False
        return True

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of several objects, those that are there."""

        def act(path: str) -> tuple[str, bytes] | None:
            with suppress(FileNotFoundError):
                return path, self.told(self.files.cat_file, self.top + path)
            return None

        with ThreadPoolExecutor(WIDTH) as pool:
            return dict(filter(None, pool.map(act, paths)))

    def mark_of(self, path: str) -> str:
        """What changes with every change of an object, "" when there is none."""
        try:
            found = self.told(self.files.call_s3, "head_object", Bucket=self.name, Key=self.prefix + path)
        except FileNotFoundError:
            return ""
        return f"{found['ETag']} {found['LastModified']}"

    def sizes(self, below: str = "") -> Iterator[tuple[str, int]]:
        """(path, size) of every object whose path begins so, in the order of their UTF-8; no more than a page of the
        list is in memory."""
        more: dict[str, str] = {}
        while True:
            asked = {"Bucket": self.name, "Prefix": self.prefix + below, **more}
            page = self.told(self.files.call_s3, "list_objects_v2", **asked)
            for entry in page.get("Contents", ()):
                yield entry["Key"].removeprefix(self.prefix), entry["Size"]
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def told(self, act: Callable[..., Result], *words: object, **named: object) -> Result:
        """Do something there; what goes wrong is told in a sentence, but for a single object that is not there."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return act(*words, **named)
        except FileNotFoundError as fault:
            if "bucket" in str(fault).lower():
                raise UsageError(f"there is no bucket {self.name}; make it, or name another") from fault
            raise
        except PermissionError as fault:
            raise MachineError(
                f"{self.target}: you may not do this there ({fault}); look at the keys' rights"
            ) from fault
        except (BotoCoreError, ClientError, OSError) as fault:
            raise self._error(fault) from fault

    def _error(self, fault: Exception) -> BackfileError:
        from botocore.exceptions import EndpointConnectionError, NoCredentialsError, PartialCredentialsError

        if isinstance(fault, NoCredentialsError | PartialCredentialsError):
            remedy = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
            return MachineError(f"{self.target}: no keys were found; {remedy}")
        if isinstance(fault, EndpointConnectionError):
            return MachineError(f"{self.target} cannot be reached ({fault}); look at the network and AWS_ENDPOINT_URL")
        return MachineError(f"{self.target}: {fault}; run the command again")


def headers_of(path: str) -> dict[str, str]:
    """What readers are told with an object: its type, and how long they may keep it."""
    rule = cache_rule(path)
    return {"ContentType": type_of(path)} | ({"CacheControl": rule} if rule else {})


def _file_system():
    try:
        import s3fs
    except ImportError:
        raise UsageError('storage needs the extra s3: pip install "backfile[s3]"') from None
    # What stood in a bucket a moment ago is no news of it: no list is kept from one question to the next.
    connections = {"max_pool_connections": 2 * WIDTH}
    return s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True, config_kwargs=connections)
