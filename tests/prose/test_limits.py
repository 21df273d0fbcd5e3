"""No body can make the build hang: what would take too long is an error that names the limit."""

import pytest

from backfile.prose import ProseLimits, render_body

REFUSED = {
    "brackets": "[" * 50_000,
    "image brackets": "![" * 20_000,
    "links never closed": "[a](" * 20_000,
    "brackets with text": "a [b " * 20_000,
    "tags never closed": "<a " * 50_000,
    "headings": "# a\n" * 50_000,
    "abbreviations": "*[a]: b\n" * 20_000,
    "footnote marks": "a[^1] " * 5_000 + "\n\n[^1]: b",
    "lists in lists": "\n".join("    " * depth + "- a" for depth in range(1_000)),
}
RENDERED = {
    "quotes in quotes": ">" * 20_000,
    "emphasis": "*a_" * 5_000,
    "links": "[a](b) " * 5_000,
    "a long list": "- a\n" * 5_000,
    "elements in elements": "<div>" * 5_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_takes_the_square_of_its_length_is_refused(text):
    prose = render_body(f"One.\n\n{text}", source="a.md", first_line=5)
    (problem,) = prose.problems
    assert prose.html == ""
    assert problem.code == "prose-effort"
    assert "limit: effort, 5,000,000" in problem.fault
    assert problem.line >= 5


@pytest.mark.parametrize("text", RENDERED.values(), ids=RENDERED)
def test_what_is_only_long_is_rendered(text):
    prose = render_body(text)
    assert prose.html
    assert not prose.problems


def test_lists_too_deep_for_python_markdown_are_an_error():
    prose = render_body("\n".join("    " * depth + "- a" for depth in range(300)))
    assert [problem.code for problem in prose.problems] == ["prose-depth"]
    assert render_body("- a\n    - b\n\n{: .x }").html.startswith("<ul>")


def test_the_limit_is_a_setting():
    text = "[a " * 50
    assert render_body(text).html
    assert render_body(text, limits=ProseLimits(effort=1_000)).problems[0].code == "prose-effort"


def test_a_long_page_of_links_is_no_attack():
    text = "\n".join(f"- [Story {number}](/1995/05/story-{number}/), a line about it" for number in range(1_500))
    assert not render_body(text).problems
