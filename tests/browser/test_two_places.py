"""The same output at the root of a host and below a path of it: every link is good, and the search works, in both."""

from __future__ import annotations

import http.client
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import pytest

from backfile.search import pagefind
from tests.browser.conftest import PATIENCE_MS
from tests.browser.sample import BASE, Host, Links
from tests.sample import sample_root

PLACES = ["/", BASE]


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    return sample_root(tmp_path_factory) / "output"


@pytest.fixture(params=PLACES)
def home(request, output):
    host = Host()
    yield host.put(output, request.param)
    host.stop()


class Client:
    """Asks one host, over one connection."""

    def __init__(self, home: str) -> None:
        self.home, self.connection = home, http.client.HTTPConnection(urlsplit(home).netloc, timeout=60)

    def get(self, url: str) -> tuple[int, str, str]:
        self.connection.request("GET", urlsplit(url).path or "/")
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if answer.status == 301:  # a folder without its slash would be a link that is not quite right
            return 301, "", ""
        return answer.status, answer.getheader("Content-Type", ""), text


@pytest.mark.parametrize("home", ["/", pytest.param(BASE, marks=pytest.mark.long)], indirect=True)
def test_every_link_of_every_page_is_good(home, output):
    """What the front page leads to, and all pages besides. 404.html is sent at any depth: its links begin with the path
    of base_url, which is that of one of the two places."""
    client = Client(home)
    pages = {path.relative_to(output).as_posix() for path in output.rglob("*.html")}
    pages -= {"404.html"} if urlsplit(home).path == "/" else set()
    todo, anchors, wanted, wrong = [home + quote(path) for path in pages], {}, [], []
    seen = set(todo)
    while todo:
        url = todo.pop()
        status, kind, text = client.get(url)
        if status != 200:
            wrong.append((status, url))
        elif kind.startswith("text/html"):
            page = Links(text)
            anchors[url] = page.anchors
            for address in page.found:
                target, anchor = urldefrag(urljoin(url, address))
                if urlsplit(target).netloc != urlsplit(home).netloc:
                    continue
                if not target.startswith(home):
                    wrong.append((url, address))
                    continue
                wanted += [(url, target, unquote(anchor))] if anchor else []
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
    assert wrong == []
    assert [one for one in wanted if one[1] in anchors and one[2] not in anchors[one[1]]] == []
    assert len(seen) > 500


@pytest.mark.skipif(not pagefind.version(), reason="Pagefind is not installed")
def test_a_reader_types_a_word_and_reads_what_was_found(home, reader):
    tab = reader()
    tab.goto(home)
    tab.get_by_role("link", name="Search").first.click()
    tab.locator("#q").press_sequentially("dredger", delay=5)
    tab.locator("#found mark").filter(has_text="dredger").first.wait_for(timeout=PATIENCE_MS)
    found = tab.locator("#found a").first
    title = found.inner_text()
    found.click()
    tab.wait_for_load_state()
    assert tab.url.startswith(home)
    assert tab.locator("h1").inner_text() == title
