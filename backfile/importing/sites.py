"""A folder that is the site of another generator: which one, where its stories and its pictures lie."""

from __future__ import annotations

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

    stories: tuple[Path, ...]
    roots: tuple[str, ...]
    told: tuple[tuple[str, str], ...]


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
                ("settings", _text_of(settings)),
                ("form", settings.suffix[1:].replace("yml", "yaml")),
            )
            return Site(stories, tuple(str(folder / name) for name in system.pictures), told)
    return None


def _text_of(path: Path) -> str:
    with open(path, "rb") as stream:
        return stream.read(SETTINGS_BYTES).decode("utf-8", "replace")
