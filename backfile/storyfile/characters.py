"""The characters that no page and no feed can hold, and how to name them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
CONTROL = re.compile(f"[{CONTROLS}\ud800-\udfff]")


def name_of(character: str) -> str:
    """A character by its number, as U+0007."""
    return f"U+{ord(character):04X}"


def shown(text: str) -> str:
    """`text` as a terminal may print it: what could move the cursor is replaced."""
    return CONTROL.sub("\ufffd", text)


def without_controls(value: Any) -> Any:
    """Values, such as a story, with what no page can hold taken out of every text in them."""
    if isinstance(value, str):
        return CONTROL.sub("", value) if type(value) is str else value
    if isinstance(value, tuple):
        cleaned = [without_controls(one) for one in value]
        return (
            value if cleaned == list(value) else type(value)(*cleaned) if hasattr(value, "_fields") else tuple(cleaned)
        )
    if is_dataclass(value):
        now = {field.name: getattr(value, field.name) for field in fields(value)}
        given = ((name, old) for name, old in now.items() if old)  # what is absent has nothing to take out
        changed = {name: new for name, old in given if (new := without_controls(old)) is not old and new != old}
        return replace(value, **changed) if changed else value
    return value
