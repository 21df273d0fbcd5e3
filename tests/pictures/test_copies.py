"""Which copies there are is decided from a picture's measures alone, and a page offers every one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.pictures import Picture, Rule, copies_of, element, form_of, measures_of, picture_of, with_copies
from tests.pictures.drawing import drawing, notes

RULE = Rule((480, 960, 1600), ("webp",))
KNOWN = {"/images/mill.jpg": (2000, 1000, "jpeg")}


def widths(width, rule=RULE, form="jpeg"):
    return [(copy.width, copy.format) for copy in copies_of("/a.jpg", width, width // 2, form, rule)]


def test_a_large_picture_has_a_copy_of_each_width_and_one_to_share():
    assert widths(4000) == [(480, "webp"), (960, "webp"), (1600, "webp"), (1200, "jpeg")]


def test_a_middling_one_has_one_of_its_own_width():
    assert widths(1100) == [(480, "webp"), (1100, "webp")] + ([] if 960 > 1100 * 0.85 else [(960, "webp")])


def test_a_small_one_is_shown_as_it_is():
    assert widths(400) == []
    assert picture_of("/a.jpg", {"/a.jpg": (400, 200, "jpeg")}, RULE) == Picture(
        "/a.jpg", 400, 200, (), ("/a.jpg", 400, 200, "jpeg")
    )


@pytest.mark.parametrize("rule", [Rule(), Rule((480,), ()), Rule((), ("webp",))])
def test_without_a_rule_there_are_no_copies(rule):
    assert widths(4000, rule) == []


def test_what_moves_or_scales_has_no_copies():
    assert widths(4000, form="") == []


def test_the_first_format_is_offered_first():
    sources = picture_of("/images/mill.jpg", KNOWN, Rule((480,), ("avif", "webp"))).sources
    assert [source.type for source in sources] == ["image/avif", "image/webp"]


@given(
    st.integers(1, 20_000),
    st.integers(1, 20_000),
    st.lists(st.integers(1, 5000), min_size=1, max_size=5, unique=True),
    st.sampled_from(["jpeg", "png", "webp", "avif", "tiff"]),
)
def test_no_copy_is_wider_than_the_picture_or_stands_where_another_does(width, height, wanted, form):
    copies = copies_of("/a.jpg", width, height, form, Rule(tuple(wanted), ("webp", "avif")))
    assert all(0 < copy.width <= width and 0 < copy.height <= 16_000 for copy in copies)
    assert len({copy.src for copy in copies}) == len(copies)
    assert all(abs(copy.height - height * copy.width / width) < 1 or copy.height == 1 for copy in copies)


def test_a_page_names_the_copies_the_measures_and_when_to_fetch_them():
    picture = picture_of("/images/mill.jpg", KNOWN, RULE)
    html = element(picture, 'A "mill"', "92vw", lambda address: ".." + address)
    assert '<source type="image/webp" srcset="../images/mill.jpg.480.webp 480w, ' in html
    assert 'src="../images/mill.jpg.1200.jpg" alt="A &quot;mill&quot;" width="2000"' in html
    assert 'height="1000" loading="lazy"' in html
    assert 'fetchpriority="high"' in element(picture, "", "", str, is_first=True)
    assert "lazy" not in element(picture, "", "", str, is_first=True)


def shown(body, is_first=True):
    return with_copies(
        body, KNOWN, lambda address: picture_of(address, KNOWN, RULE), "92vw", lambda a: ".." + a, is_first=is_first
    )


def test_a_picture_that_stands_alone_is_a_figure_with_its_title_as_caption():
    html = shown('<p>Words.</p>\n<p><img alt="A mill" src="../images/mill.jpg" title="The mill &amp; I"></p>')
    assert html.startswith("<p>Words.</p>\n<figure><picture><source")
    assert html.endswith("</picture><figcaption>The mill &amp; I</figcaption></figure>")
    assert 'loading="lazy"' in html


def test_a_body_that_begins_with_a_picture_has_it_fetched_first_and_no_other():
    html = shown('<p><img alt="" src="../images/mill.jpg"></p>\n<p><img alt="" src="../images/mill.jpg" /></p>')
    assert html.count("fetchpriority") == html.count('loading="lazy"') == 1
    assert html.index("fetchpriority") < html.index("lazy")


def test_a_picture_of_elsewhere_or_with_measures_of_its_own_keeps_what_the_editor_wrote():
    assert shown('<p>A <img alt="" src="https://x.example/a.jpg"> b</p>') == (
        '<p>A <img alt="" src="https://x.example/a.jpg"> b</p>'
    )
    assert 'width="40"' in (html := shown('<p>A <img alt="" src="../images/mill.jpg" width="40"> b</p>'))
    assert 'width="2000"' not in html


@pytest.mark.parametrize(
    ("form", "found"),
    [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("TIFF", "tiff"), ("BMP", "bmp"), ("AVIF", "avif")],
)
def test_a_still_picture_is_known_by_its_bytes(form, found):
    data = drawing(60, 40, form)
    assert form_of(data) == found
    assert measures_of(data, "any-name.jpg") == (60, 40, found)


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_a_moving_picture_is_left_to_move(form):
    import io

    from PIL import Image

    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)
    assert form_of(out.getvalue()) == ""


def test_a_picture_on_its_side_is_measured_upright():
    assert measures_of(drawing(60, 40, exif=notes(orientation=6)), "a.jpg") == (40, 60, "jpeg")


HEADS = [
    b"",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\0\0\0\0WEBPVP8X",
    b"\0\0\0\x1cftypavif",
    b"BM",
    b"II*\0",
]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_measuring(data):
    for head in HEADS:
        assert len(measures_of(head + data, "a.jpg")) == 3
