"""Themes are read whole or refused with a reason; an heir takes what it does not bring; faults name file and line."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, meta

from backfile.design import Theme, names_used
from backfile.model import Artifact, Job, Page, Problem
from backfile.render import rendered, template_faults
from backfile.theme import asset_files, load_theme, settings_of
from tests.render.conftest import THEMES
from tests.render.jobs import SITE
from tests.render.jobs import page as page_job

SEARCH = page_job("search", "/search/", {})


class Shelf:
    """A folder of themes, written file by file."""

    def __init__(self, root: Path) -> None:
        self.root = root / "themes"

    def put(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def theme(self, name: str) -> Theme | tuple[Problem, ...]:
        return load_theme(name, [self.root])

    def loaded(self, name: str) -> Theme:
        theme = self.theme(name)
        assert isinstance(theme, Theme), theme
        return theme

    def shown(self, name: str, job: Job = SEARCH) -> str:
        made = rendered(job, self.loaded(name), SITE)
        assert isinstance(made, Artifact), made
        return made.data.decode()

    def fault(self, name: str, job: Job = SEARCH) -> Problem:
        made = rendered(job, self.loaded(name), SITE)
        assert isinstance(made, Problem), made
        return made


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put("old/theme.toml", '[settings]\ncolour = "ink"\n[strings.en]\nsearch = "Seek"\n')
    shelf.put(
        "old/templates/base.html", "{% block all %}old base {{ settings.colour }} {{ t('search') }}{% endblock %}"
    )
    shelf.put("old/templates/search.html", "{% extends 'base.html' %}")
    shelf.put("old/static/style.css", "body { background: url(paper.png) }")
    shelf.put("old/static/paper.png", b"paper")
    shelf.put("new/theme.toml", 'parent = "old"\n[settings]\ncolour = "red"\n')
    return shelf


def test_an_heir_has_its_forebears_templates_settings_words_and_files(shelf):
    assert shelf.shown("new") == "old base red Seek"
    assert set(shelf.loaded("new").assets) == {"style.css", "paper.png"}
    assert shelf.loaded("new").lineage == ("new", "old")


def test_an_heir_replaces_a_template_that_its_forebears_others_extend(shelf):
    shelf.put("new/templates/base.html", "new base")
    assert shelf.shown("new") == "new base"
    assert shelf.shown("old") == "old base ink Seek"


def test_an_heir_may_extend_the_very_template_that_it_replaces(shelf):
    shelf.put("new/templates/base.html", "{% extends 'old/base.html' %}{% block all %}new {{ super() }}{% endblock %}")
    assert shelf.shown("new") == "new old base red Seek"


def test_an_archives_own_theme_may_inherit_an_installed_one_of_its_name(tmp_path, shelf):
    own = Shelf(tmp_path / "archive")
    own.put("old/theme.toml", 'parent = "old"')
    own.put("old/templates/base.html", "mine")
    theme = load_theme("old", [own.root, shelf.root])
    assert isinstance(theme, Theme)
    assert theme.lineage == ("old", "old")
    assert rendered(SEARCH, theme, SITE).data == b"mine"


def test_a_theme_can_be_named_by_its_folder(shelf):
    theme = load_theme(str(shelf.root / "new"), [shelf.root])
    assert isinstance(theme, Theme)


def test_an_unknown_theme_is_refused_with_the_names_of_those_there_are(shelf):
    (problem,) = shelf.theme("odl")
    assert problem.fault == 'there is no theme "odl"'
    assert problem.remedy == "did you mean old? installed themes: new, old"


def test_an_unknown_parent_is_refused_where_it_is_named(shelf):
    shelf.put("new/theme.toml", 'parent = "gone"')
    (problem,) = shelf.theme("new")
    assert problem.source == "themes/new/theme.toml"


def test_themes_that_inherit_each_other_are_refused(shelf):
    shelf.put("old/theme.toml", 'parent = "new"')
    (problem,) = shelf.theme("new")
    assert "new → old → new" in problem.fault


@pytest.mark.parametrize(("text", "line", "fault"), [
    ("name = \"x\"\nparent = old", 2, "this is not TOML"), ("prent = \"old\"", 0, "there is no key of a theme prent"),
    ("contract = 9", 0, "the theme is for contract 9"),
])  # fmt: skip
def test_a_faulty_theme_toml_is_refused_with_its_place(text, line, fault, shelf):
    shelf.put("new/theme.toml", text)
    (problem,) = shelf.theme("new")
    assert (problem.source, problem.line) == ("themes/new/theme.toml", line)
    assert problem.fault.startswith(fault)


def test_a_template_that_is_not_utf_8_is_refused(shelf):
    shelf.put("new/templates/base.html", b"caf\xe9")
    (problem,) = shelf.theme("new")
    assert (problem.source, problem.code) == ("themes/new/templates/base.html", "theme-encoding")


def test_a_setting_that_the_theme_does_not_have_is_refused_with_the_nearest(shelf):
    theme = shelf.loaded("new")
    assert settings_of(theme, {"colour": "blue"}, "site.toml") == {"colour": "blue"}
    (problem,) = settings_of(theme, {"color": "blue"}, "site.toml")
    assert problem.remedy == "did you mean colour?"


def test_static_files_have_their_fingerprint_in_their_names_and_style_sheets_follow(shelf):
    files = {artifact.path.split(".")[0]: artifact for artifact in asset_files("new", [shelf.root])}
    paper, style = files["static/paper"], files["static/style"]
    assert style.data.decode() == f'body{{background:url("{paper.path.removeprefix("static/")}")}}'
    before = style.path
    shelf.put("new/static/paper.png", b"other paper")
    assert {a.path for a in asset_files("new", [shelf.root])}.isdisjoint({before, paper.path})


@pytest.mark.parametrize(("css", "slim"), [
    ("/* a note */\na { b: c }\n\n  /* two\n lines */ d {\n  e: f\n}\n", "a{b:c} d{e:f}"),
    ("a { b: c; d: e; }\nf { g: h;\n}", "a{b:c;d:e}f{g:h}"),
    ("/*! licence */ a{}", "/*! licence */ a{}"),
    ('a::before { content: "/* no */\\"  " }', 'a::before{content:"/* no */\\"  "}'),
    ("nav :hover, a > b { c: calc(1px + 2px) }", "nav :hover,a>b{c:calc(1px + 2px)}"),
    ("a,\nb\nc { d: e }", "a,b\nc{d:e}"),
    ("@media (min-width: 2px) { a[b=c] d { e: f !important; } }", "@media (min-width:2px){a[b=c] d{e:f !important}}"),
    ("a{b:url(x/*y*/z)}", "a{b:url(x/*y*/z)}"),
    ("a/**/b{}", "a b{}"),
])  # fmt: skip
def test_a_style_sheet_is_published_without_its_comments_and_nothing_else_is_lost(css, slim, shelf):
    shelf.put("old/static/style.css", css)
    (style,) = [file for file in asset_files("new", [shelf.root]) if file.path.endswith(".css")]
    assert style.data.decode() == slim


def test_the_preview_shows_a_style_sheet_as_it_was_written(shelf):
    shelf.put("old/static/style.css", "/* a note */ a{}")
    files = {file.path: file.data for file in asset_files("new", [shelf.root], plain=True)}
    assert files["static/style.css"] == b"/* a note */ a{}"


def test_an_undefined_variable_is_named_with_template_line_page_and_story(shelf):
    shelf.put("new/templates/base.html", "one\n{% block all %}\n{{ nope }}{% endblock %}")
    page = Page("search/index.html", "/search/", "search", "x", {}, "stories/flood.md")
    problem = shelf.fault("new", Job(page))
    assert (problem.source, problem.line, problem.excerpt) == (
        "themes/new/templates/base.html",
        3,
        "{{ nope }}{% endblock %}",
    )
    assert problem.fault == "'nope' is undefined"
    assert "seen on search/index.html, from stories/flood.md" in problem.remedy


def test_a_syntax_error_is_named_with_its_line_and_found_even_where_no_page_uses_the_template(shelf):
    shelf.put("new/templates/search.html", "fine\n{% if %}")
    problem = shelf.fault("new")
    assert (problem.source, problem.line) == ("themes/new/templates/search.html", 2)
    shelf.put("new/templates/unused.html", "{% for %}")
    assert {p.source for p in template_faults(shelf.loaded("new"))} == {
        "themes/new/templates/search.html",
        "themes/new/templates/unused.html",
    }


def test_a_missing_include_is_named_with_the_places_searched(shelf):
    shelf.put("new/templates/search.html", "fine\n{% include 'gone.html' %}")
    problem = shelf.fault("new")
    assert (problem.source, problem.line) == ("themes/new/templates/search.html", 2)
    assert "gone.html" in problem.fault
    assert "looked in themes/new/templates, themes/old/templates" in problem.remedy


@pytest.mark.parametrize(
    "expression", ["1 / 0", "t('hoem')", "asset('gone.css')", "settings.colour()", "none.x", "link(3)"]
)
def test_whatever_an_expression_raises_comes_back_as_a_problem_that_can_be_pickled(expression, shelf):
    shelf.put("new/templates/search.html", f"fine\n\n{{{{ {expression} }}}}")
    problem = shelf.fault("new")
    assert (problem.source, problem.line) == ("themes/new/templates/search.html", 3)
    assert pickle.loads(pickle.dumps(problem)) == problem


def test_a_template_depends_on_what_it_names_however_far_and_on_nothing_else(shelf):
    shelf.put("new/templates/other.html", "other")
    before = shelf.loaded("new")
    shelf.put("new/templates/other.html", "changed")
    other = shelf.loaded("new")
    assert other.fingerprint_of("search.html") == before.fingerprint_of("search.html")
    shelf.put("old/templates/base.html", "changed")
    assert shelf.loaded("new").fingerprint_of("search.html") != before.fingerprint_of("search.html")
    assert before.fingerprint_of("feed.html") == ""


def test_a_template_depends_on_settings_words_and_static_files(shelf):
    seen = {shelf.loaded("new").fingerprint_of("search.html")}
    for name, text in (
        ("new/theme.toml", 'parent = "old"\n[settings]\ncolour = "blue"'),
        ("new/static/style.css", "p{}"),
        ("old/theme.toml", '[settings]\ncolour = "ink"\n[strings.en]\nsearch = "Find"\n'),
    ):
        shelf.put(name, text)
        seen.add(shelf.loaded("new").fingerprint_of("search.html"))
    assert len(seen) == 4


def test_a_template_that_computes_a_name_depends_on_the_whole_theme(shelf):
    shelf.put("new/templates/search.html", "{% include settings.colour ~ '.html' ignore missing %}")
    shelf.put("new/templates/red.html", "red")
    before = shelf.loaded("new")
    shelf.put("new/templates/red.html", "redder")
    assert shelf.loaded("new").fingerprint_of("search.html") != before.fingerprint_of("search.html")


@pytest.mark.parametrize("file", sorted(THEMES.rglob("*.html")), ids=lambda path: path.relative_to(THEMES).as_posix())
def test_the_names_that_a_template_uses_are_those_that_its_compiler_sees(file):
    text = file.read_text("utf-8")
    seen = set(meta.find_referenced_templates(Environment().parse(text)))
    assert set(names_used(text)) >= seen


@given(
    st.sampled_from(["extends", "include", "import", "from"]),
    st.sampled_from(["a.html", "b/c.html"]),
    st.sampled_from(["", "-", "+"]),
    st.sampled_from(["", " ", "\n "]),
    st.sampled_from(['"', "'"]),
    st.booleans(),
)
def test_no_way_to_write_a_name_hides_it(tag, name, sign, space, quote, is_computed):
    tail = {
        "extends": "",
        "include": " ignore missing with context",
        "import": " as x",
        "from": " import y with context",
    }[tag]
    expression = f"{quote}{name}{quote}" + (" ~ z" if is_computed else "")
    text = f"{{%{sign}{space or ' '}{tag} {expression}{tail}{space or ' '}{sign if sign == '-' else ''}%}}"
    assert names_used(text) == (None if is_computed else (name,))
    assert list(meta.find_referenced_templates(Environment().parse(text))) == [None if is_computed else name]


def test_every_shipped_theme_compiles_and_stays_within_its_weight():
    for folder in sorted(path.parent for path in THEMES.glob("*/theme.toml")):
        theme = load_theme(folder.name, [THEMES])
        assert isinstance(theme, Theme), theme
        assert template_faults(theme) == ()
        for artifact in asset_files(folder.name, [THEMES]):
            assert not artifact.path.endswith(".js") or artifact.path.split("/")[1].split(".")[0] in ("search", "cite")
            assert len(artifact.data) <= 15_000
