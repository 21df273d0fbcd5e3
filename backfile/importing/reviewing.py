"""The review verb: the list of what waits, as pages; what is accepted leaves it, tags are kept or taken out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from backfile.config import Config
from backfile.importers.found import Found, Wishes
from backfile.importing import dating, placing, review, run_import, tagging
from backfile.importing import mends as mends_of
from backfile.importing.ledger import Asking, Ledger
from backfile.importing.linking import as_said
from backfile.importing.reading import Passed, Read, read_all
from backfile.importing.retagging import can_retag, retag
from backfile.importing.review import Waiting
from backfile.importing.review_page import SHEET_ITEMS, Item, Sheet, item_of, page_of, sheets_of
from backfile.importing.suggesting import FIELDS, suggested, with_tag, with_tags, without_tag
from backfile.importing.vocabulary import Vocabulary, vocabulary_of
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


def sheet_at(number: int, root: Path, content: Path, config: Config) -> tuple[Sheet, tuple[Waiting, ...]]:
    """One page of what waits at this moment, or the last where there are fewer; and the whole list."""
    waiting = tuple(sorted(WaitingList(root / "articles"), key=review.order))
    last = max(1, -(-len(waiting) // SHEET_ITEMS))
    number = min(max(1, number), last)
    first = (number - 1) * SHEET_ITEMS
    items = tuple(_items(waiting[first : first + SHEET_ITEMS], root, content, config, None))
    return Sheet(number, last, first + 1, items), waiting


def _items(
    waiting: Sequence[Waiting], root: Path, content: Path, config: Config, executor: Executor | None
) -> Iterator[Item]:
    """The items in order. Captures are read again, a page's worth at a time: nothing of them was kept."""
    ledger = Ledger(root / ".backfile" / "imports.sqlite", keep=False)
    told = tagging.told_in(content)[1]
    names = Names(vocabulary_of(told), frozenset(name for table in told.kinds.values() for name in table))
    step = 8 * 25
    try:
        for start in range(0, len(waiting), step):
            part = waiting[start : start + step]
            read = _read_again([one.capture for one in part], ledger, root, config, executor)
            yield from (_item(one, read.get(one.capture), root, content, config, names) for one in part)
    finally:
        ledger.close()


class Names(NamedTuple):
    """The archive's vocabulary, and the names in it that a person wrote."""

    vocabulary: Vocabulary
    yours: frozenset[str]


def _item(one: Waiting, found: Found | None, root: Path, content: Path, config: Config, names: Names) -> Item:
    file = content / one.path if one.path else None
    story, address, is_ours = found.story if found else None, "", True
    if file and file.is_file():
        data = file.read_bytes()
        address = encoded(os.path.relpath(file, root / ".backfile" / "review").replace(os.sep, "/"))
        story = parse_story(data, one.path, zone=config.tz).story or story
        is_ours = can_retag(data, one.path, config.tz)
    elif story:
        story = suggested(story, names.vocabulary)
    pieces = found.pieces if found else ()
    return item_of(one, address, story, pieces, "" if found else _GONE, names.yours, is_ours)


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


def waits(capture: str, root: Path) -> bool:
    """Whether a capture is on the list."""
    return any(one.capture == capture for one in WaitingList(root / "articles"))


def _accepted(
    one: Waiting, mends: Sequence[tuple[str, str]], root: Path, content: Path, config: Config
) -> tuple[str, bool]:
    if one.path:
        return _retagged(one, mends, content, config) if mends else f"{one.capture}: stays as it is", True
    if review.group_of(one) == review.AGAIN and not mends:
        return f"{one.capture}: stays a duplicate, no story is made of it", True
    ledger = Ledger(root / ".backfile" / "imports.sqlite", keep=False)
    askings = ledger.askings([one.capture])
    ledger.close()
    if not askings:
        raise UsageError(f"{one.capture}: it is not known any more how it was imported; import it again first")
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


def _retagged(one: Waiting, mends: Sequence[tuple[str, str]], content: Path, config: Config) -> str:
    """The tags of a story that stands, as a person says them; its other fields are the file's own."""
    other = [name for name, _ in mends if name not in FIELDS]
    if other:
        raise UsageError(f"the story is in the archive already: write its {other[0]} into content/{one.path}")
    for name, text in mends:
        retag(content, one.path, config.tz, partial(with_tags, field=name, names=mends_of.names_in(text)))
    return f"{one.capture}: content/{one.path} has the tags that you gave"


def change_tag(capture: str, field: str, name: str, keep: bool, *, root: Path, content: Path, config: Config) -> str:
    """Keep one tag of a story that waits and stands, or take it out; what was said, as a sentence."""
    one = next((one for one in WaitingList(root / "articles") if one.capture == capture), None)
    field = field or tagging.told_in(content)[1].field_of(name)
    if not one or not one.path or field not in FIELDS:
        raise UsageError(f'no story of a capture called "{capture}" waits here any more; load the page again')
    change = partial(with_tag if keep else without_tag, field=field, name=name)
    retag(content, one.path, config.tz, change)
    return f"{name}: {'kept' if keep else 'taken out'}"
