"""What the ways of writing one name share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INITIAL = re.compile(r"(?:[^\W\d_]\.?){1,2}")


@lru_cache(maxsize=50_000)
def key_of(name: str) -> str:
    """The name without what may differ from one mention to another: case, accents, initials in the middle,
    an article before two words or more."""
    bare = name
    if not name.isascii():
        bare = "".join(ch for ch in unicodedata.normalize("NFKD", name) if not unicodedata.combining(ch))
    words = bare.casefold().replace("’", "'").split()
    words = words[1:] if len(words) > 2 and words[0] == "the" else words
    inner = [word for word in words[1:-1] if not _INITIAL.fullmatch(word) or word in _LINKS]
    return " ".join([words[0], *inner, words[-1]]) if len(words) > 1 else "".join(words)


_LINKS = frozenset({"of", "de", "do", "da", "di", "du", "al", "el", "la", "le"})
