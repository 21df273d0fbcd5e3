"""Feeds, agency formats, web archives, tables, tool output."""

# ruff: noqa: E501 - captures keep their own lines

import io
import json

import pytest

from backfile.config import Config
from backfile.importers import packed
from backfile.importing import run_import
from tests.importers.reading import read, shown, stories


def test_a_feed_gives_whole_texts_and_says_which_are_cut():
    found = read("""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Quay</title><link>https://q.example</link><language>en-GB</language>
<item><title>Mill &amp; quay</title><link>https://q.example/1</link><guid>g1</guid><pubDate>Fri, 05 May 1995 08:17:00 -0400</pubDate>
<dc:creator>Ada Quay</dc:creator><category>Fire</category><description>Short.</description>
<content:encoded><![CDATA[<p>1984. That was the <a href="/x">mill</a>.</p>]]></content:encoded></item>
<item><title>Cut</title><guid>g2</guid><pubDate>Fri, 05 May 1995 09:00:00 GMT</pubDate><description>It began […]</description></item></channel></rss>""")
    first, second = found
    assert (first.story.title, first.story.date.text, first.key) == ("Mill & quay", "1995-05-05T08:17:00-04:00", "g1")
    assert (first.story.bylines, first.story.tags, first.story.lang) == (("Ada Quay",), ("Fire",), "en-GB")
    assert first.story.body == "1984\\. That was the [mill](https://q.example/x)."
    assert "beginning only" in second.review[0]


def test_a_json_feed():
    (story,) = stories(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Quay", "items": [
        {"id": "1", "title": "A", "content_text": "One.\n\nTwo.", "date_published": "1995-05-05T08:00:00Z", "tags": ["x"]}]}), "f.json")  # fmt: skip
    assert (story.body, story.tags, story.origin.outlet) == ("One.\n\nTwo.", ("x",), "Quay")


def test_ninjs():
    (story,) = stories(json.dumps({"uri": "u", "type": "text", "headline": "Mill burns", "versioncreated": "1995-05-05T08:00:00Z",
        "byline": "Ada Quay", "located": "PORT QUAY", "body_xhtml": "<p>It <b>burned</b>.</p>", "subject": [{"name": "Fire"}],
        "infosource": "Associated Press", "associations": {"main": {"type": "picture", "description_text": "The mill", "byline": "Jo"}}}), "a.json")  # fmt: skip
    assert (story.title, story.bylines, story.agency, story.dateline) == (
        "Mill burns",
        ("Ada Quay",),
        "Associated Press",
        "PORT QUAY",
    )
    assert (story.body, story.tags, story.images[0].caption) == ("It **burned**.", ("Fire",), "The mill")


def test_newsml_g2():
    (story,) = stories(
        """<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>1995-05-06T00:00:00Z</versionCreated></itemMeta><contentMeta><contentCreated>1995-05-05T08:00:00Z</contentCreated>
<headline>Mill burns</headline><by>Ada Quay</by><located><name>Port Quay</name></located><language tag="en"/><subject><name>Fire</name></subject>
</contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>One.</p><p>Two.</p></body></html></inlineXML></contentSet></newsItem>""",
        "n.xml",
    )
    assert (story.title, story.date.text, story.bylines) == ("Mill burns", "1995-05-05T08:00:00+00:00", ("Ada Quay",))
    assert (story.dateline, story.tags, story.lang, story.body) == ("Port Quay", ("Fire",), "en", "One.\n\nTwo.")


def test_nitf_with_a_picture():
    (story,) = stories(
        """<?xml version="1.0"?><nitf><head><docdata><date.issue norm="19950505T081700Z"/><key-list><keyword key="Fire"/></key-list></docdata></head>
<body><body.head><hedline><hl1>Mill burns</hl1><hl2>Nobody hurt</hl2></hedline><byline>By Ada Quay</byline><distributor>Reuters</distributor>
<dateline><location>PORT QUAY</location></dateline></body.head><body.content><p>One.</p><media><media-caption>The mill</media-caption>
<media-producer>Jo</media-producer></media><p>Two.</p></body.content><body.end><tagline>Reporting by Jo.</tagline></body.end></body></nitf>""",
        "n.xml",
    )
    assert (story.title, story.summary, story.agency, story.dateline) == (
        "Mill burns",
        "Nobody hurt",
        "Reuters",
        "PORT QUAY",
    )
    assert (story.date.text, story.bylines) == ("1995-05-05T08:17:00+00:00", ("Ada Quay",))
    assert (story.images[0].caption, story.images[0].credit) == ("The mill", "Jo")
    assert shown(story.body) == "One. Two. Reporting by Jo."


def imported(tmp_path, name: str, data: bytes, **wishes):
    (tmp_path / name).write_bytes(data)
    return run_import([tmp_path / name], root=tmp_path, content=tmp_path / "content", config=Config(), **wishes)


def test_tables_and_lines_are_one_story_a_row(tmp_path):
    table = 'headline;published;article\n"Mill; burns";1995-05-05;"One.\n\nTwo."\nBridge;1995-05-06;Open.\n'
    report = imported(tmp_path, "t.csv", table.encode(), mapping=[("body", "article")])
    assert [outcome.capture for outcome in report.outcomes] == ["t.csv#4", "t.csv#5"]
    assert "One.\n\nTwo." in (tmp_path / "content/stories/1995/mill-burns.md").read_text("utf-8")
    lines = b'{"title": "A", "date": "1995-05-05", "text": "x y"}\n\n{"title": "B", "date": "1995'
    report = imported(tmp_path, "t.jsonl", lines)
    assert (report.accounts.written, report.accounts.failed) == (1, 1)


def test_a_web_archive_gives_its_pages_with_address_and_moment(tmp_path):
    warcio = pytest.importorskip("warcio")
    assert warcio
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, status, kind in (("https://q.example/a", "200 OK", "text/html"), ("https://q.example/b", "404 No", "text/html"),
                              ("https://q.example/c.png", "200 OK", "image/png")):  # fmt: skip
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(b"<html><p>x</p></html>"), http_headers=headers,
                                           warc_headers_dict={"WARC-Date": "2001-02-03T04:05:06Z"})  # fmt: skip
        writer.write_record(record)
    (page,) = packed.captures(io.BytesIO(out.getvalue()), "w.warc.gz", "warc")
    assert (page.url, page.captured, page.name) == (
        "https://q.example/a",
        "2001-02-03T04:05:06Z",
        "w.warc.gz#https://q.example/a",
    )
    cut = list(packed.captures(io.BytesIO(out.getvalue()[:200]), "w.warc.gz", "warc"))
    assert len(cut) <= 1


@pytest.mark.parametrize(
    "told",
    [
        {"title": "Mill burns", "date": "1995-05-05", "author": "Ada Quay", "text": "One.\nTwo.", "sitename": "Quay"},
        {"title": "Mill burns", "publish_date": "1995-05-05T00:00:00", "authors": ["Ada Quay"], "text": "One.\n\nTwo.", "meta_site_name": "Quay"},
        {"title": "Mill burns | Quay", "byline": "By Ada Quay", "content": "<div><p>One.</p><p>Two.</p></div>", "siteName": "Quay",
         "publishedTime": "1995-05-05T08:00:00Z"},
        {"@type": "NewsArticle", "headline": "Mill burns", "datePublished": "1995-05-05", "author": [{"name": "Ada Quay"}],
         "articleBody": "One.\n\nTwo.", "publisher": {"name": "Quay"}},
        {"title": "Mill burns", "publishing_date": "1995-05-05 08:00:00+00:00", "authors": ["Ada Quay"], "publication": "Quay",
         "body": {"summary": [], "sections": [{"headline": [], "paragraphs": ["One.", "Two."]}]}},
        {"title": "Mill burns", "date_publish": "1995-05-05 08:00:00", "authors": ["Ada Quay"], "maintext": "One.\nTwo.", "publisher": "Quay"},
        {"title": {"rendered": "Mill burns"}, "date_gmt": "1995-05-05T08:00:00", "content": {"rendered": "<p>One.</p><p>Two.</p>"},
         "author": "Ada Quay", "publication": "Quay"},
    ],
    ids=["trafilatura", "newspaper", "readability", "json-ld", "fundus", "news-please", "wp-rest"],
)  # fmt: skip
def test_every_tool_says_the_same_story(told):
    (story,) = stories(json.dumps(told), "x.json")
    assert (story.title, story.date.day, story.bylines, story.body) == (
        "Mill burns",
        "1995-05-05",
        ("Ada Quay",),
        "One.\n\nTwo.",
    )
    assert story.origin.outlet == "Quay"
