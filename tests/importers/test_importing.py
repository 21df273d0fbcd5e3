"""The import verb as a whole: captures in, story files out, accounts that add up, nothing of a person's overwritten."""

# ruff: noqa: E501 - captures keep their own lines

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backfile.config import Config
from backfile.importing import Fate, explained, run_import
from backfile.model import UsageError
from backfile.storyfile import parse_story


@pytest.fixture
def archive(tmp_path):
    root = tmp_path / "an archive"
    (root / "articles").mkdir(parents=True)
    return root


def capture(root: Path, name: str, **fields) -> Path:
    told = {"title": "Mill burns", "date": "1995-05-05", "text": "The mill on the quay burned.\n\nNobody was hurt."}
    path = root / "articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**told, **fields}), encoding="utf-8")
    return path


def imported(root: Path, *paths, **wishes):
    return run_import(paths or [root / "articles"], root=root, content=root / "content", config=Config(), **wishes)


def stories(root: Path) -> dict[str, str]:
    return {p.relative_to(root / "content").as_posix(): p.read_text("utf-8") for p in (root / "content").rglob("*.md")}


def test_a_capture_becomes_a_story_file_that_names_its_capture(archive):
    capture(archive, "a/mill.json", author="Ada Quay")
    report = imported(archive)
    text = stories(archive)["stories/1995/mill-burns.md"]
    story = parse_story(text.encode(), "x.md", zone=Config().tz).story
    assert (story.title, story.date.text, story.bylines) == ("Mill burns", "1995-05-05", ("Ada Quay",))
    assert story.body == "The mill on the quay burned.\n\nNobody was hurt."
    assert story.origin.file == "articles/a/mill.json"
    assert len(story.origin.sha256) == 64
    assert str(report.accounts) == "1 read = 1 written + 0 unchanged + 0 duplicates + 0 to review + 0 failed"


def test_importing_twice_changes_nothing(archive):
    capture(archive, "mill.json")
    capture(archive, "bridge.json", title="Bridge opens")
    imported(archive)
    before = {path: (archive / "content" / path).stat().st_mtime_ns for path in stories(archive)}
    again = imported(archive)
    assert (again.accounts.written, again.accounts.unchanged) == (0, 2)
    assert before == {path: (archive / "content" / path).stat().st_mtime_ns for path in stories(archive)}


def test_a_file_that_an_editor_changed_is_reported_and_left_alone(archive):
    capture(archive, "mill.json")
    imported(archive)
    file = archive / "content/stories/1995/mill-burns.md"
    file.write_text(file.read_text("utf-8").replace("Nobody was hurt.", "One man was hurt."), "utf-8")
    edited = file.read_bytes()
    report = imported(archive)
    assert [(o.fate, o.path) for o in report.outcomes] == [(Fate.EDITED, "stories/1995/mill-burns.md")]
    assert file.read_bytes() == edited
    assert report.accounts.unchanged == 1


def test_a_file_that_an_editor_moved_is_found_by_its_origin(archive):
    capture(archive, "mill.json")
    imported(archive)
    (archive / "content/special").mkdir()
    (archive / "content/stories/1995/mill-burns.md").rename(archive / "content/special/fire.md")
    report = imported(archive)
    assert list(stories(archive)) == ["special/fire.md"]
    assert report.accounts.written == 0


def test_a_fresh_clone_without_the_ledger_knows_what_is_untouched(archive):
    capture(archive, "mill.json")
    imported(archive)
    (archive / ".backfile/imports.sqlite").unlink()
    assert imported(archive).accounts.unchanged == 1


def test_a_capture_that_now_reads_otherwise_is_written_again_if_nobody_touched_its_story(archive):
    capture(archive, "mill.json")
    imported(archive)
    capture(archive, "mill.json", text="The mill burned to the ground.")
    rehearsal = imported(archive, dry_run=True)
    assert "+The mill burned to the ground." in rehearsal.outcomes[0].diff
    assert "Nobody" in stories(archive)["stories/1995/mill-burns.md"]
    assert imported(archive).accounts.written == 1
    assert "to the ground" in stories(archive)["stories/1995/mill-burns.md"]
    assert len(stories(archive)) == 1


def test_a_dry_run_writes_nothing_at_all(archive):
    capture(archive, "mill.json")
    capture(archive, "no-date.json", date="")
    report = imported(archive, dry_run=True)
    assert report.accounts.written == 1
    assert sorted(p.name for p in archive.iterdir()) == ["articles"]
    assert not (archive / "articles/review.md").exists()


def test_two_stories_of_one_title_and_day_get_addresses_of_their_own(archive):
    capture(archive, "one.json")
    capture(
        archive, "two.json", text="Another mill burned, in another town, on the very same day as the first one did."
    )
    imported(archive)
    found = stories(archive)
    assert sorted(found) == ["stories/1995/mill-burns-2.md", "stories/1995/mill-burns.md"]
    assert "slug: mill-burns-2" in found["stories/1995/mill-burns-2.md"]
    assert imported(archive).accounts.unchanged == 2


def test_a_story_that_a_person_wrote_is_never_in_the_way(archive):
    file = archive / "content/stories/1995/mill-burns.md"
    file.parent.mkdir(parents=True)
    file.write_text("mine", "utf-8")
    capture(archive, "mill.json")
    imported(archive)
    assert file.read_text("utf-8") == "mine"
    assert "stories/1995/mill-burns-2.md" in stories(archive)


def test_the_same_bytes_under_two_names_are_one_story_and_a_duplicate(archive):
    capture(archive, "a.json")
    capture(archive, "b.json")
    report = imported(archive)
    assert (report.accounts.written, report.accounts.duplicates) == (1, 1)
    assert "articles/a.json" in report.outcomes[1].reason
    assert imported(archive).accounts.duplicates == 1


def test_a_capture_without_a_date_waits_for_a_person(archive):
    capture(archive, "mill.json", date="")
    report = imported(archive)
    assert report.accounts.to_review == 1
    assert stories(archive) == {}
    assert "`articles/mill.json`: Mill burns — no date was found" in (archive / "articles/review.md").read_text("utf-8")
    assert json.loads((archive / "articles/review.json").read_text("utf-8"))["review"][0]["reasons"] == [
        "no date was found"
    ]


def test_what_was_mended_leaves_the_list_and_the_rest_stays(archive):
    capture(archive, "mill.json", date="")
    capture(archive, "bridge.json", date="", title="Bridge opens")
    imported(archive)
    capture(archive, "mill.json", date="1995-05-05")
    imported(archive, archive / "articles/mill.json")
    listed = (archive / "articles/review.md").read_text("utf-8")
    assert "bridge" in listed
    assert "mill" not in listed


@pytest.mark.parametrize(
    ("source", "name", "fields"),
    [
        ("file-name", "1987-11-02-ferry.json", {}),
        ("address", "ferry.json", {"url": "https://example.org/1987/11/02/ferry"}),
    ],
)
def test_a_missing_date_may_come_from_elsewhere_and_says_so(archive, source, name, fields):
    capture(archive, name, date="", **fields)
    report = imported(archive, date_from=[source])
    assert "date: 1987-11-02" in stories(archive)["stories/1987/mill-burns.md"]
    (reason,) = report.outcomes[0].review
    assert reason.startswith("no date was found in it: ")
    assert "comes from its" in reason


def test_a_missing_date_may_come_from_neighbours_that_agree(archive):
    for name, title, date in (("1", "A", "1987-11-02"), ("2", "B", ""), ("3", "C", "1987-11-02"), ("4", "D", "")):
        capture(archive, f"{name}.json", title=title, date=date, text=f"Story {name}.")
    report = imported(archive, date_from=["neighbours"])
    assert [o.fate.value for o in report.outcomes] == ["written", "written", "written", "review"]
    assert "date: 1987-11-02" in stories(archive)["stories/1987/b.md"]


def test_archives_patterns_and_standard_input_are_read_too(archive, tmp_path):
    path = capture(archive, "mill.json")
    with zipfile.ZipFile(tmp_path / "pile.zip", "w") as pile:
        pile.write(path, "deep/down/mill.json")
    assert imported(archive, tmp_path / "pile.zip").outcomes[0].capture == "pile.zip/deep/down/mill.json"
    assert imported(archive, str(archive / "articles/*.json")).accounts.duplicates == 1
    piped = imported(archive, "-", stdin=io.BytesIO(path.read_bytes()))
    assert piped.accounts.duplicates == 1


def test_an_archive_that_climbs_is_refused_and_the_rest_of_it_read(archive, tmp_path):
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as pile:
        pile.writestr("../../evil.json", "{}")
        pile.write(capture(archive, "mill.json"), "mill.json")
    report = imported(archive, tmp_path / "evil.zip")
    assert (report.accounts.failed, report.accounts.written) == (1, 1)
    assert "leads out" in report.problems[0].fault
    assert not (tmp_path.parent / "evil.json").exists()


def test_any_executor_gives_the_same_files(archive):
    for number in range(70):
        capture(archive, f"{number:03}.json", title=f"Story {number}", text=f"Text {number}.")
    with ThreadPoolExecutor(3) as pool:
        report = imported(archive, executor=pool)
    assert [o.capture for o in report.outcomes] == sorted(o.capture for o in report.outcomes)
    assert imported(archive).accounts.unchanged == 70


def test_a_damaged_capture_fails_alone_and_is_named(archive):
    capture(archive, "good.json")
    (archive / "articles/cut.json").write_text('{"title": "Cut', "utf-8")
    report = imported(archive)
    assert (report.accounts.written, report.accounts.failed) == (1, 1)
    assert (report.problems[0].source, report.problems[0].line) == ("articles/cut.json", 1)


def test_pictures_and_style_sheets_of_a_folder_are_passed_over(archive):
    capture(archive, "mill.json")
    (archive / "articles/photo.jpg").write_bytes(b"\xff\xd8")
    report = imported(archive)
    assert report.accounts.read == 1
    assert report.passed_over == ("articles/photo.jpg",)


def test_a_path_that_is_not_there_is_a_problem_with_its_name(archive):
    assert "no such file" in imported(archive, archive / "nowhere").problems[0].fault


def test_wishes_that_cannot_be_met_are_said_at_once(archive):
    with pytest.raises(UsageError, match="choose from"):
        imported(archive, kind="papyrus")
    with pytest.raises(UsageError, match="choose from"):
        imported(archive, date_from=["stars"])


LONG = " ".join(f"Sentence {n} tells of the flood that came over the quay in the night." for n in range(30))


def test_of_nearly_the_same_stories_the_fullest_stays_and_the_others_are_named(archive):
    capture(archive, "a.json", title="Flood", text=LONG)
    capture(archive, "b.json", title="Flood on quay", text=LONG + " And one line more of it.")
    capture(archive, "c.json", title="Flood, a month on", text=LONG, date="1995-06-20")
    report = imported(archive)
    assert [o.fate.value for o in report.outcomes] == ["duplicate", "written", "written"]
    assert "nearly the same story as articles/b.json" in report.outcomes[0].reason
    assert "articles/a.json" in (archive / "articles/review.md").read_text("utf-8")
    again = imported(archive)
    assert [o.fate.value for o in again.outcomes] == ["duplicate", "unchanged", "unchanged"]


def test_a_version_that_came_as_a_file_before_is_no_work_for_a_person_again(archive):
    capture(archive, "full.json", title="Flood on quay", text=LONG + " And one line more of it.")
    for name in ("a.json", "b.json", "c.json"):
        capture(archive, name, title="Flood", text=LONG)
    (archive / "articles/z.json").write_bytes((archive / "articles/full.json").read_bytes())
    report = imported(archive)
    assert (report.accounts.written, report.accounts.duplicates, report.to_look_at) == (1, 4, 1)
    listed = (archive / "articles/review.md").read_text("utf-8")
    assert listed.count("nearly the same story") == 1
    assert "articles/a.json" in listed


def test_copies_of_a_capture_without_a_date_wait_once_and_follow_it_when_it_has_one(archive):
    for name in ("a.json", "b.json", "c.json"):
        capture(archive, name, title="Flood", text=LONG, date="")
    report = imported(archive)
    assert (report.accounts.to_review, report.accounts.duplicates, report.to_look_at) == (1, 2, 1)
    listed = (archive / "articles/review.md").read_text("utf-8")
    for _ in range(2):
        assert imported(archive).accounts == report.accounts
        assert (archive / "articles/review.md").read_text("utf-8") == listed
    capture(archive, "a.json", title="Flood", text=LONG)
    again = imported(archive)
    assert (again.accounts.written, again.accounts.duplicates) == (1, 2)
    assert len({o.path for o in again.outcomes}) == 1


def test_a_fuller_version_that_comes_later_waits_for_a_person(archive):
    capture(archive, "a.json", title="Flood", text=LONG)
    imported(archive)
    capture(archive, "b.json", title="Flood on quay", text=LONG + " And more." * 40)
    report = imported(archive)
    assert [o.fate.value for o in report.outcomes] == ["unchanged", "review"]
    assert "a fuller version" in report.outcomes[1].reason


def test_what_is_known_is_not_even_read_again(archive):
    capture(archive, "mill.json")
    imported(archive)
    before = (archive / ".backfile/imports.sqlite").read_bytes()
    report = imported(archive)
    assert [(o.fate, o.path) for o in report.outcomes] == [(Fate.UNCHANGED, "stories/1995/mill-burns.md")]
    assert (archive / ".backfile/imports.sqlite").read_bytes() == before


def test_every_block_of_a_capture_is_explained(archive):
    file = archive / "articles/mill.txt"
    file.write_text("Mill burns\n\nMay 5, 1995\n\nBy Ada Quay\n\n" + "\n\n".join(
        f"The mill on the quay burned for {n} hours on Friday night, and the town came out to watch it." for n in range(6))
        + "\n\nSubscribe to our newsletter\n\n© 1995 Quay Courier. All rights reserved.", "utf-8")  # fmt: skip
    said = explained(file, root=archive, config=Config())
    assert "title: Mill burns" in said
    assert "-      | Subscribe to our newsletter" in said
    assert said.count("kept | The mill") == 6


def test_a_capture_fetched_again_under_a_new_headline_is_the_same_story(archive):
    capture(archive, "mill.json", url="https://q.example/1")
    imported(archive)
    capture(archive, "mill.json", url="https://q.example/1", title="Mill burns: one man held")
    imported(archive)
    (text,) = stories(archive).values()
    assert 'title: "Mill burns: one man held"' in text


def test_an_absent_library_is_a_sentence_that_says_what_to_install(archive, monkeypatch):
    (archive / "articles/page.html").write_text("<html><body><p>x</p></body></html>", "utf-8")
    monkeypatch.setattr("backfile.importers.find_spec", lambda name: None if name == "trafilatura" else object())
    with pytest.raises(UsageError, match=r"pip install 'backfile\[html\]'"):
        imported(archive)
