"""What is to be sent, in which order, to whom: decisions without a disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Level
from backfile.publication import (
    FOREIGN,
    GITHUB,
    Change,
    Item,
    Kind,
    as_left,
    cache_rule,
    changes,
    custom_domain,
    listed_line,
    pages_address,
    parse_listed,
    rank,
    size_text,
    weight_problems,
    without_password,
)

SITES = st.dictionaries(st.text("abA/-ä.", min_size=1, max_size=4), st.sampled_from(["1", "2", ""]), max_size=8)


def items(site: dict[str, str]) -> list[Item]:
    return [Item(path, 1, digest) for path, digest in sorted(site.items())]


@given(wanted=SITES, there=SITES)
def test_what_is_changed_is_what_differs_and_no_more(wanted, there):
    found = {change.path: change.kind for change in changes(items(wanted), items(there))}
    expected = dict.fromkeys(wanted.keys() - there.keys(), Kind.ADDED)
    expected |= dict.fromkeys(there.keys() - wanted.keys(), Kind.REMOVED)
    same = {path for path in wanted.keys() & there.keys() if wanted[path] == there[path] != ""}
    expected |= dict.fromkeys((wanted.keys() & there.keys()) - same, Kind.CHANGED)
    assert found == expected


@given(wanted=SITES, listed=SITES, there=st.dictionaries(st.text("abA/-ä.", min_size=1, max_size=4), st.integers(1, 2)))
def test_nothing_that_is_not_on_our_list_is_ever_removed(wanted, listed, there):
    found = list(changes(items(wanted), as_left(items(listed), sorted(there.items()))))
    assert {change.path for change in found if change.kind is Kind.REMOVED} == (
        listed.keys() & there.keys()
    ) - wanted.keys()
    assert {change.path for change in found if change.kind is Kind.CLASH} == (
        wanted.keys() & there.keys()
    ) - listed.keys()
    assert {change.path for change in found if change.kind is Kind.ADDED} == wanted.keys() - there.keys()


def test_a_listed_file_of_another_size_is_sent_again():
    assert list(as_left([Item("a", 5, "x")], [("a", 4), ("b", 1)])) == [Item("a", 4, ""), Item("b", 1, FOREIGN)]


@given(site=SITES)
def test_the_list_at_a_target_is_read_as_it_was_written(site):
    lines = ["backfile publication 1\n", *map(listed_line, items(site))]
    assert list(parse_listed(lines)) == items(site)


def test_a_text_that_is_no_list_is_not_taken_for_one():
    with pytest.raises(ValueError, match="no list"):
        list(parse_listed(["<!doctype html>\n"]))


@pytest.mark.parametrize(
    ("path", "group", "turn"),
    [
        ("static/style.0123456789.css", "assets:", 0),
        ("1995/map.png", "file:/1995/map.png", 0),
        ("guestbook.pdf", "", 0),
        ("1995/05/05/flood/index.html", "story:stories/flood.md", 1),
        ("tags/chess/index.html", "term:tags/chess", 2),
        ("letters.html", "", 2),
        ("feed.xml", "feeds:", 3),
        ("index.html", "home:", 3),
        ("index.html", "", 3),
    ],
)
def test_what_is_led_to_goes_before_what_leads_to_it(path, group, turn):
    assert rank(Change(Kind.ADDED, path), group) == turn
    assert rank(Change(Kind.REMOVED, path), group) == 4


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/Ada/pilot.git", "https://ada.github.io/pilot/"),
        ("https://github.com/Ada/pilot", "https://ada.github.io/pilot/"),
        ("https://x-access-token:secret@github.com/ada/pilot.git", "https://ada.github.io/pilot/"),
        ("git@github.com:ada/pilot.git", "https://ada.github.io/pilot/"),
        ("ssh://git@github.com/ada/pilot.git", "https://ada.github.io/pilot/"),
        ("ssh://git@ssh.github.com:443/ada/pilot.git", "https://ada.github.io/pilot/"),
        ("git@github.com:ada/ada.github.io.git", "https://ada.github.io/"),
        ("https://github.com/Ada/Ada.GitHub.io", "https://ada.github.io/"),
        ("https://gitlab.com/ada/pilot.git", ""),
        ("/srv/git/pilot.git", ""),
        ("../remote.git", ""),
        ("git@example.org:ada/pilot.git", ""),
    ],
)
def test_the_address_of_a_site_is_known_from_its_remote(remote, address):
    assert pages_address(remote) == address


@pytest.mark.parametrize(
    ("base_url", "domain"),
    [
        ("https://pilot.example.org/", "pilot.example.org"),
        ("https://Pilot.Example.org", "pilot.example.org"),
        ("https://example.org/archive/", ""),
        ("https://ada.github.io/pilot/", ""),
        ("https://ada.github.io/", ""),
        ("http://localhost/", ""),
        ("", ""),
    ],
)
def test_a_site_at_the_top_of_a_domain_of_its_own_says_so_in_cname(base_url, domain):
    assert custom_domain(base_url) == domain


def test_passwords_in_remotes_are_not_shown():
    assert without_password("https://ada:geheim@github.com/ada/pilot.git") == "https://github.com/ada/pilot.git"
    assert without_password("git@github.com:ada/pilot.git") == "git@github.com:ada/pilot.git"


def test_a_site_near_the_limit_is_warned_of_and_one_above_it_refused():
    def levels(total, *sizes):
        large = [(f"{number}.mp4", size) for number, size in enumerate(sizes)]
        return [(problem.source, problem.level) for problem in weight_problems(GITHUB, {"": total}, large, "output")]

    assert levels(900 << 20) == []
    assert levels(1000 << 20) == [("output", Level.WARNING)]
    assert levels((1 << 30) + 1) == [("output", Level.ERROR)]
    assert levels(0, 60 << 20, (100 << 20) + 1) == [("output/0.mp4", Level.WARNING), ("output/1.mp4", Level.ERROR)]


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (1024, "1 kB"), (1500, "1.5 kB"), (100 << 20, "100 MB"), (1 << 30, "1 GB")]
)
def test_sizes_are_said_as_people_say_them(size, text):
    assert size_text(size) == text


def test_only_files_named_by_their_content_may_be_kept_for_good():
    assert "immutable" in cache_rule("static/style.b564178bfb.css")
    assert cache_rule("index.html") == cache_rule("static/style.css") == cache_rule("1995/b564178bfb.html") == ""
