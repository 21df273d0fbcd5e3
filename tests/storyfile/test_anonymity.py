"""A story that replaces names says none of them, and every other word of it, in order."""

from __future__ import annotations

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Correction, Image, Origin, Replacement, Story
from backfile.storyfile import body_of, parse_story, published, story_text
from backfile.storyfile.anonymity import renaming

IDA = (Replacement("Marsh", "the woman"), Replacement("Ida Marsh", "a woman of 34"))


def renamed(text: str, replacements: tuple[Replacement, ...] = IDA) -> str:
    return renaming(replacements)(text)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("said Ida Marsh, 34.", "said a woman of 34, 34."),
        ("the longest first: Ida Marsh and Marsh", "the longest first: a woman of 34 and the woman"),
        ("no part of a word: Marshall, marshes, Saltmarsh", "no part of a word: Marshall, marshes, Saltmarsh"),
        ("it was Marsh's boat", "it was the woman's boat"),
        ("in any case: IDA MARSH, ida marsh", "in any case: A WOMAN OF 34, a woman of 34"),
        ("Ida Marsh began. Marsh went on.", "A woman of 34 began. The woman went on."),
        ("asked by Mrs. Marsh", "asked by Mrs. the woman"),
        ("over a line's end: Ida\nMarsh, 34", "over a line's end: a\nwoman of 34, 34"),
        ("> said Ida\n> Marsh", "> said a\n> woman of 34"),
        ("no name over a paragraph: Ida\n\nSea", "no name over a paragraph: Ida\n\nSea"),
        (
            "with *Ida Marsh* and Ida *Marsh* and **Ida** Marsh",
            "with *a woman of 34* and a woman of 34 and a woman of 34",
        ),
        ("with Ida\u00a0Marsh and Ida&nbsp;Marsh", "with a woman of 34 and a woman of 34"),
        ("[a picture](/images/marsh.jpg)", "[a picture](/images/marsh.jpg)"),
        ("see https://example.org/marsh for more", "see https://example.org/marsh for more"),
    ],
)
def test_a_name_is_replaced_wherever_it_is_a_name(written, shown):
    assert renamed(written) == shown


def test_a_name_is_found_however_its_letters_were_typed():
    assert renamed("by Jose\u0301 O'Neill", (Replacement("José O’Neill", "a man"),)) == "by a man"


def test_of_two_names_that_begin_alike_the_longer_one_is_replaced():
    assert renamed("so Ida Marsh said", (Replacement("Ida", "she"), Replacement("Ida Marsh", "a woman"))) == (
        "so a woman said"
    )


WORDS = st.sampled_from(
    ["Ida", "Marsh", "marsh", "MARSH", "Ida Marsh", "ida\nmarsh", "Marshall", "river", "and", "34", "é"]
)
ENDS = st.sampled_from([" ", " ", ", ", ". ", "\n", "\n\n", " *", "* ", "’s "])


@given(st.lists(st.tuples(WORDS, ENDS), max_size=30))
def test_no_name_stands_and_every_other_word_does_in_order(pieces):
    text = "".join(word + end for word, end in pieces)
    shown = renamed(text)
    assert not re.search(r"(?<![^\W_])marsh(?![^\W_])", shown, re.IGNORECASE)
    new = {"a", "the", "woman", "of"}
    others = [word for word in re.findall(r"[^\W_]+", text) if word.lower() not in ("ida", "marsh")]
    kept = [word for word in re.findall(r"[^\W_]+", shown) if word.lower() not in new | {"ida"}]
    assert [word for word in kept if word != "34"] == [word for word in others if word != "34"]
    assert kept.count("34") >= others.count("34")
    assert shown.count("\n") == text.count("\n") or "\nmarsh" in text.lower()


def test_every_field_that_readers_see_is_renamed():
    name = "Ida Marsh"
    story = Story(
        "s.md", name, None, name, kicker=name, summary=name, section=name, bylines=(name,), agency=name, dateline=name,
        tags=(name,), series=(name,), places=(name,), people=(name,), organisations=(name,), rights=name,
        images=(Image("a.jpg", name, name, name),), corrections=(Correction(None, name, name),),
        origin=Origin(outlet=name), extra=((name, [{name: name}]),), anonymise=IDA,
    )  # fmt: skip
    shown = replace(published(story), anonymise=())
    assert "Marsh" not in repr(shown)


def test_the_body_that_is_rendered_is_the_one_that_was_checked():
    written = Story("s.md", "T", None, "Ida Marsh said.", anonymise=IDA)
    for text in (story_text(written), story_text(written).replace("anonymise:", '"anon\\u0079mise":')):
        story = parse_story(text.encode(), "s.md", zone=ZoneInfo("UTC"), standalone=True).story
        assert body_of(text.encode())[0] == published(story).body == "A woman of 34 said."


def test_a_story_file_is_written_back_with_its_names():
    written = Story("s.md", "Ida Marsh", None, "Ida Marsh said.", anonymise=IDA)
    assert story_text(written).count("Marsh") == 4
    assert (
        parse_story(story_text(written).encode(), "s.md", zone=ZoneInfo("UTC"), standalone=True).story.anonymise == IDA
    )
