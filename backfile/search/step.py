"""The step of a build that brings the search up to date, after the pages: only bundles whose stories changed are made
again, and each is in its place and in the state before the next one begins."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

from backfile import engine, fingerprint
from backfile.bundles import Bundle, bundles_of
from backfile.opening import Site
from backfile.search import pagefind
from backfile.search.making import READER, Due, made
from backfile.search.placing import placed, removed
from backfile.state import Outputs

# Groups of the state: `index:1995` is a bundle. A change of a story names its year, whatever the bundles of that are.
FAMILY = "index:"
EVERYTHING = "index:*"
Progress = Callable[[str, int, int], None]


class Indexed(NamedTuple):
    """What became of the search: `stories` were indexed again, in `bundles`; files `written` and `removed`.

    `waiting` are groups to look at again: of them a story was left out, broken or changed while it was read.
    """

    stories: int = 0
    bundles: int = 0
    written: int = 0
    removed: int = 0
    waiting: tuple[str, ...] = ()


NOTHING = Indexed()


def is_of_search(group: str) -> bool:
    """Whether a group is made here, after the pages."""
    return group.startswith(FAMILY)


def version_for(site: Site) -> str:
    """The Pagefind to index with, "" where the settings want no search, Pagefind is not installed, or no server
    would answer it: a copy opened from disk has the indexes."""
    return pagefind.version() if site.config.pages.search and not site.options.portable else ""


def bring_up(
    site: Site,
    executor: Executor,
    touched: Collection[str],
    kept_back: frozenset[str],
    scratch: Path,
    progress: Progress | None = None,
    index: pagefind.Indexer = pagefind.index,
) -> Indexed:
    """Make the search what the archive is. `touched` are groups of the family that changes named, or `EVERYTHING`.

    A story that stays at its last good version (`kept_back`) is left out of a bundle that is made again, until it is
    mended: its text of then is nowhere but on its page. Where there is to be no search, what an earlier build made for
    one is removed.
    """
    outputs, version = Outputs(site.store), version_for(site)
    bundles = bundles_of(site.archive.years(), site.archive.months) if version else []
    wanted = {FAMILY + bundle.name for bundle in bundles} | ({FAMILY + READER} if version else set())
    known = set(outputs.groups_like(FAMILY))
    total = Indexed(removed=sum(removed(site, outputs, scratch, group) for group in sorted(known - wanted)))
    if not version:
        return total
    asked = [
        bundle
        for bundle in bundles
        if EVERYTHING in touched or FAMILY + bundle.year in touched or FAMILY + bundle.name not in known
    ]
    total = total._replace(waiting=tuple(sorted(_left_out(site, asked, kept_back))))
    due = _due(site, outputs, asked, version, kept_back)
    for done, (one, files) in enumerate(made(site, executor, scratch / "search", index, due), 1):
        total = _added(total, one, *placed(site, outputs, scratch, FAMILY + one.name, one.print, files))
        if progress:
            progress("search", done, len(due))
    return total


def _due(site: Site, outputs: Outputs, bundles: list[Bundle], version: str, kept_back: frozenset[str]) -> list[Due]:
    """What differs from the last build, the program that reads the bundles first."""
    made_with = [version, engine.fingerprint(), site.config.lang, list(site.config.taxonomies)]
    due = [Due(READER, fingerprint.of_value(made_with))]
    for bundle in bundles:
        rows = [row for row in site.archive.texts(*bundle.days) if row[1] not in kept_back]
        print_ = fingerprint.of_value([made_with, [row[1:] for row in rows]])
        due.append(Due(bundle.name, print_, tuple(row[0] for row in rows)))
    return [one for one in due if outputs.prints_of(FAMILY + one.name) != {one.print}]


def _left_out(site: Site, asked: list[Bundle], kept_back: frozenset[str]) -> set[str]:
    """The groups of the bundles asked for that lack a broken story: mended to what it was, it would be no change."""
    days = [at.day for source in kept_back if (at := site.archive.position(source)) and at.day]
    return {FAMILY + bundle.year for bundle in asked for day in days if day.startswith(bundle.name)}


def _added(total: Indexed, one: Due, written: int, gone: int) -> Indexed:
    return Indexed(
        total.stories + len(one.stories),
        total.bundles + (one.name != READER),
        total.written + written,
        total.removed + gone,
        total.waiting if one.print else (*total.waiting, FAMILY + one.name[:4]),
    )
