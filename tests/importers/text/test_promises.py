"""Promises of the text reader that hold for any text at all."""

from __future__ import annotations

import os
import random
import re
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.importers.text import Fate, read_capture
from backfile.importers.text.blocks import cleaned
from backfile.prose import render_body
from backfile.storyfile import parse_story, story_text

from . import captures

UTC = ZoneInfo("UTC")
MANY = settings(max_examples=2_000 if os.environ.get("BACKFILE_LONG") else 60, deadline=None)
ALL = [value for name, value in vars(captures).items() if name.isupper() and name != "TEASERS"]
ODD_LINES = st.sampled_from(
    [
        "1984. That was the last time anyone looked, and nobody has looked since then, he said.",
        "#schools will stay closed, the board said, until the roof has been seen to by someone.",
        "It was $5*, up from $3*, for a ticket that took you across the bay and sometimes back.",
        "+ plus a paragraph that begins with a plus sign and goes on for quite some words after it.",
        "- minus a paragraph that begins with a dash, which is how people talk in some countries.",
        "    indented by four spaces, which Markdown would take for code if it were let, but it is not.",
        "A <b>bold</b> claim, and a [link](http://example.org) & an &amp; that were in the text itself.",
        "=====",
        "> quoted, as letters were, line by line, by people who then wrote their answer below it.",
        "Snake_case_words and *stars* and `ticks` and a backslash \\* that someone typed on purpose.",
        "Kurz",
        "A heading?",
        "鐘は一九五三年の嵐の夜に船から落ち、それ以来、誰も見ていなかった。市は来年の春まで待つ。",
        "2 hours ago",
        "Share",
    ]
)
TEXTS = st.lists(ODD_LINES | st.text(max_size=120), max_size=14).map("\n\n".join)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))


def kept(capture) -> str:
    return " ".join(block.text for block in capture.blocks if block.fate in (Fate.KEPT, Fate.HEADING))


@pytest.mark.parametrize("text", ALL)
def test_the_rendered_page_shows_exactly_the_words_of_the_kept_blocks(text):
    capture = read_capture(text, "a.txt", zone=UTC)
    assert words(shown(render_body(capture.story.body).html)) == words(kept(capture))


@MANY
@given(TEXTS)
def test_the_words_of_kept_blocks_are_unchanged_on_the_page_whatever_they_are(text):
    capture = read_capture(text, "a.txt", zone=UTC)
    assert words(shown(render_body(capture.story.body).html)) == words(kept(capture))


@MANY
@given(TEXTS)
def test_every_word_of_a_capture_is_in_some_block_and_every_block_has_a_reason(text):
    capture = read_capture(text, "a.txt", zone=UTC)
    told = " ".join(block.text for block in capture.blocks)
    assert sorted(words(told)) == sorted(words(cleaned(text)))
    assert all(block.reason and 0 <= block.confidence <= 1 and block.name for block in capture.blocks)
    assert 0 <= capture.confidence <= 1


@MANY
@given(TEXTS)
def test_lines_of_blocks_are_where_their_first_words_stand(text):
    lines = cleaned(text).split("\n")
    for block in read_capture(text, "a.txt", zone=UTC).blocks:
        first = block.text.split("\n")[0].split()
        assert first[0] in lines[block.line - 1].split()


@pytest.mark.parametrize("text", ALL)
def test_the_story_file_reads_back_as_the_same_story(text):
    story = read_capture(text, "a.txt", zone=UTC).story
    if not (story.title and story.date):
        return
    again = parse_story(story_text(story).encode(), "a.txt", zone=UTC)
    assert not again.problems
    for name in (
        "title",
        "date",
        "updated",
        "section",
        "bylines",
        "agency",
        "dateline",
        "tags",
        "corrections",
        "body",
    ):
        assert getattr(again.story, name) == getattr(story, name)


def test_reading_is_the_same_each_time_and_in_any_order():
    first = [read_capture(text, "a.txt", zone=UTC) for text in ALL]
    mixed = list(enumerate(ALL))
    random.Random(5).shuffle(mixed)
    for at, text in mixed:
        again = read_capture(text, "a.txt", zone=UTC)
        assert (again, again.blocks) == (first[at], first[at].blocks)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000,
        "[" * 3_000 + "]" * 3_000,
        "a" * 200_000,
        "1/2/3" * 5_000,
        "\n\n".join(["x"] * 7_000),
        "— " * 9_000,
    ],
)
def test_pathological_text_is_read_all_the_same(text):
    assert read_capture(text, "a.txt", zone=UTC).blocks
