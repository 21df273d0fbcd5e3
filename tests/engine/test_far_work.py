"""What is under way at others is bounded, whoever they are, and none of them does it with other code."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future
from contextlib import contextmanager
from types import SimpleNamespace
from weakref import WeakSet

import pytest

from backfile import crew, engine, execute
from backfile.importing import reading
from backfile.model import MachineError
from tests.engine.tiny import TinyArchive

# -- bounds, with an executor that counts


class Counting(execute.InlineExecutor):
    """Does each call when its result is asked for, knows how many nobody has asked for yet, and how many results
    somebody still holds."""

    shares_disk = False
    window = 0

    def __init__(self) -> None:
        self.under_way, self.most, self.calls = 0, 0, Counter()
        self.held, self.most_held = WeakSet(), 0

    def submit(self, function, /, *args, **named):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.calls[getattr(function, '__name__', '')] += 1
        return Due(self, function, args, named)


class Due(Future):
    def __init__(self, to, function, args, named) -> None:
        super().__init__()
        self.to, self.call = to, (function, args, named)

    def result(self, timeout=None):
        function, args, named = self.call
        self.to.under_way -= 1
        value = function(*args, **named)
        if isinstance(value, tuple):
            self.to.held.add(value[1])
            self.to.most_held = max(self.to.most_held, len(self.to.held))
        return value


def test_a_driver_has_a_window_of_calls_on_their_way_and_keeps_no_result(tmp_path, monkeypatch):
    counting = Counting()

    @contextmanager
    def opened(spec, work, setup):
        with real(("inline", ""), work, setup):
            yield counting

    real = crew.opened
    monkeypatch.setattr(crew, "opened", opened)
    monkeypatch.setattr(crew, "READ_BATCH", 2)
    monkeypatch.setattr("backfile.produce.RENDER_BATCH", 2)
    tiny = TinyArchive(tmp_path / "archive")
    for number in range(60):
        tiny.story(f"s{number}", f"Story {number}")
    tiny.build()
    assert counting.calls["read_batch"] > 3 * crew.WINDOW
    assert counting.calls["render_batch"] > 3 * crew.WINDOW
    assert counting.most <= crew.WINDOW
    assert counting.most_held <= 3


def test_an_import_keeps_a_whole_cluster_busy_and_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "BATCH_STORIES", 1)
    monkeypatch.setattr(reading, "read_batch", lambda batch, wishes: batch)
    pile = [reading.Taken(SimpleNamespace(data=b"a capture"), "text")] * 40
    for window, most in ((0, reading.AHEAD), (20, 20)):
        counting = Counting()
        counting.window = window
        assert len(list(reading.read_all(pile, None, counting))) == 40
        assert counting.most == most
        late = execute.LateExecutor(("inline", ""), 0, print, b"")
        late._later = counting
        assert late.window == window


def test_a_worker_that_reads_captures_with_other_code_is_told_from_ours(monkeypatch):
    reading.prepare(reading.made_by().encode())
    reading.prepare(b"")
    monkeypatch.setattr(engine, "_version", lambda name: "0.0.1" if name == "trafilatura" else "1")
    there = reading.made_by()
    monkeypatch.undo()
    with pytest.raises(MachineError, match="reads captures with another version"):
        reading.prepare(there.encode())
