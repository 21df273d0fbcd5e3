"""Slugs, permalinks, output paths and page-relative links.

A permalink is an address from the site's root as a person reads it: `/1995/05/flood/`, in NFC, not percent-encoded.
A path is the output file it stands for: `1995/05/flood/index.html`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

SLUG_BYTES = 120
_WORDS_FOR = {
    "+": " plus ",
    "#": " sharp ",
    "&": " and ",
    "@": " at ",
    "%": " percent ",
    "€": " euro ",
    "$": " dollar ",
}
# With a scheme, or a host: browsers read a backslash as a slash.
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
# What they pass over in the address of a link.
_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")
_SPELLED = re.compile("[" + re.escape("".join(_WORDS_FOR)) + "]")
_FOLDED = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "ø": "o",
        "Ø": "o",
        "œ": "oe",
        "Œ": "oe",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "þ": "th",
        "Þ": "th",
        "ı": "i",
    }
)
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SIMPLE_WORDS = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*\Z")
# Names that Windows keeps for devices, whatever their ending: no file of the site may be called so.
RESERVED_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))})


@lru_cache(maxsize=1024)  # a story's is asked for several times
def slug_of(title: str) -> str:
    """The slug of a title: Latin letters lose their accents, other scripts stay; "" when no letter or digit is left.

    Never longer than 120 bytes (cut at a word, made unique by a short hash of the whole title).
    """
    if _SIMPLE_WORDS.match(title) or _PLAIN.match(title):
        return _bounded(title.lower().replace(" ", "-"), title)
    text = unicodedata.normalize("NFKD", title.translate(_FOLDED).replace("'", "").replace("’", ""))
    latin = "".join(c for c in text if not "\u0300" <= c <= "\u036f")
    return _bounded(_joined(unicodedata.normalize("NFC", latin).casefold(), symbols=False), title)


@lru_cache(maxsize=65536)
def term_slug(name: str) -> str:
    """The slug of a term, which is also its identity: names with one slug are one term.

    Letter case, spaces and punctuation do not tell terms apart; letters of any script, digits, emoji and the signs
    `+ # & @ % € $` do (`C`, `C++` and `C#` are three terms). A name of punctuation alone gets a hash.
    """
    text = unicodedata.normalize("NFC", name).strip()
    if _SIMPLE_WORDS.match(text):
        return _bounded(text.lower().replace(" ", "-"), text)
    text = text.replace("'", "").replace("’", "")
    if len(text) > 1 and text.endswith("-"):
        text = text[:-1] + " minus"
    spelled = _SPELLED.sub(lambda sign: _WORDS_FOR[sign.group()], unicodedata.normalize("NFKC", text).casefold())
    return _bounded(_joined(spelled, symbols=True) or "term-" + _short_hash(name), name)


def _joined(text: str, *, symbols: bool) -> str:
    kept = (c if _is_wordy(c, symbols) else " " for c in text)
    return "-".join("".join(kept).split())


def _is_wordy(char: str, symbols: bool) -> bool:
    if char.isascii():
        return char.isalnum()
    category = unicodedata.category(char)
    return category[0] in "LMN" or (symbols and category == "So") or (char == "\u200d" and symbols)


def _short_hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _bounded(slug: str, whole: str) -> str:
    if slug in RESERVED_NAMES:
        return f"{slug}-{_short_hash(whole)}"
    if len(slug.encode()) <= SLUG_BYTES:
        return slug
    cut = slug.encode()[: SLUG_BYTES - 9].decode("utf-8", "ignore")
    cut = cut.rsplit("-", 1)[0] if "-" in cut else cut
    return f"{cut.rstrip('-')}-{_short_hash(whole)}"


def slug_fault(slug: str) -> str:
    """What is wrong with a slug that an editor wrote, or "" ; `cleaned_slug` offers one that would do."""
    if _PLAIN.match(slug) and slug not in RESERVED_NAMES and len(slug) <= SLUG_BYTES:
        return ""
    if slug.casefold() in RESERVED_NAMES:
        return "is a name that some systems keep for devices"
    if len(slug.encode()) > SLUG_BYTES:
        return f"is longer than {SLUG_BYTES} bytes"
    bad = [c for c in slug if not (_is_wordy(c, False) or c in "-_.~")]
    if bad:
        return "has a character that an address cannot hold: " + ", ".join(sorted({_named(c) for c in bad}))
    if slug.startswith(".") or slug.endswith("."):
        return "begins or ends with a full stop"
    return ""


def cleaned_slug(slug: str) -> str:
    """A slug that is allowed and close to the one given; "" when nothing is left of it."""
    kept = "".join(c if _is_wordy(c, False) or c in "-_.~" else "-" for c in unicodedata.normalize("NFC", slug))
    return _bounded(re.sub(r"-{2,}", "-", kept).strip("-."), slug)


def _named(char: str) -> str:
    return "a space" if char == " " else f"“{char}”" if char.isprintable() else f"U+{ord(char):04X}"


def permalink_of(pattern: str, day: str, slug: str, section: str = "") -> str:
    """The permalink of a story from the archive's pattern: {year} {month} {day} {slug} {section}."""
    year, month, of_month = day.split("-")
    return pattern.format(
        year=year, month=month, day=of_month, slug=slug, section=term_slug(section) if section else "news"
    )


def path_of(permalink: str) -> str:
    """The output file of a permalink: `/a/` is `a/index.html`, `/feed.xml` is `feed.xml`."""
    path = permalink.removeprefix("/")
    return path + "index.html" if path.endswith("/") or not path else path


def address_key(permalink: str) -> str:
    """What two permalinks share when some disk or host would take them for one: case and Unicode form folded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", permalink).casefold())


@lru_cache(maxsize=65536)
def encoded(permalink: str) -> str:
    """A permalink as it stands in an attribute: percent-encoded UTF-8; `#anchor` and `?query` stay."""
    if permalink.isascii() and "%" not in permalink and " " not in permalink and '"' not in permalink:
        return permalink
    return quote(permalink, safe="/#?=&;:@!$'()*+,~-._%")


def up_from(path: str) -> str:
    """The way from a page to the site's root: "" for `index.html`, "../../" for `tags/sea/index.html`."""
    return "../" * path.count("/")


def relative(up: str, permalink: str) -> str:
    """The page-relative link to a permalink, from a page whose way to the root is `up`."""
    return up + encoded(permalink)[1:] or "./"


def is_inside(path: str) -> bool:
    """Whether a relative path stays below its root: no `..`, no drive, no leading `/`, no control character."""
    steps = path.replace("\\", "/").split("/")
    return (
        bool(path)
        and not path.startswith(("/", "\\"))
        and ":" not in steps[0]
        and ".." not in steps
        and path.isprintable()
    )


def is_absolute(target: str) -> bool:
    """Whether a browser reads a target as one with a scheme or a host of its own."""
    return bool(_ABSOLUTE.match(_UNSEEN.sub("", target)))
