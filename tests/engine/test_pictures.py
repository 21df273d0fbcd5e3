"""Pictures in a whole archive: made once, shown everywhere, gone with their story, and never before it."""

from __future__ import annotations

import io
import json
import re

import pytest
from PIL import Image

from backfile import darkroom, workers
from tests.pictures.drawing import bomb, drawing, notes, place_of

COPIES = {"images/mill.jpg.480.webp", "images/mill.jpg.960.webp", "images/mill.jpg.1200.jpg"}
PICTURE = "{src: /images/mill.jpg, alt: A mill}"


@pytest.fixture
def mill(tiny):
    """An archive with one story that shows a picture, in the theme of newspapers."""
    tiny.settings(
        'title = "Tiny"\nbase_url = "https://archive.example/a/"\n[pictures]\nwidths = [480, 960]\n[lists]\nhome = 2\n'
    )
    tiny.put("images/mill.jpg", drawing(1400, 140))
    tiny.story("1995/mill", "The mill", "1995-05-05", image=PICTURE, tags="[Mill]")
    tiny.story("1995/ferry", "The ferry", "1995-05-07", 'A boat.\n\n![A mill](/images/mill.jpg "By night")')
    tiny.story("1996/school", "The school", "1996-09-01")
    tiny.story("1996/bell", "The bell", "1996-09-02")
    return tiny


def images(tiny):
    return {path for path in tiny.site() if path.startswith("images/")}


def page(tiny, path="1995/05/05/mill/"):
    return tiny.site()[path + "index.html"].decode()


@pytest.fixture
def made(monkeypatch):
    """The orders of the copies that were made, not taken from the shelf."""
    orders = []
    real = darkroom.prints
    monkeypatch.setattr(workers.darkroom, "prints", lambda data, order: orders.append(order) or real(data, order))
    return orders


def test_a_story_offers_its_picture_in_every_copy_and_every_copy_is_there(mill):
    assert mill.build().problems == ()
    assert images(mill) == COPIES | {"images/mill.jpg"}
    html = page(mill)
    assert 'srcset="../../../../images/mill.jpg.480.webp 480w, ../../../../images/mill.jpg.960.webp 960w"' in html
    assert 'src="../../../../images/mill.jpg.1200.jpg" alt="A mill" width="1400"' in html
    assert 'height="140" fetchpriority="high"' in html
    for feed in ("feed.json", "tags/mill/feed.json"):
        (pictured,) = [item for item in json.loads(mill.site()[feed])["items"] if "image" in item]
        assert pictured["image"] == "https://archive.example/a/images/mill.jpg.1200.jpg"
    assert "https://archive.example/a/images/mill.jpg.1200.jpg" in re.search(r'"image":\[[^]]*', html)[0]
    assert '<meta property="og:image:width" content="1200">' in html
    assert "<figcaption>By night</figcaption>" in page(mill, "1995/05/07/ferry/")
    for path in COPIES:
        width = int(re.search(r"\.(\d+)\.", path)[1])
        assert Image.open(io.BytesIO(mill.site()[path])).size == (width, round(140 * width / 1400))


def test_every_address_in_a_srcset_is_a_file_of_the_site(mill):
    mill.story("1997/bundle/index", "A folder of its own", "1997-01-01", image="{src: night boat.png, alt: A boat}")
    mill.put("stories/1997/bundle/night boat.png", drawing(1300, 130, "PNG"))
    mill.build()
    site = mill.site()
    for path, data in site.items():
        for srcset in re.findall(r'srcset="([^"]*)"', data.decode()) if path.endswith(".html") else ():
            for candidate in srcset.split(", "):
                depth = candidate.split(" ")[0].count("../")
                assert depth == path.count("/")
                assert candidate.split(" ")[0][3 * depth :].replace("%20", " ") in site
    assert any("night boat.png.480.webp" in path for path in site)


def test_copies_are_made_once_whatever_becomes_of_the_output(mill, made):
    mill.build()
    assert len(made) == 3
    first = mill.site()
    again = mill.build()
    assert (again.rendered, again.written, len(made)) == (0, 0, 3)
    assert mill.clean_build() == first
    assert len(made) == 3


def test_without_the_shelf_the_same_bytes_are_made_again(mill, made):
    import shutil

    mill.build()
    first = mill.site()
    shutil.rmtree(mill.root / ".backfile/pictures")
    assert mill.clean_build() == first
    assert len(made) == 6


def test_other_pixels_of_the_same_measures_change_the_pictures_files_and_no_page(mill):
    mill.build()
    mill.put("images/mill.jpg", drawing(1400, 140, quality=40))
    receipt = mill.build()
    assert receipt.written == 4
    assert mill.site() == mill.clean_build()


def test_other_measures_change_the_pages_that_show_it_and_no_other(mill):
    mill.build()
    before = mill.site()
    mill.put("images/mill.jpg", drawing(700, 100))
    mill.build()
    after = mill.site()
    changed = {path for path in before if path.endswith(".html") and after.get(path) != before[path]}
    assert changed == {"1995/05/05/mill/index.html", "1995/05/07/ferry/index.html", "1995/05/05/index.html"}
    assert not any(b"mill.jpg.1200" in data for data in after.values())
    assert images(mill) == {"images/mill.jpg", "images/mill.jpg.480.webp", "images/mill.jpg.700.webp"}
    assert after == mill.clean_build()


def test_a_lead_on_the_front_page_follows_its_picture(mill):
    mill.story("1996/bell", "The bell", "1996-09-02", image=PICTURE, weight="9")
    mill.build()
    assert 'width="1400" height="140"' in page(mill, "")
    mill.put("images/mill.jpg", drawing(700, 100))
    mill.build()
    assert 'width="700" height="100"' in page(mill, "")
    assert mill.site() == mill.clean_build()


def test_a_description_of_a_term_follows_its_picture(mill):
    mill.put("tags/mill.md", f"---\ntitle: Mill\nimage: {PICTURE}\n---\nAll about it.\n")
    mill.build()
    assert "mill.jpg.480.webp" in page(mill, "tags/mill/")
    mill.put("images/mill.jpg", drawing(300, 200))
    mill.build()
    assert 'width="300" height="200"' in page(mill, "tags/mill/")
    assert mill.site() == mill.clean_build()


def test_a_changed_rule_makes_other_copies_and_takes_the_old_ones_away(mill):
    mill.build()
    mill.settings('title = "Tiny"\n[pictures]\nwidths = [300]\nformats = ["avif", "webp"]\n')
    mill.build()
    assert images(mill) == {f"images/mill.jpg{end}" for end in ("", ".300.avif", ".300.webp", ".1200.jpg")}
    mill.settings('title = "Tiny"\n[pictures]\nformats = []\n')
    mill.build()
    assert images(mill) == {"images/mill.jpg"}
    assert "<picture" not in page(mill)
    assert 'src="../../../../images/mill.jpg" alt="A mill" width="1400" height="140"' in page(mill)
    assert mill.site() == mill.clean_build()


def test_pictures_go_with_the_last_story_that_shows_them(mill):
    mill.build()
    mill.drop("stories/1995/mill.md")
    mill.build()
    assert images(mill) > COPIES
    mill.drop("stories/1995/ferry.md")
    mill.build()
    assert images(mill) == set()


def test_the_picture_of_a_held_story_is_in_no_file_of_the_site(mill):
    mill.put("images/secret.jpg", drawing(1300, 130))
    fields = {"image": "{src: /images/secret.jpg, alt: A secret}"}
    mill.story("2026/secret", "A secret", "2025-12-01", embargo="2026-03-01T06:00:00Z", **fields)
    mill.story("2026/draft", "A draft", "2025-12-02", status="draft", **fields)
    mill.story("2026/gone", "Gone", "2025-12-03", status="withdrawn", **fields)
    mill.build()
    assert not [path for path in mill.site() if "secret" in path]
    mill.build(now="2026-03-01T06:00:00Z")
    assert "images/secret.jpg.480.webp" in mill.site()


def test_no_place_where_a_picture_was_taken_is_published(mill):
    mill.put("images/mill.jpg", drawing(1400, 140, exif=notes()))
    assert place_of((mill.root / "content/images/mill.jpg").read_bytes())
    mill.build()
    for path in images(mill):
        assert not [value for value in map(float, place_of(mill.site()[path]) or ()) if value == value and value]
    assert Image.open(io.BytesIO(mill.site()["images/mill.jpg"])).getexif()[0x8298] == "Ada Quill"


@pytest.mark.parametrize(
    ("data", "fault"),
    [(bomb(), "30,000 × 30,000 pixels are more than"), (drawing(1400, 140)[:2500], "cut short or damaged")],
)
def test_a_trap_or_a_torn_picture_stops_the_build_with_its_name_and_nothing_else_is_lost(mill, data, fault):
    mill.build()
    before = mill.site()
    mill.put("images/mill.jpg", data)
    refused = mill.build()
    (problem,) = {p for p in refused.problems if p.level.value == "error"}
    assert problem.source == "content/images/mill.jpg"
    assert fault in problem.fault
    assert not refused.built
    assert mill.site() == before
    mill.story("1996/school", "The school opens", "1996-09-01")
    assert mill.build(keep_going=True).built
    assert b"The school opens" in mill.site()["1996/09/01/school/index.html"]
    mill.put("images/mill.jpg", drawing(1400, 140))
    assert mill.build().problems == ()
    assert mill.site() == mill.clean_build()


@pytest.mark.parametrize("address", ["https://cdn.example/a.jpg", "//cdn.example/a.jpg"])
def test_a_picture_on_another_host_is_refused_with_its_place(mill, address):
    mill.story("1995/mill", "The mill", "1995-05-05", image=f"{{src: '{address}', alt: A mill}}")
    (problem,) = mill.build().problems
    assert (problem.source, problem.code) == ("content/stories/1995/mill.md", "picture-elsewhere")
    assert problem.line > 1
    assert address in problem.fault


def test_what_is_no_picture_is_shown_as_it_is_and_said_so(mill):
    mill.put("images/mill.jpg", b"not quite a picture")
    (problem,) = mill.build().problems
    assert (problem.source, problem.level.value) == ("content/images/mill.jpg", "warning")
    assert mill.site()["images/mill.jpg"] == b"not quite a picture"
    mill.put("images/mill.jpg", drawing(300, 200))
    assert mill.build().problems == ()


def test_a_file_that_stands_where_a_copy_would_is_refused(mill):
    mill.put("images/mill.jpg.480.webp", drawing(480, 288, "WEBP"))
    (problem,) = mill.build().problems
    assert problem.source == "content/images/mill.jpg.480.webp"
    assert problem.remedy == "rename the file"


def test_a_picture_without_alt_text_is_asked_for_one_at_its_place(mill):
    body = 'A.\n\nB ![](/images/mill.jpg)\n<img src="/images/mill.jpg" alt="">'
    mill.story("1995/ferry", "The ferry", "1995-05-07", body)
    (problem,) = mill.build().problems
    assert (problem.source, problem.line, problem.code) == ("content/stories/1995/ferry.md", 7, "missing-alt")


def test_without_pillow_pictures_are_shown_as_they_are_and_the_build_says_so_once(mill, monkeypatch):
    monkeypatch.setattr("backfile.darkroom.printing.find_spec", lambda name: None)
    darkroom.version.cache_clear()
    try:
        receipt = mill.build()
    finally:
        monkeypatch.undo()
        darkroom.version.cache_clear()
    assert images(mill) == {"images/mill.jpg"}
    assert 'width="1400" height="140"' in page(mill)
    (note,) = receipt.notes
    assert "pip install 'backfile[images]'" in note
    mill.build()
    assert images(mill) == COPIES | {"images/mill.jpg"}


def test_an_archive_without_pictures_hears_nothing_of_pillow(tiny, monkeypatch):
    tiny.story("1996/school", "The school", "1996-09-01")
    monkeypatch.setattr("backfile.darkroom.printing.find_spec", lambda name: None)
    darkroom.version.cache_clear()
    try:
        assert tiny.build().notes == ()
    finally:
        darkroom.version.cache_clear()


def test_two_processes_make_the_same_bytes_as_one(mill):
    mill.build()
    assert mill.clean_build(executor="processes:2") == mill.site()
