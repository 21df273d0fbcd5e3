"""An editor saves, and sees: the preview in a real browser, which is never told to reload by hand."""

from __future__ import annotations

import shutil
import time

import pytest

from tests.serve.serving import make_theme, story_text, write

FERRY = "1995/05/05/ferry/"


def opened(tab, running, address=""):
    """The tab on a page, and connected: from then on a reload cannot be missed."""
    tab.goto(running.url + address)
    tab.wait_for_function("window.LiveReload && window.LiveReload.connector.protocol === 7")
    return tab


def sees(tab, words):
    tab.wait_for_function("words => document.body.innerText.includes(words)", arg=words)


def sees_no_more(tab, words):
    tab.wait_for_function("words => !document.body.innerText.includes(words)", arg=words)


def panel(tab):
    """What the script says is wrong, in a tree of its own."""
    return tab.locator("backfile-problems details")


@pytest.fixture
def stories(running):
    return running.root / "content" / "stories"


def test_a_saved_body_is_seen(tab, running, stories):
    opened(tab, running, FERRY)
    write(stories / "ferry.md", story_text("The ferry stops", "It will be back in spring.", tags="[Harbour]"))
    sees(tab, "It will be back in spring.")


def test_a_saved_title_is_seen_on_the_front_page(tab, running, stories):
    opened(tab, running)
    write(stories / "gale.md", story_text("A gale from the north", "Slates came down.", "1995-05-07"))
    sees(tab, "A gale from the north")


def test_a_new_story_is_seen_and_a_deleted_one_is_not(tab, running, stories):
    opened(tab, running)
    file = write(stories / "bridge.md", story_text("The bridge opens", date="2005-06-07"))
    sees(tab, "The bridge opens")
    file.unlink()
    sees_no_more(tab, "The bridge opens")


def test_a_renamed_story_is_seen_at_its_new_address(tab, running, stories):
    file = write(stories / "inn.md", story_text("The inn", "Beds for nine.", "1999-01-01"))
    running.shows("Beds for nine.", "1999/01/01/inn/")
    opened(tab, running, "1999/01/01/tavern/")
    file.rename(stories / "tavern.md")
    sees(tab, "Beds for nine.")


def test_a_broken_story_shows_what_is_wrong_over_its_last_good_page_and_a_mended_one_does_not(tab, running, stories):
    opened(tab, running, "2001/09/01/school/")
    write(stories / "school.md", "---\ntitle: The school: a fire\ndate: 2001-09-01\n---\nNobody was hurt.\n")
    problem = panel(tab)
    problem.wait_for()
    assert "content/stories/school.md:2:18" in problem.inner_text()
    assert "fix:" in problem.inner_text()
    assert problem.get_attribute("open") is not None
    sees(tab, "Ninety children came.")
    write(stories / "school.md", story_text("The school: a fire", "Nobody was hurt.", "2001-09-01"))
    sees(tab, "Nobody was hurt.")
    panel(tab).wait_for(state="detached")


def test_on_other_pages_a_problem_is_one_line_that_opens(tab, running, stories):
    file = write(stories / "wrong.md", "no front matter at all\n")
    running.shows("wrong.md", FERRY)
    opened(tab, running, FERRY)
    problem = panel(tab)
    problem.wait_for()
    assert problem.get_attribute("open") is None
    problem.locator("summary").click()
    assert problem.locator("section p").first.is_visible()
    file.unlink()
    tab.wait_for_function("!document.querySelector('backfile-problems')")


def test_three_saves_in_a_tenth_of_a_second_end_with_the_last(tab, running, stories):
    opened(tab, running, FERRY)
    for number in range(3):
        write(stories / "ferry.md", story_text("The ferry stops", f"Sailing {number} of 3."))
        time.sleep(0.02)
    sees(tab, "Sailing 2 of 3.")
    running.rests()  # that it is one build where the machine is not at its limit is said by serve/test_builder.py
    sees(tab, "Sailing 2 of 3.")


def test_a_save_while_the_page_is_loading_is_seen(tab, running, stories):
    opened(tab, running, FERRY)
    for number in range(12):
        write(stories / "ferry.md", story_text("The ferry stops", f"Tide number {number}.", tags="[Harbour]"))
        tab.wait_for_timeout(25 * (number % 5))
    sees(tab, "Tide number 11.")


@pytest.fixture
def theme(running):
    """A theme of the archive's own, with its own page for stories."""
    settings = running.root / "site.toml"
    before = settings.read_text()
    folder = make_theme(running.root, "Printed in the cellar")
    write(settings, before + 'theme = "ours"\n')
    running.shows("Printed in the cellar", FERRY)
    running.rests()  # a folder that came has all looked at once more
    yield folder
    write(settings, before)
    running.hides("Printed", FERRY)
    shutil.rmtree(folder)


def test_a_style_sheet_is_swapped_in_the_open_page(tab, running, theme):
    opened(tab, running, FERRY)
    before = tab.loads
    write(theme / "static" / "style.css", "body { color: rgb(4, 5, 6) }\n")
    tab.wait_for_function("getComputedStyle(document.body).color === 'rgb(4, 5, 6)'")
    assert tab.loads == before


def test_a_saved_template_is_seen_and_a_broken_one_shows_its_line(tab, running, theme):
    opened(tab, running, FERRY)
    make_theme(running.root, "Printed on the quay")
    sees(tab, "Printed on the quay")
    make_theme(running.root, "{% if %}")
    panel(tab).wait_for()
    assert "story.html:5" in panel(tab).inner_text()
    make_theme(running.root, "Printed at the mill")
    sees(tab, "Printed at the mill")
    panel(tab).wait_for(state="detached")


def test_a_page_with_a_strict_content_policy_is_reloaded_too(tab, running, theme, stories):
    policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'"
    make_theme(running.root, "Printed strictly", f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
    running.shows("Content-Security-Policy", FERRY)
    tab.goto(running.url + FERRY)  # playwright's own waiting is evaluated text, which this policy forbids
    file = write(stories / "wrong.md", "no front matter\n")
    panel(tab).wait_for()
    file.unlink()
    panel(tab).wait_for(state="detached")
