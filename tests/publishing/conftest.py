"""An archive in a repository, a bare repository to publish it to, storage on this machine: real git, no network."""

from __future__ import annotations

import functools
import io
import os
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backfile.depot import bucket
from backfile.options import Options
from backfile.publishing import Published, Wishes, to_github
from tests.engine.tiny import NOW, SETTINGS, TinyArchive

LONG = bool(os.environ.get("BACKFILE_LONG"))
slow = pytest.mark.long  # what costs seconds and says the same of a rarer case

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
        packed = subprocess.run(["git", "-C", self.bare, "archive", name], check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            return {one.name: files.extractfile(one).read().decode().strip() for one in files if one.isfile()}

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


# -- storage on this machine: a moto server that speaks like S3, with an empty bucket in it

BUCKET = "harbour-news"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    moto = pytest.importorskip("moto.server", reason="moto has no server here: its own extra is not installed")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(endpoint, monkeypatch):
    """A client of the storage; every name that the AWS tools know is set for this test alone."""
    import botocore.session

    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "ada",
        "AWS_SECRET_ACCESS_KEY": "finch",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    client = botocore.session.get_session().create_client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket=BUCKET)
    yield client
    for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=entry["Key"])


@pytest.fixture(scope="module")
def one_system():
    """To make a file system takes a third of a second: the tests share one, which keeps nothing."""
    return functools.lru_cache(bucket._file_system)


@pytest.fixture
def shared(one_system, monkeypatch):
    monkeypatch.setattr(bucket, "_file_system", one_system)


def keys(s3, prefix: str = "archive/") -> list[str]:
    """Every path below a prefix, whatever is there."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
    return [entry["Key"].removeprefix(prefix) for page in pages for entry in page.get("Contents", [])]


def objects(s3, prefix: str = "archive/") -> dict[str, bytes]:
    """Every object below a prefix; those with names that begin with a dot are no part of a site."""
    paths = [path for path in keys(s3, prefix) if not any(step.startswith(".") for step in path.split("/"))]
    return {path: s3.get_object(Bucket=BUCKET, Key=prefix + path)["Body"].read() for path in paths}
