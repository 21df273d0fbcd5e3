"""A build that has lost its state knows its own files again by the manifest, and takes away what nothing asks for."""

from __future__ import annotations

import shutil

from backfile import pipeline
from backfile.options import Options
from tests.engine.tiny import tree


def two(tiny):
    tiny.story("1995/flood", "The flood", "1995-05-05", tags="[Harbour]", image="{src: /images/a.png, alt: A}")
    tiny.story("1995/ferry", "The ferry", "1995-05-06")
    tiny.put("images/a.png", b"a picture")
    tiny.build()


def lose_state(tiny):
    shutil.rmtree(tiny.root / ".backfile")


def test_pages_of_a_story_that_went_while_the_state_was_lost_are_removed(tiny):
    two(tiny)
    lose_state(tiny)
    tiny.drop("stories/1995/flood.md")
    receipt = tiny.build()
    assert receipt.removed > 3
    assert not [path for path in tiny.site() if "flood" in path or "harbour" in path or "images" in path]
    assert tiny.site() == tiny.clean_build()


def test_what_is_as_it_was_is_not_written_again(tiny):
    two(tiny)
    lose_state(tiny)
    receipt = tiny.build()
    assert (receipt.written, receipt.removed) == (0, 0)
    assert receipt.rendered > 10


def test_files_that_are_not_in_the_list_or_not_as_it_says_are_not_ours(tiny):
    two(tiny)
    lose_state(tiny)
    tiny.drop("stories/1995/flood.md")
    (tiny.root / "output/CNAME").write_text("archive.example\n")
    (tiny.root / "output/1995/05/05/flood/index.html").write_text("<!doctype html>mended by hand")
    tiny.build()
    assert tiny.site()["CNAME"] == b"archive.example\n"
    assert tiny.site()["1995/05/05/flood/index.html"] == b"<!doctype html>mended by hand"


def test_a_list_of_other_files_makes_nothing_ours(tiny):
    two(tiny)
    manifest = (tiny.root / "output/manifest-sha256.txt").read_bytes()
    other = tiny.root / "other"
    shutil.copytree(tiny.root / "output", other)
    (other / "manifest-sha256.txt").write_bytes(
        b"".join(line for line in manifest.splitlines(True) if b"flood" in line)
    )
    tiny.drop("stories/1995/flood.md")
    before = set(tree(other))
    tiny.build(output=other)
    assert before <= set(tree(other))


def test_a_bag_is_never_taken_for_a_site(tiny):
    two(tiny)
    lose_state(tiny)
    (tiny.root / "output/bagit.txt").write_text("BagIt-Version: 1.0\n")
    tiny.drop("stories/1995/flood.md")
    before = set(tiny.site())
    tiny.build()
    assert before <= set(tiny.site())


def test_a_refused_build_without_state_leaves_the_old_site_whole(tiny):
    two(tiny)
    before = tiny.site()
    lose_state(tiny)
    tiny.story("1995/ferry", "The ferry, mended", "1995-05-06")
    (tiny.root / "themes/plain/templates/story.html").write_text("{{ nothing_like_that() }}")
    assert not tiny.build().built
    assert tiny.site() == before


def test_clean_removes_its_files_without_a_state_too(tiny):
    two(tiny)
    lose_state(tiny)
    (tiny.root / "output/CNAME").write_text("archive.example\n")
    assert pipeline.clean(tiny.root, Options()) > 10
    assert set(tiny.site()) == {"CNAME"}
