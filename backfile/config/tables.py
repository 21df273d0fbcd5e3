"""The settings of an archive as values, with what holds where `site.toml` says nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

_YEARS = re.compile(r"(\d{4})-(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lists:
    """`[lists]`: how many stories a list shows.

    `run_length` stories stand on one page of a term; `home` and `feed` are how many the front page and a feed show.
    `month_headlines` is the number of stories up to which a month page lists headlines (above it, days and counts).
    """

    run_length: int = 50
    home: int = 20
    feed: int = 20
    related: int = 3
    month_headlines: int = 500


@dataclass(frozen=True, slots=True)
class Families:
    """`[pages]`: which families of pages the site has, besides stories, home, term pages and years."""

    days: bool = True
    months: bool = True
    on_this_day: bool = True
    corrections: bool = True
    term_feeds: bool = True
    json_feed: bool = True
    corpus: bool = True
    sitemap: bool = True
    term_years: bool = True
    search: bool = False
    redirects: bool = True


@dataclass(frozen=True, slots=True)
class Pictures:
    """`[pictures]`: the smaller copies of pictures. `formats` are tried by a browser in this order; none, no copies.

    `widths` are in pixels. `cache_megabytes` bounds what is kept of copies under `.backfile/`.
    """

    widths: tuple[int, ...] = (480, 960, 1600)
    formats: tuple[str, ...] = ("webp",)
    cache_megabytes: int = 4_000


@dataclass(frozen=True, slots=True)
class Levels:
    """`[checks]`: how much weight a finding has: "error", "warning" or "off".

    `off` names findings of `check` that are not looked for; `distinct_terms` terms that are no slip of another.
    """

    dead_links: str = "error"
    missing_alt: str = "warning"
    off: tuple[str, ...] = ()
    distinct_terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """`[limits]`: what one file may ask for. Every limit is named in its error."""

    story_bytes: int = 5_000_000
    story_seconds: int = 20
    front_matter_bytes: int = 200_000
    depth: int = 20
    alias_expansions: int = 100
    fields: int = 200
    list_entries: int = 1_000
    name_length: int = 200
    pixels: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Cms:
    """`[cms]`: an editor in the browser at `admin/cms/`, for an archive with a `repository`.

    `script` is the file of Decap CMS or Sveltia CMS below `content/`, `sha256` the only one that a browser may run.
    """

    script: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Shards:
    """`[shards]`: parts of the site that `publish github` puts into repositories of their own, below one front.

    `paths` are first steps of addresses, such as "tags", or years from one to another, "1900-1979". `repository` is
    where each goes, with {path} in it: GitHub shows it at the address that has its name.
    """

    paths: tuple[str, ...] = ()
    repository: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The first steps of addresses, each year by itself."""
        found: list[str] = []
        for path in self.paths:
            years = _YEARS.fullmatch(path)
            found += [f"{year:04}" for year in range(int(years[1]), int(years[2]) + 1)] if years else [path]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one archive, checked. Every field is a key of `site.toml`; nested ones are tables.

    `zone` is an IANA name. `permalink` is the pattern of a story's address. `future` says what happens to a story
    whose date has not come: "hold" or "publish". `began` is the archive's first day, "" when it is not known. `html`
    is the rule for raw HTML in bodies: "safe" or "trusted". `short_cut` off renders every body by stock
    Python-Markdown, slower and with the same bytes.
    """

    title: str = "Archive"
    description: str = ""
    base_url: str = ""
    lang: str = "en"
    zone: str = "UTC"
    rights: str = ""
    theme: str = "broadsheet"
    permalink: str = "/{year}/{month}/{day}/{slug}/"
    future: str = "hold"
    began: str = ""
    html: str = "safe"
    short_cut: bool = True
    nav: tuple[str, ...] = ()
    taxonomies: tuple[str, ...] = ("sections", "tags", "bylines", "places", "people", "organisations", "series")
    repository: str = ""
    branch: str = "main"
    report_url: str = ""
    edit_url: str = ""
    allowed_links: tuple[str, ...] = ()
    lists: Lists = field(default_factory=Lists)
    pages: Families = field(default_factory=Families)
    pictures: Pictures = field(default_factory=Pictures)
    checks: Levels = field(default_factory=Levels)
    cms: Cms = field(default_factory=Cms)
    shards: Shards = field(default_factory=Shards)
    limits: Limits = field(default_factory=Limits)
    theme_settings: tuple[tuple[str, object], ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
