"""Escaped text shows exactly its words, and is escaped only where Markdown would change something."""

import os
import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.prose import escaped, escaped_line, lost_words, paragraphs, render_body

LONG = os.environ.get("BACKFILE_LONG") == "1"
EXAMPLES = 100_000 if LONG else 500

MARKS = [
    "*", "_", "`", "\\", "[", "]", "(", ")", "](", "<", ">", "&", "|", "{", "}", "#", "+", "-", "=", ":", ".", "!", "~",
    "1", "1984.", "a", "b", " ", " ", "  ", "\n", "\t", "&amp;", "&lt", "&#38;", "<b>", "é", "<!--", "-->", "[x]:",
    "[^1]", "*[x]:", "http://a.example/b_c_d", "@", "“", "’", "\u00a0", "```", "~~~", "---", "===", ":::", "{: .x }",
]  # fmt: skip
texts = st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=30) | st.lists(
    st.sampled_from(MARKS), max_size=12
).map("".join)


def folded(text: str) -> str:
    return " ".join(text.split())


def shown(html: str) -> list[str]:
    """The text of each paragraph; anything but plain paragraphs fails."""
    assert re.fullmatch(r"(?:<p>[^<]*</p>\n?)*", html), html
    return [folded(unescape(text)) for text in re.findall(r"<p>([^<]*)</p>", html)]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("1984. That was the year.", "1984\\. That was the year."),
        ("1984 was the year.", "1984 was the year."),
        ("3.5 million people", "3.5 million people"),
        ("#schools are open", "\\#schools are open"),
        ("No. #4 is open", "No. #4 is open"),
        ("$5*, up from $3*", "$5\\*, up from $3\\*"),
        ("Not *available", "Not *available"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("+ the rest", "\\+ the rest"),
        ("+44 1234", "+44 1234"),
        ("- yes", "\\- yes"),
        ("—yes", "—yes"),
        ("> quoted", "\\> quoted"),
        ("a > b", "a > b"),
        ("    four spaces", "four spaces"),
        ("a line  \nanother", "a line another"),
        ("<b>bold</b>", "&lt;b>bold&lt;/b>"),
        ("a < b", "a < b"),
        ("I <3 it", "I <3 it"),
        ("AT&T & Sons", "AT&T & Sons"),
        ("&amp; as it stands", "&amp;amp; as it stands"),
        ("C:\\path\\to", "C:\\path\\to"),
        ("a \\* b", "a \\\\* b"),
        ("_snake_case_", "\\_snake_case\\_"),
        ("snake_case_name", "snake_case_name"),
        ("[x]: y", "\\[x]: y"),
        ("[laughs] he said", "[laughs] he said"),
        ("[a](b)", "[a]\\(b)"),
        ("*[abbr]: z", "\\*[abbr]: z"),
        ("[^1]: note", "\\[^1]: note"),
        ("a word {: .x }", "a word {: .x }"),
        ("<http://a.example/>", "&lt;http://a.example/>"),
        ("http://a.example/b_c_d", "http://a.example/b_c_d"),
        ("| a | b |", "| a | b |"),
        ("---", "\\---"),
        ("***", "\\***"),
        ("===", "==="),
        ("::: note", "::: note"),
        (": definition", "&#58; definition"),
        ("```", "\\```"),
        ("~~~", "&#126;~~"),
        ("use `a` or `b`", "use \\`a\\` or \\`b\\`"),
        ("the ` key", "the ` key"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_only_what_markdown_would_change_is_escaped(text, markdown):
    assert escaped(text) == markdown
    assert shown(render_body(markdown).html) == ([folded(text)] if text.strip() else [])


@settings(max_examples=EXAMPLES, deadline=None, derandomize=not LONG, database=None)
@given(texts)
def test_any_text_shows_the_same_words_after_escaping(text):
    html = render_body(escaped(text)).html
    assert "".join(shown(html)) == folded(text)
    assert not lost_words(escaped(text), html)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=not LONG, database=None)
@given(st.lists(texts, max_size=5))
def test_paragraphs_joined_by_blank_lines_do_not_change_each_other(blocks):
    html = render_body(paragraphs(blocks)).html
    assert shown(html) == [folded(text) for text in blocks if folded(text)]


def test_control_characters_go_and_no_break_spaces_stay():
    assert escaped("a\x02b\x1a c\u00a0d") == "ab c\u00a0d"


def test_a_line_that_closes_in_braces_keeps_them_in_a_paragraph_and_in_a_heading():
    for text in ("Line 4 {closed}", "{0}", "a {b {c}", "Gate 7 {: .shut }"):
        line = escaped_line(text)
        assert text in render_body(f"## {line}").html
        assert text in render_body(f"Above  \n{line}").html
