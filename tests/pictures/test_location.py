"""Where a picture was taken is in no byte that is published; all else that was in it still is."""

from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from backfile.pictures import without_location
from tests.pictures.drawing import LATITUDE, XMP, drawing, notes, pixels_of, place_of

FORMS = ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"]


@pytest.mark.parametrize("form", [form for form in FORMS if form != "TIFF"])  # in which Pillow writes no place
def test_the_place_goes_and_the_picture_its_credit_and_its_way_up_stay(form):
    data = drawing(60, 40, form, exif=notes(orientation=6))
    assert tuple(map(float, place_of(data))) == LATITUDE
    clean = without_location(data)
    assert len(clean) == len(data)
    assert place_of(clean) is None or not any(value == value and value for value in map(float, place_of(clean)))
    exif = Image.open(io.BytesIO(clean)).getexif()
    assert exif.get_ifd(0x8825).get(1) not in ("N", "N\x00")  # the hemisphere is a place too
    assert exif[0x8298] == "Ada Quill"
    assert exif[0x0112] == 6 or form == "AVIF"  # its decoder has set it upright already
    assert pixels_of(clean) == pixels_of(data)


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_that_says_no_place_is_left_to_the_byte(form):
    data = drawing(60, 40, form, exif=notes(where=False))
    assert without_location(data) is data or without_location(data) == data


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_the_place_in_xmp_goes_too(form):
    clean = without_location(drawing(60, 40, form, xmp=XMP))
    assert b"50,12.575N" not in clean
    assert b"5,3.0208W" not in clean
    assert b"Ada Quill" in clean


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_png_keeps_its_sums_right(is_packed):
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=is_packed)
    info.add_text("Author", "Ada Quill")
    clean = without_location(drawing(60, 40, "PNG", pnginfo=info, exif=notes()))
    assert b"50,12.575N" not in clean
    image = Image.open(io.BytesIO(clean))
    image.load()  # which looks at every sum
    assert image.text["Author"] == "Ada Quill"
    assert "50,12.575N" not in image.text.get("XML:com.adobe.xmp", "")


def test_a_profile_written_as_text_goes_as_a_whole():
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type exif", "45786966" * 20, zip=True)
    clean = without_location(drawing(60, 40, "PNG", pnginfo=info))
    assert b"Raw profile type exif" not in clean
    assert zlib.crc32(clean) != 0
    Image.open(io.BytesIO(clean)).load()


HEADS = [b"", b"II*\x00\x08\0\0\0", b"MM\x00*\0\0\0\x08", b"\x89PNG\r\n\x1a\n"]


@given(st.binary(max_size=300), st.sampled_from(HEADS))
def test_no_bytes_break_it_or_change_their_number_for_nothing(data, head):
    clean = without_location(head + data)
    assert len(clean) == len(head + data) or head.startswith(b"\x89PNG")


@given(st.data())
def test_a_damaged_block_of_notes_is_no_fault(data):
    whole = bytearray(drawing(30, 20, "JPEG", exif=notes()))
    for _ in range(6):
        at = data.draw(st.integers(0, 400))
        whole[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
    assert len(without_location(bytes(whole))) == len(whole)
