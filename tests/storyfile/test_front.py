"""Where the front matter ends: the traps of fences, bytes and line ends."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.storyfile import FrontError, body_of, parse_story, split

ZONE = ZoneInfo("Europe/Lisbon")
HEAD = "---\ntitle: Flood\ndate: 1995-05-05\n---\n"


def parsed(data: str | bytes):
    return parse_story(data.encode() if isinstance(data, str) else data, "flood.md", zone=ZONE)


def sound(data: str | bytes):
    story, problems = parsed(data)
    assert problems == ()
    return story


def test_the_parts_of_a_file_know_their_lines():
    front = split(HEAD + "\n\nThe river rose.\n")
    assert front == ("title: Flood\ndate: 1995-05-05\n", 2, "The river rose.", 7)


@pytest.mark.parametrize(
    "body", ["---\n\nRain.", "Rain.\n\n---\n\nmore: rain\n\n---", "title: not this one", "- a\n---\n- b"]
)
def test_rules_and_colons_of_the_body_stay_in_the_body(body):
    story = sound(f"{HEAD}{body}\n")
    assert (story.title, story.body) == ("Flood", body)


def test_a_story_that_opens_with_a_rule_is_not_taken_for_front_matter():
    story, problems = parsed("---\nOnce it rained for a week.\n\n---\nThen it stopped.\n")
    assert story is None
    assert [problem.code for problem in problems] == ["front-matter-no-fields"]


def test_a_missing_closing_line_swallows_no_text():
    story, problems = parsed("---\ntitle: Flood\ndate: 1995-05-05\n\nThe river rose.\n")
    assert story is None
    assert (problems[0].code, problems[0].line) == ("front-matter-not-closed", 1)
    assert "line 5" in problems[0].remedy


def test_a_rule_in_the_body_does_not_stand_for_the_closing_line():
    story, problems = parsed("---\ntitle: Flood\ndate: 1995-05-05\n\nThe river rose.\n\n---\n\nIt fell.\n")
    assert story is None
    assert [(problem.code, problem.line) for problem in problems] == [("not-a-field", 5)]


def test_dashes_within_a_text_of_several_lines_do_not_close():
    story = sound("---\ntitle: Flood\ndate: 1995-05-05\nsummary: |\n  Rain\n  ---\n  and more\n---\nText.\n")
    assert story.summary == "Rain\n---\nand more"


def test_spaces_after_the_dashes_do_not_count():
    assert sound("---  \ntitle: Flood\ndate: 1995-05-05\n---\t\nText.\n").body == "Text."


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_change_nothing(end, mark):
    text = HEAD + "\nThe river rose.\n\n    code\n"
    data = mark + text.replace("\n", end).encode()
    assert sound(data) == sound(text)
    assert body_of(data) == body_of(text.encode())


def test_a_byte_order_mark_is_no_column():
    problem = parsed(b"\xef\xbb\xbf---\r\ntitle: A: b\r\ndate: 1995-05-05\r\n---\r\n").problems[0]
    assert (problem.line, problem.column, problem.excerpt) == (2, 9, "title: A: b")


def test_blank_lines_around_the_body_are_dropped_and_counted():
    story = sound(HEAD + "\n \n    indented code\n\nText.  \n\n \n")
    assert (story.body, story.body_line) == ("    indented code\n\nText.  ", 7)


def test_a_story_may_have_no_body():
    assert sound(HEAD).body == ""
    assert sound(HEAD[:-1]).body == ""


def test_decomposed_letters_of_the_body_stay_as_written_and_the_title_is_composed():
    story = sound("---\ntitle: Cafe\u0301\ndate: 1995-05-05\n---\nCafe\u0301\n")
    assert (story.title, story.body) == ("Caf\u00e9", "Cafe\u0301")


def test_lines_of_a_story_end_where_an_editor_sees_them_end():
    """Other characters that Unicode calls line ends are text."""
    body = "One\u2028still one\u000btwo".replace("\u000b", " ")
    assert sound(HEAD + body).body == body


@pytest.mark.parametrize("data", [b"", b"Text.", b"---\ntitle: Flood\n", b"\xff\xfe-\x00", HEAD.encode() + b"\xe9"])
def test_the_quick_way_to_a_body_refuses_what_is_no_story(data):
    with pytest.raises(ValueError):
        body_of(data)


@pytest.mark.parametrize("text", ["", "Text.", "---\ntitle: Flood\n", "----\n---\n"])
def test_what_cannot_be_split_is_refused(text):
    with pytest.raises(FrontError):
        split(text)


BODIES = st.text(st.sampled_from("ab é🐐\u2028-:#\n\r\t \ufeff"), max_size=60)


@given(body=BODIES, mark=st.sampled_from(["", "\ufeff"]), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_quick_way_to_a_body_agrees_with_the_reading(body, mark, end):
    text = mark + HEAD.replace("\n", end) + body
    story, _ = parsed(text)
    assert body_of(text.encode()) == (story.body, story.body_line)
    front = split(text)
    assert (front.body, front.body_line) == (story.body, story.body_line)


@given(body=BODIES)
def test_every_word_of_the_body_is_kept_in_its_line(body):
    text = HEAD + body
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    story, _ = parsed(text)
    for number, line in enumerate(story.body.split("\n"), story.body_line):
        assert lines[number - 1] == line or (not line and not story.body)
    assert "".join(story.body.split()) == "".join(body.split())
