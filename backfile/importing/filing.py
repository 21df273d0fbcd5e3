"""Stories found in captures to files in `content/`: each is placed, written or left alone, and its fate noted."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType

from backfile import fingerprint
from backfile.config import Config
from backfile.importers.found import Found
from backfile.importing import pictures, placing
from backfile.importing.accounts import Fate, Outcome, Outcomes
from backfile.importing.archive import Archive, standing_in
from backfile.importing.joining import Joining
from backfile.importing.ledger import Asking, Ledger
from backfile.importing.likeness import Likeness, likeness_of
from backfile.importing.linking import Linked, is_link_reason
from backfile.importing.mends import mended
from backfile.importing.reading import Passed, Read
from backfile.importing.repetitions import Repeat, Repetitions
from backfile.importing.review import Waiting
from backfile.importing.scratch import scratch
from backfile.importing.spool import Spool
from backfile.importing.suggesting import FIELDS as TAG_FIELDS
from backfile.importing.suggesting import suggested, tagged_as, unsuggested, untagged
from backfile.importing.vocabulary import Vocabulary
from backfile.importing.waitlist import WaitingList
from backfile.importing.walk import Taken
from backfile.model import Problem, Story
from backfile.storyfile import parse_story, story_text
from backfile.write import write_text

MOST_ALSO = 100  # captures that a story's file names as telling it too
_DUPLICATES = """
CREATE TABLE duplicates (
    at INTEGER, sha256 TEXT, leader TEXT, aliases TEXT, capture TEXT, words INTEGER, day TEXT, signature BLOB,
    PRIMARY KEY (leader, capture, at)
) WITHOUT ROWID
"""

Mends = Mapping[str, tuple[tuple[str, str], ...]]


class Filing:
    """One import under way: what stands in the archive, and what was done so far.

    With `only`, these captures alone are taken, each as a story of its own whatever it repeats, with fields filled in
    by a person.
    """

    def __init__(
        self,
        root: Path,
        content: Path,
        config: Config,
        ledger: Ledger,
        rules: str,
        dry_run: bool,
        only: Mends | None = None,
        vocabulary: Vocabulary | None = None,
        askings: Mapping[str, Asking] = MappingProxyType({}),
    ) -> None:
        self.root, self.content, self.ledger, self.rules, self.dry_run = root, content, ledger, rules, dry_run
        self.zone, self.only, self.vocabulary = config.tz, only, vocabulary or Vocabulary()
        self.archive: Archive = standing_in(content)
        self.joining = Joining(self.archive, ledger, config)
        self.askings = askings
        self.outcomes = Outcomes()
        self.problems: list[Problem] = []
        self.listed = WaitingList(root / "articles")
        self._repetitions = Repetitions()
        self._duplicates = scratch(_DUPLICATES)

    def unknown(self, taken: Iterable[Taken | Problem | str], spool: Spool) -> Iterator[Taken | Passed]:
        """Captures that must be read: not those of which these same rules have made what still stands, nor those that
        were read before the last run was stopped."""
        for one in taken:
            if not isinstance(one, Taken):
                yield one
                continue
            if self.only is not None:
                if one.raw.name in {name.partition("#")[0] for name in self.only}:
                    yield one
                continue
            sha256 = hashlib.sha256(one.raw.data).hexdigest()
            read = spool.known(one.raw.name, sha256)
            same = read is not None and (read.folder, read.roots) == (one.folder, one.roots)
            yield self._known(one.raw.name, sha256) or (read if same else None) or one

    def _known(self, capture: str, sha256: str) -> Outcome | None:
        known = self.ledger.outcome_of(capture, sha256, self.rules)
        if known is None or known.fate is Fate.REVIEW:
            return known
        there = self.content / known.path
        if not there.is_file():
            return None
        if known.fate is Fate.DUPLICATE:
            return known
        if fingerprint.of_bytes(there.read_bytes()) != self.ledger.fingerprint_of(known.path):
            return None
        return Outcome(capture, Fate.UNCHANGED, known.path)

    def notice(self, read: Read | Passed) -> None:
        """Note what the stories of a capture can be compared by."""
        self.joining.notice(read)
        if isinstance(read, Outcome) and read.fate is Fate.REVIEW and (known := self.ledger.waiting(read.capture)):
            self._repetitions.add(known[0], able=False, sha256=known[1])  # or its copies would be one to look at, too
        if isinstance(read, Read):
            for found in (_with_origin(one, read) for one in read.found if isinstance(one, Found)):
                stands = self.archive.stands(found.story.origin.file)
                able = not placing.wanting(found.story)
                copied = read.sha256 if len(read.found) == 1 else ""  # one file of many stories is no copy of itself
                self._repetitions.add(likeness_of(found), stands=stands, able=able, sha256=copied)

    def compare(self) -> None:
        """Find the captures that repeat another: that other one, and whether the repetition is the fuller one."""
        if self.only is not None or not self._repetitions.count:
            return
        for one in self.ledger.likenesses():
            if self.archive.stands(one.capture) and not self._repetitions.knows(one.capture):
                self._repetitions.add(one, stands=True)
        self._repetitions.compare()

    def foresee(self, reads: Callable[[], Iterable[Read | Passed]]) -> None:
        """Give every story its place before the first is written, where links between them need to know."""
        if not self.joining.begin():
            return
        for read in reads():
            for one in read.found if isinstance(read, Read) else ():
                if isinstance(one, Found) and (found := self._asked_for(_with_origin(one, read))):
                    self._foresee(found.story)
        self.joining.placed()

    def _foresee(self, story: Story) -> None:
        origin = story.origin
        repeat = self._repetitions.of(origin.file) if self.only is None else None
        if not repeat and placing.wanting(story):
            return
        place = placing.Place(twin=repeat.leader) if repeat else placing.place_of(story, self.archive)
        if place.twin:
            self.joining.repeat(story, place.twin)
            return
        if place.is_new:
            self.archive.add(place.path, origin.file, origin.sha256, origin.url)
        self.joining.place(story, place.path)

    def take(self, read: Read | Passed) -> None:
        """One capture, or what became of a path that was none."""
        if isinstance(read, str):
            self.outcomes.pass_over(read)
        elif isinstance(read, Outcome):
            self.outcomes.append(read)
        elif isinstance(read, Problem):
            self._fail(read, read.source)
        else:
            for found in read.found:
                if isinstance(found, Problem):
                    self._fail(found, read.capture)
                elif asked := self._asked_for(_with_origin(found, read)):
                    self._story(asked, read)

    def _asked_for(self, found: Found) -> Found | None:
        """The story, with what a person filled in; None for one that was not asked for."""
        if self.only is None:
            return found
        mends = self.only.get(found.story.origin.file)
        return None if mends is None else mended(found, mends, self.zone)

    def _fail(self, problem: Problem, capture: str) -> None:
        self.problems.append(problem)
        self.outcomes.append(Outcome(capture, Fate.FAILED, reason=problem.fault))
        self.listed.drop(capture)

    def _story(self, found: Found, read: Read) -> None:
        story, capture = found.story, found.story.origin.file
        self.listed.drop(capture)
        if self.only is None and (repeat := self._repetitions.of(capture)):
            self._repeat(found, read, repeat)
            return
        if placing.wanting(story) and (path := self.archive.path_of(capture, story.origin.sha256)):
            self._close(found, read, Outcome(capture, Fate.EDITED, path, "a person completed it, so it stays as it is"))
            return
        if wanting := placing.wanting(story):
            doubts = (doubt for doubt in found.review if not doubt.startswith(wanting))  # which say it already
            reasons = tuple(dict.fromkeys((*wanting, *doubts)))
            self._close(found, read, Outcome(capture, Fate.REVIEW, reason="; ".join(wanting), review=reasons))
            return
        place = placing.place_of(story, self.archive)
        if place.duplicate_of:
            self._duplicate(
                found, Outcome(capture, Fate.DUPLICATE, reason=f"the same capture as {place.duplicate_of}"), place.twin
            )
            return
        self._close(found, read, self._filed(found, read, place))

    def _filed(self, found: Found, read: Read, place: placing.Place) -> Outcome:
        """The story written to its place, with its pictures."""
        beside = pictures.beside(found.pictures, read.folder, read.roots, place.path)
        story = pictures.shown(placing.placed(found.story, place.path), beside)
        files = {picture.reference: picture.name for picture in beside}
        led = self.joining.led(story, dict(enumerate(found.links)), files)
        self.joining.count(led)
        by_hand = self._tagged_by_hand(story.origin.file)
        story = self._dressed(led.story if by_hand else suggested(led.story, self.vocabulary), place.path)
        look = tuple(filter(None, (*found.review, led.reason)))
        outcome = self._write(story.origin.file, place.path, story_text(story), look)
        if outcome.fate is not Fate.EDITED and not self.dry_run:
            self.joining.keep(place.path, story, led)
        if outcome.fate is Fate.WRITTEN and not self.dry_run:
            pictures.copy(beside, self.content / Path(place.path).parent)
        if place.is_new:
            self.archive.add(place.path, story.origin.file, story.origin.sha256, story.origin.url)
        return outcome

    def _dressed(self, story: Story, path: str) -> Story:
        """The story with the captures named that are known to tell it too, and at all addresses that lead to it."""
        story = replace(story, aliases=tuple(dict.fromkeys((*story.aliases, *self.archive.aliases_at(path)))))
        return _also(story, (*self.archive.also_at(path), *self.ledger.duplicates_of(path, MOST_ALSO)))

    def mend_links(self) -> None:
        """Lead links of earlier imports to what this one brought, in files that nobody touched."""
        for path, text, links in self.joining.waiting():
            target = self.content / path
            there = target.read_bytes() if target.is_file() else b""
            story = parse_story(text.encode(), path, zone=self.zone).story
            if not there or fingerprint.of_bytes(there) != self.ledger.fingerprint_of(path) or story is None:
                continue
            standing = parse_story(there, path, zone=self.zone).story
            story = tagged_as(replace(story, source=path), standing) if standing else story
            led = self.joining.led(story, links, {})
            if led.made:
                self.joining.count(led, again=True)
                self._mend(path, self._dressed(led.story, path), led)

    def _mend(self, path: str, story: Story, led: Linked) -> None:
        if self.dry_run:
            return
        text = story_text(story)
        write_text(self.content / path, text)
        self.ledger.remember(path, fingerprint.of_bytes(text.encode()))
        self.joining.keep(path, story, led)
        self.listed.without(story.origin.file, is_link_reason, led.reason)

    def _tagged_by_hand(self, capture: str) -> bool:
        """Whether a person said what the story is tagged with; then nothing is suggested besides."""
        return any(field in TAG_FIELDS for field, _ in (self.only or {}).get(capture, ()))

    def _repeat(self, found: Found, read: Read, repeat: Repeat) -> None:
        """A story that another capture tells too: the fullest stays, unless the shorter one stood there before. A file
        that came before needs no second look."""
        capture, other = found.story.origin.file, repeat.leader
        if repeat.is_fuller and not repeat.is_copy:
            reason = f"a fuller version of the story that was imported from {other}"
            self._wait(found, read, Outcome(capture, Fate.REVIEW, reason=reason, review=(reason,)))
            return
        reason = f"nearly the same story as {other}"
        outcome = Outcome(capture, Fate.DUPLICATE, reason=reason, review=() if repeat.is_copy else (reason,))
        self._duplicate(found, outcome, other)
        self._list(found, read, outcome)

    def _duplicate(self, found: Found, outcome: Outcome, leader: str) -> None:
        aliases = json.dumps(found.story.aliases)
        row = (len(self.outcomes), found.story.origin.sha256, leader, aliases, *likeness_of(found))
        self._duplicates.execute("INSERT INTO duplicates VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        self.outcomes.append(outcome)

    def _close(self, found: Found, read: Read, outcome: Outcome) -> None:
        """Note a story's fate, for this run and for the next."""
        fate = Fate.REVIEW if outcome.fate is Fate.REVIEW else Fate.WRITTEN
        rules = self.rules if len(read.found) == 1 and not found.story.origin.file.count("#") else ""
        self.ledger.note(outcome._replace(fate=fate), likeness_of(found), found.story.origin.sha256, rules)
        self._wait(found, read, outcome)

    def _wait(self, found: Found, read: Read, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._list(found, read, outcome)

    def _list(self, found: Found, read: Read, outcome: Outcome) -> None:
        if outcome.review:
            story, sure = suggested(found.story, self.vocabulary), found.confidence
            tags = story.origin.suggested
            self.listed.put(Waiting(outcome.capture, outcome.path, story.title, outcome.review, sure, tags))
            if read.named in self.askings:
                self.ledger.note_asking(outcome.capture, self.askings[read.named])

    def _write(self, capture: str, path: str, text: str, look: tuple[str, ...]) -> Outcome:
        """Write a story file, but never over what a person wrote."""
        target = self.content / path
        wanted = text.encode()
        there = target.read_bytes() if target.is_file() else None
        if there == wanted:
            self.ledger.remember(path, fingerprint.of_bytes(wanted))
            return Outcome(capture, Fate.UNCHANGED, path, review=look)
        if there is not None and not self.ledger.fingerprint_of(path) and self._says_the_same(there, wanted, path):
            self.ledger.remember(path, fingerprint.of_bytes(there))
            return Outcome(capture, Fate.UNCHANGED, path, review=look)
        if there is not None and fingerprint.of_bytes(there) != self.ledger.fingerprint_of(path):
            look = look if self._says_the_same(there, wanted, path, untagged) else ()  # tags settle no other doubt
            reason = "it was edited since it was imported, so it stays as it is"
            return Outcome(capture, Fate.EDITED, path, reason, review=look)
        if not self.dry_run:
            write_text(target, text)
            # What a person has filled in counts as edited from the start.
            self.ledger.remember(path, fingerprint.of_bytes(wanted) if self.only is None else "")
        return Outcome(capture, Fate.WRITTEN, path, review=look, diff=_diff(there, text, path) if self.dry_run else "")

    def _says_the_same(
        self, there: bytes, wanted: bytes, path: str, without: Callable[[Story], Story] = unsuggested
    ) -> bool:
        """Whether two files differ in what was suggested alone: another vocabulary was no editor's change."""
        stories = [parse_story(data, path, zone=self.zone).story for data in (there, wanted)]
        one, other = (story_text(without(story)) if story else "" for story in stories)
        return bool(one) and one == other and story_text(stories[0]).encode() == there

    def record_duplicates(self) -> None:
        """Name the duplicates in the stories they repeat, now that these stand; their old addresses lead there."""
        rows = self._duplicates.execute("SELECT * FROM duplicates ORDER BY leader, capture, at")
        for leader, same in groupby(rows, key=itemgetter(2)):
            path = next(reversed(self.archive.paths_of(leader)), "")
            also, aliases = [], []
            for at, sha256, _, told, *likeness in same:
                also.append(self._record(Likeness(*likeness), at, sha256, path))
                aliases += json.loads(told) if len(also) <= MOST_ALSO else ()
            if path and not self.dry_run:
                self._name_also(path, also[:MOST_ALSO], aliases)

    def _record(self, likeness: Likeness, at: int, sha256: str, path: str) -> str:
        self.outcomes.set_path(at, path)
        rules = self.rules if path and "#" not in likeness.capture else ""
        self.ledger.note(self.outcomes[at], likeness, sha256, rules)
        return likeness.capture

    def _name_also(self, path: str, captures: list[str], aliases: list[str]) -> None:
        """Add captures to those that tell a story too; an edited file is left as it is, the ledger knows them."""
        target = self.content / path
        data = target.read_bytes() if target.is_file() else b""
        if not data or fingerprint.of_bytes(data) != self.ledger.fingerprint_of(path):
            return
        story = parse_story(data, path, zone=self.zone).story
        if story:
            story = replace(story, aliases=tuple(dict.fromkeys((*story.aliases, *aliases))))
        text = story_text(_also(story, (*story.origin.also, *captures))).encode() if story else data
        if text != data:
            write_text(target, text.decode())
            self.ledger.remember(path, fingerprint.of_bytes(text))

    def list_for_review(self) -> None:
        """Bring `articles/review.md` and `review.json` up to date."""
        if not self.dry_run:
            self.listed.write()


def _also(story: Story, captures: Iterable[str]) -> Story:
    """The story with captures named that tell it too."""
    also = tuple(sorted(dict.fromkeys(captures)))[:MOST_ALSO]
    return story if also == story.origin.also else replace(story, origin=story.origin._replace(also=also))


def _with_origin(found: Found, read: Read) -> Found:
    return placing.with_origin(found, read.capture, read.sha256, read.url, read.captured)


def _diff(there: bytes | None, text: str, path: str) -> str:
    old = there.decode("utf-8", "replace").splitlines() if there is not None else []
    return "\n".join(difflib.unified_diff(old, text.splitlines(), path if old else "", path, lineterm="", n=2))
