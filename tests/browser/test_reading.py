"""Every kind of page as readers meet it: complete without scripts, usable by keyboard and with aids, light to load."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from importlib import resources
from itertools import product

import pytest

KINDS = (
    "home story page terms term years year month day on_this_day on_this_days corrections search not_found withdrawn"
).split()
# The kinds that differ most: what is tried on these is tried on all by the long form.
FEW = ("home", "story", "search")
# What the Tab key should come to, in this order.
STOPS = """() => {
  window.wanted = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
    .filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.closest("details:not([open]) > :not(summary)"));
}"""
THEMES = ("broadsheet", "clippings")
WIDTHS = (320, 360, 768, 1024, 1280, 1600)
# How far anything was moved by something else that came later (Cumulative Layout Shift).
MOVES = """
  window.moves = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) moves += one.value; })
    .observe({ type: "layout-shift", buffered: true });
"""
TO_THE_END = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (let y = 0; y < document.body.scrollHeight; y += 600) { scrollTo(0, y); await frame(); }
  await Promise.all([...document.images].map((image) => image.decode().catch(() => 0)));
  await frame();
  return moves;
}"""


@pytest.fixture(scope="session")
def axe():
    package = pytest.importorskip("axe_playwright_python", reason="axe, which looks for barriers, is not installed")
    return resources.files(package).joinpath("axe.min.js").read_text("utf-8")


def address(site, kind):
    return site.home + site.one_of_each_kind()[kind].removesuffix("index.html")


def open_page(tab, site, kind):
    tab.goto(address(site, kind), wait_until="load")


def test_the_sample_has_a_page_of_every_kind(sites):
    for site in sites.values():
        assert set(site.one_of_each_kind()) == {*KINDS, "redirect"} - ({"redirect"} - set(site.one_of_each_kind()))


def looks():
    """What axe looks at: (theme, kind, width, scheme). What differs most; the long form looks at all."""
    short = {("broadsheet", kind, 360, "light") for kind in (*FEW, "term")}
    short |= {("broadsheet", "story", 1280, "dark"), ("clippings", "story", 1280, "light")}
    for look in product(THEMES, KINDS, (1280, 360), ("light", "dark")):
        yield pytest.param(*look, marks=() if look in short else pytest.mark.long)


@pytest.mark.parametrize(("theme", "kind", "width", "scheme"), list(looks()))
def test_axe_finds_no_barrier(sites, reader, axe, theme, kind, width, scheme):
    tab = reader(width=width, color_scheme=scheme)
    open_page(tab, sites[theme], kind)
    tab.evaluate(axe)
    violations = tab.evaluate("axe.run()")["violations"]
    assert [(fault["id"], node["html"][:120]) for fault in violations for node in fault["nodes"]] == []


@pytest.mark.parametrize(
    ("theme", "kinds"),
    [
        ("broadsheet", ["home", "story", "on_this_day"]),
        ("clippings", ["story"]),
        pytest.param("broadsheet", KINDS, marks=pytest.mark.long),
        pytest.param("clippings", KINDS, marks=pytest.mark.long),
    ],
)
def test_a_page_says_the_same_without_scripts(sites, reader, theme, kinds):
    plain, scripted = reader(java_script_enabled=False), reader()
    for kind in kinds:
        if kind == "search":  # has tests of its own
            continue
        texts = []
        for tab in (plain, scripted):
            open_page(tab, sites[theme], kind)
            texts.append(tab.locator("body").inner_text())
        assert texts[0] == texts[1], kind
        assert plain.locator("h1").count() == 1


@pytest.mark.parametrize(
    ("kinds", "widths"), [(FEW, (320, 768, 1600)), pytest.param(KINDS, WIDTHS, marks=pytest.mark.long)]
)
def test_nothing_sticks_out_from_320_to_1600_pixels(sites, reader, kinds, widths):
    tab, wide = reader(), []
    for site, kind in product(sites.values(), kinds):
        open_page(tab, site, kind)
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 800})
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((site.folder.parent.name, kind, width))
    assert wide == []


MORE = (*FEW, "term", "day", "year")


@pytest.mark.parametrize(
    ("width", "kinds"), [(360, FEW), *(pytest.param(width, MORE, marks=pytest.mark.long) for width in (360, 1280))]
)
def test_nothing_moves_while_a_page_loads_and_is_read_to_its_end(sites, reader, width, kinds):
    tab, moved = reader(width=width), {}
    tab.add_init_script(MOVES)
    for site, kind in product(sites.values(), kinds):
        open_page(tab, site, kind)
        moved[site.folder.parent.name, kind] = tab.evaluate(TO_THE_END)
    assert moved == dict.fromkeys(moved, 0)


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=() if kind in FEW else pytest.mark.long) for kind in KINDS])
def test_the_keyboard_reaches_every_link_in_order_and_one_sees_where_it_is(sites, reader, kind):
    tab = reader()
    open_page(tab, sites["broadsheet"], kind)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab = reader()
    open_page(tab, sites["broadsheet"], kind)
    tab.evaluate(STOPS)
    for number in range(tab.evaluate("wanted.length")):
        tab.keyboard.press("Tab")
        at, outline = tab.evaluate(
            "[wanted.indexOf(document.activeElement), getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert at == number
        assert outline != "none"
    tab.keyboard.press("Tab")  # out of the page: no trap
    assert tab.evaluate("wanted.indexOf(document.activeElement)") <= 0


@pytest.mark.parametrize("theme", THEMES)
def test_a_story_prints_as_a_clipping_with_its_address_and_without_a_way_on(sites, reader, theme):
    tab = reader()
    open_page(tab, sites[theme], "story")
    headline = tab.locator("h1").inner_text()
    tab.emulate_media(media="print")
    printed = " ".join(tab.locator("body").inner_text().split())
    assert headline in printed
    assert " ".join(tab.locator(".text p").last.inner_text().split()) in printed
    canonical = tab.locator('link[rel="canonical"]').get_attribute("href")
    assert printed.endswith(canonical)
    assert "The Port Thole Pilot, " in printed[: -len(canonical)].rpartition(".")[2]
    for gone in ("nav", "form", "button", "footer.foot"):
        assert not any(one.is_visible() for one in tab.locator(gone).all())


def test_a_citation_is_copied_with_one_press(sites, reader):
    tab = reader(permissions=["clipboard-read", "clipboard-write"])
    open_page(tab, sites["broadsheet"], "story")
    tab.locator(".cite summary").click()
    wanted = tab.locator(".cite dd").first.evaluate(
        "e => [...e.childNodes].slice(0, -1).map(n => n.textContent).join('').trim()"
    )
    tab.get_by_role("button", name="Copy: APA").click()
    tab.get_by_role("button", name="Copied: APA").wait_for()
    assert tab.evaluate("navigator.clipboard.readText()") == wanted


@pytest.mark.parametrize("theme", THEMES)
def test_pages_are_light(sites, theme):
    site = sites[theme]
    for path in site.pages():
        text = (site.folder / path).read_bytes()
        limit = 80_000 if b'class="kind-home"' in text else 50_000 if b'class="kind-story"' in text else 250_000
        assert len(text) <= limit, path
    scripts = {path.name.split(".")[0] for path in (site.folder / "static").glob("*.js")}
    assert scripts <= {"search", "cite"}


@pytest.mark.parametrize("theme", THEMES)
def test_the_styles_of_a_page_are_light(sites, theme):
    site = sites[theme]
    for kind, path in site.one_of_each_kind().items():
        text = (site.folder / path).read_text("utf-8")
        sheets = re.findall(r'<link rel="stylesheet" href="[^"]*?(static/[^"]+)"', text)
        assert sheets
        assert sum((site.folder / sheet).stat().st_size for sheet in sheets if "search" not in sheet) <= 15_000, kind


@pytest.mark.parametrize("theme", THEMES)
def test_scripts_are_on_story_and_search_pages_alone(sites, theme):
    site = sites[theme]
    scripted = {
        kind
        for kind, path in site.one_of_each_kind().items()
        if re.search(rb'<script (?!type="application/ld)',  (site.folder / path).read_bytes())
    }
    assert scripted == {"story", "search"}


@pytest.mark.parametrize("pages", ["one of each kind", pytest.param("all", marks=pytest.mark.long)])
def test_the_nu_html_checker_finds_no_error_on_any_page(sites, pages):
    jar = os.environ.get("BACKFILE_VNU", "")
    if not jar or not shutil.which("java"):
        pytest.skip("BACKFILE_VNU names no vnu.jar (npm install vnu-jar), or there is no Java to run it")
    files = [str(site.folder) for site in sites.values()]
    if pages != "all":
        site = sites["broadsheet"]
        files = [str(site.folder / path) for path in site.one_of_each_kind().values()]
    command = ["java", "-Xss4m", "-jar", jar, "--errors-only", "--format", "json", "--skip-non-html", *files]
    messages = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)["messages"]
    assert [(m["url"].rsplit("/output/")[-1], m["message"], m.get("extract")) for m in messages] == []
