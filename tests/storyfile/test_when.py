"""Every ISO form that a content system writes is a date; nothing else is, and nothing is guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.storyfile import BadWhen, parse_when

HALIFAX = ZoneInfo("America/Halifax")
GREENWICH = ZoneInfo("UTC")
SPRING_MORNING = "2025-03-31T08:17:00"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2025-03-31", "2025-03-31"),
        ("20250331", "2025-03-31"),
        (" 2025-03-31 ", "2025-03-31"),
        ("2025-03-31 08:17", f"{SPRING_MORNING}-03:00"),
        ("2025-03-31T08:17", f"{SPRING_MORNING}-03:00"),
        ("2025-03-31  08:17:00", f"{SPRING_MORNING}-03:00"),
        ("2025-03-31T08:17:00Z", f"{SPRING_MORNING}+00:00"),
        ("2025-03-31t08:17:00z", f"{SPRING_MORNING}+00:00"),
        ("2025-03-31 08:17:00 UTC", f"{SPRING_MORNING}+00:00"),
        ("2025-03-31T08:17:00+02:00", f"{SPRING_MORNING}+02:00"),
        ("2025-03-31T08:17:00+0200", f"{SPRING_MORNING}+02:00"),
        ("2025-03-31T08:17:00+02", f"{SPRING_MORNING}+02:00"),
        ("2025-03-31 08:17:00 +0200", f"{SPRING_MORNING}+02:00"),
        ("2025-03-31 08:17 -0330", f"{SPRING_MORNING}-03:30"),
        ("2025-03-31T08:17:00.250Z", f"{SPRING_MORNING}.250+00:00"),
        ("2025-03-31T08:17:00,5+02:00", f"{SPRING_MORNING}.5+02:00"),
        ("2025-03-31T08:17:00.123456789Z", f"{SPRING_MORNING}.123456+00:00"),
        ("20250331T081700Z", f"{SPRING_MORNING}+00:00"),
        ("20250331T0817", f"{SPRING_MORNING}-03:00"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
        ("0001-01-01T00:00:00+12:00", "0001-01-01T00:00:00+12:00"),
        ("1851-06-01 12:00", "1851-06-01T12:00:00-04:14"),
    ],
)
def test_iso_forms_are_read_with_their_precision(written, text):
    assert parse_when(written, HALIFAX).text == text


def test_a_day_stays_a_day_and_begins_at_midnight_in_the_zone_of_the_archive():
    when = parse_when("1995-05-05", HALIFAX)
    assert (when.text, when.day, when.is_moment) == ("1995-05-05", "1995-05-05", False)
    assert when.instant == datetime(1995, 5, 5, 3, tzinfo=UTC).timestamp()


def test_the_day_of_a_moment_is_the_day_in_the_zone_of_the_archive():
    written = "2024-05-01T23:30:00-08:00"
    assert parse_when(written, HALIFAX).day == "2024-05-02"
    assert parse_when(written, ZoneInfo("Pacific/Honolulu")).day == "2024-05-01"
    assert parse_when(written, HALIFAX).instant == parse_when(written, GREENWICH).instant


def test_days_before_1970_are_counted_backwards():
    assert parse_when("1969-12-31", GREENWICH).instant == -86_400
    assert parse_when("0001-01-01", GREENWICH).instant == -62_135_596_800


def test_the_hour_that_comes_twice_is_the_first_of_the_two():
    assert parse_when("2024-11-03 01:30", HALIFAX).text == "2024-11-03T01:30:00-03:00"


def test_the_hour_that_is_skipped_has_the_offset_before_the_change():
    when = parse_when("2024-03-10 02:30", HALIFAX)
    assert when.text == "2024-03-10T02:30:00-04:00"
    assert when.instant == parse_when("2024-03-10T03:30:00-03:00", HALIFAX).instant


def test_a_day_whose_midnight_is_skipped_begins_at_its_first_second():
    when = parse_when("2018-11-04", ZoneInfo("America/Sao_Paulo"))
    assert when.instant == datetime(2018, 11, 4, 3, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("04/05/2024", "write 2024-04-05 or 2024-05-04"),
        ("4.5.2024", "write 2024-04-05 or 2024-05-04"),
        ("1-2-03", "write 2003-01-02 or 2003-02-01"),
        ("5/25/1995", "write 1995-05-25"),
        ("25.12.1995", "write 1995-12-25"),
        ("5/5/95", "write 1995-05-05"),
        ("1995/5/25", "write 1995-05-25"),
        ("1995-5-5", "write 1995-05-05"),
        ("1995-05-05 at noon", "write 1995-05-05"),
        ("May 5, 1995", "write 1995-05-05"),
        ("5 May 1995", "write 1995-05-05"),
        ("Sept. 9th, 1995", "write 1995-09-09"),
        ("Fri, 05 May 1995 08:17:00 +0000", "write 1995-05-05"),
    ],
)
def test_other_forms_are_refused_with_the_days_they_could_mean(written, remedy):
    with pytest.raises(BadWhen) as refused:
        parse_when(written, HALIFAX)
    assert refused.value.remedy == remedy


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-30", "2023-02-29", "0000-00-00", "0000-01-01", "10000-01-01", "soon", "", "1995", "1995-05",
        "13/13/2013",
        "2025-03-31T24:00:00", "2025-03-31T08:60", "2025-03-31T08:17:61Z", "2025-03-31T08", "2025-03-31T08:17+30:00",
        "2025-03-31T08:17+02:75", "1743408000", "2025-W14-1", "2025-090", "٢٠٢٥-٠٣-٣١",
        "2025-0331",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_forms_that_are(written):
    with pytest.raises(BadWhen) as refused:
        parse_when(written, HALIFAX)
    assert "1995-05-05T08:17:00-04:00" in refused.value.remedy


OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ZONES = st.sampled_from(
    [HALIFAX, GREENWICH, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia"), ZoneInfo("Europe/Dublin")]
)


@given(moment=st.datetimes(datetime(1900, 1, 3), datetime(9999, 12, 28), timezones=OFFSETS), zone=ZONES)
def test_any_moment_keeps_its_instant_and_its_text(moment, zone):
    moment = moment.replace(microsecond=0)
    when = parse_when(moment.isoformat(), zone)
    assert when.text == moment.isoformat()
    assert when.instant == (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    assert when.day == moment.astimezone(zone).date().isoformat()


@given(day=st.dates(), zone=ZONES)
def test_any_day_is_read_as_itself(day, zone):
    assert parse_when(day.isoformat(), zone)[:2] == (day.isoformat(), day.isoformat())


@given(moment=st.datetimes(datetime(1850, 1, 1)), zone=ZONES)
def test_what_was_read_once_is_read_the_same_again(moment, zone):
    when = parse_when(moment.replace(microsecond=0).isoformat(" "), zone)
    assert parse_when(when.text, zone) == when


@given(st.text(max_size=40) | st.text("0123456789-/.:T Z+", max_size=24))
def test_any_text_is_a_date_or_a_refusal(text):
    try:
        assert date.fromisoformat(parse_when(text, HALIFAX).day)
    except BadWhen as refused:
        assert refused.fault and refused.remedy  # noqa: PT017, PT018 - either outcome is right
