"""An archive in a repository, and a bare repository to publish it to: real git, no network."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from backfile.options import Options
from backfile.publishing import Published, Wishes, to_github
from tests.engine.tiny import NOW, SETTINGS, TinyArchive

LONG = bool(os.environ.get("BACKFILE_LONG"))
# What costs seconds and says the same of a rarer case.
slow = pytest.mark.skipif(not (LONG or os.environ.get("CI")), reason="runs with CI=true or BACKFILE_LONG=1")

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada Finch",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada Finch",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """Git as on a fresh machine: no settings of the person who runs the tests, and a name."""
    (tmp_path / "home").mkdir()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, text=True).stdout.strip()


class Newsroom:
    """One person's clone with an archive in it; `bare` is the repository that all push to."""

    def __init__(self, folder: Path, bare: Path, inside: str = "") -> None:
        self.clone, self.bare = folder, bare
        folder.mkdir()
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "remote", "add", "origin", str(bare))
        self.tiny = TinyArchive(folder / inside if inside else folder, SETTINGS)
        (self.tiny.root / ".gitignore").write_text("/output/\n/.backfile/\n")
        self.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained.")

    def commit(self) -> None:
        git(self.clone, "add", "-A")
        git(self.clone, "commit", "--quiet", "-m", "Stories")

    def publish(self, options: dict | None = None, **wishes: object) -> Published:
        options = Options(**({"executor": "inline", "now": NOW} | (options or {})))
        return to_github(self.tiny.root, options, Wishes(**wishes))

    def branch(self, name: str = "gh-pages") -> dict[str, str]:
        """What the branch holds at the remote: path → text."""
        listed = git(self.bare, "ls-tree", "-r", "-z", "--name-only", name).split("\0")
        return {path: git(self.bare, "show", f"{name}:{path}") for path in listed if path}

    def history(self, name: str = "gh-pages") -> list[str]:
        return git(self.bare, "log", "--format=%H", name).split()

    def everything(self) -> tuple[object, ...]:
        """All that a publication must not touch: refs, HEAD, index, files, what git says of them; and the remote."""
        at = self.clone / git(self.clone, "rev-parse", "--git-dir")
        index = at / "index"
        return (
            git(self.clone, "for-each-ref"),
            (at / "HEAD").read_text(),
            index.read_bytes() if index.exists() else b"",
            git(self.clone, "status", "--porcelain"),
            git(self.clone, "stash", "list"),
            (at / "config").read_text() if (at / "config").exists() else "",
            git(self.bare, "for-each-ref"),
        )


@pytest.fixture
def bare(tmp_path):
    folder = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(folder))
    return folder


@pytest.fixture
def newsroom(tmp_path, bare):
    return Newsroom(tmp_path / "paper", bare)
