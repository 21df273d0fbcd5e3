"""What one command costs: wall time, processor time and peak memory of its whole process tree. Linux only."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

SAMPLE_SECONDS = 0.05
_PAGE, _TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """One run of a command. `cpu` is user and system time of the process and all children it waited for.

    `memory` is in MB: the largest sum of resident memory over the tree that a sample saw, or the kernel's own peak of
    the largest process where that is higher. Pages that processes share are counted in each. `others` is how many
    cores were busy with something else meanwhile: near 0 on a quiet machine. `said` is the standard output.
    """

    wall: float
    cpu: float
    memory: float
    others: float
    code: int
    said: str


def cost_of(command: Sequence[str], folder: Path, settings: Mapping[str, str], complaints: Path) -> Cost:
    """Run a command to its end in `folder`; what it writes to standard error goes to the file `complaints`."""
    with tempfile.TemporaryFile("w+") as said, complaints.open("w") as wrong:
        busy, start = _busy_seconds(), time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **settings}, stdout=said, stderr=wrong)
        peak = _Peak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        busy = _busy_seconds() - busy
        process.returncode = os.waitstatus_to_exitcode(status)
        memory = max(peak.seen(), usage.ru_maxrss * 1024) / 1e6
        said.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        return Cost(wall, cpu, memory, max(0.0, busy - cpu) / wall, process.returncode, said.read())


class _Peak:
    """Watches the memory of a process tree from a thread until `seen` is asked."""

    def __init__(self, root: int) -> None:
        self.root, self.most, self.over = root, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        while not self.over.wait(SAMPLE_SECONDS):
            self.most = max(self.most, _resident_bytes(self.root))

    def seen(self) -> int:
        self.over.set()
        self.thread.join()
        return self.most


def _resident_bytes(pid: int) -> int:
    """Resident memory of a process and all below it; one that has ended meanwhile counts nothing."""
    return sum(_own_bytes(one) for one in tree_of(pid))


def _own_bytes(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def tree_of(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = [int(child) for task in os.listdir(f"/proc/{pid}/task") for child in _children(pid, task)]
    except OSError:
        return []
    return [pid, *(one for child in children for one in tree_of(child))]


def _children(pid: int, task: str) -> list[str]:
    try:
        return Path(f"/proc/{pid}/task/{task}/children").read_text().split()
    except OSError:
        return []


def _busy_seconds() -> float:
    """Seconds that all cores together have been at work, or were taken away by the host, since the start."""
    times = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle, waiting = times[3], times[4]
    return (sum(times) - idle - waiting) / _TICK
