"""A theme as a value: its texts, and for each template the fingerprint of all that it is made with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from backfile import fingerprint

_TAG = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
_FURNITURE = re.compile(r"\bfurniture\(\s*([^,)]*)")
_NAMES = re.compile(
    r"""\s*(?P<names>\[[^\]]*\]|"[^"]*"|'[^']*')\s*(?:(?:ignore|with|without|import|as)\b.*)?\Z""", re.DOTALL
)
_NAME = re.compile(r"""["']([^"']*)["']""")


class Template(NamedTuple):
    """The text of a template, and the file to name in messages about it."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as a value: texts and fingerprints. It can be pickled to another process, which compiles it there.

    `templates` holds every template under its plain name (the closest heir wins) and as `theme/name`, so that an heir
    can extend what it replaces. `assets` maps a static file's name to its address, whose name holds its fingerprint.
    `settings` are the defaults, `strings` the words by language, `places` where templates were looked for.
    """

    name: str
    templates: Mapping[str, Template]
    assets: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    strings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    lineage: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    fingerprint: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    def fingerprint_of(self, template: str) -> str:
        """The fingerprint of a template with all it extends, includes and imports, and of assets, settings and words.

        A template that computes such a name depends on the whole theme. "" where the theme has no such template, as
        for the kinds of page that are made without one.
        """
        return self.parts.get(template, "")


def names_used(text: str) -> tuple[str, ...] | None:
    """The templates that a template's text extends, includes, imports or has as furniture; None when it computes one.

    Read by pattern, not by the template compiler: a build with nothing to do never loads that. It may name too many
    (a tag in a comment), never too few.
    """
    used: list[str] = []
    for tag in (*_TAG.finditer(text), *_FURNITURE.finditer(text)):
        names = _NAMES.match(tag[1].strip())
        if not names:
            return None
        used += _NAME.findall(names["names"])
    return tuple(used)


def fingerprint_of_template(name: str, templates: Mapping[str, Template], rest: str) -> str:
    needed: dict[str, str | None] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in needed:
            continue
        text = templates[one].text if one in templates else None
        needed[one] = text
        used = names_used(text or "")
        if used is None:
            return fingerprint_of_all(templates, rest)
        waiting += used
    return fingerprint.of_value([sorted(needed.items()), rest])


def fingerprint_of_all(templates: Mapping[str, Template], rest: str) -> str:
    return fingerprint.of_value([sorted((name, template.text) for name, template in templates.items()), rest])
