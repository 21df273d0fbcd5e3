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
