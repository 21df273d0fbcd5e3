"""What machines read in the sample says what its editors wrote, and what feed readers make of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from backfile.urls import encoded, slug_of

PROJECT = Path(__file__).parents[2]
BASE = "https://example.github.io/archive"
HERE = Path(__file__).parent


def stories():
    """(front matter as plain YAML, output path) of every story that the sample publishes."""
    for path in sorted((PROJECT / "content/stories").rglob("*.md")):
        matter = yaml.load(path.read_text("utf-8").split("\n---\n")[0].removeprefix("---\n"), yaml.BaseLoader)
        slug = matter.get("slug") or slug_of(path.stem)
        page = f"{matter['date'][:10].replace('-', '/')}/{slug}/index.html"
        if matter.get("status", "published") == "published" and not {"embargo", "draft"} & set(matter):
            yield pytest.param(matter, page, id=path.stem)


def names(things):
    return [thing["name"] for thing in things or ()]


def listed(value):
    return [] if not value else value if isinstance(value, list) else [value]


@pytest.fixture(scope="module")
def extruct():
    return pytest.importorskip("extruct", reason="extruct, which reads JSON-LD back, is not installed")


@pytest.mark.parametrize(("matter", "page"), list(stories()))
def test_json_ld_read_back_is_the_front_matter(sample, extruct, matter, page):
    found = extruct.extract(sample[page].decode(), syntaxes=["json-ld"])["json-ld"]
    article = next(one for one in found if one["@type"] == "NewsArticle")
    crumbs = next(one for one in found if one["@type"] == "BreadcrumbList")
    address = f"{BASE}/{encoded(page.removesuffix('index.html'))}"
    pictures = [image for image in matter.get("images") or () if image.get("src")]
    told = {
        "headline": article["headline"],
        "date": article["datePublished"][:10],
        "updated": article["dateModified"][:10],
        "bylines": [one["name"] for one in article["author"] if one["@type"] == "Person"],
        "section": article.get("articleSection"),
        "tags": article.get("keywords", []),
        "kicker": article.get("alternativeHeadline"),
        "summary": article["description"] if "summary" in matter else None,
        "dateline": article.get("dateline"),
        "agency": (article.get("sourceOrganization") or {}).get("name"),
        "places": names(article.get("contentLocation")),
        "people": names(one for one in article.get("mentions", ()) if one["@type"] == "Person"),
        "organisations": names(one for one in article.get("mentions", ()) if one["@type"] == "Organization"),
        "series": names(one for one in article["isPartOf"] if one["@type"] == "CreativeWorkSeries"),
        "corrections": [(one.get("datePublished"), one["text"]) for one in article.get("correction", ())],
        "pictures": len(article.get("image", ())) if pictures else 0,
        "credit": article.get("creditText"),
        "rights": article.get("copyrightNotice"),
        "paper": names(one for one in article["isPartOf"] if one["@type"] == "Newspaper"),
        "origin": article.get("isBasedOn"),
        "lang": article["inLanguage"],
        "url": article["url"],
        "trail": [(step["position"], step["name"]) for step in crumbs["itemListElement"]][-1:],
    }
    assert told == {
        "headline": matter["title"],
        "date": matter["date"][:10],
        "updated": max(
            [matter.get("updated") or matter["date"], *(one["date"] for one in matter.get("corrections") or ())]
        )[:10],
        "bylines": listed(matter.get("bylines")),
        "section": matter.get("section"),
        "tags": listed(matter.get("tags")),
        "kicker": matter.get("kicker"),
        "summary": matter.get("summary"),
        "dateline": matter.get("dateline"),
        "agency": matter.get("agency"),
        "places": listed(matter.get("places")),
        "people": listed(matter.get("people")),
        "organisations": listed(matter.get("organisations")),
        "series": listed(matter.get("series")),
        "corrections": [(one.get("date"), one["text"]) for one in matter.get("corrections") or ()],
        "pictures": len(pictures),
        "credit": next((image["credit"] for image in matter.get("images") or () if image.get("credit")), None),
        "rights": matter.get("rights"),
        "paper": ["The Port Thole Pilot"],
        "origin": (matter.get("origin") or {}).get("url"),
        "lang": matter.get("lang", "en-GB"),
        "url": address,
        "trail": [(len(crumbs["itemListElement"]), matter["title"])],
    }


@pytest.mark.parametrize(("matter", "page"), list(stories()))
def test_libraries_and_reference_managers_are_told_the_same(sample, matter, page):
    tree = pytest.importorskip("lxml.html").fromstring(sample[page])

    def told(name):
        return tree.xpath(f'//meta[@name="{name}" or @property="{name}"]/@content')

    authors = listed(matter.get("bylines")) or listed(matter.get("agency"))
    assert told("citation_title") == told("DC.title") == told("og:title") == [matter["title"]]
    assert told("citation_author") == told("DC.creator") == authors
    assert told("citation_publication_date") == [matter["date"][:10].replace("-", "/")]
    assert told("DC.language") == [matter.get("lang", "en-GB")]
    if any(image.get("src") for image in matter.get("images") or ()):
        assert told("twitter:card") == ["summary_large_image"]
        assert re.match(rf"{BASE}/[^\s]+\.(jpg|png|webp)$", told("og:image")[0])
        assert told("og:image:alt")
    else:
        assert told("twitter:card") == ["summary"]


def test_every_picture_that_machines_are_told_of_is_a_file_that_any_site_can_show(sample):
    named = set()
    for path, data in sample.items():
        if path.endswith(".html"):
            named.update(re.findall(rb'<meta property="og:image" content="([^"]+)"', data))
            for listed_there in re.findall(rb'"image":\[([^]]*)\]', data):
                named.update(re.findall(rb'"([^"]+)"', listed_there))
        elif path.endswith("feed.json"):
            named.update(item["image"].encode() for item in json.loads(data)["items"] if "image" in item)
    assert len(named) > 5
    for address in named:
        assert unquote(address.decode()).removeprefix(BASE + "/") in sample
        assert address.endswith((b".1200.jpg", b".jpg", b".png"))


def feeds(sample, ending):
    return {path: data for path, data in sample.items() if path.endswith(ending)}


def test_every_term_has_feeds_and_every_page_leads_to_the_sites(sample):
    terms = {path.removesuffix("index.html") for path, data in sample.items() if b'class="kind-term"' in data}
    heads = {path for path in terms if not re.search(r"/\d{4}/(\d+/)?$", path)}
    assert heads
    assert {path.removesuffix("feed.xml") for path in feeds(sample, "feed.xml")} == heads | {""}
    assert {path.removesuffix("feed.json") for path in feeds(sample, "feed.json")} == heads | {""}


def test_atom_feeds_pass_the_schema_and_a_reader_sees_what_is_there(sample):
    etree = pytest.importorskip("lxml.etree")
    feedparser = pytest.importorskip("feedparser")
    schema = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
    for path, data in feeds(sample, "feed.xml").items():
        schema.assertValid(etree.fromstring(data))
        read = feedparser.parse(data)
        assert not read.bozo, path
        assert [e.published for e in read.entries] == sorted((e.published for e in read.entries), reverse=True)
        for entry in read.entries:
            assert entry.link.startswith(BASE)
            page = sample[next(p for p in [entry.link.removeprefix(BASE + "/") + "index.html"])]
            assert entry.title in re.sub("&#39;", "'", page.decode())


def test_json_feeds_are_of_version_1_1_and_tell_the_same_stories(sample):
    for path, data in feeds(sample, "feed.json").items():
        feed = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == f"{BASE}/{encoded(path)}"
        assert feed["home_page_url"] == f"{BASE}/{encoded(path.removesuffix('feed.json'))}"
        atom = sample[path.replace("feed.json", "feed.xml")].decode()
        assert [item["id"] for item in feed["items"]] == re.findall(r"<entry[^>]*><id>([^<]+)</id>", atom)
        for item in feed["items"]:
            assert item["url"].startswith("https://")
            assert "content_text" in item or "content_html" in item
            assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$", item["date_published"])
