"""What spares the text reader work changes nothing that it finds."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile.importers.text import dates, forms, language, rules, shapes
from backfile.importers.text.blocks import cleaned, raw_blocks
from backfile.importers.text.captions import without_cut
from backfile.importers.text.dates import dates_in
from backfile.importers.text.families import Banded, Named
from backfile.importers.text.reader import weigh
from backfile.importers.text.weighing import odds_of
from backfile.importing import likeness

WORD_PARTS = ("a", "Bo", "9", "-", "'", ".", "_", " ", "\n", "!", "\x1f")
DATE_PARTS = ("May", "mai", "Dec", "FOO", "5", "12", "2023", "1998", "20", " ", ",", ".", "-", "st", "at ", "de ", "x")
CREDIT_PARTS = (
    *("Photo", "foto", "ſource", "Getty", "images", "ımages", "via", "by", "Ida"),
    *(" ", "\n", ":", "/", "|", "©", "(", ")"),
)
BLOCKS = (
    "Share this article",
    "Sign up for our newsletter and subscribe",
    "You will get it every morning, and nothing else.",
    "The ferry to the island was cancelled on Tuesday after the storm broke two of its moorings, the harbour said",
    "“It was the worst night in years,” the harbour master said, and went to look for the missing boats himself.",
    "The council will meet again on Thursday to talk about the gate […]",
    "A man looks over the broken railing of the ferry landing after the storm that came on Tuesday ni...",
    "2 hours ago",
    "• Bread",
    "Nobody did.",
    "{{ page.title }}",
    "* * *",
)

STORY = (
    "The ferry to the island was cancelled on Tuesday after the storm broke two of its moorings, the master said.",
    "The storm came up the channel before midnight, and by morning the ferry lay on its side against the harbour wall.",
    "The island has had no ferry since, and the harbour master does not expect another before the moorings are mended.",
)
ON_TOPIC = (
    "The harbour master said that the ferry lay against the wall, "
    "and that the moorings of the island would be mended before the storm returned to the channel."
)


def made_of(*parts):
    return st.lists(st.sampled_from(parts), max_size=9).map("".join)


@given(made_of(*WORD_PARTS))
@settings(max_examples=60, deadline=None)
def test_words_of_ascii_are_those_that_the_form_for_all_scripts_finds(text):
    assert shapes.PLAIN_WORD.findall(text) == shapes.WORD.findall(text)
    low = text.casefold()
    assert low.translate(language.NO_LETTERS).split() == language.WORD.findall(low)
    set_well = low.replace("a", "’").replace("b", "\u00a0")
    assert likeness.words_of(set_well) == likeness._WORD.findall(set_well)


@given(made_of(*DATE_PARTS))
@settings(max_examples=80, deadline=None)
def test_no_date_that_begins_with_its_month_is_without_what_is_looked_for_first(text):
    found = dates.NAME_FIRST.search(text)
    if found:
        later = dates.DAY_AND_YEAR.search(text)
        assert later
        assert later.start() <= found.start("d") + 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("FOOMay 5, 2023", "2023-05-05"),
        ("Jessica ChoiDec. 21, 2023", "2023-12-21"),
        ("x" * 90 + "May 5, 2023", "2023-05-05"),
        ("In 2019 and 12 more years, as was said on the quay at noon, until May 5, 2023", "2023-05-05"),
        ("20235 May 2020", "2020-05-05"),
        ("12023-05-06", None),
        ("mayoral 5, 2023", None),
        ("mayo 5 de 2023", "2023-05-05"),
        ("1.5.2023, 2", "2023-05-01"),
        ("v.1.5.2023", None),
    ],
)
def test_dates_are_found_where_digits_lead_to_them(text, day):
    found = dates_in(text)
    assert [dated.day.isoformat() for dated in found[:1]] == ([day] if day else [])


@given(made_of(*CREDIT_PARTS))
@settings(max_examples=80, deadline=None)
def test_no_credit_is_without_the_marks_that_are_looked_for_first(text):
    if forms.CREDIT_START.match(text):
        assert forms.has_any(text, ":/：") or forms.CREDIT_BY.search(text)
    if forms.CREDIT_DIVIDED.search(text):
        low = text.casefold()
        assert not low.isascii() or forms.has_any(low, forms.HOUSE_MARKS)


@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=12))
@example([*STORY, *["Share this article"] * 14, ON_TOPIC])
@example([STORY[0], "* * *", STORY[1], "Ida Marsh", "* * *", STORY[2], "Tom Quill"])
@settings(max_examples=20, deadline=None)
def test_rules_that_are_not_asked_would_have_said_nothing(blocks):
    view = weigh(raw_blocks(cleaned("\n\n".join(blocks)))).view
    for at, said in enumerate(rules.verdicts_of(view)):
        changes = [(rule(at, view), rules.REASONS[rule]) for rule in rules.RULES]
        assert list(said) == [(change, reason) for change, reason in changes if change]


def test_what_a_block_weighs_by_itself_is_remembered_with_its_signs():
    weighed = weigh(raw_blocks("\n\n".join(BLOCKS)))
    whole = odds_of([weighed.signs_at(at) for at in range(len(BLOCKS))], "second")
    assert rules.corrected(whole, weighed.verdicts) == pytest.approx(weighed.odds)


@given(made_of("…", ".", "..", "...", " ", "\u00a0", "a", "b c"))
@settings(max_examples=60, deadline=None)
def test_the_dots_of_a_cut_text_go_with_one_space_before_them(text):
    assert without_cut(text) == re.sub(r"\s?(?:\.\.\.|…)$", "", text)


def test_signs_of_a_family_are_one_text_each():
    after, size = Banded("after={}:{}", 4), Named("size={}")
    assert after["date"][2] == "after=date:2"
    assert after["date"][2] is after["date"][2]
    assert size[3] == "size=3"
    assert size[3] is size[3]
