"""The small rules one by one: bylines, captions, datelines, notes, tags, language, bytes."""

from __future__ import annotations

import pytest

from backfile.importers.decoding import decoded
from backfile.importers.text.blocks import cleaned, raw_blocks
from backfile.importers.text.bylines import is_note, is_person_alone, names_in
from backfile.importers.text.captions import parted
from backfile.importers.text.datelines import dateline_of
from backfile.importers.text.forms import is_relative_time
from backfile.importers.text.kickers import evened, last_crumb
from backfile.importers.text.language import language_of
from backfile.importers.text.notes import correction_kind
from backfile.importers.text.rights import is_rights_line
from backfile.importers.text.tags import is_tag_word


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Tim Balk", ("Tim Balk",)),
        ("Von Jörg Ühlinghaus", ("Jörg Ühlinghaus",)),
        ("By RALPH D. RUSSO and BOB FERRIER", ("Ralph D. Russo", "Bob Ferrier")),
        (
            "By Ada Opie, Clem Batty, Joyce Strake and Ned Pascoe",
            ("Ada Opie", "Clem Batty", "Joyce Strake", "Ned Pascoe"),
        ),
        ("By Becky Noble | 3:00 PM on December 21, 2023", ("Becky Noble",)),
        ("By Nhari Djan • 12/11/23 4:23pm", ("Nhari Djan",)),
        ("By: Carla Gomez, Jordeene B. Lagare - @paper", ("Carla Gomez", "Jordeene B. Lagare")),
        ("bySauli Giliard", ("Sauli Giliard",)),
        ("Miguel CortinaWriter", ("Miguel Cortina",)),
        ("Reporting by Ned Pascoe; additional counting by Jean Cobb.", ("Ned Pascoe",)),
        ("By Ian McCain", ("Ian McCain",)),
    ],
)
def test_a_byline_gives_its_names(line, names):
    assert names_in(line) == names


@pytest.mark.parametrize("line", ["Most Popular", "Read More", "Facebook Twitter", "POLITICS NOW", "Associated Press"])
def test_two_capitalised_words_are_not_yet_a_person(line):
    assert not is_person_alone(line)


@pytest.mark.parametrize(
    ("block", "caption", "credit"),
    [
        ("A boat at the quay. (NSP Photo/L. Vickery)", "A boat at the quay.", "NSP Photo/L. Vickery"),
        ("A boat at the quay. Foto: Enno Tjarks (REUTERS)", "A boat at the quay.", "Enno Tjarks (REUTERS"),
        ("A boat at the quay, seen from the mole. Credit: ESA", "A boat at the quay, seen from the mole.", "ESA"),
        ("A boat at the quay.\nPhoto: Lorna Vickery", "A boat at the quay.", "Lorna Vickery"),
        ("A boat (left) at the quay.", "A boat (left) at the quay.", ""),
    ],
)
def test_a_caption_is_parted_from_its_credit(block, caption, credit):
    found = parted(block)
    assert found[0] == caption
    assert found[1].startswith(credit) if credit else found[1] == ""


LONG = " and then for quite a while nothing else was heard of it by anyone in the town, or in the next."


@pytest.mark.parametrize(
    ("start", "place", "agency"),
    [
        ("TOCK, Northmark (AP) — ", "TOCK, Northmark", "Associated Press"),
        ("LONDON (AP) — ", "LONDON", "Associated Press"),
        ("ATLANTA -- ", "ATLANTA", ""),
        ("GROTON ― ", "GROTON", ""),
        ("PUTRAJAYA, Nov 22 — ", "PUTRAJAYA, Nov 22", ""),
        ("LINDI: ", "LINDI", ""),
        ("Berlin (dpa) - ", "Berlin", "dpa"),
        ("HONOLULU, Hawaii (HawaiiNewsNow) - ", "HONOLULU, Hawaii", "HawaiiNewsNow"),
    ],
)
def test_a_dateline_gives_place_and_agency(start, place, agency):
    assert dateline_of(start + "The bell rang" + LONG) == (place, agency)


@pytest.mark.parametrize(
    "text",
    [
        "The bell — the old one — rang" + LONG,
        "TV: what to see tonight" + LONG,
        "Q: What did you see?" + LONG,
        "I — that is, we — rang" + LONG,
    ],
)
def test_a_dash_or_a_colon_alone_makes_no_dateline(text):
    assert dateline_of(text) is None


def test_a_german_place_with_a_full_stop_needs_the_place_again():
    text = "Hexby. Die Glocke läutete, und niemand sah hin."
    assert dateline_of(text, "de", text) is None
    assert dateline_of(text, "de", text + " Seither ist es in Hexby still.") == ("Hexby", "")


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("Correction: The lamp was red.", "correction"),
        ("CORRECTION, 17 May 2016: The lamp was red.", "correction"),
        ("Editor’s note: This story was first printed in 1987.", "note"),
        ("Korrektur: Die Lampe war rot.", "correction"),
        ("Corrections officers at the gaol were not asked.", ""),
        ("Clarification: The lamp is green at weekends.", "clarification"),
    ],
)
def test_a_note_is_known_by_its_first_words(block, kind):
    assert correction_kind(block) == kind


def test_words_for_tags_are_known_but_not_any_heading():
    assert is_tag_word("Tags")
    assert is_tag_word("Filed under")
    assert not is_tag_word("The lamp on the mole")


def test_the_last_step_of_a_breadcrumb_is_the_section():
    assert last_crumb("Home > News > Harbour", "A bell is found") == "Harbour"
    assert evened("LOCAL NEWS") == "Local News"
    assert evened("UK") == "UK"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The bell was heard across the bay at noon, and then not again for the rest of the year.", "en"),
        ("Die Glocke war über die Bucht zu hören, und dann für den Rest des Jahres nicht mehr.", "de"),
        ("La cloche fut entendue dans toute la baie à midi, et puis plus du tout de l'année, dit-on.", "fr"),
        (
            "鐘は一九五三年の嵐の夜に船から落ち、それ以来、誰も見ていなかった。市は来年の春まで鐘を真水の水槽に入れて塩分を抜き、元の塔に戻す予定だ。",
            "ja",
        ),
        ("Zyx qwv brtl mnop stuv wxyz abcd efgh ijkl mnop qrst uvwx yzab cdef ghij klmn opqr stuv.", ""),
    ],
)
def test_a_language_is_told_or_left_open(text, lang):
    assert language_of([text]) == lang


def test_wrapped_lines_are_one_paragraph_and_verse_is_not():
    wrapped = "\n".join(
        [
            "The bell was heard across the bay at noon and then not",
            "again for the rest of the year, as far as anybody in the",
            "town could say.",
        ]
    )
    verse = "The bell,\nthe bay,\nthe noon."
    assert "\n" not in raw_blocks(cleaned(wrapped))[0].text
    assert [block.text for block in raw_blocks(cleaned(f"One.\n\nTwo.\n\n{verse}\n\nThree."))][2] == verse


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfbell", "bell"),
        ("Glöckchen".encode("utf-16"), "Glöckchen"),
        (b"bell", "bell"),
        ("Die Glocke läutet über den Häfen, und alle Möwen hören für eine Weile auf zu schreien.".encode("cp1252"),
         "Die Glocke läutet über den Häfen, und alle Möwen hören für eine Weile auf zu schreien."),
    ],
)  # fmt: skip
def test_bytes_of_other_charsets_are_read(data, text):
    assert decoded(data)[0] == text


@pytest.mark.parametrize(
    ("line", "ago"),
    [
        ("2 hours ago", True),
        ("vor 2 Stunden", True),
        ("an hour ago", True),
        ("Malaysia / 20 m ago", True),
        ("3h", True),
        ("Numbered from the other end", False),
        ("Salt and sand", False),
        ("Letters to a friend", False),
    ],
)
def test_a_time_ago_is_known_and_a_word_that_ends_like_one_is_not(line, ago):
    assert is_relative_time(line) is ago


@pytest.mark.parametrize(
    ("line", "is_rights"),
    [
        ("© 2013 Skarrow Courier. All rights reserved.", True),
        ("Copyright 2019 Skarrow Courier", True),
        ("© Lorna Vickery", False),
        ("Copyright law is to be taught to gulls, the council said in a letter on Monday.", False),
    ],
)
def test_a_line_of_rights_is_known_by_its_mark_and_a_year_or_words(line, is_rights):
    assert is_rights_line(line) is is_rights


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Reporting by Ned Pascoe; additional counting by Jean Cobb.", True),
        ("Reporting by Ned Pascoe.", False),
        ("By Ned Pascoe and Jean Cobb", False),
    ],
)
def test_a_byline_under_a_story_stays_where_it_says_more_than_names(line, stays):
    assert is_note(line, names_in(line)) is stays


def test_what_menus_print_is_no_section():
    from backfile.importers.labels import section_of

    for label in ("Home", "» Articles", "ADVERTISE", "Startseite", "Uncategorized", "2024", " | "):
        assert section_of(label) == ""
    for label in ("News", "Sport", "Home & Garden", "Politik"):
        assert section_of(label) == label


PROSE = "\n\n".join(
    f"The {word} men of the harbour rowed out on Friday night and came back in the morning with the ferry's crew."
    for word in ("old", "young", "other", "last", "tired", "wet")
)


def test_a_short_headline_is_no_kicker_of_its_long_deck():
    from zoneinfo import ZoneInfo

    from backfile.importers.text import read_capture

    deck = "How six men of the harbour rowed out to the ferry on the worst night of the year and brought her home"
    story = read_capture(f"The long row\n\n{deck}\n\n5 May 1995\n\n{PROSE}", "x", zone=ZoneInfo("UTC")).story
    assert story.title == "The long row"


def test_a_short_headline_below_the_date_is_no_kicker_of_its_deck():
    from zoneinfo import ZoneInfo

    from backfile.importers.text import read_capture

    deck = "Six men of the harbour rowed out to the ferry on Friday night"
    lines = ["The Skarrow Courier", "5 May 1995", "A night of oars", deck, "By Ada Finch", PROSE]
    story = read_capture("\n\n".join(lines), "x", zone=ZoneInfo("UTC")).story
    assert story.title == "A night of oars"
