"""What one build did, in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from backfile import darkroom, search
from backfile.catalogue import hold_of
from backfile.depot import are_there
from backfile.gather import Gathered
from backfile.model import Leaks, Level, Problem, Receipt
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
    leaked: Leaks | None = None,
) -> Receipt:
    """The receipt of one build. `errors` are those of `found`, with the warnings that `--strict` makes errors."""
    stories, published = site.archive.counts()
    told = set(errors)
    warnings = tuple(p for p in site.store.all_problems() if p not in told)
    own = tuple(from_root(problem, site) for problem in errors)
    problems = own + (made_problems(made.problems, site) if made else ())
    pages = Outputs(site.store).count()
    written = (made.written if made else 0) + indexed.written
    held, due, releases = _held(site)
    fates = Memory(site.store).counts()
    leaks = tuple(from_root(problem, site) for problem in leaked.problems) if leaked else ()
    return Receipt(
        stories=stories,
        published=published,
        held=held,
        next_release=due,
        releases=releases,
        broken=len(found.broken),
        kept_back=len(found.kept_back),
        read=found.read,
        pages=pages,
        rendered=made.rendered if made else 0,
        written=written,
        kept=max(0, pages - written),  # of a build in pieces a page may have been written twice
        removed=(made.removed if made else 0) + indexed.removed,
        indexed=indexed.stories,
        words_lost=found.words_lost,
        addresses=sum(fates.values()),
        addresses_lost=fates.get("lost", 0),
        addresses_moved=fates.get("redirect", 0) + fates.get("guessed", 0),
        built=(not problems or site.options.keep_going) and not (made and made.leaks.problems),
        is_searched=leaked is not None,
        held_words_leaked=leaked.words if leaked else 0,
        files_searched=leaked.files if leaked else 0,
        phrases_sought=leaked.phrases if leaked else 0,
        problems=problems + leaks + site.warnings + tuple(from_root(problem, site) for problem in warnings),
        notes=found.notes + _missing(site) + (_picture_notes(site) if made else ()),
        timings=_timings(found, made) if site.options.profile else (),
    )


def _missing(site: Site) -> tuple[str, ...]:
    is_wanted = site.config.pages.search and not site.options.portable
    return (search.MISSING,) if is_wanted and not search.version_for(site) else ()


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


def _held(site: Site) -> tuple[tuple[tuple[str, int], ...], str, int]:
    """How many stories are held and why, the moment at which the next one is due, and how many such moments there
    are."""
    counts: dict[str, int] = {}
    due: list[int] = []
    for status, release, expires, number in site.archive.held():
        hold = hold_of(status, release, expires, site.now)
        if hold:
            counts[hold.kind] = counts.get(hold.kind, 0) + number
            if hold.kind == "embargo":
                due.append(release)
    return tuple(sorted(counts.items())), moment_text(min(due), site.config) if due else "", len(set(due))


def recounted(site: Site, receipt: Receipt) -> tuple[str, ...]:
    """What is counted once more from elsewhere than the figures come from, and does not agree: the state was spoiled.

    Of the files of the site the first and the last are looked for: `backfile verify` looks at all of them.
    """
    if not receipt.built:
        return ()
    outputs, archive = Outputs(site.store), site.archive
    # Of a file with an error there may be no story, or none any more.
    is_sound = not any(problem.level is Level.ERROR for problem in receipt.problems)
    claims = (
        (not (is_sound and archive.files_less_stories()), "the stories are not those of the files that were read"),
        (
            site.options.drafts or bool(receipt.kept_back) or not archive.shown_too_soon(site.now),
            "a story that is to be held is counted as published",
        ),
        (all(outputs.at(page) for page in FIRST_PAGES), "a page that every site has is not counted"),
        (are_there(site.depot, outputs.some()), "a page that is counted is not there"),
    )
    return tuple(said for holds, said in claims if not holds)


FIRST_PAGES = ("index.html", "404.html")
UNSEARCHED = "stories are held, pages were written, and none was searched for words of theirs"


def contradictions(receipt: Receipt) -> tuple[str, ...]:
    """What in a receipt cannot be true, whatever was built; a receipt that has one is not to be believed."""
    held = sum(number for _, number in receipt.held)
    claims = (
        (receipt.published + held == receipt.stories, "published and held stories are not all that were read"),
        (min(receipt.kept, receipt.written, receipt.pages) >= 0, "there is a count below nothing"),
        (receipt.written + receipt.kept == receipt.pages, "pages written and kept are not all pages"),
        (receipt.addresses_lost + receipt.addresses_moved <= receipt.addresses, "more addresses than are remembered"),
        (bool(receipt.words_lost) <= bool(receipt.broken), "words are lost, and no story is broken"),
        (not (receipt.is_searched and held and receipt.written and not receipt.files_searched), UNSEARCHED),
    )
    return tuple(said for holds, said in claims if not holds) if receipt.built else ()


def vouched(receipt: Receipt, spoiled: Iterable[str] = ()) -> Receipt:
    """The receipt with an error for each contradiction, and for what was found `spoiled`: it says so itself, and the
    exit code tells."""
    return replace(receipt, problems=receipt.problems + _untrue((*contradictions(receipt), *spoiled)))


def _untrue(said: Iterable[str]) -> tuple[Problem, ...]:
    remedy = "this is our fault, not yours: build with --clean --verify, and please report it"
    return tuple(Problem("receipt", 0, 0, f"these figures cannot be true: {one}", remedy, "receipt") for one in said)


def _timings(found: Gathered, made: Produced | None) -> tuple[tuple[str, float], ...]:
    """Seconds of all workers by step, then the slowest files and pages."""
    spent = Spent()
    for part in (found.spent, made.spent if made else Spent()):
        spent.add(part)
    steps = [(step, seconds) for step, seconds in spent.steps.most_common()]
    return (*steps, *((f"slowest: {what}", seconds) for seconds, what in spent.pieces))
