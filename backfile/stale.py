"""Which planned pages differ from the last build, and why."""

from __future__ import annotations

from typing import NamedTuple

from backfile import fingerprint
from backfile.model import Page


class Decision(NamedTuple):
    """A planned page with its fingerprint and that of each thing it shows."""

    page: Page
    fingerprint: str
    parts: dict[str, str]


def decision_of(page: Page, template: str, site: str, engine: str) -> Decision:
    """`template`, `site` and `engine` are fingerprints of what the page is made with; `page.show` and `page.content`
    are what it is made of. A page is stale exactly when one of these parts differs."""
    parts = fingerprint.parts_of(page.show)
    parts["template"], parts["site"], parts["engine"] = template[:16], site[:16], engine[:16]
    if page.content:
        parts["content"] = page.content
    whole = fingerprint.of_value([page.kind, page.permalink, page.source, parts])
    return Decision(page, whole, parts)


WORDS = {
    "content": "the story's file changed",
    "template": "the template (or something it includes) changed",
    "site": "what every page shows changed (navigation, title, settings)",
    "engine": "Backfile or a library it renders with changed",
    "story": "the story's front matter changed",
    "newer": "the newer neighbour changed",
    "older": "the older neighbour changed",
    "links": "a story that this one links to moved",
    "cards": "a listed story changed, came or went",
    "related": "a related story changed",
    "series": "another part of the series changed",
    "years": "the years that it lists changed",
    "latest": "the newest stories changed",
}


def reasons(before: dict[str, str] | None, after: dict[str, str]) -> list[str]:
    """Why a page was rendered again, a sentence for each part that differs; empty when it is fresh."""
    if before is None:
        return ["there was no such page"]
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return [WORDS.get(name, f"its {name.replace('_', ' ')} changed") for name in names]
