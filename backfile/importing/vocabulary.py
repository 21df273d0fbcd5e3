"""The archive's vocabulary: people, places, organisations, topics and their aliases; its file, and texts with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from backfile import fingerprint
from backfile.importers.text.shapes import SPACELESS
from backfile.importing.naming.keys import key_of
from backfile.importing.naming.merging import Name
from backfile.model import UsageError
from backfile.storyfile.quoting import quoted, scalar

KINDS = {"people": "people", "places": "places", "organisations": "organisations", "topics": "tags"}
FILE = "vocabulary.yml"
UNSORTED = "unsorted"
MARK = "# --- below: found in the archive by `backfile vocabulary`, made anew each time; what you change here stays ---"
_BELOW = """\
# Each name stands with its other forms, its stories, and the signs of its kind with the stories that have them.
# Move it where it belongs, here or above, or write other forms: a line that you changed stays as you wrote it (the sign
# at its end tells, for it fits no other line). To be rid of a name, write it into ignore above.
"""
_UNSORTED = "  # nothing in the texts says what these are: not suggested as tags until you move them"
_HEAD = """\
# The names of this archive. `backfile import` suggests them as tags where a story repeats them.
#
#   people:
#     Ida Marsh: [Marsh, Mrs Marsh]
#
# What stands up here is yours and never changed. What is no name worth a page goes into ignore: [Old Bell, The End]
people: {}
places: {}
organisations: {}
topics: {}
ignore: []

"""
_MARKED = re.compile(r"^# --- below: found.*$", re.MULTILINE)
_SIGN = re.compile(r"  # .* ·([0-9a-f]{6})$", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*")
MOST_BYTES = 5_000_000


class Term(NamedTuple):
    """One name: the field it belongs to, and how it is shown."""

    field: str
    name: str


@dataclass(frozen=True)
class Vocabulary:
    """Terms by the words they are printed as. `by_word` goes from a first word to (all words, term), longest first;
    `spaceless` holds those of scripts that do not part words; topics are told whatever their case."""

    by_word: dict[str, list[tuple[tuple[str, ...], Term]]] = field(default_factory=dict)
    spaceless: tuple[tuple[str, Term], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by_word or self.spaceless)


Table = Mapping[str, Mapping[str, tuple[str, ...]]]


class Told(NamedTuple):
    """What a vocabulary file says: names with aliases by kind, what to ignore; what stands below as found, by kind, and
    which of these lines a person wrote or changed."""

    kinds: Table
    ignore: tuple[str, ...]
    found: Table
    by_hand: Table

    def field_of(self, name: str) -> str:
        """The field of a story that a name belongs to; that of topics where it is not known."""
        tables = (table.get(kind, {}) for kind in KINDS for table in (self.kinds, self.found))
        fields = (KINDS[kind] for kind in KINDS for _ in (self.kinds, self.found))
        return next((field for field, table in zip(fields, tables, strict=True) if name in table), "tags")


def parse_told(text: str) -> Told:
    """The file's text to what it says; raises a sentence with the line for what cannot be read."""
    try:
        told = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)) or {}  # noqa: S506 - texts only
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise UsageError(f"content/{FILE}{place}: {getattr(error, 'problem', None) or 'it cannot be read'}") from error
    if not isinstance(told, dict):
        raise UsageError(f"content/{FILE}: people, places, organisations and topics are expected")
    unknown = [key for key in told if key not in (*KINDS, "ignore", "found")]
    if unknown:
        raise UsageError(f'content/{FILE}: "{unknown[0]}" is not known; known are {", ".join(KINDS)}, ignore, found')
    ignore = told.get("ignore")
    found = _found(told.get("found"))
    signs = set(_SIGN.findall(_parted(text)[1]))
    return Told(
        {kind: _names(told.get(kind)) for kind in KINDS},
        tuple(filter(_is_text, ignore)) if isinstance(ignore, list) else (),
        found,
        {
            kind: {name: ways for name, ways in names.items() if _sign(kind, name, ways) not in signs}
            for kind, names in found.items()
        },
    )


def _parted(text: str) -> tuple[str, str]:
    """What stands above the mark and what below; the mark is known by its beginning."""
    mark = _MARKED.search(text)
    return (text[: mark.start()], text[mark.end() :]) if mark else (text, "")


def _found(table: object) -> dict[str, dict[str, tuple[str, ...]]]:
    """The names below the mark by kind; those that stand under none are unsorted."""
    if not isinstance(table, dict):
        return {UNSORTED: _names(table)} if isinstance(table, list) else {}
    known = (*KINDS, UNSORTED)
    found = {kind: _names(table.get(kind)) for kind in known}
    found[UNSORTED] |= _names({name: ways for name, ways in table.items() if name not in known})
    return found


def _sign(kind: str, name: str, ways: Iterable[str]) -> str:
    """What a line that nobody changed ends in."""
    return fingerprint.of_value([kind, name, list(ways)])[:6]


def _names(table: object) -> dict[str, tuple[str, ...]]:
    """Names with aliases: a mapping to lists, or a plain list of names."""
    if isinstance(table, list):
        return {name: () for name in table if isinstance(name, str) and name.strip()}
    found = {}
    for name, aliases in table.items() if isinstance(table, dict) else ():
        listed = aliases if isinstance(aliases, list) else [aliases] if aliases else []
        if isinstance(name, str) and name.strip():
            found[name.strip()] = tuple(alias.strip() for alias in listed if isinstance(alias, str) and alias.strip())
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def vocabulary_of(told: Told) -> Vocabulary:
    """What is looked for in texts: the editor's names, then those found; of two that share one the first has it."""
    by_word: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
    spaceless: dict[str, Term] = {}
    seen: set[tuple[str, ...]] = set()
    ignored = {key_of(name) for name in told.ignore}
    tables = [(KINDS[kind], table.get(kind, {})) for table in (told.kinds, told.found) for kind in KINDS]
    for name_field, table in tables:
        for name, aliases in table.items():
            for way in (name, *aliases):
                words = tuple(_WORD.findall(way))
                if not words or words in seen or key_of(way) in ignored:
                    continue
                seen.add(words)
                if SPACELESS.search(way):
                    spaceless.setdefault(way, Term(name_field, name))
                else:
                    by_word.setdefault(words[0].casefold(), []).append((words, Term(name_field, name)))
    for ways in by_word.values():
        ways.sort(key=lambda way: -len(way[0]))
    return Vocabulary(by_word, tuple(spaceless.items()))


def terms_in(text: str, vocabulary: Vocabulary) -> Counter[Term]:
    """How often each term is printed in a text; a longer name hides the shorter ones in it. Linear in the text."""
    found: Counter[Term] = Counter()
    words = _WORD.findall(text)
    at = 0
    while at < len(words):
        step = 1
        for way, term in vocabulary.by_word.get(words[at].casefold(), ()) or _possessed(words[at], vocabulary):
            if _is_printed(way, words, at, term):
                found[term] += 1
                step = len(way)
                break
        at += step
    for way, term in vocabulary.spaceless:
        if count := text.count(way):
            found[term] += count
    return found


def term_of(name: str, vocabulary: Vocabulary) -> Term | None:
    """The term that a name as a whole is one of the names of."""
    words = tuple(_WORD.findall(name))
    ways = (*vocabulary.by_word.get(words[0].casefold(), ()), *vocabulary.spaceless) if words else ()
    return next((term for way, term in ways if way in (words, name)), None)


def _possessed(word: str, vocabulary: Vocabulary) -> list[tuple[tuple[str, ...], Term]]:
    bare = re.sub(r"[’']s$", "", word)
    return vocabulary.by_word.get(bare.casefold(), []) if bare != word else []


def _is_printed(way: tuple[str, ...], words: list[str], at: int, term: Term) -> bool:
    there = words[at : at + len(way)]
    if len(there) < len(way):
        return False
    last = re.sub(r"[’']s$", "", there[-1]) if there[-1] != way[-1] else there[-1]
    there = [*there[:-1], last]
    if term.field == "tags" and way[0].islower():
        return [word.casefold() for word in there] == [word.casefold() for word in way]
    return there == list(way)


def file_text(old: str, told: Told, found: Iterable[Name]) -> str:
    """The file with its lower part made anew: names found in the archive that the editor has neither taken nor ignored.

    Every byte above the mark stays as it is; so does every name below it that a person wrote or changed, with the kind
    and the other forms that the person gave it.
    """
    head = _parted(old)[0] if _MARKED.search(old) else (old.rstrip() + "\n\n" if old.strip() else _HEAD)
    taken = {key_of(way) for table in told.kinds.values() for name, ways in table.items() for way in (name, *ways)}
    taken |= {key_of(name) for name in told.ignore}
    counts = {key_of(name.name): name.stories for name in found}
    lines: dict[str, list[str]] = {kind: [] for kind in (*KINDS, UNSORTED)}
    for kind, names in told.by_hand.items():
        for name, ways in names.items():
            if key_of(name) not in taken:
                stories = counts.get(key_of(name), 0)
                lines[kind].append(f"{_entry(name, ways)}  # {stories} {_stories(stories)}; by hand")
    taken |= {key_of(way) for names in told.by_hand.values() for name, ways in names.items() for way in (name, *ways)}
    for name in found:
        if key_of(name.name) not in taken:
            kind = name.kind or UNSORTED
            ways = tuple(way for way in name.aliases if key_of(way) not in taken)
            lines[kind].append(f"{_entry(name.name, ways)}  # {_evidence(name)} ·{_sign(kind, name.name, ways)}")
    return head + "\n".join([MARK, *_BELOW.splitlines(), "found:", *_tables(lines)]) + "\n"


def _tables(lines: Mapping[str, list[str]]) -> Iterator[str]:
    for kind, names in lines.items():
        yield f"  {kind}:{'' if names else ' {}'}{_UNSORTED if kind == UNSORTED and names else ''}"
        yield from (f"    {line}" for line in names)


def _entry(name: str, ways: Iterable[str]) -> str:
    return f"{scalar(name)}: [{', '.join(map(_listed, ways))}]"


def _listed(way: str) -> str:
    """An entry of a list between brackets: plain where nothing in it can be read as a mark."""
    return way if scalar(way) == way and not re.search(r"[,\[\]{}]", way) else quoted(way)


def _evidence(name: Name) -> str:
    signs = ", ".join(f"{sign} {count}" for sign, count in name.signs)
    return f"{name.stories} {_stories(name.stories)}{'; ' if signs else ''}{signs}"


def _stories(count: int) -> str:
    return "story" if count == 1 else "stories"
