"""The stories as data: every published one in its month's file, none that is held, and little made again."""

from __future__ import annotations

import json
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import prose, shards
from backfile.corpus import FIELDS, plain_text
from backfile.corpus.text import _ODD, words_in
from tests.engine.tiny import NOW

PROJECT = Path(__file__).parents[2]


def records(tiny, month):
    lines = tiny.site()[f"stories/{month}.jsonl"].decode().split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def listing(tiny):
    return [json.loads(line) for line in tiny.site()["stories.jsonl"].decode().splitlines()]


def test_every_published_story_is_in_its_months_file_with_every_field(tiny):
    tiny.story("flood", "The flood", "1995-05-05", "*Some* words.\n\n- one\n- two", tags="[Harbour]", bylines="[Ada]")
    tiny.story("ferry", "The ferry", "1995-05-06")
    tiny.story("gate", "The gate", "1996-01-02")
    tiny.build()
    first, second = records(tiny, "1995-05")
    assert list(first) == list(FIELDS)
    assert (first["id"], first["url"]) == ("/1995/05/05/flood/", "https://archive.example/a/1995/05/05/flood/")
    assert (first["text"], first["words"]) == ("Some words.\n\none\ntwo", 4)
    assert (first["tags"], first["bylines"], first["lang"]) == (["Harbour"], ["Ada"], "en")
    assert second["title"] == "The ferry"
    assert listing(tiny) == [
        {
            "url": "https://archive.example/a/stories/1995-05.jsonl",
            "stories": 2,
            "first": "1995-05-05",
            "last": "1995-05-06",
        },
        {
            "url": "https://archive.example/a/stories/1996-01.jsonl",
            "stories": 1,
            "first": "1996-01-02",
            "last": "1996-01-02",
        },
    ]


@pytest.mark.parametrize(
    "held", [{"status": "draft"}, {"status": "withdrawn"}, {"embargo": "2031-01-01"}, {"expires": "2001-01-01"}]
)
def test_a_held_story_is_in_no_file(tiny, held):
    tiny.story("flood", "The flood")
    tiny.story("secret", "Unprinted title", body="Unprinted words, and <!-- an editor's remark -->more.", **held)
    tiny.build()
    data = b"".join(data for path, data in tiny.site().items() if path.endswith(".jsonl"))
    assert b"The flood" in data
    assert b"Unprinted" not in data


def test_what_a_page_does_not_show_of_a_story_is_not_in_its_record(tiny):
    tiny.story("flood", "The flood", body="Words.\n\n<!-- ask the mayor -->\n\nMore.", desk_note="call Ada")
    tiny.build()
    data = tiny.site()["stories/1995-05.jsonl"]
    assert b"mayor" not in data
    assert b"call Ada" not in data


def test_a_changed_story_has_its_own_line_made_again_and_no_other(tiny, monkeypatch):
    for number in range(9):
        tiny.story(f"s{number}", f"Story {number}")
    tiny.story("else", "Elsewhere", "1996-01-01")
    tiny.build()
    made = []
    real = shards.record_of
    monkeypatch.setattr(shards, "record_of", lambda item, *more: made.append(item.source) or real(item, *more))
    tiny.story("s4", "Story 4", body="Other words.")
    receipt = tiny.build()
    assert made == ["stories/s4.md"]
    assert receipt.written == 2
    assert tiny.site() == tiny.clean_build()


def test_a_file_that_is_not_the_one_left_gives_no_line(tiny):
    for number in range(3):
        tiny.story(f"s{number}", f"Story {number}")
    tiny.build()
    path = tiny.root / "output" / "stories" / "1995-05.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Story 1", b"Story X"))
    tiny.story("s2", "Story 2", body="Other words.")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_no_file_grows_without_bound(tiny, monkeypatch):
    from backfile.plan import corpus

    monkeypatch.setattr(corpus, "LENGTH", 2)
    for number in range(5):
        tiny.story(f"s{number}", f"Story {number}")
    tiny.build()
    assert [len(records(tiny, name)) for name in ("1995-05", "1995-05-2", "1995-05-3")] == [2, 2, 1]
    assert [one["stories"] for one in listing(tiny)] == [2, 2, 1]


def test_a_story_that_broke_stays_as_it_was_while_others_of_its_month_change(tiny):
    tiny.story("good", "Good")
    tiny.story("bad", "Bad", body="The last good words.")
    tiny.build()
    tiny.put("stories/bad.md", "---\ntitle: [\n---\nx\n")
    tiny.story("good", "Good", body="New words.")
    tiny.build(keep_going=True)
    assert {record["text"] for record in records(tiny, "1995-05")} == {"New words.", "The last good words."}


def test_it_can_be_left_out(tiny):
    tiny.settings((tiny.root / "site.toml").read_text() + "[pages]\ncorpus = false\n")
    tiny.story("flood")
    tiny.build(now=NOW)
    assert not [path for path in tiny.site() if path.endswith(".jsonl")]


WORDS = st.text(alphabet="ab1 \n*_#>|-`&<[](.", max_size=60)


class Shown(HTMLParser):
    """What a reader of the HTML sees, letter by letter."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.seen = []
        self.feed(html)
        self.close()

    def handle_data(self, data):
        self.seen.append(data)


@given(WORDS)
def test_no_letter_of_a_body_is_lost_in_its_text(body):
    html = prose.render_body(body).html
    assert "".join(plain_text(html).split()) == "".join("".join(Shown(html).seen).split())


PIECES = (
    "<p>",
    "</p>",
    "</p>\n<p>",
    "\n",
    " ",
    "word",
    "é",
    "<br>",
    "\xa0",
    "\t",
    "\u2003",
    "&amp;",
    "&nbsp;",
    "&#10;",
    "<h2>",
)


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.booleans())
def test_a_text_has_single_spaces_blank_lines_for_paragraphs_and_its_number_of_words(html, is_body):
    text = plain_text(f"<p>{html}</p>" if is_body else html)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert [" ".join(line.split()) for line in text.split("\n")] == text.split("\n")
    assert words_in(text) == len(text.split())


def test_every_sign_that_is_white_space_is_looked_for():
    assert set(_ODD) == {sign for sign in map(chr, range(sys.maxunicode + 1)) if sign.isspace()} - set(" \n")


def test_what_looks_like_a_tag_from_one_paragraph_to_the_next_is_text():
    assert plain_text("<p>one <b</p>\n<p>two> three</p>") == "one <b\n\ntwo> three"
    assert plain_text('<p>one <img alt="</p>\n<p>"> two</p>') == "one two"


def test_words_of_neighbouring_blocks_and_cells_stay_apart():
    html = prose.render_body("One\n\n- two\n- three\n\n| a | b |\n|---|---|\n| c | d |\n\nfour  \nfive").html
    assert plain_text(html).split() == "One two three a b c d four five".split()


def test_the_documentation_has_every_field_as_the_code_says_it():
    page = (PROJECT / "docs" / "export.md").read_text("utf-8")
    assert [row for row in (f"| `{name}` | {meaning} |" for name, meaning in FIELDS.items()) if row not in page] == []
