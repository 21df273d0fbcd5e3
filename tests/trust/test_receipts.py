"""The receipt is true: each figure can be counted again from the files, and one that cannot be is said to be so."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from backfile import pipeline
from backfile.cli import main
from backfile.cli.closing import exit_code
from backfile.model import Receipt
from backfile.receipt import contradictions, vouched
from backfile.report import receipt_values
from tests.engine.tiny import NOW, tree

EMBARGO = "2031-05-01T06:00:00Z"


def archive(tiny):
    tiny.story("1995/ferry", "The ferry", "1995-05-05")
    tiny.story("1995/flood", "The flood", "1995-05-06", aliases="[/old/flood/]")
    tiny.story("x/draft", "A draft", status="draft")
    tiny.story("x/one", "First in line", embargo=EMBARGO)
    tiny.story("x/two", "Second in line", embargo=EMBARGO)
    tiny.story("x/gone", "Gone", status="withdrawn")
    tiny.put("pages/about.md", "---\ntitle: About\n---\nWho we are.\n")


def test_every_figure_can_be_counted_again_from_the_files(tiny):
    archive(tiny)
    receipt = tiny.build()
    site = tree(tiny.root / "output")
    lines = [line for line in (tiny.root / "content/addresses.txt").read_text().splitlines() if line[0] == "/"]
    assert receipt.stories == len(list((tiny.root / "content/stories").rglob("*.md"))) == 6
    assert receipt.published + sum(dict(receipt.held).values()) == receipt.stories
    assert dict(receipt.held) == {"draft": 1, "embargo": 2, "withdrawn": 1}
    assert (receipt.next_release, receipt.releases) == ("2031-05-01T06:00+00:00", 1)
    assert receipt.pages == receipt.written == len(site) - ("manifest-sha256.txt" in site)
    assert receipt.addresses == receipt.addresses_new == len(lines) == 5
    assert receipt.files_searched == receipt.pages
    again = tiny.build()
    assert (again.written, again.kept, again.addresses_new, again.files_searched) == (0, receipt.pages, 0, 0)
    tiny.drop("stories/1995/ferry.md")
    last = tiny.build()
    after = tree(tiny.root / "output")
    changed = [path for path in after if site.get(path) != after[path] and path != "manifest-sha256.txt"]
    assert (last.written, last.removed) == (len(changed), len(set(site) - set(after)))
    assert last.addresses_lost == 1


def test_as_json_every_figure_says_what_it_was_counted_from(tiny, capsys):
    archive(tiny)
    assert main(["build", "--root", str(tiny.root), "--now", NOW, "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    figures = {name for name, value in values.items() if type(value) in (int, float)}
    assert figures <= set(values["counted_from"])
    assert values["next_release"] == "2031-05-01T06:00+00:00"
    assert (values["words_lost"], values["addresses_lost"], values["held_words_leaked"]) == (0, 0, 0)


SOUND = Receipt(
    stories=5, published=3, held=(("draft", 2),), pages=9, written=4, kept=5, is_searched=True, files_searched=4
)


@pytest.mark.parametrize(
    "lie",
    [
        {"published": 4},
        {"held": ()},
        {"kept": 6},
        {"written": 10, "kept": -1},
        {"addresses_lost": 1},
        {"words_lost": 3},
        {"files_searched": 0},
    ],
    ids=lambda lie: ",".join(lie),
)
def test_a_receipt_that_cannot_be_true_says_so_and_the_exit_code_tells(lie):
    assert contradictions(SOUND) == ()
    assert exit_code(vouched(SOUND).problems, strict=False) == 0
    lying = vouched(replace(SOUND, **lie))
    assert any("cannot be true" in problem.fault for problem in lying.problems)
    assert exit_code(lying.problems, strict=False) == 4
    assert receipt_values(lying)["problems"]


def test_a_build_whose_figures_do_not_add_up_ends_with_an_error(tiny, monkeypatch):
    archive(tiny)
    tiny.build()
    real = pipeline.receipt_of
    monkeypatch.setattr(pipeline, "receipt_of", lambda *a, **k: replace(real(*a, **k), kept=3))
    assert main(["build", "--root", str(tiny.root), "--now", NOW, "--quiet"]) == 4


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("DELETE FROM stories WHERE status = 'draft'", "the stories are not those of the files"),
        ("UPDATE stories SET shown = 1 WHERE status = 'draft'", "to be held is counted as published"),
        ("DELETE FROM outputs WHERE path = 'index.html'", "a page that every site has is not counted"),
        ("INSERT INTO outputs SELECT '0' || path, grp, fingerprint, parts, content, size FROM outputs", "is not there"),
    ],
)
def test_a_state_that_was_spoiled_makes_a_receipt_that_says_so(tiny, capsys, spoil, said):
    archive(tiny)
    tiny.build()
    command = ["build", "--root", str(tiny.root), "--now", NOW]
    assert main(command) == 0
    with closing(sqlite3.connect(tiny.root / ".backfile/state.sqlite")) as state, state:
        state.execute(spoil)
    assert main(command) == 4
    assert said in capsys.readouterr().err
    assert main([*command, "--clean", "--verify", "--quiet"]) == 0, "what it says to do sets it right"
    assert main(command) == 0


def test_lost_words_are_counted_as_words(tiny, monkeypatch):
    from backfile import reading
    from backfile.prose.words import LostWord

    tiny.story("1995/ferry", "The ferry", "1995-05-05")
    gone = [LostWord(word, 1) for word in ("Some", "words")]
    monkeypatch.setattr(reading.prose, "lost_words", lambda body, html: gone)
    receipt = tiny.build()
    assert (receipt.built, receipt.words_lost, receipt.broken) == (False, 2, 1)
