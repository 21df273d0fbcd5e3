"""The body of a story: Markdown to HTML, with its headings, links and problems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..model import Level, Problem
from .headings import Heading, HeadingIds
from .limits import DEFAULT_LIMITS, ProseLimits, excess
from .places import Places
from .targets import MARKER, Link, taken

# Imported where it is used, as is all that needs Markdown or nh3: most commands render nothing.
if TYPE_CHECKING:
    from .shortcut import Converted

Html = Literal["safe", "trusted"]

_TITLE_LINE = re.compile(r"^[ >*+\d.-]*#(?!#)|^[^\n]+\n=+ *$", re.MULTILINE)


class Prose(NamedTuple):
    """A rendered body.

    `html` holds a marker for each of `links`, the internal ones: `filled` puts addresses in. `anchors` are links
    within the page, `outbound` those with a scheme or a host. `is_plain`: made without Python-Markdown, so rendering
    it again costs less than keeping it.
    """

    html: str
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: tuple[Link, ...] = ()
    outbound: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_plain: bool = True


def render_body(
    text: str,
    *,
    source: str = "",
    first_line: int = 1,
    html: Html = "safe",
    short_cut: bool = True,
    limits: ProseLimits = DEFAULT_LIMITS,
) -> Prose:
    """Render the Markdown of a body, LF line ends, as Python-Markdown reads it.

    `short_cut=False` has Python-Markdown do all the work; the result is the same but for `is_plain`. A body that is
    over a limit gives an error and no HTML.
    """
    places = Places(text, first_line)
    if MARKER in text:
        text = text.replace(MARKER, "")
    if problem := excess(text, limits, source, places):
        return Prose("", problems=(problem,))
    try:
        made = _converted(text, short_cut)
    except RecursionError:
        return Prose("", problems=(_too_deep(source, first_line),))
    problems = _second_titles(made.headings, source, places)
    body = made.html
    if html == "safe" and not made.is_plain:
        problems, body = _cleaned(body, text, problems, source, places)
    parts = taken(body, places)
    return Prose(
        parts.html, tuple(made.headings), parts.links, parts.anchors, parts.outbound, tuple(problems), made.is_plain
    )


def _converted(text: str, short_cut: bool) -> Converted:
    from . import shortcut

    if short_cut and (made := shortcut.short_cut(text, lambda block: _markdown_html(block)[0], HeadingIds().add)):
        return made
    html, headings = _markdown_html(text, gate=short_cut)
    return shortcut.Converted(html, headings, is_plain=False)


def _markdown_html(text: str, *, gate: bool = True) -> tuple[str, list[Heading]]:
    from .dialect import markdown_html  # takes long to import, and plain prose does without

    return markdown_html(text, gate=gate)


def _cleaned(body: str, text: str, problems: list[Problem], source: str, places: Places) -> tuple[list[Problem], str]:
    from .clean import cleaned, removals
    from .elsewhere import linked

    problems = problems + removals(body, text, source, places)
    body, pictures = linked(cleaned(body), source, places)
    return problems + pictures, body


def _second_titles(headings, source: str, places: Places) -> list[Problem]:
    problems = []
    for heading in headings:
        if heading[0] == 1:
            line, column = places.of_match(_TITLE_LINE)
            fault = f'"{heading[2]}" is a second title on the page'
            remedy = "write ## for the first level of headings in a story"
            problem = Problem(source, line, column, fault, remedy, "prose-title", Level.WARNING, places.line(line))
            problems.append(problem)
    return problems


def _too_deep(source: str, first_line: int) -> Problem:
    fault = "the body is nested more deeply than Python-Markdown can read"
    return Problem(source, first_line, 1, fault, "take out quotes within quotes and lists within lists", "prose-depth")
