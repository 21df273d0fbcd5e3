"""What a set of changed paths means for the preview. Pure but for asking which of them are folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from backfile.folders import Folders


class Changes(NamedTuple):
    """`sources` are paths below `content/`; `settings`: the theme or `site.toml` changed too.

    `folder`: something came or went as a whole. `swap` is the name of the style sheet when nothing else changed.
    """

    sources: tuple[str, ...] = ()
    settings: bool = False
    swap: str = ""
    folder: bool = False

    @property
    def is_any(self) -> bool:
        return bool(self.sources or self.settings or self.folder)


def sorted_out(changed: Iterable[Path], folders: Folders, themes: Iterable[Path]) -> Changes:
    """Changed paths by what they are; scratch files of editors, which no build reads, are left out."""
    sources, looks, settings, folder = [], [], False, False
    places = tuple(themes)
    for path in sorted(changed):
        if path == folders.content or path in places:
            folder = settings = True
        elif path.is_relative_to(folders.content):
            source = path.relative_to(folders.content).as_posix()
            if _is_read(source):
                sources.append(source)
        elif place := next((place for place in places if path.is_relative_to(place)), None):
            if _is_read(path.relative_to(place).as_posix()):
                looks.append(path)
        elif path == folders.root / "site.toml":
            settings = True
    is_swap = bool(looks) and not sources and not settings and all(path.suffix == ".css" for path in looks)
    return Changes(tuple(sources), settings or bool(looks), looks[0].name if is_swap else "", folder)


def _is_read(path: str) -> bool:
    return all(step and step[0] != "." and step[-1] != "~" for step in path.split("/"))
