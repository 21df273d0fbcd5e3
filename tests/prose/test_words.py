"""Every word and number of a body stands in its page, in order; a loss is found, and nothing else is called one."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backfile.prose import LostWord, loss_problems, lost_words, render_body

STORY = """The harbour board met on 5 May 1995.

It voted 7 to 2 for a new pier, the *Evening Herald* reported.

## What comes next

Sons & Co will build it by [spring](/1996/spring.md) of 1996.

> “We have waited,” said Ana Peña,
> the harbour master.

- 400 metres of granite
- two cranes

The old pier stays.
"""

FEATURES = [
    STORY,
    "A *b* **c** _d_ ***e*** un*believ*able snake_case `code & <b>` ``a ` b``",
    '[text](/target/path.md "A title") ![alt text](/image.png "Title") [a](b(c)d) [![alt](a.png)](b.md)',
    "[text][id], [id][], [id], ![alt][id].\n\n[id]: http://example.com/some/path  \"Some title\"\n[two]: /b\n    'Two'",
    "[one] and [two][none]",
    "[Applause] He left. [Laughs]",
    "<http://example.com/a/b> <person@example.com> <mailto:a@b.example>",
    "H<sub>2</sub>O, <span class='not shown'>shown</span>, <!-- not shown --> end",
    "<script>var hidden = 1;</script>\n\n<style>p { color: red }</style>\n\nshown",
    '<div markdown="1" class="one">\n*two* three\n</div>\n\n<table><tr><td>four</td></tr></table>',
    "caf&eacute; AT&amp;T &#65;&#x42;C &copy; Q&A a&b;c &nosuch;",
    "    code [with](brackets) &amp; <tags>\n\nafter",
    "```python\nx = [1](2)\n```\n\n~~~\ny\n~~~",
    "Term\n: First meaning\n: Second meaning\n\nOther\n\n:   Third",
    "a | b\n--|--\n1 | 2\n3 | `4|5`",
    "First[^1], second[^note], first again[^1].\n\n[^1]: One.\n[^note]: Two\n    goes on.\n\n    More of it.\n\nEnd.",
    "The HTML of the W3C.\n\n*[HTML]: Hyper Text Markup Language\n*[W3C]: World Wide Web Consortium",
    "Heading one\n===\n\n# Two {#two .x}\n\n## Three ##\n\ntext\n{: .four title='five' }\n\n*six*{: .seven }",
    "1. one\n2. two\n3. three\n\ntext\n\n1. a\n1. b\n1. c",
    "1. one\n    1. inner one\n    2. inner two\n2. two\n\n    paragraph\n\n3. three",
    "- a\n    - b\n\n        code\n\n- c\n\n* * *\n\n---",
    "1984\\. That was \\*the\\* year. \\#schools \\[x\\]: y",
    "العربية ١٩٩٥ 東京 हिन्दी e\u0301te\u0301 Ünïcode ß ﬁ",
    "He wrote <insert name here> there.",
    "a\u00a0b\u2003c",
    "> quoted\n> 1. one\n> 2. two\n\n> > deep",
]


@pytest.mark.parametrize("text", FEATURES)
@pytest.mark.parametrize("html", ["safe", "trusted"])
def test_no_feature_of_markdown_is_called_a_loss(text, html):
    assert lost_words(text, render_body(text, html=html).html) == ()


WORDS = re.findall(r"[^\W_]+", re.sub(r"\(.*?\)", "", STORY))


@pytest.mark.parametrize("number", range(0, len(WORDS), 3))
def test_a_word_dropped_from_the_page_is_named(number):
    html = render_body(STORY).html
    word = WORDS[number]
    in_text = list(re.finditer(rf"\b{word}\b(?![^<]*>)", html))
    match = in_text[WORDS[:number].count(word)]
    lost = lost_words(STORY, html[: match.start()] + html[match.end() :])
    assert word in [missing.word for missing in lost]


def test_a_dropped_paragraph_is_named_word_by_word_with_its_line():
    html = render_body(STORY).html.replace("<p>The old pier stays.</p>", "")
    assert lost_words(STORY, html) == tuple(LostWord(word, 15) for word in ("The", "old", "pier", "stays"))


def test_swapped_paragraphs_are_a_loss():
    html = render_body("One two three.\n\nFour five six.").html
    first, second = html.split("\n")
    assert lost_words("One two three.\n\nFour five six.", f"{second}\n{first}")


def test_words_in_another_order_are_a_loss():
    assert lost_words("They won 7 to 2.", "<p>They won 2 to 7.</p>")


def test_a_repeated_word_must_be_repeated():
    assert lost_words("*very* very good", "<p><em>very</em> good</p>") == (LostWord("very", 1),)


def test_a_page_may_say_more():
    assert lost_words("Good *news*.", "<header>Site</header><p>Good <em>news</em>.</p><footer>1995</footer>") == ()


def test_a_year_that_became_the_number_of_a_list_is_lost():
    text = "It began long ago.\n\n1984. That was the year."
    assert lost_words(text, render_body(text).html) == (LostWord("1984", 3),)


def test_text_that_became_a_definition_is_lost():
    text = "He left.\n\n[Applause]: Loud."
    assert [lost.word for lost in lost_words(text, render_body(text).html)] == ["Applause", "Loud"]


def test_a_loss_is_an_error_that_names_file_and_line():
    lost = (LostWord("was", 3), LostWord("cold", 3), LostWord("wet", 4))
    first, second = loss_problems(lost, "It\n\n1984 was cold\nand wet", "content/x.md", first_line=10)
    assert (first.source, first.line, first.column) == ("content/x.md", 12, 6)
    assert (first.fault, first.excerpt) == ('the page would not show "was", "cold"', "1984 was cold")
    assert (second.line, second.column, second.code) == (13, 5, "words-lost")


def test_the_year_that_begins_a_line_is_told_how_to_be_written():
    text = "It began long ago.\n\n1984. That was the year."
    (problem,) = loss_problems(lost_words(text, render_body(text).html), text, "content/x.md")
    assert problem.remedy.startswith("write 1984\\. ")


words = st.lists(
    st.sampled_from(["tide", "7", "and", "Ana", "*won*", "_2_", "Q&A", "[a](b)", "é"]), min_size=1, max_size=6
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(words.map(" ".join), min_size=1, max_size=5), st.data())
def test_any_paragraph_dropped_from_the_page_is_noticed(paragraphs, data):
    text = "\n\n".join(paragraphs)
    html = render_body(text).html
    assert lost_words(text, html) == ()
    pieces = html.split("\n")
    dropped = data.draw(st.integers(0, len(pieces) - 1))
    rest = pieces[:dropped] + pieces[dropped + 1 :]
    assume(len(rest) < len(pieces))
    assert lost_words(text, "\n".join(rest))
