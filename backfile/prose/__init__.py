"""Markdown to HTML as Python-Markdown reads it, and the proof that no word was lost on the way."""

from .body import Html, Prose, render_body
from .escape import escaped, escaped_line, paragraphs
from .headings import Heading, heading_id
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
    "escaped",
    "escaped_line",
    "filled",
    "heading_id",
    "loss_problems",
    "lost_words",
    "paragraphs",
    "render_body",
]
