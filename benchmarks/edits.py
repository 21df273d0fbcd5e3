"""What happens to an archive between two builds: nothing, a word, a title, a story, a look, a new checkout."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

TEMPLATE = """{{% extends "{parent}/story.html" %}}
{{% block main %}}<!-- look {number} -->{{{{ super() }}}}{{% endblock %}}
"""
_TITLE, _DATE = re.compile('^title: "', re.MULTILINE), re.compile("^date: .*", re.MULTILINE)


class Archive:
    """The folder that is edited. `number` grows with every edit, so that no two make the same bytes."""

    def __init__(self, root: Path, parent: str) -> None:
        self.root, self.parent, self.number = root, parent, 0
        self.sources = sorted((root / "content").rglob("*.md"))

    def next_story(self) -> Path:
        """A story that no edit has touched yet, now from here, now from there in the archive."""
        return self.sources[int(self.number * 0.618034 * len(self.sources)) % len(self.sources)]


def nothing(archive: Archive) -> None:
    pass


def one_body(archive: Archive) -> None:
    story = archive.next_story()
    _replace(story, story.read_text("utf-8") + f"\nA paragraph that came later, number {archive.number}.\n")


def one_title(archive: Archive) -> None:
    story = archive.next_story()
    _replace(story, _TITLE.sub(f'title: "Again {archive.number}: ', story.read_text("utf-8"), count=1))


def one_new_story(archive: Archive) -> None:
    """The newest story of all, with the section and tags of another."""
    date = f"date: 2025-12-31T23:{archive.number % 60:02}:00Z"
    text = _DATE.sub(date, archive.next_story().read_text("utf-8"), count=1)
    _replace(archive.root / "content" / "2025" / "12" / f"came-later-{archive.number}.md", text)


def story_template(archive: Archive) -> None:
    """The template of all stories says something else; every story page has other bytes."""
    template = archive.root / "themes" / "measured" / "templates" / "story.html"
    _replace(template, TEMPLATE.format(parent=archive.parent, number=archive.number))


def fresh_checkout(archive: Archive) -> None:
    """Every file has a new time and the same bytes, as after a checkout beside a kept state."""
    for folder, _, names in os.walk(archive.root / "content"):
        for name in names:
            os.utime(os.path.join(folder, name))


EDITS: dict[str, Callable[[Archive], None]] = {
    "nothing": nothing,
    "one body": one_body,
    "one title": one_title,
    "one new story": one_new_story,
    "the story template": story_template,
    "a fresh checkout": fresh_checkout,
}


def make_edit(archive: Archive, name: str) -> None:
    """Make one edit and let it settle: a build reads files of the last tenth of a second twice."""
    archive.number += 1
    EDITS[name](archive)
    os.sync()
    time.sleep(0.3)


def _replace(path: Path, text: str) -> None:
    """Put a new file in place, so that other names of the old one keep its text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + "~")
    fresh.write_text(text, "utf-8")
    os.replace(fresh, path)
