"""What several drawings share: sea, sky, houses, gulls, children."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from plate import Mask, Plate, noise, smooth_path


def crest_line(plate: Plate, base: float, height: float, length: float, phase: float) -> np.ndarray:
    """The line of one row of waves: leaning peaks, long hollows."""
    x = plate.x[0]
    swing = (x + 60 * np.sin(x / 310 + phase * 3) + 22 * np.sin(x / 97 + phase)) / length + phase
    swing = swing + 0.32 * np.sin(2 * swing)
    wave = np.clip(1 - np.sqrt(np.sin(swing) ** 2 + 0.012), 0, 1) ** 1.7
    return base - height * wave * (0.7 + 0.3 * np.sin(swing * 0.37 + phase * 5))


def sea(plate: Plate, top: float, rows: int, rough: float, light: float = 0.5, seed: int = 5) -> None:
    """Rows of waves from the horizon down, each lined along its own crest."""
    grain = noise(seed, 24, 60, plate.height)
    for row in range(rows):
        depth = row / max(1, rows - 1)
        base = top + (plate.height - top) * (depth**1.5) * 0.94
        crest = crest_line(plate, base, rough * (6 + 90 * depth), 40 + 170 * depth, row * 1.7)[None, :]
        below = plate.y - crest
        fall = 22 + 80 * depth
        tone = light * 1.35 * np.exp(-below / fall) + light * 0.3 + grain * 0.16
        flatter = plate.y + (base - crest) * np.exp(-below / fall)
        mask = below >= 0
        plate.lay(mask, np.clip(tone, 0.05, 0.85), flatter, 8 + 5 * depth)
        plate.white(mask & (below < 1.5 + 3.4 * depth * rough + 4 * grain * depth))


def gull(plate: Plate, x: float, y: float, span: float, paint: Callable[[Mask], None]) -> None:
    """A gull on the wing, seen from the side of the town."""
    upper = [(x - span, y - span * 0.2), (x - span * 0.55, y - span * 0.42), (x - span * 0.12, y - span * 0.02)]
    upper += [(x + span * 0.16, y - span * 0.04), (x + span * 0.5, y - span * 0.4), (x + span, y - span * 0.1)]
    lower = [(px + span * 0.02, py + span * (0.02 if abs(px - x) > 0.8 * span else 0.17)) for px, py in reversed(upper)]
    wings = plate.shape(smooth_path(upper, closed=False) + smooth_path(lower, closed=False))
    paint(wings)


def block(
    plate: Plate, mask: Mask, tone: float, line: np.ndarray | None = None, period: float = 8.0, edge: float = 2.5
) -> None:
    """A flat face with a black edge."""
    plate.lay(mask, tone, line, period)
    plate.black(plate.rim(mask, edge))


def cloud(plate: Plate, x: float, foot: float, size: float) -> None:
    """A heap with a flat foot, bare above and shaded below."""
    heap = np.zeros_like(plate.x, dtype=bool)
    for dx, dy, r in ((-150, -22, 46), (-84, -52, 68), (0, -70, 84), (86, -44, 66), (152, -18, 42)):
        heap |= plate.disc(x + dx * size, foot + dy * size, r * size)
    heap &= plate.y < foot
    plate.lay(heap, np.clip(1.45 - (plate.y - foot + 95 * size) / (130 * size), 0.5, 1.0), plate.y, 10.0)
    plate.black(plate.rim(heap, 2.5))


def sky(plate: Plate, horizon: float, low: float = 0.95, high: float = 0.5) -> None:
    """Day: level lines, paler towards the horizon."""
    tone = high + (low - high) * np.clip(plate.y / horizon, 0, 1)
    plate.lay(plate.everywhere(), tone, plate.y + 9 * np.sin(plate.x / 260 + plate.y / 190), 12.0)


def house(plate: Plate, x: float, foot: float, wide: float, tall: float, tone: float, chimney: bool = True) -> None:
    """A gabled house front, with its windows."""
    roof = wide * 0.42
    wall = plate.shape(
        [(x, foot), (x, foot - tall), (x + wide / 2, foot - tall - roof), (x + wide, foot - tall), (x + wide, foot)]
    )
    plate.lay(wall, tone, plate.x, 7.0)
    plate.black(plate.rim(wall, 2.5))
    plate.black(
        plate.stroke(
            [(x - 4, foot - tall + 3), (x + wide / 2, foot - tall - roof - 2), (x + wide + 4, foot - tall + 3)], 6
        )
    )
    if chimney:
        plate.black(plate.box(x + wide * 0.68, foot - tall - roof * 1.05, x + wide * 0.82, foot - tall - roof * 0.3))
    pane = wide * 0.17
    for row in range(max(1, int(tall // (pane * 2.6)))):
        for at in (0.22, 0.61):
            top = foot - tall + 6 + row * pane * 2.5
            plate.black(plate.box(x + wide * at, top, x + wide * at + pane, top + pane * 1.5))


def child(plate: Plate, x: float, foot: float, size: float, lift: int) -> None:
    """A child at play, all silhouette."""

    def at(dx: float, dy: float) -> tuple[float, float]:
        return (x + dx * size, foot + dy * size)

    body = plate.shape([at(-15, -42), at(-9, -78), at(9, -78), at(17, -42)])
    limbs = plate.stroke([at(-7, -44), at(-11 - 6 * lift, -20), at(-13, 0)], 8 * size)
    limbs |= plate.stroke([at(7, -44), at(12 + 10 * lift, -24), at(13 + 18 * lift, -4 - 6 * lift)], 8 * size)
    limbs |= plate.stroke([at(-9, -74), at(-24, -58 - 34 * lift)], 7 * size) | plate.stroke(
        [at(9, -74), at(25, -60 - 28 * lift)], 7 * size
    )
    head = plate.disc(*at(0, -92), 13 * size)
    shadow = plate.disc(x + 14 * size, foot + 3, 34 * size, 5 * size)
    plate.lay(shadow, 0.3, plate.y, 5.0)
    plate.black(body | limbs | head)
