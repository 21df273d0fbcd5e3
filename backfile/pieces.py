"""A whole build of the preview, a piece at a time: what is still to be made is stored and what is made stays, so that
it goes on where it was after a save that went first, or in the next preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile import lastbuild, plan, search
from backfile.model import GiveWayError, Problem
from backfile.opening import Site
from backfile.plan import Frame
from backfile.state import Ahead, Store

if TYPE_CHECKING:
    from backfile.produce import Produced

# So many groups are planned again where a save comes in between; between two pieces workers wait for each other.
PIECE = 300
Progress = Callable[[str, int, int], None]
Make = Callable[[list[str], Progress], "Produced"]


@dataclass
class SoFar:
    """What a whole build has come to, wherever it gives way: `problems` and `broken` stories as they were read, with
    the `frame` of the pages, and files written and removed by all its parts. `is_stored`: all that is to be made is
    stored, and only making it is left."""

    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()
    frame: Frame | None = None
    is_stored: bool = False
    rendered: int = 0
    written: int = 0
    removed: int = 0


def store_all(site: Site, frame: Frame, touched: Iterable[str] | None) -> None:
    """Have every group made; where the same plan is under way already, only what of it is left, and what was `touched`
    since (None: not known). Nothing is committed."""
    ahead, wanted = Ahead(site.store), lastbuild.plan_of(site, frame)
    if touched is None or ahead.plan() != wanted or not ahead.is_all():
        ahead.begin(wanted, plan.all_groups(site.archive, frame.config), is_all=True)
        ahead.add_those_written()
        touched = (search.EVERYTHING,)
    _store(site.store, touched)


def store_some(site: Site, frame: Frame, groups: Iterable[str]) -> None:
    """Have these groups made. Nothing is committed."""
    ahead, wanted = Ahead(site.store), lastbuild.plan_of(site, frame)
    if ahead.plan() != wanted:
        ahead.begin(wanted, (), is_all=False)
    _store(site.store, groups)


def _store(store: Store, groups: Iterable[str]) -> None:
    Ahead(store).add(group for group in groups if not search.is_of_search(group))
    store.add_pending(filter(search.is_of_search, groups))
    take_pending(store)


def take_pending(store: Store) -> None:
    """What earlier builds and saves left to make comes with the rest; the search has a step of its own."""
    groups = [group for group in store.pending() if not search.is_of_search(group)]
    Ahead(store).add(groups)
    store.drop_pending(groups)


def made_all(site: Site, make: Make, so_far: SoFar, progress: Progress | None) -> Produced:
    """Make what is stored, piece by piece. Raises GiveWayError after what was made by then is in place. `progress` is
    told of groups, of which most are one page."""
    ahead, store = Ahead(site.store), site.store
    so_far.is_stored = True
    done, total = 0, ahead.count()

    def told(step: str, number: int, _: int) -> None:
        if progress:
            progress(step, min(done + number, total), total)

    whole: Produced | None = None
    while (groups := ahead.first(PIECE)) or whole is None:  # without a group, the theme's own files
        made = make(groups, told)
        so_far.rendered += made.rendered
        so_far.written += made.written
        so_far.removed += made.removed
        store.add_pending((*made.failed, *(f"story:{source}" for source in made.moved)))
        ahead.done(made.finished if made.gave_way else groups)
        store.commit()
        if made.gave_way:
            raise GiveWayError
        whole, done = whole.plus(made) if whole else made, done + len(groups)
    return whole._replace(rendered=so_far.rendered, written=so_far.written, removed=so_far.removed)
