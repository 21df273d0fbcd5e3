"""Where each found story goes: pure decisions on a story, its capture and what stands in the archive."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from backfile.importers.found import PAGES, Found
from backfile.importing.archive import Archive, story_key
from backfile.model import Story
from backfile.urls import SLUG_BYTES, cleaned_slug, slug_of


class Place(NamedTuple):
    """The file of a story in `content/`; `is_new` when nothing of its capture stands there yet.

    `duplicate_of` names the capture (and path) that holds the same bytes, instead of a place; `twin` is that capture.
    """

    path: str = ""
    is_new: bool = True
    duplicate_of: str = ""
    twin: str = ""


def with_origin(found: Found, capture: str, sha256: str, url: str = "", captured: str = "") -> Found:
    """The story with its capture noted; what the reader knows of the outlet and address stays."""
    name = f"{capture}#{found.key}" if found.key else capture
    known = found.story.origin
    origin = known._replace(file=name, sha256=sha256, url=known.url or url, captured=known.captured or captured)
    return found._replace(story=replace(found.story, origin=origin))


def wanting(story: Story) -> tuple[str, ...]:
    """What a story must have before it can stand in `content/` and has not."""
    missing = []
    if not story.title.strip():
        missing.append("no title was found")
    if story.date is None and not is_page(story):
        missing.append("no date was found")
    if not story.body.strip() and not story.images:
        missing.append("no text was found")
    return tuple(missing)


def place_of(story: Story, archive: Archive) -> Place:
    """The file that holds this capture's story, the capture it repeats, or a new file that nothing else claims."""
    origin = story.origin
    if path := archive.path_of(origin.file, origin.sha256):
        return Place(path, is_new=False)
    if twin := archive.twin_of(origin.sha256, story_key(origin.file)):
        return Place(duplicate_of=f"{twin[0]} ({twin[1]})", twin=twin[0])
    for path in archive.paths_of(origin.file):
        if _is_this_story(story, path) or (origin.url and origin.url == archive.url_of(path)):
            return Place(path, is_new=False)
    return Place(_free_path(story, archive))


def _is_this_story(story: Story, path: str) -> bool:
    """Whether a newer capture under an old name is the same story: its file would be called the same."""
    stem = stem_of(story)
    number = re.search(r"-(\d+)\.md$", path)
    return path == _path(story, stem) or bool(number and path == _path(story, _numbered(stem, int(number[1]))))


def stem_of(story: Story) -> str:
    """The name of a story's file: its slug or title; where that leaves nothing, the capture's name."""
    name = cleaned_slug(story.slug) or slug_of(story.title) or slug_of(PurePosixPath(story.origin.file).stem)
    return name or "story-" + story.origin.sha256[:8]


def is_page(story: Story) -> bool:
    """Whether it is a standing page of its site, not a story."""
    return story.source.startswith(PAGES)


def _path(story: Story, stem: str) -> str:
    if is_page(story):
        return f"{PAGES}{_folder_of(story, stem)}{stem}.md"
    year = story.date.day[:4] if story.date else "undated"
    return f"stories/{year}/{stem}.md"


def _folder_of(story: Story, stem: str) -> str:
    """The folders above a page in its old address, which it keeps: the last step alone may be another's address."""
    for alias in story.aliases:
        *above, last = alias.strip("/").split("/")
        if alias.endswith("/") and above and last == stem and all(cleaned_slug(step) == step for step in above):
            return "/".join(above) + "/"
    return ""


def _free_path(story: Story, archive: Archive) -> str:
    stem = stem_of(story)
    path, number = _path(story, stem), 1
    while not archive.is_free(path):
        number += 1
        path = _path(story, _numbered(stem, number))
    return path


def _numbered(stem: str, number: int) -> str:
    """A stem with a number, no longer than a slug may be: a long one is cut at a word."""
    end = f"-{number}"
    room = SLUG_BYTES - len(end)
    if len(stem.encode()) <= room:
        return stem + end
    cut = stem.encode()[:room].decode(errors="ignore")
    return (cut.rpartition("-")[0] or cut) + end


def placed(story: Story, path: str) -> Story:
    """The story as its file will say it: a slug of its own where the title would give another."""
    stem = PurePosixPath(path).stem
    slug = "" if stem == slug_of(story.title) or is_page(story) else stem
    return replace(story, source=path, slug=slug)
