"""Read a folder of captures of any kind, one Markdown file each: `python read.py INPUT OUTPUT [--from KIND]`.

The story is written as its reader finds it, also where it waits for a person (no date, no title), so that a scorer
sees every capture. `.gz` files are unpacked.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backfile.importers import PACKED, kind_of, reader_of
from backfile.importers.found import Found, Raw, Wishes
from backfile.storyfile import story_text


def read_one(job: tuple[Path, str]) -> tuple[str, str]:
    """The name of a capture and its first story, "" where there is none."""
    path, kind = job
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    kind = kind or kind_of(path.name, data[:65_536])
    if not kind or kind in PACKED:
        return path.name, ""
    for found in reader_of(kind)(Raw(path.name, data), Wishes()):
        if isinstance(found, Found):
            origin = found.story.origin._replace(file=path.name)
            return path.name, story_text(replace(found.story, origin=origin))
    return path.name, ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--from", dest="kind", default="")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    jobs = [(path, args.kind) for path in sorted(args.input.iterdir()) if path.is_file()]
    start, count = time.perf_counter(), 0
    with ProcessPoolExecutor(args.jobs) as pool:
        for name, text in pool.map(read_one, jobs, chunksize=8):
            if text:
                count += 1
                (args.output / f"{name}.md").write_text(text, encoding="utf-8")
    taken = time.perf_counter() - start
    print(f"{count} stories from {len(jobs)} files in {taken:.1f} s: {len(jobs) / taken:.0f} a second")


if __name__ == "__main__":
    main()
