"""Who searches what: a build what it has made, before it is put in place and after; a check every file of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from backfile import execute
from backfile.held import Plate, guarded_stories, held_stories, plates
from backfile.leaks.own import Anonymous
from backfile.leaks.proof import proven
from backfile.leaks.search import Catch, File, Progress, catches
from backfile.leaks.told import Found, picture_problem, problems_of
from backfile.model import Leaks
from backfile.opening import Site
from backfile.phrases import Phrase, phrases_of
from backfile.state import Outputs

# So many phrases are looked for at a time, which bounds the memory of a search; more take another look at the files.
AT_ONCE = 150_000
# A build may have made millions of files.
FILES_AT_ONCE = 50_000
# A build looks for some phrases of each story in what it writes, `check --output` for all in everything.
QUOTA = 12
OF_A_BUILD = 20_000
PLACES = 1000
# phrase → the story that it is of, and how many stories these are.
Portion = tuple[dict[Phrase, str], int]


def of_output(site: Site, progress: Progress | None = None) -> Leaks:
    """Every file below the output, for every phrase and every picture of the stories that are held now."""
    output = site.folders.output
    paths = sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    return _searched(site, _portions(site, 0), [File(path) for path in paths], plates(site), progress)


class Watch:
    """The search that goes with one build, for some phrases of each story. A build that is to show what is held has
    none."""

    def __init__(self, site: Site) -> None:
        self.site, self.outputs = site, Outputs(site.store)
        self._kept: list[Portion] = []
        self._seen = Leaks()
        site.store.db.execute("CREATE TEMP TABLE IF NOT EXISTS watched (path TEXT PRIMARY KEY) WITHOUT ROWID")
        site.store.db.execute("DELETE FROM temp.watched")

    @property
    def number(self) -> int:
        """How many stories have something to look for."""
        return self.site.archive.held_count() + len(self.site.archive.guarded_sources())

    def staged(self, waiting: Iterable[tuple[str, str]]) -> Leaks:
        """What (path, place) of pages that wait to be put in place has; where something leaks they should not be."""
        self._kept = []
        if not self.number:
            return Leaks()
        found = self._search(File(path, place) for path, place in waiting)
        self._seen = self._seen.plus(found)
        return found

    def rest(self) -> Leaks:
        """All that this build has written, and the files that leaked before. To be called before the manifest is
        brought up: what is not listed there yet is what was written."""
        store = self.site.store
        before = [path for path in store.value("leaking").split("\n") if path]
        again = set(before)
        paths = chain((path for path in self._unwatched() if path not in again), before) if self.number else ()
        found = self._search(map(File, paths))
        store.set_value("leaking", "\n".join(found.paths))
        store.commit()
        return self._seen.plus(found)

    def _unwatched(self) -> Iterator[str]:
        looked_at = "SELECT 1 FROM temp.watched WHERE path = ?"
        db = self.site.store.db
        return (path for path in self.outputs.unlisted_paths() if not db.execute(looked_at, (path,)).fetchone())

    def _search(self, files: Iterable[File]) -> Leaks:
        found = Leaks()
        for some in execute.batches(files, FILES_AT_ONCE):
            found = found.plus(_searched(self.site, self._portions(), some, (), None))
            rows = ((file.path,) for file in some)
            self.site.store.db.executemany("INSERT OR IGNORE INTO temp.watched VALUES (?)", rows)
        return found

    def _portions(self) -> Iterable[Portion]:
        """They are kept for the second search where they are few."""
        if self._kept:
            return self._kept
        portions = _portions(self.site, max(3, min(QUOTA, OF_A_BUILD // self.number)))
        first, second = next(portions), next(portions, None)
        if second is None:
            self._kept = [first]
            return self._kept
        return chain((first, second), portions)


def _portions(site: Site, quota: int) -> Iterator[Portion]:
    owners: dict[Phrase, str] = {}
    stories = 0
    for held in chain(held_stories(site), guarded_stories(site)):
        stories += 1
        for phrase in phrases_of(held, quota):
            owners.setdefault(phrase, held.source)
        if len(owners) >= AT_ONCE:
            yield owners, stories
            owners, stories = {}, 0
    yield owners, stories


def _searched(
    site: Site, portions: Iterable[Portion], files: list[File], sought: tuple[Plate, ...], progress: Progress | None
) -> Leaks:
    """The files against every portion; pictures, and names where their own story speaks, are looked for once."""
    total, anonymous = Leaks(files=len(files)), Anonymous(site)
    for number, (owners, stories) in enumerate(portions):
        wanted, company = ((), {}) if number else (sought, anonymous.company())
        caught = catches(site, files, {**owners, **company}, wanted, company, progress)
        own = [(catch, *one) for catch in caught for one in anonymous.caught(catch)] if company else []
        named = [catch._replace(phrases=tuple(p for p in catch.phrases if p in owners)) for catch in caught]
        found = _by_story(owners, proven(site, named), own)
        shown = [catch for catch in caught if catch.is_plate]
        total = total.plus(_told(site, found, shown, wanted, is_staged=bool(files and files[0].place)))
        total = total._replace(phrases=total.phrases + len(owners), stories=total.stories + stories)
    return total


def _by_story(owners: Mapping[Phrase, str], caught: list[Catch], own: list[tuple[Catch, str, Phrase]]) -> Found:
    """source → path → phrases."""
    found: dict[str, dict[str, list[Phrase]]] = {}
    pairs = [(catch, owners[phrase], phrase) for catch in caught for phrase in catch.phrases]
    for catch, source, phrase in dict.fromkeys((*pairs, *own)):
        found.setdefault(source, {}).setdefault(catch.path, []).append(phrase)
    return found


def _told(site: Site, found: Found, shown: list[Catch], sought: tuple[Plate, ...], is_staged: bool) -> Leaks:
    problems = problems_of(site, found, is_staged) + [picture_problem(site, catch, sought) for catch in shown]
    words = sum(len(set(chain.from_iterable(chain.from_iterable(places.values())))) for places in found.values())
    paths = sorted({catch.path for catch in shown}.union(*(places for places in found.values())))
    return Leaks(words, tuple(problems), tuple(paths[:PLACES]))
