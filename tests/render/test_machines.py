"""What machines read: JSON-LD, Open Graph, Dublin Core, citation tags, feeds, sitemaps, robots.txt."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.jsonld import script
from backfile.model import Artifact
from backfile.render import rendered
from tests.render.jobs import SITE, card, full_story, story_job
from tests.render.jobs import page as page_job

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def blocks(text: str) -> list[dict]:
    return [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]


def meta(text: str, name: str) -> list[str]:
    return re.findall(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', text)


def test_the_json_ld_of_a_story_says_what_its_front_matter_says(page):
    article, crumbs = blocks(page(full_story()))
    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "Sallow comes up Fish Street"
    assert article["datePublished"] == "1994-01-30T07:15:00+00:00"
    assert article["dateModified"] == "1994-02-02"
    assert [author["name"] for author in article["author"]] == ["Idris Callaway", "Maureen van der Tidswell"]
    assert article["author"][0]["url"] == "https://example.github.io/archive/bylines/idris-callaway/"
    assert article["image"] == ["https://example.github.io/archive/images/gate.svg"]
    assert article["dateline"] == "PORT THOLE"
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "datePublished": "1994-02-02",
            "text": "The water stood 5.61 metres at Bell Quay, not 5.16.",
        }
    ]
    assert [whole["@type"] for whole in article["isPartOf"]] == ["Newspaper", "CreativeWorkSeries"]
    assert article["isBasedOn"] == "https://pilot.example/94/sallow"
    assert [step["name"] for step in crumbs["itemListElement"]] == [
        "Home",
        "1994",
        "January",
        "30",
        "Sallow comes up Fish Street",
    ]


def test_what_a_story_does_not_have_is_not_in_its_json_ld(page):
    empty = {"kicker": "", "summary": "", "dateline": "", "section": None, "tags": [], "places": [], "people": []}
    article = blocks(page(story_job(changes=empty), rights=""))[0]
    assert set(article) == {
        "@context",
        "@type",
        "headline",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "url",
        "mainEntityOfPage",
        "inLanguage",
        "isAccessibleForFree",
        "wordCount",
        "isPartOf",
        "description",
    }


def test_a_story_without_a_byline_is_the_papers_and_names_the_agency_as_its_source(page):
    article = blocks(page(story_job(changes={"bylines": [], "agency": "Associated Press"})))[0]
    assert article["author"] == [article["publisher"]]
    assert article["sourceOrganization"] == {"@type": "Organization", "name": "Associated Press"}


def test_a_picture_in_the_text_is_the_storys_picture_when_it_has_no_other(page):
    body = '<p><img alt="A boat" src="../../../../images/boat%20one.jpg"></p><p>Words.</p>'
    assert blocks(page(story_job(body=body)))[0]["image"] == ["https://example.github.io/archive/images/boat%20one.jpg"]


def test_the_opening_of_a_story_without_a_summary_describes_it(page):
    body = "<p>Port Thole &amp; its <a href='../'>sluice\ngate</a>. " + "Word " * 80 + "</p><p>No more.</p>"
    (description,) = meta(page(story_job(body=body, changes={"summary": ""})), "description")
    assert description.startswith("Port Thole &amp; its sluice gate. Word Word")
    assert description.endswith("Word…")
    assert len(description) < 210


@given(st.text())
def test_json_ld_cannot_end_its_own_element_and_reads_back_as_it_was(title):
    element = script({"headline": title})
    inside = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside) == {"headline": title}


def test_open_graph_dublin_core_and_citation_tags_agree(page):
    text = page(full_story())
    for name in ("og:title", "DC.title", "citation_title"):
        assert meta(text, name) == ["Sallow comes up Fish Street"]
    for name in ("DC.creator", "citation_author"):
        assert meta(text, name) == ["Idris Callaway", "Maureen van der Tidswell"]
    assert meta(text, "og:type") == ["article"]
    assert meta(text, "citation_publication_date") == ["1994/01/30"]
    assert meta(text, "article:published_time") == ["1994-01-30T07:15:00+00:00"]


def test_every_page_points_to_the_feeds_and_a_term_to_its_own(page):
    term = {
        "name": "Flood",
        "slug": "flood",
        "permalink": "/tags/flood/",
        "count": 1,
        "first_year": "1994",
        "last_year": "1994",
    }
    show = {
        "taxonomy": {"name": "tags", "permalink": "/tags/"},
        "term": term,
        "cards": [card(1)],
        "years": [],
        "run": None,
        "newer": None,
        "older": None,
    }
    text = page(page_job("term", "/tags/flood/", show))
    assert re.findall(r'type="application/[a-z]+\+[a-z]+" title="([^"]*)" href="([^"]*)"', text) == [
        ("The Port Thole Pilot", "../../feed.xml"),
        ("The Port Thole Pilot", "../../feed.json"),
        ("The Port Thole Pilot: Flood", "../../tags/flood/feed.xml"),
    ]


def made(broadsheet, kind: str, address: str, /, **show: object) -> str:
    result = rendered(page_job(kind, address, show), broadsheet, SITE)
    assert isinstance(result, Artifact)
    return result.data.decode()


def test_an_atom_feed_is_well_formed_whatever_its_headlines_hold(broadsheet):
    cards = [
        card(1, title="<b>Fish & chips</b> “at sea”", lang="fr"),
        card(2, bylines=(), agency="Associated Press", summary=""),
    ]
    feed = ET.fromstring(made(broadsheet, "feed", "/feed.xml", title="The Pilot", permalink="/", cards=cards))
    entries = feed.findall(ATOM + "entry")
    assert entries[0].findtext(ATOM + "title") == "<b>Fish & chips</b> “at sea”"
    assert entries[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert entries[1].findtext(f"{ATOM}author/{ATOM}name") == "Associated Press"
    assert feed.findtext(ATOM + "updated") == max(entry.findtext(ATOM + "updated") for entry in entries)
    assert [link.get("href") for link in feed.findall(ATOM + "link")] == [
        "https://example.github.io/archive/feed.xml",
        "https://example.github.io/archive/",
    ]


@pytest.mark.parametrize(("written", "shown"), [
    ("1995-05-05", "1995-05-05T00:00:00Z"), ("1995-05-05T08:17+01:00", "1995-05-05T08:17:00+01:00"),
    ("1995-05-05T08:17Z", "1995-05-05T08:17:00Z"), ("1995-05-05T08:17:09.5-04:00", "1995-05-05T08:17:09.5-04:00"),
])  # fmt: skip
def test_days_and_moments_in_feeds_are_rfc_3339(written, shown, broadsheet):
    text = made(broadsheet, "json_feed", "/feed.json", title="The Pilot", permalink="/", cards=[card(1, date=written)])
    assert json.loads(text)["items"][0]["date_published"] == shown


def test_a_feed_without_a_story_is_still_a_feed(broadsheet):
    feed = ET.fromstring(made(broadsheet, "feed", "/feed.xml", title="The Pilot", permalink="/", cards=[]))
    assert feed.findtext(ATOM + "updated") == "1970-01-01T00:00:00Z"


def test_a_sitemap_lists_full_encoded_addresses_with_the_days_that_are_known(broadsheet):
    text = made(broadsheet, "sitemap", "/sitemaps/1991.xml", urls=[("/1991/05/02/سفينة/", "1991-05-03"), ("/a/", "")])
    urls = ET.fromstring(text).findall(MAP + "url")
    assert [url.findtext(MAP + "lastmod") for url in urls] == ["1991-05-03", None]
    assert urls[0].findtext(MAP + "loc").startswith("https://example.github.io/archive/1991/05/02/%D8%B3")


def test_the_index_of_sitemaps_and_robots_txt_name_full_addresses(broadsheet):
    index = ET.fromstring(made(broadsheet, "sitemap_index", "/sitemap.xml", sitemaps=["/sitemaps/1991.xml"]))
    assert index.findtext(f"{MAP}sitemap/{MAP}loc") == "https://example.github.io/archive/sitemaps/1991.xml"
    assert "Sitemap: https://example.github.io/archive/sitemap.xml\n" in made(
        broadsheet, "robots", "/robots.txt", sitemap="/sitemap.xml"
    )
    assert "Sitemap" not in made(broadsheet, "robots", "/robots.txt", sitemap="")


def test_a_news_sitemap_names_paper_language_date_and_title(broadsheet):
    text = made(broadsheet, "news_sitemap", "/news-sitemap.xml", cards=[card(1, title="Tea & toast")])
    news = "{http://www.google.com/schemas/sitemap-news/0.9}"
    assert ET.fromstring(text).findtext(f"{MAP}url/{news}news/{news}title") == "Tea & toast"
    assert ET.fromstring(text).findtext(f"{MAP}url/{news}news/{news}publication/{news}language") == "en"
