"""docs/theme-contract.md is made from the code, and what it says is what templates get: no more, no less."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile import contract, plan
from backfile.contract.page import Offer, contract_page
from backfile.design import Theme
from backfile.jinja import PageEnvironment
from backfile.model import Card
from backfile.opening import opened
from backfile.options import Options
from backfile.press import press_of
from backfile.render import KINDS, View
from backfile.theme import load_theme
from tests.engine.tiny import TinyArchive
from tests.render.conftest import THEMES
from tests.render.jobs import SITE, jobs

PAGE = Path(__file__).parents[2] / "docs/theme-contract.md"
# What the engine needs of a page besides, and takes away before a template sees it.
OURS = {"links", "noindex"}


def theme(name: str) -> Theme:
    loaded = load_theme(name, [THEMES])
    assert isinstance(loaded, Theme), loaded
    return loaded


def offer(name: str) -> Offer:
    folder = THEMES / name / "templates"
    return Offer(name, {p.name: p.read_text("utf-8") for p in folder.glob("*.html")}, theme(name).settings)


def test_the_page_is_current(request):
    text = contract_page(offer("broadsheet"), (offer("clippings"),))
    if request.config.getoption("rewrite_golden"):
        PAGE.write_text(text, "utf-8")
    assert PAGE.read_text("utf-8") == text, "pytest tests/theme --rewrite-golden writes it anew"


def test_every_name_that_templates_see_is_in_it_and_no_other_is():
    press = press_of(theme("broadsheet"))
    standing = press.standing(SITE, "", "")
    helpers = set(press.environment.globals) - set(PageEnvironment().globals)
    given = set(standing.names) | set(standing.pictures({})) | helpers | {"page", "body", "citations"}
    given = {name for name in given if not name.startswith("_")}  # our own
    assert given == set(contract.HELPERS)


@pytest.mark.parametrize(
    ("table", "fields"),
    [(contract.PAGE, View._fields), (contract.CARD, Card._fields), (contract.FAMILIES, SITE["families"])],
    ids=["page", "card", "families"],
)
def test_every_field_is_in_it_and_no_other_is(table, fields):
    assert set(table) == set(fields)


def test_every_kind_that_has_a_template_is_in_it():
    assert set(contract.KINDS) == {kind for kind, made in KINDS.items() if isinstance(made, str)}


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """The pages of an archive with everything in it, as they were planned, and its frame."""
    tiny = TinyArchive(tmp_path_factory.mktemp("contract") / "archive")
    tiny.settings('title = "Tiny"\nbase_url = "https://archive.example/"\n[lists]\nrun_length = 1\n')
    tiny.put("pages/about.md", "---\ntitle: About\n---\nWho we are.\n")
    for year in (1995, 1996):
        tiny.story(
            f"{year}/mill", f"The mill {year}", f"{year}-05-05", tags="[Mill]", section="News", bylines="[Ada Quill]",
            series="The Mill", aliases=f"[/old/{year}/]", corrections=f"[{{date: {year}-06-01, text: Wrong name.}}]",
        )  # fmt: skip
    tiny.story("1997/gone", "Gone", "1997-01-01", status="withdrawn")
    tiny.build()
    with opened(tiny.root, Options(now="2026-01-01")) as site:
        from backfile import lastbuild

        frame = lastbuild.frame_of(site)
        groups = plan.all_groups(site.archive, frame.config)
        pages = [page for group in groups for page in plan.pages_of(site.archive, frame, group)]
    return pages, frame


def test_every_variable_of_a_kind_is_in_it_and_no_other_is(planned):
    pages, _ = planned
    for kind in set(contract.KINDS) - {"search", "not_found"}:
        shown = [set(page.show) - OURS for page in pages if page.kind == kind]
        assert shown, f"no page of kind {kind} was planned"
        assert set().union(*shown) == set(contract.KINDS[kind]), kind


def test_every_field_of_the_site_is_in_it_and_no_other_is(planned):
    assert set(planned[1].site) == set(contract.SITE)
    assert set(planned[1].site["families"]) == set(contract.FAMILIES)


def test_every_field_of_a_story_is_in_it_and_no_other_is():
    story = next(job.page.show["story"] for job in jobs() if job.page.kind == "story")
    assert set(story) == set(contract.STORY)
