"""An editor at work: what is saved is what is shown, and every build is one reload."""

from __future__ import annotations

import re
import time

from tests.serve.serving import Serving, Tab, make_archive, make_theme, story_text, write

FERRY = "1995/05/05/ferry/"
SCHOOL = "2001/09/01/school/"


def stories(serving):
    return serving.root / "content" / "stories"


def test_a_saved_body_is_on_its_page_and_is_one_reload(editing):
    tab = Tab(editing, FERRY)
    write(stories(editing) / "ferry.md", story_text("The ferry stops", "It will come back.", tags="[Harbour]"))
    assert tab.hear() == {"command": "reload", "path": "*", "liveCSS": True, "liveImg": True}
    assert "It will come back." in editing.page(FERRY).text
    assert tab.hear(0.7) is None


def test_a_saved_title_is_wherever_the_story_is_listed(editing):
    write(stories(editing) / "ferry.md", story_text("The ferry returns", tags="[Harbour]"))
    for address in (FERRY, "", "1995/05/", "tags/harbour/", "1995/05/07/gale/"):
        editing.shows("The ferry returns", address)


def test_a_new_story_comes_and_a_removed_one_goes(editing):
    file = write(stories(editing) / "2005" / "bridge.md", story_text("The bridge", date="2005-06-07"))
    editing.shows("The bridge")
    editing.shows("The bridge", "2005/06/07/bridge/")
    file.unlink()
    editing.hides("The bridge")
    editing.gone("2005/06/07/bridge/")


def test_a_renamed_story_moves_to_its_new_address(editing):
    (stories(editing) / "gale.md").rename(stories(editing) / "storm.md")
    editing.shows("Slates came down.", "1995/05/07/storm/")
    editing.gone("1995/05/07/gale/")


def test_a_renamed_folder_takes_its_stories_along(editing):
    write(stories(editing) / "a" / "inn.md", story_text("The inn", date="1999-01-01"))
    editing.shows("The inn")
    (stories(editing) / "a").rename(stories(editing).parent / "b")
    write(stories(editing).parent / "b" / "mill.md", story_text("The mill", date="1999-01-02"))
    editing.shows("The mill")
    editing.shows("The inn", "1999/01/01/inn/")
    (stories(editing).parent / "b" / "inn.md").unlink()
    editing.hides("The inn")


def test_a_broken_story_shows_its_problem_over_the_last_good_page_until_it_is_mended(editing):
    tab = Tab(editing, FERRY)
    write(stories(editing) / "ferry.md", "---\ntitle: The ferry: again\ndate: 1995-05-05\n---\nNew words.\n")
    assert tab.hear()["command"] == "reload"
    editing.shows("content/stories/ferry.md:2:17", FERRY)
    page = editing.page(FERRY).text
    assert "It ran for the last time." in page
    assert "is_here&quot;: true" in page
    assert "is_here&quot;: false" in editing.page("2001/09/01/school/").text
    editing.heard("content/stories/ferry.md:2:17: error")
    write(stories(editing) / "ferry.md", story_text("The ferry: again", "New words."))
    editing.shows("New words.", FERRY)
    editing.hides("ferry.md:2", FERRY)


def test_a_problem_stays_while_other_stories_are_edited(editing):
    write(stories(editing) / "ferry.md", "---\ntitle: [\n---\n")
    editing.shows("content/stories/ferry.md:")
    write(stories(editing) / "gale.md", story_text("A gale", "Tiles came down.", "1995-05-07"))
    editing.shows("Tiles came down.", "1995/05/07/gale/")
    assert "content/stories/ferry.md:" in editing.page("1995/05/07/gale/").text


def test_a_story_that_takes_too_long_is_a_problem_and_holds_up_neither_readers_nor_other_saves(editing):
    said = len(editing.log)
    write(editing.root / "site.toml", (editing.root / "site.toml").read_text() + "[limits]\nstory_seconds = 1\n")
    editing.heard("Rebuilt", since=said)
    long = "The *river* rose to [the mill](https://example.org/a) and **fell** `again` on Monday.\n\n" * 20_000
    write(stories(editing) / "school.md", story_text("The school opens", long, "2001-09-01"))
    editing.shows("story_seconds", SCHOOL)
    assert "Ninety children came." in editing.page(SCHOOL).text
    write(stories(editing) / "gale.md", story_text("A gale", "Tiles came down.", "1995-05-07"))
    editing.shows("Tiles came down.", "1995/05/07/gale/")
    assert editing.log.count("school.md: error: reading this story takes longer") == 1
    write(stories(editing) / "school.md", story_text("The school opens", "Ninety children came.", "2001-09-01"))
    editing.hides("story_seconds", SCHOOL)


def test_a_link_is_mended_by_the_story_that_it_waits_for(editing):
    write(stories(editing) / "gale.md", story_text("A gale", "See [the pier](pier.md).", "1995-05-07"))
    editing.shows("content/stories/gale.md:5")
    write(stories(editing) / "pier.md", story_text("The pier", date="1995-05-09"))
    editing.shows("the pier</a>", "1995/05/07/gale/")
    editing.hides("content/stories/gale.md:5")


def test_saves_during_a_build_are_not_lost(editing):
    tab = Tab(editing, FERRY)
    for number in range(40):
        write(stories(editing) / "ferry.md", story_text("The ferry stops", f"Sailing number {number}."))
        time.sleep(0.004)
    editing.shows("Sailing number 39.", FERRY)
    assert tab.hear()["command"] == "reload"


def test_scratch_files_of_editors_are_no_change(editing):
    tab = Tab(editing)
    for name in (".ferry.md.swp", "ferry.md~", "4913", ".#ferry.md"):
        file = stories(editing) / name
        file.write_text("nothing")
        file.unlink()
    assert tab.hear(1.0) is None


def test_a_save_that_changes_nothing_reloads_nothing(editing):
    tab = Tab(editing)
    file = stories(editing) / "ferry.md"
    write(file, file.read_text())
    assert tab.hear(1.0) is None


def test_a_page_that_was_loaded_before_the_last_build_is_told_at_once(editing):
    build = Tab(editing).hear(0.1) or "an earlier build"
    assert Tab(editing, build=build).hear()["command"] == "reload"


def test_a_style_sheet_is_swapped_and_no_page_is_made_again(editing):
    theme = use_theme(editing, "Printed in the cellar")
    page, said = editing.page(FERRY).text, len(editing.log)
    tab = Tab(editing, FERRY)
    write(theme / "static" / "style.css", "body { color: navy }\n")
    message = tab.hear()
    assert (message["path"], message["liveCSS"]) == ("style.css", True)
    assert "navy" in editing.page("static/style.css").text
    assert 'static/style.css"' in page
    editing.heard(" 1 written", since=said)
    editing.rests()
    assert sum(map(int, re.findall(r"(\d+) written", editing.log[said:]))) == 1


def test_a_changed_template_changes_every_page_and_a_broken_one_none(editing):
    use_theme(editing, "Printed on the quay")
    editing.shows("Printed on the quay", SCHOOL)
    make_theme(editing.root, "{% if %}")
    editing.shows("story.html:5", FERRY)
    assert "Printed on the quay" in editing.page(FERRY).text
    make_theme(editing.root, "{{ nothing.at.all }}")
    editing.shows("nothing", FERRY)
    assert "Printed on the quay" in editing.page(FERRY).text
    make_theme(editing.root, "Printed at the mill")
    editing.shows("Printed at the mill", FERRY)
    editing.shows("Printed at the mill", SCHOOL)
    editing.hides("story.html:5", FERRY)


def use_theme(editing, foot):
    theme = make_theme(editing.root, foot)
    write(editing.root / "site.toml", (editing.root / "site.toml").read_text() + 'theme = "ours"\n')
    editing.shows(foot, FERRY)
    editing.rests()
    return theme


def test_changed_settings_change_the_site_and_broken_ones_are_shown(editing):
    write(editing.root / "site.toml", 'title = "The Mole"\nbase_url = "https://quay.example/archive/"\n')
    editing.shows("The Mole", FERRY)
    write(editing.root / "site.toml", "title = \n")
    editing.shows("site.toml:1", FERRY)
    assert "The Mole" in editing.page(FERRY).text
    write(editing.root / "site.toml", 'title = "The Pier"\nbase_url = "https://quay.example/archive/"\n')
    editing.shows("The Pier", FERRY)
    editing.hides("site.toml:1", FERRY)


def test_held_stories_are_shown_with_a_mark_and_never_reach_the_output(editing):
    assert "Secret cranes." in editing.page("2002/01/01/plan/").text
    for address, mark in (("2002/01/01/plan/", "Draft"), ("2003/01/01/prize/", "Held until its hour")):
        assert mark in editing.page(address).text
        assert mark in editing.page(address[:8]).text
    assert not any((editing.root / "output").rglob("*"))


def test_only_what_is_published_can_be_shown(tmp_path):
    running = Serving(make_archive(tmp_path), "--published-only")
    try:
        assert running.page(FERRY).status == 200
        assert running.page("2002/01/01/plan/").status == 404
        assert "prize" not in running.page().text
    finally:
        running.stop()


def test_a_build_can_run_beside_the_preview(editing):
    import subprocess
    import sys

    command = [sys.executable, "-m", "backfile", "build", "--root", str(editing.root)]
    done = subprocess.run(command, cwd=editing.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    published = b"".join(path.read_bytes() for path in (editing.root / "output").rglob("*") if path.is_file())
    assert b"Secret" not in published
    assert b"/.backfile/" not in published
    editing.shows("Secret cranes.", "2002/01/01/plan/")


def test_the_last_build_is_shown_while_the_first_preview_is_made(tmp_path):
    write(make_archive(tmp_path) / "output" / "index.html", "<p>As it was published</p>")
    running = Serving(tmp_path, wait_for_build=False)
    try:
        running.shows("The ferry stops")
    finally:
        running.stop()
