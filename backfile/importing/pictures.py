"""Pictures and other files that lie beside a capture come along to a folder of their own beside the story."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

from backfile.importers.found import BESIDE
from backfile.model import Story
from backfile.urls import cleaned_slug
from backfile.write import copy_whole

PICTURE_BYTES = 50_000_000
_SUFFIXES = frozenset(
    ".jpg .jpeg .png .gif .webp .avif .svg .bmp .tif .tiff .heic .mp3 .m4a .ogg .oga .wav .flac .mp4 .m4v .mov .webm"
    " .ogv .vtt .srt .pdf .epub .txt .csv .tsv .json .geojson .kml .gpx .ics .doc .docx .odt .rtf .xls .xlsx .ods .ppt"
    " .pptx .odp .zip .gz".split()
)
_MENTION = re.compile(re.escape(BESIDE) + r"([^\s()<>\"']+)")


class Picture(NamedTuple):
    """One picture on its way: how the capture refers to it, the file, its name beside the story ("flood/mill.jpg")."""

    reference: str
    file: Path
    name: str


def beside(references: tuple[str, ...], folder: str, roots: tuple[str, ...], story_path: str) -> tuple[Picture, ...]:
    """Those of the referenced pictures that are there, each with a name of its own."""
    found: list[Picture] = []
    for reference in dict.fromkeys(references if folder else ()):
        file = _file(reference, folder, roots)
        if file:
            found.append(Picture(reference, file, f"{PurePosixPath(story_path).stem}/{_free_name(file.name, found)}"))
    return tuple(found)


def _file(reference: str, folder: str, roots: tuple[str, ...]) -> Path | None:
    """The file of a picture: from the capture's folder, or from the roots of its site; never outside of these."""
    plain = unquote(reference.partition("?")[0].partition("#")[0])
    if PurePosixPath(plain).suffix.lower() not in _SUFFIXES or "\0" in plain:
        return None
    for start in (*((folder,) if not plain.startswith("/") else ()), *roots):
        file = Path(os.path.normpath(Path(start, plain.lstrip("/"))))
        bounds = (folder, *roots)
        try:
            file = file if file.exists() else file.with_name(_names_in(str(file.parent)).get(file.name.casefold(), "-"))
            real = file.resolve()
            inside = any(real.is_relative_to(Path(bound).resolve()) for bound in bounds)
            if inside and real.is_file() and real.stat().st_size <= PICTURE_BYTES:
                return file
        except (OSError, ValueError):
            continue
    return None


@lru_cache(maxsize=16)
def _names_in(folder: str) -> dict[str, str]:
    """The names of a folder's files, by what they are when letter case does not tell them apart: many sites were
    written where it does not."""
    try:
        return {entry.name.casefold(): entry.name for entry in os.scandir(folder)}
    except OSError:
        return {}


def _free_name(name: str, found: list[Picture]) -> str:
    stem = cleaned_slug(PurePosixPath(name).stem) or "picture"
    taken = {PurePosixPath(picture.name).name.casefold() for picture in found}
    suffix = PurePosixPath(name).suffix.lower()
    free, number = stem + suffix, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}{suffix}"
    return free


def shown(story: Story, found: tuple[Picture, ...]) -> Story:
    """The story with its pictures under their new names; of one that is absent the caption stays, without a file."""
    names = {picture.reference: picture.name for picture in found}
    images = tuple(image._replace(src=_new_name(image.src, names)) for image in story.images)
    url = story.origin.url
    images = tuple(image for image in images if image.src or image.caption or image.credit or image.alt)
    body = _MENTION.sub(lambda told: quote(names[told[1]]) if told[1] in names else _left(told[1], url), story.body)
    return story if (images, body) == (story.images, story.body) else replace(story, images=images, body=body)


def _left(reference: str, url: str) -> str:
    """What stays in the text of a picture that is not there: an upload's address on the old site, if that is known."""
    return urljoin(url, f"/{reference}") if url and reference.startswith("wp-content/") else reference


def _new_name(src: str, names: dict[str, str]) -> str:
    return names.get(src.removeprefix(BESIDE), "") if src.startswith(BESIDE) else src


def copy(found: tuple[Picture, ...], folder: Path) -> None:
    """Copy the pictures to the folder of their story; one that is there already is left alone."""
    for picture in found:
        target = folder / picture.name
        if not target.exists():
            copy_whole(picture.file, target)
