"""A saved story's page while the archive is still being read: made of its own file and pictures alone, in a folder of
its own, so that neither the state nor the site knows of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from backfile import crew, gather, lastbuild, workers, write
from backfile.depot import depot_at
from backfile.making import Way, pages_made, setup_of
from backfile.model import Problem
from backfile.opening import Site
from backfile.receipt import from_root
from backfile.state import Archive, Outputs, open_store


class Glimpse(NamedTuple):
    """`pages` are the files made, below `folder`; `problems` those of stories that cannot be read, which have none."""

    folder: Path
    pages: frozenset[str]
    problems: tuple[Problem, ...]


def folder_for(site: Site) -> Path:
    """Beside the preview's own folder."""
    return site.folders.output.with_name(site.folders.output.name + "-alone")


def glimpse_of(site: Site, sources: Iterable[str]) -> Glimpse:
    """The pages of these stories, as if the archive had no other: with no neighbours, and with links that lead on only
    where they lead out of the site. The build that is under way in this process does not notice."""
    sources = sorted(source for source in set(sources) if source.endswith(".md"))
    folder = folder_for(site)
    with closing(open_store(None)) as store, workers.set_aside():
        scratch = site.folders.scratch.with_name(site.folders.scratch.name + "-alone")
        folders = site.folders._replace(output=folder, scratch=scratch)
        alone = replace(site, folders=folders, store=store, archive=Archive(store), depot=depot_at(folder))
        return _made(alone, sources)


def forget(site: Site) -> None:
    """Remove all of them: the site has their pages now."""
    shutil.rmtree(folder_for(site), ignore_errors=True)


def _made(alone: Site, sources: list[str]) -> Glimpse:
    scratch = write.scratch_for(alone.folders.output, alone.folders.scratch)
    with crew.opened(("inline", ""), 0, setup_of(alone, scratch, is_staged=True)) as executor:
        way = Way(alone, executor, scratch)
        faults = _read(way, sources)
        known = [source for source in sources if alone.archive.position(source)]
        _read(
            way, {file for source in known for file, _ in alone.archive.files_of(alone.archive.position(source).story)}
        )
        found = gather.NOTHING._replace(groups=set())
        groups = [f"story:{source}" for source in known]
        groups += [f"file:{address}" for address in sorted(set(alone.archive.addresses_used()))]
        pages_made(way, found, lastbuild.frame_of(alone), groups, keep_going=True)
    outputs = Outputs(alone.store)
    pages = frozenset(path for group in groups for path in outputs.fingerprints(group) if path.endswith("index.html"))
    told = tuple(from_root(p, alone) for p in faults if p.source not in known)
    return Glimpse(alone.folders.output, pages, told)


def _read(way: Way, sources: Iterable[str]) -> tuple[Problem, ...]:
    """Have files in the state. Links to what was not read are no faults."""
    look = gather.look_at(way.site, sorted(sources))
    return gather.gather(way.site, look, way.executor, puts_back=False).problems if look else ()
