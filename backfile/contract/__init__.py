"""What a theme can rely on: every name that a template is given, with its meaning. Checks and documentation read it."""

from backfile.contract.tables import (
    CARD,
    FAMILIES,
    HELPERS,
    KEYS,
    KINDS,
    PAGE,
    SITE,
    STORY,
    VERSION,
    names_of,
)

__all__ = ["CARD", "FAMILIES", "HELPERS", "KEYS", "KINDS", "PAGE", "SITE", "STORY", "VERSION", "names_of"]
