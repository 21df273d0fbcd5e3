"""The table of planners: a kind of group to the pages it has now. A group that has nothing any more gives no page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backfile.model import Page
from backfile.plan.corpus import corpus_list, corpus_pages
from backfile.plan.dates import day_pages, month_pages, on_this_day_index, on_this_day_pages, year_pages, years_pages
from backfile.plan.frame import Frame
from backfile.plan.front import (
    corrections_index,
    corrections_pages,
    feed_pages,
    file_pages,
    home_pages,
    redirects_pages,
    site_pages,
    sitemap_index,
    sitemap_pages,
)
from backfile.plan.news import news_pages
from backfile.plan.search import search_pages
from backfile.plan.story import moved_pages, story_pages
from backfile.plan.terms import index_pages, run_pages, term_pages
from backfile.state import Archive

Planner = Callable[[Archive, Frame, str], Iterator[Page]]

PLANNERS: dict[str, Planner] = {
    "home": home_pages,
    "feeds": feed_pages,
    "site": site_pages,
    "story": story_pages,
    "terms": index_pages,
    "term": term_pages,
    "run": run_pages,
    "years": years_pages,
    "year": year_pages,
    "month": month_pages,
    "day": day_pages,
    "otds": on_this_day_index,
    "otd": on_this_day_pages,
    "corrections": corrections_pages,
    "sitemap": sitemap_pages,
    "sitemaps": sitemap_index,
    "news": news_pages,
    "search": search_pages,
    "corpus": corpus_pages,
    "corpora": corpus_list,
    "file": file_pages,
    "moved": moved_pages,
    "redirects": redirects_pages,
}


def pages_of(archive: Archive, frame: Frame, group: str) -> Iterator[Page]:
    """The pages of one group, none for a group of an unknown kind (an old state may name one)."""
    kind, _, name = group.partition(":")
    if group == "corrections:":
        return corrections_index(archive, frame, name)
    planner = PLANNERS.get(kind)
    return planner(archive, frame, name) if planner else iter(())
