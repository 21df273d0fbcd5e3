"""What the steps of a build go with, and the pages of some groups, or of all, made with it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from backfile import engine, fingerprint, gather, plan
from backfile.bodies import bounded
from backfile.opening import Site
from backfile.pieces import SoFar
from backfile.workers import Setup

if TYPE_CHECKING:
    from backfile.leaks import Watch
    from backfile.produce import Produced

Progress = Callable[[str, int, int], None]


class Way(NamedTuple):
    """What all steps of one build go with. `watch` looks for leaks in what is to be published; with `so_far` the build
    is made in pieces."""

    site: Site
    executor: Executor
    scratch: Path
    progress: Progress | None = None
    watch: Watch | None = None
    so_far: SoFar | None = None


def setup_of(site: Site, scratch: Path, is_staged: bool, spool_bytes: int = 0) -> Setup:
    """What every worker of this build knows; `spool_bytes` of bodies are handed on by those who read."""
    folders, config = site.folders, site.config
    made_by = fingerprint.of_value([engine.fingerprint(), config.html, config.short_cut])[:16]
    bounded(folders.work / "bodies.sqlite")
    return Setup(
        config,
        site.theme,
        str(folders.content),
        str(folders.output),
        str(scratch),
        is_staged,
        not is_staged and _is_empty(folders.output),
        str(folders.work / "bodies.sqlite"),
        made_by,
        copies=str(folders.work / "pictures"),
        spool_bytes=spool_bytes,
        depot=site.depot.address,
        stage=site.depot.stage,
    )


def _is_empty(output: Path) -> bool:
    return all(path.name.startswith(".") for path in output.iterdir())


def pages_made(
    way: Way,
    found: gather.Gathered,
    frame: plan.Frame,
    groups: list[str] | None,
    *,
    keep_going: bool,
    is_direct: bool = False,
) -> Produced:
    """The pages of these groups, None for all, made what they should be."""
    from backfile import produce  # templates take long to import, and an unchanged archive needs none

    inspect = way.watch.staged if way.watch else None
    is_piece = way.so_far is not None
    wanted = produce.Wanted(frame, groups, way.scratch, found.kept_back, keep_going, is_direct, inspect, is_piece)
    return produce.produce(way.site, wanted, way.executor, way.progress)
