"""What an archive of any size costs: clean build, nothing changed, one edit, resumption after a kill.

    python benchmarks/scale.py CONTENT WORK [--steps clean,noop,body,title,killed] [--executor E] [--output S] [--nice]
                             [--kill-after SECONDS]

CONTENT is a folder of stories (`content/` of what `corpus.py` makes); it is linked into WORK, an archive made anew, and
put back as it was after the edits. Prints a line of JSON a step and writes them to WORK/scale.jsonl. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import tree_of

SETTINGS = """title = "The Archive"
base_url = "https://archive.example/"
zone = "UTC"
permalink = "/{year}/{month}/{slug}/"
[checks]
missing_alt = "off"
dead_links = "off"
"""
EVERY = 0.5
KILL_AT = 0.5


class Memory:
    """Peak of the proportional memory (shared pages counted once) of a process tree, sampled by a thread.

    `first` is the peak of the first process alone: the one that would hold an archive if any did.
    """

    def __init__(self, root: int) -> None:
        self.root, self.most, self.first, self.over = root, 0, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        while not self.over.wait(EVERY):
            each = [_pss(pid) for pid in tree_of(self.root)]
            self.most, self.first = max(self.most, sum(each)), max(self.first, each[0] if each else 0)

    def close(self) -> None:
        self.over.set()
        self.thread.join()


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def _moved() -> tuple[int, int]:
    """Bytes that this process and all children it has waited for have read and written, cached or not."""
    facts = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(facts["rchar"]), int(facts["wchar"])


def measured(step: str, command: list[str], log: Path, kill_when: object = None) -> dict[str, object]:
    """Run a build to its end, or until `kill_when(seconds)` says so."""
    start, before, used = time.perf_counter(), _moved(), os.times()
    with log.open("a") as complaints, tempfile.TemporaryFile("w+") as answer:
        process = subprocess.Popen(command, stdout=answer, stderr=complaints, start_new_session=True)
        memory = Memory(process.pid)
        if kill_when:
            while process.poll() is None and not kill_when(time.perf_counter() - start):
                time.sleep(EVERY)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        memory.close()
        answer.seek(0)
        said = answer.read()
    now, after = os.times(), _moved()
    receipt = json.loads(said) if said.strip() and process.returncode >= 0 else {}
    return {
        "step": step,
        "code": process.returncode,
        "wall": round(time.perf_counter() - start, 1),
        "cpu": round(now.children_user + now.children_system - used.children_user - used.children_system, 1),
        "read_mb": (after[0] - before[0]) // 10**6,
        "written_mb": (after[1] - before[1]) // 10**6,
        "memory_mb": memory.most // 10**6,
        "first_process_mb": memory.first // 10**6,
        "load": os.getloadavg()[0],
        **{key: receipt[key] for key in ("published", "pages", "read", "rendered", "written") if key in receipt},
    }


def steps(
    content: Path, work: Path, names: list[str], command: list[str], kill_after: float
) -> Iterator[dict[str, object]]:
    log = work / "scale.err"
    wall = 0.0
    for name in names:
        if name in ("clean", "killed"):
            for folder in ("output", ".backfile"):
                shutil.rmtree(work / folder, ignore_errors=True)
        if name == "killed":
            seconds = kill_after or wall * KILL_AT or 60.0
            yield measured("killed", command, log, lambda after, until=seconds: after >= until)
            yield measured("resumed", command, log)
        elif name in ("body", "title"):
            with edited(middle_of(content), name):
                yield measured(name, command, log)
            yield measured(f"{name} put back", command, log)
        else:
            made = measured(name, command, log)
            wall = made["wall"] if name == "clean" else wall
            yield made


def middle_of(content: Path) -> Path:
    """A story of the middle of the archive, found without listing it."""
    folder = content
    while inner := sorted(path for path in folder.iterdir() if path.is_dir() and path.name.isdigit()):
        folder = inner[len(inner) // 2]
    return min(folder.glob("*.md"))


class edited:  # noqa: N801 - reads as a word
    """A story with another body or title, as it was when the block ends."""

    def __init__(self, story: Path, what: str) -> None:
        self.story, self.text = story, story.read_text("utf-8")
        if what == "body":
            self.other = self.text + "\nAnother paragraph of the story.\n"
        else:
            self.other = self.text.replace("\ntitle: ", "\ntitle: Again ", 1).replace(
                'title: Again "', 'title: "Again '
            )

    def __enter__(self) -> None:
        self.story.write_text(self.other, "utf-8")

    def __exit__(self, *fault: object) -> None:
        self.story.write_text(self.text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("content", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--steps", default="clean,noop,body,title")
    parser.add_argument("--executor", default="")
    parser.add_argument("--output", default="", help="s3://BUCKET/PREFIX; it is not emptied for a clean build")
    parser.add_argument(
        "--kill-after", type=float, default=0.0, help="seconds; half the time of `clean` when not given"
    )
    parser.add_argument("--nice", action="store_true", help="leave the machine to others")
    wishes = parser.parse_args()
    if wishes.nice:
        os.nice(19)
    wishes.work.mkdir(parents=True, exist_ok=True)
    (wishes.work / "site.toml").write_text(SETTINGS)
    command = [sys.executable, "-P", "-m", "backfile", "build", "--root", str(wishes.work), "--json"]
    command += ["--content", str(wishes.content.resolve())]
    command += ["--executor", wishes.executor] if wishes.executor else []
    command += ["--output", wishes.output] if wishes.output else []
    with (wishes.work / "scale.jsonl").open("a") as kept:
        for made in steps(wishes.content.resolve(), wishes.work, wishes.steps.split(","), command, wishes.kill_after):
            print(json.dumps(made), flush=True)
            print(json.dumps(made), file=kept, flush=True)


if __name__ == "__main__":
    main()
