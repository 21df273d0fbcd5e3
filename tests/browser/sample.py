"""The sample archive built and put on this machine as it stands on the web: below a path, with a strict policy."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

BASE = "/archive/"
# As strict as it can be; the one word for WebAssembly is for the search.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'"
)


class Built(NamedTuple):
    """A built site: its folder, and the address of its front page."""

    folder: Path
    home: str

    @functools.cache  # noqa: B019 - a run has three
    def pages(self) -> list[str]:
        """Every page, as a path from the front page."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))

    @functools.cache  # noqa: B019
    def one_of_each_kind(self) -> dict[str, str]:
        """The longest page of every kind: what can be wrong is most likely wrong there."""
        found: dict[str, str] = {}
        for path in sorted(self.pages(), key=lambda path: (self.folder / path).stat().st_size):
            if kind := re.search(r'<body class="kind-(\w+)"', (self.folder / path).read_text("utf-8")):
                found[kind[1]] = path
        return found


class Host:
    """Serves folders, each on a port of its own and below a path (`BASE`); knows what else it was asked for."""

    def __init__(self) -> None:
        self.servers: list[http.server.ThreadingHTTPServer] = []
        self.missing: list[str] = []

    def put(self, folder: Path, base: str = BASE) -> str:
        handler = functools.partial(_Handler, missing=self.missing, base=base, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{base}"

    def stop(self) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *given: object, missing: list[str], base: str, directory: str) -> None:
        self.missing, self.base = missing, base
        super().__init__(*given, directory=directory)

    def do_GET(self) -> None:
        if not self.path.startswith(self.base):
            self.missing.append(self.path)
            return self.send_error(404)
        self.path = "/" + self.path.removeprefix(self.base)
        return super().do_GET()

    def send_error(self, code: int, *given: object) -> None:
        if code == 404:
            self.missing.append(self.path)
        super().send_error(code, *given)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *given: object) -> None:
        """Nothing: what matters is in `missing`."""


_NAMING = ("href", "src", "srcset", "action", "poster")


class Links(HTMLParser):
    """Every address that a page names, in whatever attribute; `anchors` are the ids that an address may name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.anchors.update(filter(None, [given.get("id"), given.get("name")]))
        for name in _NAMING:
            listed = given.get(name, "").split(", ") if name == "srcset" else [given.get(name, "")]
            self.found += [address.split(" ")[0] for address in listed if address]
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.found.append(given["content"].partition("url=")[2])
