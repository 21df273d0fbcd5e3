"""Import every text capture of a folder, one Markdown file each: `python run.py INPUT_DIR OUT_DIR`."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backfile.importers.decoding import decoded
from backfile.importers.text import read_capture
from backfile.model import Origin
from backfile.storyfile import story_text


def markdown_of(name: str, data: bytes, zone: str) -> str:
    """One capture's story file."""
    text, _ = decoded(data)
    story = read_capture(text, name, zone=ZoneInfo(zone)).story
    return story_text(replace(story, origin=Origin(file=name)))


def import_one(job: tuple[Path, Path, str]) -> str:
    """Read, import, write."""
    source, target, zone = job
    target.write_text(markdown_of(source.name, source.read_bytes(), zone), encoding="utf-8")
    return source.name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--zone", default="UTC", help="zone of times without one")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    jobs = [(path, args.output / f"{path.stem}.md", args.zone) for path in sorted(args.input.glob("*.txt"))]
    start = time.perf_counter()
    if args.jobs == 1:
        names = list(map(import_one, jobs))
    else:
        with ProcessPoolExecutor(args.jobs) as pool:
            names = list(pool.map(import_one, jobs, chunksize=16))
    taken = time.perf_counter() - start
    print(f"{len(names)} captures in {taken:.2f} s: {len(names) / taken:.0f} a second")
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    worked = sum(one.ru_utime + one.ru_stime for one in used)
    print(f"{worked:.2f} s of processor time, starting included: {len(names) * args.jobs / worked:.0f} a second")
    print(f"at most {max(one.ru_maxrss for one in used) / 1024:.0f} MB in one process")


if __name__ == "__main__":
    main()
