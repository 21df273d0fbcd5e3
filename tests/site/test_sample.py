"""The sample archive, built as a reader would meet it: every link leads somewhere, at `/` and below a path."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

PROJECT = Path(__file__).parents[2]


class Links(HTMLParser):
    """Addresses that a page leads to or loads, and its anchors."""

    def __init__(self, text):
        super().__init__()
        self.found, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if names.get("id"):
            self.anchors.add(names["id"])
        is_meta = tag == "link" and names.get("rel") in ("canonical", "alternate")
        if not is_meta:
            self.found += [names[name] for name in ("href", "src") if names.get(name)]


def pages(sample):
    return {
        path: Links(data.decode()) for path, data in sample.items() if path.endswith(".html") and path != "404.html"
    }


@pytest.mark.parametrize("base", ["/", "/archive/"])
def test_every_internal_link_resolves(sample, base):
    parsed = pages(sample)
    dead = []
    for path, links in parsed.items():
        here = base + path.removesuffix("index.html")
        for link in links.found:
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            target = urlsplit(urljoin("https://x" + here, link))
            inside = unquote(target.path)
            if not inside.startswith(base):
                dead.append((path, link))
                continue
            file = inside.removeprefix(base)
            file = file + "index.html" if not file or file.endswith("/") else file
            if file not in sample or (target.fragment and unquote(target.fragment) not in parsed[file].anchors):
                dead.append((path, link))
    assert dead == []


def test_every_page_can_be_reached_from_home(sample):
    parsed = pages(sample)
    reached, queue = set(), ["index.html"]
    while queue:
        path = queue.pop()
        if path in reached or path not in parsed:
            continue
        reached.add(path)
        for link in parsed[path].found:
            target = unquote(urlsplit(urljoin("https://x/" + path.removesuffix("index.html"), link)).path)[1:]
            queue.append(target + "index.html" if not target or target.endswith("/") else target)
    redirects = {path for path, data in sample.items() if b'http-equiv="refresh"' in data}
    tombstones = {path for path in parsed if path.startswith("2016/") and "crake-ferry-to-close" in path}
    assert set(parsed) - reached - redirects - tombstones == set()


def test_no_page_asks_another_host_for_anything(sample):
    asked = [
        (path, tag)
        for path, data in sample.items()
        if path.endswith(".html")
        for tag in re.findall(
            r'<(?:script|img|iframe|source|video|audio)[^>]+src="https?://[^"]*|<link[^>]+rel="stylesheet"[^>]+href="https?://',
            data.decode(),
        )
    ]
    assert asked == []


def test_held_stories_are_in_no_published_byte(sample):
    for source in ("2031/what-is-in-the-box.md", "2026/crake-school-roll.md"):
        text = (PROJECT / "content/stories" / source).read_text()
        title = re.search(r"^title: (.*)$", text, re.MULTILINE)[1].strip("\"'")
        phrases = [title, *re.findall(r"^[A-Z“‘][^\n]{40,80}", text.split("\n---\n")[1], re.MULTILINE)]
        for phrase in phrases:
            assert not [path for path, data in sample.items() if phrase.encode() in data], phrase


def test_every_word_of_a_story_is_on_its_page(sample):
    page = sample["1987/02/11/council-puts-off-sluice-gate/index.html"].decode()
    shown = re.sub(r"<[^>]+>", " ", page)
    body = (PROJECT / "content/stories/1987/council-puts-off-sluice-gate.md").read_text().split("\n---\n")[1]
    for word in re.findall(r"\w{4,}", body):
        assert word in shown
