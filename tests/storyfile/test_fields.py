"""What an editor may write in each field, and what is refused."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from backfile.model import Correction, Image, Level, Origin, Status, Story, When
from backfile.storyfile import FIELDS, parse_story
from backfile.storyfile.fields import SPELLINGS

ZONE = ZoneInfo("America/Halifax")
DAY = When("1995-05-05", "1995-05-05", 799_642_800)


def parsed(fields: str, **options):
    return parse_story(f"---\n{fields}\n---\nText.\n".encode(), "flood.md", zone=ZONE, **options)


def read(fields: str) -> Story:
    story, problems = parsed(f"title: Flood\ndate: 1995-05-05\n{fields}")
    assert problems == ()
    return story


def codes(fields: str) -> list[str]:
    story, problems = parsed(f"title: Flood\ndate: 1995-05-05\n{fields}")
    assert (story is None) == any(problem.level is Level.ERROR for problem in problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    "title", ["1984", "true", "No", "null", "~", "12:30", "007", "1e3", "0x1F", "1995-05-05", "YES"]
)
def test_a_title_stays_as_it_was_written(title):
    story, problems = parsed(f"title: {title}\ndate: 1995-05-05")
    assert (story.title, problems) == (title, ())


def test_every_scalar_stays_text():
    story = read(
        "slug: 007\ntags: [on, off, 010, 12:30, null, 1_000]\nkicker: no\nage: 42\nratio: 1.50\nflags: {a: yes}"
    )
    assert (story.slug, story.kicker) == ("007", "no")
    assert story.tags == ("on", "off", "010", "12:30", "null", "1_000")
    assert story.extra == (("age", "42"), ("ratio", "1.50"), ("flags", {"a": "yes"}))


def test_unknown_fields_are_kept_in_their_order_without_a_word():
    story = read("zebra: x\ncontent: y\nhandler: z\nlist: [a, {b: c}]\n1995: old")
    assert [key for key, _ in story.extra] == ["zebra", "content", "handler", "list", "1995"]
    assert dict(story.extra)["list"] == ["a", {"b": "c"}]


def test_an_unknown_field_close_to_a_known_one_is_kept_with_a_warning():
    story, problems = parsed("title: Flood\ndate: 1995-05-05\nsumary: Rain")
    assert story.extra == (("sumary", "Rain"),)
    assert [(p.code, p.level, p.remedy) for p in problems] == [
        ("field-unknown", Level.WARNING, "did you mean summary?")
    ]


@pytest.mark.parametrize("key", ["layout", "permalink", "subsection", "state", "video", "photo_credit", "author_email"])
def test_fields_of_other_systems_are_not_taken_for_slips(key):
    assert codes(f"{key}: x") == []


@pytest.mark.parametrize("written", [
    "bylines: [Ida Marsh]", "byline: Ida Marsh", "byline: [Ida Marsh]", "author: Ida Marsh", "authors: Ida Marsh",
    "Bylines: Ida Marsh", "AUTHOR: Ida Marsh", "bylines:\n  - Ida Marsh",
])  # fmt: skip
def test_a_byline_may_be_written_in_every_plain_way(written):
    assert read(written).bylines == ("Ida Marsh",)


def test_a_text_is_never_cut_into_names():
    assert read("bylines: Ida Marsh and Sam Ode, photographs by Ann Lee").bylines == (
        "Ida Marsh and Sam Ode, photographs by Ann Lee",
    )


def test_a_tag_in_the_singular_is_one_tag():
    assert read("tag: Harbour, old").tags == ("Harbour, old",)


@pytest.mark.parametrize("written", ["tags: 42", "tags: one two", "people: Ida Marsh", "tags: {a: b}"])
def test_a_list_is_asked_for_and_shown(written):
    story, problems = parsed(f"title: Flood\ndate: 1995-05-05\n{written}")
    assert story is None
    assert problems[0].code == "list-expected"
    assert "[" in problems[0].remedy


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ("byline: Ida\nauthor: Sam", "byline on line 4 and author on line 5"),
        ("tags: [a]\ntag: b", "tags on line 4 and tag on line 5"),
        ("kicker: a\nkicker: b", "kicker stands on line 4 and again on line 5"),
        ("zebra: a\nzebra: b", "zebra stands on line 4 and again on line 5"),
        ("Title: a", "title on line 2 and Title on line 4"),
        ("image: {src: a,\n  src: b}", "src stands on line 4 and again on line 5"),
    ],
)
def test_a_field_that_stands_twice_names_both_lines(fields, places):
    _, problems = parsed(f"title: Flood\ndate: 1995-05-05\n{fields}")
    assert places in problems[0].fault


def test_a_picture_may_be_a_path_fields_or_a_list_of_both():
    plain = Image(src="flood.jpg", line=4)
    assert read("image: flood.jpg").images == (plain,)
    assert read("photo: [flood.jpg]").images == (plain,)
    assert read("image:\n  src: flood.jpg").images == (plain._replace(line=5),)
    story = read(
        "images:\n  - flood.jpg\n  - src: /mill.jpg\n    alt: ''\n    caption: The mill\n    credit: Ida Marsh"
    )
    assert story.images == (plain._replace(line=5), Image("/mill.jpg", "", "The mill", "Ida Marsh", 6, alt_given=True))


def test_a_caption_may_stand_without_its_picture():
    assert read("image: {caption: The mill}").images == (Image(caption="The mill", line=4),)


def test_the_name_of_a_picture_is_not_put_into_another_form():
    """A disk may hold the decomposed name."""
    assert read("image: Cafe\u0301.jpg").images[0].src == "Cafe\u0301.jpg"


def test_corrections_have_a_date_a_text_and_a_kind():
    first, second = "date: 1995-05-05\n    text: Two boats.", "text: |-\n      One.\n\n      Two.\n    kind: note"
    story = read(f"corrections:\n  - {first}\n  - {second}")
    assert story.corrections == (Correction(DAY, "Two boats."), Correction(None, "One.\n\nTwo.", "note"))
    assert read("correction: Two boats.").corrections == (Correction(None, "Two boats."),)


def test_an_origin_has_its_fields():
    story = read("origin:\n  outlet: Gazette\n  file: captures/a.txt\n  sha256: 00ff\n  captured: 1996-11-02")
    assert story.origin == Origin("Gazette", "", "", "1996-11-02", "captures/a.txt", "00ff")


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("draft: true", Status.DRAFT), ("draft: false", Status.PUBLISHED), ("published: false", Status.DRAFT),
        ("status: draft", Status.DRAFT), ("status: Withdrawn", Status.WITHDRAWN), ("draft: ", Status.PUBLISHED),
        ("status: draft\ndraft: yes", Status.DRAFT), ("status: withdrawn\ndraft: false", Status.WITHDRAWN),
    ],
)  # fmt: skip
def test_a_status_may_be_written_in_its_ways(written, status):
    assert read(written).status is status


@pytest.mark.parametrize("written", [
    "draft: true\nstatus: published", "status: draft\ndraft: false", "draft: true\npublished: true",
    "status: withdrawn\ndraft: true",
])  # fmt: skip
def test_a_status_may_not_contradict_itself(written):
    assert codes(written) == ["status-contradiction"]


@pytest.mark.parametrize(
    "written", ["weight: 1.5", "weight: heavy", "weight: " + "9" * 5000, "weight: ٣", "weight: [1]"]
)
def test_a_weight_is_a_whole_number(written):
    assert set(codes(written)) <= {"number-expected", "text-expected"}
    assert codes(written)
    assert read("weight: -3").weight == -3


@pytest.mark.parametrize("address", [
    "flood/", "https://example.org/x", "//example.org", "/a/../b", "/%2e%2e/b", "/a b", "/a\\b", "/./a",
    "/%2F%2Fexample.org",
])  # fmt: skip
def test_an_alias_stays_within_the_site(address):
    assert codes(f"aliases: ['{address}']") == ["alias-address"]
    assert read("aliases: [/1995/flood/, /old.html]").aliases == ("/1995/flood/", "/old.html")
    assert read("alias: /1995/flood/").aliases == ("/1995/flood/",)


def test_a_language_is_a_tag_and_norwegian_is_no_truth_value():
    assert read("lang: no").lang == "no"
    assert codes("lang: pt_BR") == ["language-tag"]


def test_a_series_may_be_a_text_or_a_list():
    assert read("series: The Long Winter").series == ("The Long Winter",)
    assert read("series: [One, Two]").series == ("One", "Two")


@pytest.mark.parametrize("value", ["", "~", "null", "''"])
def test_a_field_without_a_value_is_absent(value):
    names = [field.name for field in FIELDS if field.name not in ("title", "date")]
    story = read("\n".join(f"{name}: {value}" for name in names))
    assert story == Story("flood.md", "Flood", DAY, body="Text.", body_line=story.body_line)


def test_a_page_needs_no_date_and_a_story_does():
    assert parsed("title: About us", standalone=True).story.date is None
    assert [problem.code for problem in parsed("title: About us").problems] == ["date-missing"]


def test_a_title_of_several_lines_is_one_line_and_a_summary_keeps_its_own():
    story, _ = parsed("title: >\n  River\n  rises\ndate: 1995-05-05\nsummary: |\n  Rain.\n\n  More.")
    assert (story.title, story.summary) == ("River rises", "Rain.\n\nMore.")


def test_every_field_knows_its_line_under_its_own_name():
    story = read("author: Ida\nzebra: x")
    assert story.lines == (("title", 2), ("date", 3), ("bylines", 4), ("zebra", 5))


def test_all_faults_of_a_file_are_told_at_once():
    broken = 'title: "A" b\ndate: soon\ntags: 42\nsummary: a: b\nkicker: \'x\nweight: y\nlang: z_z\nimage: {alt: x}'
    _, problems = parsed(broken)
    assert [problem.line for problem in problems] == [2, 3, 4, 5, 6, 7, 8, 9]


def test_the_table_names_every_field_of_a_story_once():
    fields = set(Story.__dataclass_fields__) - {"source", "body", "body_line", "extra", "lines"}
    assert {field.name for field in FIELDS} - {"draft", "published"} == fields
    assert sum(len(field.names) for field in FIELDS) == len(SPELLINGS)
    assert all(field.about for field in FIELDS)
