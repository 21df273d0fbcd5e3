"""What one build did, in numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backfile import darkroom, search
from backfile.catalogue import hold_of
from backfile.gather import Gathered
from backfile.model import Problem, Receipt
from backfile.opening import Site, moment_text
from backfile.state import Memory, Outputs
from backfile.workers import Spent

if TYPE_CHECKING:
    from backfile.produce import Produced


def receipt_of(
    site: Site,
    found: Gathered,
    made: Produced | None,
    errors: tuple[Problem, ...] = (),
    indexed: search.Indexed = search.NOTHING,
) -> Receipt:
    """The receipt of one build. `errors` are those of `found`, with the warnings that `--strict` makes errors."""
    stories, published = site.archive.counts()
    told = set(errors)
    warnings = tuple(p for p in site.store.all_problems() if p not in told)
    own = tuple(from_root(problem, site) for problem in errors)
    problems = own + (made_problems(made.problems, site) if made else ())
    pages = Outputs(site.store).count()
    written = (made.written if made else 0) + indexed.written
    held, due = _held(site)
    fates = Memory(site.store).counts()
    return Receipt(
        stories=stories,
        published=published,
        held=held,
        next_release=due,
        broken=len(found.broken),
        kept_back=len(found.kept_back),
        read=found.read,
        pages=pages,
        rendered=made.rendered if made else 0,
        written=written,
        kept=pages - written,
        removed=(made.removed if made else 0) + indexed.removed,
        indexed=indexed.stories,
        words_lost=sum(p.code == "words-lost" for p in problems),
        addresses=sum(fates.values()),
        addresses_lost=fates.get("lost", 0),
        addresses_moved=fates.get("redirect", 0) + fates.get("guessed", 0),
        built=not problems or site.options.keep_going,
        problems=problems + site.warnings + tuple(from_root(problem, site) for problem in warnings),
        notes=found.notes + _missing(site) + (_picture_notes(site) if made else ()),
        timings=_timings(found, made) if site.options.profile else (),
    )


def _missing(site: Site) -> tuple[str, ...]:
    return (search.MISSING,) if site.config.pages.search and not search.version_for(site) else ()


def from_root(problem: Problem, site: Site) -> Problem:
    """A problem of a file in `content/`, its path from the archive's root, so that editors and terminals can open
    it."""
    content, root = site.folders.content, site.folders.root
    folder = content.relative_to(root).as_posix() if content.is_relative_to(root) else str(content)
    return replace(problem, source=f"{folder}/{problem.source}" if problem.source else folder)


def made_problems(problems: tuple[Problem, ...], site: Site) -> tuple[Problem, ...]:
    """What went wrong with pages: templates are named from the archive's root, pictures by the worker from content/."""
    return tuple(from_root(problem, site) if problem.code == "picture" else problem for problem in problems)


def _picture_notes(site: Site) -> tuple[str, ...]:
    """What is missing for smaller copies of pictures, if the archive has pictures at all."""
    if not site.unmade or not site.archive.has_pictures():
        return ()
    if not darkroom.version():
        note = "pictures are published in their own size alone, since Pillow is not installed; "
        return (note + "pip install 'backfile[images]' brings smaller copies for phones",)
    names = " and ".join(name.upper() if name == "avif" else "WebP" for name in site.unmade)
    return (f"this Pillow cannot write {names}; pictures have no copies in it (pip install -U Pillow)",)


def _held(site: Site) -> tuple[tuple[tuple[str, int], ...], str]:
    """How many stories are held and why, and the moment at which the next one is due."""
    counts: dict[str, int] = {}
    due: list[int] = []
    for status, release, expires, number in site.archive.held():
        hold = hold_of(status, release, expires, site.now)
        if hold:
            counts[hold.kind] = counts.get(hold.kind, 0) + number
            if hold.kind == "embargo":
                due.append(release)
    return tuple(sorted(counts.items())), moment_text(min(due), site.config) if due else ""


def _timings(found: Gathered, made: Produced | None) -> tuple[tuple[str, float], ...]:
    """Seconds of all workers by step, then the slowest files and pages."""
    spent = Spent()
    for part in (found.spent, made.spent if made else Spent()):
        spent.add(part)
    steps = [(step, seconds) for step, seconds in spent.steps.most_common()]
    return (*steps, *((f"slowest: {what}", seconds) for seconds, what in spent.pieces))
