"""The review verb: the list of what waits, as pages in the work folder; what is accepted leaves it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from backfile.config import Config
from backfile.importers.found import Found, Wishes
from backfile.importing import dating, placing, review, run_import
from backfile.importing.ledger import Asking, Ledger
from backfile.importing.linking import as_said
from backfile.importing.reading import Passed, Read, read_all
from backfile.importing.review import Waiting
from backfile.importing.review_page import Item, Sheet, item_of, page_of, sheets_of
from backfile.importing.waitlist import WaitingList
from backfile.importing.walk import Taken, captures
from backfile.model import Problem, UsageError
from backfile.storyfile import parse_story
from backfile.urls import encoded
from backfile.write import write_text

_GONE = "The capture is not where it was, or has changed since; import it again to see it here."


class Reviewed(NamedTuple):
    """What a review came to: its first page, how many items of each group, and how many pages."""

    page: Path
    groups: tuple[tuple[str, int], ...]
    pages: int


def review_pages(root: Path, content: Path, config: Config, executor: Executor | None = None) -> Reviewed:
    """Write the pages of all that waits to `.backfile/review/`, those of an earlier review gone."""
    waiting = tuple(sorted(WaitingList(root / "articles"), key=review.order))
    folder = root / ".backfile" / "review"
    shutil.rmtree(folder, ignore_errors=True)
    items = _items(waiting, root, content, config, executor)
    pages = 0
    for sheet in sheets_of(waiting, items):
        write_text(folder / Sheet.name(sheet.number), page_of(sheet, waiting, config.title))
        pages += 1
    names = [review.group_of(one) for one in waiting]
    return Reviewed(folder / "index.html", tuple((n, names.count(n)) for n in review.GROUPS if n in names), pages)


def _items(
    waiting: Sequence[Waiting], root: Path, content: Path, config: Config, executor: Executor | None
) -> Iterator[Item]:
    """The items in order. Captures are read again, a page's worth at a time: nothing of them was kept."""
    ledger = Ledger(root / ".backfile" / "imports.sqlite", keep=False)
    step = 8 * 25
    try:
        for start in range(0, len(waiting), step):
            part = waiting[start : start + step]
            read = _read_again([one.capture for one in part], ledger, root, config, executor)
            yield from (_item(one, read.get(one.capture), root, content, config) for one in part)
    finally:
        ledger.close()


def _item(one: Waiting, found: Found | None, root: Path, content: Path, config: Config) -> Item:
    file = content / one.path if one.path else None
    story, address = found.story if found else None, ""
    if file and file.is_file():
        address = encoded(os.path.relpath(file, root / ".backfile" / "review").replace(os.sep, "/"))
        story = parse_story(file.read_bytes(), one.path, zone=config.tz).story or story
    return item_of(one, address, story, found.pieces if found else (), "" if found else _GONE)


def _read_again(
    names: list[str], ledger: Ledger, root: Path, config: Config, executor: Executor | None
) -> dict[str, Found]:
    """The stories of these captures as they read now, with the reasons."""
    found: dict[str, Found] = {}
    for asking, wanted in ledger.askings(names).items():
        wishes = Wishes(config.tz, config.lang, asking.mapping, reasons=True)
        bare = {name.partition("#")[0] for name in wanted}
        with ExitStack() as shelf:
            taken = _only(bare, asking, root, shelf)
            date_from = tuple(place for place in asking.date_from if place != "neighbours")
            for read in dating.dated(read_all(taken, wishes, executor), date_from, config.tz):
                found |= _stories(read, wanted) if isinstance(read, Read) else {}
    return found


def _only(names: set[str], asking: Asking, root: Path, shelf: ExitStack) -> Iterator[Taken | Passed]:
    """The captures of these names and nothing else."""
    for one in captures([asking.path], root, asking.kind or None, None, shelf):
        if isinstance(one, Taken) and one.raw.name in names:
            yield one


def _stories(read: Read, wanted: set[str]) -> dict[str, Found]:
    named = (placing.with_origin(one, read.capture, read.sha256) for one in read.found if not isinstance(one, Problem))
    return {one.story.origin.file: as_said(one) for one in named if one.story.origin.file in wanted}


def accept(
    names: Sequence[str], mends: Sequence[tuple[str, str]], *, root: Path, content: Path, config: Config
) -> tuple[str, ...]:
    """Take items off the list; those without a story become one, `mends` filled in. Returns a sentence for each."""
    waiting = {one.capture: one for one in WaitingList(root / "articles")}
    names = tuple(waiting) if tuple(names) == ("all",) else tuple(names)
    for name in names:
        if name not in waiting:
            raise UsageError(f'no capture called "{name}" waits; articles/review.md lists those that do')
    if mends and len(names) != 1:
        raise UsageError("--set fills in one story: accept one capture with it")
    said = [_accepted(waiting[name], mends, root, content, config) for name in names]
    done = [name for name, (sentence, is_done) in zip(names, said, strict=True) if is_done]
    listed = WaitingList(root / "articles")  # anew: what was accepted was imported meanwhile
    listed.strike(done)
    listed.write()
    return tuple(sentence for sentence, _ in said)


def _accepted(
    one: Waiting, mends: Sequence[tuple[str, str]], root: Path, content: Path, config: Config
) -> tuple[str, bool]:
    if one.path:
        if mends:
            raise UsageError(f"content/{one.path} stands: write {mends[0][0]} there, an import does not write over it")
        return f"{one.capture}: stays as it is", True
    if review.group_of(one) == review.AGAIN and not mends:
        return f"{one.capture}: stays a duplicate", True
    ledger = Ledger(root / ".backfile" / "imports.sqlite", keep=False)
    askings = ledger.askings([one.capture])
    ledger.close()
    if not askings:
        raise UsageError(f"{one.capture}: where it came from is not known any more; import it again first")
    asking = next(iter(askings))
    report = run_import(
        [asking.path], root=root, content=content, config=config, kind=asking.kind or None, mapping=asking.mapping,
        date_from=asking.date_from, only={one.capture: tuple(mends)},
    )  # fmt: skip
    outcome = next((outcome for outcome in report.outcomes if outcome.capture == one.capture), None)
    if outcome is None:
        return f"{one.capture}: it is not where it was; import it again first", False
    return (
        (f"{one.capture} → content/{outcome.path}", True)
        if outcome.path
        else (f"{one.capture}: {outcome.reason}", False)
    )
