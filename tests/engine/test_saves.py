"""A save in the preview: the pages of the story, at a cost that does not follow the archive; the rest comes later."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import lastbuild, saves
from backfile.opening import opened
from backfile.options import Options
from tests.engine.tiny import NOW, SETTINGS, TinyArchive

LONG = os.environ.get("BACKFILE_LONG") == "1"
TERMS = {"section": "News", "tags": "[Harbour, Weather]", "bylines": "[Ida Marsh]"}


def saved(tiny, name, **fields):
    """A story written, and what the preview does then; with the steps that SQLite took for it."""
    path = tiny.story(name, **({"date": "1995-05-07"} | TERMS | fields))
    steps = []
    with opened(tiny.root, Options(executor="inline", now=NOW, drafts=True, remember=False)) as site:
        frame = lastbuild.frame_of(site)  # the preview has it from the save before
        site.store.db.set_progress_handler(lambda: steps.append(1) and 0, 20)
        done = saves.rebuild(site, [path.relative_to(tiny.root / "content").as_posix()], frame=frame)
    return done, len(steps)


def many(folder, years):
    archive = TinyArchive(folder, SETTINGS + "[lists]\nrun_length = 2\n")
    for number in range(years * 12):
        archive.story(f"s{number}", f"Day {number}", f"{1985 + number // 12}-{1 + number % 12:02}-07", **TERMS)
    archive.story("ferry", date="1995-05-07", **TERMS)
    archive.build(drafts=True, remember=False)
    return archive


def test_a_saved_text_costs_the_state_the_same_in_an_archive_eight_times_as_large(tmp_path):
    costs = []
    for years in (2, 16):
        archive = many(tmp_path / str(years), years)
        done, steps = saved(archive, "ferry", body="She floats.")
        assert (done.written, done.is_whole) == (1, True)
        costs.append(steps)
    assert costs[1] < 1.2 * costs[0]


def test_what_only_machines_read_comes_with_the_next_whole_build(tiny):
    tiny.story("ferry", date="1995-05-07", **TERMS)
    tiny.story("gale", date="1995-06-07", **TERMS)
    tiny.build()
    before = tiny.site()
    with opened(tiny.root, Options(executor="inline", now=NOW)) as site:
        tiny.story("ferry", "She floats", "1995-05-08", **TERMS)
        done = saves.rebuild(site, ["stories/ferry.md"])
    assert done.is_whole
    after = tiny.site()
    assert b"She floats" in after["1995/05/08/ferry/index.html"]
    assert after["sitemaps/1995.xml"] == before["sitemaps/1995.xml"]
    assert after["manifest-sha256.txt"] == before["manifest-sha256.txt"]
    tiny.build()
    assert tiny.site() == tiny.clean_build()
    assert tiny.site()["sitemaps/1995.xml"] != before["sitemaps/1995.xml"]


@pytest.mark.parametrize("spelling", ["Harbour", "HARBOUR"])
def test_the_warning_of_a_spelling_outlives_a_save_of_the_text_beside_it(tiny, spelling):
    tiny.story("a", tags="[Harbour]")
    tiny.story("b", tags="[Harbour]")
    tiny.story("c", tags=f"[{spelling}]")
    tiny.build(drafts=True)
    before = tiny.build(drafts=True).problems
    with opened(tiny.root, Options(executor="inline", now=NOW, drafts=True)) as site:
        tiny.story("c", body="Other words.", tags=f"[{spelling}]")
        saves.rebuild(site, ["stories/c.md"])
    assert tiny.build(drafts=True).problems == before
    assert bool(before) == (spelling == "HARBOUR")


@given(st.data())
@settings(max_examples=100 if LONG else 4, deadline=None)
def test_pages_that_are_left_for_later_are_those_of_a_clean_build_when_they_are_made(data):
    with TemporaryDirectory() as folder:
        tiny = TinyArchive(Path(folder) / "tiny", SETTINGS + "[lists]\nrun_length = 2\n")
        for name in "abcdef":
            tiny.story(name, f"Story {name}", f"1995-05-0{ord(name) - 96}", **TERMS)
        tiny.build(drafts=True, remember=False)
        with opened(tiny.root, Options(executor="inline", now=NOW, drafts=True, remember=False)) as site:
            rest, frame, is_due, names = (), None, False, st.sampled_from("abcdefg")
            for name in data.draw(st.lists(names, min_size=1, max_size=3)):
                change = {"title": data.draw(st.sampled_from(["Ferry", "Gale"])), "date": "1995-05-04"} | TERMS
                tiny.story(
                    name, **(change | data.draw(st.sampled_from([{}, {"tags": "[Pier]"}, {"section": "Sport"}])))
                )
                looked_at = data.draw(st.sets(st.sampled_from(["home:", "month:1995-05", "term:tags/harbour"])))
                done = saves.rebuild(site, [f"stories/{name}.md"], (), frame, looked_at, rest)
                assert done is not None
                assert not looked_at.intersection(done.rest)
                rest, frame, is_due = list(done.rest), done.frame, is_due or not done.is_whole
                while rest and data.draw(st.booleans()):
                    saves.rebuild_rest(site, [rest.pop()], frame, frozenset())
            if rest:
                saves.rebuild_rest(site, rest, frame, frozenset())
        if is_due:  # what every page shows has changed: the preview builds all of it next
            tiny.build(drafts=True, remember=False)
        made = pages_for_readers(tiny.site())
        assert made == pages_for_readers(tiny.clean_build(drafts=True, remember=False))


def test_what_was_left_for_later_when_the_preview_ended_is_made_by_the_next_build(tiny):
    for name in "abc":
        tiny.story(name, f"Story {name}", **TERMS)
    tiny.build(drafts=True, remember=False)
    with opened(tiny.root, Options(executor="inline", now=NOW, drafts=True, remember=False)) as site:
        tiny.story("b", "The ferry returns", **TERMS)
        done = saves.rebuild(site, ["stories/b.md"], seen=())
    assert "day:1995-05-05" in done.rest
    before = tiny.site()
    assert b"The ferry returns" in before["1995/05/05/b/index.html"]
    assert b"The ferry returns" not in before["1995/05/05/index.html"]
    tiny.build(drafts=True, remember=False)
    assert tiny.site() == tiny.clean_build(drafts=True, remember=False)


def pages_for_readers(site):
    """Without what a save leaves to the next whole build: sitemaps, data, the search, the manifest."""
    return {path: data for path, data in site.items() if path.endswith("index.html")}
