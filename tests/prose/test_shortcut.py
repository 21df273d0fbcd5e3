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
    "    ", "  ", "\t", "| ",
    "[x]: ", "[^1]: ", "*[x]: ", "```\n", "~~~\n", "<div>\n", "<p>", "---\n", "===\n", "***", "* * *",
    "\u00a0", "**", "*", "_", "[", "\\", "&", "“",
]  # fmt: skip
BETWEEN = ["\n\n", "\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", "\n\n\n\n", "\n    \n", "  \n\n", "\n\t\n"]

atoms = st.sampled_from(WORDS) | st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.sampled_from([" ", " ", ""])
plain = st.lists(st.sampled_from([*WORDS, " ", " ", " ", ", ", ". ", "“", "”"]), max_size=8).map("".join)
line = st.builds(
    lambda opening, parts, joint: opening + joint.join(parts),
    st.sampled_from(OPENINGS),
    st.lists(atoms, max_size=10),
    st.sampled_from(["", "", " "]),
)
alike = st.builds(
    lambda opening, lines: "\n".join(opening + text for text in lines),
    st.sampled_from(["- ", "* ", "1. ", "2. ", "> ", ">", "+  ", "| "]),
    st.lists(plain | line, min_size=1, max_size=3),
)
documents = st.lists(st.tuples(plain | line | line | alike, st.sampled_from(BETWEEN)), min_size=1, max_size=5).map(
    lambda pairs: "".join(part + between for part, between in pairs)
)


def short(text: str) -> shortcut.Converted | None:
    return shortcut.short_cut(text, lambda block: markdown_html(block)[0], HeadingIds().add)


def assert_same_html(text: str) -> None:
    stock = markdown_html(text, gate=False)
    cut = short(text)
    assert ((cut.html, cut.headings) if cut else markdown_html(text)) == stock


def assert_same_prose(text: str) -> None:
    quick, slow = render_body(text), render_body(text, short_cut=False)
    assert quick._replace(is_plain=False) == slow


def examples(share: float = 1.0):
    return settings(
        max_examples=int(EXAMPLES * share),
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


@examples()
@given(documents)
def test_generated_documents_come_out_the_same_with_and_without_the_short_cut(text):
    assert_same_html(text)


@examples(0.1)
@given(documents)
def test_what_is_cleaned_and_what_needs_no_cleaning_are_written_alike(text):
    assert_same_prose(text)
