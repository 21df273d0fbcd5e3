"""The vocabulary: names found in the archive, corrected by an editor, suggested as tags where a story repeats them."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.cli import main
from backfile.config import Config
from backfile.importing import run_import
from backfile.importing.names import names_in
from backfile.importing.tagging import build, tag
from backfile.importing.vocabulary import MARK, file_text, parse_told, suggested, terms_in, vocabulary_of
from backfile.model import Story, UsageError
from backfile.storyfile import parse_story

MINE = """\
# the harbour's own names
people:
  Ida Marsh: [Mrs Marsh, I. Marsh]
places:
  Tarn: []
  Upper Tarn: []
topics:
  fishing: [trawling]
ignore: [Old Bell]
"""


def story_with(body: str, **fields) -> Story:
    return Story("a.md", fields.pop("title", "A day at the quay"), None, body, **fields)


def archive_of(root: Path, *bodies: str) -> Path:
    folder = root / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "site.toml").write_text('title = "Quay"\n')
    for number, body in enumerate(bodies):
        sentences = "\n\n".join(
            f"{body} It was day {number} of the {number} days, and nothing else was {number}." for _ in (1, 2)
        )
        (folder / f"{number}.txt").write_text(
            f"The quay on day {number} of spring\n\n{number + 1} May 2016\n\n{sentences}\n"
        )
    imported(root)
    return root


def imported(root: Path, **wishes):
    return run_import([root / "articles"], root=root, content=root / "content", config=Config(), **wishes)


def stories(root: Path) -> list[Story]:
    files = sorted((root / "content").rglob("*.md"))
    return [parse_story(file.read_bytes(), file.name, zone=Config().tz).story for file in files]


def test_names_are_runs_of_capitals_and_not_the_first_words_of_sentences():
    text = "When Ida Marsh came, the Harbour Board met. Dr. Ida Marsh spoke on Monday, and Ida Marsh left."
    text += " The board and Juan de la Cruz sat."
    assert set(names_in(text)) == {"Ida Marsh", "Harbour Board", "Juan de la Cruz"}


def test_a_term_counts_by_any_of_its_names_and_a_longer_name_hides_the_shorter_one_in_it():
    vocabulary = vocabulary_of(parse_told(MINE))
    found = terms_in("Mrs Marsh of Upper Tarn met Ida Marsh's son. Trawling is fishing. A marsh in tarn.", vocabulary)
    assert {(term.field, term.name): times for term, times in found.items()} == {
        ("people", "Ida Marsh"): 2,
        ("places", "Upper Tarn"): 1,
        ("tags", "fishing"): 2,
    }


def test_what_a_story_repeats_is_suggested_marked_and_at_most_five():
    told = parse_told("topics: [" + ", ".join(f"word{letter}" for letter in "abcdefgh") + "]")
    body = " ".join(f"word{letter} " * (number + 1) for number, letter in enumerate("abcdefgh"))
    story = suggested(story_with(body, tags=("Given", "wordh")), vocabulary_of(told))
    assert story.tags == ("Given", "wordh", "wordg", "wordf", "worde", "wordd", "wordc")
    assert story.origin.suggested == ("wordg", "wordf", "worde", "wordd", "wordc")
    once = suggested(story_with("worda stands here once."), vocabulary_of(told))
    assert once == story_with("worda stands here once.")


def test_names_of_scripts_that_part_no_words_are_found():
    vocabulary = vocabulary_of(parse_told("places: [東京, Токио]"))
    assert suggested(story_with("今日は東京で、東京の港。"), vocabulary).places == ("東京",)
    assert suggested(story_with("Токио и Токио."), vocabulary).places == ("Токио",)


def test_the_file_is_built_from_the_archive_and_an_editors_part_of_it_stays_byte_for_byte(tmp_path):
    body = "Joan Murrish and the Harbour Board met at the Old Bell, and Joan Murrish spoke to Ida Marsh."
    root = archive_of(
        tmp_path,
        body,
        body + " The board heard Murrish.",
        body + " The quay knew Murrish.",
        body + " All this for Murrish alone.",
    )
    path = root / "content" / "vocabulary.yml"
    path.write_text(MINE)
    assert build(root / "content", Config()).changed
    text = path.read_text()
    assert text.startswith(MINE)
    found = parse_told(text).found
    assert "Joan Murrish" in found
    assert found["Joan Murrish"] == ("Murrish",)
    assert not {"Ida Marsh", "Old Bell"} & set(found)
    path.write_text(text.replace('Joan Murrish: ["Murrish"]', "Joan Murrish: [Councillor Murrish]"))
    build(root / "content", Config())
    assert parse_told(path.read_text()).found["Joan Murrish"] == ("Councillor Murrish",)
    assert not build(root / "content", Config()).changed


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])))
def test_whatever_an_editor_writes_as_a_remark_is_kept(remark):
    old = f"# {remark}\npeople: {{}}\n"
    try:
        told = parse_told(old)
    except UsageError:
        return
    assert file_text(old, told, ()).startswith(old.rstrip())
    assert file_text(file_text(old, told, ()), told, ()) == file_text(old, told, ())


def test_an_import_suggests_from_the_file_and_one_flag_turns_it_off(tmp_path):
    body = "Ida Marsh met the board, and Ida Marsh spoke."
    (tmp_path / "with" / "content").mkdir(parents=True)
    (tmp_path / "with" / "content" / "vocabulary.yml").write_text(MINE)
    (story,) = stories(archive_of(tmp_path / "with", body))
    assert (story.people, story.origin.suggested) == (("Ida Marsh",), ("Ida Marsh",))
    (tmp_path / "with" / "content" / "stories").rename(tmp_path / "gone")
    imported(tmp_path / "with", suggest=False)
    assert stories(tmp_path / "with")[0].people == ()


def test_the_archive_is_tagged_anew_but_for_what_was_edited(tmp_path):
    body = "Ida Marsh met the board, and Ida Marsh spoke."
    root = archive_of(tmp_path, body, body)
    edited = min((root / "content").rglob("*.md"))
    edited.write_text(edited.read_text() + "\nA line more.\n")
    before = edited.read_text()
    (root / "content" / "vocabulary.yml").write_text(MINE)
    assert tag(root, root / "content", Config()) == (1, 1)
    assert edited.read_text() == before
    assert tag(root, root / "content", Config()) == (0, 1)
    assert imported(root).accounts.unchanged == 2
    (root / "content" / "vocabulary.yml").write_text("people: {}\n")
    assert tag(root, root / "content", Config()) == (1, 1)
    assert all(not story.people for story in stories(root))


def test_another_vocabulary_does_not_make_a_fresh_clones_stories_edited_ones(tmp_path):
    body = "Ida Marsh met the board, and Ida Marsh spoke."
    root = archive_of(tmp_path, body)
    (root / "content" / "vocabulary.yml").write_text(MINE)
    (root / ".backfile" / "imports.sqlite").unlink()
    report = imported(root)
    assert (report.accounts.unchanged, report.edited) == (1, ())


@pytest.mark.parametrize(
    "text", ["people: [", "persons: {}", "- a\n- b\n", "people: !!python/object/apply:os.system [ls]\nx: 1"]
)
def test_a_file_that_cannot_be_read_is_a_sentence(text):
    with pytest.raises(UsageError, match=r"content/vocabulary\.yml"):
        parse_told(text)


def test_ten_thousand_names_and_a_long_text_take_no_time():
    told = parse_told("people:\n" + "".join(f"  Ann{n} Bee{n}: [Bee{n}]\n" for n in range(10_000)))
    vocabulary, text = vocabulary_of(told), " ".join(f"Ann{n} Bee{n} sat." for n in range(10_000))
    begun = time.process_time()
    assert len(terms_in(text, vocabulary)) == 10_000
    assert time.process_time() - begun < 5


def test_the_verb_builds_prints_counts_and_tags(tmp_path, capsys, monkeypatch):
    body = "Joan Murrish and the Harbour Board met, and Joan Murrish spoke."
    root = archive_of(tmp_path, *[body] * 3)
    monkeypatch.chdir(root)
    assert main(["vocabulary"]) == 0
    out = capsys.readouterr().out
    assert "     3  Joan Murrish" in out
    assert "→ content/vocabulary.yml" in out
    assert MARK in (root / "content" / "vocabulary.yml").read_text()
    assert main(["vocabulary", "--tag"]) == 0
    assert "3 stories tagged anew" in capsys.readouterr().out
