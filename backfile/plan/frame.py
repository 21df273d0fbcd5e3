"""What every page of the site shows, the same on all of them, and the settings that planning needs."""

from __future__ import annotations

import json
from dataclasses import dataclass

from backfile.config import Config
from backfile.state import Archive
from backfile.taxonomy import TAXONOMIES
from backfile.urls import term_slug

NAV_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """`site` is what templates see under that name; a change of it makes every page stale, so it holds little.

    `now` is the moment of the build in seconds: the news sitemap alone depends on it.
    """

    config: Config
    site: dict[str, object]
    now: int = 0


def frame_of(archive: Archive, config: Config, now: int = 0) -> Frame:
    taxonomies = set(archive.taxonomies())
    site = {
        "title": config.title,
        "description": config.description,
        "lang": config.lang,
        "base_url": config.base_url,
        "rights": config.rights,
        "nav": _nav(archive, config),
        "menu": _menu(archive),
        "search": False,
        "taxonomies": [
            {"name": name, "permalink": TAXONOMIES[name].permalink} for name in config.taxonomies if name in taxonomies
        ],
        "feed": "/feed.xml" if config.base_url else "",
        "report_url": config.report_url or _in_repository(config, "issues/new?title={title}&body={address}"),
        "edit_url": config.edit_url or _in_repository(config, f"edit/{config.branch}/"),
        "corpus": "/stories.jsonl" if config.pages.corpus else "",
        "json_feed": "/feed.json" if config.base_url and config.pages.json_feed else "",
        "families": {
            "days": config.pages.days,
            "months": config.pages.months,
            "on_this_day": config.pages.on_this_day,
            "term_feeds": config.pages.term_feeds and bool(config.base_url),
            "corrections": config.pages.corrections and bool(archive.correction_years()),
        },
        "pictures": _pictures(config),
        "settings": dict(config.theme_settings),
    }
    return Frame(config, site, now)


def _pictures(config: Config) -> dict[str, object]:
    """Which copies pictures have; nothing where they have none."""
    pictures = config.pictures
    return {"widths": list(pictures.widths), "formats": list(pictures.formats)} if pictures.formats else {}


def _in_repository(config: Config, rest: str) -> str:
    return f"{config.repository.rstrip('/')}/{rest}" if config.repository else ""


def _nav(archive: Archive, config: Config) -> list[dict[str, str]]:
    """The sections that the settings name, else all of them when they are few."""
    if "sections" not in config.taxonomies:
        return []
    names = archive.term_names("sections")
    wanted = [term_slug(name) for name in config.nav] if config.nav else sorted(names)[:NAV_LENGTH]
    return [{"title": names[slug], "permalink": f"/sections/{slug}/"} for slug in wanted if slug in names]


def _menu(archive: Archive) -> list[dict[str, str]]:
    """The standalone pages, weightiest first, then by address."""
    pages = [(json.loads(archive.meta(page.story)), page.permalink) for page in archive.standalone()]
    ordered = sorted(pages, key=lambda page: (-page[0]["weight"], page[1]))
    return [{"title": meta["title"], "permalink": permalink} for meta, permalink in ordered]
