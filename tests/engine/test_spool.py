"""Bodies are handed on from the process that read a story to the one that makes its page: made once, as far as the disk
has room, and the same site where it has none."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from backfile import execute, spool, workers
from backfile.spool import Spool, room_for


@pytest.fixture
def made_again(monkeypatch):
    """How often the body of each story was made a second time."""
    made = Counter()
    honest = workers._body

    def counting(source, *others):
        made[source] += 1
        return honest(source, *others)

    monkeypatch.setattr(workers, "_body", counting)
    return made


def free_disk(monkeypatch, free: int) -> None:
    monkeypatch.setattr(spool.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))


def plant(tiny) -> None:
    for number in range(execute.WORTH_A_POOL):
        tiny.story(f"s{number}", f"Story {number}", body=f"A *loud* word and the number {number}.")


def test_a_first_build_makes_each_body_once(tiny, made_again):
    plant(tiny)
    assert tiny.build().published == execute.WORTH_A_POOL
    assert not made_again


def test_a_disk_with_little_room_has_bodies_made_again_and_the_site_is_the_same(tiny, made_again, monkeypatch):
    plant(tiny)
    roomy = tiny.clean_build()
    free_disk(monkeypatch, 8 * 5_000)
    assert tiny.clean_build() == roomy
    assert 200 < len(made_again) < execute.WORTH_A_POOL


def test_processes_share_the_room_that_a_disk_has(monkeypatch, tmp_path):
    free_disk(monkeypatch, 80_000)
    assert [room_for(tmp_path, processes) for processes in (1, 2, 5)] == [10_000, 5_000, 2_000]
    assert execute.processes_of(execute.parse_executor("processes:5")) == 5
    assert execute.processes_of(execute.parse_executor("", jobs=3)) == 3
    assert execute.processes_of(execute.parse_executor("inline")) == 1


def test_any_process_finds_a_body_where_it_was_kept_and_none_is_kept_past_the_room(tmp_path, monkeypatch):
    ours = Spool(tmp_path, 20)
    monkeypatch.setattr(spool.os, "getpid", lambda: 1)
    theirs = Spool(tmp_path, 20)
    place = ours.keep("<p>Wörter</p>")
    assert theirs.find(place) == "<p>Wörter</p>"
    assert ours.keep("<p>Too long</p>") == ""
    assert ours.keep("<p/>") != ""
    ours.close(), theirs.close()
