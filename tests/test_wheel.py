"""A wheel is all that one needs: made here, used from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(os.environ.get("BACKFILE_NESTED")), reason="this is an environment that a test has made"),
]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Made from a copy, because a build leaves nothing behind in the tree."""
    place = tmp_path_factory.mktemp("wheel")
    for name in ("backfile", "themes"):
        shutil.copytree(ROOT / name, place / "src" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / name, place / "src" / name)
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
        run(*pip, "wheel", "-q", "--no-deps", "-w", place, place / "src", cwd=place)
    else:
        run("uv", "build", "-q", "--wheel", "-o", place, place / "src", cwd=place)
    return next(place.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel, tmp_path_factory) -> Path:
    """The `backfile` of a fresh environment that has the wheel and nothing of this checkout."""
    place = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", place / "v", cwd=place)
    scripts = place / "v" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "-q", wheel, cwd=place)
    return scripts / "backfile"


def test_the_wheel_carries_the_theme_the_starter_and_the_licence_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "backfile/themes/broadsheet/theme.toml" in names
    assert "backfile/starter/publish.yml" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"backfile"}
    assert not [name for name in names if "test" in name or "__pycache__" in name]


def test_an_archive_is_made_and_built_in_an_empty_folder(program, tmp_path):
    run(program, "init", "harbour news", cwd=tmp_path)
    archive = tmp_path / "harbour news"
    said = run(program, "build", "--strict", cwd=archive).stdout
    assert "1 published" in said
    assert "Harbour News opens its archive" in (archive / "output" / "index.html").read_text("utf-8")
    assert "Its address will be" in run(program, "new", "Ferry returns", cwd=archive).stdout
    assert "2 published" in run(program, "build", cwd=archive).stdout
