"""The review: what waits for a person, beside its capture, in pages that show words and run nothing."""

import json
import re
from pathlib import Path

import pytest

from backfile.cli import main
from backfile.config import Config
from backfile.importers.text.weighing import weights
from backfile.importing import run_import
from backfile.importing.reasons import in_words
from backfile.importing.review_page import SHEET_ITEMS
from backfile.importing.reviewing import accept, change_tag, review_pages
from backfile.model import UsageError
from backfile.storyfile import parse_story

EVIL = "<script>alert(1)</script> <img src=x onerror=alert(2)> ]]> {{ 7 * 7 }} &amp; \u202e"
PROSE = "The gate stays shut until the council has met again, the keeper of the lock said at noon on Friday. "


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    return tmp_path


def capture(archive: Path, name: str, title: str, date: str = "", more: str = "") -> Path:
    path = archive / "articles" / name
    blocks = [title, date, *(PROSE + f"Keeper {name} and number {n}. " * 2 for n in range(3)), more]
    path.write_text("\n\n".join(filter(None, blocks)))
    return path


def imported(archive: Path):
    return run_import([archive / "articles"], root=archive, content=archive / "content", config=Config())


def pages(archive: Path) -> list[str]:
    review_pages(archive, archive / "content", Config())
    folder = archive / ".backfile" / "review"
    numbers = {path: 1 if path.name == "index.html" else int(path.stem) for path in folder.iterdir()}
    return [path.read_text() for path in sorted(numbers, key=numbers.__getitem__)]


def accepted(archive: Path, *names: str, **fields: str):
    return accept(names, tuple(fields.items()), root=archive, content=archive / "content", config=Config())


def waiting(archive: Path) -> list[str]:
    return [row["capture"] for row in json.loads((archive / "articles/review.json").read_text())["review"]]


def test_a_capture_stands_beside_what_it_was_read_as_with_reasons_and_lines(archive):
    capture(archive, "gate.txt", "The gate stays shut", more="Advertisement")
    imported(archive)
    (page,) = pages(archive)
    assert "no date was found" in page
    assert re.search(r'class="block kept">The gate stays shut until', page)
    assert re.search(r"line 3 · in the story: \S", page)
    assert "backfile review --accept articles/gate.txt --set date=…" in page


def test_nothing_of_a_capture_is_more_than_text(archive):
    capture(archive, "<b>.txt", f"The gate {EVIL}", more=f"{PROSE} {EVIL}")
    imported(archive)
    (page,) = pages(archive)
    assert not re.search(r"<script|<img|<b>\.", page, re.IGNORECASE)
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}" in page
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)


def test_a_long_list_is_cut_into_pages_that_lead_to_each_other(archive):
    count = 2 * SHEET_ITEMS + 1
    for number in range(count):
        capture(archive, f"{number:03}.txt", f"Gate {number} stays shut")
    imported(archive)
    found = pages(archive)
    assert len(found) == 3
    assert [page.count("<article") for page in found] == [SHEET_ITEMS, SHEET_ITEMS, 1]
    assert 'href="2.html" rel="next"' in found[0]
    assert f"{count} captures to look at" in found[0]


def test_what_a_person_completes_becomes_a_story_that_no_import_touches_again(archive):
    path = capture(archive, "gate.txt", "The gate stays shut")
    imported(archive)
    assert accepted(archive, "articles/gate.txt", date="1987-11-02", tags="Lock, Council") == (
        "articles/gate.txt → content/stories/1987/the-gate-stays-shut.md",
    )
    story = (archive / "content/stories/1987/the-gate-stays-shut.md").read_text()
    assert "date: 1987-11-02" in story
    assert "  - Council" in story
    assert waiting(archive) == []
    assert imported(archive).accounts.unchanged == 1
    path.write_text(path.read_text() + "\n\nOne line more of it.\n")
    imported(archive)
    capture(archive, "gate.txt", "The gate stays shut", "3 November 1987")
    assert imported(archive).edited
    assert (archive / "content/stories/1987/the-gate-stays-shut.md").read_text() == story


def test_what_is_accepted_as_it_is_leaves_the_list_for_good(archive):
    capture(archive, "gate.txt", "The gate stays shut", "Updated 3 May 2016")
    imported(archive)
    assert waiting(archive) == ["articles/gate.txt"]
    accepted(archive, "all")
    (archive / ".backfile" / "imports.sqlite").unlink()
    imported(archive)
    assert waiting(archive) == []


def test_a_capture_that_is_gone_is_still_listed_and_says_so(archive):
    capture(archive, "gate.txt", "The gate stays shut").rename(archive / "gate.txt")
    run_import([archive / "gate.txt"], root=archive, content=archive / "content", config=Config())
    (archive / "gate.txt").unlink()
    (page,) = pages(archive)
    assert "not where it was" in page
    (sentence,) = accepted(archive, "gate.txt", date="1987-11-02")
    assert "import it again" in sentence
    assert waiting(archive) == ["gate.txt"]


@pytest.mark.parametrize(
    ("names", "fields", "said"),
    [(("no.txt",), {}, "waits"), (("articles/a.txt", "articles/b.txt"), {"date": "1987-11-02"}, "one capture")],
)
def test_what_cannot_be_accepted_gets_a_sentence(archive, names, fields, said):
    for name in ("a.txt", "b.txt"):
        capture(archive, name, f"The gate {name} stays shut")
    imported(archive)
    with pytest.raises(UsageError, match=said):
        accepted(archive, *names, **fields)


def test_the_verb_prints_the_page_and_the_counts(archive, capsys, monkeypatch):
    monkeypatch.chdir(archive)
    (archive / "site.toml").write_text('title = "Lock"\n')
    capture(archive, "gate.txt", "The gate stays shut")
    imported(archive)
    assert main(["review"]) == 0
    assert "     1  Not in the archive yet\n.backfile/review/index.html (1 page)\n" in capsys.readouterr().out
    assert main(["review", "--accept", "articles/gate.txt", "--set", "date=soon"]) == 2
    assert "is not a date" in capsys.readouterr().err
    assert main(["review", "--accept", "articles/gate.txt", "--set", "date=1987-11-02"]) == 0
    assert main(["review"]) == 0
    assert "Nothing waits." in capsys.readouterr().out


VOCABULARY = """\
people: {Ida Marsh: []}
# --- below: found in the archive ---
found:
  places:
    Upper Tarn: []
"""
NAMES = "Ida Marsh of Upper Tarn met Ida Marsh, and Upper Tarn was glad."


@pytest.fixture
def doubtful(archive: Path) -> Path:
    """A story that stands, is listed, and has a tag of its own and two that were suggested."""
    (archive / "content").mkdir()
    (archive / "content" / "vocabulary.yml").write_text(VOCABULARY)
    capture(archive, "gate.txt", "The gate stays shut", "Updated 3 May 2016", NAMES)
    imported(archive)
    return archive


def stood(archive: Path):
    (path,) = (archive / "content").rglob("*.md")
    return parse_story(path.read_bytes(), path.name, zone=Config().tz).story


def changed(archive: Path, field: str, name: str, keep: bool) -> str:
    place = {"root": archive, "content": archive / "content", "config": Config()}
    return change_tag("articles/gate.txt", field, name, keep, **place)


def test_the_list_and_the_page_say_which_tags_were_suggested_and_from_where(doubtful):
    assert "(suggested tags: Ida Marsh, Upper Tarn)" in (doubtful / "articles" / "review.md").read_text()
    (row,) = json.loads((doubtful / "articles" / "review.json").read_text())["review"]
    assert row["suggested"] == ["Ida Marsh", "Upper Tarn"]
    (page,) = pages(doubtful)
    assert "<b>Ida Marsh</b> <small>person, suggested from your vocabulary</small>" in page
    assert "<b>Upper Tarn</b> <small>place, suggested from names found in the archive</small>" in page
    assert "<form" not in page
    assert "form-action 'none'" in page


def test_a_suggested_tag_is_kept_or_taken_out_by_a_person_for_good(doubtful):
    assert changed(doubtful, "people", "Ida Marsh", keep=True) == "Ida Marsh: kept"
    assert changed(doubtful, "places", "Upper Tarn", keep=False) == "Upper Tarn: taken out"
    story = stood(doubtful)
    assert (story.people, story.places, story.origin.suggested) == (("Ida Marsh",), (), ("Upper Tarn",))
    assert "<b>Upper Tarn</b> <small>taken out</small>" in pages(doubtful)[0]
    imported(doubtful)
    (doubtful / ".backfile" / "imports.sqlite").unlink()
    imported(doubtful)
    assert stood(doubtful) == story
    changed(doubtful, "", "Upper Tarn", keep=True)
    assert (stood(doubtful).places, stood(doubtful).origin.suggested) == (("Upper Tarn",), ())


def test_tags_can_be_set_when_a_story_is_accepted_and_nothing_is_suggested_besides(doubtful):
    accepted(doubtful, "articles/gate.txt", tags="Lock, Council", people="")
    story = stood(doubtful)
    assert (story.tags, story.people, story.places) == (("Lock", "Council"), (), ("Upper Tarn",))
    assert waiting(doubtful) == []
    capture(doubtful, "lock.txt", "The lock stays shut", "", f"{NAMES} It was another lock altogether.")
    imported(doubtful)
    accepted(doubtful, "articles/lock.txt", date="1987-11-02", tags="Lock")
    text = (doubtful / "content/stories/1987/the-lock-stays-shut.md").read_text()
    assert "tags:\n  - Lock\nlang" in text
    assert "suggested" not in text


def test_a_file_that_a_person_wrote_in_a_way_of_its_own_is_not_written_again(doubtful):
    (path,) = (doubtful / "content").rglob("*.md")
    text = path.read_text().replace("title: ", "# looked at in May\ntitle: ")
    path.write_text(text)
    with pytest.raises(UsageError, match="change its tags there"):
        changed(doubtful, "people", "Ida Marsh", keep=False)
    with pytest.raises(UsageError, match="write its title into content/"):
        accepted(doubtful, "articles/gate.txt", title="Another")
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("for story: ends=end, size=9, size=9:end", "it ends as a sentence does, its length"),
        ("against story: menu:2, menu+:1, (always)", "words of menus"),
        ("nothing speaks for it", "nothing speaks for it"),
        ("Nothing but words: `Share`.", "Nothing but words: “Share”."),
        ("for story: (always)", "nothing speaks against it"),
    ],
)
def test_reasons_are_said_in_words(reason, words):
    assert in_words(reason) == words


def test_every_sign_that_the_reader_weighs_has_words():
    for look in ("first", "second"):
        signs = [sign for sign in weights(look) if in_words(f"for story: {sign}") == sign]
        assert signs == []
