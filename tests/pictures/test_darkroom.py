"""Copies are made upright, in colours for screens, of nothing but the picture; traps and damage come back as words."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from backfile import darkroom
from backfile.darkroom import Fault, Order, Shelf, bounded, prints
from tests.pictures.drawing import XMP, bomb, drawing, notes

MANY = 100_000_000


def order(width=480, height=288, form="webp", widest=0):
    return Order(width, height, form, widest or width, MANY)


def opened(data):
    assert isinstance(data, bytes), data
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("form", ["webp", "jpeg"])
def test_a_picture_of_any_mode_comes_out(mode, form):
    assert opened(prints(drawing(mode=mode), order(form=form))).size == (480, 288)


OTHERS = [("PNG", mode) for mode in ("RGBA", "P", "1", "I;16", "LA")]
OTHERS += [("TIFF", "RGB"), ("BMP", "RGB"), ("AVIF", "RGB"), ("WEBP", "RGBA")]


@pytest.mark.parametrize(("given_form", "mode"), OTHERS)
def test_so_does_one_of_any_form(given_form, mode):
    if mode == "I;16":
        out = io.BytesIO()
        Image.new("I;16", (1000, 600), 40_000).save(out, "PNG")
        data = out.getvalue()
    else:
        data = drawing(1000, 600, given_form, mode)
    for form in ("webp", "jpeg", "avif"):
        assert opened(prints(data, order(form=form))).size == (480, 288)
    if mode == "I;16":
        assert abs(opened(prints(data, order(form="jpeg"))).convert("L").getpixel((5, 5)) - 156) < 4


def test_what_is_seen_through_stays_so_and_stands_on_white_where_it_cannot():
    out = io.BytesIO()
    Image.new("RGBA", (1000, 600), (200, 0, 0, 0)).save(out, "PNG")
    assert opened(prints(out.getvalue(), order())).getpixel((1, 1))[3] == 0
    assert opened(prints(out.getvalue(), order(form="jpeg"))).getpixel((1, 1)) == (255, 255, 255)


def test_a_picture_on_its_side_is_set_upright():
    left_dark = Image.new("L", (600, 400), 255)
    left_dark.paste(0, (0, 0, 300, 400))
    out = io.BytesIO()
    left_dark.save(out, "JPEG", exif=notes(orientation=6), quality=95)
    upright = opened(prints(out.getvalue(), order(200, 300))).convert("L")
    assert (upright.getpixel((100, 30)) < 60, upright.getpixel((100, 270)) > 200) == (True, True)


def test_colours_are_those_of_screens():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    assert opened(prints(drawing(icc_profile=profile.tobytes()), order())).mode == "RGB"  # unfit: passed over
    assert opened(prints(drawing(icc_profile=b"nonsense"), order())).mode == "RGB"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert "icc_profile" not in opened(prints(drawing(icc_profile=srgb), order())).info


@pytest.mark.parametrize("form", ["webp", "avif", "jpeg"])
def test_a_copy_carries_no_note_of_the_original(form):
    made = prints(drawing(exif=notes(), xmp=XMP, comment="by the back door"), order(form=form))
    assert not dict(opened(made).getexif())
    assert b"Quill" not in made
    assert b"back door" not in made


@pytest.mark.parametrize("form", ["webp", "avif", "jpeg"])
def test_the_same_picture_and_order_give_the_same_bytes_whatever_was_made_before(form):
    data = drawing(2000, 1200, exif=notes())
    first = prints(data, order(form=form, widest=1600))
    prints(drawing(640, 480, "PNG"), order(form="webp"))
    prints(data, order(960, 576, form, 1600))
    assert prints(data, order(form=form, widest=1600)) == first
    darkroom.forget()
    assert prints(bytes(data), order(form=form, widest=1600)) == first


def test_a_bomb_is_refused_before_it_is_unpacked():
    import tracemalloc

    tracemalloc.start()
    fault = prints(bomb(), order())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(fault, Fault)
    assert "30,000 × 30,000 pixels" in fault.fault
    assert "pixels under [limits]" in fault.remedy
    assert peak < 20_000_000


@pytest.mark.parametrize("cut", [20, 200, 3000])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_named_so(form, cut):
    data = drawing(1000, 600, form, mode="RGB")
    fault = prints(data[: min(cut, len(data) * 2 // 3)], order())
    assert isinstance(fault, Fault)
    assert "cut short or damaged" in fault.fault


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF", "AVIF"]), st.data())
def test_no_damage_raises(form, data):
    whole = bytearray(drawing(120, 80, form))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(prints(bytes(whole), order(60, 40)), (bytes, Fault))


def test_the_shelf_gives_back_what_was_put_there_and_nothing_broken(tmp_path):
    shelf = Shelf(tmp_path / "pictures")
    assert shelf.find("abcd") is None
    shelf.keep("abcd", b"a copy")
    assert shelf.find("abcd") == b"a copy"
    (place,) = (tmp_path / "pictures").glob("*/*")
    place.write_bytes(place.read_bytes()[:-1])
    assert shelf.find("abcd") is None


def test_the_shelf_stays_within_its_bound_and_gives_up_the_oldest(tmp_path):
    import os

    shelf = Shelf(tmp_path)
    for number in range(10):
        shelf.keep(f"{number:04}", bytes(1000))
        os.utime(tmp_path / "00" / f"{number:04}", (number, number))
    bounded(tmp_path, 100_000)
    assert shelf.find("0000")
    bounded(tmp_path, 6_000)
    assert shelf.find("0000") is None
    assert shelf.find("0009")
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 4_800


def test_a_shelf_that_cannot_be_written_is_no_fault(tmp_path):
    (tmp_path / "pictures").write_text("a file")
    Shelf(tmp_path / "pictures").keep("abcd", b"a copy")
    assert Shelf(tmp_path / "pictures").find("abcd") is None
