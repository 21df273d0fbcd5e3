"""The preview as livereload's server: sockets, handlers, the watcher; what the builder says becomes what is shown."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from livereload import Server
from livereload.handlers import LiveReloadHandler
from tornado import web
from tornado.httpserver import HTTPServer

from backfile.serve.answers import Client, Pages, Reloads, Script, reload_pages
from backfile.serve.builder import Builder, Finished, Opened, Working
from backfile.serve.glimpse import Glimpse
from backfile.serve.pace import Pace
from backfile.serve.show import Show, Stage
from backfile.serve.watch import FolderWatcher

# Larger than what is refused by size, so that the refusal can be said; what is larger still is cut off.
READ_BYTES = 1 << 20
IDLE_SECONDS = 20
Say = Callable[[Working | Finished | Glimpse], None]


class Preview(Server):
    """livereload's server with our handlers, our watcher and reloads that follow builds."""

    def __init__(self, builder: Builder, opened: Opened, published: Path, names: frozenset[str], say: Say) -> None:
        folders = opened.folders
        watcher = FolderWatcher(builder.changed, folders.root, (folders.content, *builder.themes))
        super().__init__(watcher=watcher)
        self.names, self.say, self.pace = names, say, Pace()
        self.preview = folders.output
        behind, work = None, ""
        if not opened.is_whole:
            is_built = (published / "index.html").is_file()
            behind, work = (published, "") if is_built else (None, "Reading the stories …")
        show = Show(self.preview, base_of(opened.base_url), "", work=work, behind=behind)
        self.stage = Stage(show, secrets.token_hex(4))
        self.stage.turn()

    def application(self, *_: object, **__: object) -> web.Application:
        """Our handlers and livereload's; nothing listens yet."""
        LiveReloadHandler.watcher, LiveReloadHandler.live_css = self.watcher, True
        handlers = [
            ("/livereload", Reloads),
            ("/livereload.js", Client),
            ("/.backfile/preview.js", Script),
            (".*()", Pages),  # the empty group is the argument that a handler of files expects
        ]
        return web.Application(
            handlers, stage=self.stage, names=self.names, log_function=lambda _: None, websocket_max_message_size=65_536
        )

    async def run(self, sockets: list[socket.socket], up: Callable[[], None]) -> None:
        """Answer until cancelled; `up` is called when the first request can come."""
        _keep_quiet()
        sizes = {"max_header_size": READ_BYTES, "max_body_size": READ_BYTES}
        server = HTTPServer(self.application(), idle_connection_timeout=IDLE_SECONDS, **sizes)
        server.add_sockets(sockets)
        LiveReloadHandler._last_reload_time = None  # of an earlier server in this process
        LiveReloadHandler.start_tasks()
        up()
        try:
            await asyncio.Event().wait()
        finally:
            self.watcher.stop()
            server.stop()

    def heard(self, news: Working | Finished | Glimpse) -> None:
        """Take in what the builder says. A finished build that changed something is one reload, no more, no less."""
        if isinstance(news, Working):
            if self.stage.show.work:
                self.stage.tell(self.pace.text(*news))
            self.say(news)
            return
        if isinstance(news, Glimpse):
            self._heard_glimpse(news)
            return
        before = self.stage.show
        if news.late is not None and news.problems == before.problems:
            self._heard_late(news)
            return
        is_new = news.is_whole and (before.behind or before.work)
        if is_new or news.written or news.removed or news.problems != before.problems:
            behind, work = (None, "") if news.is_whole else (before.behind, before.work)
            base = base_of(news.base_url)
            self.stage.turn(behind=behind, base=base, problems=news.problems, work=work, alone=None)
            LiveReloadHandler.reload_waiters(news.swap or "*")
            self.say(news)
        elif news.receipt:
            self.say(news)

    def _heard_glimpse(self, news: Glimpse) -> None:
        """Pages of stories that were saved while the archive is being read."""
        problems = tuple((problem, "") for problem in news.problems)
        self.stage.add(news.pages, alone=news.folder, problems=problems)
        reload_pages(news.pages)
        self.say(news)

    def _heard_late(self, news: Finished) -> None:
        """Pages that nobody looked at when they were left for later: a tab that has come to one since loads it."""
        if news.written or news.removed:
            self.stage.add(news.late)
            reload_pages(news.late)
        self.say(news)


def base_of(base_url: str) -> str:
    """Where the site stands on its host: `/`, or `/archive/`."""
    return urlsplit(base_url).path.rstrip("/") + "/"


def _keep_quiet() -> None:
    """A preview speaks of the archive; what clients do wrong is between them and their answer."""
    for name in ("livereload", "tornado.access", "tornado.general"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
