"""No page grows without bound: what would be too long is cut, and a change touches few of the pieces."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace

import pytest

from backfile import execute, pipeline, plan, produce, reading
from backfile.config import Config
from backfile.model import Card, Job, Page
from backfile.opening import opened
from backfile.options import Options
from backfile.plan import dates, front, groups, story, terms
from backfile.state import Archive, Kept, Memory, open_store
from backfile.taxonomy import Term
from tests.engine.tiny import NOW, SETTINGS


@pytest.fixture
def small(monkeypatch):
    """The lengths at which pages are cut, at a scale that a test can reach."""
    for room, name, length in [
        (dates, "DAY_LENGTH", 10), (dates, "SAME_DAY_LENGTH", 3), (front, "SITEMAP_LENGTH", 20),
        (terms, "INDEX_LENGTH", 10), (terms, "MOST_USED", 5), (story, "LONG_SERIES", 6), (groups, "LONG_SERIES", 6),
        (story, "SERIES_SHOWN", 5), (groups, "SERIES_SHOWN", 5), (groups, "MANY_CHANGES", 4),
    ]:  # fmt: skip
        monkeypatch.setattr(room, name, length)


def titles_on(tiny, path: str) -> set[str]:
    return set(re.findall(r"Story (\d+)", tiny.site()[path].decode()))


def test_a_day_with_very_many_stories_is_cut(tiny, small):
    for number in range(35):
        tiny.story(f"s{number}", f"Story {number}", "1999-09-09")
    tiny.build()
    runs = [path for path in tiny.site() if path == "1999/09/09/index.html" or "/page-" in path]
    assert len(runs) == 4
    assert set.union(*(titles_on(tiny, path) for path in runs)) == {str(number) for number in range(35)}
    assert max(len(titles_on(tiny, path)) for path in runs) <= 10
    tiny.story("s40", "Story 40", "1999-09-09")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_the_same_day_in_all_years_shows_a_few_stories_of_each(tiny, small):
    for year in (1997, 1998, 1999):
        for number in range(7):
            tiny.story(f"{year}-{number}", f"Story {year}{number}", f"{year}-09-09")
    tiny.build()
    shown = titles_on(tiny, "on-this-day/09-09/index.html")
    assert shown == {f"{year}{number}" for year in (1997, 1998, 1999) for number in (4, 5, 6)}
    tiny.story("1998-9", "Story 19989", "1998-09-09")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_an_index_of_very_many_terms_is_cut_by_letter_and_length(tiny, small):
    for number in range(40):
        tiny.story(f"s{number}", f"Story {number}", tags=f"[{'ab'[number % 2]}{number}]")
    tiny.build()
    index = tiny.site()["tags/index.html"].decode()
    assert index.count("/tags/") < 20
    parts = [path for path in tiny.site() if path.startswith("tags/letters/")]
    assert sorted(parts) == [f"tags/letters/{letter}/{more}index.html" for letter in "ab" for more in ("2/", "")]
    tiny.story("one", tags="[c1]")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_sitemaps_are_cut_below_what_crawlers_take(tiny, small):
    for number in range(50):
        tiny.story(f"s{number}", f"Story {number}", "1999-09-09")
    tiny.build()
    maps = {path: data.count(b"<loc>") for path, data in tiny.site().items() if path.startswith("sitemaps/")}
    assert {"sitemaps/1999.xml", "sitemaps/1999-2.xml", "sitemaps/1999-3.xml"} <= set(maps)
    assert max(maps.values()) <= 20


def test_a_new_part_of_a_column_that_runs_for_ever_touches_its_neighbours_only(tiny, small):
    for number in range(30):
        tiny.story(f"s{number:02}", f"Story {number}", f"1999-09-{number + 1:02}", series="The column")
    tiny.build()
    assert tiny.site() == tiny.clean_build()
    before = tiny.site()
    tiny.story("late", "Story 99", "1999-10-09", series="The column")
    tiny.build()
    assert tiny.site() == tiny.clean_build()
    stories = [path for path in before if re.match(r"1999/09/\d\d/s\d", path)]
    assert len(stories) == 30
    assert sum(before[path] != tiny.site()[path] for path in stories) == 2


@pytest.mark.parametrize("count", [5, 6, 7, 9, 11, 13])
def test_a_series_that_grows_long_loses_its_numbers_on_all_pages(tiny, small, count):
    for number in range(count):
        tiny.story(f"s{number:02}", f"Story {number}", f"1999-09-{number + 1:02}", series="The column")
    tiny.build()
    for more in range(2):
        tiny.story(f"late{more}", f"Story 9{more}", f"1999-08-0{more + 1}", series="The column")
    tiny.build()
    assert tiny.site() == tiny.clean_build()
    for more in range(2):
        tiny.drop(f"stories/late{more}.md")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_what_weighs_much_is_a_batch_by_itself():
    assert list(execute.batches([1, 1, 5, 1, 1, 1, 1], 4, lambda weight: weight)) == [[1, 1, 5], [1, 1, 1, 1]]
    assert list(execute.batches(range(5), 2)) == [[0, 1], [2, 3], [4]]


def test_a_month_with_very_many_stories_is_cut_where_days_have_no_pages(tiny):
    tiny.settings(SETTINGS + "[pages]\ndays = false\n[lists]\nmonth_headlines = 10\n")
    for number in range(35):
        tiny.story(f"s{number}", f"Story {number}", f"1999-09-{1 + number // 12:02}")
    tiny.build()
    parts = [path for path in tiny.site() if re.fullmatch(r"1999/09/(page-\d/)?index.html", path)]
    assert len(parts) == 4
    assert set.union(*(titles_on(tiny, path) for path in parts)) == {str(number) for number in range(35)}
    assert max(len(titles_on(tiny, path)) for path in parts) <= 10
    for path in parts:
        assert f"/{path.removesuffix('index.html')}</loc>" in tiny.site()["sitemaps/1999.xml"].decode()
    tiny.story("s40", "Story 40", "1999-09-01")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_a_year_of_very_many_corrections_is_cut(tiny, monkeypatch):
    monkeypatch.setattr(front, "CORRECTIONS_LENGTH", 10)
    for number in range(25):
        tiny.story(
            f"s{number}", f"Story {number}", "1999-09-09", corrections=f"[{{date: 1999-10-{number + 1:02}, text: No.}}]"
        )
    tiny.build()
    parts = [path for path in tiny.site() if path.startswith("corrections/1999/")]
    assert sorted(parts) == [f"corrections/1999/{part}index.html" for part in ("", "page-2/", "page-3/")]
    assert set.union(*(titles_on(tiny, path) for path in parts)) == {str(number) for number in range(25)}
    assert titles_on(tiny, "corrections/index.html") == {str(number) for number in range(15, 25)}
    assert "/corrections/1999/page-2/" in tiny.site()["corrections/index.html"].decode()
    tiny.story("s30", "Story 30", "1999-09-09", corrections="[{date: 1999-11-01, text: No.}]")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


# -- the lengths as they are, in an archive that is large in every way, of which nothing but the state is made

STORIES = 100_000 if os.environ.get("BACKFILE_LONG") else 6_000
MOST = {"sitemap": 40_000, "redirects": 2_000}
TEXT = b"---\ntitle: A title\ndate: 1999-09-09\ncorrections: [{date: 1999-10-01, text: Wrong.}]\n---\nWords.\n"


@pytest.fixture(scope="module")
def huge() -> Archive:
    """5,000 stories on one day, all of them in one month and under one tag, with 48,000 other tags; 1,000 corrections
    in one year; 3,000 addresses that lead elsewhere."""
    one = reading.found(TEXT, "stories/one.md", "", Config(), None).entry
    plain = reading.found(TEXT.replace(b"corrections: ", b"# "), "stories/one.md", "", Config(), None).entry
    store = open_store(None)
    store.hold()
    for number in range(STORIES):
        day = "1999-09-09" if number < 5_000 else f"1999-09-{10 + number % 20}"
        permalink = f"/{day.replace('-', '/')}/s{number:06}/"
        slugs = ["every", *(f"t{number % 6000}-{more}" for more in range(8))]
        entry = one._replace(
            source=f"stories/{number}.md",
            permalink=permalink,
            day=day,
            instant=one.instant + number,
            card=one.card.replace(one.permalink, permalink),
            meta=one.meta if number < 1_000 else plain.meta,
            terms=tuple(Term("tags", slug, slug) for slug in slugs),
        )
        store.put_entry(entry, shown=True)
    store.release()
    for number in range(3_000):
        Memory(store).put(Kept(f"/old/{number}/", "stories/1.md", "", "redirect", "/new/"))
    return Archive(store)


def longest(value: object) -> int:
    """The length of the longest list in what a page shows."""
    if isinstance(value, dict):
        return max(map(longest, value.values()), default=0)
    if isinstance(value, list | tuple):
        return max(len(value), *map(longest, value)) if value else 0
    return 0


def test_no_page_of_a_huge_archive_shows_more_than_its_kind_may(huge):
    config = replace(Config(), base_url="https://archive.example/", pages=replace(Config().pages, term_years=True))
    frame = plan.frame_of(huge, config)
    frame.site["search"] = True
    asked = [
        *groups.ALWAYS, "story:stories/5.md", "terms:tags", "term:tags/every", "run:tags/every/1999", "year:1999",
        "sitemap:1999", "month:1999-09", "day:1999-09-09", "otd:09-09", "otds:", "corrections:", "corrections:1999",
        "corpora:", "corpus:1999-09", "redirects:",
    ]  # fmt: skip
    found: Counter[str] = Counter()
    for group in asked:
        for page in plan.pages_of(huge, frame, group):
            found[page.kind] = max(found[page.kind], longest(page.show))
            assert longest(page.show) <= MOST.get(page.kind, 1000), page.path
    assert found["day"] == 200 == found["corrections"]
    assert found["terms"] == 1000 == found["corpus"]
    assert found["term"] == config.lists.run_length
    assert found["sitemap"] == 40_000
    assert found["redirects"] == 2_000


# What an edit asks that is answered from every row of something that grows with the archive. The walk through
# `content/` looks at every file in any case; each of these takes a small part of its time.
KNOWN_SCANS = {
    "SELECT source, size, mtime FROM files": "compared with the disk, file by file",
    "SELECT source FROM stories WHERE shown = 0": "of stories that show, those that the clock took back",
    "SELECT count(*), total(shown) FROM stories": "the receipt",
    "SELECT fate, count(*) FROM remembered": "the receipt",
    "SELECT DISTINCT address, target FROM remembered": "_redirects: aliases are told from other addresses by a look",
    "SELECT count(*) FROM outputs": "the receipt",
    "SELECT DISTINCT year FROM corrected": "a row for each corrected story",
}


def test_an_edit_asks_nothing_that_is_answered_by_a_walk_through_the_archive(tiny):
    tiny.settings(SETTINGS + "[pages]\nsearch = false\n")
    for number in range(30):
        tiny.story(f"s{number}", f"Story {number}", f"19{70 + number}-05-05", tags="[tag]", section="News")
    tiny.build()
    tiny.build()
    tiny.story("s3", "Story 3", "1973-05-05", "Other words.", tags="[tag]", section="News")
    asked: set[str] = set()
    with opened(tiny.root, Options(executor="inline", now=NOW)) as site:
        site.store.db.set_trace_callback(asked.add)
        assert pipeline.whole(site).written
        site.store.db.set_trace_callback(None)
        assert len(asked) > 50
        walks = {text: table for text in asked for table in walked(site.store.db, text)}
    assert {text: table for text, table in walks.items() if not text.startswith(tuple(KNOWN_SCANS))} == {}


def walked(db, text: str) -> list[str]:
    """The tables that SQLite would walk through from first to last to answer a question, without a limit."""
    if not text.startswith(("SELECT", "WITH", "UPDATE", "DELETE")) or "LIMIT" in text:
        return []
    steps = [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + text)]
    found = [step.split()[1] for step in steps if step.startswith("SCAN") and not step.endswith(FEW)]
    return [table for table in found if table in GROWING]


# Indexes of what is the exception in any archive: what is held, stands in no list, is guarded or expires.
FEW = ("stories_held", "stories_not_listed", "stories_guarded", "stories_expiring")
GROWING = frozenset(
    "files stories cards metas addresses terms mentions uses marks outputs remembered s a r corrected".split()
)


@pytest.mark.parametrize(
    ("kind", "show", "most"),
    [
        ("story", {"story": "{}", "related": [1] * 5}, 64),
        ("day", {"cards": [Card("/a/", "A", "", "")] * 200}, 8),
        ("month", {"days": [{"cards": [1] * 16}] * 31}, 4),
        ("on_this_day", {"years": [{"cards": [1] * 10}] * 37}, 4),
        ("corpus", {"items": [1] * 1000}, 2),
        ("sitemap", {"urls": [1] * 40_000}, 1),
    ],
)
def test_pages_that_show_much_travel_to_workers_few_at_a_time(kind, show, most):
    page = Page("a", "/a/", kind, "", show)
    batches = list(execute.batches([(Job(page), "")] * 64, produce.RENDER_BATCH, produce._weight))
    assert most / 2 < max(map(len, batches)) <= most
