"""The names of many stories put together: the ways of writing one, its short forms, its kind; the noise left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from backfile.importing.naming.keys import key_of
from backfile.importing.naming.spotting import FURNITURE_WORDS
from backfile.importing.naming.telling import Told
from backfile.importing.naming.weighing import ORGANISATIONS, PEOPLE, PLACES, TOPICS, Verdict, verdict_on

FEWEST_STORIES = 2
FEWEST_UNSORTED = 3  # stories of a name without a kind that is worth a look
USUAL = 0.2  # printed small in so many stories as beside those that print it with a capital: a word, no name
TOO_USUAL = 5  # a topic's word in so many times the stories that have the topic: the word does not tell it
SURE = 0.8  # of the stories with a short form, those that mean the same name


class Name(NamedTuple):
    """A name of the archive: how many stories have it, other ways in which they print it, its kind ("" for none) and
    the signs of it with the number of stories."""

    name: str
    stories: int
    aliases: tuple[str, ...] = ()
    kind: str = ""
    signs: tuple[tuple[str, int], ...] = ()


@dataclass
class Counts:
    """What some stories add up to, each counted once: names, their signs, short forms and abbreviations beside the
    names they stand for, words printed small, writers."""

    stories: int = 0
    names: Counter[str] = field(default_factory=Counter)
    signs: Counter[tuple[str, str]] = field(default_factory=Counter)
    short: Counter[tuple[str, str]] = field(default_factory=Counter)
    abbreviations: Counter[tuple[str, str]] = field(default_factory=Counter)
    small: Counter[str] = field(default_factory=Counter)
    writers: set[str] = field(default_factory=set)

    def add_story(self, told: Told) -> None:
        """Count one story."""
        self.stories += 1
        self.names.update(told.signs.keys())
        self.signs.update((name, sign) for name, signs in told.signs.items() for sign in signs)
        self.short.update(told.short)
        self.abbreviations.update(told.abbreviations)

    def add(self, other: Counts) -> None:
        """Count what was counted elsewhere."""
        self.stories += other.stories
        self.writers |= other.writers
        for mine, theirs in zip(self._counters(), other._counters(), strict=True):
            mine.update(theirs)

    def let_go(self, most: int) -> None:
        """Forget what was met once when there are more than so many names, so that memory does not grow."""
        if len(self.names) > most:
            for counter in self._counters():
                for key in [key for key, count in counter.items() if count == 1]:
                    del counter[key]

    def _counters(self) -> tuple[Counter, ...]:
        return self.names, self.signs, self.short, self.abbreviations, self.small


@dataclass
class _Entry:
    """A name while it is put together."""

    ways: Counter[str] = field(default_factory=Counter)
    stories: int = 0
    signs: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return min(self.ways, key=lambda way: (-self.ways[way], way.isupper(), way))

    @property
    def verdict(self) -> Verdict:
        return verdict_on(self.name, max(1, self.stories), self.signs)


def merged(counts: Counts) -> tuple[Name, ...]:
    """The names, those of most stories first."""
    entries = _entries(counts)
    _take_in(entries, _sure(counts.abbreviations, 1), declared=True)
    _take_in(entries, _sure(counts.short, FEWEST_STORIES), declared=False)
    _drop_prefixed(entries)
    _drop_first_names(entries)
    _settle_last_names(entries, {(short, key_of(name)) for short, name in counts.short})
    names = filter(None, (_name(entry, counts) for entry in entries.values()))
    return tuple(sorted(names, key=lambda name: (-name.stories, name.name)))


def _entries(counts: Counts) -> dict[str, _Entry]:
    """The names by what their ways of writing share, with the signs that all of them have."""
    entries: defaultdict[str, _Entry] = defaultdict(_Entry)
    for name, stories in counts.names.items():
        entry = entries[key_of(name)]
        entry.ways[name] += stories
        entry.stories += stories
    for (name, sign), stories in counts.signs.items():
        if (key := key_of(name)) in entries:
            entries[key].signs[sign] += stories
    for writer in counts.writers & entries.keys():
        entries[writer].signs["byline"] = entries[writer].stories
    return dict(entries)


def _sure(pairs: Counter[tuple[str, str]], fewest: int) -> Iterator[tuple[str, str]]:
    """Short forms and the key of the one name that they stand for nearly always."""
    owners: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (short, name), stories in pairs.items():
        owners[short][key_of(name)] += stories
    for short, names in sorted(owners.items()):
        owner = min(names, key=lambda key: (-names[key], key))
        if names[owner] >= SURE * names.total() and names[owner] >= fewest:
            yield short, owner


def _take_in(entries: dict[str, _Entry], pairs: Iterable[tuple[str, str]], *, declared: bool) -> None:
    """Make short forms aliases of their names, and their stories those of the name. What no text declared is a short
    form only of a person, and not when it is a place or a body by itself."""
    for short, owner in pairs:
        if owner not in entries or (key := key_of(short)) == owner:
            continue
        own, full = entries.get(key), entries[owner]
        if not declared and (full.verdict.kind != PEOPLE or (own and own.verdict.kind in (PLACES, ORGANISATIONS))):
            continue
        full.aliases.add(short)
        if own and set(own.ways) == {short}:
            full.stories += own.stories
            full.signs.update(own.signs)
            del entries[key]


def _drop_prefixed(entries: dict[str, _Entry]) -> None:
    """Leave out names that are a person's with a word more before it (`Harbour Joan Murrish`), when the person has as
    many stories."""
    for key in [key for key in entries if key.count(" ") > 1]:
        tail = entries.get(key.partition(" ")[2])
        if tail and tail.stories >= entries[key].stories and tail.verdict.kind == PEOPLE:
            del entries[key]


def _drop_first_names(entries: dict[str, _Entry]) -> None:
    """Leave out single words that are the first of several people's names."""
    first = Counter(key.partition(" ")[0] for key, one in entries.items() if " " in key and one.verdict.kind == PEOPLE)
    for word in [word for word, people in first.items() if people > 1 and word in entries]:
        if entries[word].verdict.kind == PEOPLE:
            del entries[word]


def _settle_last_names(entries: dict[str, _Entry], pairs: set[tuple[str, str]]) -> None:
    """A single word that is a person, and ends people's names: of one person, whom it stood for in a story, it is a
    short form; of several it says nothing."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for key, entry in entries.items():
        if " " in key and entry.verdict.kind == PEOPLE:
            owners[key.rpartition(" ")[2]].append(key)
    for word in [word for word in owners if word in entries and entries[word].verdict.kind == PEOPLE]:
        short, (owner, *others) = entries[word].name, owners[word]
        if not others and (short, owner) in pairs:
            _take_in(entries, [(short, owner)], declared=True)
        else:
            del entries[word]


def _name(entry: _Entry, counts: Counts) -> Name | None:
    """The name as it is listed; None for what is none, or is in too few stories."""
    name = entry.name
    if entry.stories < FEWEST_STORIES:
        return None
    kind, signs = entry.verdict
    usual = counts.small[name.lower()] if " " not in name else 0
    if kind != TOPICS and usual > USUAL * entry.ways[name] and not name.isupper():
        return None
    if kind == TOPICS and (key_of(name) in FURNITURE_WORDS or usual > TOO_USUAL * entry.signs["given topics"]):
        return None
    if not kind and (entry.stories < FEWEST_UNSORTED or " " not in name):
        return None
    aliases = entry.aliases | set(entry.ways) - {name}
    if kind == TOPICS and usual:
        aliases.add(name.lower())
    return Name(name, entry.stories, tuple(sorted(aliases - {name})), kind, signs)
