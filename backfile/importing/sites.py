"""A folder that is the site of another generator: which one, where its stories and its pictures lie."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

SETTINGS_BYTES = 500_000


class System(NamedTuple):
    """A generator: the files that give it away, the folders of its stories (one must be there), of its pictures."""

    name: str
    settings: tuple[str, ...]
    stories: tuple[str, ...]
    pictures: tuple[str, ...]


class Site(NamedTuple):
    """One such site. `told` is what readers are given; `roots` are where addresses that begin with `/` may lie."""

    folder: Path
    stories: tuple[Path, ...]
    roots: tuple[str, ...]
    told: tuple[tuple[str, str], ...]

    def told_of(self, name_of: Callable[[Path], str]) -> tuple[tuple[str, str], ...]:
        """What readers are given, with the names that captures of the site and of its stories' folder begin with."""
        start = self.folder if self.told[0][1] == "jekyll" else self.stories[0]
        home, stories = (name_of(folder / "_").removesuffix("_") for folder in (self.folder, start))
        return (*self.told, ("home", home), ("stories", stories))


_SYSTEMS = (
    System("hugo", ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/hugo.toml", "config.toml"),
           ("content",), ("static", "assets", "content")),
    System("jekyll", ("_config.yml", "_config.yaml", "_config.toml"), ("_posts", "_drafts"), (".",)),
    System("pelican", ("pelicanconf.py",), ("content",), ("content",)),
    System("mkdocs", ("mkdocs.yml", "mkdocs.yaml"), ("docs/blog/posts", "docs/posts", "docs"), ("docs",)),
    System("eleventy", (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"),
           ("src/posts", "posts", "content/blog", "content", "blog", "src"), ("public", "src", ".")),
)  # fmt: skip


def site_at(folder: Path) -> Site | None:
    """The site whose root this folder is; None for any other folder."""
    for system in _SYSTEMS:
        settings = next((folder / name for name in system.settings if (folder / name).is_file()), None)
        stories = tuple(folder / name for name in system.stories if (folder / name).is_dir())
        if settings and stories:
            stories = stories if system.name == "jekyll" else stories[:1]
            told = (
                ("system", system.name),
                ("settings", "\n".join(map(_text_of, (settings, *_later(folder, system))))),
                ("form", settings.suffix[1:].replace("yml", "yaml")),
            )
            return Site(folder, stories, tuple(str(folder / name) for name in system.pictures), told)
    return None


def site_around(path: Path) -> Site | None:
    """The site in whose folder of stories a path lies, or None."""
    for folder in path.parents:
        site = site_at(folder)
        if site and any(path.is_relative_to(stories) for stories in site.stories):
            return site
    return None


def home_in(folder: Path) -> Path:
    """The folder itself, or the only one in it: a site that was packed whole stands a step below."""
    if site_at(folder):
        return folder
    shown = (entry for entry in folder.iterdir() if not entry.name.startswith((".", "__MACOSX")))
    inside = list(islice(shown, 2))
    return inside[0] if len(inside) == 1 and inside[0].is_dir() and site_at(inside[0]) else folder


def _later(folder: Path, system: System) -> list[Path]:
    """Settings of Pelican for the published site, which take the place of the others."""
    path = folder / "publishconf.py"
    return [path] if system.name == "pelican" and path.is_file() else []


def _text_of(path: Path) -> str:
    with open(path, "rb") as stream:
        return stream.read(SETTINGS_BYTES).decode("utf-8", "replace")
