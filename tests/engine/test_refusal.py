"""What a build does about bad content: all faults at once, the output as it was, the rest with --keep-going."""

from __future__ import annotations

import os


def lines(receipt):
    return [f"{p.source}:{p.line} {p.code}" for p in receipt.problems if p.level.value == "error"]


def test_all_faults_are_reported_at_once_and_the_output_stays(tiny):
    tiny.story("1995/flood", "The flood")
    tiny.build()
    before = tiny.site()
    tiny.story("1995/flood", "The flood, changed")
    tiny.story("1995/bad-date", date="soon")
    tiny.put("stories/1995/empty.md", "")
    receipt = tiny.build()
    assert not receipt.built
    assert len(lines(receipt)) == 2
    assert tiny.site() == before


def test_keep_going_builds_the_rest_and_keeps_the_last_good_version(tiny):
    tiny.story("1995/flood", "The flood", body="First version.")
    tiny.story("1995/ferry", "The ferry", "1995-05-06")
    tiny.build()
    tiny.story("1995/flood", "The flood", date="soon", body="Broken version.")
    tiny.story("1995/ferry", "The ferry sails", "1995-05-06")
    tiny.story("1995/never", "Never", date="soon")
    receipt = tiny.build(keep_going=True)
    site = tiny.site()
    assert (receipt.broken, receipt.kept_back) == (2, 1)
    assert b"First version." in site["1995/05/05/flood/index.html"]
    assert b"The ferry sails" in site["1995/05/06/ferry/index.html"]
    assert b"The flood" in site["tags/index.html"] if "tags/index.html" in site else True
    assert not any(b"Never" in data for data in site.values())


def test_a_mended_story_is_built_by_the_next_plain_build(tiny):
    tiny.story("1995/flood", "The flood")
    tiny.build()
    tiny.story("1995/flood", "The flood", date="soon")
    tiny.build(keep_going=True)
    tiny.story("1995/flood", "The flood, mended")
    assert tiny.build().built
    assert tiny.site() == tiny.clean_build()


def test_two_stories_at_one_address_are_named_both(tiny):
    tiny.story("1995/flood", "The flood")
    tiny.story("1995/other", "Another", slug="flood")
    (problem,) = [p for p in tiny.build().problems if p.level.value == "error"]
    assert problem.code == "address-clash"
    assert "stories/1995/flood.md" in problem.source + problem.fault
    assert "stories/1995/other.md" in problem.source + problem.fault


def test_addresses_that_differ_by_case_or_unicode_form_clash(tiny):
    tiny.story("1995/a", slug="Flood")
    tiny.story("1995/b", slug="flood")
    tiny.story("1995/c", slug="caf\u00e9")
    tiny.story("1995/d", slug="cafe\u0301")
    assert [p.code for p in tiny.build().problems] == ["address-clash", "address-clash"]


def test_a_dead_link_names_its_line_and_a_live_one_is_made_relative(tiny):
    tiny.story(
        "1995/flood", "The flood", body="See [the ferry](/1995/05/06/ferry/)\n\nand [the school](../2001/school.md)."
    )
    (dead, also) = [p for p in tiny.build().problems if p.code == "dead-link"]
    assert (dead.line, also.line) == (5, 7)
    tiny.story("1995/ferry", "The ferry", "1995-05-06")
    tiny.story("2001/school", "The school", "2001-09-01")
    assert tiny.build().built
    page = tiny.site()["1995/05/05/flood/index.html"].decode()
    assert 'href="../../../../1995/05/06/ferry/"' in page
    assert 'href="../../../../2001/09/01/school/"' in page


def test_deleting_a_story_that_others_link_to_is_an_error_in_theirs(tiny):
    tiny.story("1995/flood", "The flood", body="See [the ferry](/1995/05/06/ferry/).")
    tiny.story("1995/ferry", "The ferry", "1995-05-06")
    assert tiny.build().built
    tiny.drop("stories/1995/ferry.md")
    receipt = tiny.build()
    assert lines(receipt) == ["content/stories/1995/flood.md:5 dead-link"]


def test_a_moved_story_takes_the_links_by_file_with_it(tiny):
    tiny.story("1995/flood", "The flood", body="See [the ferry](ferry.md).")
    tiny.story("1995/ferry", "The ferry", "1995-05-06")
    tiny.build()
    tiny.story("1995/ferry", "The ferry", "1995-05-09")
    assert tiny.build().built
    assert b'href="../../../../1995/05/09/ferry/"' in tiny.site()["1995/05/05/flood/index.html"]


def test_a_missing_picture_is_an_error_and_a_missing_alt_a_warning(tiny):
    tiny.put("images/there.svg", b"picture")
    tiny.story("1995/flood", image="/images/there.svg")
    receipt = tiny.build()
    assert [p.code for p in receipt.problems] == ["missing-alt"]
    assert receipt.built
    assert not tiny.build(strict=True).built
    tiny.story("1995/ferry", image="{src: /images/thare.jpg, alt: x}")
    (problem,) = [p for p in tiny.build().problems if p.level.value == "error"]
    assert "images/there.svg" in problem.remedy


def test_strict_refuses_an_archive_with_a_warning_in_which_nothing_changed(tiny):
    os.utime(tiny.story("1995/flood", image="{src: /images/there.svg}"), (0, 0))
    os.utime(tiny.put("images/there.svg", b"picture"), (0, 0))
    assert tiny.build().built
    assert tiny.build().read == 0
    for _ in range(2):
        assert not tiny.build(strict=True).built


def test_a_broken_template_refuses_and_leaves_the_output(tiny):
    tiny.story("1995/flood", "The flood")
    tiny.build()
    before = tiny.site()
    (tiny.root / "themes/plain/templates/day.html").write_text("{{ nope }}")
    tiny.story("1995/ferry", "The ferry")
    receipt = tiny.build()
    assert not receipt.built
    assert any("'nope'" in p.fault for p in receipt.problems)
    assert tiny.site() == before


def test_a_broken_template_in_a_first_build_leaves_nothing_behind(tiny):
    (tiny.root / "themes/plain/templates/day.html").write_text("{{ nope }}")
    tiny.story("1995/flood", "The flood")
    assert not tiny.build().built
    assert tiny.site() == {}
