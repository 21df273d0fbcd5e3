"""What was corrected is told on the story, in a feed and to machines; nothing of it comes from held stories."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from backfile import feeds
from backfile.model import Card, Job, Page
from tests.engine.tiny import SETTINGS

ATOM = "{http://www.w3.org/2005/Atom}"


def corrected(tiny, name: str, *notes: tuple[str, str, str], **fields: str) -> None:
    listed = ", ".join(f'{{date: {day}, kind: {kind}, text: "{text}"}}' for day, kind, text in notes)
    tiny.story(name, f"The {name}", "1995-05-05", corrections=f"[{listed}]", **fields)


def entries(tiny) -> list[tuple[str, str, str]]:
    """(title, content, day) of each entry of the feed, in order."""
    feed = ElementTree.fromstring(tiny.site()["corrections.xml"])
    found = feed.findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in found}) == len(found)
    texts = ("title", "content", "updated")
    return [
        tuple((entry.findtext(ATOM + name) or "")[: 10 if name == "updated" else None] for name in texts)
        for entry in found
    ]


def test_the_feed_has_every_correction_newest_first_over_the_years(tiny):
    corrected(tiny, "flood", ("1995-06-01", "correction", "It was <b>Monday</b> & not Sunday."))
    corrected(tiny, "ferry", ("2001-01-02", "note", "Sold."), ("1995-05-30", "clarification", "It is a ketch."))
    tiny.build()
    assert entries(tiny) == [
        ("Note: The ferry", "Sold.", "2001-01-02"),
        ("Correction: The flood", "It was <b>Monday</b> & not Sunday.", "1995-06-01"),
        ("Clarification: The ferry", "It is a ketch.", "1995-05-30"),
    ]


def test_the_feed_follows_every_edit_and_goes_with_the_last_correction(tiny):
    corrected(tiny, "flood", ("1995-06-01", "correction", "Monday."))
    corrected(tiny, "gate", ("1995-06-02", "correction", "A secret."), status="draft")
    tiny.build()
    assert [text for _, text, _ in entries(tiny)] == ["Monday."]
    before = tiny.site()["corrections.xml"]
    tiny.story("ferry", body="No matter.")
    tiny.build()
    assert tiny.site()["corrections.xml"] == before
    corrected(tiny, "flood", ("1995-06-01", "correction", "Monday."), ("1996-06-01", "correction", "No, Tuesday."))
    tiny.build()
    assert [text for _, text, _ in entries(tiny)] == ["No, Tuesday.", "Monday."]
    assert tiny.site() == tiny.clean_build()
    corrected(tiny, "flood", status="withdrawn")
    tiny.build()
    assert "corrections.xml" not in tiny.site()


def test_the_page_of_corrections_leads_to_the_feed_and_others_do_not(tiny):
    corrected(tiny, "flood", ("1995-06-01", "correction", "Monday."))
    tiny.build()
    site = tiny.site()
    pages = [path for path, data in site.items() if path.endswith(".html") and b"corrections.xml" in data]
    assert pages == ["corrections/1995/index.html", "corrections/index.html"]
    for page in pages:
        assert b'type="application/atom+xml"' in site[page]


def test_a_day_stands_once_above_all_its_corrections(tiny):
    tiny.settings(SETTINGS.replace('theme = "plain"', 'theme = "broadsheet"'))
    corrected(tiny, "flood", ("1995-06-01", "correction", "Monday."), ("1996-06-01", "correction", "Tuesday."))
    corrected(tiny, "ferry", ("1995-06-01", "correction", "Two ferries."), ("1995-07-01", "note", "One has sunk."))
    tiny.build()
    page = tiny.site()["corrections/1995/index.html"].decode()
    days = re.findall(r'<h2><time datetime="(.*?)">', page)
    assert days == ["1995-07-01", "1995-06-01"]
    assert sorted(re.findall(r"<span>([^<]+)</span></p>", page)) == ["Monday.", "One has sunk.", "Two ferries."]


def test_without_a_base_url_there_is_no_feed(tiny):
    tiny.settings('title = "Tiny"\ntheme = "plain"\n')
    corrected(tiny, "flood", ("1995-06-01", "correction", "Monday."))
    tiny.build()
    assert "corrections.xml" not in tiny.site()
    assert not any(b"corrections.xml" in data for path, data in tiny.site().items() if path.endswith(".html"))


def test_machines_are_told_of_the_correction_and_that_it_changed_the_story(tiny):
    corrected(tiny, "flood", ("1995-06-01", "correction", "Monday."), updated="1995-05-06")
    tiny.build()
    page = tiny.site()["1995/05/05/flood/index.html"].decode()
    article = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert article["dateModified"] == "1995-06-01"
    assert article["correction"] == [{"@type": "CorrectionComment", "text": "Monday.", "datePublished": "1995-06-01"}]


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), min_size=1)


@given(text=TEXTS, kind=TEXTS, title=TEXTS)
def test_the_feed_is_well_formed_whatever_a_correction_says(text, kind, title):
    item = {"date": "1995-05-06", "text": text, "kind": kind, "card": Card("/a/", title, "1995-05-05", "1995-05-05")}
    show = {"title": title, "permalink": "/corrections/", "updated": "1995-05-06", "items": [item, item]}
    site = {"base_url": "https://a.example/", "title": "Tiny", "lang": "en"}
    made = feeds.corrections(Job(Page("corrections.xml", "/corrections.xml", "corrections_feed", "", show)), site)
    found = ElementTree.fromstring(made).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}content") for entry in found] == [text, text]
    assert len({entry.findtext(f"{ATOM}id") for entry in found}) == 2
