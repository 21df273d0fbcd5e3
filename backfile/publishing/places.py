"""A site as files at a place: a folder, a bucket. Only what changed is sent, in an order in which readers see no gap.

At the place stays a list of what was put there. It is the right to remove: what is not on it is somebody else's. Before
the first file is sent the list names everything that will be; an interrupted publication is therefore taken up by the
next one, which sends again what the list is not sure of.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from heapq import merge
from pathlib import Path
from typing import Protocol

from backfile import execute, fingerprint
from backfile.model import UsageError
from backfile.publication import LIST_HEAD, Change, Item, Kind, Tally, as_left, changes, listed_line, parse_listed
from backfile.publishing.standing import CLASHES, LEAVING, Standing

Progress = Callable[[str, int, int], None]

LIST = ".backfile-published"
_CLASHES_SHOWN = 3


class Place(Protocol):
    """Where files can be put. `width` is how many may be sent at once."""

    width: int

    def standing(self) -> Iterator[tuple[str, int]]:
        """(path, size) of every file there, by path; names that begin with a dot are left out."""

    def fetch(self, path: str, target: Path) -> bool:
        """Bring one file here; False when there is none."""

    def put(self, source: Path, path: str) -> None:
        """Send one file; readers see the old one or the new one whole."""

    def remove(self, path: str) -> None:
        """Remove one file, and what folders that leaves empty. One that is gone is no fault."""


def compare(place: Place, site: Standing, group_of: Callable[[str], str], replace: bool, scratch: Path) -> Tally:
    """Find out what is due, and note it in `site`. Raises UsageError when files of others stand in the way."""
    there = as_left(_listed(place, scratch / "list there"), place.standing())
    site.note_due(changes(_items(site), there), group_of)
    _settle_clashes(place, site, replace, scratch / "clash")
    tally = Tally()
    for change in site.due():
        tally = tally.plus(change)
    return tally


def _items(site: Standing) -> Iterator[Item]:
    return site.items("blake2b", fingerprint.of_bytes)


def _listed(place: Place, copy: Path) -> Iterator[Item]:
    if not place.fetch(LIST, copy):
        return
    with copy.open(encoding="utf-8", newline="\n") as lines:
        try:
            yield from parse_listed(lines)
        except ValueError:
            remedy = "remove it, and say --replace to take over what stands there"
            raise UsageError(f"{LIST} at the target is not a list of ours; {remedy}") from None


def _settle_clashes(place: Place, site: Standing, replace: bool, copy: Path) -> None:
    """A file that another tool has put there stays, unless it is the same as ours or may be replaced."""
    clashes = []
    for change in list(site.due(CLASHES)):
        if place.fetch(change.path, copy) and fingerprint.of_bytes(copy.read_bytes()) == change.digest:
            site.settle_clash(change.path)
        else:
            clashes.append(change.path)
    if clashes and not replace:
        more = f" and {len(clashes) - _CLASHES_SHOWN:,} more" if len(clashes) > _CLASHES_SHOWN else ""
        raise UsageError(
            f"files that Backfile did not put there stand in the way ({', '.join(clashes[:_CLASHES_SHOWN])}{more}); "
            "publish to a place of its own, or say --replace to write over them"
        )


def send(place: Place, site: Standing, scratch: Path, progress: Progress | None) -> None:
    """Do what is due: assets, stories, lists, what leads to them, removals; what is in the way goes first."""
    total = sum(1 for _ in site.due())
    done = 0

    def act(change: Change) -> None:
        if change.kind is Kind.REMOVED:
            place.remove(change.path)
        else:
            place.put(site.output / change.path, change.path)

    with _list_kept(place, site, scratch / "list"), ThreadPoolExecutor(place.width) as pool:
        for turn in site.turns():
            for _ in execute.run(pool, act, turn, 2 * place.width):
                done += 1
                if progress:
                    progress("send", done, total)


@contextmanager
def _list_kept(place: Place, site: Standing, text: Path) -> Iterator[None]:
    """First a list of all that is or may be ours, in the end one of what is."""
    leaving = (Item(change.path, 0, "") for change in sorted(site.due(LEAVING), key=lambda change: change.path))
    unsure = (item._replace(digest="") if site.is_due(item.path) else item for item in _items(site))
    _write_list(text, merge(unsure, leaving))
    place.put(text, LIST)
    yield
    _write_list(text, _items(site))
    place.put(text, LIST)


def _write_list(text: Path, items: Iterable[Item]) -> None:
    with text.open("w", encoding="utf-8", newline="\n") as lines:
        lines.write(LIST_HEAD + "\n")
        lines.writelines(map(listed_line, items))


def is_hidden(name: str) -> bool:
    """Whether a name at the top or below is none that a site has."""
    return name.startswith(".") and name != ".well-known"


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one place, or one into the other."""
    one, other = Path(os.path.realpath(one)), Path(os.path.realpath(other))
    return one == other or one in other.parents or other in one.parents
