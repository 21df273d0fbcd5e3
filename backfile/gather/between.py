"""Faults that no file has alone: two at one address, dead links and pictures, one term in two spellings."""

from __future__ import annotations

from functools import lru_cache

from backfile import plan
from backfile.compact import loads
from backfile.gather.looking import Look
from backfile.gather.work import SPELLING, Work, is_changed, put
from backfile.model import Level, Problem
from backfile.plan import Touch
from backfile.plan.links import dead_links, missing_files
from backfile.state import Broken


def check_between(work: Work, seen: Look) -> None:
    """Faults that no file has alone: two at one address, links and pictures that lead nowhere."""
    _put_back(work, _clashes(work, seen.is_part))
    _note_broken(work, seen)
    broken = Broken(work.store)
    has_broken = broken.has_any()
    suspects = work.archive.sources_with_relations() if work.is_bulk else sorted(_suspects(work))
    near = lru_cache(maxsize=64)(work.archive.known_files)
    bad: list[Problem] = []

    def has_file(source: str) -> bool:
        return work.store.file_fact(source) is not None

    for source in suspects:
        at = work.archive.position(source)
        work.store.drop_problems(source, "dead-link")
        if at and at.shown:
            dead = dead_links(work.archive, at, has_file, work.config.checks.dead_links)
            bad += dead.problems
            if has_broken:
                broken.set_leaning(source, dead.leans)
            bad += missing_files(work.archive, at, _front_files(work, at), has_file, near)
    work.store.put_problems([p for p in bad if p.level is not Level.ERROR])
    _put_back(work, [p for p in bad if p.level is Level.ERROR])
    broken.change((), {problem.source for problem in bad if problem.level is Level.ERROR})
    _name_variants(work)


def _note_broken(work: Work, seen: Look) -> None:
    """Bring the list of stories with an error up to date. Where it changes, all whose links it bears on are looked at
    again; and one of which nothing is known is noted as changed, for the sake of the addresses that it had."""
    broken = Broken(work.store)
    known = broken.sources(seen.asked if seen.is_part else None)
    there = work.broken | {problem.source for problem in seen.scan.problems}
    gone, come = known - there, there - known
    if not gone and not come:
        return
    broken.change(gone, come)
    if not work.is_bulk:
        work.leaning.update(broken.leaning())
        work.changed.update(s for s in gone | come if s.endswith(".md") and not work.archive.position(s))
    if not broken.has_any():
        broken.clear_leaning()


def _name_variants(work: Work) -> None:
    """A warning for each spelling of a term besides the most used one, at the first story that has it."""
    for taxonomy, slug in work.archive.variants() if work.is_bulk else sorted(_terms_touched(work)):
        code = f"{SPELLING}{taxonomy}/{slug}"
        work.store.drop_problems_called(code)
        spellings = work.archive.spellings(taxonomy, slug)
        for name, count in spellings[1:]:
            most, uses = spellings[0]
            source = work.archive.user_of_spelling(taxonomy, slug, name)
            fault = (
                f'"{name}" ({_stories(count)}) and "{most}" ({_stories(uses)}) share a '
                f'page of {taxonomy}, which shows "{most}"'
            )
            work.store.put_problems([Problem(source, 0, 0, fault, f'write "{most}" everywhere', code, Level.WARNING)])


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"


def _terms_touched(work: Work) -> set[tuple[str, str]]:
    """Terms with another number of stories or another spelling than before, or with a warning that went with an entry:
    to count the spellings of one is a walk through all its stories."""
    found: set[tuple[str, str]] = set()
    for source in work.changed:
        before, after = _names(work.touches.get(source)), _names(plan.touch_of(work.archive, source))
        found.update(term for term, _ in (before | after if source in work.warned else before ^ after))
    return found


def _names(touch: Touch | None) -> set[tuple[tuple[str, str], str]]:
    """The terms under which a story is listed, each with its spelling."""
    return set(zip(touch.terms, touch.names, strict=True)) if touch and touch.is_listed else set()


def _front_files(work: Work, at) -> list[tuple[str, str]]:
    images = loads(work.archive.meta(at.story))["images"]
    return [(image["file"], image["src"]) for image in images if image["file"]]


def _clashes(work: Work, is_part: bool) -> list[Problem]:
    if not (work.is_bulk or work.changed):
        return []
    problems = []
    for _, claims in work.archive.clashes(None if work.is_bulk else sorted(work.changed)):
        # Of two that ask for one address, the one that was there before keeps it.
        first = next((claim for claim in claims if not is_changed(work, claim[1])), claims[0])
        for permalink, source in (claim for claim in claims if claim is not first):
            fault = f"the address {permalink} is already taken by {first[1]}"
            if permalink != first[0]:
                fault += f" ({first[0]}, the same on many disks and hosts)"
            remedy = "write another slug in one of the two, such as slug: flood-of-1995"
            problems.append(Problem(source, 1, 1, fault, remedy, "address-clash"))
    return problems


def _suspects(work: Work) -> set[str]:
    """Stories whose links are to be looked at: the changed ones, those that mention what has moved or gone, and those
    that lean on a story with an error."""
    suspects = {source for source in work.changed if source.endswith(".md")}
    for source in list(suspects):
        for position in filter(None, (work.touches.get(source), work.archive.position(source))):
            at = position.position if isinstance(position, Touch) else position
            work.moved_keys.update((f"s:{at.source}", f"a:{at.permalink}"))
        if touch := work.touches.get(source):
            work.moved_keys.update(f"a:/{taxonomy}/{slug}/" for taxonomy, slug in touch.terms)
    for key in work.moved_keys:
        if key.startswith("f:"):
            suspects.update(work.archive.users_of(key[2:]))
    return suspects | work.leaning | set(work.archive.mentioning(sorted(work.moved_keys)))


def _put_back(work: Work, problems: list[Problem]) -> None:
    """A story with a fault stays as the last build knew it; one that never was is left out."""
    work.problems += problems
    for source in {problem.source for problem in problems}:
        work.broken.add(source)
        work.store.drop_file_fact(source)
        if not is_changed(work, source) or not work.puts_back:
            continue
        if entry := work.bulk.kept(source) if work.is_bulk else work.entries.get(source):
            put(work, entry, is_kept=True)
        else:
            work.store.drop_entry(source)
