"""Captures in many shapes become stories: what is kept, what goes to fields, what is left out."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest

from backfile.importers.text import Fate, read_capture
from backfile.prose import render_body

from . import captures

UTC = ZoneInfo("UTC")


def read(text: str, zone: ZoneInfo = UTC):
    return read_capture(text, "a.txt", zone=zone)


def paragraphs(capture) -> list[str]:
    return [block.text for block in capture.blocks if block.fate in (Fate.KEPT, Fate.HEADING)]


def headings(capture) -> list[str]:
    return [block.text for block in capture.blocks if block.fate is Fate.HEADING]


def dropped(capture) -> list[str]:
    return [block.text for block in capture.blocks if block.fate is Fate.DROPPED]


def test_a_wire_story_gives_every_field_that_the_page_shows():
    story = read(captures.WIRE, ZoneInfo("America/New_York")).story
    assert story.title == "The ferry that ran on Sundays only, and the town that waited for it"
    assert story.date.text == "2023-11-15T08:17:00-05:00"
    assert story.section == "Region"
    assert story.agency == "Associated Press"
    assert story.dateline == "PORT THOLE, Northmark"
    assert story.bylines == ()
    assert story.lang == "en"
    (image,) = story.images
    assert image.caption == (
        "Passengers wait for the Sunday ferry on the east quay of Port Thole, Sunday, November 12, 2023."
    )
    assert image.credit == "NSP Photo/Lorna Vickery"
    assert image.src == ""


def test_a_wire_story_keeps_its_paragraphs_and_sub_headings_and_nothing_of_the_teasers():
    capture = read(captures.WIRE)
    kept = paragraphs(capture)
    assert kept[0].startswith("PORT THOLE, Northmark (AP) — For eleven years")
    assert kept[-1].startswith("A new timetable begins in December")
    assert len(kept) == 9
    assert headings(capture) == [
        "How the timetable was lost",
        "The company says it is looking into the U.S. charts",
    ]
    assert "## How the timetable was lost" in capture.story.body


def test_a_short_paragraph_between_long_ones_is_story():
    assert "She has kept the tickets." in paragraphs(read(captures.WIRE))


def test_teasers_with_datelines_of_their_own_are_left_out_each_with_a_reason():
    capture = read(captures.WIRE)
    left = [block for block in capture.blocks if "(NSP) —" in block.text]
    assert len(left) == 3
    assert all(block.fate is Fate.DROPPED and block.reason for block in left)
    assert any("teaser" in block.reason for block in left)


def test_japanese_without_a_single_space_is_read_whole():
    capture = read(captures.JAPANESE)
    story = capture.story
    assert story.title == "港の鐘、七十年ぶりに海から引き揚げ"
    assert story.date.text == "2023-11-15T21:37:00+00:00"
    assert story.dateline == "北浜"
    assert story.lang == "ja"
    assert len(paragraphs(capture)) == 5
    assert paragraphs(capture)[-1].startswith("塔の修理には三年かかる")


def test_arabic_has_its_dateline_agency_and_date():
    capture = read(captures.ARABIC)
    assert capture.story.dateline == "ميناء الشمال"
    assert capture.story.agency == "Reuters"
    assert capture.story.date.text == "2023-11-15"
    assert capture.story.lang == "ar"
    assert len(paragraphs(capture)) == 3


def test_a_german_agency_story_has_its_dateline_byline_and_sub_heading():
    capture = read(captures.GERMAN)
    story = capture.story
    assert (story.dateline, story.agency, story.lang) == ("Nordhafen", "dpa", "de")
    assert story.bylines == ("Jörg Ühlinghaus",)
    assert story.date.text == "2024-01-30T09:53:00+00:00"
    assert headings(capture) == ["Warten auf den Schlosser"]
    assert "Lesen Sie auch" in dropped(capture)


def test_a_russian_agency_story_names_place_and_agency_between_strokes():
    story = read(captures.RUSSIAN).story
    assert story.agency == "TASS"
    assert story.dateline.startswith("СЕВЕРНАЯ ГАВАНЬ")
    assert story.date.text == "2024-05-13T12:30:00+00:00"
    assert story.lang == "ru"


def test_paragraphs_divided_by_single_line_breaks_are_paragraphs():
    capture = read(captures.SINGLE_BREAKS)
    assert capture.story.title == "Night train to Hexby runs empty, on purpose"
    assert capture.story.bylines == ("Harriet Lisle",)
    assert len(capture.story.body.split("\n\n")) == 4


def test_a_letters_page_keeps_the_names_under_the_letters():
    kept = paragraphs(read(captures.LETTERS))
    for words in ("Helen Lotos", "Winifred Orchard", "R. Strake"):
        assert words in kept
    assert "Facebook" not in kept


def test_a_byline_glued_to_its_date_gives_both():
    story = read(captures.GLUED).story
    assert story.bylines == ("Jessica Choi",)
    assert story.date.text == "2023-12-21"


def test_a_capture_that_breaks_off_keeps_its_last_paragraph_as_it_is():
    assert read(captures.CUT).story.body.endswith("from the quay to the")


def test_the_end_is_found_on_two_signs_so_that_a_link_amid_the_story_does_not_end_it():
    capture = read(captures.TWO_SIGNS)
    kept = paragraphs(capture)
    assert kept[-1].startswith("She said that it wanted salt")
    assert not any("bakery sells" in text or "Pond to be drained" in text for text in kept)
    assert capture.story.tags == ("tide mills", "Brede", "flour")


def test_a_body_of_one_paragraph_is_found_among_long_debris():
    capture = read(captures.SHORT_BODY)
    (paragraph,) = paragraphs(capture)
    assert paragraph.startswith("Sixteen new lamplighters joined")
    assert capture.story.title == "Sixteen new lamplighters join the harbour watch"
    assert capture.story.date.text == "2023-12-22T13:54:00+00:00"


def test_of_two_dates_the_one_of_publication_is_the_date_wherever_it_stands():
    story = read(captures.UPDATED_FIRST).story
    assert story.date.text == "2015-11-18T20:19:00+00:00"
    assert story.updated.text == "2015-11-19T09:41:00+00:00"
    assert story.bylines == ("Lewis Anstey", "Bob Ferrier")


def test_a_correction_becomes_a_field_and_leaves_the_body():
    story = read(captures.UPDATED_FIRST).story
    assert [note.text for note in story.corrections] == [
        "An earlier version of this story gave the number of lamps as 64. The board has never owned more than 47."
    ]
    assert "as 64" not in story.body


def test_a_story_that_is_a_list_keeps_its_items():
    kept = paragraphs(read(captures.LIST_ONLY))
    assert "Drowned Rats" in kept
    assert "Old Sluice Gate" in kept
    assert "Share" not in kept


def test_nothing_is_invented_where_the_capture_shows_nothing():
    capture = read(captures.BARE)
    story = capture.story
    assert (story.title, story.date, story.bylines, story.agency, story.dateline) == ("", None, (), "", "")
    assert (story.section, story.summary, story.tags, story.images) == ("", "", (), ())
    assert len(paragraphs(capture)) == 2
    assert any("title" in reason for reason in capture.review)
    assert any("date" in reason for reason in capture.review)


def test_an_empty_capture_is_told_to_be_empty():
    capture = read(" \n \n")
    assert capture.blocks == ()
    assert capture.review == ("there is no text in it",)


@pytest.mark.parametrize(("name", "end"), [("crlf", "\r\n"), ("old mac", "\r"), ("unix", "\n")])
def test_line_ends_and_invisible_characters_make_no_difference(name, end):
    odd = captures.WIRE.replace("ferry", "fer\u00adry").replace("the town", "the\u00a0town").replace("\n", end)
    assert read("\ufeff" + odd).story == read(captures.WIRE).story


def test_a_name_below_a_lonely_by_is_the_byline_and_the_word_itself_never_is():
    text = captures.GLUED.replace(
        "Jessica ChoiDec. 21, 2023", "By\n\nMargaret Schmidt | The Hexby Journal\n\nDec. 21, 2023"
    )
    assert read(text).story.bylines == ("Margaret Schmidt",)
    assert read(captures.GLUED.replace("Jessica Choi", "By\n\n")).story.bylines == ()


ENDS = {
    "HUTS": (
        "Related Articles\n\nBakery sells its last loaf\n\nFerry to run on Sundays",
        "Share this:\n\nFacebook\n\nTwitter",
        "ADVERTISEMENT\n\nMore from Coast\n\nBakery sells its last loaf",
        "© 2013 Skarrow Courier. All rights reserved.",
        "Sign up for our newsletter\n\nMost popular\n\nBakery sells its last loaf\n\n2 hours ago",
        "",
    ),
    "KOERBE": (
        "Mehr zum Thema\n\nHafenfest: Das Programm am Wochenende\n\n© Nordhafener Bote. Alle Rechte vorbehalten.",
        "Anzeige\n\nMeistgelesen\n\nNeue Schleuse wird teurer",
        "Teilen\n\nDrucken",
        "",
    ),
}
LAST_WORDS = {
    "HUTS": ("Nobody did.", "The case continues.", "“Not yet,” she said.", "The work ends in May."),
    "KOERBE": ("Es hat sich niemand beschwert.", "Dann kam der Regen.", "Mehr sagte er nicht."),
}
ENDINGS = [(name, last, end) for name, lasts in LAST_WORDS.items() for last in lasts for end in ENDS[name]]


@pytest.mark.parametrize(("name", "last", "end"), ENDINGS)
def test_last_words_however_short_are_kept_and_what_the_page_prints_below_is_not(name, last, end):
    capture = read(f"{getattr(captures, name)}\n\n{last}\n\n{end}")
    assert capture.story.body.endswith(last)
    assert (capture.story.tags, capture.story.images) == ((), ())


@pytest.mark.parametrize("line", ["He was asked again.", "So they moved.", "“Quite right,” she said."])
@pytest.mark.parametrize("place", [5, 6, 7])
def test_a_short_sentence_between_paragraphs_is_kept(line, place):
    parts = captures.HUTS.split("\n\n")
    assert line in paragraphs(read("\n\n".join([*parts[:place], line, *parts[place:]])))


def test_a_line_of_rights_below_the_story_goes_to_its_field_and_is_no_credit():
    story = read(f"{captures.KOERBE}\n\n{ENDS['KOERBE'][0]}").story
    assert story.rights == "© Nordhafener Bote. Alle Rechte vorbehalten."
    assert story.images == ()


def test_a_newsletter_box_and_an_advertisement_amid_the_story_are_left_out():
    capture = read(captures.BOXED)
    assert not {"ADVERTISEMENT", "Get the Courier Tide Table, every Monday, in your inbox."} & set(paragraphs(capture))
    assert headings(capture) == []
    assert paragraphs(capture)[-1] == "A boat has been ordered."
    assert capture.story.tags == ("fog", "bells", "Skarrow")


def test_a_tally_with_plus_signs_stays_and_the_lines_around_the_story_become_fields():
    capture = read(captures.TALLY)
    story = capture.story
    assert (story.title, story.section, story.dateline) == ("Eleven draws in a row, and a goat", "Sport", "SKARROW")
    assert "+ 11 draws" in paragraphs(capture)
    assert "+ 22 goals, half of them against" in paragraphs(capture)
    assert headings(capture) == ["THE FIGURES"]
    (note,) = story.corrections
    assert (note.date.text, note.kind) == ("1994-05-10", "correction")
    assert note.text == "An earlier edition gave the number of shirts as two. The second was a towel."


def test_a_reporters_closing_note_gives_the_byline_and_stays_where_it_says_more():
    capture = read(captures.TALLY)
    assert capture.story.bylines == ("Lionel Orchard",)
    assert paragraphs(capture)[-1] == "Reporting by Lionel Orchard; goat by arrangement with the groundsman."


def test_an_agency_that_nobody_knows_is_taken_from_the_brackets_of_a_dateline_only():
    assert read(captures.UNKNOWN_AGENCY).story.agency == "NSP"
    assert read(captures.HUTS).story.agency == ""
    assert read(captures.HUTS.replace("Hut 1 will", "(NSP) Hut 1 will")).story.agency == ""


def test_a_headline_may_be_named_by_its_day():
    story = read(captures.NOTEBOOK).story
    assert story.title == "The Harbour Notebook 2016.03.12"
    assert story.date.text == "2016-03-12"


def test_a_headline_that_only_a_share_link_names_is_found():
    rest = captures.HUTS.split("\n\n", 3)[3]
    story = read(f"Share this\n\nShare All options for: Beach huts and the postman who moved them\n\n{rest}").story
    assert story.title == "Beach huts and the postman who moved them"


@pytest.mark.parametrize("kicker", ["Numbers on the beach –", "Numbers on the beach —"])
def test_a_line_that_ends_in_a_dash_leads_to_the_headline(kicker):
    text = captures.HUTS.replace("Beach huts to", f"Huts get new numbers\n\n{kicker}\n\nBeach huts to")
    assert read(text).story.title == "Beach huts to be numbered from the other end"


def test_a_kicker_printed_once_with_a_colon_and_once_with_a_dash_is_no_part_of_the_headline():
    head = "Beach huts to be numbered from the other end"
    text = captures.HUTS.replace(head, f"Council vote: {head}\n\nCouncil vote – {head}")
    assert read(text).story.title == head


def test_the_date_of_another_story_far_below_is_not_the_date():
    bare = captures.HUTS.replace("14 September 2013\n\n", "")
    teasers = "\n\n".join(f"Bakery sells loaf number {number}" for number in range(12))
    assert read(f"{bare}\n\nRelated Articles\n\n{teasers}\n\nApril 26, 2016").story.date is None


def test_a_question_that_the_page_asks_its_readers_is_no_headline():
    text = captures.HUTS.replace("By Harriet Lisle", "Share\n\nHave you found a mistake?\n\nBy Harriet Lisle")
    assert read(text).story.title == "Beach huts to be numbered from the other end"


def test_a_first_paragraph_below_the_writers_name_is_never_taken_for_another_name():
    text = captures.HUTS.replace("By Harriet Lisle", "By").replace("14 September 2013\n\n", "Harriet Lisle\n\n")
    capture = read(text.replace("SKARROW — ", "SKARROW (NSP) — "))
    assert capture.story.bylines == ("Harriet Lisle",)
    assert paragraphs(capture)[0].startswith("SKARROW (NSP) — The council")


def test_a_paragraph_between_advertisements_is_story():
    parts = captures.HUTS.split("\n\n")
    broken = "\n\n".join([*parts[:5], *[f"{part}\n\nAdvertisement" for part in parts[5:]]])
    kept = paragraphs(read(broken))
    assert [part for part in parts[4:] if part not in kept] == []
    assert "Advertisement" not in kept


def test_lines_that_belong_together_stand_below_each_other_on_the_page_without_a_mark():
    opening = "The lock keeper read the verse aloud on Friday, and the council wrote it down for the minutes. " * 3
    text = f"The verse of the lock\n\n{opening}\n\nShut is the gate\nand low is the water\n\n{opening}"
    html = render_body(read_capture(text, "a.txt", zone=UTC).story.body).html
    assert re.search(r"Shut is the gate<br ?/?>\s*and low is the water", html)


@pytest.mark.parametrize(
    "note",
    [
        "Von Tarn Nachrichten am 21/02/2021. Abgelegt unter Hafen. Antworten lassen sich mit RSS 2.0 verfolgen.",
        "This entry was posted on February 21, 2021 and is filed under Harbour. You can follow any responses to it.",
    ],
)
def test_a_note_of_when_a_story_was_filed_dates_it_even_far_below(note):
    body = "The lock keeper said on Friday that the gate will stay shut until the council has met again. " * 2
    related = "\n\n".join(f"Gate number {number} painted" for number in range(12))
    story = read(f"The gate stays shut\n\n{body}\n\n{body}\n\n{related}\n\n{note}").story
    assert story.date is not None
    assert story.date.day == "2021-02-21"
    assert "filed under" not in story.body
    assert "Abgelegt" not in story.body
