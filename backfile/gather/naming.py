"""Which groups of pages a change touches: asked before it is stored, and after."""

from __future__ import annotations

from backfile import plan
from backfile.gather.work import SPELLING, Work


def remember(work: Work, sources: list[str]) -> None:
    """Note what the archive knew of everything that may change, and whom it concerned, before anything is stored."""
    for source in sources:
        if source.endswith(".md"):
            if touch := plan.touch_of(work.archive, source):
                work.touches[source] = touch
            if entry := work.archive.entry(source):
                work.entries[source] = entry
            if any(problem.code.startswith(SPELLING) for problem in work.store.problems_of(source)):
                work.warned.add(source)
    work.groups_before = {s: plan.groups_touched(work.archive, work.config, t) for s, t in work.touches.items()}


def name_groups(work: Work) -> None:
    """Note the groups of every change that is stored now."""
    if work.is_bulk:
        return
    for source in work.changed:
        if not source.endswith(".md"):
            continue
        before, after = work.touches.get(source), plan.touch_of(work.archive, source)
        work.groups.add(f"story:{source}")
        if after:
            work.groups.update(f"file:{address}" for _, address in work.archive.files_of(after.position.story))
        if source in work.entries:
            work.groups.update(f"file:{address}" for _, address in work.entries[source].files)
        work.groups.update(plan.text_groups(before, after))
        if before and after and plan.shows_the_same(before, after):
            continue
        touched = set(work.groups_before.get(source, ()))
        if after:
            touched |= plan.groups_touched(work.archive, work.config, after)
        if before and after and plan.counts_the_same(before, after):
            touched = {group for group in touched if not plan.only_counts(group)}
        work.groups |= touched
