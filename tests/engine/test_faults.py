"""Killed at any moment, or failed by the disk at any operation: pages are whole and the next plain build sets all
right."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from backfile import execute, lock, manifest, write
from backfile.lock import locked
from backfile.model import MachineError
from tests.engine.tiny import NOW, TinyArchive, tree
from tests.serve.serving import until

LONG = bool(os.environ.get("BACKFILE_LONG"))
PROJECT = Path(__file__).parents[2]


class FaultyDisk:
    """The `os` module with a disk that fails at its n-th operation, and counts them."""

    COUNTED = ("open", "write", "replace", "makedirs", "rmdir")

    def __init__(self, fault: int, at: int) -> None:
        self.fault, self.at, self.count = fault, at, 0

    def __getattr__(self, name):
        real = getattr(os, name)
        return self.counted(real) if name in self.COUNTED else real

    def counted(self, real):
        def operation(*args, **named):
            self.count += 1
            if self.count == self.at:
                raise OSError(self.fault, os.strerror(self.fault), str(args[0]))
            return real(*args, **named)

        return operation


def small(tiny):
    tiny.put("images/a.jpg", b"a picture")
    tiny.story("flood", "The flood", tags="[Harbour]", image="{src: /images/a.jpg, alt: A}")
    tiny.story("ferry", "The ferry", "1996-01-02", tags="[Harbour]")


def change(tiny):
    tiny.story("flood", "The flood of the year")
    tiny.drop("stories/ferry.md")


def both_versions(root):
    tiny = TinyArchive(root)
    small(tiny)
    before = tiny.clean_build()
    change(tiny)
    return before, tiny.clean_build()


def is_whole(site, *versions):
    """Whether each file is as it is in one of these sites; the manifest, which names files of both, in each line."""
    return all(
        any(version.get(path) == data for version in versions) for path, data in site.items() if path != manifest.NAME
    ) and all(manifest.parse_line(line) for line in site.get(manifest.NAME, b"").splitlines())


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=["full", "broken", "denied"])
@pytest.mark.parametrize("had_a_site", [False, True], ids=["first build", "rebuild"])
def test_a_disk_that_fails_at_any_operation_leaves_whole_pages(tmp_path, monkeypatch, fault, had_a_site):
    versions = both_versions(tmp_path / "beside")
    at, is_done = 0, False
    while not is_done:
        at += 1 if LONG else 23
        tiny = TinyArchive(tmp_path / f"{at}")
        small(tiny)
        if had_a_site:
            tiny.build()
            change(tiny)
        disk = FaultyDisk(fault, at)
        with monkeypatch.context() as patch:
            patch.setattr(write, "os", disk)
            try:
                tiny.build()
                is_done = disk.count < at
            except (OSError, MachineError):
                pass
        assert is_whole(tiny.site(), *versions)
        assert tiny.build().built
        assert tiny.site() == tiny.clean_build()


def start_build(root, *more):
    command = [sys.executable, "-P", "-m", "backfile", "build", "--root", str(root), "--quiet", "--now", NOW, *more]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


@pytest.mark.parametrize("executor", ["inline", "processes:2"])
def test_a_build_killed_at_a_random_moment_is_set_right_by_the_next(tmp_path, executor):
    stories, moments = (2000, 100) if LONG else (150, 2)
    tiny = TinyArchive(tmp_path / "archive")
    for number in range(stories):
        tiny.story(
            f"{number}",
            f"Story {number}",
            f"{1990 + number % 30}-0{number % 9 + 1}-1{number % 10}",
            tags=f"[tag {number % 7}]",
        )
    tiny.story("0", "Another title", "1990-01-10", tags="[tag 0]")
    other = tiny.clean_build()
    tiny.story("0", "Story 0", "1990-01-10", tags="[tag 0]")
    expected = tiny.clean_build()
    started = time.monotonic()
    start_build(tiny.root, "--executor", executor).wait()
    whole = time.monotonic() - started
    dice = random.Random(8)
    for moment in range(moments):
        tiny.story("0", "Story 0" if moment % 2 else "Another title", "1990-01-10", tags="[tag 0]")
        build = start_build(tiny.root, "--executor", executor, *(["--clean"] if moment % 3 == 0 else []))
        time.sleep(dice.uniform(0.05, whole))
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        assert is_whole(tiny.site(), expected, other)
    tiny.story("0", "Story 0", "1990-01-10", tags="[tag 0]")
    assert tiny.build().built
    assert tiny.site() == expected


def test_workers_end_with_the_process_that_began_them(tmp_path):
    tiny = TinyArchive(tmp_path / "archive")
    for number in range(600):
        tiny.story(f"{number}", f"Story {number}", "1990-01-10")
    build = start_build(tiny.root, "--executor", "processes:2")
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    if not children.exists():
        pytest.skip("only Linux lists a process's children")
    while not (workers := children.read_text().split()):
        assert build.poll() is None, "no workers were begun"
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    assert tiny.build().built, "the workers still hold the lock"
    assert not [worker for worker in workers if is_running(worker)]


def is_running(process):
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_ctrl_c_ends_workers_in_the_middle_of_their_work():
    calls, workers = [], []

    def interrupted():
        with execute.open_executor(("processes", "2"), 0, bytes, b"") as pool:
            calls.extend(pool.submit(time.sleep, 30) for _ in range(2))
            until(lambda: all(call.running() for call in calls))
            workers.extend(str(worker.pid) for worker in multiprocessing.active_children())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(workers) >= 2
    assert not [worker for worker in workers if is_running(worker)]
    assert all(isinstance(call.exception(), BrokenProcessPool) for call in calls)


CTRL_C_IN_FLIGHT = """
import time
from backfile import execute

def pieces():
    yield from [0.01] * 20 + [30] * 40
    raise KeyboardInterrupt

with execute.open_executor(("processes", "2"), 0, bytes, b"") as pool:
    for _ in execute.run(pool, time.sleep, pieces(), 50):
        pass
"""


def test_ctrl_c_while_many_calls_wait_ends_the_pool_and_nobody_waits_for_it():
    command = [sys.executable, "-c", CTRL_C_IN_FLIGHT]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, timeout=60, check=False)
    assert "KeyboardInterrupt" in done.stderr
    assert "InvalidStateError" not in done.stderr


class Clock:
    """Time that passes where somebody sleeps."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def test_a_second_build_stops_within_two_seconds_and_names_the_first(tiny, monkeypatch):
    tiny.story("flood")
    with locked(tiny.root / ".backfile" / "lock"):
        monkeypatch.setattr(lock, "time", clock := Clock())
        with pytest.raises(MachineError, match=f"process {os.getpid()}"):
            tiny.build()
        assert 1 < clock.now < 2
    assert tiny.build().built


def test_a_read_only_output_is_said_before_any_work(tiny):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tiny.story("flood")
    (tiny.root / "output").mkdir()
    (tiny.root / "output").chmod(0o500)
    with pytest.raises(MachineError, match="permission denied"):
        tiny.build()


@pytest.mark.parametrize("spoiled", [b"", b"not a database at all", b"SQLite format 3\0" + b"\0" * 5000])
def test_a_spoiled_state_file_means_a_clean_build(tiny, spoiled):
    tiny.story("flood")
    tiny.build()
    before = tiny.site()
    (tiny.root / ".backfile" / "state.sqlite").write_bytes(spoiled)
    assert tiny.build().built
    assert tiny.site() == before


def test_the_same_bytes_whatever_the_hash_seed_zone_locale_and_executor(tmp_path):
    tiny = TinyArchive(tmp_path / "archive")
    small(tiny)
    for number in range(30):
        tiny.story(
            f"s{number}", f"Story {number}", f"199{number % 10}-03-0{number % 9 + 1}T23:30:00-05:00", tags="[A, B, C]"
        )
    sites = []
    for seed, zone, locale, executor in [
        ("0", "UTC", "C", "inline"),
        ("1", "Asia/Tokyo", "C.UTF-8", "processes:2"),
        ("77", "America/New_York", "tr_TR.UTF-8", "processes:3"),
    ]:
        output = tmp_path / f"out{seed}"
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        command = [
            sys.executable,
            "-P",
            "-m",
            "backfile",
            "build",
            "--root",
            str(tiny.root),
            "--output",
            str(output),
            "--executor",
            executor,
            "--now",
            NOW,
            "--quiet",
        ]
        subprocess.run(command, env=environment, check=True)
        sites.append(tree(output))
    assert sites[0] == sites[1] == sites[2]
