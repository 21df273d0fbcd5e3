"""What every format is given."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile.exporting.selection import Selection


class Told(NamedTuple):
    """One story: its record (`corpus.FIELDS`), its body as HTML with links from the site's root, its address, and
    the files it uses, as (file below `content/`, address)."""

    record: dict[str, object]
    html: str
    permalink: str
    files: tuple[tuple[str, str], ...] = ()


class Frame(NamedTuple):
    """What is true of the whole export. `title` names archive and selection; `content` is where files lie."""

    title: str
    base_url: str
    lang: str
    rights: str
    zone: ZoneInfo
    selection: Selection
    content: Path
