"""Where a story, a page or a term stands in the site: its slug, its address, and what is wrong with them."""

from __future__ import annotations

import posixpath
import re

from backfile import urls
from backfile.config import Config
from backfile.model import Problem, Story
from backfile.taxonomy import TAXONOMIES

# First steps of addresses that the site itself makes; a story or page may not stand there.
RESERVED_STEPS = frozenset(
    {
        *TAXONOMIES,
        "years",
        "on-this-day",
        "corrections",
        "search",
        "static",
        "sitemaps",
        "pagefind",
        "admin",
    }
)
RESERVED_FILES = frozenset(
    {
        "404.html",
        "feed.xml",
        "feed.json",
        "sitemap.xml",
        "robots.txt",
        "stories.jsonl",
        "corrections.xml",
        "manifest-sha256.txt",
        "news-sitemap.xml",
        "_redirects",
        "_headers",
        "index.html",
    }
)
_DAY = re.compile(r"\A\d{4}-\d{2}-\d{2}[-_ ]+")
DATE_PAGE = re.compile(r"/\d{4}/(?:\d{2}/(?:\d{2}/(?:page-\d+/)?)?)?\Z")


def place_of(story: Story, kind: str, config: Config) -> tuple[str, list[Problem]]:
    """The permalink of a file of that kind, and the faults of it that are found without any other story."""
    slug, problems = _slug(story, kind, config)
    permalink = _permalink(story, kind, slug, config)
    return permalink, problems if kind == "term" else problems + _taken(story, kind, permalink) + _bad_aliases(story)


def _slug(story: Story, kind: str, config: Config) -> tuple[str, list[Problem]]:
    stem = posixpath.basename(story.source).removesuffix(".md")
    if kind == "page":
        return story.source.removeprefix("pages/").removesuffix(".md"), []
    if kind == "term":
        return urls.term_slug(story.title or stem), []
    if story.slug:
        return _written_slug(story)
    slug = urls.slug_of(_without_day(stem, story, config)) or urls.slug_of(story.title)
    if slug:
        return slug, []
    fault = "neither the file's name nor the title has a letter or digit to make an address of"
    return "untitled", [Problem(story.source, 1, 1, fault, "add a line slug: a-short-name", "slug")]


def _written_slug(story: Story) -> tuple[str, list[Problem]]:
    fault = urls.slug_fault(story.slug)
    if not fault:
        return story.slug, []
    line, better = dict(story.lines).get("slug", 0), urls.cleaned_slug(story.slug) or "a-short-name"
    return better, [Problem(story.source, line, 1, f'slug: "{story.slug}" {fault}', f"write slug: {better}", "slug")]


def _without_day(stem: str, story: Story, config: Config) -> str:
    """A file's name without the story's own day at its start, where the address has it already; "" for `index`."""
    if stem == "index":
        return ""
    is_dated = story.date is not None and stem.startswith(story.date.day) and "{day}" in config.permalink
    return stem[len(story.date.day) :].lstrip("-_ ") if is_dated else stem


def likely_slug(source: str) -> str:
    """The last step of the address that a file's story probably has, by its name alone: it cannot be read."""
    return urls.slug_of(_DAY.sub("", posixpath.basename(source).removesuffix(".md")))


def _permalink(story: Story, kind: str, slug: str, config: Config) -> str:
    if kind == "page":
        return f"/{slug}/" if slug != "index" else "/pages/"
    if kind == "term":
        return f"/{story.source.partition('/')[0]}/{slug}/"
    return urls.permalink_of(config.permalink, story.date.day, slug, story.section) if story.date else f"/{slug}/"


def _taken(story: Story, kind: str, permalink: str) -> list[Problem]:
    steps = permalink.strip("/").split("/")
    is_taken = (
        steps[0] in RESERVED_STEPS
        or (len(steps) == 1 and steps[0] in RESERVED_FILES)
        or (kind == "story" and DATE_PAGE.match(permalink))
    )
    if not is_taken:
        return []
    fault = f"the address {permalink} is one that the site itself makes"
    line = dict(story.lines).get("slug", 0) or 1
    return [Problem(story.source, line, 1, fault, "write another slug, such as slug: flood-of-1995", "address-taken")]


def _bad_aliases(story: Story) -> list[Problem]:
    line = dict(story.lines).get("aliases", 0) if story.aliases else 0
    remedy = "write it from the site's root, such as /old/address/"
    return [
        Problem(story.source, line, 1, f'aliases: "{alias}" is not an address of this site', remedy, "alias")
        for alias in story.aliases
        if not alias.startswith("/") or not urls.is_inside(alias[1:] or "x")
    ]
