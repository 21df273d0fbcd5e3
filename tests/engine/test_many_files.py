"""What a build keeps at hand does not grow with the archive: files are compared as they are walked, lists lie on disk,
and a first build that is killed while it reads goes on where it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import crew, read, workers
from backfile.depot import FolderDepot
from backfile.gather import taking
from backfile.read import Roll, Seen
from backfile.state import Archive, Bulk, open_store
from tests.engine.tiny import TinyArchive

STEPS = st.text("ab-.é0Z~ 😀", min_size=1, max_size=3).filter(lambda step: step not in (".", ".."))
TREES = st.lists(st.lists(STEPS, min_size=1, max_size=3).map("/".join), max_size=12, unique=True)


def names_of(roll: Roll) -> list[str]:
    return [file.source for file in roll]


def plant(root: Path, names: list[str]) -> list[str]:
    """Files at those of the names that the disk takes, and that are content."""
    root.mkdir()
    for name in names:
        path = root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        except OSError:
            continue
    found = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    return sorted(name for name in found if read.is_content(name))


@settings(max_examples=25)
@given(before=TREES, after=TREES)
def test_a_walk_beside_the_state_finds_what_two_lists_of_everything_would(before, after):
    store = open_store(None)
    with tempfile.TemporaryDirectory() as folder:
        old = plant(Path(folder) / "old", before)
        store.db.executemany("INSERT INTO files (source, size, mtime) VALUES (?, 1, 1)", [(name,) for name in old])
        new = plant(Path(folder) / "new", after)
        scan, changes = read.compared(Path(folder) / "new", (), store.raw_files())
    assert names_of(changes.to_read) == new
    assert scan.count == len(new)
    assert names_of(changes.gone) == sorted(set(old) - set(new))


def test_a_file_with_the_size_and_stamp_of_last_time_is_not_read():
    known = [("a.md", 3, 7), ("b.md", 3, 7), ("c.md", 3, 0)]
    found = read.changes([Seen("a.md", 3, 7), Seen("b.md", 4, 7), Seen("c.md", 3, 0)], known)
    assert names_of(found.to_read) == ["b.md", "c.md"]
    assert names_of(read.changes([Seen(*row) for row in known], known, trust=False).to_read) == ["a.md", "b.md", "c.md"]


@given(st.integers(0, 50))
def test_a_roll_gives_back_what_was_put_by_also_when_most_of_it_lies_on_disk(count):
    roll = Roll()
    roll.FEW = 7
    files = [Seen(f"odd\nname {number}", number, -number) for number in range(count)]
    for file in files:
        roll.add(file)
        assert len(roll._last) < 7
    assert list(roll) == files
    assert list(roll) == files
    assert len(roll) == count


class Killed(BaseException):
    """Stands for the signal that nothing can catch."""


def killed_after(monkeypatch, batches: int, every: int = 10):
    """Builds die when so many batches have been read; what they store is committed every few files."""
    monkeypatch.setattr(taking, "KEEP_EVERY", every)
    monkeypatch.setattr(crew, "READ_BATCH", 5)
    read_batch, done = workers.read_batch, []

    def counted(batch):
        done.append(len(batch))
        if len(done) > batches:
            raise Killed
        return read_batch(batch)

    monkeypatch.setattr(workers, "read_batch", counted)
    return done


def town(tiny: TinyArchive, count: int = 100) -> None:
    for number in range(count):
        tiny.story(f"s{number:03}", f"Story {number}", f"19{90 + number % 9}-05-05", tags=f"[tag {number % 4}]")


def test_a_first_build_that_is_killed_while_it_reads_goes_on_where_it_was(tiny, monkeypatch):
    town(tiny)
    with monkeypatch.context() as patch:
        killed_after(patch, 14)
        with pytest.raises(Killed):
            tiny.build()
    receipt = tiny.build()
    assert receipt.read == 100 - 70, "the 70 stories that had come back were stored"
    assert receipt.published == 100
    assert tiny.site() == tiny.clean_build()
    assert tiny.build().rendered == 0


def test_the_index_of_marks_is_sorted_once_all_is_read_also_after_a_kill(tiny, monkeypatch):
    town(tiny)
    with monkeypatch.context() as patch:
        killed_after(patch, 14)
        with pytest.raises(Killed):
            tiny.build()
    assert not has_index_of_marks(tiny)
    tiny.build()
    assert has_index_of_marks(tiny)
    tiny.story("late", "A late story")
    tiny.build()
    assert has_index_of_marks(tiny)


def has_index_of_marks(tiny: TinyArchive) -> bool:
    with sqlite3.connect(tiny.root / ".backfile" / "state.sqlite") as db:
        return db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'marks_by_mark'").fetchone() == (1,)


def test_so_does_one_that_reads_all_again_for_other_settings(tiny, monkeypatch):
    town(tiny)
    monkeypatch.setattr(taking, "MANY_CHANGES", 20)
    tiny.build()
    tiny.settings('title = "Other"\ntheme = "plain"\nzone = "America/New_York"\n')
    with monkeypatch.context() as patch:
        killed_after(patch, 14)
        with pytest.raises(Killed):
            tiny.build()
    assert tiny.build().read == 100 - 70
    assert tiny.site() == tiny.clean_build()


@pytest.mark.parametrize("kept", [True, False], ids=["keep going", "refuse"])
def test_two_stories_at_one_address_are_found_though_both_were_read_before_the_kill(tiny, monkeypatch, kept):
    town(tiny)
    tiny.story("s001b", "Another", "1991-05-05", slug="s001")
    with monkeypatch.context() as patch:
        killed_after(patch, 14)
        with pytest.raises(Killed):
            tiny.build()
    receipt = tiny.build(keep_going=kept)
    assert [problem.code for problem in receipt.problems if problem.level == "error"] == ["address-clash"]
    assert receipt.built is kept
    if kept:
        assert tiny.site() == tiny.clean_build(keep_going=True)
    tiny.drop("stories/s001b.md")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def test_a_published_story_keeps_its_page_when_a_killed_look_had_replaced_it_by_one_that_clashes(tiny, monkeypatch):
    town(tiny)
    monkeypatch.setattr(taking, "MANY_CHANGES", 20)
    tiny.build()
    before = tiny.site()["1991/05/05/s001/index.html"]
    for number in range(100):
        if number != 10:
            tiny.story(f"s{number:03}", f"Now {number}", f"19{90 + number % 9}-05-05", tags="[new]")
    tiny.story("s001", "Now elsewhere", "1991-05-05", slug="s010")
    with monkeypatch.context() as patch:
        killed_after(patch, 14)
        with pytest.raises(Killed):
            tiny.build(keep_going=True)
    assert Bulk(open_store(tiny.root / ".backfile" / "state.sqlite")).is_under_way
    receipt = tiny.build(keep_going=True)
    assert [problem.code for problem in receipt.problems if problem.level == "error"] == ["address-clash"]
    assert b"Story 1" in tiny.site()["1991/05/05/s001/index.html"]
    assert b"Story 1" in before


def test_every_page_of_a_build_is_noted_on_disk_and_none_of_it_in_memory(tiny):
    town(tiny, 3)
    tiny.build()
    store = open_store(tiny.root / ".backfile" / "state.sqlite")
    assert store.db.execute("PRAGMA temp_store").fetchone()[0] == 1
    assert sorted(Archive(store).shown_sources()) == [f"stories/s00{number}.md" for number in range(3)]


def test_lists_that_are_asked_for_piece_by_piece_are_whole(tiny, monkeypatch):
    from backfile.state import relations, stories

    for room in (stories, relations):
        monkeypatch.setattr(room, "PIECE", 7)
    tiny.put("images/p.png", b"p")
    for number in range(30):
        tiny.story(f"s{number}", date="1999-09-09", image=f"{{src: /images/{number % 21}.png, alt: A}}")
        tiny.put(f"images/{number % 21}.png", b"p")
    assert tiny.build().published == 30
    archive = Archive(open_store(tiny.root / ".backfile" / "state.sqlite"))
    assert len(set(archive.shown_sources())) == len(list(archive.shown_sources())) == 30
    assert list(archive.sources_with_relations()) == sorted(archive.shown_sources())
    assert len(list(archive.addresses_used())) == 21
    assert tiny.site() == tiny.clean_build()


def test_files_that_wait_are_put_in_place_whole_when_they_are_more_than_one_piece(tiny, monkeypatch):
    from backfile.state import round as round_room

    monkeypatch.setattr(round_room, "PIECE", 7)
    town(tiny, 30)
    tiny.build()
    shutil.rmtree(tiny.root / "content" / "stories")
    town(tiny, 40)
    for number in range(15):
        os.rename(tiny.root / f"content/stories/s{number:03}.md", tiny.root / f"content/stories/S{number:03}.md")
    tiny.build()
    assert tiny.site() == tiny.clean_build()


def killed_while_rendering(monkeypatch, batches: int) -> None:
    monkeypatch.setattr("backfile.produce.RENDER_BATCH", 5)
    monkeypatch.setattr("backfile.produce.KEEP_EVERY", 10)
    render_batch, done = workers.render_batch, []

    def counted(*batch):
        done.append(batch)
        if len(done) > batches:
            raise Killed
        return render_batch(*batch)

    monkeypatch.setattr(workers, "render_batch", counted)


def test_a_first_build_that_is_killed_while_it_renders_makes_no_page_twice_that_it_had_noted(tiny, monkeypatch):
    town(tiny)
    with monkeypatch.context() as patch:
        killed_while_rendering(patch, 20)
        with pytest.raises(Killed):
            tiny.build()
    made = len(tiny.site())
    receipt = tiny.build()
    assert receipt.read == 0
    assert receipt.rendered <= receipt.pages - 60 < receipt.pages - made + 45
    assert tiny.site() == tiny.clean_build()


@pytest.mark.parametrize("is_swapped", [False, True], ids=["same folder", "emptied meanwhile"])
def test_what_a_killed_build_had_made_is_not_read_again_unless_the_folder_is_another(tiny, monkeypatch, is_swapped):
    town(tiny)
    with monkeypatch.context() as patch:
        killed_while_rendering(patch, 20)
        with pytest.raises(Killed):
            tiny.build()
    if is_swapped:
        shutil.rmtree(tiny.root / "output")
    hashed = []
    checked = FolderDepot.checked
    monkeypatch.setattr(FolderDepot, "checked", lambda depot, rows: hashed.append(depot) or checked(depot, rows))
    tiny.build()
    assert bool(hashed) is is_swapped
    assert tiny.site() == tiny.clean_build()


def test_an_edit_taken_back_after_a_kill_in_the_middle_of_moving_leaves_the_old_page(tiny, monkeypatch):
    from backfile import write

    town(tiny, 20)
    tiny.build()
    before = tiny.site()
    tiny.story("s003", "Another title", "1993-05-05", tags="[tag 3]")
    tiny.drop("stories/s004.md")
    move, moved = write.move, []

    def once(fresh, target):
        if len(moved) > 3:
            raise Killed
        moved.append(target)
        move(fresh, target)

    with monkeypatch.context() as patch:
        patch.setattr(write, "move", once)
        with pytest.raises(Killed):
            tiny.build()
    assert tiny.site() != before
    town(tiny, 20)
    tiny.build()
    assert tiny.site() == before
