"""`backfile verify` tells what changed, what is missing and what is foreign, and never asks another host."""

from __future__ import annotations

import functools
import json
import shutil
import threading
import tracemalloc
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import manifest
from backfile.fixity import differences_in

NAMES = st.text(alphabet="ab-.0é", min_size=1, max_size=3).filter(lambda name: name.strip("."))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


def found_in(folder, **wishes):
    return sorted(found[:2] for looked in differences_in(folder, "inline") for found in looked.differences)


def spoil(output):
    with (output / "index.html").open("ab") as file:
        file.write(b"<!-- not ours -->")
    (output / "robots.txt").unlink()
    (output / "CNAME").write_text("archive.example")
    (output / "stray").mkdir()
    (output / "stray" / "page.html").write_text("spam")


def test_a_site_as_it_was_built_is_said_to_be_so(run):
    code, out, _ = run("verify")
    assert (code, out.splitlines()[-1]) == (0, "as it was built")


def test_what_changed_is_missing_and_is_foreign_is_named(tiny, run):
    spoil(tiny.root / "output")
    code, out, _ = run("verify")
    assert code == 1
    assert set(out.splitlines()[:4]) == {
        "changed: index.html",
        "missing: robots.txt",
        "foreign: CNAME",
        "foreign: stray/",
    }
    code, out, _ = run("verify", "--json")
    told = json.loads(out)
    assert (code, told["whole"]) == (1, False)
    assert (told["changed"], told["missing"], told["foreign"]) == (["index.html"], ["robots.txt"], ["CNAME", "stray/"])


def test_foreign_files_alone_are_a_fault_only_when_one_is_strict(tiny, run):
    (tiny.root / "output" / "CNAME").write_text("archive.example")
    assert run("verify")[0] == 0
    assert run("verify", "--strict")[0] == 1


def test_a_copy_elsewhere_is_compared_with_its_own_manifest(tiny, run, tmp_path):
    shutil.copytree(tiny.root / "output", tmp_path / "copy")
    assert run("verify", tmp_path / "copy")[0] == 0
    spoil(tmp_path / "copy")
    assert run("verify", tmp_path / "copy")[0] == 1
    assert run("verify")[0] == 0


def test_a_link_in_place_of_a_file_is_a_change_even_if_its_bytes_are_right(tiny, run, tmp_path):
    page = tiny.root / "output" / "index.html"
    page.replace(tmp_path / "index.html")
    page.symlink_to(tmp_path / "index.html")
    code, out, _ = run("verify")
    assert code == 1
    assert "changed: index.html (a link now)" in out


def test_a_folder_without_manifest_and_a_spoiled_manifest_are_refused(tiny, run, tmp_path):
    code, _, err = run("verify", tmp_path)
    assert code == 1
    assert "there is no manifest" in err
    listing = tiny.root / "output" / manifest.NAME
    lines = listing.read_bytes().splitlines(keepends=True)
    listing.write_bytes(b"".join(reversed(lines)))
    assert "not in order" in run("verify")[2]
    listing.write_bytes(lines[0] + b"nonsense\n")
    assert f"{manifest.NAME}:2: this is no line" in run("verify")[2]


@pytest.mark.parametrize("executor", ["inline", "processes:2"])
def test_every_executor_finds_the_same(tiny, run, executor):
    spoil(tiny.root / "output")
    code, out, _ = run("verify", "--executor", executor)
    assert (code, out.count("\n")) == (1, 6)


@settings(max_examples=40)
@given(st.sets(PATHS), st.sets(PATHS), st.sets(PATHS))
def test_any_two_trees_are_told_apart_file_by_file(tmp_path_factory, listed, gone, more):
    folder = tmp_path_factory.mktemp("site")
    is_clear = lambda path, others: not any(o.startswith(path + "/") or path.startswith(o + "/") for o in others)  # noqa: E731
    every = set()
    for path in sorted(listed | more):
        if is_clear(path, every):
            every.add(path)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(path)
    listed &= every
    hashes = {path: sha256((folder / path).read_bytes()).hexdigest() for path in listed}
    lines = [manifest.line(path, hashes[path]) for path in sorted(listed, key=str.encode)]
    (folder / manifest.NAME).write_bytes(b"".join(lines))
    for path in gone & every:
        (folder / path).unlink()
    foreign = [path for kind, path in found_in(folder) if kind == "foreign"]
    missing = [path for kind, path in found_in(folder) if kind == "missing"]
    assert set(missing) == listed & gone
    for path in every - listed - gone:
        assert any(path == name or (name.endswith("/") and path.startswith(name)) for name in foreign)
    assert not any(path == name or path.startswith(name) for path in listed for name in foreign if name.endswith("/"))


def test_memory_does_not_grow_with_the_number_of_files(tmp_path):
    def peak(count):
        folder = tmp_path / str(count)
        for number in range(count):
            path = folder / f"{number // 100:04}" / f"{number % 100:02}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")
        lines = [
            manifest.line(path.relative_to(folder).as_posix(), "0" * 64)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
        (folder / manifest.NAME).write_bytes(b"".join(lines))
        tracemalloc.start()
        assert sum(len(looked.differences) for looked in differences_in(folder, "inline")) == count
        try:
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(100)
    assert peak(4000) < 2 * peak(1000) + 50_000


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


@pytest.fixture
def served(tiny):
    site = functools.partial(Quiet, directory=str(tiny.root / "output"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_site_that_this_machine_serves_is_compared_too(tiny, run, served):
    code, out, _ = run("verify", served)
    assert (code, out.splitlines()[-1]) == (0, "as it was built")
    assert "cannot be seen from outside" in out
    spoil(tiny.root / "output")
    code, out, _ = run("verify", served)
    assert code == 1
    assert set(out.splitlines()[:2]) == {"changed: index.html", "missing: robots.txt (the server answers 404)"}


class Hosting(Quiet):
    """Keeps to itself what it reads itself, and sends the page for what is missing with its status."""

    def do_GET(self):
        name = self.path.rsplit("/", 1)[-1]
        if name in ("_headers", "_redirects") or name.startswith("."):
            return self.send_error(404)
        if name != "404.html":
            return super().do_GET()
        data = (Path(self.directory) / name).read_bytes()
        self.send_response(404)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return self.wfile.write(data)


def test_what_a_host_keeps_to_itself_is_not_called_missing(tiny, run):
    site = functools.partial(Hosting, directory=str(tiny.root / "output"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    try:
        code, out, _ = run("verify", url)
        assert (code, out.splitlines()[-1]) == (0, "as it was built")
        assert "withheld: _headers (the server answers 404)" in out
        assert "1 withheld by the server" in out
        told = json.loads(run("verify", url, "--json")[1])
        assert (told["whole"], told["withheld"], told["missing"]) == (True, ["_headers"], [])
        (tiny.root / "output/robots.txt").unlink()
        assert run("verify", url)[0] == 1
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "http://archive.example/",
        "https://127.0.0.1/",
        "http://127.0.0.1.archive.example/",
        "http://192.168.1.4/",
        "http://10.0.0.1:8000/",
        "http://[2001:db8::1]/",
        "ftp://127.0.0.1/",
        "http:///x",
    ],
)
def test_another_host_is_refused_and_not_even_looked_up(run, url, monkeypatch):
    import socket

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("a name was looked up"))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was opened"))
    code, _, err = run("verify", url)
    assert code == 2
    assert "loopback only" in err


def test_a_server_that_is_not_there_is_the_machines_fault(run):
    code, _, err = run("verify", "http://127.0.0.1:9/")
    assert code == 3
    assert "127.0.0.1:9" in err
