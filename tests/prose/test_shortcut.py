"""The short cut gives the bytes that Python-Markdown gives, whatever stands in the body."""

import os
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile.prose import gate, render_body, shortcut
from backfile.prose.dialect import markdown_html
from backfile.prose.headings import HeadingIds

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
    "", "", "", "", "# ", "## ", "### ", "#", "###### ", "####### ", "> ", ">", "- ", "* ", "+ ", "1. ", "2. ",
    "1984. ", ": ", "    ", "  ", "\t", "| ", "[x]: ", "[^1]: ", "*[x]: ", "```\n", "~~~\n", "<div>\n", "<p>", "---\n",
    "===\n", "***", "* * *",
    "\u00a0", "**", "*", "_", "[", "\\", "&", "“",
]  # fmt: skip
BETWEEN = ["\n\n", "\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", "\n\n\n\n", "\n    \n", "  \n\n", "\n\t\n"]

marks = st.sampled_from(MARKS)
openings = st.sampled_from(OPENINGS)
# Most faults show where one or two marks stand in text that is plain otherwise; so most lines are of that kind.
plain = st.lists(st.sampled_from([*WORDS, " ", " ", " ", ", ", ". ", "“", "”"]), max_size=3).map("".join)
light = st.tuples(plain, marks, plain).map("".join)
pair = st.tuples(plain, marks, plain, marks, plain).map("".join)
opened = st.tuples(openings, plain | light).map("".join)
heavy = st.tuples(openings, st.lists(plain | marks, max_size=8).map("".join)).map("".join)
alike = st.builds(
    lambda opening, lines: "\n".join(opening + text for text in lines),
    st.sampled_from(["- ", "* ", "1. ", "2. ", "> ", ">", "+  ", "| "]),
    st.lists(plain | light, min_size=1, max_size=3),
)
blocks = st.one_of(plain, light, light, pair, pair, opened, opened, alike, heavy)
documents = st.lists(st.tuples(blocks, st.sampled_from(BETWEEN)), min_size=1, max_size=3).map(
    lambda pairs: "".join(part + between for part, between in pairs)
)


def short(text: str) -> shortcut.Converted | None:
    return shortcut.short_cut(text, lambda block: markdown_html(block)[0], HeadingIds().add)


def assert_same_html(text: str) -> None:
    stock = markdown_html(text, gate=False)
    cut = short(text)
    assert ((cut.html, cut.headings) if cut else markdown_html(text)) == stock


def assert_same_with_gate(text: str) -> None:
    assert markdown_html(text) == markdown_html(text, gate=False)


def assert_all(check: Callable[[str], None]) -> None:
    for text in BEHAVIOURS:
        check(text)


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


# What Python-Markdown's own documentation and that of its extensions promise, a case for each behaviour.
BEHAVIOURS = [
    "A paragraph.\n\nAnother one,\non two lines.",
    "A line break  \nin a paragraph.",
    "Trailing spaces  \n\nat the end of a block.   ",
    "First level\n===========\n\nSecond level\n------------\n\ntext",
    "First level\n===",
    "# One\n## Two ##\n### Three ###\n#### Four\n##### Five\n###### Six\n####### Seven",
    "#No space\n\n## Same\n\n## Same\n\n## Same_1\n\n## Same",
    "Text before\n## a heading\ntext after",
    "## *Emphasis* and `code` in it\n\n## A [link](b.md)\n\n## Q&A\n\n## A &amp; B",
    "## With an id {#own .x}\n\n## Own",
    "> A quote\ngoing on lazily\n\n> and on\n\nand out",
    "> a\n\n> b",
    "- a\n\n- b",
    "> one\n> > two\n> > > three",
    "> # Heading\n> \n> 1.  One.\n> 2.  Two.\n> \n>     code",
    "> a\n>b\n>\n> c",
    "*   Red\n*   Green\n+   Blue\n-   White",
    "1.  Bird\n1.  McHale\n3.  Parish",
    "3. Three\n1. One",
    "1986. What a season.\n\n1986\\. What a season.",
    "*   One\n\n*   Two, loose\n\n    with a second paragraph\n\n*   Three",
    "* a\n    * b\n        * c\n    * d\n* e",
    "- a\n\n1. b\n\n- c",
    "- a\n- b\n\ntext\n\n- c",
    "*   A quote in a list:\n\n    > quoted",
    "*   Code in a list:\n\n        code",
    "Text:\n\n    code <b> & *no*\n\n    more\n\ntext",
    "* * *\n\n***\n\n*****\n\n- - -\n\n---------------------------------------\n\n___",
    "text\n***\ntext",
    'This is [an example](http://example.com/ "Title") and [no title](http://example.net/).',
    "See my [About](/about/) page, [this](<with space.md>), [that](a(b)c.md) and [nothing]().",
    'A [reference][id], [another] [id], [id] and [Id][].\n\n[id]: http://example.com/  "Title Here"',
    "[one]: <http://example.com/a>\n[two]: /b\n    'Two'\n[three]: /c (Three)\n\n[one] [two] [three]",
    "See [id] and [other][id].\n\n[id]: http://example.com/\nand text in the same block.",
    "[no reference] and [none][at all], ![neither][this]",
    "*single* _single_ **double** __double__ ***both*** ___both___",
    "un*frigging*believable, snake_case_word, _under_score_, 2*3*4, a * b * c",
    "some_thing_ here",
    "_some_thing here",
    "any*thing* there, **b**c",
    "(_d_), *e*",
    "\\*literal\\* \\_ \\` \\\\ \\# \\+ \\- \\. \\! \\{ \\} \\[ \\] \\( \\) \\> \\| \\a",
    "**a *b* c** and *a **b** c*, **unclosed *and this*",
    "Use the `printf()` function, ``a ` tick``, ` `` `, `<b>`, `&amp;` and `\\`.",
    '![Alt text](/path/img.jpg) ![Alt](img.jpg "Title") ![Alt][id]\n\n[id]: a.png "T"',
    "<http://example.com/> and <address@example.com>, <mailto:a@b.example>",
    "AT&T, &copy;, &#169;, &#xA9;, 4 < 5, 5 > 4, a&b;c, &nosuch;",
    "<div>\n*raw* HTML\n</div>\n\nA <b>bold *word*</b> inline <br> <!-- comment --> end",
    '<div markdown="1">\n*emphasis* in a block\n</div>\n\n<p markdown="1">a *b*</p>',
    "<!-- a\ncomment -->\n\n<?php echo 1 ?>\n\n<table><tr><td>*a*</td></tr></table>",
    "Apple\n:   A fruit\n:   A company\n\nOrange\n\n:   Another fruit\n\n    with more",
    ": no term before it",
    "First | Second\n----- | -----\nA     | B\n\n| L | C | R |\n|:--|:-:|--:|\n| `a|b` | \\| | *c* |",
    "a | b, but no table",
    "Text[^1] and more[^note], text[^1] and [^none].\n\n[^1]: The first.\n[^note]:\n    Two\n\n    paragraphs.",
    "The HTML specification, by the W3C.\n\n*[HTML]: Hyper Text Markup Language\n*[W3C]: World Wide Web Consortium",
    "```\nfenced *code*\n\nmore\n```\n\n~~~~ python\nx = 1\n~~~~\n\n``` { .html #id }\n<b>\n```",
    "```\nnever closed",
    "A paragraph.\n{: #an_id .a_class }\n\n[link](b){: title='t' } *em*{: .x }\n\n* item\n{: .y }",
    "[TOC]\n\n## A heading",
    "“Quoted *emphasis*,” he said — **bold**; (*in brackets*) and ‘_single_’.",
    "He [the mayor] said [sic], “no.” [Laughs]",
    "Brackets [a](b)[c](d) [e](f){g} \\[h](i)",
    "A tab\there\n\n\tcode after a tab",
    "Spaces only\n   \nbetween blocks\n\n\n\nand many lines",
    "\u00a0no-break space first\n\n\u2003# em space first\n\nline\u2028separator",
    "***\n\n**a**b** *c*d* _e_f_ __g__h__",
    "*a**b*[c](d)",
    '[a\\](b) [c](d\\) [e](f \\"g\\")',
    "\u0661\u0662. digits of another script",
    "[x](javascript:alert) [y](JavaScript:z) ![z](data:image/png;base64,x) [ok](tel:+1234) [rel](a:b)",
    "[h](http://1.2.3.999/) [p](https://a.example:99999/) [i](http://xn--a.example/) [u](//host/x)",
]


@pytest.mark.parametrize("text", BEHAVIOURS)
def test_every_documented_behaviour_is_the_same_with_and_without_the_short_cut(text):
    assert_same_html(text)
    assert_same_prose(text)


@pytest.mark.parametrize(
    ("name", "taken_out"),
    [
        ("_MARKED", "_`"),
        ("_MARKED", "[#=+:~-]|"),
        ("_MARKED", r"|\d+\.[ ]"),
        ("_MARKED", r"|(?<=  \n)"),
        ("_FAR_REACHING", r"\][ ]?:|"),
    ],
)
def test_a_short_cut_with_less_of_its_rules_would_be_found_out(name, taken_out, monkeypatch):
    rule = getattr(shortcut, name).pattern
    assert taken_out in rule
    monkeypatch.setattr(shortcut, name, re.compile(rule.replace(taken_out, "")))
    with pytest.raises(AssertionError):
        assert_all(assert_same_html)


@pytest.mark.parametrize("name", ["link", "escape", "em_strong", "backtick", "linebreak"])
def test_a_gate_that_looks_for_the_wrong_character_would_be_found_out(name, monkeypatch):
    monkeypatch.setitem(gate.NEEDED, name, (gate.NEEDED[name][0], "\0"))
    with pytest.raises(AssertionError):
        assert_all(assert_same_with_gate)


@examples()
@given(documents)
def test_generated_documents_come_out_the_same_with_and_without_the_short_cut(text):
    assert_same_html(text)


@examples(0.1)
@given(documents)
def test_what_is_cleaned_and_what_needs_no_cleaning_are_written_alike(text):
    assert_same_prose(text)
