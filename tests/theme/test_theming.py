"""Those who make themes: a new one works at once, a copy knows what it was copied from, a check finds what is wrong."""

from __future__ import annotations

import json

import pytest

from backfile import __version__
from backfile.cli import main
from backfile.opening import theme_places
from backfile.theming import checked
from tests.engine.tiny import TinyArchive
from tests.render.conftest import THEMES


@pytest.fixture
def paper(tmp_path):
    """An archive with a theme of its own, made by the verb."""
    paper = TinyArchive(tmp_path / "archive", 'title = "Tiny"\ntheme = "mine"\n')
    paper.story("1995/flood", "The flood", section="News")
    assert run(paper, "new", "mine", "--parent", "broadsheet") == 0
    return paper


def run(paper, *words):
    return main(["theme", *words, "--root", str(paper.root)])


def put(paper, name, text):
    path = paper.root / "themes/mine" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def found(paper, name="mine"):
    return [
        (p.source, p.line, p.fault, p.remedy, p.level.value) for p in checked(name, theme_places(paper.root)).problems
    ]


def test_a_new_theme_is_sound_and_builds_with_its_style_sheet(paper, capsys):
    assert run(paper, "check") == 0
    assert "no findings" in capsys.readouterr().out
    assert paper.build().built
    html = paper.site()["1995/05/05/flood/index.html"].decode()
    assert html.index("/style.") < html.index("/mine.")


@pytest.mark.parametrize("parent", ["broadsheet", "clippings"])
def test_any_shipped_theme_can_be_a_parent(paper, parent):
    assert run(paper, "new", "other", "--parent", parent) == 0
    assert found(paper, "other") == []
    assert paper.build(theme="other").built


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "mine"), "is there already"),
        (("new", "broadsheet"), "comes with Backfile"),
        (("new", "../out"), "is no name for a theme"),
        (("new", "other", "--parent", "broadshet"), "did you mean broadsheet?"),
        (("eject", "stroy.html"), "did you mean story.html?"),
        (("eject", "../theme.toml"), "no forebear of the theme has a template"),
        (("eject", "story.html", "--keep"), "leave --keep out"),
        (("eject", "story.html", "--theme", "broadsheet"), "is not this archive's own"),
        (("check", "gone"), 'there is no theme "gone"'),
        ((), "ACTION"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_way_out(paper, words, said, capsys):
    before = sorted((paper.root / "themes").rglob("*"))
    assert run(paper, *words) in (1, 2)
    assert said in capsys.readouterr().err
    assert sorted((paper.root / "themes").rglob("*")) == before


def test_an_ejected_template_changes_no_byte_and_is_noted_with_what_it_was(paper):
    paper.build()
    before = paper.site()
    assert run(paper, "eject", "story.html") == 0
    assert paper.build(theme="mine").built
    assert paper.site() == before
    record = (paper.root / "themes/mine/ejected/record.toml").read_text()
    assert 'from = "broadsheet/story.html"' in record
    assert f'backfile = "{__version__}"' in record
    assert found(paper) == []
    assert run(paper, "eject", "story.html") == 2  # never over a person's file


def test_a_copy_that_fell_behind_is_told_with_what_its_parent_changed(tmp_path, paper, capsys):
    put(paper, "theme.toml", 'parent = "old"\n')
    old = paper.root / "themes/old/templates/story.html"
    put(paper, "../old/theme.toml", 'parent = "broadsheet"\n')
    put(paper, "../old/templates/story.html", "{{ story.title }}\n{{ body }}\n")
    assert run(paper, "eject", "story.html") == 0
    put(paper, "templates/story.html", "<b>{{ story.title }}</b>\n{{ body }}\n")
    assert found(paper) == []
    old.write_text("{{ story.title }}\n{{ story.kicker }}\n{{ body }}\n")
    (problem,) = found(paper)
    assert problem[0] == "themes/mine/templates/story.html"
    assert "old/story.html has changed since this was copied from it" in problem[2]
    assert run(paper, "check") == 0  # a warning: nothing is broken
    out = capsys.readouterr().out
    assert "+{{ story.kicker }}" in out
    assert "<b>" not in out
    assert run(paper, "eject", "story.html", "--keep") == 0
    assert found(paper) == []
    assert "<b>" in (paper.root / "themes/mine/templates/story.html").read_text()
    old.unlink()
    assert "is not there any more" in found(paper)[0][2]


@pytest.mark.parametrize(
    ("template", "text", "line", "fault", "remedy"),
    [
        ("day.html", "one\n{{ dya }}", 2, "no template like this one is given dya", "did you mean day?"),
        ("day.html", "{{ story.title }}", 1, "no template like this one is given story", ""),
        ("day.html", "{{ page.titel }}", 1, "page has no titel", "did you mean title?"),
        ("story.html", "\n\n{{ story.sumary }}", 3, "story has no sumary", "did you mean summary?"),
        ("day.html", "{{ site.families.day }}", 1, "site.families has no day", "did you mean days?"),
        ("day.html", "{{ settings.nameplat }}", 1, "settings has no nameplat", "did you mean nameplate?"),
        ("day.html", "{{ t('hoem') }}", 1, "the interface has no words hoem", "did you mean home?"),
        ("day.html", "{{ asset('stile.css') }}", 1, "the theme has no static file", "did you mean style.css?"),
        ("day.html", "{% include 'wyas.html' %}", 1, "there is no template wyas.html", "did you mean ways.html?"),
        ("day.html", "{{ furniture('foo.html') }}", 1, "there is no template foo.html", "did you mean foot.html?"),
        ("day.html", "one\n{% if %}", 2, "Expected an expression", ""),
        ("day.html", "{% extends 'base.html' %}\n{% block mian %}{% endblock %}", 2, "has no block mian", "main?"),
        ("day.html", "{% extends 'base.html' %}\nlost", 2, "stands outside a block", "move it into a block"),
    ],
)  # fmt: skip
def test_each_slip_is_found_at_its_line_with_the_nearest_name(paper, template, text, line, fault, remedy):
    put(paper, f"templates/{template}", text)
    first = found(paper)[0]
    assert first[:2] == (f"themes/mine/templates/{template}", line)
    assert fault in first[2]
    assert remedy in first[3]


def test_a_theme_of_its_own_is_told_which_templates_it_lacks(paper, capsys):
    put(paper, "theme.toml", 'name = "mine"\n')
    put(paper, "templates/base.html", "{{ page.window }}")
    (problem,) = found(paper)
    assert problem[0] == "themes/mine/theme.toml"
    assert "corrections.html, day.html, home.html" in problem[2]
    assert 'parent = "broadsheet"' in problem[3]
    assert run(paper, "check") == 0
    assert "mine: 1 template, 1 finding" in capsys.readouterr().out


def test_words_that_no_template_asks_for_are_told(paper):
    put(paper, "theme.toml", 'parent = "broadsheet"\n[strings.en]\nrelatde = "Also"\nmine = "Mine"\n')
    put(paper, "templates/ways.html", '{{ t("mine") }}')
    (problem,) = found(paper)
    assert "relatde" in problem[2]
    assert problem[3] == "did you mean related?"


def test_what_is_asked_for_first_may_be_unknown(paper):
    put(paper, "templates/day.html", "{% if nope is defined %}{{ nope|default('') }}{% endif %}{{ other|default(1) }}")
    assert [p for p in found(paper) if "other" in p[2]] == []


def test_the_shipped_themes_are_without_a_finding():
    for name in ("broadsheet", "clippings"):
        assert checked(name, [THEMES]).problems == ()


def test_machines_get_the_findings_as_values(paper, capsys):
    put(paper, "templates/day.html", "{{ dya }}")
    assert run(paper, "check", "--json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["source"], problem["line"]) == ("themes/mine/templates/day.html", 1)


def test_a_fault_in_a_build_names_template_line_page_and_story_and_keep_going_makes_the_rest(paper):
    paper.build()
    before = paper.site()
    put(
        paper, "templates/story.html", "{% extends 'broadsheet/story.html' %}\n{% block text %}{{ nope }}{% endblock %}"
    )
    refused = paper.build()
    (problem,) = refused.problems
    assert (problem.source, problem.line) == ("themes/mine/templates/story.html", 2)
    assert "seen on 1995/05/05/flood/index.html, from stories/1995/flood.md" in problem.remedy
    assert paper.site() == before
    paper.story("1996/mill", "The mill", "1996-01-01")
    assert paper.build(keep_going=True).built
    assert "1996/01/01/index.html" in paper.site()
    assert paper.site()["1995/05/05/flood/index.html"] == before["1995/05/05/flood/index.html"]
