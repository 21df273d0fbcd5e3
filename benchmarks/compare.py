"""Build one archive with Backfile and with Hugo, in turn, and compare what it costs. Linux, standard library only.

    python benchmarks/corpus.py 10000 CORPUS
    python benchmarks/compare.py CORPUS WORK --hugo-bin PATH [--rounds 3] [--cut] [--edits]

Every round builds each generator once from clean, as a whole process. WORK/hugo and WORK/backfile are made anew.
With --cut Backfile's lists and metadata are cut to what the peer has; without, it makes its full set of pages. With
--edits builds of Backfile after an edit follow, beside the median of Hugo's full build in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from contestants import COMPARED, Contestant, Site, backfile, hugo, parent_of, site_of
from edits import EDITS, Archive, make_edit
from measuring import Cost, cost_of

Run = dict[str, float]


def main() -> None:
    asked = _asked()
    corpus, work = asked.corpus.resolve(), asked.work.resolve()
    ours = backfile(corpus, work, shlex.split(asked.backfile), asked.cut)
    peers = [hugo(corpus, work, asked.hugo_bin)] if asked.hugo_bin else []
    result: dict[str, object] = {"about": _about(asked, corpus, [*peers, ours])}
    builds, sites = clean_builds([*peers, ours], asked.rounds)
    result |= {"builds": builds, "pages": _page_counts(sites)}
    print_builds(builds)
    if peers:
        print_paths(sites)
    if asked.edits:
        result["edits"] = edited_builds(ours, parent_of(asked.cut), asked.rounds)
        print_edits(result["edits"], _median(builds["hugo"], "wall") if peers else 0.0)
    where = asked.json or work / "compare.json"
    where.write_text(json.dumps(result, indent=1), "utf-8")
    print(f"\nall figures: {where}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="a folder made by corpus.py")
    parser.add_argument("work", type=Path, help="a scratch folder, best on the disk of the corpus")
    parser.add_argument("--hugo-bin", default="", help="the binary itself, no wrapper; without it only Backfile runs")
    parser.add_argument("--backfile", default=f"{shlex.quote(sys.executable)} -m backfile", help="how to call ours")
    parser.add_argument("--rounds", type=int, default=3, help="of each build and of each edit (default: 3)")
    parser.add_argument("--cut", nargs="?", const="runs", default="", choices=("runs", "heads"),
                        help="cut our pages to the peer's; `heads` also leaves out the rest of long lists")  # fmt: skip
    parser.add_argument("--edits", action="store_true", help="also build after edits")
    parser.add_argument("--json", type=Path, help="where the figures go (default: WORK/compare.json)")
    return parser.parse_args()


def _about(asked: argparse.Namespace, corpus: Path, contestants: Sequence[Contestant]) -> dict[str, object]:
    stories = sum(1 for _ in (corpus / "content").rglob("*.md"))
    about = {"date": datetime.now(UTC).date().isoformat(), "cores": len(os.sched_getaffinity(0)),
             "processor": _processor(), "python": platform.python_version(), "stories": stories,
             "rounds": asked.rounds, "pages of ours": f"cut ({asked.cut})" if asked.cut else "full",
             **{one.name: _version(one) for one in contestants}}  # fmt: skip
    print("\n".join(f"{name}: {value}" for name, value in about.items()), flush=True)
    return about


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(one: Contestant) -> str:
    words = one.command[: one.command.index("build")]
    flag = "version" if one.name == "hugo" else "--version"
    settings = {**os.environ, **one.settings}
    return subprocess.run([*words, flag], capture_output=True, text=True, env=settings, check=True).stdout.strip()


def clean_builds(contestants: Sequence[Contestant], rounds: int) -> tuple[dict[str, list[Run]], dict[str, Site]]:
    """All runs by name, and the sites that the last ones left. Who begins changes from round to round."""
    runs: dict[str, list[Run]] = {one.name: [] for one in contestants}
    sites: dict[str, Site] = {}
    for number in range(rounds):
        for one in contestants if number % 2 == 0 else reversed(contestants):
            one.forget()
            os.sync()
            cost = _built(one)
            sites[one.name] = site = site_of(one.output)
            runs[one.name].append(_figures(cost) | {"pages": site.pages, "megabytes": site.size / 1e6})
            print(f"round {number + 1}, {one.name}: {_in_short(cost)}, {site.pages} pages", flush=True)
    return runs, sites


def edited_builds(ours: Contestant, parent: str, rounds: int) -> dict[str, list[Run]]:
    """Builds after each kind of edit, on the site that the last clean build left."""
    archive = Archive(ours.root, parent)
    runs: dict[str, list[Run]] = {}
    for name in EDITS:
        for _ in range(rounds):
            make_edit(archive, name)
            cost = _built(ours)
            receipt = json.loads(cost.said)
            told = {key: receipt[key] for key in ("pages", "read", "rendered", "written", "removed")}
            runs.setdefault(name, []).append(_figures(cost) | told)
            print(f"{name}: {_in_short(cost)}, {told['written']} pages written", flush=True)
    return runs


def _built(one: Contestant) -> Cost:
    complaints = one.root.parent / f"{one.name}.log"
    cost = cost_of(one.command, one.root, one.settings, complaints)
    if cost.code:
        sys.exit(f"{one.name} failed with exit code {cost.code}; see {complaints}\n{cost.said[-2000:]}")
    return cost


def _figures(cost: Cost) -> Run:
    return {"wall": cost.wall, "cpu": cost.cpu, "memory": cost.memory, "others": cost.others}


def _in_short(cost: Cost) -> str:
    times = f"wall {cost.wall:.2f} s, cpu {cost.cpu:.2f} s"
    return f"{times}, {cost.memory:.0f} MB, others {cost.others:.2f} cores"


def _median(runs: Sequence[Run], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def print_builds(builds: dict[str, list[Run]]) -> None:
    """A row for each generator, and one for our share of the peer's cost."""
    keys = ("wall", "cpu", "memory", "pages", "megabytes", "others")
    medians = {name: [_median(runs, key) for key in keys] for name, runs in builds.items()}
    rows = [[name, *map(_short, row)] for name, row in medians.items()]
    if "hugo" in medians:
        pairs = zip(medians["backfile"][:-1], medians["hugo"], strict=False)  # not what others did meanwhile
        rows.append(["backfile / hugo", *(f"{ours / theirs:.3f}" for ours, theirs in pairs), ""])
    print("\nclean builds, medians")
    _print_table(["", "wall s", "cpu s", "memory MB", "pages", "MB written", "others"], rows)


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 1000 and value % 1 else f"{value:.0f}"


def print_edits(edits: dict[str, list[Run]], full: float) -> None:
    """A row for each kind of edit; `full` is the peer's full build in seconds, 0 when it did not run."""
    rows = []
    for name, runs in edits.items():
        row = [name, *(f"{_median(runs, key):.2f}" for key in ("wall", "cpu")), f"{_median(runs, 'memory'):.0f}"]
        row += [f"{max(run[key] for run in runs):.0f}" for key in ("read", "rendered", "written")]
        rows.append([*row, f"{_median(runs, 'wall') / full:.4f}" if full else ""])
    print("\nbackfile after an edit, medians; pages: the most of any round")
    _print_table(["", "wall s", "cpu s", "memory MB", "read", "rendered", "written", "/ hugo's full build"], rows)


def print_paths(sites: dict[str, Site]) -> None:
    """How many files of each kind there are, and where kinds that both have differ."""
    peer, ours = sites["hugo"].paths, sites["backfile"].paths
    rows, lines = [], []
    for kind in sorted({*peer, *ours}):
        theirs, mine = peer.get(kind, set()), ours.get(kind, set())
        is_same = "" if kind not in COMPARED else "the same" if theirs == mine else "DIFFER"
        rows.append([kind, str(len(theirs)), str(len(mine)), is_same])
        if is_same == "DIFFER":
            lines += [f"  only hugo: {path}" for path in sorted(theirs - mine)[:5]]
            lines += [f"  only backfile: {path}" for path in sorted(mine - theirs)[:5]]
    print("\nfiles by kind")
    _print_table(["", "hugo", "backfile", "paths"], rows)
    print("\n".join(lines), end="\n" if lines else "")


def _page_counts(sites: dict[str, Site]) -> dict[str, dict[str, int]]:
    return {name: {kind: len(paths) for kind, paths in sorted(site.paths.items())} for name, site in sites.items()}


def _print_table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    for row in [head, *rows]:
        cells = [text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=False)]
        print("  ".join([row[0].ljust(widths[0]), *cells]).rstrip())


if __name__ == "__main__":
    main()
