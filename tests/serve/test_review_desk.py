"""The review with its buttons: each press one change, for this machine and its own pages alone."""

import asyncio
import contextlib
import html
import http.client
import re
import threading
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from backfile.config import Config
from backfile.importing import run_import
from backfile.serve.review import application
from backfile.storyfile import parse_story

PROSE = "The gate stays shut until the council has met again, the keeper of the lock said at noon on Friday. "
VOCABULARY = "people: {Ida Marsh: []}\nplaces: {Upper Tarn: [], 'Tarn, Lower': []}\n"
NAMES = "Ida Marsh of Upper Tarn met Ida Marsh, and Upper Tarn was glad."


def capture(name: str, date: str) -> str:
    prose = "\n\n".join(PROSE + f"Keeper {name} and number {n}. " * 2 for n in range(3))
    return f"The {name} stays shut\n\n{date}\n\n{prose}\n\n{NAMES}\n"


class Answer(NamedTuple):
    code: int
    headers: http.client.HTTPMessage
    body: bytes


class Desk:
    """A review that answers, in a thread of its own: a browser's test may have an event loop in this one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "articles").mkdir()
        (root / "content").mkdir()
        (root / "content" / "vocabulary.yml").write_text(VOCABULARY)
        (root / "articles" / "gate.txt").write_text(capture("gate", "Updated 3 May 2016"))
        (root / "articles" / "lock.txt").write_text(capture("lock <b>", ""))
        run_import([root / "articles"], root=root, content=root / "content", config=Config())
        (self.socket,) = bind_sockets(0, "127.0.0.1")

    @contextlib.contextmanager
    def answering(self):
        ready, over = threading.Event(), None

        async def answer() -> None:
            nonlocal over
            loop, end = asyncio.get_running_loop(), asyncio.Event()
            over = lambda: loop.call_soon_threadsafe(end.set)  # noqa: E731
            server = HTTPServer(application(self.root, self.root / "content", Config()))
            server.add_socket(self.socket)
            ready.set()
            await end.wait()
            server.stop()
            await server.close_all_connections()

        thread = threading.Thread(target=asyncio.run, args=(answer(),), daemon=True)
        thread.start()
        assert ready.wait(60)
        yield self
        over()
        thread.join(60)

    def fetch(self, path: str, method: str = "GET", body: str = "", headers: dict | None = None) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.socket.getsockname()[1], timeout=60)
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        line.request(method, path, body or None, {**form, **(headers or {})})
        answer = line.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        line.close()
        return found

    def page(self, path: str = "/", **wishes):
        return self.fetch(path, **wishes)

    def press(self, button: str, **more: str):
        """Send the form that has this button, with some fields typed over."""
        page = self.page().body.decode()
        form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if button in form)
        fields = [(name, html.unescape(value)) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)]
        name, value = re.search(rf'<button[^>]*name="(\w+)" value="(\w+)"[^>]*>{button}<', form).groups()
        fields = [(key, text) for key, text in fields if key not in (name, *more)] + [(name, value), *more.items()]
        return self.fetch("/change", method="POST", body=urlencode(fields))

    def story(self, slug: str):
        (path,) = (self.root / "content").rglob(f"*{slug}*.md")
        return parse_story(path.read_bytes(), path.name, zone=Config().tz).story


@pytest.fixture
def desk(tmp_path):
    with Desk(tmp_path).answering() as desk:
        yield desk


def test_one_press_keeps_a_tag_or_takes_it_out_and_the_page_says_so(desk):
    answer = desk.press("Take out")
    assert (answer.code, answer.headers["Location"]) == (303, "./#i2")
    assert desk.story("gate").people == ()
    page = desk.page().body.decode()
    assert "Ida Marsh: taken out" in page.partition('<article id="i2">')[2]
    assert "Ida Marsh: taken out" not in desk.page().body.decode()
    desk.press("Put back")
    assert desk.story("gate").people == ("Ida Marsh",)
    desk.press("Keep")
    assert desk.story("gate").origin.suggested == ()


def test_a_form_makes_a_story_of_what_waits_with_the_tags_that_stayed_ticked(desk):
    answer = desk.press("Put the story into the archive", date="1987-11-02", places="Tarn, Lower", more="Lock, Ice")
    assert answer.code == 303
    story = desk.story("lock")
    assert story.date.text == "1987-11-02"
    assert (story.tags, story.people, story.places) == (("Lock", "Ice"), ("Ida Marsh",), ("Tarn, Lower",))
    assert "2 captures" not in desk.page().body.decode()


def test_what_cannot_be_done_is_said_and_what_was_typed_stays(desk):
    answer = desk.press("Put the story into the archive", date="soon", title="A lock & a key", more="Lock")
    page = answer.body.decode()
    assert answer.code == 422
    assert "is not a date; write 1995-05-05" in html.unescape(page)
    assert 'value="A lock &amp; a key"' in page
    assert 'value="soon"' in page
    missing = desk.press("Put the story into the archive", title="A lock")
    assert (missing.code, b"no date was found" in missing.body) == (422, True)


def test_what_was_looked_at_leaves_the_list(desk):
    assert desk.press("Looked at: take it off the list").code == 303
    assert "1 capture to look at" in desk.page().body.decode()


def test_nothing_but_our_own_pages_on_this_machine_can_change_anything(desk):
    before = (desk.root / "articles" / "review.json").read_text()
    assert desk.fetch("/change", method="POST", body="capture=articles/gate.txt&do=accept").code == 403
    assert desk.press("Looked at: take it off the list", token="another").code == 403
    assert desk.page(headers={"Host": "evil.example"}).code == 403
    assert desk.page("/../site.toml").code == 404
    assert desk.page("/change").code == 404
    assert (desk.root / "articles" / "review.json").read_text() == before


def test_pages_run_nothing_and_are_not_kept(desk):
    answer = desk.page()
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"default-src 'none'" in answer.body
    assert b"form-action 'self'" in answer.body
    assert b"<script" not in answer.body
    assert b"lock <b>" not in answer.body
    assert desk.page("/99.html").code == 200
