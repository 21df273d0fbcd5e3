"""The default theme, loaded once, and a way to see one page of it as a tree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backfile.design import Theme
from backfile.model import Artifact, Job
from backfile.render import rendered
from backfile.theme import load_theme
from tests.render.jobs import SITE

THEMES = Path(__file__).parents[2] / "themes"


@pytest.fixture(scope="session")
def broadsheet() -> Theme:
    theme = load_theme("broadsheet", [THEMES])
    assert isinstance(theme, Theme), theme
    return theme


@pytest.fixture
def page(broadsheet) -> Callable[..., str]:
    """The text that a job comes to; keyword arguments change the site's frame."""

    def text(job: Job, **site: object) -> str:
        made = rendered(job, broadsheet, SITE | site)
        assert isinstance(made, Artifact), made
        return made.data.decode()

    return text
