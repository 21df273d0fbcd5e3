"""What an import remembers of its captures lies on disk: Python holds as many values after many as after few."""

import gc
import json
import os
import tracemalloc
from pathlib import Path

import pytest

from backfile.config import Config
from backfile.importers.found import Found, Raw, Wishes
from backfile.importers.text import own, shapes
from backfile.importing import Fate, dating, filing, reading, run_import, scratch
from backfile.importing.scratch import sorted_names
from backfile.importing.waitlist import WaitingList
from backfile.model import Story
from backfile.storyfile import parse_when
from tests.importers.test_going_on import text_of

ROOMS = Path(filing.__file__).parent
HEADS = ("Gate", "Weir", "Ferry", "Light", "Quay")


def quick_reader(raw: Raw, wishes: Wishes):
    """A capture is a headline, a day and words."""
    title, day, body = raw.data.decode().split("\n", 2)
    yield Found(
        Story(raw.name, title, parse_when(day, wishes.zone) if day else None, body=body),
        review=() if day else ("no date",),
    )


def pile(root: Path, count: int) -> None:
    folder = root / "articles"
    folder.mkdir(parents=True)
    for number in range(count):
        which = number - number % 4 if number % 3 == 0 else number  # some repeat another
        words = " ".join(f"{HEADS[which % 5]}{which * place % 997}" for place in range(60))
        day = "" if number % 7 == 3 else "2016-05-16"
        end = "jpg" if number % 11 == 0 else "txt"
        (folder / f"{number:05}.{end}").write_text(f"{HEADS[which % 5]} {which}\n{day}\n{words} {number % 2}\n")


def held_after(root: Path, count: int, monkeypatch) -> int:
    """The bytes that the rooms of the import hold when all captures are in, before the report is made."""
    pile(root, count)
    held = []
    whole = filing.Filing.list_for_review

    def looking(self) -> None:
        whole(self)
        gc.collect()
        ours = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, f"{ROOMS}/*")])
        held.append(sum(one.size for one in ours.statistics("filename")))

    monkeypatch.setattr(reading, "reader_of", lambda kind: quick_reader)
    monkeypatch.setattr(filing.Filing, "list_for_review", looking)
    tracemalloc.start()
    try:
        report = run_import([root / "articles"], root=root, content=root / "content", config=Config())
    finally:
        tracemalloc.stop()
        monkeypatch.undo()
    assert report.accounts.read == len([number for number in range(count) if number % 11])
    assert min(report.accounts.written, report.accounts.duplicates, report.accounts.to_review) > count // 15
    assert len(report.passed_over) == len(range(0, count, 11))
    return held[0]


@pytest.mark.long
def test_an_import_holds_no_more_bytes_after_more_captures(tmp_path, monkeypatch):
    held_after(tmp_path / "first", 60, monkeypatch)  # what is loaded once
    few = held_after(tmp_path / "few", 230, monkeypatch)  # sqlite3 keeps marks of up to 200 cursors for each database
    many = held_after(tmp_path / "many", 560, monkeypatch)
    assert (many - few) / 330 < 150, (few, many)


def test_what_is_remembered_of_short_lines_has_a_limit():
    limits = {name: one.cache_info().maxsize for name, one in vars(own).items() if hasattr(one, "cache_info")}
    for number in range(shapes.LINES + 50):
        own.own_of(f"line {number}")
    assert limits["own_of_line"] == own.own_of_line.cache_info().currsize == shapes.LINES


def test_captures_without_a_date_wait_for_their_neighbours_in_a_bounded_number():
    from backfile.importing.accounts import Outcome

    asked = 0

    def reads():
        nonlocal asked
        for number in range(1_000):
            asked += 1
            yield Outcome(f"{number}", Fate.UNCHANGED)

    told = dating.dated(reads(), ("neighbours",), Config().tz)
    next(told)
    assert asked == dating.FARTHEST + 1


def test_the_names_of_a_large_folder_are_put_in_order_outside_of_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch, "FEW_NAMES", 5)
    names = ["b", "ä", "a", "z", "10", "9", "B", "a b", "é.txt", "x"]
    for name in names:
        (tmp_path / name).touch()
    odd = os.fsdecode(b"\xff")
    (tmp_path / odd).touch()
    assert list(sorted_names(tmp_path)) == sorted([*names, odd], key=os.fsencode)


def test_the_list_of_what_waits_reads_what_it_wrote_line_by_line(tmp_path, monkeypatch):
    pile(tmp_path, 40)
    run_import([tmp_path / "articles"], root=tmp_path, content=tmp_path / "content", config=Config())
    path = tmp_path / "articles" / "review.json"
    told = json.loads(path.read_text())
    assert told["accepted"] == {}
    listed = WaitingList(tmp_path / "articles")
    assert [one.capture for one in listed] == [row["capture"] for row in told["review"]] != []
    listed.strike([told["review"][0]["capture"]])
    listed.write()
    monkeypatch.setattr(WaitingList, "_load_whole", lambda self: pytest.fail("its own layout is not known to it"))
    again = WaitingList(tmp_path / "articles")
    assert len(list(again)) == len(told["review"]) - 1
    assert json.loads(path.read_text())["accepted"]


@pytest.mark.parametrize("layout", [None, 1, 4])
def test_a_list_that_another_program_laid_out_is_read_too(tmp_path, layout):
    row = {"capture": "articles/a.txt", "path": "", "title": "Gate", "reasons": ["no date was found"], "confidence": 1}
    told = {"review": [row], "accepted": {"articles/b.txt": ["no title was found"]}}
    (tmp_path / "review.json").write_text(json.dumps(told, indent=layout))
    listed = WaitingList(tmp_path)
    assert [one.title for one in listed] == ["Gate"]
    listed.write()
    assert json.loads((tmp_path / "review.json").read_text()) == told


def test_a_name_that_is_no_utf8_is_written_with_escapes(tmp_path):
    (tmp_path / "articles").mkdir()
    try:
        (tmp_path / "articles" / os.fsdecode(b"a\xff.txt")).write_text(text_of(1))
    except OSError:
        pytest.skip("this disk takes no such names")
    report = run_import([tmp_path / "articles"], root=tmp_path, content=tmp_path / "content", config=Config())
    assert report.outcomes[0].capture == "articles/a\\xff.txt"
    assert "a\\xff.txt" in (tmp_path / "content" / report.outcomes[0].path).read_text()
