"""An import that was stopped goes on; what repeats a story is named in it; nothing holds an import up."""

import os
import pickle
import time
import zipfile
from pathlib import Path

import pytest

from backfile.config import Config
from backfile.execute import InlineExecutor
from backfile.importers import plain
from backfile.importers.found import Raw, Wishes
from backfile.importing import Fate, reading, run_import
from backfile.importing.walk import Taken

HEADS = ("Gate", "Weir", "Ferry", "Light", "Quay")


def text_of(number: int, more: str = "") -> str:
    head = HEADS[number % 5]
    lines = [
        f"{head} {number} was opened at {hour} by keeper {number}, the council of ward {number * 7} was told."
        for hour in ("dawn", "noon", "dusk")
    ]
    return "\n\n".join([f"{head} {number} opens again", f"{number % 27 + 1} May 2016", *lines, more]).strip() + "\n"


def pile(root: Path, count: int) -> Path:
    folder = root / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(text_of(number))
    return folder


def imported(root: Path, **wishes):
    paths = wishes.pop("paths", [root / "articles"])
    return run_import(paths, root=root, content=root / "content", config=Config(), **wishes)


class Stopped(InlineExecutor):
    """Reads some batches; then the machine goes down."""

    def __init__(self, batches: int) -> None:
        self.left, self.read = batches, 0

    def submit(self, function, /, batch, *args, **named):
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        self.read += sum(isinstance(one, reading.Taken) for one in batch)
        return super().submit(function, batch, *args, **named)


def files_of(root: Path) -> dict[str, bytes]:
    content = root / "content"
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in sorted(content.rglob("*.md"))}


def test_an_import_that_was_stopped_reads_only_what_it_had_not_and_comes_to_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "AHEAD", 1)
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    for root in (stopped, whole):
        pile(root, 150)
    with pytest.raises(KeyboardInterrupt):
        imported(stopped, executor=Stopped(3))
    rest = Stopped(99)
    report = imported(stopped, executor=rest)
    assert report.accounts.read == report.accounts.written == 150
    assert rest.read == 150 - 3 * reading.BATCH_STORIES
    imported(whole)
    assert files_of(stopped) == files_of(whole)
    assert not (stopped / ".backfile" / "imports.spool").exists()


def test_a_half_written_record_of_a_stopped_import_is_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "AHEAD", 1)
    pile(tmp_path, 40)
    with pytest.raises(KeyboardInterrupt):
        imported(tmp_path, executor=Stopped(1))
    spool = tmp_path / ".backfile" / "imports.spool"
    spool.write_bytes(spool.read_bytes()[:-7])
    assert imported(tmp_path).accounts.written == 40


class Trap:
    """What a stranger would put into a file of records."""

    def __reduce__(self):
        return os.mkdir, ("trap",)


def test_records_that_a_stranger_made_run_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pile(tmp_path, 2)
    (tmp_path / ".backfile").mkdir()
    (tmp_path / ".backfile" / "imports.spool").write_bytes(pickle.dumps(Trap()))
    assert imported(tmp_path).accounts.written == 2
    assert not (tmp_path / "trap").exists()


def test_captures_that_repeat_a_story_are_named_in_its_file_once(tmp_path):
    folder = pile(tmp_path, 2)
    (folder / "copy.txt").write_text(text_of(1))
    report = imported(tmp_path)
    assert report.accounts.duplicates == 1
    story = (tmp_path / "content/stories/2016/weir-1-opens-again.md").read_text()
    assert "  also:\n    - articles/copy.txt\n" in story
    (folder / "later.txt").write_text(text_of(1))
    imported(tmp_path)
    story = (tmp_path / "content/stories/2016/weir-1-opens-again.md").read_text()
    assert "  also:\n    - articles/copy.txt\n    - articles/later.txt\n" in story
    again = imported(tmp_path, executor=Stopped(0))
    assert (again.accounts.unchanged, again.accounts.duplicates) == (2, 2)


def test_a_near_repetition_is_named_too_and_a_lost_ledger_does_not_make_the_file_an_edited_one(tmp_path):
    folder = pile(tmp_path, 2)
    long = text_of(1, " ".join(f"It was said at table {table} that the weir had stood open." for table in range(9)))
    (folder / "full.txt").write_text(long + "\n\nNobody spoke against it at the meeting.")
    (folder / "wire.txt").write_text(long)
    (folder / "0001.txt").unlink()
    imported(tmp_path)
    before = files_of(tmp_path)
    assert b"articles/wire.txt" in before["stories/2016/weir-1-opens-again.md"]
    (tmp_path / ".backfile" / "imports.sqlite").unlink()
    again = imported(tmp_path)
    assert not again.edited
    assert files_of(tmp_path) == before


def test_an_edited_story_is_left_alone_when_a_repetition_comes(tmp_path):
    folder = pile(tmp_path, 1)
    imported(tmp_path)
    story = tmp_path / "content/stories/2016/gate-0-opens-again.md"
    story.write_text(story.read_text() + "\nA line of the editor's.\n")
    before = story.read_bytes()
    (folder / "copy.txt").write_text(text_of(0))
    assert imported(tmp_path).accounts.duplicates == 1
    assert story.read_bytes() == before


def test_a_capture_without_a_date_waits_and_is_not_read_again_until_it_changes(tmp_path):
    folder = pile(tmp_path, 1)
    (folder / "undated.txt").write_text(text_of(3).replace("4 May 2016", "").replace("Light 3", "Undated light"))
    assert imported(tmp_path).accounts.to_review == 1
    listed = (tmp_path / "articles" / "review.json").read_text()
    again = imported(tmp_path, executor=Stopped(0))
    assert (again.accounts.unchanged, again.accounts.to_review) == (1, 1)
    assert (tmp_path / "articles" / "review.json").read_text() == listed
    (folder / "undated.txt").write_text(text_of(3))
    assert imported(tmp_path).accounts.written == 1
    assert "undated" not in (tmp_path / "articles" / "review.json").read_text()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no signals to stop a reader with")
def test_a_capture_that_takes_too_long_is_given_up_alone(tmp_path, monkeypatch):
    folder = pile(tmp_path, 2)
    (folder / "slow.txt").write_text("SLOW")
    read = plain.read

    def slowly(raw, wishes):
        if raw.data == b"SLOW":
            time.sleep(60)
        yield from read(raw, wishes)

    monkeypatch.setattr(plain, "read", slowly)
    monkeypatch.setattr(reading, "CAPTURE_SECONDS", 1.0)  # the others are read in a hundredth of it
    report = imported(tmp_path)
    assert report.accounts.written == 2
    assert [problem.code for problem in report.problems] == ["import-slow"]
    assert [one.capture for one in report.outcomes if one.fate is Fate.FAILED] == ["articles/slow.txt"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no signals to stop a reader with")
@pytest.mark.parametrize(
    ("kind", "limit", "told"), [("plain", "CAPTURE_SECONDS", "0.1"), ("feed", "EXPORT_SECONDS", "0.2")]
)
def test_who_gives_up_a_reader_says_after_how_long(kind, limit, told, monkeypatch):
    monkeypatch.setattr(reading, limit, float(told))
    monkeypatch.setattr(reading, "reader_of", lambda _: lambda *_: [time.sleep(5)])
    read = reading.read_capture(Taken(Raw("slow", b""), kind), Wishes())
    assert [problem.fault for problem in read.found] == [
        f"the {kind} reader did not come to an end within {told} seconds"
    ]


def test_pictures_in_an_archive_come_along(tmp_path):
    pytest.importorskip("trafilatura")
    words = "".join(
        f"<p>The {name} was opened by the keeper at noon, and the council was told of it.</p>" for name in HEADS
    )
    picture = (
        '<figure><img src="a/lock.png" alt="The lock"><figcaption>The lock at noon on Friday.</figcaption></figure>'
    )
    date = '<meta property="article:published_time" content="2016-05-03">'
    head = f"<title>The lock opens</title>{date}"
    body = f"<article><h1>The lock opens</h1>{words}{picture}{words}</article>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    with zipfile.ZipFile(tmp_path / "pile.zip", "w") as archive:
        archive.writestr("lock.html", page)
        archive.writestr("a/lock.png", b"\x89PNG\r\n\x1a\n")
    imported(tmp_path, paths=[tmp_path / "pile.zip"])
    assert (tmp_path / "content/stories/2016/the-lock-opens/lock.png").exists()


def test_a_story_is_known_again_however_long_its_front_matter(tmp_path):
    folder = pile(tmp_path, 1)
    imported(tmp_path)
    path = tmp_path / "content/stories/2016/gate-0-opens-again.md"
    tags = "".join(f"  - a rather long tag of number {number}\n" for number in range(900))
    path.write_text(path.read_text().replace("origin:", f"tags:\n{tags}origin:"))
    (folder / "copy.txt").write_text(text_of(0))
    report = imported(tmp_path)
    assert (report.accounts.written, report.accounts.duplicates) == (0, 1)
    assert len(files_of(tmp_path)) == 1
