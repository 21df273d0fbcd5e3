"""A saved page becomes its story: the body without what stands around it, fields from what the page says of itself."""

# ruff: noqa: E501 - captures keep their own lines

import pytest

from backfile.model import Problem
from tests.importers.reading import read, shown, stories

pytest.importorskip("trafilatura")

SENTENCES = [
    f"The {what} on the quay was the {nth} to be told of the flood that came in the night, said the harbour master."
    for what, nth in zip(("baker", "smith", "ferryman", "teacher", "priest", "fisher"), ("first", "second", "third", "fourth", "fifth", "last"), strict=True)
]  # fmt: skip


def page(body: str = "", head: str = "", after: str = "") -> str:
    told = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Flood on the quay | Quay Courier</title>
<meta property="og:title" content="Flood on the quay"><meta property="og:site_name" content="Quay Courier">{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Flood on the quay</h1>{body}<div class="article-body">{told}</div></article>
<aside class="related"><h3>Most read</h3><ul><li><a href="/x">Dog finds its way home after a year</a></li></ul></aside>{after}
<footer><p>© 2001 Quay Courier. All rights reserved.</p></footer></body></html>"""


LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"},
{"@type": "NewsArticle", "headline": "Flood on the quay", "datePublished": "2001-02-03T04:05:06+01:00",
"author": [{"@type": "Person", "name": "Ada Quay"}, {"@type": "Organization", "name": "Reuters"}], "articleSection": "Town",
"keywords": "flood, Quay Courier, harbour, /article, None",}]}</script>"""


def test_the_body_stays_and_the_page_goes():
    (story,) = stories(page(), "a.html")
    assert shown(story.body) == " ".join(SENTENCES)
    assert (story.title, story.lang, story.origin.outlet) == ("Flood on the quay", "en-GB", "Quay Courier")


def test_fields_come_from_structured_values_even_with_a_comma_too_many():
    (story,) = stories(page(head=LD), "a.html")
    assert story.date.text == "2001-02-03T04:05:06+01:00"
    assert (story.bylines, story.agency, story.section) == (("Ada Quay",), "Reuters", "Town")
    assert story.tags == ("flood", "harbour")


def test_a_page_without_date_and_names_invents_none():
    (story,) = stories(page(), "a.html")
    assert (story.date, story.bylines, story.agency, story.dateline) == (None, (), "", "")


def test_a_figure_gives_picture_caption_and_credit_and_stays_out_of_the_body():
    figure = """<figure><img src="flood_files/mill.jpg" alt="A mill"><figcaption>The mill stood in the water on Friday.
    (Photo: Jo Lamb)</figcaption><a href="#large"><figcaption>The mill stood in the water on Friday. (Photo: Jo Lamb)</figcaption></a></figure>"""
    found = read(page(figure), "a.html")[0]
    (image,) = found.story.images
    assert (image.src, image.alt, image.caption, image.credit) == (
        "beside:flood_files/mill.jpg",
        "A mill",
        "The mill stood in the water on Friday.",
        "Jo Lamb",
    )
    assert found.pictures == ("flood_files/mill.jpg",)
    assert "mill stood" not in found.story.body


def test_links_headings_and_lists_of_the_story_are_kept():
    inner = "<h2>What the tide took</h2><p>See <a href='https://e.org/r'>the report</a> of the <em>harbour office</em>, which was long.</p>"
    (story,) = stories(page().replace("</p></div>", "</p>" + inner + "</div>"), "a.html")
    assert "## What the tide took" in story.body
    assert "[the report](https://e.org/r) of the *harbour office*" in story.body


def test_charsets_are_believed_where_they_are_true():
    text = page().replace("baker", "Bäcker").replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    assert "Bäcker" in stories(text, "a.html")[0].body
    assert (
        "Bäcker" in stories(page().replace("baker", "Bäcker").replace("utf-8", "iso-8859-1").encode(), "a.html")[0].body
    )


def test_a_page_without_text_is_a_problem():
    (problem,) = read("<html><body><script>x()</script></body></html>", "a.html")
    assert isinstance(problem, Problem)


def test_every_block_says_why():
    found = read(page(head=LD), "a.html")[0]
    fates = {piece.text: (piece.fate, piece.reason) for piece in found.pieces}
    assert fates[SENTENCES[0]][0] == "kept"
    assert fates["Most read"][0] == "dropped"
    assert fates["Most read"][1]


def test_the_only_headline_on_the_page_is_the_title_whatever_other_sites_are_told():
    told = page().replace("<h1>Flood on the quay</h1>", "<h1>The night the harbour came indoors</h1>")
    assert stories(told, "a.html")[0].title == "The night the harbour came indoors"
    label = page().replace("<h1>Flood on the quay</h1>", "<h1>Town</h1>")
    assert stories(label, "a.html")[0].title == "Flood on the quay"
