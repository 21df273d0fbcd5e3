"""docs/themes.md is the contract: it names all that templates are given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backfile import layout
from backfile.design import Theme
from backfile.jinja import PageEnvironment
from backfile.model import Card
from backfile.press import press_of
from backfile.render import KINDS, View
from backfile.theme import KEYS, load_theme
from tests.render.conftest import THEMES
from tests.render.jobs import SITE, jobs

DOC = (Path(__file__).parents[2] / "docs/themes.md").read_text("utf-8")
NAMES = set(re.findall(r"`(\w+)(?:\(.*?\))?`", DOC))


def theme(name: str) -> Theme:
    loaded = load_theme(name, [THEMES])
    assert isinstance(loaded, Theme), loaded
    return loaded


def test_every_name_that_templates_see_is_documented():
    standing = press_of(theme("broadsheet")).standing(SITE, "", "")
    helpers = set(press_of(theme("broadsheet")).environment.globals) - set(PageEnvironment().globals)
    given = set(standing.names) | helpers | {"page", "body", "citations"}
    assert given - NAMES == set()
    assert helpers <= set(dir(layout))


@pytest.mark.parametrize("fields", [View._fields, Card._fields, KEYS, KINDS, SITE, SITE["families"]], ids=str)
def test_every_field_and_kind_is_documented(fields):
    assert set(fields) - NAMES == set()


def test_every_variable_of_a_kind_is_documented_in_its_row():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", DOC.partition("## What each kind")[2], re.MULTILINE))
    for job in jobs():
        if job.page.kind in rows:
            named = set(re.findall(r"`(\w+)`", rows[job.page.kind]))
            assert set(job.page.show) - {"links"} <= named, job.page.kind


def test_every_field_of_a_story_is_documented():
    story = next(job.page.show["story"] for job in jobs() if job.page.kind == "story")
    assert set(story) | set(story["origin"]) - NAMES <= NAMES


@pytest.mark.parametrize("name", ["broadsheet", "clippings"])
def test_every_setting_is_documented_with_its_default(name):
    column = {"broadsheet": 1, "clippings": 2}[name]
    table = DOC.partition("## Settings of the themes")[2].partition("##")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines() if row.startswith("| `")]
    shown = {row[0].strip("`"): row[column].strip("`") for row in rows}
    written = {
        key: f'"{value}"' if isinstance(value, str) else str(value).lower()
        for key, value in theme(name).settings.items()
    }
    assert shown == written


def test_every_block_of_the_default_theme_is_documented():
    for file in (THEMES / "broadsheet/templates").glob("*.html"):
        assert set(re.findall(r"{% block (\w+)", file.read_text("utf-8"))) - NAMES == set(), file.name
