"""Markdown to HTML as Python-Markdown reads it, and the proof that no word was lost on the way."""

from .body import Heading, Html, Prose, render_body
from .escape import escaped, paragraphs
from .limits import ProseLimits
from .targets import Link, filled
from .words import LostWord, loss_problems, lost_words

__all__ = [
    "Heading",
    "Html",
    "Link",
    "LostWord",
    "Prose",
    "ProseLimits",
    "engine",
    "escaped",
    "filled",
    "loss_problems",
    "lost_words",
    "paragraphs",
    "render_body",
]


def engine() -> str:
    """Name the dialect and the libraries behind it, for fingerprints: under another name HTML may differ."""
    from .dialect import engine as name  # Markdown takes long to import

    return name()
