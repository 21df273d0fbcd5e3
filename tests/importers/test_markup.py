"""HTML to Markdown: whatever the elements, the page of the Markdown shows the words of the HTML, in order."""

# ruff: noqa: E501 - captures keep their own lines

import os
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.importers.inline import Run, markdown
from backfile.importers.markup import markdown_of, parsed
from backfile.prose import render_body
from tests.importers.reading import shown

ODD = ["1984. That was", "#schools", "$5*", "+ one", "- two", "a_b_c", "_x_", "*", "**", "`", "``x``", "[a](b)", "![a](b)", "<b>", "&amp;",
       "&lt;", "\\*", "> quote", "| a | b |", "---", "===", "***", "```", "~~~", "{#id}", "{: .c }", ": x", "[^1]", "[x]: y", "*[HTML]: x",
       "http://e.org/a_b_c", "x@y.org", "1) a", "a|b", "…", "“q”", "word", "two words", "ö", "数", "  "]  # fmt: skip
text = st.one_of(st.sampled_from(ODD), st.text("ab *_`[]()<>&#|\\{}!~=+-.:1", max_size=12))


many = settings(max_examples=3000 if os.environ.get("BACKFILE_LONG") else 60, deadline=None)


def words(html: str) -> list[str]:
    return re.findall(r"\w+", html)


def elements(inner):
    tag = st.sampled_from(["p", "div", "b", "i", "em", "strong", "h2", "h3", "ul", "ol", "li", "blockquote", "span", "a href='/x'", "sup",
                           "table", "tr", "td", "dl", "dt", "dd", "section", "code"])  # fmt: skip
    return st.tuples(tag, st.lists(inner, max_size=4)).map(lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0].split()[0]}>")


escaped = text.map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;"))
trees = st.recursive(escaped | st.just("<br>") | st.just("<hr>"), elements, max_leaves=12)


@many
@given(st.lists(trees, min_size=1, max_size=4).map("".join))
def test_no_word_is_lost_or_moved(source):
    tree = parsed(f"<html><body>{source}</body></html>")
    wanted = words(" ".join(tree.find("body").itertext()))
    assert "".join(words(shown(markdown_of(source)))) == "".join(wanted)


looks = st.builds(
    Run, text, st.sampled_from(["", "http://e.org/"]), st.booleans(), st.booleans(), st.just(""), st.just(False)
)


@many
@given(st.lists(looks, max_size=5))
def test_runs_of_any_look_show_their_words(runs):
    assert "".join(words(shown(markdown(runs)))) == "".join(words("".join(run.text for run in runs)))


def test_nested_lists_are_nested_on_the_page():
    html = render_body(markdown_of("<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>")).html
    assert re.sub(r"\s", "", html).count("<ul>") == 3


def test_a_list_beside_another_keeps_to_itself():
    html = render_body(markdown_of("<ul><li>a</li></ul><ol><li>b</li></ol>")).html
    assert html.count("<ul>") == html.count("<ol>") == 1


def test_a_list_that_begins_at_seven_says_seven():
    assert shown(markdown_of("<ol start=7><li>b</li><li>c</li></ol>")) == "7. b 8. c"


def test_links_are_made_whole_and_scripts_never_links():
    body = markdown_of('<p><a href="/a (1)">one</a> <a href="JavaScript:alert(1)">two</a></p>', "https://e.org/b/")
    assert body == "[one](https://e.org/a%20%281%29) two"
