"""Sitemaps keep the protocol's limits, whatever the archive's size, and name every page once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from backfile import sitemaps
from backfile.compact import dumped
from backfile.config import Config
from backfile.model import Card, Job
from backfile.plan import Frame
from backfile.plan.front import sitemap_index, sitemap_pages

etree = pytest.importorskip("lxml.etree")
HERE = Path(__file__).parent
SITE = {"base_url": "https://archive.example/a/", "taxonomies": []}
COUNTS = {"1995": 97_000, "1996": 23_000}
TERMS = 45_000


class Enormous:
    """An archive of 120,000 stories and 45,000 tags that answers what sitemaps ask, and holds none of them."""

    def years(self):
        return sorted(COUNTS.items())

    def days(self, first, last):
        year = first[:4]
        return [(f"{year}-{month:02}-{day:02}", COUNTS[year] // 336) for month in range(1, 13) for day in range(1, 29)]

    def year_addresses(self, year):
        card = dumped(Card("", "", f"{year}-01-01", f"{year}-01-01", updated=f"{year}-02-02"))
        return [(f"/{year}/01/01/story-{number}/", f"{year}-01-01", card) for number in range(COUNTS[year])]

    def term_keys(self):
        return [("tags", f"tag-{number}") for number in range(TERMS)]

    def standalone(self):
        return []

    taxonomies = correction_years = days_of_year = standalone


def planned():
    archive, frame = Enormous(), Frame(Config(base_url=SITE["base_url"]), SITE)
    index = list(sitemap_index(archive, frame, ""))
    maps = [page for year in COUNTS for page in sitemap_pages(archive, frame, year)]
    return {page.permalink: page for page in [*maps, *index]}


def test_an_archive_of_120_000_stories_is_cut_below_the_limits_and_named_whole():
    pages = planned()
    index = pages.pop("/sitemap.xml")
    assert sorted(index.show["sitemaps"]) == sorted(pages)
    named = Counter(url for page in pages.values() for url, _ in page.show["urls"])
    assert max(named.values()) == 1
    assert sum(named[url] for url, _, _ in Enormous().year_addresses("1995")) == 97_000
    assert sum(url.startswith("/199") and "story" in url for url in named) == 120_000
    assert sum(url.startswith("/tags/tag-") for url in named) == TERMS
    schema = etree.XMLSchema(etree.parse(HERE / "sitemap.xsd"))
    for page in pages.values():
        assert len(page.show["urls"]) <= 50_000
        data = sitemaps.sitemap(Job(page), SITE).encode()
        assert len(data) <= 50 * 1024 * 1024
        schema.assertValid(etree.fromstring(data))
    schema.assertValid(etree.fromstring(sitemaps.sitemap_index(Job(index), SITE).encode()))


def test_every_sitemap_of_the_sample_passes_the_schema(sample):
    schema = etree.XMLSchema(etree.parse(HERE / "sitemap.xsd"))
    maps = {path: data for path, data in sample.items() if "sitemap" in path and path.endswith(".xml")}
    assert len(maps) > 20
    for path, data in maps.items():
        schema.assertValid(etree.fromstring(data)), path


def test_the_schema_refuses_what_the_protocol_does():
    schema = etree.XMLSchema(etree.parse(HERE / "sitemap.xsd"))
    urlset = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
    for wrong in (
        "",
        "<url/>",
        "<url><loc>/1995/</loc></url>",
        "<url><loc>https://x/y</loc><lastmod>May</lastmod></url>",
    ):
        assert not schema.validate(etree.fromstring(urlset.format(wrong)))
