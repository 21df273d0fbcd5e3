"""Every question that `explain` answers: why, of what, from where, held until when."""

from __future__ import annotations

import pytest

from backfile import pipeline
from backfile.model import UsageError
from backfile.options import Options
from tests.engine.tiny import NOW


@pytest.fixture
def told(tiny):
    def explained(what):
        return pipeline.explain(tiny.root, Options(executor="inline", now=NOW), what)

    tiny.story("ferry", "The ferry", tags="[Harbour]")
    tiny.story("gale", "A gale", "1995-05-07", tags="[Harbour]")
    tiny.build()
    return explained


@pytest.mark.parametrize("what", ["/1995/05/05/ferry/", "https://archive.example/a/1995/05/05/ferry/"])
def test_an_address_comes_from_a_file_and_is_made_with_a_template(told, what):
    said = told(what)
    assert "it comes from content/stories/ferry.md" in said
    assert "it is published" in said
    assert "the template story.html of the theme plain" in said
    assert "it is fresh" in said


def test_a_file_is_at_an_address_and_stands_in_lists(told):
    said = told("content/stories/ferry.md")
    assert "is the story at /1995/05/05/ferry/" in said
    assert "it stands in /tags/harbour/" in said
    assert "it makes output/1995/05/05/ferry/index.html" in said


def test_a_list_names_its_stories(told):
    assert "it lists 2 stories: /1995/05/07/gale/, /1995/05/05/ferry/" in told("/tags/harbour/")


def test_what_was_saved_since_the_last_build_is_said_of_the_file_its_page_and_its_lists(told, tiny):
    tiny.story("ferry", "The ferry again", tags="[Harbour]")
    for what in ("stories/ferry.md", "/1995/05/05/ferry/", "/tags/harbour/"):
        assert "content/stories/ferry.md has changed since it was last read" in told(what)
    assert "has changed since it was last read" not in told("/1995/05/07/gale/")
    tiny.drop("stories/ferry.md")
    assert "content/stories/ferry.md is gone" in told("/1995/05/05/ferry/")


def test_a_page_is_stale_for_what_changed_and_says_which_part(told, tiny):
    template = tiny.root / "themes/plain/templates/story.html"
    template.write_text(template.read_text() + "<!-- new -->")
    assert "it is stale: the template" in told("/1995/05/05/ferry/")
    assert "it is fresh" in told("/1995/05/")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"embargo": '"2090-01-01T06:00"'}, "it is held until 2090-01-01T06:00+00:00"),
        ({"status": "draft"}, "it is held: its status is draft"),
        ({"expires": "1999-01-01"}, "it is held: it expired on 1999-01-01"),
        ({"status": "withdrawn"}, "it is held: its status is withdrawn"),
    ],
)
def test_a_held_story_says_why_and_until_when(told, tiny, fields, said):
    tiny.story("prize", "The prize", **fields)
    tiny.build()
    assert said in told("content/stories/prize.md")


def test_what_the_last_build_does_not_know_is_refused(told):
    with pytest.raises(UsageError, match="knows no such file and no such address"):
        told("/no/such/")
