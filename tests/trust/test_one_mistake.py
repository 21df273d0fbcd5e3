"""A story with an error counts as present, though nothing is known of it yet: one mistake, one message."""

from __future__ import annotations

import shutil

import pytest

from backfile import checking
from backfile.model import Level
from backfile.options import Options
from tests.engine.tiny import NOW

WORDS = "The board met on Tuesday evening and agreed after two hours of talk to dredge the inner basin."
LINKS = {
    "its file": "flood.md",
    "its address": "/1995/05/05/flood/",
    "its address from here": "../../05/flood/",
    "an earlier address": "/old/flood/",
    "its file's name": "/1995/05/06/flood/",
}


def broken(tiny, name="1995/flood", title="The flood", body=WORDS, **fields):
    return tiny.story(name, title, "5/5/95", body, **fields)


def linking(tiny, target):
    return tiny.story("1995/school", "The school", "1995-05-06", f"After [the flood]({target}) it opened.")


def told(receipt):
    return [(problem.source, problem.code) for problem in receipt.problems if problem.level is not Level.ADVICE]


def checked(tiny):
    return checking.check(tiny.root, Options(executor="inline", now=NOW))


def without_state(tiny):
    """As a fresh clone has it."""
    for name in (".backfile", "output"):
        shutil.rmtree(tiny.root / name, ignore_errors=True)


@pytest.fixture
def cloned(tiny):
    """An archive that was published, in a clone where one story has a date that nobody can read."""
    tiny.story("1995/flood", "The flood", "1995-05-05", WORDS, aliases="[/old/flood/]")
    linking(tiny, "flood.md")
    tiny.build()
    without_state(tiny)
    broken(tiny)
    return tiny


THE_DATE = [("content/stories/1995/flood.md", "date-not-iso")]


@pytest.mark.parametrize("target", LINKS.values(), ids=LINKS)
def test_the_first_build_of_a_clone_tells_a_mistake_and_nothing_that_follows_from_it(cloned, target):
    linking(cloned, target)
    receipt = cloned.build()
    assert (told(receipt), receipt.built, receipt.addresses_lost) == (THE_DATE, False, 0)
    receipt = cloned.build(keep_going=True)
    assert (told(receipt), receipt.published, receipt.addresses_lost) == (THE_DATE, 1, 0)
    assert told(cloned.build(keep_going=True)) == THE_DATE
    assert cloned.site() == cloned.clean_build(keep_going=True)


@pytest.mark.parametrize("target", LINKS.values(), ids=LINKS)
def test_a_check_tells_it_alone_too(cloned, target):
    linking(cloned, target)
    for _ in range(2):
        assert told(checked(cloned)) == THE_DATE


def test_an_address_that_leads_by_hand_to_a_story_with_a_mistake_is_not_told(cloned):
    with (cloned.root / "content/addresses.txt").open("a") as file:
        file.write("/older/\t/1995/05/05/flood/\n")
    linking(cloned, "/older/")
    assert told(cloned.build()) == THE_DATE


def test_two_stories_with_mistakes_that_link_each_other_are_two_messages(tiny):
    broken(tiny, body="See [the school](school.md).")
    broken(tiny, "1995/school", "The school", body="See [the flood](flood.md).")
    assert told(tiny.build()) == [(f"content/stories/1995/{name}.md", "date-not-iso") for name in ("flood", "school")]


def test_a_story_with_a_dead_link_is_there_for_those_that_link_to_it(cloned):
    cloned.story("1995/flood", "The flood", "1995-05-05", "See [the pier](pier.md).")
    dead = [("content/stories/1995/flood.md", "dead-link")]
    for _ in range(2):
        receipt = cloned.build(keep_going=True)
        assert (told(receipt), receipt.addresses_lost) == (dead, 0)


@pytest.mark.parametrize("target", [LINKS["its file"], LINKS["its address"], LINKS["its file's name"]])
def test_what_was_really_removed_is_told_at_once(cloned, target):
    linking(cloned, target)
    for _ in range(2):
        cloned.build(keep_going=True)
        checked(cloned)
    cloned.drop("stories/1995/flood.md")
    receipt = cloned.build(keep_going=True)
    lost = [("content/addresses.txt", "address-lost")] * 2
    assert sorted(told(receipt)) == [*lost, ("content/stories/1995/school.md", "dead-link")]
    assert ("content/stories/1995/school.md", "dead-link") in told(checked(cloned))


@pytest.mark.parametrize("target", LINKS.values(), ids=LINKS)
def test_mended_it_stands_where_the_links_lead_or_they_are_told(cloned, target):
    linking(cloned, target)
    cloned.build(keep_going=True)
    cloned.story("1995/flood", "The flood", "1995-05-05", WORDS)
    receipt = cloned.build(keep_going=True)
    dead = [("content/stories/1995/school.md", "dead-link")] if target == LINKS["its file's name"] else []
    assert told(receipt) == dead
    if not dead:
        assert "05/flood/" in cloned.site()["1995/05/06/school/index.html"].decode()
        assert cloned.site() == cloned.clean_build()


def test_a_warning_of_a_dead_link_goes_when_the_story_comes_even_with_a_mistake(tiny):
    tiny.settings((tiny.root / "site.toml").read_text() + '[checks]\ndead_links = "warning"\n')
    linking(tiny, "/1995/05/05/flood/")
    assert told(tiny.build()) == [("content/stories/1995/school.md", "dead-link")]
    broken(tiny)
    assert told(tiny.build(keep_going=True)) == THE_DATE
    tiny.drop("stories/1995/flood.md")
    assert told(tiny.build()) == [("content/stories/1995/school.md", "dead-link")]


def test_an_address_told_to_be_lost_is_not_when_its_story_comes_back_with_a_mistake(cloned):
    cloned.drop("stories/1995/flood.md")
    cloned.drop("stories/1995/school.md")
    assert cloned.build().addresses_lost == 3
    broken(cloned)
    receipt = cloned.build(keep_going=True)
    assert receipt.addresses_lost == 1
    (lost,) = (problem for problem in receipt.problems if problem.code == "address-lost")
    assert "content/stories/1995/school.md is gone" in lost.fault


def test_no_change_beside_a_story_with_a_mistake_writes_nothing(cloned):
    cloned.build(keep_going=True)
    again = cloned.build(keep_going=True)
    assert (again.read, again.rendered, again.written) == (1, 0, 0)
