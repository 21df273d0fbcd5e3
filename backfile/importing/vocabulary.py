"""The archive's vocabulary: people, places, organisations, topics and their aliases; its file, and texts with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import yaml

from backfile.importers.text.shapes import SPACELESS
from backfile.importing.names import Name, key_of, plain
from backfile.model import Story, UsageError
from backfile.storyfile.quoting import quoted, scalar

KINDS = {"people": "people", "places": "places", "organisations": "organisations", "topics": "tags"}
MOST = 5
FILE = "vocabulary.yml"
MARK = "# --- below: found in the archive by `backfile vocabulary`, made anew each time; aliases you change stay ---"
_HEAD = """\
# The names of this archive. `backfile import` suggests them as tags where a story repeats them.
#
#   people:
#     Ida Marsh: [Marsh, Mrs Marsh]
#
# Move what is right from below to people, places, organisations or topics; put what is wrong into ignore.
people: {}
places: {}
organisations: {}
topics: {}
ignore: []

"""
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


class Told(NamedTuple):
    """What a vocabulary file says: names with aliases by kind, what to ignore, what an earlier run had found."""

    kinds: Mapping[str, Mapping[str, tuple[str, ...]]]
    ignore: tuple[str, ...] = ()
    found: Mapping[str, tuple[str, ...]] = {}


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
    return Told(
        {kind: _names(told.get(kind)) for kind in KINDS},
        tuple(filter(_is_text, ignore)) if isinstance(ignore, list) else (),
        _names(told.get("found")),
    )


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
    tables = [(KINDS[kind], told.kinds[kind]) for kind in KINDS] + [("tags", told.found)]
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


def suggested(story: Story, vocabulary: Vocabulary) -> Story:
    """The story with up to five terms that its title has or its text repeats, most printed first; `origin.suggested`
    says which they are. What the capture gave stays."""
    if not vocabulary:
        return story
    counts = terms_in(plain(story.body), vocabulary)
    for term, times in terms_in(f"{story.title}\n{story.summary}", vocabulary).items():
        counts[term] += 2 * times
    known = {key_of(name) for name in (*story.tags, *story.people, *story.places, *story.organisations, *story.bylines)}
    fit = [term for term, times in counts.items() if times > 1 and key_of(term.name) not in known]
    chosen = sorted(fit, key=lambda term: (-counts[term], term.name))[:MOST]
    added = {name: tuple(term.name for term in chosen if term.field == name) for name in KINDS.values()}
    fields = {name: (*getattr(story, name), *names) for name, names in added.items() if names}
    origin = story.origin._replace(suggested=tuple(term.name for term in chosen))
    return replace(story, origin=origin, **fields)


def unsuggested(story: Story) -> Story:
    """The story without the terms that were suggested for it."""
    gone = set(story.origin.suggested)
    fields = {name: tuple(one for one in getattr(story, name) if one not in gone) for name in KINDS.values()}
    return replace(story, origin=story.origin._replace(suggested=()), **fields)


def file_text(old: str, told: Told, found: Iterable[Name]) -> str:
    """The file with its lower part made anew: names found in the archive that the editor has neither taken nor ignored.

    Every byte above the mark stays as it is; so do the aliases of names that stood below it before.
    """
    head = old.partition(MARK)[0] if MARK in old else (old.rstrip() + "\n\n" if old.strip() else _HEAD)
    taken = {key_of(way) for table in told.kinds.values() for name, ways in table.items() for way in (name, *ways)}
    taken |= {key_of(name) for name in told.ignore}
    lines = [MARK]
    rows = [name for name in found if key_of(name.name) not in taken]
    lines.append("found:" if rows else "found: {}")
    for name in rows:
        ways = told.found.get(name.name, tuple(way for way in name.aliases if key_of(way) not in taken))
        shown = ", ".join(map(quoted, ways))
        lines.append(f"  {scalar(name.name)}: [{shown}]  # {name.stories} stories")
    return head + "\n".join(lines) + "\n"
