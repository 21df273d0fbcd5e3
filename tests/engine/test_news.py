"""The news sitemap: the one page that time alone makes another."""

from __future__ import annotations

import re

NEWS = "news-sitemap.xml"


def three_days(tiny, now="2025-12-31T12:00:00Z"):
    tiny.story("flood", "The flood", "1995-05-05")
    tiny.story("ferry", "The ferry", "2025-12-30T08:00:00Z")
    tiny.story("school", "The school", "2025-12-31T09:00:00Z")
    return tiny.build(now=now)


def named(tiny):
    return re.findall(r"<news:title>(.*?)</news:title>", tiny.site().get(NEWS, b"").decode())


def test_the_news_sitemap_has_the_stories_of_the_last_two_days_newest_first(tiny):
    three_days(tiny)
    assert named(tiny) == ["The school", "The ferry"]


def test_a_story_that_came_of_age_leaves_it_and_nothing_else_is_made(tiny):
    three_days(tiny)
    later = tiny.build(now="2026-01-01T09:00:00Z")
    assert named(tiny) == ["The school"]
    assert (later.read, later.rendered, later.written) == (0, 1, 1)
    assert tiny.site() == tiny.clean_build(now="2026-01-01T09:00:00Z")


def test_it_goes_when_there_is_no_news_and_a_build_after_that_does_nothing(tiny):
    three_days(tiny)
    assert tiny.build(now="2026-01-05T09:00:00Z").removed == 1
    assert NEWS not in tiny.site()
    again = tiny.build(now="2026-02-05T09:00:00Z")
    assert (again.rendered, again.removed) == (0, 0)


def test_time_that_changes_no_list_of_news_makes_nothing(tiny):
    three_days(tiny)
    again = tiny.build(now="2025-12-31T13:00:00Z")
    assert (again.rendered, again.written) == (0, 0)


def test_a_corrected_headline_is_corrected_there_too(tiny):
    three_days(tiny)
    tiny.story("school", "The school opens", "2025-12-31T09:00:00Z")
    tiny.build(now="2025-12-31T12:00:00Z")
    assert named(tiny) == ["The school opens", "The ferry"]


def test_an_archive_without_an_address_has_none(tiny):
    tiny.settings('title = "Tiny"\ntheme = "plain"\n')
    three_days(tiny)
    assert NEWS not in tiny.site()
