"""The same stories give the same bytes: on any Python, in any time zone and locale, with any hash seed, whatever order
the disk lists its files in, and on any number of processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backfile import manifest
from tests.engine.tiny import TinyArchive, tree

PROJECT = Path(__file__).parents[2]
MOMENT = "2026-12-01T00:00:00Z"
NEEDED = "import backfile.pipeline, backfile.produce, backfile.exporting"
# Runs the command line in a world whose folders are listed in another order each time.
SHUFFLED = """
import os, random, sys
dice = random.Random(int(sys.argv.pop(1)))
list_folder, scan_folder = os.listdir, os.scandir

def listdir(*where):
    names = list_folder(*where)
    dice.shuffle(names)
    return names

class Scan:
    def __init__(self, *where):
        with scan_folder(*where) as entries:
            shuffled = list(entries)
        dice.shuffle(shuffled)
        self.entries = iter(shuffled)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def __iter__(self): return self
    def __next__(self): return next(self.entries)
    def close(self): pass

os.listdir, os.scandir = listdir, Scan
from backfile.cli import main
sys.exit(max(main(command.split("\\n")) for command in sys.argv[1:]))
"""


def others() -> list[str]:
    """Interpreters of other versions that have the libraries; BACKFILE_PYTHONS names them, `:` between."""
    found = [path for path in os.environ.get("BACKFILE_PYTHONS", "").split(os.pathsep) if path]
    return [path for path in found if _has_libraries(path)]


def _has_libraries(python: str) -> bool:
    world = {**os.environ, "PYTHONPATH": str(PROJECT)}
    return subprocess.run([python, "-c", NEEDED], env=world, capture_output=True).returncode == 0


def built(folder, settings, python=sys.executable, *, dice="1", seed="0", zone="UTC", locale="C", executor="inline"):
    """The sample as one world builds it, and what its exports are."""
    folder.mkdir()
    (folder / "site.toml").write_text(settings, "utf-8")
    world = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    world |= {"PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
    shared = ["--root", str(folder), "--content", str(PROJECT / "content"), "--now", MOMENT, "--quiet"]
    commands = [["build", "--executor", executor, *shared]]
    for kind in ("jsonl", "csv", "ninjs"):
        target = str(folder / "exports" / f"stories.{kind}")
        commands.append(["export", *shared, "--executor", "inline", "--format", kind, "--out", target])
    lines = ["\n".join(command) for command in commands]
    subprocess.run([python, "-P", "-c", SHUFFLED, dice, *lines], env=world, check=True)
    return tree(folder / "output") | tree(folder / "exports")


def assert_same(one, other):
    assert sorted(one) == sorted(other)
    assert [path for path in one if one[path] != other[path]] == []


@pytest.fixture(scope="module", params=["pictures as they are", pytest.param("copies too", marks=pytest.mark.long)])
def settings(request):
    """Copies of pictures cost more than all else of the sample, and have tests of their own."""
    text = (PROJECT / "site.toml").read_text("utf-8")
    return text if request.param == "copies too" else text + "\n[pictures]\nformats = []\n"


@pytest.fixture(scope="module")
def sample(settings, tmp_path_factory):
    return built(tmp_path_factory.mktemp("here") / "archive", settings)


def test_another_zone_locale_hash_seed_file_order_and_executor_change_no_byte(sample, settings, tmp_path):
    world = {"dice": "2", "seed": "77", "zone": "Asia/Kathmandu", "locale": "tr_TR.UTF-8", "executor": "processes:2"}
    elsewhere = built(tmp_path / "archive", settings, **world)
    assert len(sample) > 300
    assert_same(sample, elsewhere)


@pytest.mark.long
def test_another_python_changes_no_byte(sample, settings, tmp_path):
    if not others():
        pytest.skip("BACKFILE_PYTHONS names no other Python that has the libraries (such as .venv313/bin/python)")
    for number, python in enumerate(others()):
        elsewhere = built(
            tmp_path / str(number), settings, python, dice="3", seed="4", zone="America/St_Johns", locale="de_DE.UTF-8"
        )
        assert_same(sample, elsewhere)


def test_the_shuffle_of_this_test_shuffles(tmp_path):
    for number in range(30):
        (tmp_path / f"{number:02}").touch()
    script = SHUFFLED.split("from backfile")[0] + "print(os.listdir(sys.argv[1]))"
    said = {
        subprocess.run([sys.executable, "-c", script, dice, str(tmp_path)], capture_output=True, check=True).stdout
        for dice in "123"
    }
    assert len(said) == 3


def test_time_alone_changes_releases_and_the_news_sitemap_and_nothing_else(tmp_path):
    tiny = TinyArchive(tmp_path / "archive", 'title = "Tiny"\nbase_url = "https://archive.example/a/"\n')
    tiny.story("old", "Old", "1995-05-05", tags="[Harbour]", corrections="[{date: 1996-01-01, text: Wrong.}]")
    tiny.story("fresh", "Fresh", "2026-01-01", embargo="2025-01-01", updated="2026-01-01")
    then = tiny.clean_build(now="2026-01-02T00:00:00Z")
    later = tiny.clean_build(now="2033-09-09T21:40:00Z")
    differ = {path for path in then.keys() | later.keys() if then.get(path) != later.get(path)}
    assert differ - {"news-sitemap.xml", "robots.txt", manifest.NAME} == set()
