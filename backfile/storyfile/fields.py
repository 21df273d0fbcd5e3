"""The one table of front matter fields: names, other spellings, kinds, meaning. Parser and schema read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"  # one line
    PROSE = "prose"  # may have several lines
    ADDRESS = "address"  # a file or a web address: never put into another Unicode form
    WHEN = "when"  # a day or a moment
    NAMES = "names"  # a list of texts
    ADDRESSES = "addresses"  # a list of addresses of this site
    IMAGES = "images"
    CORRECTIONS = "corrections"
    REPLACEMENTS = "replacements"
    LOG = "log"
    VERSIONS = "versions"
    ORIGIN = "origin"
    STATUS = "status"
    FLAG = "flag"  # true or false
    NUMBER = "number"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Field:
    """One field that an editor may write.

    `spellings` are other names for it; `singular` are other names under which a plain text is one entry of
    the list; with `text_is_one` a plain text is one entry under every name. `parts` are the fields within it.
    """

    name: str
    kind: Kind
    about: str
    example: str
    spellings: tuple[str, ...] = ()
    singular: tuple[str, ...] = ()
    text_is_one: bool = False
    parts: tuple[Field, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.singular, *self.spellings)


IMAGE_PARTS = (
    Field("src", Kind.ADDRESS, "The picture: beside the story, or from content/ with a leading /", "flood.jpg",
          spellings=("path", "file")),
    Field("alt", Kind.PROSE, "What the picture shows, for those who cannot see it", "Two men in a rowing boat"),
    Field("caption", Kind.PROSE, "The line under the picture", "Volunteers on Quay Street on Tuesday."),
    Field("credit", Kind.PROSE, "Who made the picture", "Ida Marsh"),
)  # fmt: skip

CORRECTION_PARTS = (
    Field("date", Kind.WHEN, "When the note was published", "1995-05-09"),
    Field("text", Kind.PROSE, "What was wrong and what is right", "The bridge was built in 1911, not 1921."),
    Field("kind", Kind.TEXT, "correction, clarification or note", "correction"),
)  # fmt: skip

REPLACEMENT_PARTS = (
    Field("from", Kind.TEXT, "The name that the story no longer says", "Ida Marsh", spellings=("name",)),
    Field("to", Kind.TEXT, "What stands in its place", "a woman of 34", spellings=("with",)),
)  # fmt: skip

VERSION_PARTS = (
    Field("date", Kind.WHEN, "Since when it stood like this", "1995-05-05"),
    Field("text", Kind.PROSE, "The whole text as it was, in Markdown", "Nobody was seen on the bridge."),
)  # fmt: skip

LOG_PARTS = (
    Field("date", Kind.WHEN, "When it was done", "2031-02-03"),
    Field("text", Kind.PROSE, "What was done, at whose wish, and why", "Anonymised at her request."),
)  # fmt: skip

ORIGIN_PARTS = (
    Field("outlet", Kind.TEXT, "Who published it first", "Harbour Gazette"),
    Field("url", Kind.ADDRESS, "Its first address", "https://example.org/1995/flood.html"),
    Field("archived_url", Kind.ADDRESS, "The address of a web archive's copy", "https://archive.example/1996/flood"),
    Field("captured", Kind.TEXT, "When the copy was taken", "1996-11-02"),
    Field("file", Kind.ADDRESS, "The capture that was imported", "captures/flood.txt"),
    Field("sha256", Kind.TEXT, "The capture's SHA-256", "9f86d081…"),
    Field("also", Kind.NAMES, "Other captures that tell the same story", "[captures/flood-wire.txt]", text_is_one=True),
    Field("suggested", Kind.NAMES, "Tags, people, places that the archive's vocabulary suggested", "[Ida Marsh]",
          text_is_one=True),
)  # fmt: skip

# In the order in which a story file is written.
FIELDS = (
    Field("title", Kind.TEXT, "The headline", "River takes the old bridge", spellings=("headline",)),
    Field("date", Kind.WHEN, "The day or the moment of publication", "1995-05-05"),
    Field("updated", Kind.WHEN, "The day or the moment of the last change", "1995-05-06T09:30:00+01:00",
          spellings=("modified",)),
    Field("slug", Kind.TEXT, "The last part of the address; made from the title when absent", "old-bridge"),
    Field("section", Kind.TEXT, "The part of the paper", "News", spellings=("category",)),
    Field("kicker", Kind.TEXT, "The short label above the headline", "Flood"),
    Field("summary", Kind.PROSE, "The line under the headline and in lists", "Nobody was hurt when the arch fell.",
          spellings=("description", "standfirst", "dek")),
    Field("bylines", Kind.NAMES, "Who wrote it", "Ida Marsh", spellings=("authors",),
          singular=("byline", "author"), text_is_one=True),
    Field("agency", Kind.TEXT, "The wire service that supplied it", "Associated Press"),
    Field("dateline", Kind.TEXT, "Where it was filed from", "PORT ELSEN"),
    Field("tags", Kind.NAMES, "What it is about", "Harbour", singular=("tag",)),
    Field("series", Kind.NAMES, "The series it belongs to", "The Long Winter", text_is_one=True),
    Field("places", Kind.NAMES, "Places it tells of", "Port Elsen", singular=("place",)),
    Field("people", Kind.NAMES, "People it tells of", "Ida Marsh", singular=("person",)),
    Field("organisations", Kind.NAMES, "Organisations it tells of", "Elsen Rowing Club",
          spellings=("organizations",), singular=("organisation", "organization")),
    Field("images", Kind.IMAGES, "Its pictures", "flood.jpg", spellings=("photos",), singular=("image", "photo"),
          text_is_one=True, parts=IMAGE_PARTS),
    Field("corrections", Kind.CORRECTIONS, "Dated notes on published mistakes",
          "The bridge was built in 1911, not 1921.", singular=("correction",), text_is_one=True,
          parts=CORRECTION_PARTS),
    Field("versions", Kind.VERSIONS, "Earlier texts of the story, oldest first; its page shows what changed", "",
          singular=("version",), parts=VERSION_PARTS),
    Field("anonymise", Kind.REPLACEMENTS, "Names replaced in all that is published of the story", "",
          spellings=("anonymize",), parts=REPLACEMENT_PARTS),
    Field("noindex", Kind.FLAG, "true for a story that stays at its address and in no list, feed or search", "true"),
    Field("log", Kind.LOG, "What was done to the story and why; never published",
          "Anonymised at her request.", text_is_one=True, parts=LOG_PARTS),
    Field("status", Kind.STATUS, "draft, published or withdrawn", "published"),
    Field("draft", Kind.FLAG, "true for a story that is not to be published yet", "true"),
    Field("published", Kind.FLAG, "false for a story that is not to be published yet", "true"),
    Field("embargo", Kind.WHEN, "Held back until this moment", "2031-05-05T06:00:00+01:00"),
    Field("expires", Kind.WHEN, "Shown until this moment", "2031-06-05"),
    Field("lang", Kind.LANGUAGE, "The language, when it is not the site's", "pt-BR", spellings=("language",)),
    Field("rights", Kind.PROSE, "Who holds the rights", "© 1995 Harbour Gazette"),
    Field("origin", Kind.ORIGIN, "Where an imported story came from", "", parts=ORIGIN_PARTS),
    Field("id", Kind.TEXT, "A name that never changes, when the address might", "gazette-1995-0412"),
    Field("aliases", Kind.ADDRESSES, "Earlier addresses that lead here", "/1995/bridge/", singular=("alias",),
          text_is_one=True),
    Field("weight", Kind.NUMBER, "Its place among pages and series parts; small ones first", "2"),
)  # fmt: skip


def spellings_of(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Every spelling of every field, to the field."""
    return {name: field for field in fields for name in field.names}


SPELLINGS = spellings_of(FIELDS)
BY_NAME = {field.name: field for field in FIELDS}


@lru_cache(maxsize=4096)  # the same unknown key stands in every story of an archive
def nearest(word: str, known: tuple[str, ...]) -> str:
    """The known word that `word` is probably a slip of, or ""."""
    from difflib import get_close_matches

    near = [name for name in known if abs(len(name) - len(word)) <= 2]
    return next(iter(get_close_matches(word[:50].lower(), near, 1, 0.8)), "")


def nearest_field(word: str, fields: tuple[Field, ...] = FIELDS) -> str:
    """The field name or spelling that `word` is probably a slip of, or ""."""
    return nearest(word, tuple(spellings_of(fields)))
