"""The search follows the stories: what a change costs it, what it holds, and what it must not hold."""

from __future__ import annotations

import gzip
import json

import pytest

from backfile import bundles, saves, search
from backfile.opening import opened
from backfile.options import Options
from backfile.search import pagefind
from tests.engine.tiny import NOW, SETTINGS, TinyArchive

pytestmark = pytest.mark.skipif(not pagefind.version(), reason="Pagefind is not installed")
WITH_SEARCH = SETTINGS + "[pages]\nsearch = true\n"


@pytest.fixture
def tiny(tmp_path):
    return TinyArchive(tmp_path / "archive", WITH_SEARCH)


def three_years(tiny):
    tiny.story("1995/flood", "The flood", "1995-05-05", "The river rose.", section="News", bylines="[Ada Quill]")
    tiny.story("1995/ferry", "The ferry", "1995-05-07", "She sank.", section="News")
    tiny.story("2001/school", "The school", "2001-09-01", "Bells rang.", section="Schools")
    tiny.story("2003/gate", "The gate", "2003-01-01", "It shut.")
    return tiny.build()


def bundle_files(site):
    return {path: data for path, data in site.items() if path.startswith("pagefind/")}


def changed(before, after):
    return {path.split("/")[1] for path in {*before, *after} if before.get(path) != after.get(path)}


def said(site):
    """All that the search can show: the texts of its fragments, unpacked."""
    return "\n".join(
        gzip.decompress(data).decode("utf-8", "replace") for path, data in site.items() if path.endswith(".pf_fragment")
    )


def test_each_year_has_a_bundle_of_its_own(tiny):
    receipt = three_years(tiny)
    assert receipt.indexed == 4
    assert {path.split("/")[1] for path in bundle_files(tiny.site())} == {"1995", "2001", "2003", "reader"}


def test_nothing_changed_means_nothing_indexed(tiny):
    three_years(tiny)
    again = tiny.build()
    assert (again.indexed, again.written) == (0, 0)


def test_a_new_story_has_its_own_year_indexed_and_no_other(tiny):
    three_years(tiny)
    before = bundle_files(tiny.site())
    tiny.story("2003/quay", "The quay", "2003-02-02", "Repaired.")
    assert tiny.build().indexed == 2
    assert changed(before, bundle_files(tiny.site())) == {"2003"}
    assert "Repaired." in said(tiny.site())


def test_a_changed_body_is_found_by_its_new_words_and_not_by_the_old(tiny):
    three_years(tiny)
    tiny.story("1995/ferry", "The ferry", "1995-05-07", "She floats again.", section="News")
    assert tiny.build().indexed == 2
    assert "She floats again." in said(tiny.site())
    assert "She sank." not in said(tiny.site())


def test_a_story_that_moves_to_another_year_leaves_the_first(tiny):
    three_years(tiny)
    tiny.story("1995/ferry", "The ferry", "2001-05-07", "She sank.", section="News")
    assert tiny.build().indexed == 3
    assert "2001/05/07/ferry" in said(tiny.site())
    assert "1995/05/07/ferry" not in said(tiny.site())


def test_the_last_story_of_a_year_takes_its_bundle_with_it(tiny):
    three_years(tiny)
    tiny.drop("stories/2001/school.md")
    assert tiny.build().removed > 0
    assert not [path for path in tiny.site() if path.startswith("pagefind/2001/")]
    assert not (tiny.root / "output/pagefind/2001").exists()


def test_an_incremental_index_equals_a_clean_one_byte_for_byte(tiny):
    three_years(tiny)
    for number in range(6):  # several values in one filter: Pagefind lists them in another order at every run
        tiny.story(f"2003/{number}", f"Part {number}", "2003-03-03", bylines=f"[Writer {number}, Ada Quill]")
        tiny.build()
    tiny.drop("stories/1995/ferry.md")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_held_and_withdrawn_stories_are_in_no_bundle(tiny):
    three_years(tiny)
    tiny.story("2003/quay", "The quay", "2003-02-02", "Repaired.")
    tiny.story("2003/box", "Secret", "2003-02-02", "Hush hush.", embargo="2030-01-01")
    tiny.story("2003/gate", "The gate", "2003-01-01", "It shut.", status="withdrawn")
    tiny.build()
    assert "Repaired." in said(tiny.site())
    assert "Hush" not in said(tiny.site())
    assert "It shut." not in said(tiny.site())


def test_a_broken_story_is_left_out_until_it_is_mended_and_the_rest_is_found(tiny):
    three_years(tiny)
    tiny.put("stories/1995/flood.md", "---\ntitle: The flood\n---\nNo date.\n")
    tiny.story("1995/ferry", "The ferry", "1995-05-07", "She floats.", section="News")
    tiny.build(keep_going=True)
    assert "She floats." in said(tiny.site())
    tiny.story("1995/flood", "The flood", "1995-05-05", "The river rose.", section="News", bylines="[Ada Quill]")
    tiny.build()
    assert "The river rose." in said(tiny.site())
    assert tiny.site() == tiny.clean_build()


def test_a_refused_build_leaves_the_search_as_it_was(tiny):
    three_years(tiny)
    before = tiny.site()
    tiny.story("1995/ferry", "The ferry", "1995-05-07", "She floats.")
    tiny.put("stories/bad.md", "no front matter")
    assert not tiny.build().built
    assert tiny.site() == before


def test_a_build_that_dies_while_it_indexes_goes_on_where_it_stopped(tiny, monkeypatch):
    three_years(tiny)
    tiny.story("1995/ferry", "The ferry", "1995-05-07", "She floats.", section="News")
    tiny.story("2003/gate", "The gate", "2003-01-01", "It opened.")
    runs = []

    def dies(site, output, lang):
        runs.append(output)
        if len(runs) > 1:
            raise KeyboardInterrupt
        pagefind.index(site, output, lang)

    monkeypatch.setattr(search.step.bring_up, "__defaults__", (None, dies))
    with pytest.raises(KeyboardInterrupt):
        tiny.build()
    monkeypatch.undo()
    assert tiny.build().indexed == 1
    assert tiny.site() == tiny.clean_build()


def test_a_build_that_makes_every_page_again_indexes_no_story(tiny):
    first = three_years(tiny)
    before = bundle_files(tiny.site())
    tiny.settings(WITH_SEARCH.replace("Tiny", "Small"))
    receipt = tiny.build()
    assert receipt.rendered > first.stories
    assert (receipt.indexed, bundle_files(tiny.site())) == (0, before)


def test_search_turned_off_takes_all_of_it_away(tiny):
    three_years(tiny)
    tiny.settings(SETTINGS)
    tiny.build()
    assert not [path for path in tiny.site() if path.startswith(("pagefind/", "search/"))]


def test_without_pagefind_the_build_says_so_in_a_sentence(tiny, monkeypatch):
    monkeypatch.setattr(pagefind, "version", lambda: "")
    receipt = three_years(tiny)
    assert receipt.notes == (search.MISSING,)
    assert "search/index.html" not in tiny.site()
    assert b'"search": true' not in tiny.site()["index.html"]


def test_once_pagefind_is_installed_the_next_build_has_a_search_though_nothing_changed(tiny, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(pagefind, "version", lambda: "")
        three_years(tiny)
    assert tiny.build().indexed == 4
    assert "search/index.html" in tiny.site()
    assert tiny.site() == tiny.clean_build()


def test_a_file_of_ours_that_went_missing_is_indexed_again(tiny):
    three_years(tiny)
    before = tiny.site()
    (tiny.root / "output/pagefind/1995/pagefind-entry.json").unlink()
    assert tiny.build(verify=True).indexed == 2
    assert tiny.site() == before


def test_a_foreign_file_among_the_bundles_stays(tiny):
    three_years(tiny)
    note = tiny.root / "output/pagefind/2001/note.txt"
    note.write_text("mine")
    tiny.drop("stories/2001/school.md")
    tiny.build()
    assert note.read_text() == "mine"


def test_more_jobs_give_the_same_bytes(tiny):
    three_years(tiny)
    before = tiny.site()
    tiny.build(clean=True, executor="", jobs=3)
    assert tiny.site() == before


def test_the_newest_year_is_cut_by_month_when_it_grows_and_a_large_one_always():
    months = {"1990": ["1990-01", "1990-12"], "2001": ["2001-07"], "2002": ["2002-01", "2002-02"]}
    counts = [("2002", bundles.LIVELY + 1), ("1990", bundles.LARGE + 1), ("2001", bundles.LIVELY + 1)]
    names = [bundle.name for bundle in bundles.bundles_of(counts, months.__getitem__)]
    assert names == ["1990-01", "1990-12", "2001", "2002-01", "2002-02"]
    assert bundles.Bundle("2002-02").days == ("2002-02-01", "2002-02-31")


def test_when_a_new_year_begins_the_months_of_the_last_become_one(tiny, monkeypatch):
    monkeypatch.setattr(bundles.parts, "LIVELY", 1)
    three_years(tiny)
    tiny.story("2003/quay", "The quay", "2003-02-02", "Repaired.")
    assert tiny.build().indexed == 2  # both months, since the year is cut from now on
    tiny.story("2003/wall", "The wall", "2003-02-03", "Painted.")
    assert tiny.build().indexed == 2  # February only
    tiny.story("2004/year", "A year", "2004-01-01", "New.")
    assert tiny.build().indexed == 4
    assert {path.split("/")[1] for path in bundle_files(tiny.site())} == {"1995", "2001", "2003", "2004", "reader"}
    assert tiny.site() == tiny.clean_build()


def test_bytes_that_look_otherwise_than_we_know_are_left_alone():
    odd = {"filter/en_1234567.pf_filter": b"no cbor", "pagefind-entry.json": json.dumps({"languages": {}}).encode()}
    assert bundles.steady(odd) == odd


def test_a_save_in_the_preview_indexes_nothing_and_the_next_whole_build_does(tiny):
    three_years(tiny)
    before = bundle_files(tiny.site())
    tiny.story("1995/ferry", "The ferry", "1995-05-07", "She floats.", section="News")
    with opened(tiny.root, Options(executor="inline", now=NOW)) as site:
        saves.rebuild(site, ["stories/1995/ferry.md"])
    assert b"She floats." in tiny.site()["1995/05/07/ferry/index.html"]
    assert bundle_files(tiny.site()) == before
    assert tiny.build().indexed == 2
    assert tiny.site() == tiny.clean_build()
