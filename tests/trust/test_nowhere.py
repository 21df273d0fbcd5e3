"""What may not be read is in no byte of the search's files, and of no export: held stories, stories out of every list,
names that were replaced, notes for editors. Files are unpacked before they are looked at."""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest

from backfile.cli import main
from backfile.search import pagefind
from tests.engine.tiny import NOW

SETTINGS = 'title = "Tiny"\ntheme = "broadsheet"\nbase_url = "https://archive.example/a/"\n[pages]\nsearch = true\n'
# Words that no language has, so that whatever has one has it from here.
WAYS = {
    "draft": {"status": "draft"},
    "embargoed": {"embargo": "2031-05-01T06:00:00Z"},
    "expired": {"expires": "1999-01-01"},
    "withdrawn": {"status": "withdrawn", "corrections": "[{date: 2001-01-01, text: Taken down on request.}]"},
    "unlisted": {"noindex": "true"},
}
OPEN = "Brembolin"


def words_of(way: str) -> list[str]:
    return [f"{part}{way}" for part in ("Zorba", "Quenta", "Vipro", "Mandu", "Kolpe", "Sifta", "Drufo")]


def tell(tiny, way: str, **fields: str) -> None:
    """A story whose every field has a word of its own."""
    title, body, tag, byline, alt, person, log = words_of(way)
    tiny.story(
        f"1995/{way}",
        f"{title} in the harbour",
        "1995-05-06",
        f"The {body} came in on Friday, and half of the town stood in the rain to see it.",
        tags=f"[Harbour, {tag}]",
        bylines=f"[{byline} Reed]",
        people=f"[{person} Marsh]",
        section="News",
        series="The Dredger",
        log=f"[{{date: 2025-02-03, text: Asked for by {log}}}]",
        image=f"{{src: /images/{way}.png, alt: {alt} at the quay, caption: {alt}}}",
        **fields,
    )
    tiny.put(f"images/{way}.png", f"\x89PNG {way}".encode("latin-1"))


@pytest.fixture(params=[False, True], ids=["never published", "published before"])
def archive(tiny, request):
    """A story that is public, one without names, and five that are not to be found; some were public once."""
    tiny.settings(SETTINGS)
    tiny.story("1995/open", f"{OPEN} at last", "1995-05-05", f"The {OPEN} came.", bylines="[Ada Quill]",
               tags="[Harbour]", series="The Dredger", section="News")  # fmt: skip
    if request.param:
        for way in ("named", *WAYS):
            tell(tiny, way)
        tiny.build()
        assert sum(found_in(indexed(tiny), way) != [] for way in WAYS) == len(WAYS), "the look at the index sees them"
    for way, fields in WAYS.items():
        tell(tiny, way, **fields)
    pairs = ", ".join(f"{{from: {word}, to: somebody}}" for word in words_of("named")[:6])
    tell(tiny, "named", anonymise=f"[{pairs}]")
    built = tiny.build()
    assert (built.stories, built.published, built.held_words_leaked) == (7, 3, 0)
    return tiny


def unpacked(data: bytes) -> bytes:
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return b"".join(name.encode() + unpacked(packed.read(name)) for name in packed.namelist())
    return data


def indexed(tiny) -> bytes:
    """All that a browser could fetch of the search."""
    files = [path for path in (tiny.root / "output/pagefind").rglob("*") if path.is_file()]
    assert any(path.suffix == ".pf_fragment" for path in files)
    return b"".join(path.name.encode() + unpacked(path.read_bytes()) for path in files)


def found_in(data: bytes, way: str) -> list[str]:
    """The words of a story that stand somewhere; of long ones the beginning, since the index keeps their stems."""
    return [word for word in words_of(way) if re.search(word[:-1].encode(), data, re.IGNORECASE)]


@pytest.mark.skipif(not pagefind.version(), reason="Pagefind is not installed")
def test_the_search_has_no_byte_of_what_is_not_to_be_found(archive):
    data = indexed(archive)
    assert OPEN.lower().encode() in data.lower()
    assert b"somebody" in data.lower(), "the story without names is in it"
    assert [word for way in ("named", *WAYS) for word in found_in(data, way)] == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "sqlite", "ninjs", "epub"])
def test_no_export_has_a_byte_of_what_is_not_to_be_found(archive, form):
    place = archive.root / f"exported.{form}"
    command = ["export", "--root", str(archive.root), "--now", NOW, "--format", form, "--out", str(place), "--quiet"]
    assert main([*command, *(["--year", "1995"] if form == "epub" else [])]) == 0
    data = unpacked(place.read_bytes())
    if form == "sqlite":
        with contextlib.closing(sqlite3.connect(place)) as base:
            data += "\n".join(base.iterdump()).encode()
    assert OPEN.encode() in data
    assert b"omebody" in data
    assert [word for way in ("named", *WAYS) for word in found_in(data, way)] == []


def test_no_file_of_the_site_has_it_but_the_page_of_the_story_out_of_every_list(archive):
    output: Path = archive.root / "output"
    everything = {path: unpacked(path.read_bytes()) for path in output.rglob("*") if path.is_file()}
    for way in ("named", "draft", "embargoed", "expired"):
        assert [path for path, data in everything.items() if found_in(data, way)] == [], way
    own = [path.relative_to(output).as_posix() for path, data in everything.items() if found_in(data, "unlisted")]
    assert own == ["1995/05/06/unlisted/index.html"]
