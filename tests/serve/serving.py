"""A small archive, a running `backfile serve`, and a client that says exactly the bytes it is told to."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
SETTINGS = 'title = "The Quay"\nbase_url = "https://quay.example/archive/"\nzone = "UTC"\n'
PATIENCE = 60.0


def write(path: Path, text: str) -> Path:
    """Save as editors do: a whole new file moved onto the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
    return path


def story_text(title: str, body: str = "Some words.", date: str = "1995-05-05", **fields: str) -> str:
    lines = [f'title: "{title}"', f"date: {date}", *(f"{key}: {value}" for key, value in fields.items())]
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"


def make_archive(root: Path, settings: str = SETTINGS) -> Path:
    """Three stories that the public sees, a draft, and one that waits for its hour."""
    write(root / "site.toml", settings)
    stories = root / "content" / "stories"
    write(stories / "ferry.md", story_text("The ferry stops", "It ran for the last time.", tags="[Harbour]"))
    write(stories / "gale.md", story_text("A gale", "Slates came down.", "1995-05-07", tags="[Harbour, Weather]"))
    write(stories / "school.md", story_text("The school opens", "Ninety children came.", "2001-09-01"))
    write(stories / "plan.md", story_text("A plan not told yet", "Secret cranes.", "2002-01-01", status="draft"))
    write(stories / "prize.md", story_text("The prize", "Secret names.", "2003-01-01", embargo='"2090-01-01T06:00"'))
    return root


def put_back(serving: Serving) -> None:
    """Undo what a test has done to the archive, and wait until the preview is at rest."""
    root = serving.root
    for folder in ("content", "themes", "output"):
        for path in sorted((root / folder).rglob("*"), reverse=True):
            if path != root / "content" / "stories":  # a folder that comes is looked through once more
                path.rmdir() if path.is_dir() else path.unlink()
    make_archive(root)
    serving.shows("It ran for the last time.", "1995/05/05/ferry/")
    serving.shows("Slates came down.", "1995/05/07/gale/")
    serving.hides("&quot;place&quot;")
    serving.rests()


def make_theme(root: Path, foot: str, head: str = "") -> Path:
    """A theme `ours` that has a page of its own for stories, and one style sheet; `foot` stands on the fifth line."""
    folder = root / "themes" / "ours"
    write(folder / "theme.toml", 'name = "ours"\nparent = "broadsheet"\n')
    sheet = folder / "static" / "style.css"
    if not sheet.exists():
        write(sheet, "body { color: rgb(1, 2, 3) }\n")
    lines = [
        f"<!doctype html><html><head>{head}<title>{{{{ story.title }}}}</title>",
        """<link rel="stylesheet" href="{{ asset('style.css') }}"></head>""",
        "<body><h1>{{ story.title }}</h1>",
        "{{ body }}",
        f"<footer>{foot}</footer></body></html>",
    ]
    write(folder / "templates" / "story.html", "\n".join(lines))
    return folder


class Answer(NamedTuple):
    """What a server said: the status (0 when it hung up without a word), headers in lower case, the body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Serving:
    """A running preview. `log` is all it has said."""

    def __init__(self, root: Path, *arguments: str, wait_for_build: bool = True) -> None:
        self.root, self.log = root, ""
        command = [sys.executable, "-m", "backfile", "serve", "--root", str(root), "--port", "0", *arguments]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        self.heard("Ctrl-C ends it")
        parts = urlsplit(self.log.partition("Serving ")[2].split()[0])
        self.port, self.base = parts.port, parts.path
        self.host = f"{parts.hostname}:{parts.port}"
        self.url = f"http://{self.host}{self.base}"
        if wait_for_build:
            self.heard(" kept, ")

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.log += line

    def heard(self, words: str, since: int = 0) -> None:
        """Wait until it has said these words; `since` is how long the log was before."""
        until(lambda: words in self.log[since:] or self.process.poll() is not None, f"{words!r} not in {self.log}")
        assert words in self.log[since:], self.log

    def raw(self, data: bytes, patience: float = PATIENCE) -> Answer:
        with self.connection(patience) as connection:
            connection.sendall(data)
            return parsed(received(connection))

    def connection(self, patience: float = PATIENCE) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), patience)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request for a raw path; `Host` and others may be said otherwise (`Content_Length` for a dash)."""
        named = {"Host": self.host, "Connection": "close"} | {k.replace("_", "-"): v for k, v in headers.items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items())]
        return self.raw(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    def page(self, address: str = "") -> Answer:
        return self.ask(self.base + address)

    def shows(self, words: str, address: str = "") -> None:
        """Wait until a page says these words."""
        until(lambda: words in self.page(address).text, f"{words!r} never came up at {address or 'home'}: {self.log}")

    def hides(self, words: str, address: str = "") -> None:
        until(lambda: words not in self.page(address).text, f"{words!r} stayed at {address or 'home'}: {self.log}")

    def gone(self, address: str) -> None:
        """Wait until there is no such page."""
        until(lambda: self.page(address).status == 404, f"{address} is still there: {self.log}")

    def rests(self) -> None:
        """Wait until it has been at rest for a while."""
        done, since = None, time.monotonic()
        while time.monotonic() - since < 0.4:
            if (now := self._done()) != done:
                done, since = now, time.monotonic()
            time.sleep(0.02)

    def _done(self) -> object:
        """Something that stays as it is while it rests. The builder has the first thread: where the system tells, how
        often that was at work, and which threads and processes it has; else the build that is shown, which does not
        tell of a build under way."""
        threads = Path(f"/proc/{self.process.pid}/task")
        first = threads / str(self.process.pid)
        if not (first / "children").exists():
            return build_of(self.page())
        switches = re.findall(r"ctxt_switches:\s*(\d+)", (first / "status").read_text())
        is_running = (first / "stat").read_text().rpartition(")")[2].split()[0] != "S"
        return switches, is_running and time.monotonic(), (first / "children").read_text(), sorted(os.listdir(threads))

    def stop(self) -> int:
        """Ctrl-C in its terminal: every process of it is interrupted."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self.listener.join(PATIENCE)
        return code


class Tab:
    """An open page, as far as livereload's channel knows: says hello, says its build, and hears of reloads."""

    def __init__(self, serving: Serving, address: str = "", build: str | None = None) -> None:
        url = serving.url + address
        build = build_of(serving.page(address)) if build is None else build
        self.connection = serving.connection()
        self.connection.sendall(handshake(serving.host, f"http://{serving.host}"))
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.connection.recv(1)
        assert b" 101 " in head, head
        self.say({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]})
        assert self.hear()["command"] == "hello"
        self.say({"command": "info", "url": url, "plugins": {"backfile": {"build": build, "version": "1"}}})

    def say(self, message: object) -> None:
        data, mask = json.dumps(message).encode(), b"\1\2\3\4"
        size = struct.pack("!B", 0x80 | len(data)) if len(data) < 126 else struct.pack("!BH", 0x80 | 126, len(data))
        self.connection.sendall(b"\x81" + size + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def hear(self, patience: float = PATIENCE) -> dict | None:
        """The next message, or None when none comes."""
        self.connection.settimeout(patience)
        try:
            size = self._exactly(2)[1]
        except TimeoutError:
            return None
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        return json.loads(self._exactly(size))

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count and (more := self.connection.recv(count - len(data))):
            data += more
        return data


def build_of(page: Answer) -> str:
    """The build that a page says it is of."""
    return page.text.partition('data-build="')[2].partition('"')[0]


def handshake(host: str, origin: str, path: str = "/livereload") -> bytes:
    key = base64.b64encode(b"0123456789abcdef").decode()
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nOrigin: {origin}\r\n\r\n"
    ).encode()


def received(connection: socket.socket) -> bytes:
    data = b""
    with contextlib.suppress(ConnectionError):
        while not _is_complete(data) and (more := connection.recv(65536)):
            data += more
    return data


def _is_complete(data: bytes) -> bool:
    """Whether an answer of known length is here as a whole; others end when the server hangs up."""
    head, end, body = data.partition(b"\r\n\r\n")
    length = head.lower().partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
    return bool(end and length) and len(body) >= int(length)


def parsed(data: bytes) -> Answer:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split()[1]) if first else 0, headers, body)


def until(is_so, message: str = "it never came about") -> None:
    """Wait for something to come about; how long it takes is not asserted."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, message
        time.sleep(0.02)
