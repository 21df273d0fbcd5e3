"""Drawings of the town and its people."""

from __future__ import annotations

import numpy as np
from parts import child, cloud, house, sky
from plate import WIDTH, Plate, blurred, noise, smooth_path


def school() -> Plate:
    """Sluice Lane Primary, with its plate at the height of the sills."""
    plate = Plate(seed=71)
    y = plate.y
    sky(plate, 640, 1.0, 0.5)
    for cx, foot, size in ((250, 190, 0.9), (1110, 170, 0.7), (40, 400, 0.7)):
        cloud(plate, cx, foot, size)
    yard = y > 800
    plate.lay(yard, 0.9, y, 12.0)
    _tree(plate)
    stones = np.random.RandomState(77).uniform(0, 1, (16, 40))
    _wall(plate, stones)
    _roof(plate, stones)
    _gable(plate, stones)
    _turret(plate)
    _windows(plate)
    _door(plate)
    plate.black(plate.box(150, 796, 1270, 804))
    for cx, foot, size, lift in (
        (330, 900, 1.0, 0),
        (420, 915, 0.85, 1),
        (505, 895, 0.95, 0),
        (905, 905, 1.0, 1),
        (985, 922, 0.8, 0),
        (1110, 900, 0.9, 0),
        (1180, 908, 1.05, 1),
    ):
        child(plate, cx, foot, size, lift)
    _railing(plate)
    return plate


def _tree(plate: Plate) -> None:
    """The lime by the gate, leaf by leaf."""
    x, y = plate.x, plate.y
    plate.black(plate.shape([(1388, 840), (1404, 520), (1440, 520), (1462, 840)]))
    for a, _, c in sorted(np.random.RandomState(75).uniform(0, 1, (130, 3)), key=lambda leaf: leaf[1]):
        turn, out = a * 2 * np.pi, np.sqrt(c)
        cx, cy = 1424 + 168 * out * np.cos(turn), 395 + 170 * out * np.sin(turn)
        leaf, shade = plate.disc(cx, cy, 34, 30), np.clip(0.75 - (cx - 1360) / 420 - (cy - 330) / 560, 0.1, 0.95)
        plate.lay(
            leaf,
            np.clip(shade + 0.5 - np.hypot(x - cx + 12, y - cy + 12) / 42, 0, 0.96),
            np.hypot(x - cx + 26, y - cy + 26),
            7.0,
        )
        plate.black(plate.rim(leaf, 3))


def _wall(plate: Plate, stones: np.ndarray) -> None:
    """Courses of stone."""
    x, y = plate.x, plate.y
    wall = plate.shape([(180, 800), (180, 470), (1240, 470), (1240, 800)])
    plate.lay(wall, 0.8, y, 11.0)
    for row in range(9):
        left, k = 180.0 - 40 * (row % 2), 0
        while left < 1240:
            wide = 52 + 60 * float(stones[row, k])
            block = plate.box(left + 2, 470 + row * 37 + 2, left + wide - 2, 505 + row * 37) & wall
            plate.lay(block, 0.99 if stones[row, k] > 0.4 else 0.62, y + x * 0.3, 8.0)
            plate.black(plate.rim(block, 2))
            left, k = left + wide, k + 1


def _roof(plate: Plate, stones: np.ndarray) -> None:
    """Slates in rows."""
    y = plate.y
    roof = plate.shape([(140, 474), (250, 270), (1170, 270), (1280, 474)])
    plate.lay(roof, np.clip(0.34 + 0.12 * noise(79, 40, 20), 0.1, 0.6), y, 9.0)
    for row in range(11):
        for k in range(48):
            sx, sy = 140 + k * 25 + 12 * (row % 2), 276 + row * 18.5
            plate.black(plate.box(sx, sy, sx + 2.5, sy + 18) & roof) if stones[row, k % 40] > 0.3 else None
    plate.black(plate.rim(roof, 5))


def _gable(plate: Plate, stones: np.ndarray) -> None:
    """The middle, where the hall is."""
    x, y = plate.x, plate.y
    gable = plate.shape([(560, 800), (560, 420), (710, 200), (860, 420), (860, 800)])
    plate.lay(gable, 0.96, y, 12.0)
    for row in range(16):
        for k in range(8):
            block = (
                plate.box(560 + k * 42 - 20 * (row % 2), 240 + row * 35, 600 + k * 42 - 20 * (row % 2), 273 + row * 35)
                & gable
            )
            if stones[row, (k * 3) % 40] > 0.62:
                plate.lay(block, 0.6, y - x * 0.3, 8.0)
                plate.black(plate.rim(block, 2))
    plate.black(plate.rim(gable, 5))
    plate.black(plate.stroke([(540, 430), (710, 182), (880, 430)], 16))


def _turret(plate: Plate) -> None:
    """The bell that is rung at nine."""
    turret = plate.shape([(672, 214), (672, 96), (748, 96), (748, 214)])
    plate.white(turret)
    plate.black(plate.rim(turret, 5) | plate.shape([(654, 100), (710, 20), (766, 100)]) | plate.box(688, 118, 732, 190))
    plate.white(plate.shape(smooth_path([(696, 172), (702, 146), (710, 134), (718, 146), (724, 172), (710, 176)])))


def _windows(plate: Plate) -> None:
    """Two tall ones in the gable and three on each side."""
    x, y = plate.x, plate.y
    for left, top, wide, tall in (
        (618, 420, 80, 210),
        (722, 420, 80, 210),
        (240, 540, 70, 150),
        (350, 540, 70, 150),
        (460, 540, 70, 150),
        (890, 540, 70, 150),
        (1000, 540, 70, 150),
        (1110, 540, 70, 150),
    ):
        frame = plate.box(left - 8, top, left + wide + 8, top + tall + 10) | plate.disc(
            left + wide / 2, top, wide / 2 + 8
        )
        plate.white(frame)
        plate.black(plate.rim(frame, 3))
        glass = plate.box(left, top, left + wide, top + tall) | plate.disc(left + wide / 2, top, wide / 2)
        plate.lay(glass, np.clip(0.34 - (y - top) / 600, 0.0, 0.5), y + x, 8.0)
        for bar in (0.33, 0.66):
            plate.white(glass & (np.abs(x - left - wide * bar) < 2.5))
        for bar in np.arange(top - 20, top + tall, 44):
            plate.white(glass & (np.abs(y - bar) < 2.5))


def _door(plate: Plate) -> None:
    """The door, and the plate beside it."""
    plate.black(plate.box(660, 668, 760, 802))
    plate.white(plate.box(708, 676, 712, 800) | plate.disc(722, 740, 4))
    plate.white(plate.box(568, 664, 640, 694))
    plate.black(plate.rim(plate.box(568, 664, 640, 694), 4) | plate.letters((604, 686), "1994", 22, "ms"))


def _railing(plate: Plate) -> None:
    """What the painter looked over."""
    x, y = plate.x, plate.y
    low = plate.shape([(-10, 1000), (-10, 930), (1610, 930), (1610, 1000)])
    plate.lay(low, 0.22, x * 0.4 + y, 10.0)
    for k in range(22):
        plate.black(plate.box(k * 78 - 30 + 20 * (k % 3), 934, k * 78 - 26 + 20 * (k % 3), 1000))
    plate.black(plate.box(-10, 920, 1610, 934))
    plate.white(plate.box(-10, 923, 1610, 928))


def rope_walk() -> Plate:
    """The ground at dusk, from the end where the railway was."""
    plate = Plate(seed=91)
    x, y = plate.x, plate.y
    plate.lay(plate.everywhere(), np.clip(0.02 + y / 900, 0, 0.75), y + 8 * np.sin(x / 300), 11.0)
    _town_beyond(plate)
    _pitch(plate)
    _stand(plate)
    for px, top, size in ((96, 120, 1.0), (1500, 120, 1.0), (420, 300, 0.6), (1190, 300, 0.6)):
        _floodlight(plate, px, top, size)
    _goal(plate)
    for px, foot_y, size, lift in (
        (560, 720, 0.9, 1),
        (960, 700, 0.85, 0),
        (1060, 742, 1.0, 1),
        (330, 690, 0.8, 0),
        (1290, 720, 0.95, 1),
    ):
        child(plate, px, foot_y, size, lift)
    child(plate, 800, 846, 1.7, 1)
    plate.white(plate.disc(1010, 640, 15))
    plate.black(plate.rim(plate.disc(1010, 640, 17), 3))
    return plate


def _town_beyond(plate: Plate) -> None:
    """The sea, the point, and the roofs along the line."""
    y = plate.y
    sea = plate.box(0, 452, WIDTH, 520)
    plate.lay(sea, 0.82 - 0.3 * (y - 452) / 70, y, 7.0)
    plate.black(plate.shape([(1040, 454), (1130, 436), (1250, 430), (1370, 444), (1440, 454)]))
    sizes = np.random.RandomState(92).uniform(0, 1, (40, 3))
    for k in range(27):
        a, b, c = sizes[k]
        house(plate, -40 + k * 64, 566, 54 + 14 * a, 30 + 30 * b, 0.35 + 0.4 * c)
    plate.black(plate.shape([(250, 520), (250, 400), (276, 340), (302, 400), (302, 520)]))


def _pitch(plate: Plate) -> None:
    """The grass as it was mown, and its lines."""
    x, y = plate.x, plate.y
    pitch = y > 560
    bearing = (x - 800) / np.maximum(y - 330, 1)
    mown = np.floor(bearing * 2.6 + 40) % 2
    plate.lay(pitch, np.where(mown > 0.5, 0.8, 0.42), 300 * np.log(np.clip(y - 380, 1, None)), 12.0)
    plate.black(plate.box(0, 556, WIDTH, 582))
    for k in range(40):
        plate.white(plate.box(k * 42 + 6, 561, k * 42 + 34, 577)) if k % 5 else None
    for ends in ([(-200, 860), (800, 612), (800, 612)], [(330, 1010), (520, 690), (1080, 690), (1270, 1010)]):
        plate.white(plate.stroke(ends if len(ends) == 4 else [(120, 640), (1480, 640)], 6))
    plate.white(plate.rim(plate.disc(800, 640, 150, 26), 6) & (y > 640))


def _goal(plate: Plate) -> None:
    """The near goal, from behind its net."""
    x, y = plate.x, plate.y
    goal_left, goal_right, bar, foot = 470.0, 1130.0, 560.0, 850.0
    net = plate.box(goal_left, bar, goal_right, foot)
    lattice = (np.abs((x + y) % 30 - 15) < 1.3) | (np.abs((x - y) % 30 - 15) < 1.3)
    plate.black(net & lattice)
    for line in ([(goal_left, foot), (goal_left, bar), (goal_right, bar), (goal_right, foot)],):
        plate.black(plate.stroke([(px, py) for px, py in line], 24))
        plate.white(plate.stroke([(px, py) for px, py in line], 14))


def _stand(plate: Plate) -> None:
    """The one stand, with its people in rows."""
    x, y = plate.x, plate.y
    back = plate.shape([(1170, 600), (1170, 470), (1640, 380), (1640, 700)])
    plate.black(back)
    heads = np.random.RandomState(93).uniform(0, 1, (6, 60))
    for row in range(5):
        for k in range(30):
            along = k / 30 + 0.012 * heads[row, k]
            px, rise = 1180 + along * 440, 1 + along * 0.9
            py = 498 - along * 66 + row * (17 + 13 * along)
            if heads[row, k] > 0.18:
                plate.white(plate.disc(px, py, 4.6 * rise, 5.4 * rise))
                plate.lay(plate.disc(px, py + 12 * rise, 7.5 * rise, 7 * rise), 0.4, x, 5.0)
    roof = plate.shape([(1140, 462), (1160, 428), (1640, 300), (1640, 372)])
    plate.lay(roof, 0.5, y + x * 0.27, 9.0)
    plate.black(plate.rim(roof, 4))
    for px, top, foot in ((1190, 450, 606), (1330, 420, 640), (1490, 380, 676)):
        plate.black(plate.box(px - 4, top, px + 4, foot))


def _floodlight(plate: Plate, px: float, top: float, size: float) -> None:
    """A mast and its lamps, with the glow cut round them."""
    x, y = plate.x, plate.y
    reach = np.hypot(x - px, y - top)
    glow = (reach < 190 * size) & (y < 430)
    plate.lay(glow, np.clip(1.05 - reach / (200 * size), 0.1, 0.92), reach, 10.0)
    for side in (-1, 1):
        plate.black(plate.stroke([(px + side * 8 * size, top), (px + side * 24 * size, 610)], 5 * size))
    for k in range(9):
        low = top + (610 - top) * k / 9
        half = 8 * size + 16 * size * k / 9
        plate.black(plate.stroke([(px - half, low), (px + half + 2, low + (610 - top) / 9)], 2.5 * size))
    plate.black(plate.box(px - 62 * size, top - 46 * size, px + 62 * size, top + 20 * size))
    for row in range(2):
        for k in range(4):
            plate.white(plate.disc(px + (k - 1.5) * 29 * size, top + (row * 30 - 28) * size, 12 * size))


_FACE = [
    (560, 300),
    (545, 350),
    (540, 385),
    (522, 402),
    (520, 424),
    (506, 462),
    (478, 512),
    (486, 532),
    (520, 538),
    (526, 552),
    (512, 574),
    (530, 588),
    (522, 606),
    (536, 622),
    (532, 648),
    (544, 680),
    (582, 704),
    (640, 706),
    (700, 700),
    (730, 740),
    (760, 820),
    (960, 800),
    (960, 640),
    (1000, 520),
    (980, 380),
    (900, 290),
    (720, 250),
]


def portrait() -> Plate:
    """An old builder in profile."""
    plate = Plate(seed=111)
    x, y = plate.x, plate.y
    plate.lay(
        plate.everywhere(), np.clip(1.25 - np.hypot((x - 760) / 1.25, y - 480) / 560, 0.0, 1.0), y + x * 0.0, 11.0
    )
    _coat(plate)
    head = plate.shape(smooth_path(_FACE, steps=10))
    swell = blurred(head.astype(np.float32), 70)
    lit = np.clip(1.18 - (x - 470) / 520 - (y - 560) / 2200, 0.05, 0.97)
    plate.lay(head, lit, y + 60 * swell + (x - 700) * 0.16, 9.0)
    hollow = [
        (650, 590, 84, 74, 0.4),
        (590, 420, 44, 26, 0.42),
        (760, 650, 130, 44, 0.4),
        (560, 574, 40, 14, 0.4),
        (560, 640, 60, 18, 0.3),
    ]
    shadow = sum(deep * np.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2) for cx, cy, rx, ry, deep in hollow)
    plate.lay(head, np.clip(lit - shadow, 0.04, 0.97), y + 60 * swell + (x - 700) * 0.16, 9.0)
    plate.black(plate.rim(head, 5))
    _features(plate)
    _ear(plate)
    _hair(plate)
    _cap_and_muffler(plate)
    return plate


def _features(plate: Plate) -> None:
    """The eye, the brow, the nostril, the mouth and what the years have drawn."""
    for path, width in (
        ([(548, 428), (570, 418), (600, 424), (618, 434)], 6),
        ([(560, 436), (584, 442), (606, 438)], 4),
        ([(536, 390), (566, 378), (610, 388), (628, 402)], 13),
        ([(512, 530), (530, 512), (548, 520), (552, 538)], 5),
        ([(516, 588), (556, 584), (588, 592)], 6),
        ([(602, 520), (612, 560), (604, 606)], 4),
        ([(628, 430), (652, 424)], 3),
        ([(628, 440), (656, 446)], 3),
        ([(626, 450), (650, 466)], 3),
        ([(566, 462), (596, 474), (622, 468)], 3),
        ([(548, 634), (572, 630)], 3),
    ):
        plate.black(plate.stroke(smooth_path(path, closed=False), width))
    plate.black(plate.disc(578, 430, 7))


def _coat(plate: Plate) -> None:
    """The collar is of another cloth."""
    x, y = plate.x, plate.y
    coat = smooth_path(
        [(240, 1060), (330, 880), (470, 800), (620, 770), (900, 760), (1060, 800), (1220, 880), (1310, 1060)]
    )
    cloth = plate.shape(coat)
    plate.lay(cloth, np.clip(0.34 - (x - 500) / 2600 + 0.14 * noise(112, 10, 8), 0.06, 0.5), x * 0.8 + y * 0.5, 10.0)
    plate.black(plate.rim(cloth, 5))


def _ear(plate: Plate) -> None:
    """The one that hears."""
    x, y = plate.x, plate.y
    ear = plate.shape(smooth_path([(770, 420), (812, 404), (846, 436), (838, 492), (806, 544), (780, 536), (772, 480)]))
    plate.lay(ear, np.clip(1.05 - (x - 770) / 100, 0.3, 1.0), y - x * 0.4, 7.0)
    plate.black(
        plate.rim(ear, 5) | plate.stroke(smooth_path([(790, 440), (820, 446), (814, 490), (792, 512)], closed=False), 5)
    )


def _hair(plate: Plate) -> None:
    """What the cap leaves of it."""
    x, y = plate.x, plate.y
    hair = plate.shape(
        smooth_path(
            [
                (742, 380),
                (900, 380),
                (990, 420),
                (1004, 520),
                (964, 640),
                (900, 620),
                (870, 540),
                (856, 430),
                (800, 396),
                (752, 430),
            ]
        )
    )
    plate.lay(hair, np.clip(0.85 - (x - 760) / 420, 0.2, 0.9), x * 0.8 - y * 0.6 + 8 * noise(115, 30, 20), 9.0)
    plate.black(plate.rim(hair, 3))


def _cap_and_muffler(plate: Plate) -> None:
    """What he was never seen without."""
    _cap(plate)
    _muffler(plate)
    for edge in ((360, 1010, 640, 846), (1180, 1010, 940, 850)):
        left, low, right, high = edge
        plate.black(plate.stroke([(left, low), (right, high)], 7))


def _cap(plate: Plate) -> None:
    """Flat, with a peak."""
    x, y = plate.x, plate.y
    crown = plate.shape(
        smooth_path(
            [
                (516, 330),
                (560, 250),
                (680, 184),
                (860, 176),
                (990, 240),
                (1040, 340),
                (1020, 400),
                (900, 384),
                (740, 368),
                (600, 362),
            ]
        )
    )
    plate.lay(
        crown,
        np.clip(0.66 - (x - 540) / 800 - (y - 200) / 900, 0.06, 0.7),
        (x - 700) * 0.25 + np.hypot((x - 780) / 1.4, y - 420),
        10.0,
    )
    for k in range(4):
        plate.black(crown & (np.abs(np.hypot((x - 470 - 70 * k) / 1.1, y - 520) - 380) < 2.2))
    plate.black(plate.rim(crown, 6))
    peak = plate.shape(
        smooth_path([(640, 352), (540, 330), (452, 344), (410, 378), (470, 388), (560, 380), (640, 386)])
    )
    plate.lay(peak, np.clip(0.5 - (y - 340) / 80, 0.0, 0.5), y + (x - 500) * 0.1, 8.0)
    plate.black(plate.rim(peak, 5))


def _muffler(plate: Plate) -> None:
    """Three folds."""
    x, y = plate.x, plate.y
    for top, bulge in ((690, 30), (742, 40), (800, 44)):
        fold = plate.shape(
            smooth_path(
                [
                    (612, top + 12),
                    (700, top + bulge),
                    (830, top + bulge),
                    (960, top - 20),
                    (990, top + 34),
                    (900, top + 92),
                    (740, top + 100),
                    (618, top + 62),
                ]
            )
        )
        plate.lay(
            fold,
            np.clip(0.95 - (y - top) / 120 - (x - 620) / 900, 0.12, 0.95),
            x * 0.9 + y * 0.3 + 14 * np.sin(y / 26),
            11.0,
        )
        plate.black(plate.rim(fold, 5))
