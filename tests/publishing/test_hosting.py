"""The file `_headers`: strict unless the settings ask for more, and no more than they ask for."""

from __future__ import annotations

import pytest

from tests.browser.test_headers import rules_in
from tests.engine.tiny import TinyArchive

PLAIN = 'title = "Tiny"\ntheme = "plain"\n'


def policy_of(tmp_path, settings: str) -> dict[str, str]:
    tiny = TinyArchive(tmp_path / "archive", settings)
    tiny.story("1995/flood")
    tiny.put("cms.js", "// the script of a CMS")
    tiny.build()
    everywhere = rules_in(tiny.site()["_headers"].decode())["/*"]
    assert everywhere["X-Content-Type-Options"] == "nosniff"
    listed = everywhere.get("Content-Security-Policy", "")
    return dict(part.split(" ", 1) for part in listed.split("; ") if part)


def test_nothing_is_loaded_from_elsewhere_and_nothing_stands_in_the_page(tmp_path):
    policy = policy_of(tmp_path, PLAIN)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"


def test_the_style_of_the_desk_is_let_through_by_its_hash_alone(tmp_path):
    policy = policy_of(tmp_path, PLAIN + 'repository = "https://github.com/ada/quay"\n')
    assert policy["style-src"].startswith("'self' 'sha256-")
    assert "unsafe-inline" not in policy["style-src"]


def test_a_cms_gets_what_it_needs(tmp_path):
    cms = f'repository = "https://github.com/ada/quay"\n[cms]\nscript = "cms.js"\nsha256 = "{"0" * 64}"\n'
    policy = policy_of(tmp_path, PLAIN + cms)
    assert "'unsafe-eval'" in policy["script-src"]
    assert "https://api.github.com" in policy["connect-src"]
    assert policy["default-src"] == "'none'"


def test_stories_that_may_hold_any_html_get_no_policy_that_would_break_them(tmp_path):
    assert policy_of(tmp_path, PLAIN + 'html = "trusted"\n') == {}


@pytest.mark.parametrize("name", ["feed.xml", "feed.json", "corrections.xml"])
def test_feeds_are_sent_as_feeds(name, tmp_path):
    tiny = TinyArchive(tmp_path / "archive", PLAIN)
    tiny.build()
    told = rules_in(tiny.site()["_headers"].decode())[f"/{name}"]
    assert told["Content-Type"].endswith("+xml; charset=utf-8" if name.endswith("xml") else "+json; charset=utf-8")
