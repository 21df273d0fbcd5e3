"""No page grows without bound: what would be too long is cut, and a change touches few of the pieces."""

from __future__ import annotations

import re

import pytest

from backfile import execute
from backfile.plan import dates, front, groups, story, terms


@pytest.fixture
def small(monkeypatch):
    """The lengths at which pages are cut, at a scale that a test can reach."""
    for room, name, length in [
        (dates, "DAY_LENGTH", 10), (dates, "SAME_DAY_LENGTH", 3), (front, "SITEMAP_LENGTH", 20),
        (terms, "INDEX_LENGTH", 10), (terms, "MOST_USED", 5), (story, "LONG_SERIES", 6), (groups, "LONG_SERIES", 6),
        (story, "SERIES_SHOWN", 5), (groups, "SERIES_SHOWN", 5), (groups, "MANY_CHANGES", 4),
    ]:  # fmt: skip
        monkeypatch.setattr(room, name, length)


def titles_on(tiny, path: str) -> set[str]:
    return set(re.findall(r"Story (\d+)", tiny.site()[path].decode()))


def test_a_day_with_very_many_stories_is_cut(tiny, small):
    for number in range(35):
        tiny.story(f"s{number}", f"Story {number}", "1999-09-09")
    tiny.build()
    runs = [path for path in tiny.site() if path == "1999/09/09/index.html" or "/page-" in path]
    assert len(runs) == 4
    assert set.union(*(titles_on(tiny, path) for path in runs)) == {str(number) for number in range(35)}
    assert max(len(titles_on(tiny, path)) for path in runs) <= 10
    tiny.story("s40", "Story 40", "1999-09-09")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_the_same_day_in_all_years_shows_a_few_stories_of_each(tiny, small):
    for year in (1997, 1998, 1999):
        for number in range(7):
            tiny.story(f"{year}-{number}", f"Story {year}{number}", f"{year}-09-09")
    tiny.build()
    shown = titles_on(tiny, "on-this-day/09-09/index.html")
    assert shown == {f"{year}{number}" for year in (1997, 1998, 1999) for number in (4, 5, 6)}
    tiny.story("1998-9", "Story 19989", "1998-09-09")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_an_index_of_very_many_terms_is_cut_by_letter_and_length(tiny, small):
    for number in range(40):
        tiny.story(f"s{number}", f"Story {number}", tags=f"[{'ab'[number % 2]}{number}]")
    tiny.build()
    index = tiny.site()["tags/index.html"].decode()
    assert index.count("/tags/") < 20
    parts = [path for path in tiny.site() if path.startswith("tags/letters/")]
    assert sorted(parts) == [f"tags/letters/{letter}/{more}index.html" for letter in "ab" for more in ("2/", "")]
    tiny.story("one", tags="[c1]")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_sitemaps_are_cut_below_what_crawlers_take(tiny, small):
    for number in range(50):
        tiny.story(f"s{number}", f"Story {number}", "1999-09-09")
    tiny.build()
    maps = {path: data.count(b"<loc>") for path, data in tiny.site().items() if path.startswith("sitemaps/")}
    assert {"sitemaps/1999.xml", "sitemaps/1999-2.xml", "sitemaps/1999-3.xml"} <= set(maps)
    assert max(maps.values()) <= 20


def test_a_new_part_of_a_column_that_runs_for_ever_touches_its_neighbours_only(tiny, small):
    for number in range(30):
        tiny.story(f"s{number:02}", f"Story {number}", f"1999-09-{number + 1:02}", series="The column")
    tiny.build()
    assert tiny.site() == tiny.clean_build()
    before = tiny.site()
    tiny.story("late", "Story 99", "1999-10-09", series="The column")
    tiny.build()
    assert tiny.site() == tiny.clean_build()
    stories = [path for path in before if re.match(r"1999/09/\d\d/s\d", path)]
    assert len(stories) == 30
    assert sum(before[path] != tiny.site()[path] for path in stories) == 2


@pytest.mark.parametrize("count", [5, 6, 7, 9, 11, 13])
def test_a_series_that_grows_long_loses_its_numbers_on_all_pages(tiny, small, count):
    for number in range(count):
        tiny.story(f"s{number:02}", f"Story {number}", f"1999-09-{number + 1:02}", series="The column")
    tiny.build()
    for more in range(2):
        tiny.story(f"late{more}", f"Story 9{more}", f"1999-08-0{more + 1}", series="The column")
    tiny.build()
    assert tiny.site() == tiny.clean_build()
    for more in range(2):
        tiny.drop(f"stories/late{more}.md")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_what_weighs_much_is_a_batch_by_itself():
    assert list(execute.batches([1, 1, 5, 1, 1, 1, 1], 4, lambda weight: weight)) == [[1, 1, 5], [1, 1, 1, 1]]
    assert list(execute.batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
