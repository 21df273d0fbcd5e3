"""A site as files at a place: a folder, a bucket. Only what changed is sent, in an order in which readers see no gap.

At the place stays a list of what was put there. It is the right to remove: what is not on it is somebody else's. Before
the first file is sent the list names everything that will be; an interrupted publication is therefore taken up by the
next one, which sends again what the list is not sure of.

Two publications at once: the place keeps them apart where it can (`held`). Where it cannot, the list tells: it is
looked at again between the steps, and who finds another's there stops, before anything is removed.
"""

from __future__ import annotations

import filecmp
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from heapq import merge
from pathlib import Path
from typing import Protocol

from backfile import execute, fingerprint
from backfile.model import MachineError, UsageError
from backfile.publication import LIST_HEAD, Change, Item, Kind, Tally, as_left, changes, listed_line, parse_listed
from backfile.publishing.standing import CLASHES, LEAVING, Standing

Progress = Callable[[str, int, int], None]

LIST = ".backfile-published"
_CLASHES_SHOWN = 3


class Place(Protocol):
    """Where files can be put. `width` is how many may be sent at once."""

    width: int

    def held(self) -> AbstractContextManager[None]:
        """Keep other publications out, as far as the place can. Raises MachineError while one is running."""

    def standing(self) -> Iterator[tuple[str, int]]:
        """(path, size) of every file there, by path; names that begin with a dot are left out."""

    def stamp(self, path: str) -> str:
        """What is another whenever a file was put anew; "" where there is none."""

    def fetch(self, path: str, target: Path) -> bool:
        """Bring one file here; False when there is none."""

    def put(self, source: Path, path: str) -> None:
        """Send one file; readers see the old one or the new one whole."""

    def remove(self, path: str) -> None:
        """Remove one file, and what folders that leaves empty. One that is gone is no fault."""


RIVAL = (
    "somebody else publishes to the same place at this moment; nothing was removed. Wait until they are done, then "
    "publish again: that sets right what both have sent"
)
_STAMP = "stamp"  # of the list as it was when we looked, or as we left it


def compare(place: Place, site: Standing, group_of: Callable[[str], str], replace: bool, scratch: Path) -> Tally:
    """Find out what is due, and note it in `site`. Raises UsageError when files of others stand in the way."""
    (scratch / _STAMP).write_text(place.stamp(LIST), "ascii")
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
            _need_list(place, scratch)  # what we would remove may be another's by now
            place.remove(change.path)
        else:
            place.put(site.output / change.path, change.path)

    _need_list(place, scratch)
    _put_list(place, scratch, merge(_unsure(site), _leaving(site)), secrets.token_hex(8))
    with ThreadPoolExecutor(place.width) as pool:
        for turn in site.turns():
            _need_list(place, scratch)
            for _ in execute.run(pool, act, turn, 2 * place.width):
                done += 1
                if progress:
                    progress("send", done, total)
    _need_list(place, scratch)
    _put_list(place, scratch, _items(site))


def _unsure(site: Standing) -> Iterator[Item]:
    """All that will be there; what is to be sent may or may not be there as yet."""
    return (item._replace(digest="") if site.is_due(item.path) else item for item in _items(site))


def _leaving(site: Standing) -> Iterator[Item]:
    """What is ours until it is removed."""
    return (Item(change.path, 0, "") for change in sorted(site.due(LEAVING), key=lambda change: change.path))


def _need_list(place: Place, scratch: Path) -> None:
    """Make sure that the list is the one that we know."""
    if place.stamp(LIST) != (scratch / _STAMP).read_text("ascii"):
        raise MachineError(RIVAL)


def _put_list(place: Place, scratch: Path, items: Iterable[Item], run: str = "") -> None:
    """`run` tells the list of a publication that is under way from that of another."""
    text, back = scratch / "list", scratch / "list back"
    with text.open("w", encoding="utf-8", newline="\n") as lines:
        lines.write(f"{LIST_HEAD} {run}".rstrip() + "\n")
        lines.writelines(map(listed_line, items))
    place.put(text, LIST)
    (scratch / _STAMP).write_text(place.stamp(LIST), "ascii")
    if run and not (place.fetch(LIST, back) and filecmp.cmp(text, back, shallow=False)):
        raise MachineError(RIVAL)  # the stamp may be that of another's list


def is_hidden(name: str) -> bool:
    """Whether a name at the top or below is none that a site has."""
    return name.startswith(".") and name != ".well-known"


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one place, or one into the other."""
    one, other = Path(os.path.realpath(one)), Path(os.path.realpath(other))
    return one == other or one in other.parents or other in one.parents
