"""Hostile captures get a sentence, soon, and read nothing that is not theirs."""

# ruff: noqa: E501 - captures keep their own lines

import gzip
import json
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.config import Config
from backfile.importers import KINDS, kind_of
from backfile.importers.dialects import plainer
from backfile.importers.shortcodes import as_html
from backfile.importing import run_import
from backfile.model import Problem
from backfile.storyfile import parse_story
from backfile.storyfile.characters import CONTROL
from tests.importers.reading import read

BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><rss xmlns:wp="x"><channel><title>&d;</title></channel></rss>"""


def outside(path) -> str:
    return f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{path}">]><rss xmlns:wp="x"><channel>
<item><title>&x;</title></item></channel></rss>"""


@pytest.mark.parametrize("kind", ["wordpress", "feed", "newsml"])
def test_entities_are_refused_by_name(kind, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the password", "utf-8")
    for text in (BOMB, outside(secret)):
        (problem,) = read(text, "x.xml", kind)
        assert isinstance(problem, Problem)
        assert "entities" in problem.fault
        assert "password" not in str(problem)


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(
    "data",
    [
        b"", b"\0" * 5000, b"\xff\xfe\x00\x01" * 100, b"<", b"{", b"[" * 50_000, b"{\"a\":" * 20_000, b"<div>" * 20_000,
        b"<b><p>" * 5_000, b"x" * 300_000, b"a " * 100_000, b"[" * 20_000, b"*_" * 20_000, b"> " * 20_000, b"&#x0;" * 9_000,
        b"---\na: &a [x,x,x,x,x,x,x,x]\n" + b"".join(b"b%d: &b%d [*a,*a,*a,*a,*a,*a,*a]\n" % (n, n) for n in range(9)) + b"---\nx",
        "\u202e".encode() * 500, b"<?xml version='1.0'?><rss><channel><item><title>x",
    ],
    ids=range(18),
)  # fmt: skip
def test_anything_gives_stories_or_problems_and_never_a_traceback(kind, data, tmp_path):
    (tmp_path / "capture.dat").write_bytes(data)
    report = run_import(
        [tmp_path / "capture.dat"], root=tmp_path, content=tmp_path / "content", config=Config(), kind=kind
    )
    assert report.accounts.read >= 1
    assert all(problem.fault and problem.remedy for problem in report.problems)


def test_a_capture_of_100_megabytes_is_refused_without_reading_it_all(tmp_path):
    with open(tmp_path / "huge.txt", "wb") as file:
        file.write(b"Title\n\n")
        file.truncate(100_000_000)
    tracemalloc.start()
    report = run_import([tmp_path / "huge.txt"], root=tmp_path, content=tmp_path / "c", config=Config(), kind="text")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "20,000,000" in report.problems[0].fault
    assert peak < 70_000_000


def test_bombs_in_archives_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as pile:
        pile.writestr("big.txt", b"\0" * 30_000_000)
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"a" * 60_000_000))
    report = run_import([tmp_path], root=tmp_path, content=tmp_path / "c", config=Config())
    assert report.accounts.failed == 2
    assert {"bomb" in problem.fault or "limit" in problem.fault for problem in report.problems} == {True}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["x.html", "x.json", "x.xml", "x.md", "x", "x.txt.gz"]))
def test_looking_never_fails(data, name):
    kind = kind_of(name, data)
    assert kind in ("", *KINDS, "zip", "warc", "jsonl", "csv")


@pytest.mark.parametrize("number", [*range(9), 11, 12, *range(14, 32), 0x7F, 0x80, 0x9F])
def test_a_control_character_in_a_capture_leaves_words_and_no_trace(number, tmp_path):
    mark, root = chr(number), tmp_path
    (root / "articles").mkdir()
    told = {"title": f"Mill{mark} burns", "date": "1995-05-05", "author": f"Ada{mark} Quay", "text": f"The mill{mark} burned."}
    (root / "articles" / "a.json").write_text(json.dumps(told), "utf-8")
    lines = ["Weir breaks", "May 6, 1995", *(f"The weir{mark} broke at {n} in the night, said the keeper{mark}." for n in range(6))]
    (root / "articles" / "b.txt").write_text("\n\n".join(lines), "utf-8")
    report = run_import([root / "articles"], root=root, content=root / "content", config=Config())
    assert report.accounts.written == 2
    for outcome in report.outcomes:
        text = (root / "content" / outcome.path).read_text("utf-8")
        assert not CONTROL.search(text)
        story = parse_story(text.encode(), outcome.path, zone=Config().tz).story
        assert "mill" in story.body or "weir" in story.body
        assert story.title.split()[0] in ("Mill", "Weir", "The")


def imported(tmp_path, name, data):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return run_import([tmp_path / name], root=tmp_path, content=tmp_path / "content", config=Config())


HEAD = "---\ntitle: Quay\ndate: 2020-01-01\n---\n"
PAIRS = ("```x\n", "{% highlight x %}\n", "{{< x ", '{{< ref "', "{{< x `a`", "{% link   ", "[caption x]", "[embed]", "<pre>", "<!-- wp:x ")


@pytest.mark.parametrize("opening", PAIRS, ids=range(len(PAIRS)))
def test_what_opens_again_and_again_and_never_closes_is_read_in_time_that_grows_with_its_length(opening):
    for text in (opening * 30_000, opening + " " * 100_000, opening * 100 + "`a`" * 60):
        assert len(plainer(text)) <= len(text) + 1
        assert as_html(text, {})


def test_a_link_that_leads_out_of_a_folder_brings_nothing_in(tmp_path):
    (tmp_path / "secret.md").write_text(HEAD + "Secret.")
    (tmp_path / "old" / "content").mkdir(parents=True)
    (tmp_path / "old" / "hugo.toml").touch()
    (tmp_path / "old" / "content" / "a.md").write_text(HEAD + "Text.")
    (tmp_path / "old" / "content" / "b.md").symlink_to(tmp_path / "old" / "content" / "a.md")
    (tmp_path / "old" / "content" / "c.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "old" / "content" / "d").symlink_to("/")
    (tmp_path / "old" / "content" / "e.md").symlink_to("e.md")
    report = run_import([tmp_path / "old"], root=tmp_path, content=tmp_path / "content", config=Config())
    assert (report.accounts.written, report.accounts.duplicates, report.accounts.failed) == (1, 1, 3)
    assert all("link" in problem.fault for problem in report.problems)
    assert not any("Secret" in path.read_text() for path in (tmp_path / "content").rglob("*.md"))


@pytest.mark.parametrize("coding", ["utf-16", "utf-8-sig"])
def test_a_feed_is_a_feed_in_whatever_coding(coding, tmp_path):
    told = coding.removesuffix("-sig").upper()
    feed = f"""<?xml version="1.0" encoding="{told}"?><rss version="2.0"><channel><title>Q</title><item><title>Quay</title>
    <description>The quay opened on Friday, at last.</description><pubDate>Fri, 01 May 2020 10:00:00 GMT</pubDate></item></channel></rss>"""
    assert imported(tmp_path, "feed.xml", feed.encode(coding)).accounts.written == 1


def test_files_of_one_name_in_an_archive_are_not_lost_without_a_word(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as pile:
        pile.writestr("a.md", HEAD + "One.")
        pile.writestr("b.md", HEAD + "Two.")
    data = (tmp_path / "a.zip").read_bytes().replace(b"b.md", b"a.md")
    (tmp_path / "a.zip").write_bytes(data)
    report = run_import([tmp_path / "a.zip"], root=tmp_path, content=tmp_path / "content", config=Config())
    assert (report.accounts.written, report.accounts.failed) == (1, 1)
    assert "another file of this name" in report.problems[0].fault


def test_a_text_that_no_article_is_as_long_as_is_refused(tmp_path):
    for text in ("x\n" * 200_002, "The quay. " * 500_001):
        (problem,) = imported(tmp_path, "a.txt", text).problems
        assert "longer than 5,000,000 letters or 200,000 lines" in problem.fault


PAGE = b"<html><body><h1>Quay opens</h1><p>" + b"The quay was opened on Friday by the mayor. " * 30 + b"</p></body></html>"
RECORD = b"""WARC/1.0\r
WARC-Type: response\r
WARC-Date: 2020-01-01T00:00:00Z\r
WARC-Target-URI: https://q.example/a\r
Content-Type: application/http; msgtype=response\r
Content-Length: %d\r
\r
HTTP/1.1 200 OK\r
Content-Type: text/html\r
\r
"""
SIZE = len(PAGE) + len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_that_was_cut_says_so_wherever_it_was_cut(packed, tmp_path):
    record = RECORD % SIZE + PAGE + b"\r\n\r\n"
    whole = (gzip.compress(record) if packed else record) * 2
    assert not imported(tmp_path, "a.warc", whole).problems
    one = len(whole) // 2
    for cut in (10, one // 2, one - 12, one + 40, one + one // 2):
        report = imported(tmp_path, "a.warc", whole[:cut])
        assert report.problems, cut


def test_marks_of_ours_in_a_capture_are_words_like_others(tmp_path):
    text = HEAD + f"[x](wanted:0) [y](wanted:{'9' * 5000}) [z](site-ref:%zz) [b](b.md)\n"
    report = imported(tmp_path, "a.md", text)
    assert (report.accounts.written, report.accounts.failed) == (1, 0)
