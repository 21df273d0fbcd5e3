"""Whatever stories hold, a build ends: with a page or a problem for each, no traceback, and no source changed.

By default some hundred stories; with BACKFILE_LONG twenty thousand.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import checking, patience, reading
from backfile.model import Level
from backfile.options import Options
from tests.engine.tiny import NOW, SETTINGS, TinyArchive

LONG = bool(os.environ.get("BACKFILE_LONG"))
STORIES_AT_ONCE, ARCHIVES = 25, 800 if LONG else 6

ODD = st.text(
    st.sampled_from("ab Z09 .,:;!?'\"“’&<>#*_-`[](){}|\\/@%=+~^$€\t\n\r\x00\x1a\u0085\u200f\u2028\ufeffé🐐عر\u0301ßﬁ"),
    max_size=30,
)
WORDS = st.sampled_from(
    "Flood|1984|true|NO|~|- a|a: b|[a, b]|{a: b}|!x y|&a b|*a|'it''s'|\"x|>-|| x|# y|@|%|null|𝕬".split("|")
)
VALUE = WORDS | ODD | st.sampled_from(
    ["1995-05-05", "1995-05-05T08:17+01:00", "0001-01-01", "9999-12-31T23:59", "04/05/1995", "1995-02-30", "12:30"]
)  # fmt: skip
KEYS = st.sampled_from(
    "title date updated slug section kicker summary bylines byline tags series images image corrections status draft "
    "published embargo expires lang origin id aliases weight titel x é".split()
)
FIELD = st.one_of(
    st.tuples(KEYS, VALUE).map(lambda pair: f"{pair[0]}: {pair[1]}"),
    st.tuples(KEYS, st.lists(VALUE, max_size=3)).map(
        lambda pair: f"{pair[0]}:" + "".join(f"\n  - {value}" for value in pair[1])
    ),
    st.tuples(KEYS, KEYS, VALUE).map(lambda parts: f"{parts[0]}:\n  - {parts[1]}: {parts[2]}\n    src: a.jpg"),
    ODD,
)
PIECE = st.one_of(
    ODD,
    st.sampled_from(
        ["# A", "1984. That", "- a\n    - b\n\n        c", "> > > q", "| a | b |\n|---|---|\n| c | d |", "```\nx",
         "<div>",
         "</main>", "<script>x", "<!-- <!--", "![](a.jpg)", "[x](y.md#z)", "[x](/1995/05/05/a/)", "[^1]\n\n[^1]: n",
         "***",
         "---", "*[A]: b", "[a]: <javascript:x> 'y'", "&#0;&nbsp;&lt;", "{: #id .c }", "A\n===", "Term\n: what", "\\"]
    ),
    st.tuples(st.sampled_from("> [ *a_ ![ ]( < ` #\n &".split(" ")), st.integers(1, 3_000)).map(lambda p: p[0] * p[1]),
)  # fmt: skip
BODY = st.lists(PIECE, max_size=6).map("\n\n".join) | st.lists(PIECE, max_size=4).map(" ".join)
HEAD = st.tuples(st.booleans(), st.lists(FIELD, max_size=5)).map(
    lambda parts: "\n".join([*(["title: Flood", "date: 1995-05-05"] if parts[0] else []), *parts[1]])
)
STORY = st.one_of(
    st.tuples(HEAD, BODY).map(lambda parts: f"---\n{parts[0]}\n---\n{parts[1]}\n".encode("utf-8", "surrogatepass")),
    st.tuples(HEAD, BODY, st.sampled_from([b"\xff", b"\x00", b"\r", b"\xc3", b"\n---\n"]), st.integers(0, 200)).map(
        lambda p: (data := f"---\n{p[0]}\n---\n{p[1]}".encode())[: p[3]] + p[2] + data[p[3] :]
    ),
    st.binary(max_size=60),
)


@settings(max_examples=ARCHIVES)
@given(st.lists(STORY, min_size=STORIES_AT_ONCE, max_size=STORIES_AT_ONCE))
def test_every_story_ends_as_a_page_or_as_a_problem(stories):
    with tempfile.TemporaryDirectory() as folder:
        archive = TinyArchive(Path(folder) / "archive", SETTINGS + '[checks]\ndead_links = "warning"\n')
        files = {archive.put(f"stories/s{number}.md", data): data for number, data in enumerate(stories)}
        receipt = archive.build(keep_going=True)
        assert receipt.built
        faulty = {p.source for p in receipt.problems if p.level is Level.ERROR}
        assert all(source.startswith("content/stories/s") for source in faulty)
        held = sum(number for _, number in receipt.held)
        assert receipt.published + held == len(files) - len(faulty)
        assert len([path for path in archive.site() if path.endswith("index.html")]) >= receipt.published
        assert all(p.fault and p.remedy and p.code for p in receipt.problems)
        checked = checking.check(archive.root, Options(executor="inline", now=NOW))
        assert faulty <= {p.source for p in checked.problems if p.level is Level.ERROR}
        assert all(path.read_bytes() == data for path, data in files.items())


def test_a_story_that_takes_for_ever_is_a_problem_that_names_the_limit(tiny, monkeypatch):
    found = reading.found

    def slow(data, source, *rest):
        until = time.process_time() + 30
        while "slow" in source and time.process_time() < until:
            pass
        return found(data, source, *rest)

    monkeypatch.setattr(reading, "found", slow)
    tiny.settings(SETTINGS + "[limits]\nstory_seconds = 1\n")
    tiny.story("slow")
    tiny.story("flood")
    receipt = tiny.build(keep_going=True)
    (problem,) = receipt.problems
    assert (problem.source, problem.code) == ("content/stories/slow.md", "story-too-slow")
    assert "story_seconds" in problem.remedy
    assert receipt.published == 1
    checked = checking.check(tiny.root, Options(executor="inline", now=NOW))
    assert ("content/stories/slow.md", "story-too-slow") in {(p.source, p.code) for p in checked.problems}


def test_time_that_is_up_cannot_be_swallowed_and_the_clock_is_put_back():
    import signal

    timers = ((signal.SIGALRM, signal.ITIMER_REAL), (signal.SIGPROF, signal.ITIMER_PROF))
    before = [signal.getsignal(ring) for ring, _ in timers]

    def swallowing():
        with patience.at_most(0.05):
            while True:
                with contextlib.suppress(Exception):  # as libraries do
                    sum(range(1000))

    with pytest.raises(patience.TimeIsUp):
        swallowing()
    assert [signal.getsignal(ring) for ring, _ in timers] == before
    assert all(signal.getitimer(clock) == (0.0, 0.0) for _, clock in timers)


def test_a_machine_that_pauses_refuses_no_story_and_work_that_waits_for_ever_ends_all_the_same():
    with patience.at_most(0.05, far=1000):
        time.sleep(0.5)  # no work: the machine slept

    def waiting():
        with patience.at_most(0.05, far=2):
            time.sleep(60)

    with pytest.raises(patience.TimeIsUp):
        waiting()
