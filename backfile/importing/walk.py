"""Paths, folders, patterns, archives and standard input to captures, one at a time and within limits."""

from __future__ import annotations

import glob
import gzip
import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from backfile.importers import PACKED, kind_of
from backfile.importers.found import Raw
from backfile.importing.scratch import sorted_names
from backfile.importing.sites import Site, home_in, site_around, site_at
from backfile.model import Problem
from backfile.urls import is_inside

CAPTURE_BYTES = 20_000_000  # one saved page, text or JSON object
EXPORT_BYTES = 500_000_000  # one export of a whole site
ARCHIVE_BYTES = 4_000_000_000  # one archive, unpacked
ARCHIVE_FILES = 200_000  # members of one archive
ARCHIVE_RATIO = 200  # how many times larger than packed a member may become
HEAD_BYTES = 65_536
WHOLE_SITES = ("wordpress", "feed")
_PARTS = ("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_file", "_bestanden", "_arquivos")
_PAGES = (".html", ".htm", ".HTML", ".HTM")
_OWN = ("review.md", "review.json")


class Taken(NamedTuple):
    """One capture on its way to a reader.

    `folder` is where files beside it are looked for ("" for none), `roots` where those whose address begins with `/`.
    `named` is the path that the person named and that led to it.
    """

    raw: Raw
    kind: str
    folder: str = ""
    roots: tuple[str, ...] = ()
    named: str = ""


def captures(
    paths: list[str], root: Path, kind: str | None, stdin: BinaryIO | None, shelf: ExitStack
) -> Iterator[Taken | Problem | str]:
    """Every capture that the paths name, in a stable order; a plain text is a file that was passed over.

    Archives are unpacked to folders that stay until `shelf` is closed, for the pictures in them.
    """
    for path in paths:
        for one in _from_stream(stdin, kind, shelf) if path == "-" else _from_path(path, root, kind, shelf):
            yield one._replace(named=path) if isinstance(one, Taken) else one


def _from_stream(stdin: BinaryIO | None, kind: str | None, shelf: ExitStack) -> Iterator[Taken | Problem | str]:
    data = stdin.read(CAPTURE_BYTES + 1) if stdin else b""
    yield from _recognised("standard-input", data, kind, "", shelf)


def _from_path(path: str, root: Path, kind: str | None, shelf: ExitStack) -> Iterator[Taken | Problem | str]:
    there = Path(os.path.normpath(Path.cwd() / path))  # `../pile` from the root does not lie in it
    site = site_around(there) if kind in (None, "markdown") else None
    base = site.folder.parent if site else there.parent  # a part of a site is called as it is when the whole is named
    if there.is_dir():
        yield from _from_folder(there, root, base, kind, shelf, site)
    elif there.is_file():
        for one in _from_file(there, _name_of(there, root, base), kind, shelf, asked=True):
            yield _of_site(one, site, partial(_name_of, root=root, base=base))
    elif there.exists():
        yield _problem(
            path, "this is neither a file nor a folder", "name a capture or a folder of captures", "import-special"
        )
    elif matches := sorted(glob.glob(str(there), recursive=True)):
        for match in matches:
            yield from _from_path(match, root, kind, shelf)
    else:
        yield _problem(path, "there is no such file or folder", "check the path", "import-missing")


def _from_folder(
    folder: Path, root: Path, base: Path, kind: str | None, shelf: ExitStack, around: Site | None = None
) -> Iterator[Taken | Problem | str]:
    """A pile of captures, or the site of another generator, of which only the stories are read; or a part of one."""
    site = site_at(folder) if kind in (None, "markdown") else None
    for start in site.stories if site else (folder,):
        for file in _files_below(start):
            if file.is_symlink() and _leads_out(file, around.folder if around else folder):
                fault = "it is a link to another folder, or to what lies outside of the one that was named"
                yield _problem(_name_of(file, root, base), fault, "name what it leads to", "import-link")
                continue
            for one in _from_file(file, _name_of(file, root, base), kind, shelf, asked=False):
                if site and isinstance(one, Taken) and one.kind != "markdown":
                    yield one.raw.name
                else:
                    yield _of_site(one, site or around, partial(_name_of, root=root, base=base))


def _of_site(one: Taken | Problem | str, site: Site | None, name_of: Callable[[Path], str]) -> Taken | Problem | str:
    """A text of another generator's site, with what is known of the site."""
    if site is None or not isinstance(one, Taken) or one.kind != "markdown":
        return one
    return one._replace(raw=one.raw._replace(site=site.told_of(name_of)), roots=site.roots)


def _leads_out(link: Path, folder: Path) -> bool:
    """Whether a link leads to no file of the folder: what someone packed must not bring in what they never had."""
    try:
        there = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return True
    return there.is_dir() or not there.is_relative_to(folder.resolve())


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file in name order, and links; what is hidden, our own review files and the parts of saved pages are left
    out."""
    is_ours = all((folder / name).exists() for name in _OWN)
    for name in sorted_names(folder):
        path = folder / name
        if name.startswith("."):
            continue
        if path.is_symlink() and path.is_dir():
            yield path
        elif path.is_dir():
            if not _holds_parts(path) and not (name == "review" and (folder / "review.json").exists()):
                yield from _files_below(path)
        elif (path.is_file() or path.is_symlink()) and not (name in _OWN and is_ours):
            yield path


def _holds_parts(folder: Path) -> bool:
    """Whether a folder belongs to a saved page: browsers put its pictures and frames there."""
    stems = (folder.name.removesuffix(end) for end in _PARTS if folder.name.endswith(end))
    return any(folder.with_name(stem + end).exists() for stem in stems if stem for end in _PAGES)


def _name_of(file: Path, root: Path, base: Path) -> str:
    """The capture's name: from the archive's root where it lies there, else from the folder that was named. Bytes that
    are no UTF-8 stand in it as `\\xff`: the name goes into stories and lists."""
    return os.fsencode(_folder_name(file.parent, root, base) + file.name).decode("utf-8", "backslashreplace")


@lru_cache(maxsize=16)
def _folder_name(folder: Path, root: Path, base: Path) -> str:
    """How the names of the captures in a folder begin."""
    start = next((start for start in (root, base) if folder.is_relative_to(start)), folder)
    return "".join(f"{part}/" for part in folder.relative_to(start).parts)


def _from_file(
    file: Path, name: str, kind: str | None, shelf: ExitStack, *, asked: bool
) -> Iterator[Taken | Problem | str]:
    try:
        with open(file, "rb") as stream:
            head = stream.read(HEAD_BYTES)
            found = kind or kind_of(name, _unpacked_head(head))
            if not found:
                yield _no_capture(name) if asked else name
            elif found in PACKED:
                stream.seek(0)
                yield from _unpacked(stream, name, found, str(file.parent), shelf)
            else:
                limit = EXPORT_BYTES if found in WHOLE_SITES else CAPTURE_BYTES
                yield from _recognised(name, head + stream.read(limit + 1 - len(head)), found, str(file.parent), shelf)
    except OSError as error:
        yield _problem(
            name, f"it cannot be read: {error.strerror or error}", "check its permissions", "import-unreadable"
        )


def _unpacked_head(head: bytes) -> bytes:
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return gzip.GzipFile(fileobj=io.BytesIO(head)).read1(HEAD_BYTES)
    except (OSError, EOFError):
        return head


def _recognised(name: str, data: bytes, kind: str | None, folder: str, shelf: ExitStack) -> Iterator[Taken | Problem]:
    if data.startswith(b"\x1f\x8b"):
        data = _gunzipped(data)
    found = kind or kind_of(name, data[:HEAD_BYTES])
    limit = EXPORT_BYTES if found in WHOLE_SITES else CAPTURE_BYTES
    if len(data) > limit:
        yield _problem(
            name, f"it is larger than the limit of {limit:,} bytes for a capture", "cut it into parts", "import-large"
        )
    elif not found:
        yield _no_capture(name)
    elif found in PACKED:
        yield from _unpacked(io.BytesIO(data), name, found, folder, shelf)
    else:
        yield Taken(Raw(name, data), found, folder)


def _gunzipped(data: bytes) -> bytes:
    try:
        return gzip.GzipFile(fileobj=io.BytesIO(data)).read(EXPORT_BYTES + 1)
    except (OSError, EOFError):
        return data


def _unpacked(stream: BinaryIO, name: str, kind: str, folder: str, shelf: ExitStack) -> Iterator[Taken | Problem]:
    """The captures inside a file that holds many."""
    if kind == "zip":
        yield from _zipped(stream, name, shelf)
        return
    from backfile.importers import packed

    for got in packed.captures(stream, name, kind):
        yield got if isinstance(got, Problem) else Taken(got, "html" if kind == "warc" else "json", folder)


def _zipped(stream: BinaryIO, name: str, shelf: ExitStack) -> Iterator[Taken | Problem | str]:
    """An archive is unpacked beside nothing of ours and walked as a folder, so that pictures are found."""
    try:
        archive = zipfile.ZipFile(stream)
        members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield _problem(name, f"this archive cannot be opened: {error}", "pack it again", "import-archive")
        return
    if fault := _archive_fault(members):
        yield _problem(name, fault, "cut it into parts", "import-archive")
        return
    folder = Path(shelf.enter_context(tempfile.TemporaryDirectory(prefix="backfile-"))).resolve()
    for member in members:
        yield from _unpack_member(archive, member, name, folder)
    for one in _from_folder(home_in(folder), Path("/nowhere"), folder, None, shelf):
        yield _renamed(one, name)


def _renamed(one: Taken | Problem | str, archive: str) -> Taken | Problem | str:
    """What was found in an unpacked archive, under its name there."""
    if isinstance(one, str):
        return f"{archive}/{one}"
    if isinstance(one, Problem):
        return replace(one, source=f"{archive}/{one.source}")
    site = tuple((key, f"{archive}/{told}" if key in ("home", "stories") else told) for key, told in one.raw.site)
    return one._replace(raw=one.raw._replace(name=f"{archive}/{one.raw.name}", site=site))


def _archive_fault(members: list[zipfile.ZipInfo]) -> str:
    if len(members) > ARCHIVE_FILES:
        return f"the archive holds more than {ARCHIVE_FILES:,} files"
    if sum(member.file_size for member in members) > ARCHIVE_BYTES:
        return f"the archive holds more than {ARCHIVE_BYTES:,} bytes"
    return ""


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, folder: Path) -> Iterator[Problem]:
    fault = _member_fault(member)
    try:
        if not fault and os.path.lexists(folder / member.filename):
            fault = "there is another file of this name in the archive"
        if not fault:
            archive.extract(member, folder)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        fault = f"it cannot be unpacked: {error}"
    if fault:
        yield _problem(
            f"{name}/{member.filename}",
            fault,
            "unpack the archive yourself and import what you trust",
            "import-archive",
        )


def _member_fault(member: zipfile.ZipInfo) -> str:
    if not is_inside(member.filename):
        return "its path leads out of the archive"
    if member.file_size > EXPORT_BYTES:
        return f"it is larger than the limit of {EXPORT_BYTES:,} bytes"
    if member.file_size > 1_000_000 and member.file_size > ARCHIVE_RATIO * max(1, member.compress_size):
        return f"it is packed more than {ARCHIVE_RATIO} times smaller than it is, as a bomb would be"
    return ""


def _no_capture(name: str) -> Problem:
    return _problem(name, "this is no kind of capture that can be read", "name its kind with --from", "import-kind")


def _problem(source: str, fault: str, remedy: str, code: str) -> Problem:
    return Problem(source, 0, 0, fault, remedy, code)
