"""The chart of the Sallow mouth."""

from __future__ import annotations

import numpy as np
from PIL import Image
from plate import HEIGHT, SCALE, WIDTH, Field, Mask, Plate, noise, smooth_path

COARSEST = 8  # distances from the coast are measured on a grid this much smaller, then smoothed

MAINLAND = [
    (-60, -60),
    (660, -60),
    (690, 40),
    (650, 110),
    (700, 180),
    (760, 250),
    (750, 300),
    (690, 320),
    (610, 330),
    (560, 380),
    (540, 450),
    (500, 520),
    (440, 560),
    (380, 590),
    (300, 600),
    (220, 640),
    (120, 650),
    (-60, 690),
    (-60, 740),
    (130, 700),
    (230, 690),
    (320, 650),
    (400, 650),
    (470, 690),
    (500, 760),
    (480, 830),
    (540, 900),
    (600, 1060),
    (-60, 1060),
]
CRAKE = [
    (1150, 380),
    (1200, 330),
    (1290, 320),
    (1350, 350),
    (1370, 420),
    (1420, 470),
    (1400, 540),
    (1330, 560),
    (1270, 530),
    (1200, 540),
    (1150, 490),
    (1170, 440),
]
HOLM = [(1440, 300), (1476, 290), (1490, 320), (1460, 338)]
CROSSING = [(410, 618), (560, 640), (760, 600), (960, 520), (1148, 478)]


def offing(land: Mask) -> Field:
    """How far each dot of the sea is from the land, in picture coordinates."""
    step = COARSEST * SCALE
    small = land[::step, ::step]
    edge = small & ~(np.roll(small, 1, 0) & np.roll(small, -1, 0) & np.roll(small, 1, 1) & np.roll(small, -1, 1))
    rows, columns = np.nonzero(edge)
    y, x = np.mgrid[0 : small.shape[0], 0 : small.shape[1]]
    nearest = np.full(small.shape, np.inf, dtype=np.float32)
    for row, column in zip(rows, columns, strict=True):
        nearest = np.minimum(nearest, (y - row) ** 2 + (x - column) ** 2)
    picture = Image.fromarray(np.sqrt(nearest).astype(np.float32) * COARSEST)
    return np.asarray(picture.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BICUBIC))


def chart() -> Plate:
    """Port Thole, Skarrow Point and Crake, with the way between."""
    plate = Plate(seed=151)
    x, y = plate.x, plate.y
    plate.white(plate.everywhere())
    shapes = [plate.shape(smooth_path(points)) for points in (MAINLAND, CRAKE, HOLM)]
    land = shapes[0] | shapes[1] | shapes[2]
    away = offing(land) + 2 * noise(152, 60, 40)
    for reach, width in ((9, 2.6), (21, 2.2), (36, 1.8), (54, 1.5), (76, 1.2)):
        plate.black((np.abs(away - reach) < width) & ~land)
    relief = np.clip(0.9 - 0.35 * noise(153, 9, 7) - 0.0005 * np.abs(x - 300), 0.42, 0.95)
    plate.lay(land, relief, x * 0.62 + y * 0.5 + 34 * noise(154, 9, 7), 8.0)
    plate.black(plate.rim(land, 6))
    _settlements(plate)
    _marks(plate)
    _words(plate)
    _rose(plate, 1330, 800, 130)
    _frame(plate)
    return plate


def _settlements(plate: Plate) -> None:
    """Blocks of houses, and the two quays."""
    for a, b, c in np.random.RandomState(155).uniform(0, 1, (46, 3)):
        px, py = 250 + 190 * a, 520 + 70 * b - 26 * a
        plate.black(plate.box(px, py, px + 10 + 14 * c, py + 9 + 6 * a))
    plate.black(plate.stroke([(396, 588), (420, 618)], 9) | plate.stroke([(1172, 470), (1148, 480)], 9))
    for px, py in ((1190, 462), (1206, 476), (1222, 458), (1300, 400)):
        plate.black(plate.box(px, py, px + 13, py + 10))


def _marks(plate: Plate) -> None:
    """The light, the crossing and the depths."""
    for turn in np.arange(0, 2 * np.pi, np.pi / 6):
        out = [(736 + r * np.cos(turn), 262 + r * np.sin(turn)) for r in (22, 46)]
        plate.black(plate.stroke(out, 3.5))
    plate.white(plate.disc(736, 262, 17))
    plate.black(plate.rim(plate.disc(736, 262, 17), 3) | plate.disc(736, 262, 7))
    path = smooth_path(CROSSING, closed=False, steps=12)
    for k in range(0, len(path) - 1, 2):
        plate.black(plate.stroke(path[k : k + 2], 5))
    plate.white(plate.disc(790, 588, 44, 30))
    plate.black(
        plate.shape([(756, 592), (822, 584), (812, 606), (766, 610)])
        | plate.box(776, 574, 804, 592)
        | plate.box(783, 556, 792, 580)
    )
    depths = (
        (620, 470, "4"),
        (760, 440, "7"),
        (900, 330, "11"),
        (1000, 246, "14"),
        (640, 740, "3"),
        (800, 800, "6"),
        (960, 720, "9"),
        (930, 420, "8"),
        (880, 160, "12"),
        (1500, 640, "10"),
        (1090, 860, "7"),
    )
    for px, py, fathoms in depths:
        plate.black(plate.letters((px, py), fathoms, 30))


def _words(plate: Plate) -> None:
    """Names, each on a strip scraped clear of the land's lines."""
    for at, text, size, spacing in (
        ((60, 470), "PORT THOLE", 40, 4),
        ((400, 250), "SKARROW POINT", 30, 2),
        ((1218, 610), "CRAKE", 44, 10),
        ((70, 880), "BREDE MARSH", 28, 4),
        ((470, 612), "THE GUT", 20, 2),
        ((846, 610), "FIVE MILES AND A BIT", 22, 3),
    ):
        letters = plate.letters(at, text, size, "ls", spacing)
        halo = plate.letters((at[0], at[1]), text, size, "ls", spacing)
        for dx, dy in ((-9, 0), (9, 0), (0, -9), (0, 9), (-6, -6), (6, 6), (-6, 6), (6, -6), (-4, 0), (4, 0)):
            halo = halo | np.roll(letters, (dy * SCALE, dx * SCALE), (0, 1))
        plate.white(halo)
        plate.black(letters)
    plate.black(plate.letters((1240, 130), "THE MOUTH OF THE SALLOW", 34, "ms", 3))
    plate.black(plate.letters((1240, 172), "WITH CRAKE & THE FERRY", 24, "ms", 3))
    plate.black(plate.box(960, 188, 1520, 191) | plate.box(1010, 196, 1470, 198))


def _rose(plate: Plate, cx: float, cy: float, size: float) -> None:
    """A compass rose, each point half black."""
    plate.black(plate.rim(plate.disc(cx, cy, size * 0.62), 3) | plate.rim(plate.disc(cx, cy, size * 0.54), 2))
    for half_turns, long in ((np.arange(8) * 2 + 1, 0.62), (np.arange(4) * 4 + 2, 0.8), (np.arange(4) * 4, 1.0)):
        for eighth in half_turns:
            turn = eighth * np.pi / 8 - np.pi / 2
            tip = (cx + size * long * np.cos(turn), cy + size * long * np.sin(turn))
            for side, paint in ((-1, plate.black), (1, plate.white)):
                waist = (
                    cx + size * 0.17 * np.cos(turn + side * np.pi / 8),
                    cy + size * 0.17 * np.sin(turn + side * np.pi / 8),
                )
                wedge = plate.shape([(cx, cy), waist, tip])
                paint(wedge)
                plate.black(plate.rim(wedge, 2.5))
    plate.black(plate.letters((cx, cy - size - 10), "N", 40, "ms"))


def _frame(plate: Plate) -> None:
    """A double border, its divisions black and white by turns."""
    inside = plate.box(34, 34, WIDTH - 34, HEIGHT - 34)
    plate.white(~inside)
    plate.black(plate.rim(plate.box(12, 12, WIDTH - 12, HEIGHT - 12), 4) | plate.rim(inside, 4))
    for k in range(0, 24, 2):
        left = 34 + k * (WIDTH - 68) / 24
        across = plate.box(left, 16, left + (WIDTH - 68) / 24, 34) | plate.box(
            left, HEIGHT - 34, left + (WIDTH - 68) / 24, HEIGHT - 16
        )
        top = 34 + k * (HEIGHT - 68) / 24
        down = plate.box(16, top, 34, top + (HEIGHT - 68) / 24) | plate.box(
            WIDTH - 34, top, WIDTH - 16, top + (HEIGHT - 68) / 24
        )
        plate.black(across | down)
