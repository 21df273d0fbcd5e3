"""The generators that `compare.py` knows: how the folder of each is laid out, and how it builds from clean."""

from __future__ import annotations

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
STUB = "---\n---\n"
HEIR = 'name = "measured"\nparent = "{parent}"\ncontract = 1\n'
# A page's kind by its path; the first that fits.
KINDS = [
    ("day", re.compile(r"\d{4}/\d\d/\d\d/")), ("story", re.compile(r"\d{4}/\d\d/[^/]+/index\.html")),
    ("month", re.compile(r"\d{4}/\d\d/index\.html")), ("year", re.compile(r"\d{4}/index\.html")),
    ("term", re.compile(r"(tags|sections)/[^/]+/index\.html")), ("terms", re.compile(r"(tags|sections)/index\.html")),
    ("further pages of terms", re.compile(r"(tags|sections)/.+\.html")), ("media", re.compile(r"media/")),
    ("other pages", re.compile(r".*\.html")), ("feeds, sitemaps and the rest", re.compile("")),
]  # fmt: skip
COMPARED = ("story", "term", "terms", "month", "year")


class Contestant(NamedTuple):
    """One generator in its own folder. `leftovers` are what a clean build must not find, besides the output."""

    name: str
    root: Path
    command: tuple[str, ...]
    output: Path
    leftovers: tuple[Path, ...]
    settings: Mapping[str, str]

    def forget(self) -> None:
        """Make the next build a clean one."""
        for path in (self.output, *self.leftovers):
            shutil.rmtree(path, ignore_errors=True)


def hugo(corpus: Path, work: Path, binary: str) -> Contestant:
    """Hugo with peers/hugo: pictures as static files, an empty `_index.md` where a month shall have a page."""
    root = _fresh(work / "hugo")
    shutil.copytree(HERE / "peers" / "hugo", root, dirs_exist_ok=True)
    _link_tree(corpus / "content", root / "content")
    (root / "static").mkdir()
    (root / "content" / "media").rename(root / "static" / "media")
    for month in (root / "content").glob("*/*/"):
        (month / "_index.md").write_text(STUB)
    (root / "content" / "years").mkdir()
    (root / "content" / "years" / "_index.md").write_text(STUB)
    command = (str(Path(binary).resolve()), "build", "--quiet", "--cacheDir", str(root / "cache"))
    return Contestant("hugo", root, command, root / "public", (root / "cache", root / "resources"), {})


def backfile(corpus: Path, work: Path, base: Sequence[str], cut: str) -> Contestant:
    """Backfile: everything it makes by default, or (`cut`) what the peer has.

    Its theme inherits all, so that an edit of a template is what a user's own theme is.
    """
    root = _fresh(work / "backfile")
    _link_tree(corpus / "content", root / "content")
    settings = (HERE / "peers" / "backfile-cut.toml" if cut else corpus / "site.toml").read_text("utf-8")
    if cut == "heads":
        settings = settings.replace("term_years = true", "term_years = false")
    (root / "site.toml").write_text(settings, "utf-8")
    theme = root / "themes" / "measured"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text(HEIR.format(parent=parent_of(cut)))
    if cut:
        shutil.copytree(HERE / "peers" / "plain", root / "themes" / "plain")
    command = (*base, "build", "--theme", "measured", "--json")
    from_here = os.pathsep.join(filter(None, (str(HERE.parent), os.environ.get("PYTHONPATH", ""))))
    return Contestant("backfile", root, command, root / "output", (root / ".backfile",), {"PYTHONPATH": from_here})


def parent_of(cut: str) -> str:
    return "plain" if cut else "broadsheet"


def _fresh(root: Path) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    return root


def _link_tree(source: Path, target: Path) -> None:
    """A copy that shares its files where the disk allows it: an edit must replace a file, never write into it."""
    try:
        shutil.copytree(source, target, copy_function=os.link)
    except OSError:
        shutil.copytree(source, target, dirs_exist_ok=True)


class Site(NamedTuple):
    """What a build left: paths by kind, and the bytes of all files."""

    paths: dict[str, set[str]]
    size: int

    @property
    def pages(self) -> int:
        """Files other than pictures."""
        return sum(len(paths) for kind, paths in self.paths.items() if kind != "media")


def site_of(output: Path) -> Site:
    paths: dict[str, set[str]] = defaultdict(set)
    size = 0
    for folder, _, names in os.walk(output):
        for name in names:
            file = os.path.join(folder, name)
            path = os.path.relpath(file, output)
            if not path.startswith("."):
                paths[next(kind for kind, shape in KINDS if shape.match(path))].add(path)
                size += os.stat(file).st_size
    return Site(dict(paths), size)
