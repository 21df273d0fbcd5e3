"""Cards in groups, the almanac of a year, the bars of a term."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backfile.layout import almanac, by_day, by_month, by_year, every_day, rhythm
from tests.render.jobs import card, months

DAYS = st.dates().map(lambda day: day.isoformat())


@given(st.lists(DAYS))
def test_groups_hold_every_card_in_the_order_given_and_neighbours_differ(days):
    cards = [card(day=day) for day in days]
    for grouped in (by_year, by_month, by_day):
        groups = grouped(cards)
        assert [one for group in groups for one in group.cards] == cards
        assert all(earlier.key != later.key for earlier, later in pairwise(groups))
        assert all(one.day.startswith(group.key) for group in groups for one in group.cards)


def test_the_almanac_has_a_cell_for_every_day_that_the_year_has():
    for year, days in (("1995", 365), ("1996", 366), ("1900", 365), ("2000", 366)):
        table = almanac(year, months(year))
        assert len(table.months) == 12
        assert sum(cell is not None for _, cells in table.rows for cell in cells) == days


def test_the_heat_of_a_day_is_its_share_of_the_fullest_and_nothing_without_a_story():
    day = "1995-05-01"
    listed = [{"day": day, "permalink": "/1995/05/01/", "count": 8}, {"day": "1995-05-02", "permalink": "", "count": 1}]
    rows = almanac("1995", [{"month": "1995-05", "permalink": "/1995/05/", "count": 9, "days": listed}]).rows
    assert [rows[number][1][4].heat for number in range(3)] == [4, 1, 0]


def test_the_days_of_the_year_are_all_there_february_has_twenty_nine():
    months = every_day([{"month": "02", "days": [{"day": "02-03", "permalink": "/x/", "count": 2}]}])
    assert [len(days) for _, days in months] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [day["count"] for _, days in months for day in days if day["permalink"]] == [2]


def test_the_rhythm_of_a_term_has_a_bar_a_year_and_a_gap_where_a_year_has_none():
    drawing = rhythm([{"year": "1998", "count": 10}, {"year": "1995", "count": 5}, {"year": "1996", "count": 0}])
    assert re.findall(r'x="(\d+)" y="(\d+)"', drawing) == [("0", "18"), ("10", "35"), ("30", "0")]


def test_one_year_has_no_rhythm():
    assert rhythm([{"year": "1998", "count": 10}]) == ""


def test_a_day_of_one_story_is_pale_even_where_no_day_has_more():
    months = [
        {"month": "1995-05", "permalink": "", "count": 1, "days": [{"day": "1995-05-05", "permalink": "", "count": 1}]}
    ]
    assert almanac("1995", months).rows[4][1][4].heat == 1
