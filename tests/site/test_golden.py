"""Whole small sites as golden files: files in, every file out. `pytest tests/site --rewrite-golden` writes them
anew."""

from __future__ import annotations

import re

from backfile import manifest
from tests.engine.tiny import TinyArchive

PLAIN_SETTINGS = 'title = "Tiny"\ntheme = "plain"\nbase_url = "https://archive.example/a/"\n[lists]\nrun_length = 2\n'
BROADSHEET_SETTINGS = (
    'title = "The Tiny Gazette"\nbase_url = "https://archive.example/a/"\nlang = "en-GB"\nzone = "Europe/London"\n'
)


def as_text(site):
    """Every file of a site, one after the other; what is no text by its size. The manifest says nothing that they do
    not say."""
    parts = []
    for path, data in site.items():
        if path == manifest.NAME:
            continue
        is_text = path.endswith((".html", ".xml", ".json", ".txt"))
        parts.append(f"==> {path}\n{data.decode().rstrip()}\n" if is_text else f"==> {path} ({len(data)} bytes)\n")
    return "\n".join(re.sub(r"[ \t]+$", "", part, flags=re.MULTILINE) for part in parts)


def test_three_stories_with_all_that_can_be_said_of_them(tmp_path, golden):
    tiny = TinyArchive(tmp_path / "archive", PLAIN_SETTINGS)
    tiny.put("images/mill.gif", b"GIF89a\x10\x00\x08\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00")
    tiny.put(
        "stories/1995/mill.md",
        """---
title: Fire at the mill
date: 1995-05-05T08:17:00+01:00
kicker: Harrow
summary: Nobody was hurt.
section: News
bylines: [Ada Quill, Zoë Núñez]
dateline: HARROW
tags: [Mill, Fire]
series: The Mill
image:
  src: /images/mill.gif
  alt: A mill, burning
  caption: The mill at eight.
  credit: Ada Quill
corrections:
  - date: 1995-05-06
    text: The mill has three floors, not four.
origin:
  outlet: Harrow Echo
  url: https://echo.example/mill
---
The *mill* burned. See [what came after](../1996/after.md).

## Before

It was **old**, and `1984. That was` its year.
""",
    )
    tiny.put(
        "stories/1996/after.md",
        "---\ntitle: After the fire\ndate: 1996-01-01\nsection: News\ntags: [mill]\nseries: The Mill\n---\nAshes & "
        "dust < 5 tons.\n",
    )
    tiny.put(
        "stories/1996/mayor.md",
        "---\ntitle: The mayor’s <b>dog</b>\ndate: 1996-01-01\ntags: [Mill]\naliases: [/dog/]\n---\nIt barked.\n",
    )
    tiny.put(
        "stories/1997/gone.md", "---\ntitle: Withdrawn\ndate: 1997-01-01\nstatus: withdrawn\n---\nNot to be read.\n"
    )
    tiny.put("stories/2031/later.md", "---\ntitle: Later\ndate: 2031-01-01\n---\nNot yet.\n")
    tiny.put("pages/about.md", "---\ntitle: About\n---\nWho we are.\n")
    tiny.put("tags/mill.md", "---\ntitle: Mill\n---\nAll about the mill.\n")
    receipt = tiny.build()
    assert [p for p in receipt.problems if p.level.value == "error"] == []
    site = as_text(tiny.site())
    assert "Not to be read" not in site
    assert "Not yet" not in site
    golden("three_stories.golden", site)


def test_one_story_in_the_default_theme(tmp_path, golden):
    tiny = TinyArchive(tmp_path / "archive", BROADSHEET_SETTINGS)
    tiny.story("1995/ferry", "The ferry sails", "1995-05-05", body="At last.", section="News", bylines="[Ada Quill]")
    tiny.build()
    site = {
        path: data
        for path, data in tiny.site().items()
        if path in ("index.html", "1995/05/05/ferry/index.html", "feed.xml")
    }
    assert len(site) == 3
    golden("broadsheet.golden", re.sub(r"(style|theme)\.[0-9a-f]{8,}\.", r"\1.FINGERPRINT.", as_text(site)))
