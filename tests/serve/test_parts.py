"""The parts of the preview that need no server: addresses, names, the script tag, what a change means."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.folders import folders_of
from backfile.mediatypes import type_of
from backfile.model import Problem
from backfile.options import Options
from backfile.serve.address import Kind, asked, folder_address, output_of
from backfile.serve.changes import sorted_out
from backfile.serve.files import newest
from backfile.serve.hosts import is_loopback, is_ours, url_of
from backfile.serve.script import problems_json, script_tag, with_tag
from backfile.serve.show import Show, Stage

TAG = "<script></script>"


@pytest.mark.parametrize(
    ("raw", "base", "kind", "path"),
    [
        ("/", "/", Kind.FILE, ""),
        ("/archive/", "/archive/", Kind.FILE, ""),
        ("/archive/1995/", "/archive/", Kind.FILE, "1995/"),
        ("/archive/tags/caf%C3%A9/", "/archive/", Kind.FILE, "tags/café/"),
        ("/archive/.well-known/x", "/archive/", Kind.FILE, ".well-known/x"),
        ("/", "/archive/", Kind.AWAY, "/archive/"),
        ("/archive", "/archive/", Kind.AWAY, "/archive/"),
        ("/archives/", "/archive/", Kind.MISSING, ""),
        ("/archive/.git/config", "/archive/", Kind.MISSING, ""),
        ("/archive/a/.well-known/x", "/archive/", Kind.MISSING, ""),
        ("/archive/.well-known/.hidden", "/archive/", Kind.MISSING, ""),
        ("/archive/%2e%2e/x", "/archive/", Kind.MISSING, ""),
        ("archive/", "/archive/", Kind.BAD, ""),
        ("", "/", Kind.BAD, ""),
        ("/%ff", "/", Kind.BAD, ""),
        ("/a%00", "/", Kind.BAD, ""),
    ],
)
def test_a_raw_path_asks_for_a_file_of_the_site_or_for_nothing(raw, base, kind, path):
    assert asked(raw, base) == (kind, path)


@given(st.text(st.sampled_from("/.%2eE5cCfF0\\a:~é"), max_size=30), st.sampled_from(["/", "/a/"]))
def test_no_path_whatever_its_letters_climbs_or_hides(rest, base):
    kind, path = asked(base + rest, base)
    if kind is Kind.FILE:
        steps = path.split("/")
        assert not path.startswith("/")
        assert "\\" not in path
        assert all(step and step[0] != "." for step in steps[1:-1])
        assert steps[0] == ".well-known" or not steps[0].startswith(".")


@given(st.text(min_size=1, max_size=20))
def test_a_redirect_to_a_folder_stays_on_this_host(name):
    kind, path = asked(folder_address("/", name.strip("/") or "x"), "/")
    assert folder_address("/", "x").startswith("/x")
    assert kind is not Kind.AWAY or path == "/"
    assert not folder_address("/", name.strip("/") or "x").startswith("//")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "192.168.1.5", "a.localhost", "desk"]
)
def test_names_that_can_only_mean_this_machine_are_ours(host):
    assert is_ours(host, frozenset({"desk"}))


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "desk.example", "[x]"]
)
def test_names_that_others_can_point_here_are_not(host):
    assert not is_ours(host, frozenset({"desk"}))


def test_only_loopback_is_private():
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.5", "desk")))


def test_the_address_to_open_is_one_that_a_browser_can_open():
    assert url_of("0.0.0.0", 8000, "/") == "http://127.0.0.1:8000/"
    assert url_of("::1", 8000, "/archive/") == "http://[::1]:8000/archive/"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<!doctype html><html><head><title>", "<!doctype html><html><head>TAG<title>"),
        ("<!DOCTYPE HTML>\n<HTML><HEAD lang='a>b'>\n", "<!DOCTYPE HTML>\n<HTML><HEAD lang='a>b'>TAG\n"),
        ("<!doctype html><title>x</title><p>no head", "<!doctype html>TAG<title>x</title><p>no head"),
        ("<html><body class=x>words", "<html><body class=x>TAGwords"),
        ("<!-- <head> --><html><head>", "<!-- <head> --><html><head>TAG"),
        ("<header>not a head</header>", "TAG<header>not a head</header>"),
        ("\ufeff<!-- a --> <!doctype html>words", "\ufeff<!-- a --> <!doctype html>TAGwords"),
        ('<?xml version="1.0"?><p>', '<?xml version="1.0"?>TAG<p>'),
        ("", "TAG"),
    ],
)
def test_the_script_goes_where_it_changes_nothing_else(page, expected):
    assert with_tag(page.encode(), TAG).decode() == expected.replace("TAG", TAG)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_the_script_is_written_in_the_letters_of_the_page(encoding):
    page = ("\ufeff" + "<head>é").encode(encoding)
    assert with_tag(page, TAG).decode(encoding) == "\ufeff<head>" + TAG + "é"


@given(st.binary(max_size=200))
def test_the_script_is_added_to_any_bytes_and_nothing_is_lost(page):
    if page[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        assert with_tag(page, TAG).replace(TAG.encode(), b"", 1) == page


def test_a_problem_cannot_leave_its_attribute():
    problem = Problem('a".md', 1, 2, "</script><script>alert('x')</script>", '">', "x")
    tag = script_tag("b", problems_json(((problem, "/a/"),), "/a/"))
    assert tag.count("<") == 2
    assert tag.count('"') == 8


def test_a_problem_is_of_its_own_page_or_of_all():
    of_page, of_site = Problem("a.md", 1, 2, "f", "r", "x"), Problem("site.toml", 0, 0, "f", "r", "x")
    shown = problems_json(((of_page, "/a/"), (of_site, "")), "/b/")
    assert [part["is_here"] for part in json.loads(shown)] == [False, True]
    assert '"place": "a.md:1:2"' in shown
    assert '"place": "site.toml"' in shown


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("search.js", "text/javascript; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("tags/chess/feed.xml", "application/atom+xml; charset=utf-8"),
        ("feed.json", "application/feed+json; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("a.webp", "image/webp"),
        ("font.woff2", "font/woff2"),
        ("index.wasm", "application/wasm"),
        ("stories.jsonl.gz", "application/gzip"),
        ("unknown.zzz", "application/octet-stream"),
    ],
)
def test_files_have_the_types_that_hosts_give_them(name, kind):
    assert type_of(Path(name)) == kind


def test_a_change_is_of_a_story_of_the_looks_or_of_nothing(tmp_path):
    folders, theme = folders_of(tmp_path, Options()), tmp_path / "themes"

    def of(*paths: str):
        return sorted_out({tmp_path / path for path in paths}, folders, (theme,))

    assert of("content/stories/a.md").sources == ("stories/a.md",)
    assert not of("content/.a.md.swp", "content/a.md~", "README.md", "output/x").is_any
    assert of("site.toml").settings
    assert of("themes/ours/templates/a.html").settings
    assert of("themes/ours/static/a.css").swap == "a.css"
    assert of("themes/ours/static/a.css", "content/a.md").swap == ""
    assert of("content").folder
    assert of("themes").folder


def test_a_page_is_old_when_a_build_of_all_or_one_that_added_it_has_ended_since_it_was_loaded():
    stage = Stage(Show(Path(), "/", ""), "start")
    stage.turn()
    loaded = stage.show.build
    assert not stage.is_old(loaded, "index.html")
    stage.add(["tags/index.html"])
    assert stage.show.build != loaded
    assert stage.is_old(loaded, "tags/index.html")
    assert not stage.is_old(stage.show.build, "tags/index.html")
    assert not stage.is_old(loaded, "index.html")
    stage.turn()
    assert stage.is_old(loaded, "index.html")


@pytest.mark.parametrize("build", ["", "another-1", "start-", "start-x", "start"])
def test_a_page_of_another_start_is_old(build):
    stage = Stage(Show(Path(), "/", ""), "start")
    assert stage.is_old(build, "index.html")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://localhost:8000/archive/", "index.html"),
        ("http://localhost:8000/archive/tags/caf%C3%A9/?q=1#top", "tags/café/index.html"),
        ("http://localhost:8000/archive/404.html", "404.html"),
    ],
)
def test_the_file_that_a_tab_shows_is_known_from_its_address(url, path):
    assert output_of(url, "/archive/") == path


def test_a_page_is_taken_from_where_it_was_written_last(tmp_path):
    preview, published = tmp_path / "preview", tmp_path / "output"
    for folder, name, written in ((preview, "a", 2), (published, "a", 1), (preview, "b", 1), (published, "b", 2)):
        page = folder / name / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(folder.name)
        os.utime(page, (written, written))
    (published / "c.txt").write_text("published")
    assert newest((preview, published), "a/").path.read_text() == "preview"
    assert newest((preview, published), "b/").path.read_text() == "output"
    assert newest((preview, published), "c.txt").path.read_text() == "published"
    assert newest((preview, None), "c.txt") is None
    assert newest((preview, published), "../a/") is None
