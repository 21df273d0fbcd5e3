"""A scraperboard plate: tones laid in shapes, cut into white lines that swell with the light."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1600, 1000
SCALE = 2  # drawn at twice the size, then reduced: that is what smooths the edges
SPREAD = 0.7  # how far ink creeps into paper
COARSE = 1.4  # lines wide enough to survive a picture a third of the size
PAPER, INK = (247, 242, 231), (27, 25, 23)

Point = tuple[float, float]
Field = np.ndarray
Mask = np.ndarray


def grid(height: int = HEIGHT) -> tuple[Field, Field]:
    """The x and the y of every dot of the plate, in picture coordinates."""
    y, x = np.mgrid[0 : height * SCALE, 0 : WIDTH * SCALE].astype(np.float32)
    return x / SCALE, y / SCALE


def noise(seed: int, across: int, down: int, height: int = HEIGHT) -> Field:
    """Smooth noise between -1 and 1 with about `across` by `down` hills."""
    # RandomState, because its stream is promised never to change
    small = np.random.RandomState(seed).uniform(-1, 1, (down + 3, across + 3)).astype(np.float32)
    picture = Image.fromarray(small).resize((WIDTH * SCALE, height * SCALE), Image.Resampling.BICUBIC)
    return np.asarray(picture)


def blurred(field: Field, radius: float) -> Field:
    """The field, softened: a mask so treated is a height map good enough to light."""
    picture = Image.fromarray(np.uint8(np.clip(field, 0, 1) * 255))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(radius * SCALE)), dtype=np.float32) / 255


def smooth_path(points: Sequence[Point], closed: bool = True, steps: int = 14) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count, curve = len(points), []
    for at in range(count if closed else count - 1):
        p = [points[(at + k) % count] if closed else points[min(max(at + k, 0), count - 1)] for k in (-1, 0, 1, 2)]
        for step in range(steps):
            t = step / steps
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            curve.append(tuple(sum(w * q[axis] for w, q in zip(weights, p, strict=True)) / 2 for axis in (0, 1)))
    return curve if closed else [*curve, points[-1]]


def window_of(mask: Mask, margin: int = 0) -> tuple[slice, slice]:
    """The part of the plate that a shape touches; working there alone makes small shapes cheap."""
    bounds = []
    for axis, length in ((1, mask.shape[0]), (0, mask.shape[1])):
        held = np.flatnonzero(mask.any(axis=axis))
        first, last = (held[0], held[-1] + 1) if held.size else (0, 0)
        bounds.append(slice(max(0, first - margin), min(length, last + margin)))
    return bounds[0], bounds[1]


class Plate:
    """One picture in the making. Later shapes cover earlier ones."""

    def __init__(self, height: int = HEIGHT, seed: int = 1) -> None:
        self.height = height
        self.x, self.y = grid(height)
        self.tone = np.zeros_like(self.x)
        self.line = self.y.copy()
        self.period = np.full_like(self.x, 9.0)
        self.wobble = noise(seed, 30, 22, height) * 1.2 + noise(seed + 1, 9, 7, height) * 4

    def _drawn(self, paint: str, *args: object, **options: object) -> Mask:
        canvas = Image.new("L", (WIDTH * SCALE, self.height * SCALE))
        getattr(ImageDraw.Draw(canvas), paint)(*args, fill=255, **options)
        return np.asarray(canvas) > 127

    def everywhere(self) -> Mask:
        """The whole plate."""
        return np.ones_like(self.x, dtype=bool)

    def shape(self, points: Sequence[Point]) -> Mask:
        """Inside of a polygon."""
        return self._drawn("polygon", [(px * SCALE, py * SCALE) for px, py in points])

    def disc(self, cx: float, cy: float, rx: float, ry: float | None = None) -> Mask:
        """Inside of an ellipse."""
        ry = rx if ry is None else ry
        return self._drawn("ellipse", [v * SCALE for v in (cx - rx, cy - ry, cx + rx, cy + ry)])

    def box(self, left: float, top: float, right: float, bottom: float) -> Mask:
        """Inside of a rectangle."""
        return (self.x >= left) & (self.x < right) & (self.y >= top) & (self.y < bottom)

    def stroke(self, points: Sequence[Point], width: float) -> Mask:
        """A line of one width."""
        path = [(px * SCALE, py * SCALE) for px, py in points]
        return self._drawn("line", path, width=max(1, round(width * SCALE)), joint="curve")

    def letters(self, at: Point, text: str, size: float, anchor: str = "mm", spacing: float = 0) -> Mask:
        """Text in the face that comes with Pillow, so that no machine's own fonts show."""
        font = ImageFont.load_default(size * SCALE)
        canvas = Image.new("L", (WIDTH * SCALE, self.height * SCALE))
        draw, gap = ImageDraw.Draw(canvas), spacing * SCALE
        widths = [font.getlength(letter) + gap for letter in text]
        start = {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]] * (sum(widths) - gap)
        left = at[0] * SCALE - start
        for letter, advance in zip(text, widths, strict=True):
            draw.text((left, at[1] * SCALE), letter, fill=255, font=font, anchor="l" + anchor[1])
            left += advance
        return np.asarray(canvas) > 127

    def rim(self, mask: Mask, width: float) -> Mask:
        """A band along the inside of a shape's edge."""
        size = 2 * round(width * SCALE / 2) + 1
        result, window = np.zeros_like(mask), window_of(mask, size)
        picture = Image.fromarray(np.uint8(mask[window]) * 255)
        result[window] = np.asarray(ImageChops.subtract(picture, picture.filter(ImageFilter.MinFilter(size)))) > 127
        return result

    def lay(self, mask: Mask, tone: Field | float, line: Field | None = None, period: Field | float = 9.0) -> Mask:
        """Give a shape its tone (0 black, 1 white) and the run of its lines; `line` counts across them."""
        window = window_of(mask)
        inside = mask[window]
        for target, value in ((self.tone, tone), (self.line, self.y if line is None else line), (self.period, period)):
            target[window][inside] = value[window][inside] if isinstance(value, np.ndarray) else value
        return mask

    def black(self, mask: Mask) -> None:
        """Leave the shape uncut."""
        window = window_of(mask)
        self.tone[window][mask[window]] = -1

    def white(self, mask: Mask) -> None:
        """Scrape the shape bare."""
        window = window_of(mask)
        self.tone[window][mask[window]] = 2

    def proof(self) -> Image.Image:
        """The plate, cut and printed."""
        period = self.period * COARSE
        phase = (self.line + self.wobble) / period
        ridge = np.abs(phase - np.floor(phase) - 0.5) * 2
        # an edge two dots soft: a hard one would look sawn
        cut = np.clip((self.tone - ridge) * period * SCALE / 4 + 0.5, 0, 1)
        cut = np.where(self.tone > 0.95, 1, np.where(self.tone > 0.045, cut, 0))
        grey = Image.fromarray(np.uint8(cut * 255)).filter(ImageFilter.GaussianBlur(SPREAD * SCALE))
        grey = grey.resize((WIDTH, self.height), Image.Resampling.BOX)
        light = np.asarray(grey, dtype=np.float32)[..., None] / 255
        return Image.fromarray(np.uint8(np.array(INK) * (1 - light) + np.array(PAPER) * light + 0.5))
