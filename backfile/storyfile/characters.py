"""The characters that no page and no feed can hold, and how to name them."""

from __future__ import annotations

import re

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
CONTROL = re.compile(f"[{CONTROLS}\ud800-\udfff]")


def name_of(character: str) -> str:
    """A character by its number, as U+0007."""
    return f"U+{ord(character):04X}"


def shown(text: str) -> str:
    """`text` as a terminal may print it: what could move the cursor is replaced."""
    return CONTROL.sub("\ufffd", text)
