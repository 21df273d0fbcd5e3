"""Names that a text prints: runs of words with capitals, in any script that has them. Pure; needs no list of names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from backfile.importers.text.bylines import PARTICLES
from backfile.importers.text.dates import DAYS, MONTHS
from backfile.importers.text.words import FURNITURE

WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*\.?")
MOST_WORDS = 5
FEWEST_STORIES = 3
_SINGLE = re.compile(r"(?:[^\W\d_]\.?){1,2}")
_ENDS = re.compile(r"[.!?:;,()\[\]\"“”„«»—–…|/\n•·]")
_MARKS = re.compile(r"[*_`#>\[\]\\]|\]\([^)]*\)|!\[[^\]]*\]\([^)]*\)|https?://\S+")
_NO_NAMES = DAYS | set(MONTHS) | {word for words in FURNITURE.values() for word in words.split()}
_TITLES = frozenset("mr mrs ms dr prof sir lord lady herr frau president senator rep sen gov judge".split())


class Name(NamedTuple):
    """A name of the archive: how many stories have it, and other ways in which they print it."""

    name: str
    stories: int
    aliases: tuple[str, ...] = ()


def plain(body: str) -> str:
    """A Markdown body without its marks and addresses."""
    return _MARKS.sub(" ", body)


def names_in(text: str) -> Counter[str]:
    """The names of two words or more that a text prints, with how often; and single words that stand amid sentences."""
    small = {word for word in re.findall(r"[^\W\d_]+", text) if word[0].islower()}
    runs = [(_trimmed(words), opens) for words, opens in _runs(text)]
    inner = {" ".join(words) for words, opens in runs if not opens}
    found: Counter[str] = Counter()
    for words, opens in runs:
        if opens and words and (words[0].casefold() in small or " ".join(words[1:]) in inner):
            words = _trimmed(words[1:])
        if len(words) > 1 or (words and not opens):
            found[" ".join(words)] += 1
    return found


def _runs(text: str) -> Iterator[tuple[list[str], bool]]:
    """Runs of capitalised words, and whether they open a sentence, where any word has a capital."""
    run: list[str] = []
    opens, run_opens, end = True, True, 0
    for match in WORD.finditer(text):
        between = text[end : match.start()]
        after_stop = text[end - 1 : end] == "." and not (run and _SINGLE.fullmatch(run[-1]))
        if after_stop or _ENDS.search(between):
            if run:
                yield run, run_opens
            run, opens = [], True
        word, end = match[0], match.end()
        if word[0].isupper() and not word.isdigit():
            run_opens = opens if not run else run_opens
            run.append(word if _SINGLE.fullmatch(word) else word.rstrip("."))
        elif run and word in PARTICLES and len(run) < MOST_WORDS:
            run.append(word)
        else:
            if run:
                yield run, run_opens
            run = []
        opens = False
    if run:
        yield run, run_opens


def _trimmed(words: list[str]) -> list[str]:
    """A run without particles at its end, titles at its start, and the 's of possession; [] where it is no name."""
    while words and (words[-1] in PARTICLES or words[-1].casefold() in PARTICLES):
        words = words[:-1]
    while words and words[0].casefold().rstrip(".") in _TITLES:
        words = words[1:]
    words = [re.sub(r"[’']s$", "", word) for word in words]
    if not 1 <= len(words) <= MOST_WORDS or any(word.casefold() in _NO_NAMES for word in words):
        return []
    if all(word.isupper() for word in words) and len(words) > 1:
        return []  # a line in capitals
    return words if len("".join(words)) >= 3 else []


def key_of(name: str) -> str:
    """What the ways of writing a name share: case, accents and initials in the middle do not count."""
    bare = "".join(ch for ch in unicodedata.normalize("NFKD", name) if not unicodedata.combining(ch))
    words = bare.casefold().replace("’", "'").split()
    inner = [word for word in words[1:-1] if not _SINGLE.fullmatch(word)]
    return " ".join([words[0], *inner, words[-1]]) if len(words) > 1 else "".join(words)


def merged(stories: Mapping[str, int], together: Mapping[tuple[str, str], int]) -> tuple[Name, ...]:
    """The names of two words or more, variants merged, most stories first.

    `stories` counts the stories of each spelling, `together` those in which a single word stands besides a longer name
    that ends in it: it becomes that name's alias where nearly all of these stories mean the same.
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, count in stories.items():
        if " " in name:
            spellings[key_of(name)][name] += count
    surnames: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (word, name), count in together.items():
        surnames[word][key_of(name)] += count
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for word, owners in surnames.items():
        (owner, count), *_ = owners.most_common(1)
        if count >= 0.8 * sum(owners.values()) and count >= FEWEST_STORIES:
            aliases[owner].append(word)
    found = []
    for key, ways in spellings.items():
        (best, _), *others = sorted(ways.items(), key=lambda item: (-item[1], item[0]))
        total = sum(ways.values())
        if total >= FEWEST_STORIES:
            found.append(Name(best, total, tuple(sorted([*(way for way, _ in others), *aliases[key]]))))
    return tuple(sorted(found, key=lambda name: (-name.stories, name.name)))


def counted(found: Counter[str], text: str) -> tuple[set[str], set[tuple[str, str]]]:
    """What one story adds to the counts: its names, and single words that stand besides the name they end, where the
    story does not print them as common words too (`States`, `Strip`)."""
    small = set(re.findall(r"[^\W\d_]+", text))
    names = {name for name, times in found.items() if times > 1 or " " in name}
    pairs = ((name.rsplit(" ", 1)[1], name) for name in names if " " in name)
    return names, {(word, name) for word, name in pairs if word in found and word.lower() not in small}


def without_writers(names: Iterable[Name], writers: set[str]) -> tuple[Name, ...]:
    """The names that are not those of the archive's own writers."""
    return tuple(name for name in names if key_of(name.name) not in writers)
