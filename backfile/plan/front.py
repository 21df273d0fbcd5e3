"""The front page, and the pages that stand for the whole site: feeds, sitemaps, corrections, 404, robots.txt."""

from __future__ import annotations

import json
from collections.abc import Iterator

from backfile.catalogue import card_from
from backfile.model import Page
from backfile.pictures import copies_of, rule_of
from backfile.plan.dates import date_permalinks, part_permalink, part_shown, years_shown
from backfile.plan.desk import desk_pages
from backfile.plan.frame import Frame
from backfile.plan.links import pictures_on
from backfile.plan.terms import letter_permalinks
from backfile.state import Archive
from backfile.strings import language
from backfile.urls import path_of

SECTION_CARDS = 5
SITEMAP_LENGTH = 40_000
CORRECTIONS_LENGTH = 200
CORRECTIONS_IN_FEED = 50
# What Cloudflare Pages reads of such a file; each old address has a page of its own in any case.
REDIRECTS_LENGTH = 2_000


def home_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """The front page: the weightiest of the newest stories leads, the rest stand by date, then a few of each
    section."""
    newest = archive.newest(frame.config.lists.home)
    lead = max(newest, key=lambda card: card.weight, default=None)
    used = {card.permalink for card in newest}
    sections = []
    for entry in frame.site["nav"]:
        slug = entry["permalink"].split("/")[2]
        cards = archive.term_newest("sections", slug, SECTION_CARDS + frame.config.lists.home)
        cards = [card for card in cards if card.permalink not in used][:SECTION_CARDS]
        sections.append({"name": entry["title"], "permalink": entry["permalink"], "cards": cards})
    years = years_shown(archive)
    show = {
        "lead": lead,
        "latest": [card for card in newest if card is not lead],
        "sections": sections,
        "years": years,
        "first_day": archive.day_after(""),
        "last_day": archive.day_before("9999"),
        "pictures": pictures_on(archive, newest),
    }
    yield Page("index.html", "/", "home", "home:", show)


def feed_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """Atom and JSON Feed of the newest stories; none without `base_url`, since their addresses must be absolute."""
    if not frame.config.base_url:
        return
    show = {"title": frame.config.title, "permalink": "/", "cards": archive.newest(frame.config.lists.feed)}
    yield Page("feed.xml", "/feed.xml", "feed", "feeds:", show)
    if frame.config.pages.json_feed:
        pictures = pictures_on(archive, show["cards"])
        yield Page("feed.json", "/feed.json", "json_feed", "feeds:", show | {"pictures": pictures})


def site_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    yield Page("404.html", "/404.html", "not_found", "site:", {})
    yield from desk_pages(archive, frame)
    sitemap = "/sitemap.xml" if _has_sitemap(frame) else ""
    yield Page("robots.txt", "/robots.txt", "robots", "site:", {"sitemap": sitemap})
    config = frame.config
    shown = {"trusted": config.html == "trusted", "desk": bool(config.repository), "cms": bool(config.cms.script)}
    yield Page("_headers", "/_headers", "headers", "site:", shown)


def _has_sitemap(frame: Frame) -> bool:
    return bool(frame.config.base_url) and frame.config.pages.sitemap


def sitemap_pages(archive: Archive, frame: Frame, year: str) -> Iterator[Page]:
    """One sitemap for the stories and date pages of a year, cut below the protocol's limits of 50,000 addresses and
    50 MB."""
    urls = _year_urls(archive, frame, year) if _has_sitemap(frame) else []
    for number in range(-(-len(urls) // SITEMAP_LENGTH)):
        permalink = f"/sitemaps/{year}.xml" if number == 0 else f"/sitemaps/{year}-{number + 1}.xml"
        yield Page(
            path_of(permalink),
            permalink,
            "sitemap",
            f"sitemap:{year}",
            {"urls": urls[number * SITEMAP_LENGTH : (number + 1) * SITEMAP_LENGTH]},
        )


def _year_urls(archive: Archive, frame: Frame, year: str) -> list[tuple[str, str]]:
    """(address, day of the last change) of the stories of a year, and of its months and days."""
    stories = [
        (permalink, (card_from(card).updated or day)[:10]) for permalink, day, card in archive.year_addresses(year)
    ]
    lists = date_permalinks(archive, frame, year) if stories else []
    return stories + [(permalink, "") for permalink in lists]


def sitemap_index(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """The index of sitemaps, and the sitemap of all pages that are not stories."""
    if not _has_sitemap(frame):
        return
    years = archive.years()
    maps = [
        f"/sitemaps/{year}.xml" if n == 0 else f"/sitemaps/{year}-{n + 1}.xml"
        for year, count in years
        for n in range(-(-(count + len(date_permalinks(archive, frame, year))) // SITEMAP_LENGTH))
    ]
    others = ["/", *(page.permalink for page in archive.standalone()), "/years/", *(f"/{year}/" for year, _ in years)]
    others += [entry["permalink"] for entry in frame.site["taxonomies"]]
    others += [f"/{taxonomy}/{slug}/" for taxonomy, slug in archive.term_keys()]
    for taxonomy in archive.taxonomies():
        others += letter_permalinks(archive, taxonomy)
    if frame.config.pages.on_this_day and years:
        others += ["/on-this-day/", *(f"/on-this-day/{day}/" for day, _ in archive.days_of_year())]
    if frame.config.pages.corrections and archive.correction_years():
        others += ["/corrections/", *(f"/corrections/{year}/" for year in archive.correction_years())]
    parts = -(-len(others) // SITEMAP_LENGTH)
    for number in range(parts):
        permalink = "/sitemaps/pages.xml" if number == 0 else f"/sitemaps/pages-{number + 1}.xml"
        maps.append(permalink)
        listed = others[number * SITEMAP_LENGTH : (number + 1) * SITEMAP_LENGTH]
        yield Page(path_of(permalink), permalink, "sitemap", "sitemaps:", {"urls": [(url, "") for url in listed]})
    yield Page("sitemap.xml", "/sitemap.xml", "sitemap_index", "sitemaps:", {"sitemaps": maps})


def redirects_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """The redirects once more in a file, for hosts that read one: there the answer is a true 301."""
    rows = archive.redirects(REDIRECTS_LENGTH) if frame.config.pages.redirects else []
    if rows:
        yield Page("_redirects", "/_redirects", "redirects", "redirects:", {"redirects": rows})


def corrections_pages(archive: Archive, frame: Frame, year: str) -> Iterator[Page]:
    """A year's corrections, the newest first, in parts where they are very many."""
    items = _corrections(archive, year) if frame.config.pages.corrections else []
    base, count = f"/corrections/{year}/", -(-len(items) // CORRECTIONS_LENGTH)
    for number in range(1, count + 1):
        permalink, run = part_permalink(base, number), part_shown(base, number, number == count)
        shown = items[(number - 1) * CORRECTIONS_LENGTH : number * CORRECTIONS_LENGTH]
        show = {"year": year, "items": shown, "run": run, "years": _correction_years(archive)}
        yield Page(path_of(permalink), permalink, "corrections", f"corrections:{year}", show)


def corrections_index(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """The newest year's corrections, with the way to the others."""
    years = archive.correction_years() if frame.config.pages.corrections else []
    if years:
        items = _corrections(archive, years[-1])
        run = part_shown(f"/corrections/{years[-1]}/", 1, len(items) <= CORRECTIONS_LENGTH)
        show = {"year": years[-1], "items": items[:CORRECTIONS_LENGTH], "run": run, "years": _correction_years(archive)}
        yield Page("corrections/index.html", "/corrections/", "corrections", "corrections:", show)
        yield from _corrections_feed(archive, frame, years)


def _corrections_feed(archive: Archive, frame: Frame, years: list[str]) -> Iterator[Page]:
    """The newest corrections of all years; none without `base_url`, as with every feed."""
    items: list[dict[str, object]] = []
    for year in reversed(years):
        if len(items) < CORRECTIONS_IN_FEED:
            items += _corrections(archive, year)
    if items := items[:CORRECTIONS_IN_FEED] if frame.config.base_url else []:
        title = f"{frame.config.title}: {language(frame.config.lang, frame.config.lang, {}).t('corrections')}"
        show = {"title": title, "permalink": "/corrections/", "updated": items[0]["date"], "items": items}
        yield Page("corrections.xml", "/corrections.xml", "corrections_feed", "corrections:", show)


def _correction_years(archive: Archive) -> list[dict[str, str]]:
    return [{"year": year, "permalink": f"/corrections/{year}/"} for year in archive.correction_years()]


def _corrections(archive: Archive, year: str) -> list[dict[str, object]]:
    items = []
    for story in archive.corrections(year):
        card = archive.card(story)
        for correction in json.loads(archive.meta(story))["corrections"]:
            if correction["date"][:4] == year:
                items.append({**correction, "card": card})
    return sorted(items, key=lambda item: (item["date"], item["card"].permalink), reverse=True)


def file_pages(archive: Archive, frame: Frame, address: str) -> Iterator[Page]:
    """A file of `content/` that a shown story uses, and the smaller copies of it when it is a picture."""
    file = archive.file_at(address)
    if content := archive.file_content(file):
        yield Page(path_of(address), address, "file", f"file:{address}", {}, file, content)
        copies = copies_of(address, *archive.picture(file), rule_of(frame.site))
        for copy in copies:
            show = {"width": copy.width, "height": copy.height, "format": copy.format}
            show |= {"widest": max(one.width for one in copies), "limit": frame.config.limits.pixels}
            yield Page(path_of(copy.src), copy.src, "picture", f"file:{address}", show, file, content)
