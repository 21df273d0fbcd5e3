"""The files of the site, searched for phrases and pictures; in worker processes when there are many."""

from __future__ import annotations

import gzip
import hashlib
import pickle
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from backfile import execute
from backfile.depot import Depot, depot_at
from backfile.held import Plate
from backfile.opening import Site
from backfile.phrases import Net, Phrase, run_on

BATCH = 32
PIECE = 1 << 22
OVERLAP = 4096
_COPY = re.compile(r"\.\d+\.\w+\Z")
Progress = Callable[[str, int, int], None]


class File(NamedTuple):
    """A file of the site by its path; `place` is where its bytes stand for now, "" when that is where they belong."""

    path: str
    place: str = ""


class Catch(NamedTuple):
    """What one file holds of what is looked for; `is_plate`: its bytes are a picture of a held story. `beside` are
    phrases in whose company a word of `Sought.company` stands."""

    file: File
    phrases: tuple[Phrase, ...] = ()
    is_plate: bool = False
    beside: tuple[Phrase, ...] = ()

    @property
    def path(self) -> str:
        return self.file.path


class Sought(NamedTuple):
    """What files of `folder` are searched for. `company` has for a phrase the words (steps of addresses) that make a
    file with both worth a closer look. `are_stories`: their Markdown is read without its marks, too. `address` is that
    of the storage which has them, "" where the folder does."""

    folder: str
    phrases: tuple[Phrase, ...]
    sizes: frozenset[int] = frozenset()
    hashes: frozenset[str] = frozenset()
    company: Mapping[Phrase, tuple[str, ...]] = {}
    are_stories: bool = False
    address: str = ""


def catches(
    site: Site,
    files: list[File],
    phrases: Iterable[Phrase],
    plates: tuple[Plate, ...],
    company: Mapping[Phrase, tuple[str, ...]],
    progress: Progress | None,
) -> list[Catch]:
    """Every file that holds something of what is sought."""
    sizes, hashes = frozenset(plate.size for plate in plates), frozenset(plate.sha256 for plate in plates)
    address = site.folders.storage
    sought = Sought(str(site.folders.output), tuple(phrases), sizes, hashes, company, address=address)
    found, done = [], 0
    for some in searched(site, sought, files):
        found += some
        done += BATCH
        if progress:
            progress("search", min(done, len(files)), len(files))
    names = {plate.address.lstrip("/") for plate in plates}
    found += [
        Catch(file, is_plate=True) for file in files if _COPY.sub("", file.path) in names and file.path not in names
    ]
    return found


def searched(site: Site, sought: Sought, files: list[File]) -> Iterator[list[Catch]]:
    """The catches, batch by batch; workers of a cluster are no help where the files are here."""
    spec = execute.parse_executor(site.options.executor, site.options.jobs)
    if spec[0] == "dask" and not sought.address:
        spec = execute.parse_executor("", site.options.jobs)
    with execute.open_executor(spec, len(files), _prepare, pickle.dumps(sought)) as executor:
        yield from execute.run(executor, _search_files, execute.batches(files, BATCH), 8)


class _Here:
    """This process's own part of a search."""

    sought: Sought
    net: Net
    depot: Depot


def _prepare(setup: bytes) -> None:
    _Here.sought = pickle.loads(setup)  # noqa: S301 - made by the parent, in memory
    _Here.net = Net(_Here.sought.phrases)
    _Here.depot = depot_at(Path(_Here.sought.folder), _Here.sought.address)


def _search_files(files: list[File]) -> list[Catch]:
    """The files of a batch that hold something."""
    places = {file.place or file.path: file for file in files}
    caught = (_search_file(places[place], size, stream) for place, size, stream in _Here.depot.opened(list(places)))
    return [catch for catch in caught if catch.phrases or catch.is_plate]


def _search_file(file: File, size: int, stream: IO[bytes]) -> Catch:
    sought, net = _Here.sought, _Here.net
    is_plate = size in sought.sizes and hashlib.file_digest(stream, "sha256").hexdigest() in sought.hashes
    stream.seek(0)
    found = net.caught(file.path)
    for text in texts_of(stream):
        found |= net.caught(text)
        found |= net.caught_in(run_on(text)) if sought.are_stories else set()
    stream.seek(0)
    return Catch(file, tuple(sorted(found)), is_plate, _in_company(stream, found, sought.company))


def _in_company(stream: IO[bytes], found: set[Phrase], company: Mapping[Phrase, tuple[str, ...]]) -> tuple[Phrase, ...]:
    words = {word for phrase in found for word in company.get(phrase, ())}
    there = {word for text in texts_of(stream) for word in words if word in text} if words else set()
    return tuple(sorted(phrase for phrase in found if there.intersection(company.get(phrase, ()))))


def texts_of(stream: IO[bytes]) -> Iterator[str]:
    """What a file says, in pieces that overlap; what is packed is unpacked, as a browser or a reader would."""
    head = stream.read(4)
    stream.seek(0)
    if head[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=stream) as inner, suppress(OSError, EOFError, zlib.error):
            yield from _pieces(inner)
    elif head == b"PK\x03\x04":
        with (
            suppress(zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error),
            zipfile.ZipFile(stream) as packed,
        ):
            for name in packed.namelist():
                with packed.open(name) as inner:
                    yield name
                    yield from _pieces(inner)
    else:
        yield from _pieces(stream)


def _pieces(stream: IO[bytes]) -> Iterator[str]:
    tail = b""
    while piece := stream.read(PIECE):
        yield (tail + piece).decode("utf-8", "ignore")
        tail = piece[-OVERLAP:]
