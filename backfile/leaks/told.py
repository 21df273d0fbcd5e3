"""What is said of words and pictures that were found: a problem a story."""

from __future__ import annotations

from collections.abc import Mapping

from backfile.held import Plate
from backfile.leaks.search import Catch
from backfile.model import Problem
from backfile.opening import Site
from backfile.phrases import Phrase

Found = Mapping[str, Mapping[str, list[Phrase]]]

MEND = "nothing was put in place; take the words out of the theme, the settings or the file that has them"
REMEDY = (
    "do not publish this output; take the words out of the theme or the file that has them, "
    "or build once more with --clean"
)
PICTURE_REMEDY = (
    "do not publish this output; take the picture out of the theme or the file that shows it, "
    "or build once more with --clean"
)


def problems_of(site: Site, found: Found, is_staged: bool) -> list[Problem]:
    """One for each story of which something was found: source → path → phrases. `is_staged`: the files were kept from
    the site."""
    return [_said(site, source, places, is_staged) for source, places in sorted(found.items())]


def _said(site: Site, source: str, places: Mapping[str, list[Phrase]], is_staged: bool) -> Problem:
    first, *others = sorted(places)
    more = f" and {len(others):,} more files" if len(others) > 1 else f" and {others[0]}" if others else ""
    words = " ".join(max(places[first], key=len))
    stand = "would stand" if is_staged else "stand"
    fault = f"this story is held, and words of it {stand} in the site, in {first}{more}: “{words}”"
    remedy = MEND if is_staged else REMEDY
    if site.archive.position(source).shown:
        what = "words that this story replaces or keeps to its editors"
        fault = f"{what} {stand} in the site, in {first}{more}: “{words}”"
        remedy += "; an earlier address that holds a name is let go by backfile forget ADDRESS"
    return Problem(source, 0, 0, fault, remedy, "leak")


def picture_problem(site: Site, catch: Catch, plates: tuple[Plate, ...]) -> Problem:
    """Of a picture, or a smaller copy, of a held story."""
    path = catch.path
    near = next((p for p in plates if path.startswith(p.address.lstrip("/"))), plates[0])
    size = (site.folders.output / (catch.file.place or path)).stat().st_size
    exact = next((p for p in plates if p.size == size), near)
    fault = f"this story is held, and a picture of it stands in the site, in {path}"
    return Problem(exact.source, 0, 0, fault, PICTURE_REMEDY, "leak")
