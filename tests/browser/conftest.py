"""A real browser on a running preview; skipped, with the reason, where one of the two is missing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

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
