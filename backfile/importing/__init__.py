"""The import verb: captures in, story files out, and accounts that add up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

from backfile import fingerprint
from backfile.config import Config
from backfile.importers.found import Wishes
from backfile.importing import dating, explanation, tagging
from backfile.importing.accounts import Accounts, Fate, ImportReport, LinkCounts, Outcome
from backfile.importing.filing import Filing, Mends
from backfile.importing.ledger import Asking, Ledger
from backfile.importing.reading import Passed, Read, read_all
from backfile.importing.spool import Spool
from backfile.importing.walk import captures
from backfile.model import UsageError
from backfile.write import machine_error

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
    only: Mends | None = None,
    suggest: bool = True,
) -> ImportReport:
    """Read every capture that `paths` name (files, folders, patterns, archives, `-`) and write its stories.

    Nothing is written twice, no file that an editor changed is touched, and what cannot be a story yet goes to
    `articles/review.md`. `date_from` names the places that may tell a missing date (file-name, address, neighbours);
    `mapping` pairs our fields with columns or keys of theirs. A dry run writes nothing and shows what would differ.
    With `only`, captures of these names alone are imported, whatever they repeat, with fields that a person filled in.
    With `suggest`, names of the archive's vocabulary that a story repeats become its tags, at most five.
    """
    date_from = tuple(filter(None, date_from.split(","))) if isinstance(date_from, str) else tuple(date_from)
    _check(kind, date_from)
    wishes = Wishes(config.tz, config.lang, tuple(mapping))
    told = tagging.vocabulary_in(content) if suggest else None
    rules, work = _rules(wishes, date_from), root / ".backfile"
    ledger = Ledger(work / "imports.sqlite", keep=not dry_run)
    spool = Spool(None if dry_run or only is not None else work / "imports.spool", rules)
    shelf = ExitStack()
    named, done = [os.fspath(path) for path in paths], False
    try:
        askings = {path: _asking(path, kind, wishes, date_from) for path in named if path != "-"}
        filing = Filing(root, content, config, ledger, rules, dry_run, only, told, askings)
        taken = filing.unknown(captures(named, root, kind, stdin, shelf), spool)
        dated = partial(dating.dated, sources=date_from, zone=config.tz)
        _filed(filing, dated(spool.fill(read_all(taken, wishes, executor))), lambda: dated(spool.reads()), progress)
        done = True
    except OSError as error:
        raise machine_error(error, content) from error
    finally:
        shelf.close()
        spool.close(done=done)
        ledger.close()
    links = LinkCounts(filing.joining.made, filing.joining.missed)
    return ImportReport(filing.outcomes, tuple(filing.problems), links)


def _filed(
    filing: Filing,
    reads: Iterable[Read | Passed],
    again: Callable[[], Iterable[Read | Passed]],
    progress: Progress | None,
) -> None:
    """Twice through the captures: which of them repeat each other is known when all have been seen. A third time
    where they link to each other: each must have its place before the first is written."""
    for count, read in enumerate(reads, 1):
        filing.notice(read)
        if progress:
            progress(count)
    filing.compare()
    filing.foresee(again)
    for read in again():
        filing.take(read)
    filing.mend_links()
    filing.record_duplicates()
    filing.list_for_review()


def _asking(path: str, kind: str | None, wishes: Wishes, date_from: tuple[str, ...]) -> Asking:
    whole = path if os.path.isabs(path) else os.path.join(os.getcwd(), path)
    return Asking(whole, kind or "", wishes.mapping, date_from)


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
    with ExitStack() as shelf:
        for read in read_all(captures([os.fspath(path)], root, kind, stdin, shelf), wishes, None):
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
