"""Dates as pages print them: the same day in thirty forms, and none where there is none."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from backfile.importers.text.dates import dates_in, when_of, yearless_in

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("December 22, 2023", "2023-12-22"),
        ("Mar 31, 2025, 8:17 AM", "2025-03-31T08:17:00-04:00"),
        ("Dec. 21, 2023 11:00 pm EST", "2023-12-21T23:00:00-05:00"),
        ("Saturday 23 December 2023 05:39, UK", "2023-12-23T05:39:00-05:00"),
        ("Friday, 22 Nov 2024 4:55 PM MYT", "2024-11-22T16:55:00+08:00"),
        ("12/22/23 12:24 PM ET", "2023-12-22T12:24:00-05:00"),
        ("10.09.2025, 09:53 Uhr", "2025-09-10T09:53:00-04:00"),
        ("30. Januar 2024", "2024-01-30"),
        ("2023/12/20 at 8:39 AM", "2023-12-20T08:39:00-05:00"),
        ("Jessica ChoiDec. 21, 2023", "2023-12-21"),
        ("30.01.202430. Januar 2024", "2024-01-30"),
        ("2025年1月13日 21時37分", "2025-01-13T21:37:00-05:00"),
        ("2024년 3월 5일 오후 3시 20분", "2024-03-05T15:20:00-05:00"),
        ("3:00 PM on December 21, 2023", "2023-12-21T15:00:00-05:00"),
        ("Publiziert17. Dezember 2024, 12:17", "2024-12-17T12:17:00-05:00"),
        ("15 de octubre de 2024", "2024-10-15"),
        ("13 мая 2024, 12:30", "2024-05-13T12:30:00-04:00"),
        ("19 Οκτωβρίου 2023", "2023-10-19"),
        ("٢٣ ديسمبر 2023", "2023-12-23"),
        ("28 April 2023 - 5:00AM AEST", "2023-04-28T05:00:00+10:00"),
        ("15 พฤศจิกายน 2566", "2023-11-15"),
        ("2023-11-15 09:00 GMT+2", "2023-11-15T09:00:00+02:00"),
    ],
)
def test_a_date_is_read_in_the_form_it_was_printed_in(text, iso):
    assert when_of(dates_in(text)[0], NEW_YORK).text == iso


@pytest.mark.parametrize(
    "text",
    ["", "2023", "13/13/2023", "30 February 2023", "call 555-12-2023", "Chapter 12", "in May", "version 1.2.3"],
)
def test_what_is_no_date_gives_none(text):
    assert dates_in(text) == ()


def test_day_and_month_that_could_be_exchanged_are_uncertain_until_the_order_is_known():
    assert not dates_in("4/5/2024")[0].certain
    assert dates_in("4/5/2024", month_first=False)[0].day.isoformat() == "2024-05-04"
    assert dates_in("4/5/2024", month_first=True)[0].day.isoformat() == "2024-04-05"
    assert dates_in("14/5/2024")[0].certain


def test_two_glued_dates_are_two():
    assert [dated.day.isoformat() for dated in dates_in("27 August 202229 August 2022")] == [
        "2022-08-27",
        "2022-08-29",
    ]


def test_a_day_without_its_year_is_evidence_but_no_date():
    assert dates_in("Nov 18") == ()
    assert yearless_in("Nov 18")[0].day.day == 18


def test_a_zone_that_means_several_is_not_guessed():
    assert when_of(dates_in("22 Nov 2024 4:55 PM IST")[0], NEW_YORK).text == "2024-11-22T16:55:00-05:00"
