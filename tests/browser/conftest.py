"""A real browser on a running preview; skipped, with the reason, where one of the two is missing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.browser.sample import Built, Host
from tests.sample import sample_root
from tests.serve.serving import Serving, make_archive

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def chromium():
    api = pytest.importorskip("playwright.sync_api", reason="Playwright, which drives the browser, is not installed")
    found = os.environ.get("BACKFILE_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not Path(found).is_file():
        pytest.skip("no Chromium is here; BACKFILE_BROWSER names one elsewhere")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    serving = Serving(make_archive(tmp_path_factory.mktemp("quay")))
    yield serving
    serving.stop()
    assert "Traceback" not in serving.log


@pytest.fixture
def tab(chromium, running):
    """A tab that counts how often its page was loaded, and notes what it complains of."""
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.loads, page.complaints = 0, []

    def count(_):
        page.loads += 1

    page.on("load", count)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    page.close()
    assert page.complaints == []


@pytest.fixture(scope="session")
def sites(chromium, tmp_path_factory):
    """The sample in each theme, on a host of this machine."""
    host = Host()
    folders = {theme: sample_root(tmp_path_factory, theme) / "output" for theme in ("broadsheet", "clippings")}
    yield {theme: Built(folder, host.put(folder)) for theme, folder in folders.items()}
    host.stop()
    assert host.missing == []


@pytest.fixture
def reader(chromium):
    """Opens tabs as readers have them: `reader(width=360, javaScriptEnabled=False, …)`. What a tab asks of other hosts,
    complains of or is refused fails the test."""
    wrong: list[str] = []
    tabs = []

    def tab(width: int = 1280, height: int = 800, **wishes: object):
        page = chromium.new_context(viewport={"width": width, "height": height}, **wishes).new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda r: r.url.startswith(("http://127.0.0.1:", "data:")) or wrong.append(f"asked {r.url}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        tabs.append(page)
        return page

    yield tab
    for page in tabs:
        page.context.close()
    assert wrong == []
