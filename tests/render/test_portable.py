"""Links of a copy that is opened from disk name the page they lead to."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from backfile.cli import main
from backfile.portable import spelled_out
from tests.engine.tiny import NOW, TinyArchive, tree

ADDRESSES = {"a": "href", "area": "href", "link": "href", "form": "action", "img": "src", "script": "src"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("../", "../index.html"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("../1995/05/#late", "../1995/05/index.html#late"),
        ("../search/?q=a/b", "../search/index.html?q=a/b"),
        ("../feed.xml", "../feed.xml"),
        ("#note/", "#note/"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("//example.org/", "//example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("/at/the/root/", "/at/the/root/"),
        ("", ""),
    ],
)
def test_a_link_to_a_folder_names_the_page_in_it(written, expected):
    page = '<p class="a/">href="x/" <a class="k" href="{0}">to/</a><form action="{0}"></form>'
    assert spelled_out(page.format(written)) == page.format(expected)


def test_a_redirect_names_its_page_too():
    page = '<meta http-equiv="refresh" content="0; url=../new/">'
    assert spelled_out(page) == '<meta http-equiv="refresh" content="0; url=../new/index.html">'


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        value = dict(attrs).get(ADDRESSES.get(tag, ""))
        if value and ":" not in value.split("/")[0] and not value.startswith(("#", "//")):
            self.found.append(value)


@pytest.fixture
def tiny(tmp_path):
    settings = 'title = "Tiny"\nbase_url = "https://archive.example/a/"\nrepository = "https://github.com/tiny/a"\n'
    tiny = TinyArchive(tmp_path / "archive", settings)
    tiny.put("pages/about.md", "---\ntitle: About\n---\nWho we are, and [the flood](/1995/05/05/flood/).\n")
    tiny.put("images/a b.gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;")
    tiny.story("flood", "The flood", tags="[Harbour]", section="News", bylines="[Ada]", aliases="[/old/]")
    tiny.story("ferry", "The ferry", "1996-01-02", image="{src: '/images/a b.gif', alt: A}", tags="[Harbour]")
    return tiny


def portable(tiny, *more):
    command = ["build", "--portable", "--root", str(tiny.root), "--now", NOW, "--executor", "inline"]
    assert main([*command, *more]) == 0
    return tree(tiny.root / "portable")


def test_every_link_of_every_page_leads_to_a_file(tiny):
    site = portable(tiny)
    pages = {path: data.decode() for path, data in site.items() if path.endswith(".html")}
    checked = 0
    for path, html in pages.items():
        for link in Links(html).found:
            target = normpath(join(dirname(path), unquote(link.partition("#")[0].partition("?")[0])))
            assert target in site, f"{path}: {link}"
            checked += 1
    assert checked > 200
    assert 'href="../index.html"' in pages["admin/index.html"]
    assert "search/index.html" not in pages
    assert 'url=../1995/05/05/flood/index.html"' in pages["old/index.html"]


def test_it_leaves_the_site_and_the_addresses_alone_and_is_made_anew_only_where_it_changed(tiny):
    tiny.build()
    kept = [path for path in tiny.root.iterdir() if path.is_file()]
    before, facts = tiny.site(), [path.read_bytes() for path in kept]
    portable(tiny)
    assert tiny.site() == before
    assert [path.read_bytes() for path in kept] == facts
    assert portable(tiny) == portable(tiny, "--clean")


def test_an_output_that_was_portable_is_not_when_it_is_built_without(tiny):
    plain = tiny.clean_build()
    portable(tiny, "--output", str(tiny.root / "portable"))
    tiny.build(output=tiny.root / "portable")
    assert tree(tiny.root / "portable") == plain


def test_it_is_packed_as_one_file_the_same_each_time(tiny):
    site = portable(tiny, "--zip")
    packed = (tiny.root / "portable.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {facts.date_time for facts in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"portable/{path}": data for path, data in site.items()
        }
    for path in (tiny.root / "portable").rglob("*"):
        path.touch()
    portable(tiny, "--zip", "--clean")
    assert (tiny.root / "portable.zip").read_bytes() == packed
    assert [path.name for path in Path(tiny.root).glob(".*.part")] == []


def test_it_does_not_ask_for_a_search_that_it_could_not_have(tiny, capsys):
    portable(tiny)
    assert "search" not in capsys.readouterr().out


def test_zip_alone_is_refused(tiny):
    assert main(["build", "--zip", "--root", str(tiny.root)]) == 2
