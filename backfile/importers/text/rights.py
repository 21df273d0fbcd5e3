"""The line below a story that says whose it is: `© 2013 Hexby Advertiser. All rights reserved.`"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backfile.importers.text.capture import Claim
from backfile.importers.text.shapes import shape_of

MARK = re.compile(r"\W{0,2}(?:©|\(c\)|copyright\b)", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LONGEST = 30


def is_rights_line(text: str) -> bool:
    """Whether a short line claims rights: a mark for them and a year, or words such as `All rights reserved`."""
    if len(text) > 240 or not MARK.match(text):
        return False
    shape = shape_of(text)
    legal = shape.groups.get("legal", 0) - text.casefold().startswith("copyright")
    return shape.weight <= LONGEST and (legal >= 2 or bool(YEAR.search(text) and shape.weight <= 12))


def rights_in(texts: Sequence[str], end: int, used: frozenset[int]) -> tuple[str, tuple[Claim, ...]]:
    """The first such line at the story's end or soon after it, and its block."""
    for at in range(max(0, end - 2), min(len(texts), end + 12)):
        if at not in used and is_rights_line(texts[at]):
            claim = Claim(at, "rights", "a mark for rights, with a year or words for them")
            return " ".join(texts[at].split()), (claim,)
    return "", ()
