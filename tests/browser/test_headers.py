"""The site under the policy that its `_headers` ask for: a browser finds nothing to refuse."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from backfile import pipeline
from backfile.options import Options

SETTINGS = """title = "The Quay"
base_url = "https://quay.example/"
repository = "https://github.com/ada/quay"

[pages]
search = {search}
"""
STORY = """---
title: The ferry
date: 1995-05-05
section: News
tags: [harbour]
---

| left | right |
| :--- | ----: |
| tide | 4.20 |

It came at ten.[^1]

[^1]: By the tower's clock.
"""


def rules_in(text: str) -> dict[str, dict[str, str]]:
    """The rules of a `_headers` file: pattern → name → value."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            rules[line] = latest = {}
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            latest[name] = value
    return rules


class Host(SimpleHTTPRequestHandler):
    """Sends what `_headers` say, as the hosts do that read it."""

    def end_headers(self):
        rules = rules_in((Path(self.directory) / "_headers").read_text("utf-8"))
        for pattern, told in rules.items():
            if self.path == pattern or (pattern.endswith("*") and self.path.startswith(pattern[:-1])):
                for name, value in told.items():
                    self.send_header(name, value)
        super().end_headers()

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    root = tmp_path_factory.mktemp("quay")
    try:
        import pagefind  # noqa: F401

        search = "true"
    except ImportError:
        search = "false"
    (root / "content/stories").mkdir(parents=True)
    (root / "content/stories/ferry.md").write_text(STORY)
    (root / "site.toml").write_text(SETTINGS.format(search=search))
    receipt = pipeline.build(root, Options(executor="inline", now="2026-01-01"))
    assert receipt.built
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=root / "output"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def complaints(chromium):
    """Opens an address and gives what the browser complained of."""
    page = chromium.new_page()
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))

    def opened(address: str, act=None) -> list[str]:
        page.goto(address)
        if act:
            act(page)
        return found

    yield opened
    page.close()


@pytest.mark.parametrize("address", ["/", "/1995/05/05/ferry/", "/tags/harbour/", "/on-this-day/", "/admin/"])
def test_the_policy_refuses_nothing_that_a_page_has(address, hosted, complaints):
    assert complaints(hosted + address) == []


def test_the_search_works_under_the_policy(hosted, complaints):
    pytest.importorskip("pagefind", reason="Pagefind is not installed")

    def search(page):
        page.fill("input[name=q]", "tower")
        page.get_by_role("link", name="The ferry").wait_for()  # no wait_for_function: it evaluates text, as nobody may

    assert complaints(f"{hosted}/search/", search) == []


def test_the_policy_refuses_what_does_not_belong_there(hosted, complaints):
    def smuggle(page):
        page.evaluate("""() => {
            const script = document.createElement("script");
            script.textContent = "window.smuggled = true";
            document.head.append(script);
            document.body.setAttribute("style", "color: red");
        }""")
        assert not page.evaluate("window.smuggled")

    assert len(complaints(hosted + "/", smuggle)) == 2
