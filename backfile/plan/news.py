"""The news sitemap: the one page that time alone makes another."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.model import Card, Page
from backfile.plan.frame import Frame
from backfile.state import Archive

NEWS_LENGTH = 1000
NEWS_SECONDS = 2 * 24 * 3600


def news_cards(archive: Archive, now: int) -> list[Card]:
    """The stories of the last two days before a moment, newest first; news crawlers want no others, and at most these
    many."""
    return archive.newest_between(now - NEWS_SECONDS, now, NEWS_LENGTH)


def news_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """An archive without news, or without an address, has none."""
    if not frame.config.base_url or not frame.config.pages.sitemap:
        return
    if cards := news_cards(archive, frame.now):
        yield Page("news-sitemap.xml", "/news-sitemap.xml", "news_sitemap", "news:", {"cards": cards})
