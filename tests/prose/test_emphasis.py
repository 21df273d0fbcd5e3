"""Emphasis loses no letter, however its marks stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.prose import filled, lost_words, render_body

READ = {
    "(*no _that_ minutes_of_the_85 **closed**": "(*no <em>that</em> minutes_of_the_85 <strong>closed</strong>",
    "*no _that_ part_of **it**": "*no <em>that</em> part_of <strong>it</strong>",
    "*a **b** c_d_e* **f**": "<em>a <strong>b</strong> c_d_e</em> <strong>f</strong>",
    "*a**b*cde": "*a**b*cde",
    "*a**b* cde": "<em>a**b</em> cde",
    "*a**b*[c](d)": '*a**b*<a href="d">c</a>',
    "**a*_*a_b_***c*": "<strong>a<em>_</em>a_b_</strong><em>c</em>",
    "***a** b* c": "<em><strong>a</strong> b</em> c",
    "_one_ *two* __three__ **four** un*believ*able snake_case_name": "<em>one</em> <em>two</em> <strong>three</strong> "
    "<strong>four</strong> un<em>believ</em>able snake_case_name",
}
PIECES = ["*", "**", "***", "_", "__", " ", "a", "said ", "the_news", "é", ".", "(", "[link](/x/)", "`code`", "\\*"]


@pytest.mark.parametrize(("text", "html"), READ.items())
def test_marks_that_are_none_do_not_move_those_that_are(text, html):
    made = render_body(text, html="trusted", short_cut=False)
    assert filled(made.html, [link.target for link in made.links]) == f"<p>{html}</p>"
    assert made.problems == ()


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=24).map("".join))
def test_no_mark_of_emphasis_costs_a_word(text):
    made = render_body(text, short_cut=False)
    assert lost_words(text, made.html) == ()
    assert "klzzwxh" not in made.html
