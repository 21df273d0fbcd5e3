"""What `check` says and a build does not: each finding with its place, its words and its remedy."""

from __future__ import annotations

import pytest

from backfile.check.garbled import garbled
from backfile.check.traps import found_in
from tests.engine.tiny import SETTINGS


def only(problems):
    (problem,) = problems
    return problem


def said(problem):
    return problem.source, problem.line, problem.column, problem.level.value, problem.code


def test_a_sound_archive_is_passed_without_a_word(archive):
    archive.sound("flood")
    receipt = archive.check()
    assert receipt.problems == ()
    assert (receipt.stories, receipt.read, receipt.built) == (1, 1, False)
    assert not (archive.root / "output").exists()


def test_everything_that_a_build_would_say_is_said(archive):
    archive.sound("flood", body="See [the mill](/1995/05/05/mill/).\n\n<blink>x</blink>")
    archive.put("stories/broken.md", "---\ntitle: Flood\n")
    built = archive.build().problems
    assert {"dead-link", "front-matter-not-closed"} <= {p.code for p in built}
    assert set(built) <= set(archive.findings())


def test_a_link_to_a_heading_that_is_not_there_is_named_with_those_that_are(archive):
    archive.sound("mill", body="## The wheel\n\nWords.")
    archive.sound("flood", body="See [it](/1995/05/05/mill/#weel) and [here](mill.md#the-wheel) and [there](#nowhere).")
    one, other = sorted(archive.findings(), key=lambda p: p.column)
    assert said(one) == ("content/stories/flood.md", 8, 10, "warning", "dead-anchor")
    assert one.remedy == "write one of #the-wheel"
    assert said(other) == ("content/stories/flood.md", 8, 76, "warning", "dead-anchor")


def test_a_link_to_a_heading_below_the_stories_own_is_alive(archive):
    archive.sound("flood", body="## The wheel\n\nSee [above](#the-wheel), [top](#top), a note[^1].\n\n[^1]: A note.")
    assert archive.findings() == ()


def test_a_picture_that_no_story_shows_is_named(archive):
    archive.put("images/used.svg", b"x")
    archive.put("images/held.svg", b"x")
    archive.put("images/lost.svg", b"x")
    archive.put("notes.pdf", b"x")
    archive.sound("flood", image="{src: /images/used.svg, alt: The mill}")
    archive.sound("ferry", image="{src: /images/held.svg, alt: The mill}", status="draft")
    assert said(only(archive.findings())) == ("content/images/lost.svg", 0, 0, "advice", "unused-picture")


def test_a_picture_in_the_text_needs_a_text_too(archive):
    archive.put("images/mill.svg", b"x")
    archive.sound("flood", body="Rain.\n\n![](/images/mill.svg)\n\n![The mill](/images/mill.svg)")
    assert said(only(archive.findings())) == ("content/stories/flood.md", 10, 5, "warning", "missing-alt")


def test_terms_that_are_nearly_one_are_named_at_a_story_that_has_the_rarer(archive):
    for number in range(3):
        archive.sound(f"a{number}", tags="[Harbour]")
    archive.sound("b", tags="[Harbor]")
    problem = only(archive.findings())
    assert said(problem) == ("content/stories/b.md", 0, 0, "advice", "term-near")
    assert problem.fault == 'tags: "Harbor" (1 story) is nearly "Harbour" (3 stories)'
    archive.settings(SETTINGS + '[checks]\ndistinct_terms = ["Harbor"]\n')
    assert archive.findings() == ()


def test_what_a_story_lacks_is_advice_and_can_be_silenced(archive):
    archive.story("flood")
    assert {p.code for p in archive.findings()} == {"no-byline", "no-summary", "no-tags"}
    assert {p.level.value for p in archive.findings()} == {"advice"}
    archive.settings(SETTINGS + '[checks]\noff = ["no-byline", "no-summary", "no-tag"]\n')
    slip, tags = sorted(archive.findings(), key=lambda p: p.source, reverse=True)
    assert (slip.source, slip.remedy) == ("site.toml", "did you mean no-tags?")
    assert tags.code == "no-tags"


def test_a_story_of_an_agency_needs_no_byline(archive):
    archive.sound("flood", bylines=None, agency="Associated Press")
    assert archive.findings() == ()


def test_of_many_stories_that_lack_something_the_rest_are_counted(archive, monkeypatch):
    monkeypatch.setattr("backfile.check.archive.MOST_TOLD", 2)
    for number in range(5):
        archive.sound(f"story{number}", summary=None)
    assert [p.fault for p in archive.findings()][-1] == "and of 3 more stories: the story has no summary"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"date": "1970-01-01"}, "date-epoch"),
        ({"date": "0095-05-05"}, "date-before-archive"),
        ({"date": "2026-01-02"}, "date-future"),
        ({"updated": "1995-05-04"}, "updated-before-date"),
    ],
)
def test_a_date_that_can_hardly_be_is_named_on_its_line(archive, fields, code):
    archive.sound("flood", **fields)
    problem = only(archive.findings())
    assert problem.code == code
    assert "date" in (archive.root / problem.source).read_text().split("\n")[problem.line - 1]


def test_a_story_that_somebody_holds_back_on_purpose_is_no_slip(archive):
    archive.sound("flood", date="2026-01-02", embargo="2026-01-02T06:00")
    assert archive.findings() == ()


def test_a_date_before_the_archive_began_is_named_where_the_beginning_is_known(archive):
    archive.sound("flood", date="1888-05-05")
    assert archive.findings() == ()
    archive.settings('title = "Tiny"\ntheme = "plain"\nbegan = "1889-03-02"\n')
    assert "before the archive began (1889-03-02)" in only(archive.findings()).fault


@pytest.mark.parametrize(
    ("line", "code", "remedy"),
    [
        ("#schools reopen", "markdown-heading", "write \\#schools, or a space after the # of a heading"),
        ("It costs $5*, up from $3* last year.", "markdown-emphasis", "write \\* for each * that is to be seen"),
        ("    Five spaces in an old print.", "markdown-code", "delete the spaces"),
        ("1984. That was a year.", "markdown-list", "write 1984\\. That was a year."),
        (f"{'A long line. ' * 6}\n---", "markdown-underline", "put a blank line between them"),
    ],
)
def test_text_that_markdown_would_change_is_named_with_what_to_write(line, code, remedy):
    trap = only(found_in(f"Rain fell.\n\n{line}\n\nIt stopped."))
    assert (trap.code, trap.remedy) == (code, remedy)


@pytest.mark.parametrize(
    "body",
    [
        "1. One\n2. Two\n3. Three",
        "- One\n\n    more of one\n\n- Two",
        "1. One\n\n2. Two",
        "```\n1984. x\n#x\n```",
        "# A heading",
        "*Rain*, said *the mayor*.",
        "2 * 3 * 4",
        "It was 1984. That was it.",
        "A title\n-----",
        "In May,\n1984. x",
    ],
)
def test_plain_markdown_is_no_trap(body):
    assert list(found_in(body)) == []


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("donâ€™t", 'write "’"'),
        ("the cafÃ© on", 'write "é"'),
        ("Â£5", 'write "£"'),
        ("ÐšÐ¸ÐµÐ²", 'write "Киев"'),
        ("Å‚Ã³dÅº", 'write "łó"'),
        ("a\ufffdb", "write the letter that belongs here; the original will show which"),
    ],
)
def test_letters_read_in_the_wrong_encoding_are_named_with_those_that_were_meant(text, remedy):
    assert remedy in [found.remedy for found in garbled(text)]


@pytest.mark.parametrize(
    "text", ["“CAFÉ”", "São Paulo — Ângela’s “MAMÃ”", "Überraschung…", "łódź", "Киев", "Ελλάδα", "naïve", "Ærø–Ålborg"]
)
def test_letters_of_other_languages_are_left_in_peace(text):
    assert list(garbled(text)) == []


def test_garbled_letters_are_named_at_their_place(archive):
    archive.sound("flood", title="Rain canâ€™t stop", body="Rain.\n\nIt canâ€™t stop.")
    title, body = archive.findings()
    assert said(title) == ("content/stories/flood.md", 2, 1, "warning", "garbled-letters")
    assert said(body) == ("content/stories/flood.md", 10, 7, "warning", "garbled-letters")


def test_a_quotation_mark_left_open_is_named(archive):
    archive.put(
        "stories/flood.md",
        '---\ntitle: The "Star sinks\ndate: 1995-05-05\nbyline: I\ntags: [T]\nsummary: 6" high, “at most.\n---\nW.\n',
    )
    assert [(p.line, p.code) for p in archive.findings()] == [(2, "quotes-unbalanced"), (6, "quotes-unbalanced")]


def test_a_link_to_this_site_by_its_full_address_is_named_with_the_short_one(archive):
    archive.sound("mill")
    archive.sound(
        "flood",
        body="[a](https://archive.example/a/1995/05/05/mill/#x) [b](https://archive.example/b/) [c](https://b.example/)",
    )
    problem = only(archive.findings())
    assert said(problem) == ("content/stories/flood.md", 8, 5, "warning", "link-absolute")
    assert problem.remedy == "write /1995/05/05/mill/#x"


def test_a_script_of_the_cms_that_is_not_the_pinned_one_is_named_with_its_hash(archive):
    house = 'repository = "https://github.com/pilot/archive"\n[cms]\nscript = "/admin/cms.js"\nsha256 = "{}"\n'
    archive.sound("flood")
    archive.settings(SETTINGS + house.format("0" * 64))
    assert "is not there" in only(archive.findings()).fault
    archive.put("admin/cms.js", b"x")
    problem = only(archive.findings())
    assert (problem.source, problem.code) == ("site.toml", "cms-script")
    archive.settings(SETTINGS + house.format(problem.remedy.split('"')[1]))
    assert archive.findings() == ()
