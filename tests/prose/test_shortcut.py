"""The short cut gives the bytes that Python-Markdown gives, whatever stands in the body."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile.prose import render_body, shortcut
from backfile.prose.dialect import HeadingIds, markdown_html

LONG = os.environ.get("BACKFILE_LONG") == "1"
EXAMPLES = int(os.environ.get("BACKFILE_EXAMPLES", 1_000_000 if LONG else 1_000))

WORDS = ["harbour", "Mayor", "1984", "7", "$5", "Søren", "É", "λόγος", "東京", "عربي", "e\u0301", "x", "tide", "ſ", "K"]
MARKS = [
    "*", "**", "***", "_", "__", "`", "``", "\\", "\\\\", "[", "]", "(", ")", "](", "![", "<", ">", "&", "|", "{", "}",
    "#", "##", "+", "-", "--", "---", "=", "===", ":", ".", "!", "?", ",", ";", "“", "”", "‘", "’", "—", '"', "'", "~",
    "~~~", "```", "$", "%", "/", "@", "^", "[^1]", "[^1]:", "[x]", "[x]:", "*[x]:", "[x][]", "&amp;", "&lt;", "&copy;",
    "&#65;", "&#x41", "&nbsp;", "&x", "<b>", "</b>", "<br>", "<div>", "</div>", "<!--", "-->", "<http://a.example>",
    "<a@b.example>", "[a](b)", "[a](http://a.example/?q=1&r=2)", '[a](b "c")', "[a](<b c>)", "![a](b.png)", "{: .x }",
    "{#id}", "\\*", "\\_", "\\[", "\\#", "\\.", "*a*", "**a**", "_a_", "a_b_c", "*a b*", "`a`", "1.", "2.", "- ", "* ",
    "+ ", "> ", ": ", "1. ", "١. ", "  ", "  \n", "\n", "\n    ", "\n  ", "\t", "\u00a0", "\u2003", "\x0b", "\x0c",
    "\x02", "\x03", "\x02klzzwxh:0000\x03", "\x1c", "\x85", "\u2028", "http://a_b_c.example", "///Footnotes Go Here///",
    "Sons & Co", "[TOC]", "javascript:x", "[a](javascript:x)", "[a](JaVa&#83;cript:x)", "[a](//b)", "[a](#b)",
    "[a](http://1.2.3.999/)", "[a](http://xn--a.example/)", "[a](https://b.example:99999/)", "[a](mailto:x@y.example)",
    "[a [b](c)](d)", "*a _b* c_", "**a*", "***a** b*",
]  # fmt: skip
OPENINGS = [
    "", "", "", "", "# ", "## ", "### ", "#", "###### ", "####### ", "> ", ">", "- ", "* ", "+ ", "1. ", "2. ", "1984. ", ": ",
    "    ", "  ", "\t", "| ", "[x]: ", "[^1]: ", "*[x]: ", "```\n", "~~~\n", "<div>\n", "<p>", "---\n", "===\n", "***", "* * *",
    "\u00a0", "**", "*", "_", "[", "\\", "&", "“",
]  # fmt: skip
BETWEEN = ["\n\n", "\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", "\n\n\n\n", "\n    \n", "  \n\n", "\n\t\n"]

atoms = st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.sampled_from([" ", " ", " ", ""])
plain = st.lists(st.sampled_from([*WORDS, " ", " ", " ", ", ", ". ", "“", "”"]), max_size=8).map("".join)
block = st.builds(
    lambda opening, parts: opening + "".join(parts), st.sampled_from(OPENINGS), st.lists(atoms, max_size=12)
)
spaced = st.builds(
    lambda opening, parts: opening + " ".join(parts), st.sampled_from(OPENINGS), st.lists(atoms, max_size=8)
)
documents = st.lists(st.tuples(plain | block | spaced, st.sampled_from(BETWEEN)), min_size=1, max_size=6).map(
    lambda pairs: "".join(part + between for part, between in pairs)
)


def short(text: str) -> shortcut.Converted | None:
    return shortcut.short_cut(text, lambda block: markdown_html(block)[0], HeadingIds().add)


def assert_same(text: str) -> None:
    stock, headings = markdown_html(text, gate=False)
    assert markdown_html(text) == (stock, headings)
    cut = short(text)
    if cut is not None:
        assert (cut.html, cut.headings) == (stock, headings)
    quick, slow = render_body(text), render_body(text, short_cut=False)
    assert quick._replace(is_plain=False) == slow


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(documents)
def test_generated_documents_come_out_the_same_with_and_without_the_short_cut(text):
    assert_same(text)
