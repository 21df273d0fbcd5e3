"""Sitemaps, robots.txt and _redirects: what the plan lists, as the files that crawlers and hosts read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from backfile.model import Card, Job
from backfile.urls import encoded

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS_NS = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap(job: Job, site: Mapping[str, object]) -> str:
    """The addresses in `show["urls"]`, pairs of permalink and the day of the last change ("" when not known)."""
    return f'{_HEAD}<urlset xmlns="{_NS}">\n{_rows("url", job.page.show["urls"], site)}</urlset>\n'


def sitemap_index(job: Job, site: Mapping[str, object]) -> str:
    """The addresses of the sitemaps in `show["sitemaps"]`."""
    maps = [(permalink, "") for permalink in job.page.show["sitemaps"]]
    return f'{_HEAD}<sitemapindex xmlns="{_NS}">\n{_rows("sitemap", maps, site)}</sitemapindex>\n'


def _rows(tag: str, urls: Iterable[Sequence[str]], site: Mapping[str, object]) -> str:
    base = str(site["base_url"]).rstrip("/")
    return "".join(_row(tag, escape(base + encoded(permalink)), lastmod) for permalink, lastmod in urls)


def _row(tag: str, url: str, lastmod: str) -> str:
    return f"<{tag}><loc>{url}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "") + f"</{tag}>\n"


def news_sitemap(job: Job, site: Mapping[str, object]) -> str:
    """The cards in `show["cards"]` as a news sitemap; which are new enough is the plan's to say."""
    rows = "".join(_news(card, site) for card in job.page.show["cards"])
    return f'{_HEAD}<urlset xmlns="{_NS}" xmlns:news="{_NEWS_NS}">\n{rows}</urlset>\n'


def _news(card: Card, site: Mapping[str, object]) -> str:
    url = escape(str(site["base_url"]).rstrip("/") + encoded(card.permalink))
    lang = (card.lang or str(site["lang"])).split("-")[0]
    return (
        f"<url><loc>{url}</loc><news:news><news:publication><news:name>{escape(str(site['title']))}</news:name>"
        f"<news:language>{lang}</news:language></news:publication>"
        f"<news:publication_date>{card.date}</news:publication_date>"
        f"<news:title>{escape(card.title)}</news:title></news:news></url>\n"
    )


def robots(job: Job, site: Mapping[str, object]) -> str:
    """Everything may be read; with a base_url it names the sitemap (`show["sitemap"]`, "" for none)."""
    lines = ["User-agent: *", "Allow: /"]
    address = job.page.show["sitemap"]
    if site["base_url"] and address:
        lines.append(f"Sitemap: {str(site['base_url']).rstrip('/')}{encoded(str(address))}")
    return "\n".join(lines) + "\n"


def redirects(job: Job, site: Mapping[str, object]) -> str:
    """`show["redirects"]`, pairs of old address and new, a line each; from the root of the host, as hosts want them.

    An address with a sign that such a file takes for a pattern is left out: its page leads on in any case.
    """
    base = urlsplit(str(site["base_url"])).path.rstrip("/")
    pairs = [(base + encoded(old), base + encoded(new)) for old, new in job.page.show["redirects"]]
    return "".join(f"{old} {new} 301\n" for old, new in pairs if not _is_pattern(old) and len(old + new) < 990)


def _is_pattern(address: str) -> bool:
    return any(sign in address for sign in "*:?# ")
