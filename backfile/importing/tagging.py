"""The vocabulary verb: the file of names built from the archive, and stories tagged by it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile import fingerprint
from backfile.config import Config
from backfile.execute import InlineExecutor, batches, run
from backfile.importing.ledger import Ledger
from backfile.importing.naming.keys import key_of
from backfile.importing.naming.merging import Counts, Name, merged
from backfile.importing.naming.spotting import Seen, Text, inner_runs, nouns_in, small_words, text_of, verbs_in
from backfile.importing.naming.telling import told_by
from backfile.importing.naming.words import is_telling
from backfile.importing.suggesting import suggested, unsuggested
from backfile.importing.vocabulary import (
    FILE,
    MOST_BYTES,
    Told,
    Vocabulary,
    file_text,
    parse_told,
    vocabulary_of,
)
from backfile.model import UsageError
from backfile.storyfile import parse_story, story_text
from backfile.write import write_text

BATCH = 64
FEWEST_QUOTATIONS = 3  # that a word of speech stands beside
MOST_NAMES = 200_000  # spellings counted at once; beyond, those seen once are let go, so memory does not grow
SHOWN = 2_000  # names in the file
SHOWN_UNSORTED = 200  # of them without a kind


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
    counts = Counts()
    settings = (config.tz, config.lang)
    for part in run(executor or InlineExecutor(), count_batch, batches(_stories(content), BATCH), 8, settings):
        counts.add(part)
        counts.let_go(MOST_NAMES)
    found = _worth_listing(merged(counts))
    text = file_text(old, told, found)
    if text != old:
        write_text(content / FILE, text)
    return Built(content / FILE, counts.stories, found, text != old)


def _worth_listing(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names with the most stories: all that the file has room for, and fewer of those without a kind."""
    sorted_out = [name for name in names if name.kind][:SHOWN]
    return tuple(sorted_out + [name for name in names if not name.kind][:SHOWN_UNSORTED])


def _stories(content: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(content):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".md"))


def count_batch(paths: list[str], settings: tuple[ZoneInfo, str]) -> Counts:
    """The counts of some story files; those that cannot be read count for nothing.

    What tells a word from a name is taken from all of them together.
    """
    zone, lang = settings
    read = (parse_story(Path(path).read_bytes(), path, zone=zone).story for path in paths)
    stories = [story for story in read if story and story.date]  # texts about a term or a writer have no date
    texts = [text_of(story.body) for story in stories]
    small = [small_words(text) for text in texts]
    seen = Seen(
        frozenset().union(*small),
        frozenset(run for text in texts for run in inner_runs(text)),
        frozenset().union(*(nouns_in(text, story.lang or lang) for story, text in zip(stories, texts, strict=True))),
        _verbs(texts),
    )
    counts = Counts()
    for story, text, words in zip(stories, texts, small, strict=True):
        counts.add_story(told_by(story, text, seen, words, story.lang or lang))
        counts.writers |= {key_of(name) for name in story.bylines if name.strip()}
    wanted = {name.lower() for name in counts.names if " " not in name}
    for words in small:
        counts.small.update(words & wanted)
    return counts


def _verbs(texts: Iterable[Text]) -> frozenset[str]:
    """The words of speech of these texts: those that several quotations have, and that are no part of grammar."""
    met = Counter(verb for text in texts for verb in verbs_in(text))
    return frozenset(verb for verb, times in met.items() if times >= FEWEST_QUOTATIONS and is_telling(verb))


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
