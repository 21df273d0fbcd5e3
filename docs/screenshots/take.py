"""Pictures of the sample archive in both themes, for the README and these pages, and for looking at one's own work.

    python docs/screenshots/take.py                 # the chosen few, into this folder
    python docs/screenshots/take.py --all shots/    # every page, screen and light, to look at

It needs the `dev` extra, and Chromium: the one that is installed, or Playwright's own.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from backfile import pipeline
from backfile.options import Options

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
BASE = "archive"  # as in the base_url of the sample
PAGES = {
    "home": "",
    "story": "1999/09/14/ellen-quarrie/",
    "tag": "tags/flood/",
    "year": "2009/",
    "search": "search/?q=gauge",
}
# Looked at, though not shown: every other kind of page, and what is hard to set.
MORE = {
    "day": "2014/02/11/",
    "month": "2009/06/",
    "tags": "tags/",
    "bylines": "bylines/",
    "years": "years/",
    "onthisday": "on-this-day/",
    "oneday": "on-this-day/02-11/",
    "corrections": "corrections/",
    "page": "about/",
    "missing": "404.html",
    "section": "sections/news/",
    "council": "1987/02/11/council-puts-off-sluice-gate/",
    "arabic": "2017/10/06/furn-al-rabia/",
    "series": "2014/02/11/line-on-the-wall/",
}


class Screen(NamedTuple):
    """How wide and high what one sees is, and how many dots a pixel has."""

    width: int
    height: int
    scale: float = 1.0


SCREENS = {"phone": Screen(390, 844, 1.5), "desktop": Screen(1280, 900)}
# theme, page, screen, light: what the README and the documentation show
CHOSEN = [
    ("broadsheet", "home", "desktop", "light"),
    ("broadsheet", "story", "desktop", "light"),
    ("broadsheet", "story", "phone", "dark"),
    ("broadsheet", "year", "desktop", "light"),
    ("broadsheet", "tag", "phone", "light"),
    ("broadsheet", "search", "desktop", "dark"),
    ("broadsheet", "story", "paper", "print"),
    ("clippings", "home", "desktop", "light"),
    ("clippings", "story", "phone", "light"),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", metavar="DIR", type=Path, help="every page, screen and light, as PNG")
    parser.add_argument("--only", default="", help="with --all: only files whose name holds this")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for theme in ("broadsheet", "clippings"):
            with served(built(theme, Path(folder))) as base:
                if wishes.all:
                    take_all(browser, base, theme, wishes.all, wishes.only)
                else:
                    take_chosen(browser, base, theme)


def built(theme: str, folder: Path) -> Path:
    """The sample archive in one theme, as it would be published; with a search where Pagefind is installed."""
    root = folder / theme
    root.mkdir()
    settings = (PROJECT / "site.toml").read_text("utf-8")
    has_search = "\nsearch" in settings
    (root / "site.toml").write_text(settings + ("" if has_search else "\n[pages]\nsearch = true\n"), "utf-8")
    site = root / "site"
    pipeline.build(root, Options(content=PROJECT / "content", output=site / BASE, theme=theme, now="2026-12-01"))
    return site


@contextmanager
def served(output: Path) -> Iterator[str]:
    """The folder at an address of this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{BASE}/"
    finally:
        server.shutdown()


def take_chosen(browser: Browser, base: str, theme: str) -> None:
    """The few that are shown, small."""
    for of, page, screen, light in CHOSEN:
        if of == theme:
            data = shot(browser, base + PAGES[page], screen, light)
            image = Image.open(io.BytesIO(data)).convert("RGB")
            image.thumbnail((1280, 1600))
            image.save(HERE / f"{theme}-{page}-{screen}-{light}.webp", quality=72, method=6)


def take_all(browser: Browser, base: str, theme: str, folder: Path, only: str) -> None:
    """Everything, each page to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    for page, path in (PAGES | MORE).items():
        for screen, light in [(s, c) for s in SCREENS for c in ("light", "dark")] + [("paper", "print")]:
            name = f"{theme}-{page}-{screen}-{light}"
            if only in name:
                (folder / f"{name}.png").write_bytes(shot(browser, base + path, screen, light, is_whole=True))


def shot(browser: Browser, address: str, screen: str, light: str, is_whole: bool = False) -> bytes:
    """One picture, PNG; paper is as wide as the text of a sheet of A4."""
    size = SCREENS.get(screen, Screen(720, 1020))
    scheme = "dark" if light == "dark" else "light"
    page = browser.new_page(
        viewport={"width": size.width, "height": size.height}, device_scale_factor=size.scale, color_scheme=scheme
    )
    page.goto(address, wait_until="networkidle")
    if light == "print":
        page.emulate_media(media="print")
    if is_whole:  # pictures below the fold come when they are near it
        page.evaluate("for (const img of document.images) img.loading = 'eager'")
        page.evaluate("Promise.all([...document.images].map((img) => img.decode()))")
    data = page.screenshot(full_page=is_whole)
    page.close()
    return data


if __name__ == "__main__":
    main()
