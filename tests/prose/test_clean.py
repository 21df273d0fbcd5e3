"""Text as attack: what a body may hold, and the warning for each thing taken out."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.model import Level
from backfile.prose import lost_words, render_body
from backfile.prose.clean import ATTRIBUTES, ELEMENTS


class Reader(HTMLParser):
    """What a browser would find in the HTML: elements, attributes, addresses, and whether all is closed."""

    VOID = frozenset({"br", "col", "hr", "img", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.addresses: list[str] = []
        self.pictures: list[str] = []
        self.strays: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "cite")]
        self.pictures += [dict(attrs).get("src") or "" for _ in [tag] if tag == "img"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.strays.append(tag)


def assert_harmless(html: str) -> None:
    page = Reader(html)
    assert page.elements <= ELEMENTS
    assert all(name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) for tag, name in page.attributes)
    assert not page.open
    assert not page.strays
    assert not [src for src in page.pictures if not src or re.match(r"\s*([a-zA-Z][\w+.-]*:|[/\\]\s*[/\\])", src)]
    for address in page.addresses:
        scheme = re.match(r"[\s\x00-\x1f]*([a-zA-Z][a-zA-Z0-9+.\s-]*):", address)
        assert not scheme or scheme[1].lower() in ("http", "https", "mailto", "tel")


@pytest.mark.parametrize(
    "text",
    [
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](  javascript:alert(1))",
        "[click](java&#115;cript:alert(1))",
        "[click](javascript&colon;alert(1))",
        "[click](&#x6A;avascript:alert(1))",
        "[click](<java\tscript:alert(1)>)",
        "[click](vbscript:x)",
        "[click](data:text/html,x)",
        "[click](file:///etc/passwd)",
        "[click][x]\n\n[x]: javascript:alert(1)",
        "<javascript://click>",
        "<javascript:click>",
        "<a href=javascript:alert(1)>click</a>",
        '<a href=" &#14; javascript:alert(1)">click</a>',
        '[click](b){: href="javascript:alert(1)" }',
        "![click](data:image/png;base64,xx)",
        '<img src="data:image/svg+xml,x" alt="click">',
    ],
)
def test_only_known_schemes_are_linked_and_the_text_stays(text):
    prose = render_body(f"One.\n\n{text}", source="a.md", first_line=3)
    assert_harmless(prose.html)
    assert "click" in prose.html
    problem = prose.problems[0]
    assert problem.level is Level.WARNING
    assert problem.line in (5, 7)
    assert not lost_words(text, prose.html)


@pytest.mark.parametrize(
    ("text", "shown", "fault"),
    [
        ("a\n\n<script>alert(1)</script>", "alert", "<script> is removed with what is in it"),
        ("a\n\nb <script>alert(1)</script> c", "alert", "<script> is removed with what is in it"),
        ("a\n\n<iframe src='x'></iframe>", "iframe", "<iframe> is removed"),
        ("a\n\n<div onclick='x'>b</div>", "onclick", 'the attribute "onclick" of <div> is removed'),
        ("a\n\n<p style='color: red'>b</p>", "style", 'the attribute "style" of <p> is removed'),
        ("a\n\n*b*{: onclick=x }", "onclick", 'the attribute "onclick" of <em> is removed'),
        ("a\n\n<form><input name='q'></form>", "input", "<form> is removed"),
        ("a\n\n<object data=x>b</object>", "object", "<object> is removed"),
        ("a\n\n<svg onload=x><b>c</b></svg>", "svg", "<svg> is removed with what is in it"),
        ("a\n\n<style>p { color: red }</style>", "color", "<style> is removed"),
    ],
)
def test_what_is_not_allowed_is_removed_with_a_warning_that_names_line_and_element(text, shown, fault):
    prose = render_body(text, source="a.md")
    assert_harmless(prose.html)
    assert shown not in prose.html
    assert prose.problems[0].fault.startswith(fault)
    assert (prose.problems[0].source, prose.problems[0].line) == ("a.md", 3)
    assert not lost_words(text, prose.html)
    assert render_body(text, html="trusted").html.count("<") >= prose.html.count("<")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![a crane](https://cdn.example/crane.jpg)", '<p><a href="https://cdn.example/crane.jpg">a crane</a></p>'),
        ('![a](//cdn.example/a.jpg "T")', '<p><a href="//cdn.example/a.jpg" title="T">a</a></p>'),
        ("![](http://cdn.example/x/a%20b.jpg?c&d)", '<a href="http://cdn.example/x/a%20b.jpg?c&amp;d">a%20b.jpg</a>'),
        ("![](https://cdn.example/)", ">cdn.example</a>"),
        ("![a][1]\n\n[1]: https://cdn.example/a.jpg", '<a href="https://cdn.example/a.jpg">a</a>'),
        ("[![a](https://cdn.example/a.jpg)](https://b.example/)", '<p><a href="https://b.example/">a</a></p>'),
        ('<img src=HTTPS://cdn.example/a.jpg alt="a > b">', '<a href="HTTPS://cdn.example/a.jpg">a &gt; b</a>'),
        ('<img src="/\\cdn.example/a.jpg" alt="a">', ">a</a>"),
        ('a <img src="https://c.example/1.gif" width="1" height="1"> b', "<p>a  b</p>"),
        ('<picture><source srcset="https://c.example/b.jpg"><img src="https://c.example/a.jpg" alt="c"></picture>',
         '<a href="https://c.example/a.jpg">c</a>'),
        ('<img src="a.jpg" srcset="https://c.example/b.jpg 2x" alt="">', 'src="\x1a0\x1a"'),
        ('<video src="https://c.example/v" poster="https://c.example/p">film</video>', "film"),
        ('a <audio src="https://c.example/v"></audio> b', "<p>a  b</p>"),
        ('<table background="https://c.example/p"><tr><td>a</td></tr></table>', "<table>"),
        ("![a](data:image/png;base64,AAAA)", "<p>a</p>"),
    ],
)  # fmt: skip
def test_no_page_asks_another_host_for_a_picture(text, shown):
    prose = render_body(f"One.\n\n{text}", source="a.md")
    assert_harmless(prose.html)
    assert shown in prose.html
    assert not re.search(r"(src|srcset|poster|background)=\"(?!\x1a)", prose.html)
    assert prose.problems
    assert {problem.line for problem in prose.problems} <= {3, 5}
    assert not lost_words(text, prose.html)


def test_a_warning_names_the_picture_that_is_elsewhere():
    (problem,) = render_body("One.\n\nA ![a crane](https://cdn.example/c.jpg).", source="a.md", first_line=7).problems
    assert (problem.line, problem.column, problem.code, problem.level) == (9, 14, "picture-elsewhere", Level.WARNING)
    assert "https://cdn.example/c.jpg" in problem.fault


@pytest.mark.parametrize(
    "text",
    [
        '<figure>\n<img src="a.png" alt="b">\n<figcaption>c</figcaption>\n</figure>',
        "<details>\n<summary>a</summary>\nb\n</details>",
        "H<sub>2</sub>O, x<sup>2</sup>, <kbd>a</kbd>, <mark>b</mark>, <q>c</q>, <small>d</small>, <cite>e</cite>",
        '<time datetime="1995-05-05">May 5</time>, <ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp></ruby>',
        '<table class="x">\n<tbody><tr><td colspan="2">a</td></tr></tbody>\n</table>',
        '<div class="x" id="y" lang="fr" dir="ltr" title="t">a</div>',
    ],
)
def test_what_is_allowed_stays_without_a_warning(text):
    prose = render_body(text)
    expected = text if text.startswith("<") and not text.startswith("<time") else f"<p>{text}</p>"
    assert re.sub(r"\x1a\d\x1a", "a.png", prose.html) == expected
    assert not prose.problems


@pytest.mark.parametrize(
    "text",
    [
        "<div>",
        "</main></body></html>",
        "<div><p>a\n\nb",
        "a</div></article>\n\nb",
        "<b>a\n\nb",
        "<table><tr><td>a",
        "<!-- a",
    ],
)
def test_no_body_leaves_its_own_element(text):
    assert_harmless(render_body(text).html)
    assert_harmless(render_body(f"before\n\n{text}\n\nafter").html)


def test_a_tag_that_is_no_element_stays_as_text():
    prose = render_body("He wrote <insert name here> there.")
    assert prose.html == "<p>He wrote &lt;insert name here&gt; there.</p>"
    assert [problem.level for problem in prose.problems] == [Level.WARNING]


def test_no_break_spaces_stay_characters():
    assert render_body("a\u00a0b `c`").html == "<p>a\u00a0b <code>c</code></p>"


PIECES = [
    "<script>", "</script>", "<div", ">", '"', "'", " onclick=x", " href=", "javascript:", "<a", "</a>", "<img src=x ",
    "<!--", "-->", "<![CDATA[", "]]>", "<?", "<svg>", "<math>", "<style>", "<p>", "</p>", "<table>", "<td>", "</main>",
    "&#106;", "[a](", ")", "**", "`", "\n\n", "\n", " ", "a", "{: onclick=x }", "<title>", "<textarea>", "<b/x=",
    "<img src=//h.example/a ", "![a](https://h.example/b)", "<picture>", "<source srcset=https://h.example/a>", "alt=b",
    "</scr", "ipt>", "<noscript>", "<template>", "data:text/html,",
]  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_no_mixture_of_pieces_gets_through(text):
    assert_harmless(render_body(text).html)
