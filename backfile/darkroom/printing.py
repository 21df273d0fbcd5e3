"""One picture to one smaller copy, with Pillow. The bytes depend on the picture, the order and Pillow alone.

A picture that comes from anywhere may be broken or a trap: its measures are looked at before it is unpacked, and
whatever goes wrong is a sentence, never an exception.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from backfile import fingerprint

if TYPE_CHECKING:
    from PIL.Image import Image

# How each format is written. AVIF takes three times as long as WebP for a third fewer bytes.
_SAVED: Mapping[str, Mapping[str, object]] = {
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "avif": {"format": "AVIF", "quality": 58, "speed": 7, "max_threads": 1},
    "jpeg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
}
_ORIENTATION = 0x0112
_PARTS = {"webp": "PIL._webp", "avif": "PIL._avif"}


class Order(NamedTuple):
    """A copy to make. `widest` is the width of the widest copy of the picture: all are made from one unpacking."""

    width: int
    height: int
    format: str
    widest: int
    limit: int


class Fault(NamedTuple):
    """What is wrong with a picture, and what to do."""

    fault: str
    remedy: str


@lru_cache(maxsize=1)
def version() -> str:
    """Pillow's version, "" where it is not installed."""
    try:
        return version_of("Pillow") if find_spec("PIL") else ""
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=1)
def recipe() -> str:
    """The fingerprint of what a copy's bytes depend on besides the picture and the order: this file and Pillow."""
    return fingerprint.of_value([version(), fingerprint.of_bytes(Path(__file__).read_bytes())])


def missing(formats: tuple[str, ...]) -> tuple[str, ...]:
    """The formats that cannot be made here: all of them without Pillow. Nothing is imported to find out."""
    return tuple(name for name in formats if not version() or (name in _PARTS and not find_spec(_PARTS[name])))


def prints(data: bytes, order: Order) -> bytes | Fault:
    """The copy, or why there is none. The last picture stays unpacked: its other copies mostly follow."""
    try:
        negative = _negative(data, order.widest, order.limit)
        if isinstance(negative, Fault):
            return negative
        return _saved(_resized(negative, order), order.format)
    except MemoryError:
        return Fault("the picture does not fit into memory", "make it smaller")
    except Exception as error:  # a damaged file raises whatever the reader of its format happened to trip over
        fault = f"the picture is cut short or damaged ({_said(error)})"
        return Fault(fault, "export it again, or take it out of the story")


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


class _Last:
    """The picture that this process unpacked last: one at a time, so memory does not grow with their number."""

    key: tuple[int, int, bytes] = (0, 0, b"")
    image: Image | None = None


def forget() -> None:
    """Let go of the picture that is still unpacked."""
    _Last.key, _Last.image = (0, 0, b""), None


def _negative(data: bytes, widest: int, limit: int) -> Image | Fault:
    """The picture unpacked, upright, no larger than its copies need."""
    from PIL import Image, ImageOps

    key = (widest, limit, data)
    if _Last.image is not None and (_Last.key[2] is data or _Last.key == key):
        return _Last.image
    forget()
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and has a sentence
    image = Image.open(io.BytesIO(data))
    if image.width * image.height > limit:
        return Fault(
            f"{image.width:,} × {image.height:,} pixels are more than the {limit:,} that a picture may have",
            "make it smaller, or raise pixels under [limits] in site.toml",
        )
    is_on_its_side = image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
    scale = min(1, widest / (image.height if is_on_its_side else image.width))
    image.draft(None, (ceil(image.width * scale), ceil(image.height * scale)))  # a JPEG comes at a half, or an eighth
    image = ImageOps.exif_transpose(_flat(image))
    _Last.key, _Last.image = key, image
    return image


def _flat(image: Image) -> Image:
    """The picture in a mode that can be resized: no palette, no 16 bits a colour."""
    image.load()
    if image.mode.startswith("I"):
        image.info.pop("icc_profile", None)  # of 16-bit grey, and of no use to 8
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L") if image.mode in ("1", "F") else image


def _resized(image: Image, order: Order) -> Image:
    from PIL import Image

    size = (order.width, order.height)
    small = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _in_screen_colours(small, image.info.get("icc_profile"))


def _in_screen_colours(image: Image, profile: bytes | None) -> Image:
    """The picture in sRGB. A profile that cannot be read is passed over, as browsers do."""
    has_alpha = image.mode in ("RGBA", "LA", "La", "RGBa")
    mode = "RGBA" if has_alpha else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        from PIL import ImageCms

        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image if image.mode == mode else image.convert(mode)


def _saved(image: Image, name: str) -> bytes:
    """Encoded without any of the notes that the original carries."""
    from PIL import Image

    if name == "jpeg" and image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    image.info.clear()
    out = io.BytesIO()
    image.save(out, **_SAVED[name])
    return out.getvalue()
