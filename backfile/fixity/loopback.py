"""A site that this machine serves, against the manifest that it serves too. No other host is ever asked."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPResponse
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from urllib.parse import SplitResult, urlsplit

from backfile import execute, manifest
from backfile.fixity.difference import Difference, Looked, listed
from backfile.model import BackfileError, MachineError, UsageError
from backfile.urls import encoded

# Netlify and Cloudflare read these and show them to nobody.
OF_THE_HOST = frozenset({"_headers", "_redirects", "CNAME"})
ERROR_PAGE = "404.html"  # some hosts send it with this very status
PIECE = 1 << 16
KEPT_IN_MEMORY = 1 << 20
TIMEOUT = 20


def differences_at(url: str, jobs: int = 0) -> Iterator[Looked]:
    """What differs, as it is found; what is foreign cannot be known, since a server lists nothing.

    Raises UsageError for an address that is not on this machine.
    """
    base = _on_this_machine(url)
    server = _Server(base)
    threads = jobs or execute.cores() * 2
    with SpooledTemporaryFile(KEPT_IN_MEMORY) as lines:
        _fetch_manifest(server, url, lines)
        lines.seek(0)
        pairs = ((path, sha256) for _, path, sha256 in listed(lines, f"{url.rstrip('/')}/{manifest.NAME}"))
        with ThreadPoolExecutor(threads) as pool:
            yield from execute.run(pool, server.looked_at, pairs, threads * 4)


def _on_this_machine(url: str) -> SplitResult:
    parts = urlsplit(url)
    try:
        port, host = parts.port or 80, parts.hostname or ""
    except ValueError:
        raise UsageError(f"{url}: this is no web address; write http://127.0.0.1:8000/") from None
    if parts.scheme != "http" or not host or not _is_loopback(host, port):
        raise UsageError(f"{url}: loopback only: name a folder, or a server of this machine (http://127.0.0.1:8000/)")
    return parts


def _is_loopback(host: str, port: int) -> bool:
    """Whether a host is this machine, and nothing but. Names other than localhost are not even looked up."""
    if host == "localhost":
        return all(ipaddress.ip_address(found[4][0]).is_loopback for found in socket.getaddrinfo(host, port))
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _fetch_manifest(server: _Server, url: str, into: BinaryIO) -> None:
    answer = server.asked(manifest.NAME)
    while piece := answer.read(PIECE):
        into.write(piece)
    if answer.status != 200:
        said = f"no {manifest.NAME} is served there (the server answers {answer.status})"
        raise BackfileError(f"{url}: {said}; name the address of a site that Backfile built")


def _is_for_the_host(path: str) -> bool:
    """Whether hosts may keep a file from readers: what they read themselves, and names that begin with a dot."""
    return path in OF_THE_HOST or any(step.startswith(".") for step in path.split("/"))


class _Server:
    """One connection a thread, kept open."""

    def __init__(self, base: SplitResult) -> None:
        self.host, self.port, self.path = base.hostname or "", base.port or 80, base.path.rstrip("/")
        self.own = threading.local()

    def looked_at(self, pair: tuple[str, str]) -> Looked:
        """Runs in a thread. A page is asked for as its readers do: by its folder."""
        path, sha256 = pair
        pretty = path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path
        answer, found = self.asked(pretty), hashlib.sha256()
        while piece := answer.read(PIECE):
            found.update(piece)
        if found.hexdigest() == sha256 and (answer.status == 200 or path == ERROR_PAGE):
            return Looked(1)
        if answer.status == 200:
            return Looked(1, (Difference("changed", path),))
        kind = "withheld" if _is_for_the_host(path) else "missing" if answer.status in (404, 410) else "changed"
        return Looked(1, (Difference(kind, path, f"the server answers {answer.status}"),))

    def asked(self, path: str) -> HTTPResponse:
        """The answer to a request; once more on a new connection, since a server may close an idle one."""
        target = f"{self.path}{encoded('/' + path)}"
        try:
            return self._asked(target)
        except (OSError, HTTPException):
            self.own.connection.close()
        try:
            return self._asked(target)
        except (OSError, HTTPException) as error:
            self.own.connection.close()
            said = f"the server does not answer ({error or type(error).__name__}); start it, then verify again"
            raise MachineError(f"http://{self.host}:{self.port}{target}: {said}") from error

    def _asked(self, target: str) -> HTTPResponse:
        if not hasattr(self.own, "connection"):
            self.own.connection = HTTPConnection(self.host, self.port, timeout=TIMEOUT)
        self.own.connection.request("GET", target, headers={"Accept-Encoding": "identity"})
        return self.own.connection.getresponse()
