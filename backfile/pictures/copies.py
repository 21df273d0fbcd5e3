"""The smaller copies of a picture: which there are, and at which addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

# For pages of other sites that show this one, which read WebP here and there only; below it, for very old browsers.
SHARE_WIDTH = 1200
# Shown by every browser and every other site as they are.
PLAIN = ("jpeg", "png", "gif")
# WebP holds no more; a copy that would be higher is left out.
HIGHEST = 16_000
ENDINGS = {"webp": "webp", "avif": "avif", "jpeg": "jpg"}


class Rule(NamedTuple):
    """How wide copies are, and in which formats, the one to be tried first first; no widths, no copies."""

    widths: tuple[int, ...] = ()
    formats: tuple[str, ...] = ()


class Copy(NamedTuple):
    """One smaller copy: its address from the site's root, its measures in pixels, its format."""

    src: str
    width: int
    height: int
    format: str


class Source(NamedTuple):
    """The copies of one format, narrowest first; `type` is what the browser is told of it."""

    type: str
    copies: tuple[Copy, ...]


class Picture(NamedTuple):
    """A picture as a page shows it. `src` is for browsers that know no `sources`; zeros where measures are not known.

    `share` is the copy to name to other sites, the picture itself where that is small.
    """

    src: str
    width: int = 0
    height: int = 0
    sources: tuple[Source, ...] = ()
    share: Copy = Copy("", 0, 0, "")


def rule_of(site: Mapping[str, object]) -> Rule:
    """The rule that the site's frame carries."""
    pictures = site.get("pictures") or {}
    return Rule(tuple(pictures.get("widths", ())), tuple(pictures.get("formats", ())))


def copies_of(address: str, width: int, height: int, form: str, rule: Rule) -> tuple[Copy, ...]:
    """The copies of the picture at an address; none of one that is small already, or of no format known to be still."""
    if not (form and width and height and rule.widths and rule.formats):
        return ()
    found = [_copy(address, w, width, height, name) for name in rule.formats for w in _widths(width, rule.widths)]
    if width > SHARE_WIDTH or form not in PLAIN:
        found.append(_copy(address, min(width, SHARE_WIDTH), width, height, "jpeg"))
    return tuple(copy for copy in found if copy.height <= HIGHEST)


def _widths(width: int, wanted: Sequence[int]) -> list[int]:
    """Those that are clearly narrower than the picture, then its own width, unless it is wider than the widest."""
    narrower = [w for w in sorted(wanted) if w <= width * 0.85]
    if width < min(wanted):
        return []
    return narrower if width > max(wanted) and max(wanted) in narrower else [*narrower, min(width, max(wanted))]


def _copy(address: str, width: int, full: int, height: int, name: str) -> Copy:
    return Copy(f"{address}.{width}.{ENDINGS[name]}", width, max(1, round(height * width / full)), name)


def picture_of(address: str, known: Mapping[str, Sequence], rule: Rule) -> Picture:
    """The picture at an address, from the measures and the form that are known of it."""
    width, height, form = known.get(address, (0, 0, ""))
    copies = copies_of(address, width, height, form, rule)
    sources = tuple(
        Source(f"image/{name}", tuple(copy for copy in copies if copy.format == name))
        for name in rule.formats
        if any(copy.format == name for copy in copies)
    )
    share = next((copy for copy in copies if copy.format == "jpeg"), Copy(address, width, height, form))
    return Picture(share.src, width, height, sources, share)
