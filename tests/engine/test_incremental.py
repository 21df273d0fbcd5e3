"""How much work a change costs, and that what is not touched is not touched."""

from __future__ import annotations

import os

from backfile import manifest


def rendered(receipt):
    return receipt.rendered, receipt.written, receipt.removed


def three_stories(tiny):
    tiny.story("1995/flood", "The flood", "1995-05-05", tags="[Harbour]", section="News")
    tiny.story("1995/ferry", "The ferry", "1995-05-07", tags="[Harbour]", section="News")
    tiny.story("2001/school", "The school", "2001-09-01", section="News")
    return tiny.build()


def test_nothing_changed_means_nothing_done(tiny):
    first = three_stories(tiny)
    again = tiny.build()
    assert first.rendered == first.pages > 0
    assert rendered(again) == (0, 0, 0)
    assert (again.read, again.kept) == (0, first.pages)


def test_a_changed_body_touches_its_own_page_and_no_list(tiny):
    three_stories(tiny)
    tiny.story("1995/flood", "The flood", "1995-05-05", "Other words.", tags="[Harbour]", section="News")
    receipt = tiny.build()
    assert receipt.read == 1
    assert receipt.written == 2  # its page, and its month's file of stories as data
    assert b"Other words." in tiny.site()["1995/05/05/flood/index.html"]


def test_a_changed_title_touches_only_pages_that_print_it(tiny):
    three_stories(tiny)
    before = tiny.site()
    tiny.story("2001/school", "A school opens", "2001-09-01", section="News")
    receipt = tiny.build()
    after = tiny.site()
    changed = {path for path in after if before.get(path) != after[path]} - {manifest.NAME}
    assert receipt.written == len(changed)
    assert all(b"A school opens" in after[path] for path in changed)
    assert "1995/05/05/flood/index.html" not in changed


def test_new_file_times_cost_a_hash_and_render_nothing(tiny):
    three_stories(tiny)
    for path in (tiny.root / "content").rglob("*.md"):
        os.utime(path, (1, 1))
    receipt = tiny.build()
    assert (receipt.read, receipt.rendered) == (0, 0)


def test_other_bytes_of_the_same_size_and_time_are_found(tiny):
    path = tiny.story("1995/flood", "The flood", body="Some words.")
    facts = path.stat()
    tiny.build()
    tiny.story("1995/flood", "The flood", body="Five words.")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert tiny.build().written == 2  # its page, and its month as data


def test_a_deleted_story_leaves_no_page_and_no_mention(tiny):
    three_stories(tiny)
    tiny.drop("stories/2001/school.md")
    tiny.build()
    site = tiny.site()
    assert not [path for path in site if path.startswith("2001")]
    assert not [path for path, data in site.items() if b"The school" in data]


def test_a_renamed_story_keeps_a_redirect_where_aliases_ask_for_one(tiny):
    three_stories(tiny)
    tiny.drop("stories/1995/flood.md")
    tiny.story("1995/high-water", "The flood", "1995-05-05", aliases="[/1995/05/05/flood/]")
    tiny.build()
    assert b"/1995/05/05/high-water/" in tiny.site()["1995/05/05/flood/index.html"]


def test_foreign_files_in_the_output_stay(tiny):
    three_stories(tiny)
    (tiny.root / "output" / "CNAME").write_text("archive.example\n")
    tiny.drop("stories/2001/school.md")
    tiny.build()
    tiny.build(clean=True)
    assert tiny.site()["CNAME"] == b"archive.example\n"


def test_a_changed_template_renders_the_pages_made_with_it_and_no_other(tiny):
    first = three_stories(tiny)
    template = tiny.root / "themes" / "plain" / "templates" / "day.html"
    template.write_text(template.read_text() + "\n{% block more %}{% endblock %}\n")
    receipt = tiny.build()
    assert 0 < receipt.rendered < first.pages / 2
    assert receipt.read == 0


def test_a_page_removed_by_hand_comes_back_with_verify(tiny):
    three_stories(tiny)
    (tiny.root / "output" / "1995/05/05/flood/index.html").unlink()
    assert tiny.build(verify=True).written == 1
    assert "1995/05/05/flood/index.html" in tiny.site()


def test_a_swapped_output_is_noticed(tiny, tmp_path):
    three_stories(tiny)
    (tiny.root / "output").rename(tmp_path / "old")
    tiny.build()
    assert "1995/05/05/flood/index.html" in tiny.site()


def test_an_embargo_that_ends_brings_the_story_out(tiny):
    tiny.story("2026/secret", "A secret", "2025-12-01", embargo="2026-03-01T06:00:00Z")
    tiny.story("1995/flood", "The flood")
    held = tiny.build()
    assert held.held == (("embargo", 1),)
    assert held.next_release == "2026-03-01T06:00+00:00"
    assert not any(b"A secret" in data for data in tiny.site().values())
    assert tiny.build(now="2026-03-01T06:00:00Z").published == 2
    assert any(b"A secret" in data for data in tiny.site().values())


def test_a_used_picture_is_copied_and_goes_with_its_story(tiny):
    tiny.put("images/ferry.jpg", b"\xff\xd8 not quite a picture")
    tiny.put("images/unused.jpg", b"nobody shows this")
    tiny.story("1995/ferry", image="{src: /images/ferry.jpg, alt: A ferry}")
    tiny.build()
    assert tiny.site()["images/ferry.jpg"] == b"\xff\xd8 not quite a picture"
    assert "images/unused.jpg" not in tiny.site()
    tiny.put("images/ferry.jpg", b"another picture")
    assert tiny.build().written == 1
    tiny.drop("stories/1995/ferry.md")
    tiny.build()
    assert "images/ferry.jpg" not in tiny.site()


def test_a_clean_build_takes_away_what_earlier_builds_wrote_and_no_story_asks_for(tiny):
    three_stories(tiny)
    tiny.drop("stories/2001/school.md")
    tiny.build(clean=True)
    assert not [path for path in tiny.site() if path.startswith("2001")]
    assert tiny.site() == tiny.clean_build()


def test_a_fresh_checkout_with_one_real_change_among_new_times_renders_that_alone(tiny, monkeypatch):
    monkeypatch.setattr("backfile.gather.taking.MANY_CHANGES", 3)
    tiny.put("images/a.jpg", b"a picture")
    for number in range(8):
        tiny.story(f"s{number}", f"Story {number}", f"199{number}-01-01", image="{src: /images/a.jpg, alt: A}")
    tiny.build()
    for path in (tiny.root / "content").rglob("*.*"):
        os.utime(path, (1, 1))
    tiny.story("s3", "Story 3", "1993-01-01", "Other words.", image="{src: /images/a.jpg, alt: A}")
    receipt = tiny.build()
    assert (receipt.read, receipt.rendered) == (1, 2)


def test_very_many_changes_at_once_come_out_as_a_clean_build_would(tiny, monkeypatch):
    monkeypatch.setattr("backfile.gather.taking.MANY_CHANGES", 3)
    for number in range(8):
        tiny.story(f"s{number}", f"Story {number}", f"199{number}-01-01", tags="[A, B]")
    tiny.build()
    for number in range(6):
        tiny.story(f"s{number}", f"Renamed {number}", f"198{number}-01-01", tags="[B, C]")
    tiny.drop("stories/s7.md")
    assert tiny.build().built
    assert tiny.site() == tiny.clean_build()


def test_links_of_a_terms_own_text_follow_the_story_that_they_mean(tiny):
    three_stories(tiny)
    tiny.put("tags/harbour.md", "---\ntitle: Harbour\n---\nSee [a school](../stories/2001/school.md).\n")
    tiny.build()
    assert b'href="../../2001/09/01/school/"' in tiny.site()["tags/harbour/index.html"]
    tiny.story("2001/school", "The school", "2001-09-02", section="News")  # which has not that tag
    tiny.build()
    assert b'href="../../2001/09/02/school/"' in tiny.site()["tags/harbour/index.html"]
    assert tiny.site() == tiny.clean_build()
