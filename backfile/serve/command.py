"""`backfile serve`: open the archive, listen, build, and say what happens, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from backfile import report
from backfile.folders import folders_of
from backfile.model import Problem
from backfile.options import Options
from backfile.serve.answers import open_pages
from backfile.serve.builder import Builder, Finished, Working
from backfile.serve.glimpse import Glimpse
from backfile.serve.hosts import is_loopback, url_of
from backfile.serve.listen import listening
from backfile.serve.server import Preview, base_of

PREVIEW, PUBLISHED_PREVIEW = "preview", "preview-published"
PATIENCE = 5.0
SHOWN_AT_ONCE = 3


def serve(root: Path, options: Options, host: str = "127.0.0.1", port: int = 8000, open_browser: bool = False) -> None:
    """Show the site on this machine and rebuild it at every save; ends with KeyboardInterrupt.

    The preview is built into a folder of its own: what it shows of held stories (`options.drafts`) is never in the
    output. Until its first build is done the last built site is shown, if there is one.
    """
    published = folders_of(root, options).output
    folder = root.resolve() / ".backfile" / (PREVIEW if options.drafts else PUBLISHED_PREVIEW)
    wishes = replace(
        options, output=folder, keep_going=True, strict=False, verify=False, plain_assets=True, remember=False
    )
    mailbox = _Mailbox()
    builder = Builder(root, wishes, mailbox.post, open_pages)
    with builder.opened() as opened:
        sockets, chosen = listening(host, port)
        base = base_of(opened.base_url)
        teller = _Teller(url_of(host, chosen, base))
        preview = Preview(builder, opened, published, _names(host), teller.tell)
        up = _opening(host, port, chosen, base, open_browser)
        with teller.closed(), _Answering(preview, sockets, mailbox, up, builder.stop):
            builder.run()


class _Answering(threading.Thread):
    """The thread in which requests are answered, for as long as the block within runs. Its own fault ends that block
    by `give_up`, and is raised there."""

    def __init__(
        self,
        preview: Preview,
        sockets: list[socket.socket],
        mailbox: _Mailbox,
        up: Callable[[], None],
        give_up: Callable[[], None],
    ) -> None:
        super().__init__(name="server", daemon=True)
        self.preview, self.sockets, self.mailbox, self.up, self.give_up = preview, sockets, mailbox, up, give_up
        self.loop = asyncio.new_event_loop()
        self.answering: asyncio.Task[None] | None = None
        self.fault: BaseException | None = None

    def __enter__(self) -> None:
        self.mailbox.open(self.loop, self.preview.heard)
        self.answering = self.loop.create_task(self.preview.run(self.sockets, self.up))
        self.start()

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                self.loop.run_until_complete(self.answering)
        except BaseException as fault:
            self.fault = fault
        finally:
            self.give_up()

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(RuntimeError):  # it has ended by itself
            self.loop.call_soon_threadsafe(self.answering.cancel)
        self.join(PATIENCE)
        if self.fault:
            raise self.fault


class _Mailbox:
    """News of the builder for the server's thread; what is posted before the server runs waits."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: list[Working | Finished | Glimpse] = []
        self.deliver: Callable[[Working | Finished | Glimpse], object] = self.waiting.append

    def open(self, loop: asyncio.AbstractEventLoop, hear: Callable[[Working | Finished | Glimpse], None]) -> None:
        with self.lock:
            self.deliver = partial(loop.call_soon_threadsafe, hear)
            for news in self.waiting:
                self.deliver(news)

    def post(self, news: Working | Finished | Glimpse) -> None:
        with self.lock, contextlib.suppress(RuntimeError):  # the server has ended before the builder
            self.deliver(news)


def _opening(host: str, wanted: int, port: int, base: str, open_browser: bool) -> Callable[[], None]:
    url = url_of(host, port, base)

    def up() -> None:
        taken = f" (port {wanted} is taken)" if wanted and port != wanted else ""
        _say(f"Serving {url}{taken} · Ctrl-C ends it")
        if not is_loopback(host):
            _say(f"warning: --host {host} lets others on the network read it all, held stories included", sys.stderr)
        if open_browser:
            webbrowser.open(url)

    return up


def _names(host: str) -> frozenset[str]:
    """Names besides `localhost` under which requests are answered."""
    if is_loopback(host):
        return frozenset({host.lower()})
    own = socket.gethostname().lower()
    return frozenset({host.lower(), own, own.partition(".")[0] + ".local"})


class _Teller:
    """Says in the terminal what each build came to: problems that were not there before, and one line."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.known: frozenset[Problem] = frozenset()
        self.is_first = True
        self.late: list[Finished] = []
        self.bar = report.Bar() if sys.stderr.isatty() else None

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """What is said after this does not stand beside a bar."""
        try:
            yield
        finally:
            if self.bar:
                self.bar.close()

    def tell(self, news: Working | Finished | Glimpse) -> None:
        if isinstance(news, Working):
            if self.bar:
                self.bar(*news)
            return
        if self.bar:
            self.bar.close()
        if isinstance(news, Glimpse):
            self._tell_glimpse(news)
        else:
            self._tell_finished(news)

    def _tell_glimpse(self, news: Glimpse) -> None:
        """Of a few stories, where each can be seen."""
        self.known |= frozenset(news.problems)
        _say(report.problems_text(news.problems, report.wants_colour(sys.stderr)), sys.stderr)
        for page in sorted(news.pages)[:SHOWN_AT_ONCE]:
            address = self.url + page.removesuffix("index.html")
            _say(f"Saved: {address}\n  its links and the lists follow when the archive is read")

    def _tell_finished(self, news: Finished) -> None:
        problems = (*(problem for problem, _ in news.problems), *news.warnings)
        new = [problem for problem in problems if problem not in self.known]
        self.known = frozenset(problems)
        _say(report.problems_text(new, report.wants_colour(sys.stderr)), sys.stderr)
        if news.late is not None:
            self._tell_late(news)
            return
        is_receipt, self.is_first = self.is_first and news.receipt, False
        _say(report.receipt_text(news.receipt) if is_receipt else _rebuilt_text(news))

    def _tell_late(self, news: Finished) -> None:
        """One line when the last of it is done."""
        self.late.append(news)
        count = sum(late.written + late.removed for late in self.late)
        if news.is_last:
            seconds = sum(late.seconds for late in self.late)
            self.late.clear()
            if count:
                _say(f"  and {count:,} other page{'s' * (count != 1)} in {seconds * 1000:,.0f} ms")


def _rebuilt_text(news: Finished) -> str:
    count = len(news.problems)
    problems = f"{count:,} problem{'s' * (count != 1)}" if count else "no problems"
    removed = f", {news.removed:,} removed" if news.removed else ""
    return f"Rebuilt in {news.seconds * 1000:,.0f} ms: {news.written:,} written{removed} · {problems}"


def _say(text: str, stream: TextIO | None = None) -> None:
    report.write_text(text, stream or sys.stdout)
    (stream or sys.stdout).flush()
