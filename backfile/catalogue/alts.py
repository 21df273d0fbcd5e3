"""Pictures without a text for those who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable

from backfile.model import Level, Problem, Story


def alt_problems(story: Story, links: Iterable, level: str) -> list[Problem]:
    """A finding for each picture without alternative text; `links` are those of the body, `level` the archive's
    setting."""
    if level == "off":
        return []
    return _front_alts(story, level) + _body_alts(story, links, level)


def _body_alts(story: Story, links: Iterable, level: str) -> list[Problem]:
    """`![](boat.jpg)` has been forgotten; `<img src="boat.jpg" alt="">` is how to say that a picture only decorates."""
    bare = [link for link in links if link.kind == "image" and not link.alt]
    lines = story.body.split("\n") if bare else []
    found = []
    for link in bare:
        text = lines[link.line - story.body_line] if 0 <= link.line - story.body_line < len(lines) else ""
        if "![" in text:
            fault = f"the picture {link.target} has no alt text"
            remedy = f'write ![what the picture shows]({link.target}), or <img src="{link.target}" alt=""> if it '
            remedy += "only decorates"
            place = (link.line, link.column)
            found.append(Problem(story.source, *place, fault, remedy, "missing-alt", Level(level), text))
    return found


def _front_alts(story: Story, level: str) -> list[Problem]:
    return [
        Problem(
            story.source,
            image.line,
            1,
            f"the picture {image.src} has no alt text",
            'add alt: "what the picture shows" for readers who cannot see it (alt: "" if it only decorates)',
            "missing-alt",
            Level(level),
        )
        for image in story.images
        if image.src and not image.alt and not image.alt_given
    ]
