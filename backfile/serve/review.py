"""The review on this machine: its pages with buttons, each press one change, until Ctrl-C."""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
import secrets
import sys
import webbrowser
from pathlib import Path

from tornado import web
from tornado.httpserver import HTTPServer

from backfile import report
from backfile.config import Config
from backfile.importing import mends, reviewing
from backfile.importing.review_page import Told, page_of
from backfile.importing.suggesting import FIELDS
from backfile.model import BackfileError, UsageError
from backfile.serve.hosts import is_ours, url_of
from backfile.serve.listen import listening

MOST_BYTES = 1 << 20
_PAGE = re.compile(r"/(?:(\d{1,6})|index)\.html|/")


class Desk(web.RequestHandler):
    """Pages of what waits, and the one address that changes something; nothing else is there."""

    def prepare(self) -> None:
        if not is_ours(self.request.host, frozenset()):
            raise web.HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("X-Content-Type-Options", "nosniff")

    def get(self) -> None:
        if not (asked := _PAGE.fullmatch(self.request.path)):
            raise web.HTTPError(404)
        said, self.settings["said"][:] = self.settings["said"][-1:], []
        self._show(int(asked[1] or 1), Told(*said[0]) if said else Told())

    def _show(self, number: int, told: Told) -> None:
        archive = self.settings["archive"]
        sheet, waiting = reviewing.sheet_at(number, *archive)
        self.finish(page_of(sheet, waiting, archive[2].title, self.settings["token"], told))

    def post(self) -> None:
        """One change. The token was given to our own pages alone: a form elsewhere cannot know it."""
        if self.request.path != "/change":
            raise web.HTTPError(404)
        if not hmac.compare_digest(self.get_body_argument("token", "").encode(), self.settings["token"].encode()):
            raise web.HTTPError(403)
        capture, number = self.get_body_argument("capture", ""), _number(self.get_body_argument("sheet", "1"))
        item = _number(self.get_body_argument("item", "1"))
        try:
            said = self._changed(capture)
        except BackfileError as fault:
            self.set_status(422)
            self._show(number, Told(fault.message, item, capture, self._typed()))
            return
        self.settings["said"].append((said, item))
        place = f"#i{item}"
        self.redirect(f"{number}.html{place}" if number > 1 else f"./{place}", status=303)

    def _changed(self, capture: str) -> str:
        root, content, config = self.settings["archive"]
        place = {"root": root, "content": content, "config": config}
        do = self.get_body_argument("do", "")
        if do in ("keep", "remove"):
            field, name = self.get_body_argument("field", ""), self.get_body_argument("name", "", strip=False)
            return reviewing.change_tag(capture, field, name, do == "keep", **place)
        wanted = self._mends() if do == "story" else ()
        mends.check(wanted, config.tz)
        said = "\n".join(reviewing.accept([capture], wanted, **place))
        if reviewing.waits(capture, root):
            raise UsageError(said)
        return said

    def _mends(self) -> tuple[tuple[str, str], ...]:
        """The fields of the form; a list is sent one entry a line, so that commas in names stay."""
        texts = [(name, self.get_body_argument(name, "")) for name in ("title", "date")]
        lists = {field: self.get_body_arguments(field) for field in FIELDS}
        lists["tags"] += mends.names_in(self.get_body_argument("more", ""))
        named = [(field, "".join(f"{name}\n" for name in names)) for field, names in lists.items()]
        return (*((name, text) for name, text in texts if text), *named)

    def _typed(self) -> dict[str, str]:
        return {name: self.get_body_argument(name, "") for name in ("title", "date", "more")}

    def write_error(self, status_code: int, **_: object) -> None:
        words = {403: "This form is of an earlier start: load the page again.", 404: "There is no such page here."}
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(words.get(status_code, self._reason) + "\n")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def application(root: Path, content: Path, config: Config) -> web.Application:
    """The handlers for one archive; nothing listens yet."""
    settings = {"archive": (root, content, config), "token": secrets.token_urlsafe(16), "said": []}
    return web.Application([(".*", Desk)], log_function=lambda _: None, **settings)


def answer(root: Path, content: Path, config: Config, port: int) -> None:
    """Show the review on this machine; ends with KeyboardInterrupt. Only this machine is heard."""
    sockets, chosen = listening("127.0.0.1", port)
    asyncio.run(_answering(application(root, content, config), sockets, url_of("127.0.0.1", chosen, "/")))


async def _answering(desk: web.Application, sockets: list, url: str) -> None:
    for name in ("tornado.access", "tornado.general"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    server = HTTPServer(desk, max_header_size=65_536, max_body_size=MOST_BYTES)
    server.add_sockets(sockets)
    report.write_text(f"The review is at {url} until you press Ctrl-C.", sys.stdout)
    sys.stdout.flush()
    webbrowser.open(url)
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
