"""A portable copy of the sample, opened from disk: pages, style, and every link on them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.browser.conftest import PATIENCE_MS
from tests.browser.sample import Built, Links
from tests.engine.tiny import TinyArchive
from tests.sample import sample_root


@pytest.fixture(scope="module")
def copy(chromium, tmp_path_factory):
    folder = sample_root(tmp_path_factory, portable=True) / "portable"
    return Built(folder, (folder / "index.html").as_uri())


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A copy with pages for editors: the archive has a repository and a CMS."""
    script = b"window.CMS = {init() {}, registerPreviewStyle() {}};"
    settings = 'title = "Tiny"\nrepository = "https://github.com/thole/pilot"\n[cms]\nscript = "/admin/cms.js"\n'
    settings += f'sha256 = "{hashlib.sha256(script).hexdigest()}"\n'
    tiny = TinyArchive(tmp_path_factory.mktemp("desk") / "archive", settings)
    tiny.story("1995/ferry", "The ferry", tags="[Harbour]")
    tiny.put("admin/cms.js", script)
    assert tiny.build(portable=True, remember=False).built
    return Built(tiny.root / "portable", (tiny.root / "portable" / "index.html").as_uri())


@pytest.mark.parametrize("which", ["copy", "desk"])
def test_every_link_of_every_page_leads_to_a_file(which, request):
    built = request.getfixturevalue(which)
    lost = []
    for path in built.pages():
        for address in Links((built.folder / path).read_text("utf-8")).found:
            target = urlsplit(urljoin((built.folder / path).as_uri(), address))
            if target.scheme == "file" and not Path(unquote(target.path)).is_file():
                lost.append((path, address))
    assert lost == []
    assert which == "copy" or {"admin/index.html", "admin/cms/index.html"} <= set(built.pages())


def test_pages_for_editors_open_from_disk_and_lead_back(chromium, desk):
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults = []
    page.on("requestfailed", lambda r: "ABORTED" in r.failure or faults.append(f"{page.url}: {r.url} {r.failure}"))
    page.goto((desk.folder / "admin/index.html").as_uri())
    page.locator("a[href*='cms/index.html']").first.click()
    assert page.url.endswith("/admin/cms/index.html")
    page.goto((desk.folder / "admin/index.html").as_uri())
    page.locator("a[href='../index.html']").first.click()
    assert page.url == desk.home
    assert faults == []
    page.close()


@pytest.mark.parametrize("pages", ["one of each kind", pytest.param("all", marks=pytest.mark.long)])
def test_every_page_opens_with_its_style_and_every_link_is_good(chromium, copy, pages):
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults = []
    # An icon that is still on its way when the next page is opened is given up, which is no fault.
    page.on("requestfailed", lambda r: "ABORTED" in r.failure or faults.append(f"{page.url}: {r.url} {r.failure}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    seen = set()
    for path in copy.pages() if pages == "all" else copy.one_of_each_kind().values():
        if "http-equiv" in (copy.folder / path).read_text("utf-8"):
            continue  # it leads on by itself, while one looks
        page.goto((copy.folder / path).as_uri())
        assert page.evaluate("document.styleSheets.length") > 0, path
        seen.update(page.evaluate("[...document.links].map(link => link.href)"))
    lost = [url for url in seen if url.startswith("file:") and not Path(unquote(urlsplit(url).path)).is_file()]
    assert faults == []
    assert lost == []
    assert len(seen) > 50
    page.close()


def test_one_walks_from_the_front_page_to_a_story_and_back(chromium, copy):
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(copy.home)
    page.locator("main a[href*='/index.html']").first.click()
    assert page.url.startswith("file:")
    assert page.url.endswith("/index.html")
    page.locator("footer .name a").first.click()
    assert page.url == copy.home
    page.close()
