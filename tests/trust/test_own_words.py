"""A name that a story replaces is a leak wherever this story itself speaks, whoever else prints the name."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace

import pytest

from backfile import checking, reading, storyfile
from backfile.options import Options
from tests.engine.tiny import NOW

SETTINGS = 'title = "Tiny"\ntheme = "broadsheet"\nbase_url = "https://archive.example/a/"\n'
NAMES = "[{from: Ida Marsh, to: a woman of 34}, {from: Marsh, to: the woman}]"
OWN = "1995/05/05/charged/index.html"


def leaks(tiny) -> list[str]:
    receipt = checking.check(tiny.root, Options(executor="inline", now=NOW), searches=True)
    return [problem.source for problem in receipt.problems if problem.code == "leak"]


@pytest.fixture
def tiny(tiny):
    """A woman is charged in May; the town knows her from elsewhere, and says so all around the story."""
    tiny.settings(SETTINGS)
    tiny.story(
        "charged", "Ida Marsh charged over the ferry money", "1995-05-05", "Police charged Ida Marsh, they said.",
        tags="[Ferry, Marsh]", bylines="[Tom Reed]", series="Quay Street", people="[Ida Marsh]", anonymise=NAMES,
        image="{src: /images/court.jpg, alt: Ida Marsh at the court}",
        versions="[{date: 1995-05-05, text: Police looked for Ida Marsh.}]",
    )  # fmt: skip
    tiny.put("images/court.jpg", b"a picture")
    tiny.story("prize", "Ida Marsh", "1995-05-04", "The prize went to her.", tags="[Ferry, Marsh]")
    tiny.story(
        "regatta", "The marsh regatta", "1995-05-03", "Rowed in rain.", tags="[Ferry]", bylines="[Bo Ek, Ida Marsh]",
        summary="Marsh wins again.", section="Marsh Lane",
    )  # fmt: skip
    tiny.story("later", "Marsh drained", "1995-05-06", "It is dry.", tags="[Ferry]", series="Quay Street")
    tiny.put("pages/fund.md", "---\ntitle: The Ida Marsh fund\n---\nSee [Ida Marsh charged](/1995/05/05/charged/).\n")
    tiny.build()
    return tiny


def test_what_its_page_has_from_others_is_no_leak(tiny):
    page = tiny.site()[OWN].decode()
    assert page.count("Marsh") > 3, "neighbours, the menu and a subject of others do say it"
    assert leaks(tiny) == []
    tiny.settings(SETTINGS + "[pages]\njson_feed = true\n")
    assert (tiny.build().held_words_leaked, leaks(tiny)) == (0, [])


SPOILED = {
    "its byline": (OWN, "Tom Reed", "Ida Marsh"),
    "a name beside another": (OWN, "Tom Reed", "Tom Reed and Ida Marsh"),
    "a short name of one word": (OWN, "Tom Reed", "Marsh"),
    "its picture's words": (OWN, 'alt="A woman of 34 at the court"', 'alt="Ida Marsh"'),
    "its picture's name": (OWN, "images/court.jpg", "images/ida-marsh.jpg"),
    "its earlier text": (OWN, "<del>looked for</del>", "<del>Marsh</del>"),
    "its card in a list": ("1995/05/index.html", "A woman of 34 charged over the ferry money", "Ida Marsh"),
    "its card on the front page": ("index.html", "Tom Reed", "Ida Marsh"),
    "its record": ("stories/1995-05.jsonl", '"Tom Reed"', '"Ida Marsh"'),
    "its entry in the feed": ("feed.xml", "<name>Tom Reed</name>", "<name>Ida Marsh</name>"),
}


@pytest.mark.parametrize("where", SPOILED)
def test_a_bare_name_is_a_leak_where_the_story_itself_speaks(tiny, where):
    path, words, name = SPOILED[where]
    target = tiny.root / "output" / path
    text = target.read_text("utf-8")
    assert words in text
    target.write_text(text.replace(words, name))
    assert leaks(tiny) == ["content/stories/charged.md"]


def test_a_bare_name_in_its_record_of_the_search_is_a_leak(tiny):
    record = {"url": "/1995/05/05/charged/", "content": "Police said.", "meta": {"byline": "Ida Marsh"}}
    others = {**record, "url": "/1995/05/04/prize/"}
    place = tiny.root / "output/pagefind/1995/fragment"
    place.mkdir(parents=True)
    for number, one in enumerate((others, record)):
        assert leaks(tiny) == []
        (place / f"{number}.pf_fragment").write_bytes(gzip.compress(b"pagefind_dcd" + json.dumps(one).encode()))
    assert leaks(tiny) == ["content/stories/charged.md"]


def test_another_story_may_go_on_saying_it(tiny):
    for path in ("1995/05/04/prize/index.html", "fund/index.html"):
        target = tiny.root / "output" / path
        target.write_text(target.read_text("utf-8").replace("</main>", "<p>Ida Marsh</p></main>"))
    month = tiny.root / "output/1995/05/index.html"
    month.write_text(re.sub("Bo Ek", "Marsh", month.read_text("utf-8")))
    assert leaks(tiny) == []


@pytest.mark.parametrize("part", ["bylines", "alt", "people"])
def test_a_build_that_forgets_to_replace_a_name_leaves_the_old_site(tiny, monkeypatch, part):
    """Two faults at once: one in replacing, one in the proof when the story is read."""
    tiny.story("charged", "Ida Marsh charged", bylines="[Ida Marsh]", people="[Ida Marsh]", anonymise=NAMES,
               image="{src: /images/court.jpg, alt: Ida Marsh}")  # fmt: skip
    before = tiny.site()
    real = storyfile.published

    def forgetful(story):
        kept = {part: getattr(story, part)} if part != "alt" else {"images": story.images}
        return replace(real(story), **kept) if story.anonymise else real(story)

    monkeypatch.setattr(reading, "unnamed", lambda *_: ())
    monkeypatch.setattr(reading.storyfile, "published", forgetful)
    receipt = tiny.build()
    assert not receipt.built
    assert [problem.source for problem in receipt.problems if problem.code == "leak"] == ["content/stories/charged.md"]
    assert tiny.site() == before
