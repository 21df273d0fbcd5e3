"""Drawings of the water and what is on it."""

from __future__ import annotations

import numpy as np
from parts import block, cloud, gull, house, sea, sky
from plate import WIDTH, Plate, noise, smooth_path


def skarrow_point() -> Plate:
    """The light at night, and a small boat below it."""
    plate = Plate(seed=11)
    lamp = (470.0, 262.0)
    _light(plate, lamp)
    sea(plate, 690, 8, 1.0, 0.4, 8)
    _point(plate)
    _lighthouse(plate)
    _keepers_house(plate)
    _small_boat(plate)
    _stars(plate, lamp)
    return plate


def _light(plate: Plate, lamp: tuple[float, float]) -> None:
    """The lamp's own glow and its two beams."""
    x, y = plate.x, plate.y
    dx, dy = x - lamp[0], y - lamp[1]
    reach = np.hypot(dx, dy)
    plate.lay(plate.everywhere(), np.clip(0.98 * np.exp(-reach / 330) - 0.085, 0, 0.9), reach, 13.0)
    bearing = np.degrees(np.arctan2(dy, dx))
    for middle, half in ((9.0, 6.5), (-171.0, 6.5)):
        beam = np.abs((bearing - middle + 180) % 360 - 180) < half
        tone = np.clip(1.0 - reach / 2300, 0.2, 1) * (1 - 0.3 * np.abs((bearing - middle + 180) % 360 - 180) / half)
        plate.lay(beam & (reach > 20), tone, (bearing - middle) * 16 + 500, 16.0)


def _point(plate: Plate) -> None:
    """The rock, with the surf at its foot."""
    x, y = plate.x, plate.y
    land = smooth_path(
        [
            (-60, 560),
            (120, 548),
            (250, 520),
            (390, 512),
            (540, 520),
            (640, 560),
            (700, 640),
            (742, 740),
            (800, 800),
            (700, 850),
            (420, 880),
            (150, 910),
            (-60, 960),
        ]
    )
    ground = plate.shape(land)
    slope = x * 0.62 + y * 0.55 + 26 * noise(21, 12, 9)
    tone = 0.52 - (y - 520) / 760 + 0.22 * noise(22, 26, 18) + np.clip((x - 300) / 1500, 0, 0.3)
    plate.lay(ground, np.clip(tone, 0.0, 0.8), slope, 12.0)
    plate.black(plate.rim(ground, 4))
    shore = noise(23, 40, 30)
    foot = 905 - np.abs(x - 330) * 0.11 - np.clip(x - 620, 0, 400) * 0.34
    plate.lay(
        ground & (y > foot - 52 + 24 * shore),
        np.clip(0.1 + (y - foot + 50) / 90 + 0.4 * shore, 0.12, 0.9),
        y + 10 * shore,
        11.0,
    )


def _lighthouse(plate: Plate) -> None:
    """The tower, its bands and its lantern."""
    x, y = plate.x, plate.y
    tower = plate.shape([(425, 524), (440, 300), (500, 300), (515, 524)])
    across = np.clip((x - 470) / (30 + (y - 300) * 0.067), -1, 1)
    plate.lay(tower, np.clip(0.9 - 0.85 * np.clip(across + 0.25, 0, 1) ** 1.1, 0.12, 0.97), y + 7 * across**2, 9.0)
    for top in (352, 452):
        plate.lay(tower & (y > top) & (y < top + 46), np.clip(0.3 - 0.3 * across, 0.0, 0.5), y + 7 * across**2, 9.0)
    plate.black(plate.rim(tower, 3))
    for wy in (330, 425, 500):
        plate.black(plate.box(462, wy - 12, 474, wy + 8))
    plate.black(plate.box(426, 288, 514, 300) | plate.box(440, 226, 500, 290))
    plate.white(plate.box(447, 240, 493, 284))
    for bar in (458, 470, 482):
        plate.black(plate.box(bar - 1.5, 238, bar + 1.5, 286))
    plate.black(plate.shape([(434, 228), (470, 186), (506, 228)]) | plate.box(467, 166, 473, 192))


def _keepers_house(plate: Plate) -> None:
    """The keeper is at home."""
    house = plate.shape([(520, 524), (520, 476), (604, 476), (618, 536)])
    block(plate, house, 0.5)
    plate.black(plate.shape([(512, 478), (534, 444), (596, 444), (612, 478)]))
    plate.white(plate.box(548, 490, 564, 508))


def _small_boat(plate: Plate) -> None:
    """One lamp, and the spray at her bow."""
    x, y = plate.x, plate.y
    hull = [(1085, 742), (1245, 716), (1228, 762), (1190, 784), (1118, 788)]
    plate.black(
        plate.shape([(p[0], p[1] - 6) for p in hull])
        | plate.shape([(1128, 742), (1138, 700), (1190, 690), (1204, 730)])
    )
    plate.white(
        plate.stroke([(1088, 750), (1160, 750), (1238, 726)], 4)
        | plate.box(1146, 706, 1160, 718)
        | plate.box(1168, 702, 1182, 714)
    )
    plate.white(plate.stroke([(1162, 696), (1156, 640)], 4))
    plate.white(plate.disc(1156, 636, 7))
    spray = smooth_path(
        [(1040, 790), (1075, 762), (1120, 786), (1170, 770), (1225, 778), (1262, 748), (1290, 790), (1180, 812)]
    )
    plate.lay(plate.shape(spray), np.clip(0.9 - (y - 770) / 60, 0.2, 0.9), y + 8 * np.sin(x / 22), 11.0)


def _stars(plate: Plate, lamp: tuple[float, float]) -> None:
    """None where the light drowns them."""
    stars = np.random.RandomState(3).uniform(0, 1, (60, 2))
    for sx, sy in stars:
        px, py = sx * WIDTH, sy * 420
        if np.hypot(px - lamp[0], py - lamp[1]) > 260 and abs(py - lamp[1] - (px - lamp[0]) * 0.158) > 170:
            plate.white(plate.disc(px, py, 2.0 + 1.4 * sx))


def ferry() -> Plate:
    """The Ellen Quarrie going out, the town behind her."""
    plate = Plate(seed=31)
    sky(plate, 560, 1.0, 0.5)
    for cx, foot, size in ((640, 250, 0.8), (1330, 190, 1.15), (1010, 396, 0.55), (150, 130, 0.7)):
        cloud(plate, cx, foot, size)
    _town(plate)
    sea(plate, 655, 7, 0.36, 0.62, 44)
    _quay(plate)
    _hull(plate)
    _decks(plate)
    _funnel(plate)
    _smoke(plate)
    _passengers(plate)
    for gx, gy, span in (
        (420, 470, 46),
        (520, 420, 30),
        (1290, 250, 60),
        (1180, 320, 34),
        (250, 780, 40),
        (760, 150, 38),
    ):
        gull(plate, gx, gy, span, plate.black)
    return plate


def _town(plate: Plate) -> None:
    """The hill, its three rows of houses, the church."""
    x, y = plate.x, plate.y
    hill = plate.shape(
        smooth_path([(-80, 640), (-80, 330), (130, 292), (340, 330), (560, 420), (760, 520), (900, 610), (900, 640)])
    )
    plate.lay(hill, np.clip(0.34 + 0.2 * noise(41, 12, 12), 0.1, 0.6), y * 0.5 - x * 0.5 + 30 * noise(42, 9, 9), 9.0)
    plate.black(plate.rim(hill, 3))
    heights = np.random.RandomState(9).uniform(0, 1, (40, 3))
    for row, (foot, count, start, step) in enumerate(((448, 7, 20, 66), (530, 10, -20, 70), (622, 13, -30, 72))):
        for k in range(count):
            a, b, c = heights[row * 13 + k]
            house(plate, start + k * step, foot + 14 * (k / count), 58 + 14 * a, 46 + 34 * b, 0.62 + 0.5 * c)
    tower = plate.shape([(352, 430), (352, 262), (412, 262), (412, 430)])
    block(plate, tower, 0.8, x, 7.0)
    plate.black(plate.shape([(346, 264), (382, 184), (418, 264)]) | plate.box(372, 290, 392, 326))


def _quay(plate: Plate) -> None:
    """Bell Quay, with its bollards and the lamp at its end."""
    y = plate.y
    quay = plate.shape([(-20, 700), (-20, 618), (960, 618), (978, 664), (980, 690)])
    block(plate, quay, 0.34, y + 6 * noise(46, 60, 10), 10.0, 3)
    for k in range(9):
        plate.black(plate.box(40 + k * 112, 606, 50 + k * 112, 622))
    plate.black(plate.stroke([(948, 622), (948, 540)], 5))
    plate.white(plate.disc(948, 534, 10))
    plate.black(plate.rim(plate.disc(948, 534, 13), 3))


def _hull(plate: Plate) -> None:
    """The hull and what she leaves behind."""
    x, y = plate.x, plate.y
    wake = plate.shape([(330, 868), (640, 812), (700, 836), (420, 900)])
    plate.lay(wake, 0.9, y + 10 * np.sin(x / 30), 9.0)
    hull = plate.shape([(612, 742), (1300, 722), (1404, 690), (1352, 800), (1310, 846), (668, 850), (636, 820)])
    plate.lay(hull, np.clip(0.3 - (y - 720) / 700 + 0.08 * np.sin(x / 60), 0.06, 0.4), y - (x - 600) * -0.03, 10.0)
    plate.black(plate.rim(hull, 4))
    plate.white(plate.stroke([(622, 762), (1310, 742), (1392, 712)], 8))


def _decks(plate: Plate) -> None:
    """The saloon and the bridge above it."""
    x, y = plate.x, plate.y
    deck = plate.shape([(740, 742), (740, 648), (1236, 636), (1262, 726)])
    plate.white(deck)
    plate.black(plate.rim(deck, 4))
    for k in range(8):
        plate.black(plate.box(774 + k * 56, 672 - k * 1.4, 806 + k * 56, 706 - k * 1.4))
    plate.lay(deck & (y > 714), 0.5, x, 9.0)
    bridge = plate.shape([(960, 646), (960, 566), (1180, 560), (1204, 640)])
    plate.white(bridge)
    plate.black(plate.rim(bridge, 4))
    plate.black(plate.shape([(978, 584), (1170, 579), (1180, 608), (978, 612)]))
    for k in range(5):
        plate.white(plate.box(1010 + k * 36, 578, 1015 + k * 36, 614))
    plate.black(plate.box(946, 556, 1196, 566))


def _funnel(plate: Plate) -> None:
    """The funnel and the mast."""
    x, y = plate.x, plate.y
    stack = plate.shape([(846, 650), (856, 470), (920, 468), (926, 646)])
    plate.lay(stack, np.clip(0.95 - (x - 850) / 85, 0.08, 0.95), y + 6 * ((x - 886) / 36) ** 2, 9.0)
    plate.black(plate.rim(stack, 3))
    plate.black(stack & (y > 468) & (y < 506))
    plate.white(stack & (y > 524) & (y < 536))
    plate.black(
        plate.stroke([(1074, 560), (1080, 420)], 5)
        | plate.stroke([(1078, 450), (1392, 694)], 2)
        | plate.stroke([(1078, 440), (640, 742)], 2)
    )
    plate.black(plate.stroke([(1044, 470), (1116, 466)], 4))


def _smoke(plate: Plate) -> None:
    """It leans towards the town."""
    x, y = plate.x, plate.y
    smoke = plate.shape(
        smooth_path(
            [
                (886, 462),
                (850, 420),
                (770, 410),
                (700, 372),
                (610, 376),
                (560, 350),
                (640, 336),
                (740, 340),
                (800, 362),
                (872, 380),
                (920, 430),
                (912, 464),
            ]
        )
    )
    plate.lay(smoke, np.clip(0.25 + (x - 560) / -900 + 0.4, 0.1, 0.6), y * 0.8 + 16 * np.sin(x / 44), 9.0)


def _passengers(plate: Plate) -> None:
    """Five of them, and the rail."""
    for px in (660, 690, 708, 1228, 1246):
        plate.black(
            plate.disc(px, 706 - (px > 1000) * 6, 7)
            | plate.shape([(px - 9, 744), (px - 8, 716), (px + 8, 716), (px + 9, 744)])
        )
    plate.black(plate.stroke([(618, 742), (618, 722), (738, 718)], 3))


def flood_gauge() -> Plate:
    """The board on Bell Quay, a hand below the six."""
    plate = Plate(seed=51)
    x, y = plate.x, plate.y
    _quay_wall(plate)
    plate.black(plate.box(652, 176, 948, 1000))
    plate.white(plate.box(672, 196, 928, 1000))
    metre, seven = 360.0, 214.0
    for tenth in range(20):
        mark = seven + tenth * metre / 10
        wide = 128 if tenth % 10 == 0 else 96 if tenth % 5 == 0 else 62
        if tenth % 2 == 0:
            plate.black(plate.box(672, mark, 672 + wide, mark + metre / 10))
    plate.black(plate.letters((862, seven + 56), "7", 150) | plate.letters((862, seven + metre - 40), "6", 150))
    plate.black(plate.box(672, seven + metre - 2, 928, seven + metre + 2))
    wave = 7 * np.sin(x / 84) + 4 * np.sin(x / 33 + 1)
    depth = y - (seven + metre * 1.06) - wave
    water = depth > 0
    shine = np.exp(-(((x - 800 - 46 * np.sin(depth / 24)) / (150 + depth * 0.7)) ** 2))
    tone = np.clip(0.1 + 0.85 * shine * (0.6 + 0.5 * np.sin(depth / 15)) + 0.1 * noise(57, 20, 40), 0.05, 0.93)
    plate.lay(
        water,
        tone,
        210 * np.log1p(np.clip(depth, 0, None) / 130) + 4 * np.sin(x / 90 + depth / 60) + 2 * np.sin(x / 37),
        10.0,
    )
    plate.white(water & (depth < 6))
    for post in (586, 1014):
        pile = plate.box(post - 24, 430, post + 24, 1000) & ~water
        plate.lay(pile, np.clip(0.75 - np.abs(x - post - (12 if post > 800 else -12) * -1) / 34, 0.05, 0.8), x, 6.0)
        plate.black(plate.rim(pile, 4) | plate.disc(post, 430, 24, 7))
    plate.black(plate.stroke([(800, -10), (800, 60)], 12) | plate.shape([(700, 128), (752, 52), (848, 52), (900, 128)]))
    plate.white(plate.disc(800, 130, 52, 22) & (y > 128))
    for a, b, c in np.random.RandomState(59).uniform(0, 1, (120, 3)):
        px, py, long = a * WIDTH, b * 560 - 40, 40 + 50 * c
        if abs(px - 800) > 180:
            plate.white(plate.stroke([(px, py), (px - long * 0.22, py + long)], 2.6) & ~water)
    return plate


def _quay_wall(plate: Plate) -> None:
    """Courses of stone by lamplight, black where the light gives out."""
    x, y = plate.x, plate.y
    stones = np.random.RandomState(52).uniform(0.12, 0.5, (30, 30))
    glow = np.exp(-((np.hypot((x - 800) / 1.25, y - 150) / 470) ** 2))
    for row in range(9):
        top, left, k = row * 76.0 - 20, -60.0 - 90 * (row % 2), 0
        while left < WIDTH:
            wide = 150 + 190 * float(stones[row, k])
            mask = plate.box(left + 4, top + 4, left + wide - 4, top + 72)
            tone = np.clip((0.3 + 1.3 * stones[k, row]) * glow * 1.15 - 0.03, 0.0, 0.88)
            plate.lay(mask, tone, y + (x - left) * (0.7 * stones[row, k] - 0.2), 10.0)
            left, k = left + wide, k + 1


def bell() -> Plate:
    """Old Margery coming up."""
    plate = Plate(seed=131)
    x, y = plate.x, plate.y
    sky(plate, 700, 1.0, 0.62)
    cloud(plate, 260, 240, 0.9)
    cloud(plate, 1400, 170, 0.8)
    _harbour(plate)
    middle = 800.0
    right = smooth_path(
        [(130, 210), (196, 222), (226, 262), (238, 350), (256, 450), (296, 540), (352, 598), (378, 640)], closed=False
    )
    outline = [(middle + dx, dy + 60) for dx, dy in right] + [(middle - dx, dy + 60) for dx, dy in reversed(right)]
    body = plate.shape(outline)
    half = np.interp(y[:, 0], [dy + 60 for _, dy in right], [dx for dx, _ in right])[:, None]
    across = np.clip((x - middle) / half, -1, 1)
    sag = 34 * np.sqrt(np.clip(1 - across**2, 0, 1))
    lit = 0.12 + 0.8 * np.exp(-(((across + 0.42) / 0.3) ** 2)) + 0.28 * np.exp(-(((across - 0.78) / 0.12) ** 2))
    crust = noise(135, 16, 14) + 0.4 * noise(136, 40, 30)
    plate.lay(body, np.clip(lit - 0.3 * (crust > 0.55), 0.03, 0.96), y - sag, 9.0)
    ring = y - sag
    for level, thick in ((296, 5), (312, 3), (400, 5), (416, 3), (566, 6), (586, 4), (640, 8)):
        plate.black(body & (np.abs(ring - level) < thick / 2 + 1.5))
    band = body & (ring > 316) & (ring < 396)
    plate.lay(band, np.clip(lit + 0.35, 0.3, 1.0), ring, 9.0)
    for k, sign in enumerate("MARGERY 1688"):
        turn = (k - 5.5) * 0.155
        px = middle + 246 * np.sin(turn)
        plate.black(plate.letters((px, 373 + 34 * np.cos(turn)), sign, 40, "ms"))
    plate.black(plate.rim(body, 6))
    _mouth_and_crown(plate, middle)
    _dripping(plate, middle)
    return plate


def _harbour(plate: Plate) -> None:
    """Roofs in two rows, masts, and the water before them."""
    sizes = np.random.RandomState(132).uniform(0, 1, (60, 3))
    for row, foot in enumerate((640, 716)):
        for k in range(24):
            a, b, c = sizes[row * 24 + k]
            house(plate, -50 + k * 74 + 30 * row, foot, 64 + 16 * a, 50 + 44 * b, 0.6 + 0.5 * c)
    for px, top in ((150, 260), (268, 330), (1330, 300), (1450, 230), (1530, 360)):
        plate.black(
            plate.stroke([(px, top), (px + 4, 780)], 7) | plate.stroke([(px - 50, top + 90), (px + 54, top + 84)], 4)
        )
        for side in (-1, 1):
            plate.black(plate.stroke([(px, top + 10), (px + side * 84, 770)], 2))
    sea(plate, 770, 5, 0.34, 0.55, 134)


def _mouth_and_crown(plate: Plate, middle: float) -> None:
    """What she is rung by and hung by."""
    x, y = plate.x, plate.y
    mouth = plate.disc(middle, 700, 376, 40)
    plate.black(mouth)
    plate.white(plate.rim(mouth, 5) & (y > 700))
    clapper = plate.disc(middle + 50, 722, 40, 34)
    plate.lay(clapper, np.clip(1.0 - np.hypot(x - 836, y - 708) / 52, 0.1, 0.95), y, 6.0)
    plate.black(plate.rim(clapper, 4))
    plate.black(plate.stroke([(1092, 690), (1068, 610), (1082, 574)], 5))
    for side in (-1, 1):
        plate.black(plate.stroke([(middle + side * 130, 282), (middle, 100)], 15))
        plate.white(plate.stroke([(middle + side * 130, 282), (middle, 100)], 5))
    crown = plate.shape([(middle - 134, 282), (middle - 96, 226), (middle + 96, 226), (middle + 134, 282)])
    plate.lay(crown, 0.35, x, 8.0)
    plate.black(plate.rim(crown, 5))
    plate.black(
        plate.stroke([(middle, -10), (middle, 70)], 10)
        | plate.rim(plate.disc(middle, 92, 34), 14)
        | plate.box(middle - 28, 30, middle + 28, 66)
    )


def _dripping(plate: Plate, middle: float) -> None:
    """Three hundred years of the harbour run out of her."""
    for a, b, c in np.random.RandomState(137).uniform(0, 1, (46, 3)):
        px = middle - 372 + 744 * a
        start = 706 + 36 * np.sqrt(max(0.0, 1 - ((px - middle) / 376) ** 2)) + 130 * b * b
        plate.white(plate.stroke([(px, start), (px, start + 26 + 70 * c)], 5))
        plate.black(plate.stroke([(px + 4, start), (px + 4, start + 26 + 70 * c)], 2))
    for k in range(3):
        ringed = plate.rim(plate.disc(middle, 944, 250 + 110 * k, 20 + 12 * k), 5)
        plate.white(ringed)
