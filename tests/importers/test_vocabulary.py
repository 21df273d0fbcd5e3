"""The vocabulary: names found in the archive, corrected by an editor, suggested as tags where a story repeats them."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.cli import main
from backfile.config import Config
from backfile.importing import run_import
from backfile.importing.naming.merging import Name
from backfile.importing.suggesting import suggested, tags_of, unsuggested, with_tag, with_tags, without_tag
from backfile.importing.tagging import build, tag
from backfile.importing.vocabulary import MARK, file_text, parse_told, terms_in, vocabulary_of
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


def test_a_name_that_the_capture_gives_in_another_form_is_not_suggested_besides():
    vocabulary = vocabulary_of(parse_told("people: {Ida Marsh: [Marsh]}\nplaces: {Tarn: []}\n"))
    body = "Ida Marsh of Tarn met Ida Marsh, and Tarn was glad."
    story = suggested(story_with(body, tags=("Marsh",), organisations=("Tarn Council",)), vocabulary)
    assert (story.people, story.places) == ((), ("Tarn",))


def test_what_a_person_took_out_is_not_suggested_again():
    vocabulary = vocabulary_of(parse_told(MINE))
    story = suggested(story_with("Ida Marsh met trawling men. Ida Marsh was trawling."), vocabulary)
    assert story.origin.suggested == ("Ida Marsh", "fishing")
    less = without_tag(story, "people", "Ida Marsh")
    again = suggested(unsuggested(less), vocabulary)
    assert (again.people, again.tags) == ((), ("fishing",))
    assert [(tag.name, tag.is_suggested, tag.is_kept) for tag in tags_of(again)] == [
        ("fishing", True, True),
        ("Ida Marsh", True, False),
    ]
    back = with_tag(again, "people", "Ida Marsh")
    assert (back.people, back.origin.suggested) == (("Ida Marsh",), ("fishing",))
    kept = with_tag(back, "tags", "fishing")
    assert unsuggested(kept) == kept
    mine = with_tags(story, "tags", ["Quay"])
    assert (mine.tags, suggested(unsuggested(mine), vocabulary).tags) == (("Quay",), ("Quay",))


def test_names_of_scripts_that_part_no_words_are_found():
    vocabulary = vocabulary_of(parse_told("places: [東京, Токио]"))
    assert suggested(story_with("今日は東京で、東京の港。"), vocabulary).places == ("東京",)
    assert suggested(story_with("Токио и Токио."), vocabulary).places == ("Токио",)


MURRISH = (
    "The gate was shut by Coun. Joan Murrish, and Murrish left. The Harbour Board met Ida Marsh, 61, at the Old Bell."
)


def test_the_file_is_built_from_the_archive_and_an_editors_part_of_it_stays_byte_for_byte(tmp_path):
    root = archive_of(tmp_path, *[MURRISH] * 4)
    path = root / "content" / "vocabulary.yml"
    path.write_text(MINE)
    assert build(root / "content", Config()).changed
    text = path.read_text()
    assert text.startswith(MINE)
    told = parse_told(text)
    assert told.found["people"] == {"Joan Murrish": ("Murrish",)}
    assert list(told.found["organisations"]) == ["Harbour Board"]
    assert "Joan Murrish: [Murrish]  # 4 stories; shortened 4, title 4 ·" in text
    assert not any(told.by_hand.values())
    assert not build(root / "content", Config()).changed


def test_what_a_person_writes_below_stays_with_the_persons_kind_and_what_nobody_touched_is_made_anew(tmp_path):
    root = archive_of(tmp_path, *[MURRISH] * 4)
    path = root / "content" / "vocabulary.yml"
    build(root / "content", Config())
    lines = path.read_text().splitlines()
    (board,) = [line for line in lines if "Harbour Board" in line]
    moved = [line for line in lines if line != board]
    moved.insert(moved.index("  places: {}"), "  places:")
    moved[moved.index("  places: {}")] = board.replace("[]", "[The Board]")
    path.write_text("\n".join(moved).replace("4 stories; shortened", "9 stories; shortened"))
    for _ in range(2):
        build(root / "content", Config())
        told = parse_told(path.read_text())
        assert told.by_hand["places"] == {"Harbour Board": ("The Board",)}
        assert "Harbour Board" not in told.found["organisations"]
        assert "[The Board]  # 4 stories; by hand" in path.read_text()
        assert "4 stories; shortened 4, title 4" in path.read_text()
    (term,) = terms_in("The Board met.", vocabulary_of(told))
    assert (term.field, term.name) == ("places", "Harbour Board")


def test_names_without_a_kind_stand_under_a_heading_that_says_so_and_are_not_suggested():
    found = (Name("Velvet Kraken", 4), Name("Joan Murrish", 3, ("Murrish",), "people", (("title", 3),)))
    text = file_text("", parse_told(""), found)
    assert "  unsorted:  # nothing in the texts says what these are: not suggested" in text
    told = parse_told(text)
    assert list(told.found["unsorted"]) == ["Velvet Kraken"]
    counts = terms_in("The Velvet Kraken met Murrish.", vocabulary_of(told))
    assert [(term.field, term.name) for term in counts] == [("people", "Joan Murrish")]


@settings(max_examples=80)
@given(
    st.dictionaries(st.text(max_size=30).filter(str.strip), st.lists(st.text(max_size=12), max_size=3), max_size=4),
    st.sampled_from(["people", "places", "organisations", "topics", ""]),
)
def test_any_name_is_written_so_that_it_is_read_again_as_ours(names, kind):
    from backfile.storyfile.quoting import is_readable

    clean = {
        name.strip(): tuple(dict.fromkeys(way.strip() for way in ways if way.strip())) for name, ways in names.items()
    }
    clean = {name: ways for name, ways in clean.items() if name and all(map(is_readable, (name, *ways)))}
    clean = {name: ways for name, ways in clean.items() if "\n" not in "".join((name, *ways))}
    text = file_text("", parse_told(""), [Name(name, 2, ways, kind) for name, ways in clean.items()])
    told = parse_told(text)
    assert told.found[kind or "unsorted"] == clean
    assert not any(told.by_hand.values())


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


def test_a_tag_that_was_taken_out_stays_out_on_the_next_import_and_in_a_fresh_clone(tmp_path):
    root = archive_of(tmp_path, "Ida Marsh met the board, and Ida Marsh spoke.")
    (root / "content" / "vocabulary.yml").write_text(MINE)
    assert tag(root, root / "content", Config()) == (1, 0)
    (path,) = (root / "content").rglob("*.md")
    text = path.read_text()
    assert "people:\n  - Ida Marsh\n" in text
    path.write_text(text.replace("people:\n  - Ida Marsh\n", ""))
    imported(root)
    (root / ".backfile" / "imports.sqlite").unlink()
    imported(root)
    assert tag(root, root / "content", Config())[0] == 0
    assert stories(root)[0].people == ()


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
    root = archive_of(tmp_path, *[MURRISH + " And so Joan Murrish left."] * 3)
    monkeypatch.chdir(root)
    assert main(["vocabulary"]) == 0
    out = capsys.readouterr().out
    assert "people\n" in out
    assert "     3  Joan Murrish, Murrish\n" in out
    assert "→ content/vocabulary.yml" in out
    assert MARK in (root / "content" / "vocabulary.yml").read_text()
    assert main(["vocabulary", "--tag"]) == 0
    assert "3 stories tagged anew" in capsys.readouterr().out
