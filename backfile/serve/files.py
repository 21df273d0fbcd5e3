"""Files of the site as the preview sends them: which file an address means, its type, its bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

PAGES = ("text/html", "application/xhtml+xml")


class Found(NamedTuple):
    """The file that an address means; `is_folder`: the address lacks its last slash."""

    path: Path
    is_folder: bool = False


def file_at(folder: Path, inside: str) -> Found | None:
    """The file at an address below the site's folder, or None: folders are not listed, links out of it not followed."""
    try:
        target = (folder / inside).resolve()
        is_slashed = inside == "" or inside.endswith("/")
        if target.is_dir():
            page = (target / "index.html").resolve()
            return Found(page, not is_slashed) if _is_file(page, folder) else None
        return Found(target) if not is_slashed and _is_file(target, folder) else None
    except (OSError, ValueError, RuntimeError):  # a name too long, a ring of links, a folder that may not be read
        return None


def newest(places: Iterable[Path | None], inside: str) -> Found | None:
    """The file at an address below any of these folders, the one written last: a preview that was never made whole has
    newer pages than the published site, and may have older ones."""
    found = [found for place in places if place and (found := file_at(place, inside))]
    return max(found, key=lambda found: _written(found.path), default=None)


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # it has gone at this moment
        return 0


def _is_file(path: Path, folder: Path) -> bool:
    return folder.resolve() in path.parents and stat.S_ISREG(os.stat(path).st_mode)


def is_page(kind: str) -> bool:
    """Whether the script belongs into files of this type."""
    return kind.startswith(PAGES)
