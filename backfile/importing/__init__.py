"""The import verb: captures in, story files out, and accounts that add up."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import BinaryIO

from backfile import fingerprint
from backfile.config import Config
from backfile.importers.found import Found, Wishes
from backfile.importing import dating, pictures, placing, review
from backfile.importing.accounts import Accounts, Fate, ImportReport, Outcome
from backfile.importing.archive import Archive, standing_in
from backfile.importing.ledger import Ledger
from backfile.importing.reading import Read, read_all
from backfile.importing.walk import captures
from backfile.model import Problem, UsageError
from backfile.storyfile import story_text
from backfile.write import machine_error, write_text

__all__ = ["Accounts", "Fate", "ImportReport", "Outcome", "run_import"]
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
    taken = captures([os.fspath(path) for path in paths], root, kind, stdin)
    reads = dating.dated(read_all(taken, wishes, executor), date_from, config.tz)
    run = _Run(root, content, dry_run)
    try:
        for read in reads:
            run.take(read)
            if progress:
                progress(len(run.outcomes))
        run.list_for_review()
    except OSError as error:
        raise machine_error(error, content) from error
    finally:
        run.ledger.close()
    return ImportReport(tuple(run.outcomes), tuple(run.problems), tuple(run.passed_over))


def _check(kind: str | None, date_from: Sequence[str]) -> None:
    from backfile.importers import KINDS, PACKED

    if kind and kind not in (*KINDS, *PACKED):
        raise UsageError(f'there is no kind "{kind}" of capture; choose from {", ".join([*KINDS, *PACKED])}')
    for source in date_from:
        if source not in dating.CHOICES:
            raise UsageError(f'a date cannot come from "{source}"; choose from {", ".join(dating.CHOICES)}')


class _Run:
    """One import under way: what stands in the archive, and what was done so far."""

    def __init__(self, root: Path, content: Path, dry_run: bool) -> None:
        self.root, self.content, self.dry_run = root, content, dry_run
        self.archive: Archive = standing_in(content)
        self.ledger = Ledger(root / ".backfile" / "imports.sqlite", keep=not dry_run)
        self.outcomes: list[Outcome] = []
        self.problems: list[Problem] = []
        self.passed_over: list[str] = []
        self.waiting: list[review.Waiting] = []

    def take(self, read: Read | Problem | str) -> None:
        """One capture, or what became of a path that was none."""
        if isinstance(read, str):
            self.passed_over.append(read)
        elif isinstance(read, Problem):
            self._fail(read, read.source)
        else:
            for found in read.found:
                if isinstance(found, Problem):
                    self._fail(found, read.capture)
                else:
                    self._story(placing.with_origin(found, read.capture, read.sha256, read.url, read.captured), read)

    def _fail(self, problem: Problem, capture: str) -> None:
        self.problems.append(problem)
        self.outcomes.append(Outcome(capture, Fate.FAILED, reason=problem.fault))

    def _story(self, found: Found, read: Read) -> None:
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
        beside = pictures.beside(found.pictures, read.folder, read.roots, place.path)
        story = pictures.shown(placing.placed(story, place.path), beside)
        outcome = self._write(capture, place.path, story_text(story), found.review)
        if outcome.fate is Fate.WRITTEN and not self.dry_run:
            pictures.copy(beside, self.content / Path(place.path).parent)
        if place.is_new:
            self.archive.add(place.path, capture, story.origin.sha256)
        self._wait(found, outcome)

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


def _diff(there: bytes | None, text: str, path: str) -> str:
    old = there.decode("utf-8", "replace").splitlines() if there is not None else []
    return "\n".join(difflib.unified_diff(old, text.splitlines(), path if old else "", path, lineterm="", n=2))
