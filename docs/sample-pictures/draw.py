# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "pillow>=10.1"]
# ///
"""Draws the pictures of the sample archive into content/images: the same bytes each time from the same Pillow."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import chart
import shore
import town
from PIL import Image

LARGEST = 200_000
SCENES = {
    "crake-map": chart.chart,
    "ellen-quarrie-ferry": shore.ferry,
    "flood-gauge": shore.flood_gauge,
    "old-margery": shore.bell,
    "rope-walk": town.rope_walk,
    "skarrow-point": shore.skarrow_point,
    "sluice-lane-school": town.school,
    "wilfred-stannage": town.portrait,
}


def jpeg(picture: Image.Image) -> bytes:
    """The best quality from 82 down that stays below `LARGEST` bytes."""
    for quality in range(82, 30, -4):
        stream = io.BytesIO()
        picture.save(stream, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=2)
        if stream.tell() <= LARGEST:
            break
    return stream.getvalue()


def main(names: list[str]) -> None:
    """Draw the named pictures, or all."""
    folder = Path(__file__).resolve().parents[2] / "content" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(SCENES):
        (folder / f"{name}.jpg").write_bytes(jpeg(SCENES[name]().proof()))


if __name__ == "__main__":
    main(sys.argv[1:])
