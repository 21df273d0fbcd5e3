"""Every kind of page in the default theme, in its plain and its extreme states."""

from __future__ import annotations

import json
import pickle
import posixpath
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from backfile.model import Job
from backfile.render import KINDS, rendered
from tests.render.jobs import ARABIC, BODY, LONG, SITE, card, full_story, jobs, story_job
from tests.render.jobs import page as page_job

VOID = {"meta", "link", "img", "br", "hr", "input"}


class Outline(HTMLParser):
    """What a test asks of a page: whether its tags close, its links, its headings, its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src") and value is not None]
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        if tag not in VOID and tag not in ("rect", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in ("rect", "path"):
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def ids(job: Job) -> str:
    return job.page.permalink


HTML = [job for job in jobs() if isinstance(KINDS[job.page.kind], str)]


def test_there_is_a_job_here_for_every_kind_of_page():
    assert {job.page.kind for job in jobs()} == set(KINDS)


@pytest.mark.parametrize("job", HTML, ids=ids)
def test_a_page_is_whole_and_holds_neither_script_nor_style_nor_a_gap_in_its_headings(job, page):
    outline = Outline(page(job))
    assert not outline.open
    assert not outline.faults
    assert outline.headings[0] == "h1"
    assert outline.headings.count("h1") == 1
    assert all(
        later <= earlier or ord(later[1]) - ord(earlier[1]) == 1
        for earlier, later in zip(outline.headings, outline.headings[1:], strict=False)
    )
    assert not {name for name in outline.attributes if name == "style" or name.startswith("on")}
    assert "style" not in outline.tags


@pytest.mark.parametrize("job", HTML, ids=ids)
def test_links_lead_from_the_page_to_the_root_of_the_site_and_never_out_of_it(job, page):
    for link in Outline(page(job)).links:
        parts = urlsplit(link)
        if parts.scheme or not parts.path:
            assert parts.scheme in ("https", "mailto", ""), link
        elif job.page.kind == "not_found":
            assert link.startswith("/archive/")
        else:
            assert not link.startswith("/")
            here = posixpath.dirname("site/" + job.page.path)
            assert posixpath.normpath(posixpath.join(here, unquote(parts.path))).split("/")[0] == "site", link


def test_the_same_bytes_come_out_of_another_process_and_whatever_was_rendered_before(broadsheet):
    copy = pickle.loads(pickle.dumps(broadsheet))
    assert [rendered(job, broadsheet, SITE) for job in jobs()] == [
        rendered(job, copy, SITE) for job in reversed(jobs())
    ][::-1]


def test_no_two_pages_share_a_title(page):
    titles = [re.search("<title>(.*?)</title>", page(job))[1] for job in HTML]
    assert len(titles) == len(set(titles))


def test_a_story_without_byline_picture_section_or_summary_has_no_empty_place_for_them(page):
    bare = next(job for job in jobs() if job.page.permalink == "/1988/01/22/car/")
    text = page(bare)
    assert '<p class="summary">' not in text
    assert "<figure" not in text
    assert "By " not in text
    assert '<dl class="terms">' not in text
    assert '<time datetime="1988-01-22">Friday, 22 January 1988</time>' in text


def test_a_story_of_3000_words_with_all_that_can_be_said_of_it_is_light(page):
    words = "Everybody on the quay looked the wrong way, the harbour master said afterwards; nobody heard a bell."
    paragraphs = [f"<p>{' '.join([words] * 6)}</p>" for _ in range(32)]
    job = full_story()._replace(body="\n".join(paragraphs))
    assert len(re.findall(r"\w+", job.body)) > 3000
    assert len(page(job).encode()) <= 50_000


def test_a_story_shows_kicker_title_summary_bylines_dateline_dates_correction_and_terms(page):
    text = page(full_story())
    for shown in (
        "Town council",
        "<h1>Sallow comes up Fish Street</h1>",
        "Maureen van der Tidswell</a>",
        "PORT THOLE",
        '<time datetime="1994-01-30T07:15:00+00:00">Sunday, 30 January 1994</time>',
        "Updated",
        "The water stood 5.61 metres",
        'href="../../../../tags/flood/"',
        "Part 1 of 3",
        "Cite this story",
        "mailto:editor@example.org",
    ):
        assert shown in text


def test_a_caption_without_its_picture_is_shown_as_such_and_not_as_a_broken_picture(page):
    text = page(full_story())
    assert text.count("<img") == 1
    assert "The picture is not in the archive." in text
    assert "Captain Ray Tulk lifts the County Plate." in text


def test_a_name_that_has_no_page_is_shown_without_a_link(page):
    text = page(story_job(changes={"bylines": [{"name": "A. Stringer", "permalink": ""}]}))
    assert "By A. Stringer" in text


def test_a_story_in_arabic_is_read_from_right_to_left_with_its_own_words_and_dates(page):
    arabic = next(job for job in jobs() if "ship" in job.page.permalink)
    text = page(arabic)
    assert '<html lang="ar" dir="rtl">' in text
    assert "الاستشهاد بهذا المقال" in text
    assert "مايو" in text
    assert '<a href="../../../../" lang="en-GB" dir="ltr">The Port Thole Pilot</a>' in text


def test_a_story_in_a_language_without_words_of_ours_keeps_the_interface_of_the_archive(page):
    text = page(story_job(changes={"lang": "gd"}))
    assert '<html lang="en-GB" dir="ltr">' in text
    assert '<article class="bare" lang="gd" dir="ltr">' in text


def test_a_headline_in_another_language_says_so_in_a_list(page):
    day = page_job(
        "day",
        "/1995/05/31/",
        {
            "day": "1995-05-31",
            "cards": [card(1), card(2, title="سفينة", lang="ar")],
            "run": None,
            "newer": None,
            "older": None,
            "on_this_day": "",
        },
    )
    assert 'lang="ar" dir="rtl">سفينة</a>' in page(day)


@pytest.mark.parametrize("field", ["title", "kicker", "summary", "dateline", "agency", "rights"])
def test_markup_in_a_field_is_shown_as_text_everywhere(field, page):
    evil = "</title></script><script>alert(1)</script>\" onload='x' <!--"
    text = page(story_job(changes={field: evil}))
    assert "<script>alert" not in text
    assert "onload='x'" not in Outline(text).attributes
    assert not Outline(text).faults


def test_a_table_in_a_story_scrolls_by_itself(page):
    assert '<div class="scroll" role="group" tabindex="0" aria-label="Table"><table>' in page(story_job(body=BODY))
    assert "scroll" not in page(story_job(body=ARABIC))


def test_the_section_that_a_page_belongs_to_is_marked_in_the_navigation(page):
    assert '<a href="../../../../sections/news/" aria-current="true"' in page(story_job())


def test_a_page_of_a_date_leads_up_to_its_month_year_and_front_page(page):
    day = next(job for job in jobs() if job.page.permalink == "/1995/05/31/")
    assert {"../../../", "../../../1995/", "../../../1995/05/"} <= set(Outline(page(day)).links)


def test_families_of_pages_that_are_turned_off_are_not_linked(page):
    families = dict.fromkeys(SITE["families"], False)
    links = Outline(page(story_job(), families=families)).links
    assert "../../../../1987/02/" not in links
    assert "../../../../on-this-day/" not in links
    assert "../../../../corrections/" not in links


def test_the_year_shows_each_day_with_its_count_in_words_and_no_day_that_does_not_exist(page):
    year = next(job for job in jobs() if job.page.kind == "year")
    text = page(year)
    assert 'aria-label="2 January: 3 stories">3</a>' in text
    assert text.count('<td class="no">') == 7  # 29, 30 and 31 February, and the 31st of four months


def test_an_archive_without_base_url_has_no_canonical_no_feed_and_no_full_address(page):
    text = page(full_story(), base_url="", feed="", json_feed="")
    assert "canonical" not in text
    assert "application/atom+xml" not in text
    assert "https://example.github.io" not in text
    assert "BreadcrumbList" not in text


def test_a_redirect_leads_a_reader_and_a_crawler_to_the_new_address(page):
    text = page(page_job("redirect", "/old/sluice/", {"target": "/1987/02/11/sluice-gate/"}))
    assert '<meta http-equiv="refresh" content="0; url=../../1987/02/11/sluice-gate/">' in text
    assert '<link rel="canonical" href="https://example.github.io/archive/1987/02/11/sluice-gate/">' in text


def test_a_tombstone_names_story_day_and_reason_and_asks_not_to_be_indexed(page):
    gone = next(job for job in jobs() if job.page.kind == "withdrawn")
    text = page(gone)
    for shown in ("The harbour master’s sister", "At the request of the family.", "1 June 2011", 'content="noindex"'):
        assert shown in text
    assert "application/ld+json" not in text


def test_an_empty_archive_has_a_front_page_that_says_so(page):
    empty = page_job(
        "home", "/", {"lead": None, "latest": [], "sections": [], "years": [], "first_day": "", "last_day": ""}
    )
    assert "No story has been published yet." in page(empty, nav=[], taxonomies=[])


def test_a_headline_of_two_hundred_characters_is_kept_whole(page):
    long = next(job for job in jobs() if "long" in job.page.permalink)
    text = page(long)
    assert f"{LONG}</h1>" in text
    article = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
    assert article["headline"] == LONG
