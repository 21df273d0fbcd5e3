"""What a rendered body holds: its HTML, headings, links with their places, and warnings."""

import subprocess
import sys

import pytest

from backfile.model import Level
from backfile.prose import Heading, Link, filled, heading_id, render_body


def test_plain_paragraphs_and_headings_are_rendered_without_markdown():
    prose = render_body("The tide rose.\n\n## Next steps\n\nSons & Co *agreed*.\n")
    assert prose.html == (
        '<p>The tide rose.</p>\n<h2 id="next-steps">Next steps</h2>\n<p>Sons &amp; Co <em>agreed</em>.</p>'
    )
    assert prose.headings == (Heading(2, "next-steps", "Next steps"),)
    assert prose.is_plain


def test_an_empty_body_is_empty():
    assert render_body("") == render_body(" \n\n")._replace(is_plain=True)
    assert render_body("\n").html == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Next steps", "next-steps"),
        ("What’s next? A “plan” — at last", "whats-next-a-plan-at-last"),
        ("Über die Brücke", "über-die-brücke"),
        ("e\u0301te\u0301", "été"),
        ("東京の2020年", "東京の2020年"),
        ("ماذا بعد؟", "ماذا-بعد"),
        ("हिन्दी में", "हिन्दी-में"),
        ("snake_case", "snakecase"),
        ("???", "section"),
    ],
)
def test_heading_ids_work_in_every_script(text, expected):
    assert heading_id(text) == expected
    assert render_body(f"## {text}\n\n*").headings[0].id == expected


def test_equal_headings_have_different_ids():
    prose = render_body("## Next\n\n## Next\n\n## Next\n\n## ?\n\n## !")
    assert [heading.id for heading in prose.headings] == ["next", "next_1", "next_2", "section", "section_1"]


def test_a_second_title_stays_and_is_warned_of():
    prose = render_body("text\n\n# A title\n", source="content/a.md", first_line=10)
    assert prose.html.endswith('<h1 id="a-title">A title</h1>')
    (problem,) = prose.problems
    assert (problem.source, problem.line, problem.column, problem.level) == ("content/a.md", 12, 1, Level.WARNING)
    assert problem.excerpt == "# A title"
    assert "##" in problem.remedy


def test_internal_targets_are_taken_out_and_filled_in_for_each_page():
    text = 'See [one](../a.md), ![two](/img/b.png "T") and\n[three](c/?x=1&y=2#d).\n'
    prose = render_body(text, first_line=7)
    assert prose.links == (
        Link("link", "../a.md", 7, 11),
        Link("image", "/img/b.png", 7, 28, "two"),
        Link("link", "c/?x=1&y=2#d", 8, 9),
    )
    assert filled(prose.html, ["../../a/", "x&y.png", '"c"']) == (
        '<p>See <a href="../../a/">one</a>, <img alt="two" src="x&amp;y.png" title="T"> and\n'
        '<a href="&quot;c&quot;">three</a>.</p>'
    )


def test_anchors_and_outbound_links_stay_as_they_are():
    prose = render_body("[a](#next) [b](https://example.com/?q=1&r=2) [c](mailto:a@b.example) [d](//host.example/)")
    assert [link.target for link in prose.anchors] == ["#next"]
    assert [link.target for link in prose.outbound] == [
        "https://example.com/?q=1&r=2",
        "mailto:a@b.example",
        "//host.example/",
    ]
    assert prose.links == ()
    assert 'href="https://example.com/?q=1&amp;r=2"' in filled(prose.html, [])


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[x](b.md)", 1, 5),
        ("b.md\n\nsee b.md [x](b.md)", 3, 14),
        ("[x](<b.md>)", 1, 6),
        ('<a href="b.md">x</a>', 1, 10),
        ("[x][y]\n\n[y]: b.md", 3, 6),
        ("`[x](b.md)`\n\n> [x](b.md)", 1, 6),
    ],
)
def test_a_link_knows_its_place_in_the_file(text, line, column):
    (link,) = render_body(text).links
    assert (link.target, link.line, link.column) == ("b.md", line, column)


def test_equal_targets_have_their_own_places():
    prose = render_body("[x](b.md) and [y](b.md)\n\n[z](b.md)")
    assert [(link.line, link.column) for link in prose.links] == [(1, 5), (1, 19), (3, 5)]


def test_a_marker_in_the_text_is_dropped():
    prose = render_body("\x1a0\x1a [a](b)")
    assert filled(prose.html, ["B"]) == '<p>0 <a href="B">a</a></p>'


def test_trusted_bodies_keep_their_html_and_their_links_are_found():
    prose = render_body("a <embed src='v.mp4'> <a HREF=b.md onclick=x>x</a>", html="trusted")
    assert filled(prose.html, ["B"]) == "<p>a <embed src='v.mp4'> <a HREF=B onclick=x>x</a></p>"
    assert not prose.problems


def test_the_text_stays_as_it_is_written():
    text = '"Straight" -- quotes... and (c) stay, so does 1/2.'
    assert render_body(text).html == f"<p>{text}</p>"


def test_aligned_cells_have_a_class_and_no_style():
    html = render_body("|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|3|4|").html
    assert '<td class="align-left">1</td>' in html
    assert '<td class="align-center">2</td>' in html
    assert '<td class="align-right">3</td>' in html
    assert "<td>4</td>" in html
    assert "style" not in html


def test_footnotes_survive_cleaning():
    prose = render_body("Text[^1].\n\n[^1]: A note.")
    assert '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>' in prose.html
    assert '<div class="footnote">' in prose.html
    assert '<li id="fn:1">' in prose.html
    assert [link.target for link in prose.anchors] == ["#fn:1", "#fnref:1"]
    assert not prose.problems


def test_plain_prose_needs_neither_markdown_nor_a_sanitiser():
    program = """
import sys, backfile.prose as p
p.render_body("a\\n\\n## b\\n\\n- *c* & [d](e)"), p.lost_words("a", "<p>a</p>"), p.escaped("*a*")
sys.exit(any(name in sys.modules for name in ("markdown", "nh3", "html.parser", "difflib")))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
