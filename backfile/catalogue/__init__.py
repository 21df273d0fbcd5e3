"""A story to what the archive keeps of it: address, card, terms, hold, links, files."""

from .alts import alt_problems
from .entry import FOREVER, Entry, Reading, entry_of, hold_of, marked
from .kinds import UNLISTED, kind_of
from .mentions import Mention, address_of_file
from .places import DATE_PAGE, RESERVED_FILES, RESERVED_STEPS, likely_slug
from .shown import card_from

__all__ = [
    "DATE_PAGE",
    "FOREVER",
    "RESERVED_FILES",
    "RESERVED_STEPS",
    "UNLISTED",
    "Entry",
    "Mention",
    "Reading",
    "address_of_file",
    "alt_problems",
    "card_from",
    "entry_of",
    "hold_of",
    "kind_of",
    "likely_slug",
    "marked",
]
