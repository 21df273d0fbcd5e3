"""Names that a story no longer says: replaced in all that it says, before anything else sees it.

A name is found in any case, over line ends and emphasis, as whole words; of two that begin at one place the longer one
is replaced. What comes instead has the capitals of its place. Line ends stay, so that lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from unicodedata import normalize

from backfile.model import Replacement, Story

_TEXTS = ("title", "section", "kicker", "summary", "agency", "dateline", "rights")
_LISTS = ("bylines", "tags", "series", "places", "people", "organisations")
# What may stand between two words of a name: white space, emphasis, the mark of a quotation that goes on.
_GAP = r"(?:[ \t\u00a0\u00ad\u200b\u2011>*_\\-]|&nbsp;|\n(?![ \t]*\n))+"
_MARKS = re.compile(r"[*_]+")
_NEW_LINE = re.compile(r"[ \t]*\n[ \t>]*")
# Addresses stay as they are: one that holds a name would lead nowhere with another, and is said to be an error.
_KEPT = r"(?P<kept>\]\([^()\s]*|\b\w+://[^\s<>\"']+|\b(?:src|href)\s*=\s*(?:\"[^\"]*\"|'[^']*')|\n\[[^\]\n]+\]:\s*\S+)"
_SENTENCE = re.compile(r"(?:\A|\n|[.!?][\"”’')\]]*\s)[\s>#*_\"“‘'(\[-]*\Z")
_SHORT = re.compile(r"\b(?:[A-Z]|[A-Z][a-z]{1,3})\.\s+\Z")

Renaming = Callable[[str], str]


def published(story: Story) -> Story:
    """The story as readers may see it: with every replacement made, and without what is only for editors."""
    if not story.anonymise:
        return story
    renamed = renaming(story.anonymise)
    told = {name: renamed(getattr(story, name)) for name in _TEXTS}
    told |= {name: tuple(dict.fromkeys(map(renamed, getattr(story, name)))) for name in _LISTS}
    return story.__class__(**_all(story) | told | _parts(story, renamed) | {"body": renamed(story.body)})


def _all(story: Story) -> dict[str, object]:
    return {name: getattr(story, name) for name in story.__dataclass_fields__}


def _parts(story: Story, renamed: Renaming) -> dict[str, object]:
    """Fields that have fields of their own. Addresses stay as they are: a name in one is an error, see `reading`."""
    origin = story.origin
    return {
        "images": tuple(
            image._replace(alt=renamed(image.alt), caption=renamed(image.caption), credit=renamed(image.credit))
            for image in story.images
        ),
        "corrections": tuple(one._replace(text=renamed(one.text), kind=renamed(one.kind)) for one in story.corrections),
        "versions": tuple(one._replace(text=renamed(one.text)) for one in story.versions),
        "origin": origin._replace(outlet=renamed(origin.outlet), captured=renamed(origin.captured)),
        "extra": tuple((renamed(key), _within(value, renamed)) for key, value in story.extra),
    }


def _within(value: object, renamed: Renaming) -> object:
    if isinstance(value, str):
        return renamed(value)
    if isinstance(value, dict):
        return {_within(key, renamed): _within(part, renamed) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_within(part, renamed) for part in value]
    return value


@lru_cache(maxsize=64)
def renaming(replacements: tuple[Replacement, ...]) -> Renaming:
    """The text with every name replaced; a text that has none comes back as it was."""
    longest_first = sorted(replacements, key=lambda one: -len(one.name))
    instead = {f"n{number}": one.instead for number, one in enumerate(longest_first)}
    names = (f"(?P<n{number}>{_pattern(one.name)})" for number, one in enumerate(longest_first))
    pattern = re.compile("|".join([_KEPT, *names]), re.IGNORECASE)

    def replaced(found: re.Match[str]) -> str:
        if found.lastgroup == "kept":
            return found[0]
        text = _in_place(instead[str(found.lastgroup)], found)
        return _on_lines(_emphasised(text, found[0]), found)

    def renamed(text: str) -> str:
        return pattern.sub(replaced, text)

    return renamed


def _pattern(name: str) -> str:
    words = re.split(r"[\s-]+", normalize("NFC", name).strip())
    return r"[*_]*(?<![^\W_])" + _GAP.join(_word(word) for word in words) + r"(?![^\W_])[*_]*"


def _word(word: str) -> str:
    """A word with either apostrophe, and also where it was typed as letter and accent."""
    forms = dict.fromkeys((word, normalize("NFD", word)))
    return "(?:" + "|".join(re.sub("['’]", "['’]", re.escape(form)) for form in forms) + ")"


def _emphasised(text: str, found: str) -> str:
    """The text within the marks that stood around the name; without any where they parted it: `Ida *Marsh*`."""
    inner = found.strip("*_")
    if _MARKS.search(inner):
        return text
    before = found[: len(found) - len(found.lstrip("*_"))]
    return before + text + found[len(before) + len(inner) :]


def _on_lines(text: str, found: re.Match[str]) -> str:
    """The text with the line end that the name had in it: at a space of its own, or beside it."""
    new_line = _NEW_LINE.search(found[0])
    if not new_line:
        return text
    if " " in text:
        return text.replace(" ", new_line[0], 1)
    is_after_space = found.string[: found.start()].endswith(" ")
    return new_line[0] + text if is_after_space else text + new_line[0]


def _in_place(text: str, found: re.Match[str]) -> str:
    """Capitals where the name had nothing else, and at the beginning of a sentence."""
    name, before = found[0], found.string[: found.start()][-40:]
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return text.upper()
    starts = _SENTENCE.search(before if found.start() <= 40 else "x" + before) and not _SHORT.search(before)
    return text[:1].upper() + text[1:] if starts else text
