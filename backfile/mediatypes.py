"""What a file's name says of its content: the type that a server sends with it, the same on every machine."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath

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
# Feeds have types of their own, by which a reader's program knows them; their endings say only XML and JSON.
FEEDS = {
    "feed.xml": "application/atom+xml",
    "corrections.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
_TEXT = ("text/", "application/json", "application/xml", "application/manifest+json", "application/x-ndjson")


def type_of(path: PurePath | str) -> str:
    """The content type to send: texts are UTF-8, and what is packed is not unpacked on the way."""
    name = PurePath(path).name
    if name in FEEDS:
        return f"{FEEDS[name]}; charset=utf-8"
    kind, packing = _TYPES.guess_type(name)
    if packing:
        return "application/gzip" if packing == "gzip" else "application/octet-stream"
    kind = kind or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXT) else kind
