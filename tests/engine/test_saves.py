"""A save in the preview: the pages of the story, at a cost that does not follow the archive; the rest comes later."""

from __future__ import annotations

import pytest

from backfile import lastbuild, pipeline
from backfile.opening import opened
from backfile.options import Options
from tests.engine.tiny import NOW, SETTINGS, TinyArchive

TERMS = {"section": "News", "tags": "[Harbour, Weather]", "bylines": "[Ida Marsh]"}


def saved(tiny, name, **fields):
    """A story written, and what the preview does then; with the steps that SQLite took for it."""
    path = tiny.story(name, **({"date": "1995-05-07"} | TERMS | fields))
    steps = []
    with opened(tiny.root, Options(executor="inline", now=NOW, drafts=True, remember=False)) as site:
        frame = lastbuild.frame_of(site)  # the preview has it from the save before
        site.store.db.set_progress_handler(lambda: steps.append(1) and 0, 20)
        done = pipeline.rebuild(site, [path.relative_to(tiny.root / "content").as_posix()], frame=frame)
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
        done = pipeline.rebuild(site, ["stories/ferry.md"])
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
        pipeline.rebuild(site, ["stories/c.md"])
    assert tiny.build(drafts=True).problems == before
    assert bool(before) == (spelling == "HARBOUR")
