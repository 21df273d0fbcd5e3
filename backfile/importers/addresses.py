"""The address at which a story stood on its old site, so that old links lead to the new place."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import PurePosixPath

import yaml

from backfile.importers import values
from backfile.model import Story
from backfile.urls import slug_of, term_slug

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_JEKYLL = {"date": "/:categories/:year/:month/:day/:title.html", "pretty": "/:categories/:year/:month/:day/:title/",
           "ordinal": "/:categories/:year/:y_day/:title.html", "none": "/:categories/:title.html"}  # fmt: skip


def old_addresses(
    front: dict[str, object], story: Story, name: str, stem: str, site: dict[str, str]
) -> tuple[str, ...]:
    """Those it names itself, and the one that its old generator gave it."""
    named = [*values.texts(front.get("aliases")), *values.texts(front.get("redirect_from"))]
    own = values.plain(front.get("url") or front.get("permalink") or front.get("save_as"))
    if own and ":" not in own and "{" not in own:
        named.append(own)
    elif made := _made(front, story, name, stem, site):
        named.append(made)
    return tuple(dict.fromkeys(_rooted(address) for address in named if _is_address(address)))


def _is_address(address: str) -> bool:
    return bool(address) and not re.match(r"[a-z]+:", address) and not re.search(r"[\s<>\"]", address)


def _rooted(address: str) -> str:
    whole = "/" + re.sub(r"(?:^|/)index\.html?$", "/", address.strip()).lstrip("/")
    # Every host leads from `/old/mill` to `/old/mill/`; a file without an ending none serves as a page.
    return whole if whole.endswith("/") or "." in whole.rsplit("/", 1)[-1] else whole + "/"


def _made(front: dict[str, object], story: Story, name: str, stem: str, site: dict[str, str]) -> str:
    system, settings = site.get("system", ""), _settings(site)
    slug = values.plain(front.get("slug")) or re.sub(r"^\d{4}-\d\d-\d\d-", "", stem)
    if system == "hugo":
        return _hugo(story, name, stem, values.plain(front.get("slug")), settings)
    if story.date is None:
        return ""
    if system == "jekyll" and "/_posts/" in f"/{name}":
        pattern = str(front.get("permalink") or settings.get("permalink") or "date")
        return _filled(
            _JEKYLL.get(pattern, pattern), story, slug, values.texts(front.get("categories") or front.get("category"))
        )
    if system == "pelican":
        pattern = settings.get("ARTICLE_URL") or settings.get("ARTICLE_SAVE_AS") or "{slug}.html"
        return _pelican(str(pattern), story, values.plain(front.get("slug")) or slug_of(story.title))
    if system == "mkdocs" and "/posts/" in f"/{name}":
        year, month, day = story.date.day.split("-")
        return f"/blog/{year}/{month}/{day}/{slug_of(story.title) if not front.get('slug') else slug}/"
    if system == "eleventy":
        below = re.sub(r"\.(?:md|markdown)$", "", name.partition("/")[2] if "/" in name else name)
        below = re.sub(r"(?<=/)\d{4}-\d\d-\d\d-", "", f"/{below}")
        return re.sub(r"/index$", "", below) + "/"
    return ""


def _settings(site: dict[str, str]) -> dict[str, object]:
    """The old site's settings, as far as they are texts."""
    text, kind = site.get("settings", ""), site.get("form", "")
    try:
        if kind == "toml":
            return tomllib.loads(text)
        if kind == "json":
            return json.loads(text)
        if kind == "py":
            return dict(re.findall(r"^([A-Z_]+)\s*=\s*['\"]([^'\"]*)['\"]", text, re.MULTILINE))
        table = yaml.load(text, Loader=_LOADER)  # noqa: S506 - it makes texts, lists and mappings only
    except (ValueError, yaml.YAMLError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def _hugo(story: Story, name: str, stem: str, slug: str, settings: dict[str, object]) -> str:
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
        made = slug or slug_of(story.title)
        pattern = pattern.replace(":slugorfilename", slug or stem).replace(":slugorcontentbasename", slug or stem)
        pattern = pattern.replace(":filename", stem).replace(":contentbasename", stem).replace(":slug", made)
        return _filled(
            pattern.replace(":sections", str(parent)).replace(":section", section), story, slug_of(story.title), ()
        )
    where = "" if str(parent) == "." else f"{parent}/"
    return f"/{where}{slug or stem}/".lower()


def _filled(pattern: str, story: Story, slug: str, categories: tuple[str, ...]) -> str:
    year, month, day = story.date.day.split("-") if story.date else ("", "", "")
    parts = {"categories": "/".join(map(term_slug, categories)), "year": year, "month": month, "day": day,
             "title": slug,
             "slug": slug, "i_month": month.lstrip("0"), "i_day": day.lstrip("0"), "short_year": year[2:]}  # fmt: skip
    filled = re.sub(r":(\w+)", lambda match: parts.get(match[1], match[0]), pattern)
    return "" if ":" in filled else re.sub(r"/{2,}", "/", "/" + filled)


def _pelican(pattern: str, story: Story, slug: str) -> str:
    year, month, day = story.date.day.split("-") if story.date else ("", "", "")
    filled = (
        pattern.replace("{slug}", slug)
        .replace("{lang}", story.lang)
        .replace("{category}", term_slug(story.section or "misc"))
    )
    filled = re.sub(r"\{date:([^}]*)\}", lambda m: m[1].replace("%Y", year).replace("%m", month).replace("%d", day)
                    .replace("%b", "").replace("%-m", month.lstrip("0")), filled)  # fmt: skip
    return "" if "{" in filled or "%" in filled else filled
