"""The contract as a page of the documentation: the tables, and what the templates of a theme offer to heirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from backfile.contract.tables import CARD, FAMILIES, HELPERS, KEYS, KINDS, PAGE, SITE, STORY, VERSION

_BLOCK = re.compile(r"{%-?\s*block (\w+)")
_MACRO = re.compile(r"{%-?\s*macro (\w+\([^)]*\))")
_EXTENDS = re.compile(r"{%-?\s*extends\s*[\"']([^\"']+)")
_SAID = re.compile(r"\A{#\s*(.*?)\s*#}", re.DOTALL)


class Offer(NamedTuple):
    """What one theme offers: its templates' texts, and its settings with their defaults."""

    name: str
    templates: Mapping[str, str]
    settings: Mapping[str, object]


def contract_page(base: Offer, others: tuple[Offer, ...]) -> str:
    """docs/theme-contract.md: `base` is the theme that others inherit, and whose blocks are the ones to rely on."""
    parts = [
        f"# The contract of themes, version {VERSION}\n\n{_HEAD}",
        "## theme.toml\n\n" + _table("key", KEYS),
        "## What every template sees\n\n" + _table("name", dict(HELPERS.values())),
        "### `site`\n\n" + _table("name", SITE) + "\n`site.families`:\n\n" + _table("name", FAMILIES),
        "### `page`\n\n" + _table("name", PAGE),
        "### A card\n\nWhat a list may show of a story, and no more.\n\n" + _table("name", CARD),
        "## What each kind of page sees besides\n\n" + "\n".join(_kind(kind) for kind in KINDS),
        "### `story`\n\n" + _table("name", STORY),
        f"## Templates of *{base.name}*\n\n{_TEMPLATES}\n\n" + _templates(base.templates),
        "## Settings\n\n" + _settings((base, *others)),
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts)


_HEAD = """Made from the code, and tested to be true: everything that a template is given, every block that an heir may
fill, every setting. The number grows when a name goes or changes its meaning; `theme.toml` says for which one a theme
was written (`contract = 1`), and a theme for another is refused in a sentence. What is only added changes no number.
How to work with it is told in [Themes](themes.md); `backfile theme check` holds a theme against it.

Absent text is `""`, an absent list empty, an absent neighbour `none`. Days are ISO, `1995-05-31`."""

_TEMPLATES = """A `{% block %}` is a place for an heir to fill. Macros are imported `with context`. A kind of page is
made with the template of its name, such as `on_this_day.html`."""


def _table(head: str, rows: Mapping[str, str]) -> str:
    lines = [f"| {head} | is |", "| --- | --- |", *(f"| `{name}` | {text} |" for name, text in rows.items())]
    return "\n".join(lines) + "\n"


def _kind(kind: str) -> str:
    if not KINDS[kind]:
        return f"**`{kind}`**: nothing more.\n"
    return f"**`{kind}`**\n\n" + _table("name", KINDS[kind])


def _templates(templates: Mapping[str, str]) -> str:
    rows = ["| template | extends | blocks and macros | |", "| --- | --- | --- | --- |"]
    for name, text in sorted(templates.items()):
        parent, said = _EXTENDS.search(text), _SAID.match(text)
        offers = [f"`{block}`" for block in dict.fromkeys(_BLOCK.findall(text))]
        offers += [f"`{macro}`" for macro in _MACRO.findall(text)]
        cells = (f"`{name}`", f"`{parent[1]}`" if parent else "", ", ".join(offers), said[1] if said else "")
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _settings(offers: tuple[Offer, ...]) -> str:
    names = dict.fromkeys(name for offer in offers for name in offer.settings)
    rows = [f"| setting | {' | '.join(offer.name for offer in offers)} |", "| --- |" + " --- |" * len(offers)]
    for name in names:
        values = [f"`{_written(offer.settings[name])}`" if name in offer.settings else "" for offer in offers]
        rows.append(f"| `{name}` | {' | '.join(values)} |")
    return "\n".join(rows) + "\n"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
