"""A new archive: complete, sound, and never at the cost of what was there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import yaml

from backfile.cli import main
from backfile.config import Config, parse_config
from backfile.init import archive_files, make_archive
from backfile.model import UsageError

ROOT = Path(__file__).parents[2]
TODAY = date(2024, 5, 1)


def test_a_new_archive_has_settings_a_first_story_and_the_publishing_workflow(tmp_path):
    made = make_archive(tmp_path / "harbour-news", TODAY)
    assert sorted(made) == [
        ".gitattributes",
        ".github/workflows/publish.yml",
        ".gitignore",
        "README.md",
        "articles/.gitkeep",
        "content/pages/about.md",
        "content/stories/2024/harbour-news-opens-its-archive.md",
        "requirements.txt",
        "site.toml",
    ]
    assert all((tmp_path / "harbour-news" / path).is_file() for path in made)


@pytest.mark.parametrize(
    "name", ["harbour-news", "Zürcher Bote", "港新聞", 'the "pilot"', "back\\slash", "a: b # c", "..."]
)
def test_its_settings_and_its_story_are_sound_whatever_the_folder_is_called(name, tmp_path):
    files = archive_files(name, TODAY)
    checked = parse_config(files["site.toml"])
    assert checked.problems == ()
    assert checked.config.title == name
    front = next(text for path, text in files.items() if "/stories/" in path).split("---\n")[1]
    assert yaml.safe_load(front)["title"] == f"{name} opens its archive"


def test_its_settings_show_the_defaults_that_the_program_has():
    text = archive_files("x", TODAY)["site.toml"]
    shown = tomllib.loads(re.sub(r"^# (?=[a-z_]+ = )", "", text, flags=re.MULTILINE))
    defaults = {field.name: getattr(Config(), field.name) for field in fields(Config)}
    assert {key for key in shown if key not in defaults} == set()
    for key in ("lang", "zone", "theme", "permalink", "future", "html"):
        assert shown[key] == defaults[key]
    for table in ("lists", "checks"):
        assert {key: getattr(defaults[table], key) for key in shown[table]} == shown[table]


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(UsageError, match=r"not empty \(thesis.odt\)"):
        make_archive(tmp_path, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_an_archive_is_not_made_on_top_of_an_archive(tmp_path):
    make_archive(tmp_path / "a", TODAY)
    with pytest.raises(UsageError, match="an archive is here already"):
        make_archive(tmp_path / "a", TODAY)


def test_a_fresh_repository_will_do_and_its_files_stay_as_they_are(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("# Ours\n")
    (tmp_path / ".gitignore").write_text("*.bak")
    made = make_archive(tmp_path, TODAY)
    assert "README.md" not in made
    assert (tmp_path / "README.md").read_text() == "# Ours\n"
    ignored = (tmp_path / ".gitignore").read_text().splitlines()
    assert {"*.bak", "/output/", "/.backfile/"} <= set(ignored)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "a").write_text("")
    assert main(["init", str(tmp_path / "a")]) == 2


def test_the_workflow_asks_for_the_least_and_builds_what_is_sound(tmp_path):
    workflow = yaml.safe_load(archive_files("x", TODAY)[".github/workflows/publish.yml"])
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert workflow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    steps = workflow["jobs"]["build"]["steps"]
    assert any("backfile publish folder" in step.get("run", "") for step in steps)
    assert any(
        step.get("uses", "").startswith("actions/cache@") and ".backfile" in step["with"]["path"] for step in steps
    )


@pytest.fixture
def publish(tmp_path, monkeypatch):
    """Runs the build step of the workflow as the shell script that it is; gives its exit code and its outputs."""
    make_archive(tmp_path / "paper", TODAY)
    program = tmp_path / "bin" / "backfile"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m backfile "$@"\n')
    program.chmod(0o755)
    steps = yaml.safe_load((tmp_path / "paper/.github/workflows/publish.yml").read_text("utf-8"))["jobs"]["build"][
        "steps"
    ]
    script = next(step["run"] for step in steps if step.get("id") == "build")

    def run() -> tuple[int, str, str]:
        outputs = tmp_path / "outputs"
        outputs.write_text("")
        ours = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "GITHUB_OUTPUT": str(outputs)}
        theirs = {"BASE_URL": "https://example.org/paper", "RUNNER_TEMP": tempfile.mkdtemp(dir=tmp_path)}
        bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(
            bash, cwd=tmp_path / "paper", env=ours | theirs, capture_output=True, text=True, check=False
        )
        return done.returncode, outputs.read_text(), done.stdout

    return run


def test_the_build_step_of_the_workflow_publishes_what_is_sound_and_marks_what_is_not(publish, tmp_path):
    assert publish()[:2] == (0, "sound=yes\n")
    assert "https://example.org/paper/" in (tmp_path / "paper/output/sitemap.xml").read_text("utf-8")
    (tmp_path / "paper/content/stories/2024/flood.md").write_text("---\ntitle: The flood\n---\nIt rained.\n")
    code, outputs, said = publish()
    assert (code, outputs) == (0, "sound=no\n")
    assert "::error file=content/stories/2024/flood.md," in said


def test_the_build_step_of_the_workflow_publishes_nothing_when_the_settings_are_wrong(publish, tmp_path):
    (tmp_path / "paper/site.toml").write_text("titel = 1\n")
    code, outputs, _ = publish()
    assert code != 0
    assert outputs == ""


def test_the_workflow_of_this_repository_is_the_one_that_init_writes():
    ours = yaml.safe_load((Path(__file__).parents[2] / ".github/workflows/publish.yml").read_text("utf-8"))
    theirs = yaml.safe_load(archive_files("x", TODAY)[".github/workflows/publish.yml"])
    for job in ("build", "deploy"):
        differing = [a for a, b in zip(ours["jobs"][job]["steps"], theirs["jobs"][job]["steps"], strict=True) if a != b]
        assert all("setup-python" in str(step) or "pip install" in str(step) for step in differing)
