"""Files and addresses that must not be: the rows B and A of the table of bad input, each with the outcome it asks
for."""

from __future__ import annotations

import os

import pytest

from backfile.model import UsageError

GOOD = '---\ntitle: "A title"\ndate: 1995-05-05\n---\nWords.\n'


def codes(receipt):
    return [p.code for p in receipt.problems]


def errors(receipt):
    return [p for p in receipt.problems if p.level.value == "error"]


def test_a_folder_called_like_a_story_is_walked(tiny):
    tiny.put("stories/x.md/inside.md", GOOD)
    assert tiny.build().published == 1


def test_a_story_over_the_size_limit_names_the_limit(tiny):
    tiny.settings('title = "Tiny"\ntheme = "plain"\n[limits]\nstory_bytes = 100\n')
    tiny.put("stories/long.md", GOOD + "words " * 100)
    (problem,) = errors(tiny.build())
    assert "story_bytes" in problem.remedy


def test_a_file_name_that_no_address_can_hold_is_refused_and_printed_escaped(tiny):
    tiny.put("stories/two\nlines.md", GOOD)
    (problem,) = errors(tiny.build())
    assert problem.code == "file-name"
    assert "\n" not in problem.source + problem.fault


def test_a_file_name_that_is_not_utf_8_is_refused(tiny):
    folder = os.fsencode(tiny.root / "content" / "stories")
    os.makedirs(folder)
    try:
        with open(folder + b"/caf\xe9.md", "wb") as file:
            file.write(GOOD.encode())
    except OSError:
        pytest.skip("this disk takes UTF-8 names only")
    (problem,) = errors(tiny.build())
    assert problem.code == "file-name"
    problem.source.encode()


def test_a_link_to_its_own_folder_is_not_followed_and_said_once(tiny):
    tiny.story("flood")
    (tiny.root / "content/stories/loop").symlink_to(tiny.root / "content")
    receipt = tiny.build()
    assert receipt.built
    assert len(receipt.notes) == 1
    assert receipt.published == 1


def test_a_link_out_of_content_is_refused_unless_its_folder_is_allowed(tiny, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(GOOD)
    (tiny.root / "content" / "more").symlink_to(outside)
    assert codes(tiny.build()) == ["link-outside"]
    tiny.settings(f'title = "Tiny"\ntheme = "plain"\nallowed_links = ["{outside}"]\n')
    assert tiny.build().published == 1


def test_a_dangling_link_and_a_pipe_are_refused_and_never_opened(tiny):
    tiny.story("flood")
    (tiny.root / "content" / "gone.md").symlink_to("nowhere.md")
    os.mkfifo(tiny.root / "content" / "pipe.md")
    assert sorted(codes(tiny.build())) == ["dangling-link", "not-a-file"]


@pytest.mark.parametrize("slug", ["tags", "feed.xml", "index.html", "404.html"])
def test_an_address_that_the_site_itself_makes_is_refused(tiny, slug):
    tiny.settings('title = "Tiny"\ntheme = "plain"\npermalink = "/{slug}/"\n')
    tiny.story("flood", slug=slug)
    assert codes(tiny.build()) == ["address-taken"]


@pytest.mark.parametrize("slug", ["con", '"a b"', '"a?b"', '"a#b"', '"a%2eb"', '"../../etc"', '"/etc"'])
def test_a_slug_that_no_address_can_hold_is_refused_with_a_better_one(tiny, slug):
    tiny.story("flood", slug=slug)
    problems = errors(tiny.build())
    assert [p.code for p in problems] == ["slug"]
    assert problems[0].remedy.startswith("write slug: ")


@pytest.mark.parametrize("alias", ["../../etc/passwd", "/../x", "//evil.example/"])
def test_no_alias_leads_out_of_the_output(tiny, alias):
    tiny.story("flood", aliases=f'["{alias}"]')
    assert errors(tiny.build())
    assert not (tiny.root / "etc").exists()


def test_a_title_of_five_thousand_characters_has_a_short_address_of_its_own(tiny):
    tiny.put("stories/🐐.md", f'---\ntitle: "{"word " * 1000}"\ndate: 1995-05-05\n---\nWords.\n')
    assert tiny.build().built
    (page,) = [path for path in tiny.site() if path.startswith("1995/05/05/word")]
    assert all(len(step.encode()) < 255 for step in page.split("/"))


def test_a_title_of_emoji_alone_asks_for_a_slug(tiny):
    tiny.put("stories/🐐.md", '---\ntitle: "🐐"\ndate: 1995-05-05\n---\nWords.\n')
    (problem,) = errors(tiny.build())
    assert "slug" in problem.remedy


def test_odd_tags_have_one_page_each_and_none_climbs(tiny):
    tiny.story("flood", tags='["AC/DC", "a.b", "..", "🐐", "عربي", "ß", "CON", "C", "C++", "C#"]')
    assert tiny.build().built
    tags = {path for path in tiny.site() if path.startswith("tags/") and path.endswith("index.html")} - {
        "tags/index.html"
    }
    assert len(tags) == 10
    assert all(path.count("/") == 2 for path in tags)


def test_spellings_of_one_term_share_a_page_and_are_listed(tiny):
    tiny.story("a", tags="[Chess]")
    tiny.story("b", tags="[Chess]")
    tiny.story("c", tags="[CHESS]")
    receipt = tiny.build()
    assert receipt.built
    (problem,) = receipt.problems
    assert problem.level.value == "warning"
    assert '"CHESS" (1 story) and "Chess" (2 stories)' in problem.fault
    tiny.story("c", tags="[Chess]")
    assert tiny.build().problems == ()


@pytest.mark.parametrize("output", ["/", ".", "content", "content/site", ".."])
def test_an_output_that_would_put_files_at_risk_is_refused(tiny, output):
    tiny.story("flood")
    with pytest.raises(UsageError):
        tiny.build(output=tiny.root / output if output != "/" else tiny.root.__class__("/"))
    assert (tiny.root / "content/stories/flood.md").exists()


def test_a_slug_that_changes_by_case_only_moves_its_page(tiny):
    tiny.story("flood", slug="Flood")
    tiny.build()
    tiny.story("flood", slug="flood")
    tiny.build()
    assert [path for path in tiny.site() if path.lower().endswith("flood/index.html")] == [
        "1995/05/05/flood/index.html"
    ]


def test_a_clean_removes_only_what_builds_wrote(tiny):
    from backfile import pipeline
    from backfile.options import Options

    tiny.story("flood")
    tiny.build()
    (tiny.root / "output" / "mine.pdf").write_bytes(b"%PDF")
    pipeline.clean(tiny.root, Options())
    assert tiny.site() == {"mine.pdf": b"%PDF"}


def test_the_day_in_a_files_name_stands_once_in_the_address(tiny):
    tiny.put("stories/1995/1995-05-05-flood.md", GOOD)
    tiny.put("stories/1995/1995-05-04-ferry.md", GOOD)  # of another day: part of the name
    tiny.put("stories/1995/1995-05-05.md", GOOD.replace("A title", "The mill"))
    assert tiny.build().built
    stories = ("flood", "1995-05-04-ferry", "the-mill")
    assert {f"1995/05/05/{name}/index.html" for name in stories} <= set(tiny.site())
    tiny.settings('title = "Tiny"\ntheme = "plain"\npermalink = "/{slug}/"\n')
    tiny.build()
    assert "1995-05-05-flood/index.html" in tiny.site()
