"""A BagIt bag of the whole archive: captures, stories, settings, themes, site. The archivist's copy, drafts and all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from backfile import __version__, manifest
from backfile.fixity.difference import listed
from backfile.fixity.folder import differences_in
from backfile.model import BackfileError, UsageError
from backfile.opening import Site

MISSING = "bags need the library bagit; install it with: pip install 'backfile[bag]'"
NOTE = (
    "The preservation copy of a news archive: captures (articles/), stories (content/), settings, themes, and the "
    "published site (site/). It holds drafts, embargoed and withdrawn stories and is not for publication."
)


class Bagged(NamedTuple):
    """What was packed: files and bytes of the payload."""

    files: int
    size: int


def make_bag(site: Site, folder: Path) -> Bagged:
    """Pack the archive into `folder`, which must be new or empty. It is there when it is whole and valid, or not at
    all. Raises BackfileError where the site is not the one that was built."""
    bagit = _library()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: something is there already; name a new folder")
    if folder.resolve().is_relative_to(site.folders.content) or folder.resolve().is_relative_to(site.folders.output):
        raise UsageError(f"{folder}: lies in what it is to hold; name a folder elsewhere")
    _need_true_site(site)
    making = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(making, ignore_errors=True)
    try:
        for source, inside in _payload(site, folder.resolve()):
            target = making / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        bag = _sealed(bagit, making, site)
        making.replace(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    size, _, files = bag.info["Payload-Oxum"].partition(".")
    return Bagged(int(files), int(size))


def _library():
    try:
        import bagit
    except ImportError as error:
        raise UsageError(MISSING) from error
    return bagit


def _need_true_site(site: Site) -> None:
    for looked in differences_in(site.folders.output, jobs=site.options.jobs):
        wrong = next((found for found in looked.differences if found.kind != "foreign"), None)
        if wrong:
            fault = f"{wrong.path} is {wrong.kind}: the site is not the one that was built"
            raise BackfileError(f"{site.folders.output}: {fault}; run `backfile build --verify` first")


def _payload(site: Site, folder: Path) -> Iterator[tuple[Path, str]]:
    """(file, path in the bag): of the site only what a build wrote, of the rest everything but dot files."""
    root, output = site.folders.root, site.folders.output
    if (root / "site.toml").is_file():
        yield root / "site.toml", "site.toml"
    for name in ("articles", "content", "themes"):
        place = site.folders.content if name == "content" else root / name
        for path in _files_below(place, folder):
            yield path, f"{name}/{path.relative_to(place).as_posix()}"
    with (output / manifest.NAME).open("rb") as lines:
        for _, path, _ in listed(lines, manifest.NAME):
            yield output / path, f"site/{path}"
    yield output / manifest.NAME, f"site/{manifest.NAME}"


def _files_below(place: Path, but: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if name[:1] != "." and Path(folder, name) != but)
        for path in (Path(folder, name) for name in sorted(names) if name[:1] != "."):
            if path.is_symlink() and not path.resolve().is_relative_to(place.resolve()):
                raise BackfileError(f"{path}: a link to {path.resolve()}, which is not in the archive; copy the file")
            yield path


def _sealed(bagit, folder: Path, site: Site):
    """The bag as the library makes it, brought to version 1.0 of the format and validated by the library.

    The library writes 0.97, and does not encode `%` in file names as 1.0 wants it: a bag with such a name stays 0.97.
    """
    info = {
        "Source-Organization": site.config.title,
        "External-Description": NOTE,
        "Bagging-Date": datetime.fromtimestamp(site.now, UTC).astimezone(site.config.tz).date().isoformat(),
        "Bag-Software-Agent": f"backfile {__version__}, bagit {bagit.VERSION}",
    }
    try:
        bag = bagit.make_bag(str(folder), info, checksums=["sha256"])
        if not any("%" in path for path in bag.entries):
            text = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
            (folder / "bagit.txt").write_text(text, encoding="utf-8", newline="\n")
            bag = bagit.Bag(str(folder))
            bag.save()
        bag.validate()
    except bagit.BagError as error:
        raise BackfileError(f"the bag cannot be made: {error}; mend that, then bag again into a new folder") from error
    return bag
