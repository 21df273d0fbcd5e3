"""Where links stand in a Markdown text: found as Python-Markdown finds them, led elsewhere or made text, nothing else
touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.importers.links import Gone, rewritten, spots_in
from tests.importers.reading import shown

# ruff: noqa: E501 - texts keep their own lines


def targets(text: str) -> list[str]:
    return [spot.target for spot in spots_in(text) if spot.kind != "use"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[mill](/mill/)", "/mill/"),
        ('[mill](/mill/ "The mill")', "/mill/"),
        ("[mill]( <a b.md> )", "a b.md"),
        ("[mill](a (b).md)", "a (b).md"),
        ("[the [old] mill](x.md)", "x.md"),
        ("[mill]: /mill/ 'The mill'", "/mill/"),
        ("<https://quay.example/mill/>", "https://quay.example/mill/"),
        ("<a class='x' href='/mill/?a=1&amp;b=2'>mill</a>", "/mill/?a=1&b=2"),
        ("![mill](mill.jpg)", "mill.jpg"),
        ('<img alt="a > b" src=mill.jpg>', "mill.jpg"),
    ],
)
def test_a_link_is_found_in_every_form(text, target):
    assert targets(text) == [target]
    assert targets(f"One. {text} two") == ([] if text.startswith("[mill]:") else [target])


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b)`",
        "``[a](b) ` ``",
        "```\n[a](b)\n```",
        "~~~\n\n[a](b)\n\n~~~",
        "\\[a](b)",
        "<!-- [a](b) -->",
        "[a]\n\n(b)",
        "[^1]: b",
    ],
)
def test_what_is_no_link_is_none(text):
    assert targets(text) == []


def test_a_fence_that_is_never_closed_hides_nothing():
    assert targets("```\n\n[a](b)") == ["b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See [the *mill*](/m_l/).", "See the *mill* (/m_l/)."),
        ('See [the mill](/m/ "It burned").', "See the mill (It burned, /m/)."),
        ("See [/m/](/m/).", "See /m/."),
        ("![A mill](m.jpg)", "A mill (m.jpg)"),
        ("![](m.jpg)", "(m.jpg)"),
        ("[![A mill](m.jpg)](/m/)", "A mill (m.jpg) (/m/)"),
        ("See [the mill][m] and [m].\n\n[m]: /m/\n", "See the mill (/m/) and m (/m/).\n\n"),
        ("<https://quay.example/m/>", "https://quay.example/m/"),
        ('See <a href="/m/">the mill</a>.', "See the mill (/m/)."),
        (
            '<figure><img src="m.jpg" alt="A mill"><figcaption>Cap</figcaption></figure>',
            "<figure>A mill (m.jpg)<figcaption>Cap</figcaption></figure>",
        ),
    ],
)
def test_a_link_that_leads_nowhere_keeps_its_words_and_says_where_it_went(text, words):
    assert rewritten(text, lambda spot: Gone(spot.target)) == words


def test_a_link_is_led_elsewhere_in_every_form():
    text = 'A [b](c "d") ![e](f) <https://g.example> <a href="h">i</a> [j][k]\n\n[k]: l "m"'
    assert rewritten(text, lambda spot: "x(1)&y") == (
        'A [b](x(1)&y "d") ![e](x(1)&y) [https://g.example](x(1)&y) <a href="x(1)&amp;y">i</a> [j][k]\n\n[k]: x(1)&y "m"'
    )


@settings(max_examples=200)
@given(st.text(alphabet="ab []()!`<>\\\n\"':*/#", max_size=60))
def test_a_text_whose_links_stay_is_the_same_to_the_letter(text):
    assert rewritten(text, lambda spot: None) == text
    assert rewritten(text, lambda spot: spot.target if spot.kind not in ("auto", "a", "img") else None) == text


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["[one](w:1)", "![two](w:2)", "*three*", "`[x](y)`", "[four [five]](w:3)", "> ", "\n\n", " ", "[z]"]
        ),
        max_size=12,
    )
)
def test_no_word_is_lost_when_links_become_text(parts):
    text = " ".join(parts)
    became = rewritten(text, lambda spot: Gone(spot.target))
    assert [w for w in shown(became).split() if w.isalpha()].count("one") == parts.count("[one](w:1)")
    assert became.count("w:") == text.count("w:")
    assert not targets(became)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 300_000,
        "](" * 150_000,
        "[a](" * 90_000,
        "`" * 7 + " ``" * 100_000,
        "<a href='x'>" * 30_000,
        "![" * 150_000 + "](x)" * 60_000,
        "[a]: " * 60_000,
    ],
    ids=range(7),
)
def test_a_text_of_brackets_alone_takes_no_longer_than_its_length(text):
    tried = 0
    for spot in spots_in(text):
        tried += len(spot.target)
        assert spot.end <= len(text)
    assert tried <= len(text)
