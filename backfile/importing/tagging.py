"""The vocabulary verb: the file of names built from the archive, and stories tagged by it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile import fingerprint
from backfile.config import Config
from backfile.execute import InlineExecutor, batches, run
from backfile.importing.ledger import Ledger
from backfile.importing.names import Name, counted, key_of, merged, names_in, plain, without_writers
from backfile.importing.vocabulary import (
    FILE,
    MOST_BYTES,
    Told,
    Vocabulary,
    file_text,
    parse_told,
    suggested,
    unsuggested,
    vocabulary_of,
)
from backfile.model import UsageError
from backfile.storyfile import parse_story, story_text
from backfile.write import write_text

BATCH = 64
MOST_NAMES = 500_000  # spellings counted at once; beyond, those seen once are let go, so memory does not grow
SHOWN = 2_000  # names in the file


class Counts(NamedTuple):
    """What some stories add up to: names by stories, single words beside the names they end, writers."""

    stories: int
    names: Counter[str]
    together: Counter[tuple[str, str]]
    writers: set[str]


class Built(NamedTuple):
    """What building the vocabulary came to."""

    path: Path
    stories: int
    names: tuple[Name, ...]
    changed: bool


def told_in(content: Path) -> tuple[str, Told]:
    """The vocabulary file's text and what it says; nothing where there is none."""
    path = content / FILE
    if not path.is_file():
        return "", parse_told("")
    if path.stat().st_size > MOST_BYTES:
        raise UsageError(f"content/{FILE} is larger than {MOST_BYTES:,} bytes; take names out of it")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"content/{FILE} is not UTF-8; save it as UTF-8") from error
    return text, parse_told(text)


def vocabulary_in(content: Path) -> Vocabulary:
    """What to look for in stories, as the archive's file has it."""
    return vocabulary_of(told_in(content)[1])


def build(content: Path, config: Config, executor: Executor | None = None) -> Built:
    """Bring `content/vocabulary.yml` up to date with the names that the archive's stories print."""
    old, told = told_in(content)
    stories, names, together, writers = 0, Counter(), Counter(), set()
    for part in run(executor or InlineExecutor(), count_batch, batches(_stories(content), BATCH), 8, config.tz):
        stories += part.stories
        names.update(part.names)
        together.update(part.together)
        writers |= part.writers
        if len(names) > MOST_NAMES:
            names = Counter({name: count for name, count in names.items() if count > 1})
            together = Counter({pair: count for pair, count in together.items() if count > 1})
    found = without_writers(merged(names, together), writers)[:SHOWN]
    text = file_text(old, told, found)
    if text != old:
        write_text(content / FILE, text)
    return Built(content / FILE, stories, found, text != old)


def _stories(content: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(content):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".md"))


def count_batch(paths: list[str], zone: ZoneInfo) -> Counts:
    """The counts of some story files; those that cannot be read count for nothing."""
    names: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    writers: set[str] = set()
    stories = 0
    for path in paths:
        story = parse_story(Path(path).read_bytes(), path, zone=zone).story
        if story:
            stories += 1
            text = f"{story.title}.\n{plain(story.body)}"
            found, beside = counted(names_in(text), text)
            names.update(found)
            together.update(beside)
            writers |= {key_of(name) for name in story.bylines if name.strip()}
    return Counts(stories, names, together, writers)


def tag(
    root: Path, content: Path, config: Config, wanted: Callable[[Path], bool] = lambda path: True
) -> tuple[int, int]:
    """Tag the imported stories that no one has edited, as an import would now: (tagged anew, left alone as edited)."""
    vocabulary = vocabulary_in(content)
    ledger = Ledger(root / ".backfile" / "imports.sqlite")
    tagged = edited = 0
    try:
        for path in map(Path, _stories(content)):
            told = path.relative_to(content).as_posix()
            known = ledger.fingerprint_of(told)
            data = path.read_bytes() if known and wanted(path) else b""
            if not data:
                continue
            if fingerprint.of_bytes(data) != known:
                edited += 1
                continue
            if text := _tagged(data, told, vocabulary, config.tz):
                write_text(path, text)
                ledger.remember(told, fingerprint.of_bytes(text.encode()))
                tagged += 1
    finally:
        ledger.close()
    return tagged, edited


def _tagged(data: bytes, path: str, vocabulary: Vocabulary, zone: ZoneInfo) -> str:
    """The file with the terms that are suggested now, or "" where it says them already."""
    story = parse_story(data, path, zone=zone).story
    text = story_text(suggested(unsuggested(story), vocabulary)) if story else ""
    return "" if text.encode() == data else text
