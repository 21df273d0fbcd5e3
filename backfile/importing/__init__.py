"""The import verb: captures in, story files out, and accounts that add up."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

from backfile import fingerprint
from backfile.config import Config
from backfile.importers.found import Found, Wishes
from backfile.importing import dating, explanation, pictures, placing, review
from backfile.importing.accounts import Accounts, Fate, ImportReport, Outcome
from backfile.importing.archive import Archive, standing_in
from backfile.importing.ledger import Ledger
from backfile.importing.likeness import Likeness, groups_of, likeness_of
from backfile.importing.reading import Passed, Read, read_all
from backfile.importing.spool import Spool
from backfile.importing.walk import Taken, captures
from backfile.model import Problem, UsageError
from backfile.storyfile import story_text
from backfile.write import machine_error, write_text

__all__ = ["Accounts", "Fate", "ImportReport", "Outcome", "explained", "run_import"]
Progress = Callable[[int], None]


def run_import(
    paths: Sequence[str | os.PathLike[str]],
    *,
    root: Path,
    content: Path,
    config: Config,
    kind: str | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
    date_from: str | Sequence[str] = (),
    mapping: Sequence[tuple[str, str]] = (),
    stdin: BinaryIO | None = None,
) -> ImportReport:
    """Read every capture that `paths` name (files, folders, patterns, archives, `-`) and write its stories.

    Nothing is written twice, no file that an editor changed is touched, and what cannot be a story yet goes to
    `articles/review.md`. `date_from` names the places that may tell a missing date (file-name, address, neighbours);
    `mapping` pairs our fields with columns or keys of theirs. A dry run writes nothing and shows what would differ.
    """
    date_from = tuple(filter(None, date_from.split(","))) if isinstance(date_from, str) else tuple(date_from)
    _check(kind, date_from)
    wishes = Wishes(config.tz, config.lang, tuple(mapping))
    run = _Run(root, content, dry_run, _rules(wishes, date_from))
    spool = Spool()
    try:
        taken = run.unknown(captures([os.fspath(path) for path in paths], root, kind, stdin))
        reads = dating.dated(read_all(taken, wishes, executor), date_from, config.tz)
        likenesses = []
        for count, read in enumerate(spool.fill(reads), 1):
            likenesses += run.likenesses_in(read)
            if progress:
                progress(count)
        repeats = run.repeats_among(likenesses)
        for read in spool.reads():
            run.take(read, repeats)
        run.list_for_review()
    except OSError as error:
        raise machine_error(error, content) from error
    finally:
        spool.close()
        run.ledger.close()
    return ImportReport(tuple(run.outcomes), tuple(run.problems), tuple(run.passed_over))


def explained(
    path: str | os.PathLike[str],
    *,
    root: Path,
    config: Config,
    kind: str | None = None,
    mapping: Sequence[tuple[str, str]] = (),
    stdin: BinaryIO | None = None,
) -> str:
    """What a reader makes of one capture: every block with what became of it and why. Writes nothing."""
    wishes = Wishes(config.tz, config.lang, tuple(mapping), reasons=True)
    lines: list[str] = []
    for read in read_all(captures([os.fspath(path)], root, kind, stdin), wishes, None):
        lines += explanation.lines_of(read)
    return "\n".join(lines)


def _rules(wishes: Wishes, date_from: tuple[str, ...]) -> str:
    """A fingerprint of everything besides a capture that decides how it reads: our own rules and the wishes."""
    here = files("backfile.importers")
    sources = sorted(path for path in Path(str(here)).rglob("*") if path.suffix in (".py", ".tsv"))
    parts = [fingerprint.of_bytes(path.read_bytes()) for path in sources]
    return fingerprint.of_value([parts, str(wishes.zone), wishes.lang, list(wishes.mapping), list(date_from)])


def _check(kind: str | None, date_from: Sequence[str]) -> None:
    from backfile.importers import KINDS, PACKED

    if kind and kind not in (*KINDS, *PACKED):
        raise UsageError(f'there is no kind "{kind}" of capture; choose from {", ".join([*KINDS, *PACKED])}')
    for source in date_from:
        if source not in dating.CHOICES:
            raise UsageError(f'a date cannot come from "{source}"; choose from {", ".join(dating.CHOICES)}')


class _Run:
    """One import under way: what stands in the archive, and what was done so far."""

    def __init__(self, root: Path, content: Path, dry_run: bool, rules: str) -> None:
        self.root, self.content, self.dry_run, self.rules = root, content, dry_run, rules
        self.archive: Archive = standing_in(content)
        self.ledger = Ledger(root / ".backfile" / "imports.sqlite", keep=not dry_run)
        self.outcomes: list[Outcome] = []
        self.problems: list[Problem] = []
        self.passed_over: list[str] = []
        self.waiting: list[review.Waiting] = []

    def unknown(self, taken: Iterable[Taken | Problem | str]) -> Iterator[Taken | Passed]:
        """Captures that must be read: not those whose story stands as these same rules have written it."""
        for one in taken:
            path = self._standing(one) if isinstance(one, Taken) else ""
            yield Outcome(one.raw.name, Fate.UNCHANGED, path) if path and isinstance(one, Taken) else one

    def _standing(self, taken: Taken) -> str:
        path = self.ledger.path_of(taken.raw.name, hashlib.sha256(taken.raw.data).hexdigest(), self.rules)
        there = self.content / path
        if path and there.is_file() and fingerprint.of_bytes(there.read_bytes()) == self.ledger.fingerprint_of(path):
            return path
        return ""

    def likenesses_in(self, read: Read | Passed) -> list[Likeness]:
        """What to compare the stories of a capture by."""
        if not isinstance(read, Read):
            return []
        return [likeness_of(_named(one, read)) for one in read.found if isinstance(one, Found)]

    def repeats_among(self, likenesses: list[Likeness]) -> dict[str, tuple[str, bool]]:
        """For each capture that repeats another: that other one, and whether the repetition is the fuller one."""
        if not any(one.signature for one in likenesses):
            return {}  # the library is slow to load
        new = {one.capture for one in likenesses}
        known = [
            one for one in self.ledger.likenesses() if one.capture not in new and one.capture in self.archive.by_name
        ]
        repeats = {}
        for group in groups_of([*known, *likenesses]):
            leader = next((one for one in group if one.capture in self.archive.by_name), group[0])
            for one in group:
                if one is not leader and one.capture not in self.archive.by_name:
                    repeats[one.capture] = (leader.capture, one.words > 1.1 * leader.words)
        return repeats

    def take(self, read: Read | Passed, repeats: dict[str, tuple[str, bool]]) -> None:
        """One capture, or what became of a path that was none."""
        if isinstance(read, str):
            self.passed_over.append(read)
        elif isinstance(read, Outcome):
            self.outcomes.append(read)
        elif isinstance(read, Problem):
            self._fail(read, read.source)
        else:
            for found in read.found:
                if isinstance(found, Problem):
                    self._fail(found, read.capture)
                else:
                    self._story(_named(found, read), read, repeats)

    def _fail(self, problem: Problem, capture: str) -> None:
        self.problems.append(problem)
        self.outcomes.append(Outcome(capture, Fate.FAILED, reason=problem.fault))

    def _story(self, found: Found, read: Read, repeats: dict[str, tuple[str, bool]]) -> None:
        story = found.story
        capture = story.origin.file
        if wanting := placing.wanting(story):
            reasons = tuple(dict.fromkeys((*wanting, *found.review)))
            self._wait(found, Outcome(capture, Fate.REVIEW, reason="; ".join(wanting), review=reasons))
            return
        place = placing.place_of(story, self.archive)
        if place.duplicate_of:
            self.outcomes.append(Outcome(capture, Fate.DUPLICATE, reason=f"the same capture as {place.duplicate_of}"))
            return
        if capture in repeats:
            self._repeat(found, capture, *repeats[capture])
            return
        beside = pictures.beside(found.pictures, read.folder, read.roots, place.path)
        story = pictures.shown(placing.placed(story, place.path), beside)
        outcome = self._write(capture, place.path, story_text(story), found.review)
        if outcome.fate is Fate.WRITTEN and not self.dry_run:
            pictures.copy(beside, self.content / Path(place.path).parent)
        if place.is_new:
            self.archive.add(place.path, capture, story.origin.sha256, story.origin.url)
        rules = self.rules if len(read.found) == 1 and not outcome.review else ""
        self.ledger.note(likeness_of(found), story.origin.sha256, rules, place.path)
        self._wait(found, outcome)

    def _repeat(self, found: Found, capture: str, other: str, is_fuller: bool) -> None:
        """A story that another capture tells too: the fullest stays, unless the shorter one stood there before."""
        if is_fuller:
            reason = f"a fuller version of the story that was imported from {other}"
            self._wait(found, Outcome(capture, Fate.REVIEW, reason=reason, review=(reason,)))
        else:
            reason = f"nearly the same story as {other}"
            self._wait(found, Outcome(capture, Fate.DUPLICATE, reason=reason, review=(reason,)))

    def _wait(self, found: Found, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        if outcome.review:
            title, sure = found.story.title, found.confidence
            self.waiting.append(review.Waiting(outcome.capture, outcome.path, title, outcome.review, sure))

    def _write(self, capture: str, path: str, text: str, look: tuple[str, ...]) -> Outcome:
        """Write a story file, but never over what a person wrote."""
        target = self.content / path
        wanted = text.encode()
        there = target.read_bytes() if target.is_file() else None
        if there == wanted:
            self.ledger.remember(path, fingerprint.of_bytes(wanted))
            return Outcome(capture, Fate.UNCHANGED, path, review=look)
        if there is not None and fingerprint.of_bytes(there) != self.ledger.fingerprint_of(path):
            return Outcome(capture, Fate.EDITED, path, "it was edited since it was imported, so it stays as it is")
        if not self.dry_run:
            write_text(target, text)
            self.ledger.remember(path, fingerprint.of_bytes(wanted))
        return Outcome(capture, Fate.WRITTEN, path, review=look, diff=_diff(there, text, path) if self.dry_run else "")

    def list_for_review(self) -> None:
        """Bring `articles/review.md` and `review.json` up to date."""
        folder = self.root / "articles"
        old = review.read_waiting(folder)
        now = review.merged(old, self.outcomes, self.waiting)
        if self.dry_run or now == old or not (now or old):
            return
        write_text(folder / "review.json", review.json_text(now))
        write_text(folder / "review.md", review.markdown_text(now))


def _named(found: Found, read: Read) -> Found:
    return placing.with_origin(found, read.capture, read.sha256, read.url, read.captured)


def _diff(there: bytes | None, text: str, path: str) -> str:
    old = there.decode("utf-8", "replace").splitlines() if there is not None else []
    return "\n".join(difflib.unified_diff(old, text.splitlines(), path if old else "", path, lineterm="", n=2))
