"""The rungs between a note and a tombstone: a story without a name, a story in no list, and what only editors read."""

from __future__ import annotations

import contextlib
import json
import re
import zipfile

import pytest

from backfile import checking
from backfile.cli import main
from backfile.options import Options
from tests.engine.tiny import NOW

NAMES = "[{from: Ida Marsh, to: a woman of 34}, {from: Marsh, to: the woman}]"


def searched(tiny):
    return checking.check(tiny.root, Options(executor="inline", now=NOW), searches=True)


def codes(receipt) -> list[str]:
    advice = {"no-picture", "no-byline", "no-summary", "no-tags"}
    return sorted({problem.code for problem in receipt.problems} - advice)


def files_saying(tiny, *words: str) -> list[str]:
    """The files of the site in whose bytes or path a word stands, whole and in any case."""
    sought = re.compile("|".join(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])" for word in words), re.IGNORECASE)
    site = tiny.site().items()
    return [path for path, data in site if sought.search(path) or sought.search(data.decode("utf-8", "ignore"))]


def charged(tiny, name: str = "charged", **fields: str) -> None:
    tiny.story(
        name,
        "Ida Marsh charged over the ferry money",
        "1995-05-05",
        'Police charged Ida\nMarsh, of Quay Street.\n\nMrs *Marsh* denied it. "IDA MARSH", the docket said.',
        summary="Marsh denies it",
        kicker="The Marsh case",
        people="[Ida Marsh]",
        bylines="[Tom Reed]",
        tags="[Harbour]",
        image="{src: /images/a.jpg, alt: Ida Marsh, caption: Marsh at the court, credit: Tom Reed}",
        corrections="[{date: 1995-06-01, text: Ida Marsh is 34.}]",
        lawyer="friend of Ida Marsh",
        **fields,
    )
    tiny.put("images/a.jpg", b"a picture")
    tiny.story("ferry", "The ferry", "1995-05-06", "It came back.", tags="[Harbour]")


@pytest.mark.parametrize("was_published", [False, True])
def test_an_anonymised_name_is_in_no_file_of_the_site(tiny, was_published):
    if was_published:
        charged(tiny)
        tiny.build()
        assert len(files_saying(tiny, "Marsh")) > 5
    charged(tiny, anonymise=NAMES)
    built = tiny.build()
    assert (built.published, built.words_lost, codes(built)) == (2, 0, [])
    assert built.phrases_sought > 5
    assert files_saying(tiny, "Marsh", "Ida") == []
    assert codes(searched(tiny)) == []
    page = tiny.site()["1995/05/05/charged/index.html"].decode()
    assert "Police charged a\nwoman of 34, of Quay Street." in page
    assert "A WOMAN OF 34" in page
    record = json.loads(tiny.site()["stories/1995-05.jsonl"].decode().split("\n")[0])
    assert record["title"] == "A woman of 34 charged over the ferry money"
    assert tiny.site() == tiny.clean_build()


def test_a_page_that_is_made_again_without_its_file_being_read_has_no_name(tiny):
    charged(tiny, anonymise=NAMES)
    tiny.build()
    template = tiny.root / "themes/plain/templates/everything.html"
    template.write_text(template.read_text() + "<!-- other -->")
    built = tiny.build()
    assert (built.read, built.written > 3) == (0, True)
    assert files_saying(tiny, "Marsh") == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "sqlite", "ninjs", "epub"])
def test_exports_have_no_name(tiny, form):
    charged(tiny, anonymise=NAMES, log="A letter of her sister")
    place = tiny.root / "exported"
    with contextlib.suppress(SystemExit):
        main(
            [
                "export",
                "--root",
                str(tiny.root),
                "--now",
                NOW,
                "--format",
                form,
                "--out",
                str(place),
                *(["--year", "1995"] if form == "epub" else []),
            ]
        )
    files = [path for path in [place, *place.rglob("*")] if path.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        if data[:2] == b"PK":
            with zipfile.ZipFile(path) as packed:
                data = b"".join(packed.read(name) for name in packed.namelist())
        assert b"harged over the ferry" in data
        assert not re.search(rb"\bmarsh\b|sister", data, re.IGNORECASE)


@pytest.mark.parametrize(
    ("name", "fields", "told"),
    [
        ("charged", {"slug": "ida-marsh"}, "its address"),
        ("ida-marsh-charged", {}, "its address"),
        ("ida-marsh-charged", {"slug": "charged"}, "the name of its file"),
        ("charged", {"aliases": "[/old/marsh/]"}, "its earlier address /old/marsh/"),
        ("charged", {"id": "marsh-1995"}, "id:"),
        ("charged", {"origin": "{url: https://example.org/ida-marsh.html}"}, "origin:"),
    ],
)
def test_what_cannot_be_replaced_is_said_with_its_place(tiny, name, fields, told):
    charged(tiny, name, anonymise=NAMES, **fields)
    refused = tiny.build()
    found = [problem for problem in refused.problems if problem.code == "name-stands"]
    assert not refused.built
    assert any(told in problem.fault for problem in found)
    assert all(problem.remedy and problem.source.endswith(f"stories/{name}.md") for problem in found)
    if fields and told != "the name of its file":
        assert all(problem.line > 1 for problem in found if told in problem.fault)


def test_a_name_that_markup_parts_is_found_in_the_page_and_refused(tiny):
    tiny.story("a", body="Ida <b>Ma</b>rsh was there.", anonymise=NAMES)
    assert codes(tiny.build()) == ["name-stands"]


def test_the_rest_of_a_name_is_pointed_out(tiny):
    charged(tiny, anonymise="[{from: Ida Marsh, to: a woman}]")
    assert "name-rest" in codes(tiny.build())


def test_the_search_finds_a_replaced_name_in_a_file_of_the_site(tiny):
    charged(tiny, anonymise=NAMES)
    tiny.build()
    (tiny.root / "output/left.html").write_text("<p>Police charged Ida Marsh, of Quay Street.</p>")
    found = [problem for problem in searched(tiny).problems if problem.code == "leak"]
    assert [problem.source for problem in found] == ["content/stories/charged.md"]
    assert "left.html" in found[0].fault
    assert "ida marsh" in found[0].fault


def test_a_site_that_says_a_replaced_name_is_not_published(tiny, capsys):
    charged(tiny, anonymise=NAMES)
    tiny.build()
    (tiny.root / "output/left.html").write_text("<p>Police charged Ida Marsh, of Quay Street.</p>")
    target = tiny.root / "published"
    assert main(["publish", "folder", str(target), "--root", str(tiny.root), "--now", NOW, "--quiet"]) == 1
    assert "left.html" in capsys.readouterr().err
    assert not target.exists() or not list(target.iterdir())


def test_a_name_that_another_story_prints_is_known_by_the_words_around_it(tiny):
    charged(tiny, anonymise=NAMES)
    tiny.story("prize", "A prize", "1996-01-01", "The rowing prize went to Ida Marsh at last.")
    tiny.build()
    assert codes(searched(tiny)) == []
    (tiny.root / "output/left.html").write_text("<p>Police charged Ida Marsh, of Quay Street.</p>")
    assert codes(searched(tiny)) == ["leak"]


def test_the_way_from_an_address_that_held_the_name_is_a_leak_until_it_is_forgotten(tiny):
    charged(tiny, slug="ida-marsh-charged")
    tiny.build()
    charged(tiny, anonymise=NAMES)
    built = tiny.build()
    found = [problem for problem in built.problems if problem.code == "leak"]
    assert len(found) == 1
    assert "backfile forget" in found[0].remedy


def test_what_is_written_for_editors_is_in_no_file(tiny):
    charged(tiny, log="[{date: 2025-02-03, text: Her sister asked for this in a letter of some length}]")
    tiny.build()
    assert files_saying(tiny, "sister", "some length") == []
    assert codes(searched(tiny)) == []
    (tiny.root / "output/left.html").write_text("Her sister asked for this in a letter")
    assert codes(searched(tiny)) == ["leak"]


@pytest.mark.parametrize("was_published", [False, True])
def test_a_story_out_of_every_list_stays_at_its_address_alone(tiny, was_published):
    fields = {"noindex": "true", "series": "The Long Winter"}
    if was_published:
        charged(tiny)
        tiny.build()
    charged(tiny, **fields)
    built = tiny.build()
    assert (built.stories, built.published, codes(built)) == (2, 2, [])
    own = "1995/05/05/charged/index.html"
    assert [path for path in files_saying(tiny, "Marsh", "charged", "Winter") if path != "manifest-sha256.txt"] == [own]
    assert b"/series/the-long-winter/" not in tiny.site()[own]  # there is no such page
    assert tiny.site() == tiny.clean_build()


def test_a_page_out_of_every_list_is_in_no_menu_and_no_sitemap(tiny):
    tiny.story("ferry", "The ferry")
    tiny.put("pages/quiet.md", "---\ntitle: Quiet page\nnoindex: true\n---\nWords.\n")
    tiny.build()
    assert files_saying(tiny, "quiet") == ["manifest-sha256.txt", "quiet/index.html"]


def test_links_to_a_story_out_of_every_list_still_lead_to_it(tiny):
    tiny.story("quiet", "Quiet", noindex="true")
    tiny.story("loud", "Loud", body="See [that](quiet.md).")
    tiny.build()
    assert b"1995/05/05/quiet/" in tiny.site()["1995/05/05/loud/index.html"]
