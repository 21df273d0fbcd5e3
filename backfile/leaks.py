"""No byte of the site has words or pictures of a story that is held: the output is searched for them.

First the files of the site are searched for phrases of the held stories. What is found there is then looked for in the
published stories and in what the site itself says: only a phrase that stands in none of these is evidence.
"""

from __future__ import annotations

import gzip
import hashlib
import pickle
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from backfile import execute
from backfile.held import Plate, dull_words, guarded_stories, held_stories, plates, public_texts
from backfile.model import Leaks, Problem
from backfile.opening import Site
from backfile.phrases import Net, Phrase, phrases_of, run_on
from backfile.state import Outputs

# So many phrases are looked for at a time, which bounds the memory of a search; more take another look at the files.
AT_ONCE = 150_000
# A build looks for some phrases of each story in what it writes, `check --output` for all in everything.
QUOTA = 12
OF_A_BUILD = 20_000
BATCH = 32
PIECE = 1 << 22
OVERLAP = 4096
PLACES = 1000
_COPY = re.compile(r"\.\d+\.\w+\Z")
Progress = Callable[[str, int, int], None]


class Catch(NamedTuple):
    """What one file holds of what is looked for; `is_plate`: its bytes are a picture of a held story."""

    path: str
    phrases: tuple[Phrase, ...] = ()
    is_plate: bool = False


def of_output(site: Site, progress: Progress | None = None) -> Leaks:
    """Every file below the output, for every phrase and every picture of the stories that are held now."""
    output = site.folders.output
    paths = sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    return _searched(site, paths, 0, plates(site), progress)


def of_written(site: Site) -> Leaks | None:
    """What this build has written, for some phrases of each story that is held; and the files that leaked before.
    None for a build that is to show what is held.

    Call it before the manifest is brought up: what is not listed there yet is what was written.
    """
    if site.options.drafts:
        return None
    number = site.archive.held_count() + len(site.archive.guarded_sources())
    before = [path for path in site.store.value("leaking").split("\n") if path]
    paths = sorted({*Outputs(site.store).unlisted_paths(), *before}) if number else []
    leaks = _searched(site, paths, max(3, min(QUOTA, OF_A_BUILD // number)), (), None) if number else Leaks()
    site.store.set_value("leaking", "\n".join(leaks.paths))
    site.store.commit()
    return leaks


def _searched(site: Site, paths: list[str], quota: int, sought: tuple[Plate, ...], progress: Progress | None) -> Leaks:
    leaks = Leaks(files=len(paths))
    for number, (owners, stories) in enumerate(_portions(site, quota)):
        wanted = () if number else sought  # pictures are looked for once
        catches = _catches(site, paths, owners, wanted, progress)
        proven = _proven(site, owners, catches)
        leaks = _added(
            site, leaks, owners, stories, [catch for catch in proven if catch.phrases or catch.is_plate], wanted
        )
    return leaks


def _portions(site: Site, quota: int) -> Iterator[tuple[dict[Phrase, str], int]]:
    """phrase → the story that it is of, so many at a time; with how many stories these are."""
    owners: dict[Phrase, str] = {}
    stories = 0
    for held in chain(held_stories(site), guarded_stories(site)):
        stories += 1
        for phrase in phrases_of(held, quota):
            owners.setdefault(phrase, held.source)
        if len(owners) >= AT_ONCE:
            yield owners, stories
            owners, stories = {}, 0
    yield owners, stories


# -- in the site's files


def _catches(
    site: Site, paths: list[str], owners: dict[Phrase, str], sought: tuple[Plate, ...], progress: Progress | None
) -> list[Catch]:
    sizes = {plate.size: True for plate in sought}
    hashes = {plate.sha256 for plate in sought}
    setup = pickle.dumps((str(site.folders.output), tuple(owners), sizes, hashes, False))
    found, done = [], 0
    for catches in _run(site, _search_files, _prepare, setup, paths):
        found += catches
        done += BATCH
        if progress:
            progress("search", min(done, len(paths)), len(paths))
    names = {plate.address.lstrip("/"): True for plate in sought}
    found += [Catch(path, is_plate=True) for path in paths if _COPY.sub("", path) in names and path not in names]
    return found


def _run(
    site: Site, function: Callable, prepare: Callable[[bytes], None], setup: bytes, pieces: Iterable[str]
) -> Iterator[list]:
    pieces = list(pieces)
    spec = execute.parse_executor(site.options.executor, site.options.jobs)
    if spec[0] == "dask":  # the files are here
        spec = execute.parse_executor("", site.options.jobs)
    with execute.open_executor(spec, len(pieces), prepare, setup) as executor:
        yield from execute.run(executor, function, execute.batches(pieces, BATCH), 8)


class _Here:
    """This process's own part of a search."""

    folder: Path
    net: Net
    sizes: dict[int, bool]
    hashes: set[str]
    are_stories: bool


def _prepare(setup: bytes) -> None:
    folder, phrases, _Here.sizes, _Here.hashes, _Here.are_stories = pickle.loads(setup)  # noqa: S301 - made by the parent, in memory
    _Here.folder, _Here.net = Path(folder), Net(phrases)


def _search_files(paths: list[str]) -> list[Catch]:
    """The files of a batch that hold something."""
    return [catch for path in paths if (catch := _search_file(path)) and (catch.phrases or catch.is_plate)]


def _search_file(path: str) -> Catch | None:
    target = _Here.folder / path
    with suppress(FileNotFoundError):
        size = target.stat().st_size
        with target.open("rb") as file:
            is_plate = size in _Here.sizes and hashlib.file_digest(file, "sha256").hexdigest() in _Here.hashes
            file.seek(0)
            found: set[Phrase] = set()
            for text in _texts_of(file):
                found |= _Here.net.caught(text)
                found |= _Here.net.caught_in(run_on(text)) if _Here.are_stories else set()
            return Catch(path, tuple(sorted(found | _Here.net.caught(path))), is_plate)
    return None


def _texts_of(file: IO[bytes]) -> Iterator[str]:
    """What a file says, in pieces that overlap; what is packed is unpacked, as a browser or a reader would."""
    head = file.read(4)
    file.seek(0)
    if head[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=file) as inner, suppress(OSError, EOFError, zlib.error):
            yield from _pieces(inner)
    elif head == b"PK\x03\x04":
        with (
            suppress(zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error),
            zipfile.ZipFile(file) as packed,
        ):
            for name in packed.namelist():
                with packed.open(name) as inner:
                    yield name
                    yield from _pieces(inner)
    else:
        yield from _pieces(file)


def _pieces(file: IO[bytes]) -> Iterator[str]:
    tail = b""
    while piece := file.read(PIECE):
        yield (tail + piece).decode("utf-8", "ignore")
        tail = piece[-OVERLAP:]


# -- in what is published


def _proven(site: Site, owners: dict[Phrase, str], catches: list[Catch]) -> list[Catch]:
    """The catches without the phrases that published stories, or the site itself, have too."""
    doubtful = {phrase for catch in catches for phrase in catch.phrases}
    if doubtful:
        doubtful -= {phrase for phrase in doubtful if _is_dull(phrase, site.config.lang)}
        net = Net(doubtful)
        for text in public_texts(site):
            doubtful -= net.caught(text)
        doubtful = _not_published(site, doubtful)
    return [catch._replace(phrases=tuple(p for p in catch.phrases if p in doubtful)) for catch in catches]


def _is_dull(phrase: Phrase, lang: str) -> bool:
    return all(word.isdigit() or word in dull_words(lang) for word in phrase)


def _not_published(site: Site, doubtful: set[Phrase]) -> set[Phrase]:
    """Those that no published story has; the stories are read until none is left in doubt."""
    setup = pickle.dumps((str(site.folders.content), tuple(doubtful), {}, set(), True))
    for portion in execute.batches(site.archive.published_sources(), BATCH * 64):
        if not doubtful:
            break
        for catches in _run(site, _search_files, _prepare, setup, portion):
            doubtful = doubtful - {phrase for catch in catches for phrase in catch.phrases}
    return doubtful


# -- what is said of it


def _added(
    site: Site,
    leaks: Leaks,
    owners: dict[Phrase, str],
    stories: int,
    proven: list[Catch],
    sought: tuple[Plate, ...],
) -> Leaks:
    by_story: dict[str, dict[str, list[Phrase]]] = {}
    for catch in proven:
        for phrase in catch.phrases:
            by_story.setdefault(owners[phrase], {}).setdefault(catch.path, []).append(phrase)
    problems = [_said(site, source, places) for source, places in sorted(by_story.items())]
    plated = [catch.path for catch in proven if catch.is_plate]
    problems += [_shown(site, path, sought) for path in plated]
    words = sum(len(set(chain.from_iterable(chain.from_iterable(places.values())))) for places in by_story.values())
    paths = sorted({*leaks.paths, *(catch.path for catch in proven)})[:PLACES]
    return Leaks(
        leaks.words + words,
        leaks.problems + tuple(problems),
        tuple(paths),
        leaks.files,
        leaks.phrases + len(owners),
        leaks.stories + stories,
    )


REMEDY = (
    "do not publish this output; take the words out of the theme or the file that has them, "
    "or build once more with --clean"
)


def _said(site: Site, source: str, places: dict[str, list[Phrase]]) -> Problem:
    first, *others = sorted(places)
    more = f" and {len(others):,} more files" if len(others) > 1 else f" and {others[0]}" if others else ""
    words = " ".join(max(places[first], key=len))
    fault = f"this story is held, and words of it stand in the site, in {first}{more}: “{words}”"
    remedy = REMEDY
    if site.archive.position(source).shown:
        fault = f"words that this story replaces or keeps to its editors stand in the site, in {first}{more}: “{words}”"
        remedy += "; an earlier address that holds a name is let go by backfile forget ADDRESS"
    return Problem(source, 0, 0, fault, remedy, "leak")


def _shown(site: Site, path: str, sought: tuple[Plate, ...]) -> Problem:
    near = next((p for p in sought if path.startswith(p.address.lstrip("/"))), sought[0])
    exact = next((p for p in sought if p.size == (site.folders.output / path).stat().st_size), near)
    fault = f"this story is held, and a picture of it stands in the site, in {path}"
    return Problem(exact.source, 0, 0, fault, REMEDY, "leak")
