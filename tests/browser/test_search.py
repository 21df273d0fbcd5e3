"""The search as readers use it: typing, filtering, following a result; below a path and under a strict policy."""

from __future__ import annotations

import pytest

from backfile.search import pagefind

pytestmark = pytest.mark.skipif(not pagefind.version(), reason="Pagefind is not installed")


@pytest.fixture
def search(sites, reader):
    """The search page of the sample, open."""
    tab = reader()
    tab.goto(sites["broadsheet"].home + "search/")
    return tab


def said(tab, text):
    tab.locator("#count").filter(has_text=text).wait_for()


def titles(tab):
    return tab.locator("#found h2").all_inner_texts()


def test_typing_finds_stories_and_a_result_leads_to_its_page(search, sites):
    search.locator("#q").press_sequentially("dredger", delay=5)
    search.locator("#found mark").filter(has_text="dredger").first.wait_for()
    first = search.locator("#found a").first
    title = first.inner_text()
    first.click()
    search.wait_for_load_state()
    assert search.url.startswith(sites["broadsheet"].home)
    assert search.locator("h1").inner_text() == title
    assert "dredger" in search.locator("main").inner_text().lower()


def test_what_was_typed_before_the_script_was_there_is_searched(sites, reader):
    tab, late = reader(), []
    tab.route("**/search*.js", lambda route: late.append(route))
    tab.goto(sites["broadsheet"].home + "search/", wait_until="commit")
    tab.fill("#q", "dredger")
    late[0].continue_()
    tab.locator("#found mark").filter(has_text="dredger").first.wait_for()


def test_filters_narrow_what_was_found_and_the_address_keeps_the_question(search):
    search.fill("#q", "ferry")
    said(search, "Results: ")
    everywhere = int(search.locator("#count").inner_text().split()[-1])
    search.select_option("#section", label="Arts")
    search.wait_for_url("**section=arts**")
    search.locator("#found li").first.wait_for()
    search.wait_for_function("n => +document.querySelector('#count').textContent.split(' ').at(-1) < n", arg=everywhere)
    assert all("Arts" in line for line in search.locator("#found .line").all_inner_texts())
    search.reload()
    said(search, "Results: ")
    assert search.locator("#q").input_value() == "ferry"
    assert search.locator("#section").input_value() == "arts"
    assert int(search.locator("#count").inner_text().split()[-1]) < everywhere


def test_a_year_or_a_byline_can_be_asked_for_without_a_word(search):
    search.select_option("#byline", label="Zoë Haldane")
    said(search, "Results: ")
    assert all("Zoë Haldane" in line for line in search.locator("#found .line").all_inner_texts())
    search.select_option("#year", "2009")
    search.wait_for_url("**year=2009**")
    search.wait_for_function(
        "() => [...document.querySelectorAll('#found time')].every(t => t.dateTime.startsWith('2009'))"
    )
    assert {day[:4] for day in search.locator("#found time").evaluate_all("all => all.map(t => t.dateTime)")} == {
        "2009"
    }


def test_stories_in_other_languages_are_found_and_marked_as_such(search):
    search.fill("#q", "حمص")
    said(search, "Results: ")
    assert search.locator("#found li[lang=ar]").count() == 1


def test_what_is_nowhere_is_said_to_be_nowhere_even_if_a_word_begins_it(search):
    search.fill("#q", "sheepdog")  # the sample has "she"
    said(search, "No story")
    assert titles(search) == []


def test_every_word_asked_for_is_in_every_story_found(search):
    search.fill("#q", "harbour dredger")
    said(search, "Results: ")
    count = int(search.locator("#count").inner_text().split()[-1])
    assert 0 < count < 20


def test_a_word_that_is_not_finished_finds_what_begins_so(search):
    search.fill("#q", "lifebo")
    search.locator("#found mark").filter(has_text="lifeboat").first.wait_for()


def test_a_story_is_found_by_a_word_of_its_headline_alone(search):
    search.fill("#q", "Ninety tonnes of Tuesday")
    search.locator("#found h2").filter(has_text="Ninety thousand tonnes of Tuesday").wait_for()


def test_the_keyboard_is_enough(search):
    search.locator("#q").focus()
    search.keyboard.type("harbour")
    search.keyboard.press("Enter")
    said(search, "Results: ")
    search.locator("#found li").nth(9).wait_for()
    for _ in range(40):
        search.keyboard.press("Tab")
        if search.evaluate("document.activeElement.id") == "more":
            break
    search.keyboard.press("Enter")
    search.locator("#found li").nth(10).wait_for()
    search.wait_for_function("() => document.activeElement.closest('#found') !== null")
    search.keyboard.press("Enter")
    search.wait_for_url("**/archive/*/*/*/*/")


def test_going_back_brings_the_question_back(search):
    search.fill("#q", "ferry")
    search.keyboard.press("Enter")
    said(search, "Results: ")
    search.locator("#found a").first.click()
    search.wait_for_load_state()
    search.go_back()
    said(search, "Results: ")
    assert search.locator("#q").input_value() == "ferry"


def test_without_javascript_the_page_leads_to_the_indexes_and_has_no_form(sites, reader):
    tab = reader(java_script_enabled=False)
    tab.goto(sites["broadsheet"].home + "search/")
    assert not tab.locator("form").is_visible()
    assert "needs JavaScript" in tab.locator("main").inner_text()
    tab.locator(".ways a").first.click()
    assert tab.url.endswith("/years/")


def test_the_search_works_in_a_theme_that_inherits_it(sites, reader):
    tab = reader(width=360)
    tab.goto(sites["clippings"].home + "search/?q=ferry")
    said(tab, "Results: ")
    assert titles(tab)
