"""Files of the site as the preview sends them: which file an address means, its type, its bytes."""

from __future__ import annotations

import mimetypes
import os
import stat
from pathlib import Path
from typing import NamedTuple

# What the machine's own table may not know, or knows otherwise than the hosts that sites are published on.
_TYPES = mimetypes.MimeTypes()
for _type, *_endings in (
    ("text/javascript", ".js", ".mjs"),
    ("application/wasm", ".wasm"),
    ("application/manifest+json", ".webmanifest"),
    ("application/json", ".json", ".map"),
    ("application/xml", ".xml"),
    ("image/avif", ".avif"),
    ("image/webp", ".webp"),
    ("image/svg+xml", ".svg"),
    ("image/x-icon", ".ico"),
    ("font/woff", ".woff"),
    ("font/woff2", ".woff2"),
    ("text/markdown", ".md"),
    ("application/x-ndjson", ".jsonl"),
    ("audio/mp4", ".m4a"),
    ("text/vtt", ".vtt"),
):
    for _ending in _endings:
        _TYPES.add_type(_type, _ending)
_TEXT = ("text/", "application/json", "application/xml", "application/manifest+json", "application/x-ndjson")
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


def _is_file(path: Path, folder: Path) -> bool:
    return folder.resolve() in path.parents and stat.S_ISREG(os.stat(path).st_mode)


def type_of(path: Path) -> str:
    """The content type to send: texts are UTF-8, and what is packed is not unpacked on the way."""
    kind, packing = _TYPES.guess_type(path.name)
    if packing:
        return "application/gzip" if packing == "gzip" else "application/octet-stream"
    kind = kind or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXT) else kind


def is_page(kind: str) -> bool:
    """Whether the script belongs into files of this type."""
    return kind.startswith(PAGES)
