"""The publishing workflow, run step by step in clean clones: what it does is what its file says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from backfile.cli import main
from tests.publishing.conftest import Newsroom, git, slow

ROOT = Path(__file__).parents[2]
# The newest major versions when this was written; looked up in the releases of each action.
CURRENT = {
    "actions/checkout": "v7",
    "actions/setup-python": "v7",
    "actions/configure-pages": "v6",
    "actions/cache": "v6",
    "actions/upload-pages-artifact": "v5",
    "actions/deploy-pages": "v5",
    "actions/upload-artifact": "v7",
    "actions/download-artifact": "v8",
}


class Runner:
    """Runs the workflow of a repository: `run` steps by bash, as GitHub does; of the actions, what they do to files.

    `published` is what `deploy-pages` has published last, `red` whether the last run failed, `log` what it printed.
    """

    def __init__(self, folder: Path, bare: Path, base_url: str = "http://127.0.0.1:9/paper") -> None:
        self.folder, self.bare, self.base_url = folder, bare, base_url
        self.published: dict[str, str] = {}
        self.cache = folder / "cache"
        self.runs, self.red, self.log, self.deployments, self.installed = 0, False, "", 0, []
        folder.mkdir()
        self._programs()

    def _programs(self) -> None:
        """`backfile` as an installation has it, and a `python` that notes what it is asked to install."""
        (self.folder / "bin").mkdir()
        for name, text in {
            "backfile": f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m backfile "$@"',
            "python": f'test "$1 $2 $3" = "-m pip install" && test -f "$5" && cat "$5" >> "{self.folder}/installed"',
        }.items():
            path = self.folder / "bin" / name
            path.write_text(f"#!/bin/sh\n{text}\n")
            path.chmod(0o755)

    def run(self, event: str = "push") -> None:
        """One run of the workflow, on a machine that has nothing but the cache."""
        self.runs += 1
        self.red, self.log = False, ""
        workflow = yaml.safe_load(git(self.bare, "show", "main:.github/workflows/publish.yml"))
        self.names = {"github.event_name": event, "github.run_id": str(self.runs), "github.run_attempt": "1"}
        self.temporary = self.folder / f"temporary {self.runs}"
        self.temporary.mkdir()
        self.names["runner.temp"] = str(self.temporary)
        for job, plan in workflow["jobs"].items():
            if self.red or not self._is_true(plan.get("if", "")):
                continue
            self.clone = self.folder / f"run {self.runs} {job}"
            self.clone.mkdir()
            self._job(plan)
            for name, value in plan.get("outputs", {}).items():
                self.names[f"needs.{job}.outputs.{name}"] = self._filled(value)

    def _job(self, plan: dict) -> None:
        self.place = plan.get("defaults", {}).get("run", {}).get("working-directory", "")
        saved = []
        for step in plan["steps"]:
            if self.red or not self._is_true(step.get("if", "")):
                continue
            if "run" in step:
                self._shell(step)
            else:
                saved += self._action(step)
        for path in [] if self.red else saved:
            shutil.copytree(self.clone / path, self.cache / path, dirs_exist_ok=True)

    def _shell(self, step: dict) -> None:
        outputs = self.folder / "outputs"
        outputs.write_text("")
        environment = {name: self._filled(value) for name, value in step.get("env", {}).items()}
        environment |= {"PATH": f"{self.folder}/bin:{os.environ['PATH']}", "GITHUB_OUTPUT": str(outputs)}
        environment["RUNNER_TEMP"] = str(self.temporary)
        bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            bash, cwd=self.clone / self.place, env=environment, capture_output=True, text=True, check=False
        )
        self.log += done.stdout + done.stderr
        self.red = self.red or done.returncode != 0
        for line in outputs.read_text().splitlines():
            name, _, value = line.partition("=")
            self.names[f"steps.{step['id']}.outputs.{name}"] = value

    def _action(self, step: dict) -> list[str]:
        """What an action does; the folders that it saves when the job has gone well."""
        action, given = step["uses"].partition("@")[0], step.get("with", {})
        if action == "actions/setup-python":
            assert (self.clone / given["cache-dependency-path"]).is_file()
        elif action == "actions/configure-pages":
            self.names["steps.pages.outputs.base_url"] = self.base_url
        elif action == "actions/cache":
            paths = given["path"].split("\n")
            for path in filter(None, paths):
                if (self.cache / path).exists():
                    # A cache brings the times of its files back; a clone does not.
                    shutil.copytree(self.cache / path, self.clone / path, dirs_exist_ok=True)
            return [path for path in paths if path]
        elif action == "actions/upload-pages-artifact":
            self.artifact = site_in(Path(self._filled(given["path"])), given["include-hidden-files"])
        elif action == "actions/deploy-pages":
            self.published = self.artifact
            self.deployments += 1
        elif action == "actions/upload-artifact":
            self.kept = (self.clone / given["path"]).read_bytes()
        elif action == "actions/download-artifact":
            (self.clone / given["path"] / "addresses.txt").write_bytes(self.kept)
        else:
            assert action == "actions/checkout"
            subprocess.run(["git", "clone", "--quiet", "--branch=main", self.bare, self.clone], check=True)
        return []

    def _filled(self, text: str) -> str:
        return re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda name: self.names.get(name[1], ""), text)

    def _is_true(self, condition: str) -> bool:
        """`name == 'text'`, `name != 'text'`, with `||` between: the workflow needs no more, this reads no more."""
        if not condition:
            return True
        asked = [re.fullmatch(r"([\w.]+) (==|!=) '(\w+)'", part).groups() for part in condition.split(" || ")]
        return any((self.names.get(name, "") == text) == (sign == "==") for name, sign, text in asked)


def site_in(folder: Path, has_hidden: bool) -> dict[str, str]:
    """What is uploaded of a folder: names with a dot only if that is asked for."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    files = [path for path in files if has_hidden or "/." not in path.relative_to(folder.parent).as_posix()]
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace") for path in files}


@pytest.fixture
def desk(tmp_path, bare, monkeypatch):
    """A newsroom whose repository has the workflow."""
    newsroom = Newsroom(tmp_path / "paper", bare)
    settled(newsroom, monkeypatch)
    return newsroom


def settled(newsroom: Newsroom, monkeypatch) -> None:
    monkeypatch.chdir(newsroom.tiny.root)
    assert main(["publish", "--init", "github", "--quiet"]) == 0
    push(newsroom)


def push(newsroom: Newsroom) -> None:
    newsroom.commit()
    if git(newsroom.bare, "branch", "--list", "main"):  # the workflow has written there too
        git(newsroom.clone, "pull", "--quiet", "--rebase", "origin", "main")
    git(newsroom.clone, "push", "--quiet", "origin", "HEAD:main")


FLOOD = "1995/05/05/flood/index.html"


def test_a_push_publishes_the_site_at_its_address_with_what_the_archive_asks_for(desk, bare, tmp_path):
    runner = Runner(tmp_path / "runner", bare)
    runner.run()
    assert (runner.red, runner.deployments) == (False, 1)
    assert "It rained." in runner.published[FLOOD]
    assert "http://127.0.0.1:9/paper/" in runner.published["sitemap.xml"]
    assert {path for path in runner.published if path.startswith(".")} == set()
    assert "backfile>=" in (tmp_path / "runner/installed").read_text()


def test_the_next_run_makes_only_what_changed_although_its_clone_has_new_times(desk, bare, tmp_path):
    desk.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    push(desk)
    runner = Runner(tmp_path / "runner", bare)
    runner.run()
    place = runner.cache / "output/.well-known"
    place.mkdir()
    (place / "security.txt").write_text("Contact: mailto:ada@example.org")
    runner.run()
    assert ".well-known/security.txt" in runner.published
    assert "(0 read again)" in runner.log
    assert " 0 written" in runner.log
    desk.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew for days.")
    push(desk)
    runner.run()
    assert "(1 read again)" in runner.log
    assert 0 < int(re.search(r"(\d+) written", runner.log)[1]) < len(runner.published) / 2
    assert "for days" in runner.published["1995/06/01/gale/index.html"]


def test_a_broken_story_is_marked_turns_the_run_red_and_does_not_hold_up_the_others(desk, bare, tmp_path):
    runner = Runner(tmp_path / "runner", bare)
    runner.run()
    desk.tiny.story("1995/flood", "The flood", "5/5/95", "It rained for days.")
    desk.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    push(desk)
    runner.run()
    assert runner.red
    assert "::error file=content/stories/1995/flood.md,line=3" in runner.log
    assert "It rained." in runner.published[FLOOD]
    assert "It blew." in runner.published["1995/06/01/gale/index.html"]


ADDRESSES = "content/addresses.txt"


def test_addresses_are_remembered_in_the_repository_even_when_a_story_is_broken(desk, bare, tmp_path):
    words = "It rained for nine days, and on the tenth the mill stood in the river."
    desk.tiny.story("1995/flood", "The flood", "1995-05-05", words)
    push(desk)
    runner = Runner(tmp_path / "runner", bare)
    runner.run()
    assert "/1995/05/05/flood/" in git(bare, "show", f"main:{ADDRESSES}")
    commits = git(bare, "rev-list", "main").split()
    runner.run()
    assert git(bare, "rev-list", "main").split() == commits
    (desk.tiny.root / "content/stories/1995/flood.md").rename(desk.tiny.root / "content/stories/1995/high-water.md")
    desk.tiny.story("1995/gale", "The gale", "1/6/95", "It blew.")
    desk.tiny.story("1995/fair", "The fair", "1995-07-01", "It shone.")
    push(desk)
    shutil.rmtree(runner.cache)  # what remembers is the repository, not the cache
    runner.run()
    assert runner.red
    assert "/1995/07/01/fair/" in git(bare, "show", f"main:{ADDRESSES}")
    assert "high-water" in runner.published[FLOOD]


@slow
def test_settings_that_are_wrong_leave_the_published_site_as_it_is(desk, bare, tmp_path):
    runner = Runner(tmp_path / "runner", bare)
    runner.run()
    desk.tiny.settings("titel = 1\n")
    push(desk)
    runner.run()
    assert (runner.red, runner.deployments) == (True, 1)


def test_words_of_a_held_story_stop_the_publication_wherever_they_stand(desk, bare, tmp_path):
    words = "The mayor has sold the lighthouse to a circus for nine barrels of herring and a goat."
    desk.tiny.story("1995/scoop", "The lighthouse", "1995-06-01", words, status="draft")
    push(desk)
    runner = Runner(tmp_path / "runner", bare)
    runner.run()
    assert (runner.red, runner.deployments) == (False, 1)
    (runner.cache / "output/old.html").write_text(f"<p>{words}</p>")  # from a time when it was public
    runner.run()
    assert (runner.red, runner.deployments) == (True, 1)
    assert "::error file=content/stories/1995/scoop.md,title=leak" in runner.log


@contextmanager
def readers_of(folder: Path):
    """What readers see: the folder, served on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_hourly_run_publishes_what_is_due_and_nothing_twice(desk, bare, tmp_path):
    live = tmp_path / "live"
    live.mkdir()
    with readers_of(live) as address:
        runner = Runner(tmp_path / "runner", bare, address)
        runner.run("schedule")
        assert runner.deployments == 1
        _go_live(runner, live)
        runner.run("schedule")
        assert (runner.deployments, runner.red) == (1, False)
        runner.run("push")
        assert runner.deployments == 2
        (live / "manifest-sha256.txt").write_text("what was published before\n")
        runner.run("schedule")
        assert runner.deployments == 3


def _go_live(runner: Runner, live: Path) -> None:
    """Readers see what was published. The list of its files stands for the whole."""
    for place in (live, runner.cache / "output"):
        path = place / "manifest-sha256.txt"
        path.write_text(runner.published.get(path.name, "all files\n"))


@slow
@pytest.mark.parametrize("folder", ["news desk"])
def test_an_archive_in_a_folder_of_its_repository_is_published_from_there(folder, tmp_path, bare, monkeypatch):
    newsroom = Newsroom(tmp_path / "paper", bare, folder)
    settled(newsroom, monkeypatch)
    assert (newsroom.clone / ".github/workflows/publish.yml").is_file()
    runner = Runner(tmp_path / "runner", bare)
    runner.run()
    assert not runner.red, runner.log
    assert "It rained." in runner.published[FLOOD]
    runner.run()
    assert " 0 written" in runner.log


def test_every_action_is_the_newest_and_each_job_may_do_the_least(desk):
    for path in (desk.clone / ".github/workflows/publish.yml", ROOT / ".github/workflows/publish.yml"):
        workflow = yaml.safe_load(path.read_text("utf-8"))
        jobs = workflow["jobs"]
        used = [step["uses"].split("@") for job in jobs.values() for step in job["steps"] if "uses" in step]
        assert [(action, CURRENT[action]) for action, _ in used] == [(action, version) for action, version in used]
        assert workflow["permissions"] == {}
        assert [job["permissions"] for job in jobs.values()] == [
            {"contents": "read", "pages": "read"},
            {"pages": "write", "id-token": "write"},
            {"contents": "write"},
        ]
        # What may write to the repository runs git alone, nothing that was installed.
        assert not any("backfile" in step.get("run", "") for step in jobs["remember"]["steps"])
        assert jobs["build"]["steps"][0]["with"] == {"persist-credentials": False}
        assert workflow["concurrency"] == {"group": "pages", "cancel-in-progress": False}
        assert not any("${{" in step.get("run", "") for job in jobs.values() for step in job["steps"])


def test_the_workflow_is_written_for_the_branch_in_use_and_one_that_is_there_is_kept(newsroom, monkeypatch, capsys):
    git(newsroom.clone, "checkout", "--quiet", "-b", "press/2024")
    monkeypatch.chdir(newsroom.tiny.root)
    path = newsroom.clone / ".github/workflows/publish.yml"
    assert main(["publish", "--init", "github"]) == 0
    assert "written: .github/workflows/publish.yml" in capsys.readouterr().out
    assert yaml.safe_load(path.read_text("utf-8"))[True]["push"]["branches"] == ["press/2024"]
    assert main(["publish", "--init", "github"]) == 0
    assert "up to date" in capsys.readouterr().out
    path.write_text("name: Ours\n")
    assert main(["publish", "--init", "github"]) == 2
    assert "--replace" in capsys.readouterr().err
    assert path.read_text() == "name: Ours\n"
    assert main(["publish", "--init", "github", "--replace"]) == 0
    assert "upload-pages-artifact" in path.read_text("utf-8")
