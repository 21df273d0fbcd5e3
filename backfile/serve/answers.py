"""Requests in, answers out: the handlers of the preview's web server, on top of livereload's own."""

# ruff: noqa: ARG002 - the signatures are those of the libraries

from __future__ import annotations

from asyncio import Future
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from tornado import escape, web
from tornado.websocket import WebSocketHandler

from backfile.mediatypes import type_of
from backfile.serve import address, script
from backfile.serve.address import Kind
from backfile.serve.files import is_page, newest
from backfile.serve.hosts import is_ours
from backfile.serve.show import Show, Stage

LINE_BYTES = 8_190
HEADER_BYTES = 65_536
ALLOWED = "GET, HEAD"
ALONE = "Your story as you saved it. Its links and neighbours, and the lists, follow when the archive has been read."
_WORDS = {
    400: "This is not an address.",
    403: "Requests under this name are not answered: it does not mean this machine. Use localhost.",
    404: "The site has no such page.",
    405: "Pages can be read here and nothing else.",
    414: "This address is too long.",
    431: "This request's headers are too long.",
    503: "The first build is under way.",
}


class Guarded(web.RequestHandler):
    """What every request must be before it is looked at: of a name that is ours, and of a bearable size."""

    def prepare(self) -> None:
        request = self.request
        if not is_ours(request.host, self.settings["names"]):
            raise web.HTTPError(403)
        if len(request.uri or "") > LINE_BYTES:
            raise web.HTTPError(414)
        if sum(len(name) + len(value) for name, value in request.headers.get_all()) > HEADER_BYTES:
            raise web.HTTPError(431)

    @property
    def show(self) -> Show:
        stage: Stage = self.settings["stage"]
        return stage.show

    def tag(self, page: str = "", note: str = "") -> str:
        """The script tag for a page, given its address from the site's root."""
        return script.script_tag(self.show.build, script.problems_json(self.show.problems, page), note)

    def write_error(self, status_code: int, **_: object) -> None:
        if status_code == 405:
            self.set_header("Allow", ALLOWED)
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self._error_page(status_code))

    def _error_page(self, status: int) -> bytes:
        show = self.show
        if status == 404 and (own := newest((show.folder, show.behind), "404.html")):
            return script.with_tag(own.path.read_bytes(), self.tag())
        words = show.work if status == 503 else _WORDS.get(status, self._reason)
        tag = self.tag() if status in (404, 503) else ""
        title = "The preview is being made" if status == 503 else f"{status} {self._reason}"
        return script.plain_page(title, words, tag, counts=status == 503)


class Pages(Guarded, StaticFileHandler):
    """Every address of the site. A page gets the script as it is sent; its file stays as the build wrote it."""

    def initialize(self) -> None:
        super().initialize(path="")
        self.data: bytes | None = None

    def get_absolute_path(self, root: str, path: str) -> str:
        return self.request.path

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        show = self.show
        kind, inside = address.asked(self.request.path, show.base)
        if kind is Kind.BAD:
            raise web.HTTPError(400)
        if kind is Kind.AWAY:
            return self.redirect(inside)
        found = newest(show.places, inside) if kind is Kind.FILE else None
        if found is None:
            raise web.HTTPError(503 if show.work else 404)
        if found.is_folder:
            query = f"?{self.request.query}" if self.request.query else ""
            return self.redirect(address.folder_address(show.base, inside) + query)
        if is_page(type_of(found.path)):
            note = ALONE if show.alone and found.path.is_relative_to(show.alone.resolve()) else ""
            tag = self.tag("/" + inside.removesuffix("index.html"), note)
            self.data = script.with_tag(found.path.read_bytes(), tag)
        return str(found.path)

    def get_content_type(self) -> str:
        return type_of(Path(self.absolute_path))

    def get_content_size(self) -> int:
        return len(self.data) if self.data is not None else super().get_content_size()

    def get_content(self, abspath: str, start: int | None = None, end: int | None = None):
        if self.data is not None:
            return self.data[start:end]
        return super().get_content(abspath, start, end)

    def get_modified_time(self) -> None:
        """Not told: a file saved twice in a second would look unchanged."""

    def compute_etag(self) -> None:
        """None: nothing is kept by a browser, so there is nothing to compare."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-cache")


class Script(Guarded):
    """Our own part of what runs in a previewed page."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.write(files("backfile.serve").joinpath("client/preview.js").read_bytes())

    head = get


class Client(Guarded, LiveReloadJSHandler):
    """livereload's part of it, as the library has it."""

    def head(self) -> None:
        self.get()


class Reloads(Guarded, LiveReloadHandler):
    """livereload's channel, for our own pages alone; a page of an earlier build is told at once to load again."""

    build = page = ""

    def write_message(self, message: str, binary: bool = False) -> Future[None]:
        """A tab that was closed meanwhile is no fault: what livereload sends and waits for nowhere fails in silence."""
        sent = super().write_message(message, binary)
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())
        return sent

    def check_origin(self, origin: str) -> bool:
        return WebSocketHandler.check_origin(self, origin)

    def on_message(self, message: str | bytes) -> None:
        try:
            said = escape.json_decode(message)
            command, plugins = said["command"], said.get("plugins") or {}
            build = plugins.get("backfile", {}).get("build", "")
            url = str(said.get("url") or "")
        except (ValueError, KeyError, TypeError, AttributeError):
            return self.close(1003)
        super().on_message(message)
        if command == "info":
            self.page = url
            if self.settings["stage"].is_old(str(build), self.output):
                self.load_again()
        return None

    @property
    def output(self) -> str:
        """The file of the page that this tab shows, below the site's folder."""
        return address.output_of(self.page, self.show.base)

    def load_again(self) -> None:
        self.send_message({"command": "reload", "path": "*", "liveCSS": False, "liveImg": False})


def reload_pages(paths: Collection[str]) -> None:
    """Have the tabs that show one of these files load it again, and no other."""
    for tab in list(LiveReloadHandler.waiters):
        if isinstance(tab, Reloads) and tab.output in paths:
            tab.load_again()


def open_pages() -> list[str]:
    """The addresses that browsers show at this moment."""
    waiters = list(LiveReloadHandler.waiters)  # at once: the server's thread changes the set
    return [waiter.page for waiter in waiters if isinstance(waiter, Reloads)]
