"""The address at which a story stood on its old site, so that old links lead to the new place."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from backfile.importers import values
from backfile.importers.oldplaces import host_of, split
from backfile.model import Story
from backfile.urls import slug_of, term_slug

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_JEKYLL = {"date": "/:categories/:year/:month/:day/:title.html", "pretty": "/:categories/:year/:month/:day/:title/",
           "ordinal": "/:categories/:year/:y_day/:title.html", "none": "/:categories/:title.html"}  # fmt: skip


def old_addresses(
    front: dict[str, object], story: Story, name: str, stem: str, site: dict[str, str]
) -> tuple[str, ...]:
    """Those it names itself, and last the one that its old generator gave it."""
    named = [*values.texts(front.get("aliases")), *values.texts(front.get("redirect_from"))]
    own = values.plain(front.get("url") or front.get("permalink") or front.get("save_as"))
    if own and ":" not in own and "{" not in own:
        named.append(own)
    else:
        named += _made(front, story, name, stem, site)
    return tuple(dict.fromkeys(_rooted(address) for address in named if _is_address(address)))


def _is_address(address: str) -> bool:
    return bool(address) and not re.match(r"[a-z]+:", address) and not re.search(r"[\s<>\"]", address)


def _rooted(address: str) -> str:
    whole = "/" + re.sub(r"(?:^|/)index\.html?$", "/", address.strip()).lstrip("/")
    # Every host leads from `/old/mill` to `/old/mill/`; a file without an ending none serves as a page.
    return whole if whole.endswith("/") or "." in whole.rsplit("/", 1)[-1] else whole + "/"


def base_of(site: dict[str, str]) -> str:
    """The host of a site by its settings, and the folder there in which it stands: `quay.example/news`."""
    settings = _settings(site)
    names = ("baseURL", "baseurl", "base_url", "SITEURL", "site_url", "url")
    urls = [one for name in names if isinstance(one := settings.get(name), str) and host_of(one)]
    folder = settings.get("baseurl") if site.get("system") == "jekyll" else ""
    path = split(urls[0])[1] if urls else ""
    path = path.strip("/") or (str(folder).strip("/") if folder and not host_of(str(folder)) else "")
    return f"{host_of(urls[0]) if urls else ''}/{path}".rstrip("/")


def _made(front: dict[str, object], story: Story, name: str, stem: str, site: dict[str, str]) -> list[str]:
    """The address that the old generator gave it; where its versions differ, both, the newest last."""
    system, settings = site.get("system", ""), _settings(site)
    own = values.plain(front.get("slug"))
    slug = own or re.sub(r"^\d{4}-\d\d-\d\d-", "", stem)
    if system == "hugo":
        whole = _hugo_slug(story.title)  # with a `/` of the title where its earlier versions left that
        titles = dict.fromkeys((whole, slug_of(story.title), _hugo_slug(story.title.replace("/", "-"))))
        return list(filter(None, (_hugo(story, name, stem, own, title, settings) for title in titles)))
    if story.date is None:
        return [f"/pages/{own or _pelican_slug(story.title)}.html"] if system == "pelican" else []
    made = ""
    if system == "jekyll" and "/_posts/" in f"/{name}":
        made = _jekyll(front, story, slug, settings)
    elif system == "pelican":
        pattern = settings.get("ARTICLE_URL") or settings.get("ARTICLE_SAVE_AS") or "{slug}.html"
        made = _pelican(str(pattern), story, own or _pelican_slug(story.title))
    elif system == "mkdocs" and "/posts/" in f"/{name}":
        year, month, day = _day_of(story).split("-")
        made = f"/blog/{year}/{month}/{day}/{own or slug_of(story.title)}/"
    elif system == "eleventy":
        below = re.sub(r"\.(?:md|markdown)$", "", name.removeprefix(site.get("home", "")))
        below = re.sub(r"^src/", "", below)
        made = re.sub(r"/index$", "", re.sub(r"(?<=/)\d{4}-\d\d-\d\d-", "", f"/{below}")) + "/"
    return [made] if made else []


def _jekyll(front: dict[str, object], story: Story, slug: str, settings: dict[str, object]) -> str:
    pattern = str(front.get("permalink") or settings.get("permalink") or "date")
    categories = values.texts(front.get("categories") or front.get("category"))
    return _filled(_JEKYLL.get(pattern, pattern), story, slug, categories, str(settings.get("timezone") or ""))


def _day_of(story: Story, zone: str = "") -> str:
    """The day as the story's file has it: the old site made its address of that, whatever day it is in our zone."""
    if not story.date:
        return ""
    try:
        moved = datetime.fromisoformat(story.date.text).astimezone(ZoneInfo(zone)) if zone else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        moved = None
    return f"{moved:%Y-%m-%d}" if moved and story.date.is_moment else story.date.text[:10]


def _settings(site: dict[str, str]) -> dict[str, object]:
    return _parsed(site.get("settings", ""), site.get("form", ""))


@lru_cache(maxsize=8)
def _parsed(text: str, kind: str) -> dict[str, object]:
    """The old site's settings, as far as they are texts; read once for all of its stories."""
    try:
        if kind == "toml":
            return tomllib.loads(text)
        if kind == "py":
            return dict(re.findall(r"^([A-Z_]+)\s*=\s*['\"]([^'\"]*)['\"]", text, re.MULTILINE))
        table = json.loads(text) if kind == "json" else yaml.load(text, Loader=_LOADER)  # noqa: S506 - makes texts, lists, mappings only
    except (ValueError, yaml.YAMLError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def _hugo(story: Story, name: str, stem: str, slug: str, title: str, settings: dict[str, object]) -> str:
    """Hugo's address: the section's pattern, else the way to the file below `content/`."""
    below = name.rpartition("content/")[2]
    path = PurePosixPath(below)
    parent = path.parent.parent if path.stem in ("index", "_index") else path.parent
    section = path.parts[0] if len(path.parts) > 1 else ""
    patterns = settings.get("permalinks") or {}
    if isinstance(patterns, dict):
        patterns = patterns.get("page", patterns)
    pattern = patterns.get(section) if isinstance(patterns, dict) else None
    if isinstance(pattern, str):
        if story.date is None:
            return ""
        made = slug or title
        pattern = pattern.replace(":slugorfilename", slug or stem).replace(":slugorcontentbasename", slug or stem)
        pattern = pattern.replace(":filename", stem).replace(":contentbasename", stem).replace(":slug", made)
        pattern = pattern.replace(":sections", str(parent)).replace(":section", section)
        return _filled(pattern, story, title, ())
    where = "" if str(parent) == "." else f"{parent}/"
    return "/" + _hugo_slug(f"{where}{slug or stem}") + "/"


def _hugo_slug(title: str) -> str:
    """A title as Hugo has it in an address: accents, `/`, `_`, `+` and stops stay, spaces become hyphens."""
    kept = re.sub(r"[^\w\s./\\#+~@-]", "", title.strip())
    return re.sub(r"\s+", "-", re.sub(r"\s*-[\s-]*", "-", kept)).replace("#", "").lower()


def _pelican_slug(title: str) -> str:
    """A title as Pelican has it in an address."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip()).lower()


def _filled(pattern: str, story: Story, slug: str, categories: tuple[str, ...], zone: str = "") -> str:
    year, month, day = _day_of(story, zone).split("-") if story.date else ("", "", "")
    parts = {"categories": "/".join(map(term_slug, categories)), "year": year, "month": month, "day": day,
             "title": slug,
             "slug": slug, "i_month": month.lstrip("0"), "i_day": day.lstrip("0"), "short_year": year[2:]}  # fmt: skip
    filled = re.sub(r":(\w+)", lambda match: parts.get(match[1], match[0]), pattern)
    return "" if ":" in filled else re.sub(r"/{2,}", "/", "/" + filled)


def _pelican(pattern: str, story: Story, slug: str) -> str:
    month = _day_of(story)[5:7]
    filled = (
        pattern.replace("{slug}", slug)
        .replace("{lang}", story.lang)
        .replace("{category}", term_slug(story.section or "misc"))
    )
    filled = re.sub(r"\{date:([^}]*)\}", lambda m: _formatted(m[1].replace("%-m", month.lstrip("0")), story), filled)
    return "" if "{" in filled or "%" in filled else filled


def _formatted(pattern: str, story: Story) -> str:
    day = date.fromisoformat(_day_of(story))
    try:
        return day.strftime(pattern.replace("%-d", str(day.day)))
    except ValueError:
        return pattern
