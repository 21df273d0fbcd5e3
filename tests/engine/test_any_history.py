"""After any history of edits, crashes among them, the site is the one that a clean build makes, byte for byte."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backfile import write
from tests.engine.tiny import SETTINGS, TinyArchive
from tests.pictures.drawing import drawing

LONG = bool(os.environ.get("BACKFILE_LONG"))
NAMES = st.sampled_from(["flood", "ferry", "school", "gate", "bell"])
TITLES = st.sampled_from(["The flood", "The ferry", "A title", "Zweite Meldung"])
DAYS = st.sampled_from(["1995-05-05", "1995-05-06", "1996-05-05", "2001-12-31T23:30:00-08:00", "1995-05-05T08:00:00Z"])
TAGS = st.lists(st.sampled_from(["Harbour", "harbour", "Flood", "C", "C++"]), max_size=3, unique=True)
SECTIONS = st.sampled_from(["", "News", "Sport"])
BODIES = st.sampled_from(["Some words.", "Other *words*.", "See [home](/).", "## Part\n\nMore."])
EXTRAS = st.sampled_from(
    [
        {},
        {"status": "draft"},
        {"status": "withdrawn"},
        {"embargo": "2026-06-01"},
        {"expires": "2026-03-01"},
        {"series": "The Dredger"},
        {"aliases": "[/old/place/]"},
        {"image": "{src: /images/a.jpg, alt: A}"},
        {"weight": "5"},
        {"summary": "A line."},
        {"corrections": "[{date: 1996-01-01, text: Wrong name.}]"},
        {"bylines": "[Ada Quill]"},
        {"noindex": "true"},
        {"noindex": "true", "status": "draft", "series": "The Dredger"},
        {"anonymise": "[{from: ferry, to: boat}]", "slug": "boat"},
    ]
)
MOMENTS = st.sampled_from(["2026-01-01T12:00:00Z", "2026-04-01T12:00:00Z", "2026-07-01T12:00:00Z"])


class Crash(BaseException):
    """The power goes: nothing that catches exceptions may notice."""


class AnyHistory(RuleBasedStateMachine):
    executor = "inline"

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.tiny = TinyArchive(self.folder / "archive", SETTINGS + "[lists]\nrun_length = 2\nhome = 3\nfeed = 2\n")
        self.tiny.put("images/a.jpg", b"a picture")
        self.tiny.put("pages/about.md", "---\ntitle: About\n---\nWho we are.\n")
        self.sources: set[str] = set()
        self.now = "2026-01-01T12:00:00Z"
        self.built = 0

    def teardown(self):
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)

    @rule(name=NAMES, title=TITLES, date=DAYS, tags=TAGS, section=SECTIONS, body=BODIES, extra=EXTRAS)
    def story_is_written(self, name, title, date, tags, section, body, extra):
        fields = {"tags": "[" + ", ".join(tags) + "]"} if tags else {}
        self.tiny.story(name, title, date, body, **fields, **({"section": section} if section else {}), **extra)
        self.sources.add(name)

    @precondition(lambda self: self.sources)
    @rule(data=st.data())
    def story_is_removed(self, data):
        name = data.draw(st.sampled_from(sorted(self.sources)))
        self.tiny.drop(f"stories/{name}.md")
        self.sources.discard(name)

    @precondition(lambda self: self.sources)
    @rule(data=st.data(), other=NAMES)
    def story_is_renamed(self, data, other):
        name = data.draw(st.sampled_from(sorted(self.sources)))
        folder = self.tiny.root / "content" / "stories"
        (folder / f"{name}.md").replace(folder / f"{other}.md")
        self.sources.discard(name)
        self.sources.add(other)

    @rule(data=st.sampled_from([b"a picture", drawing(600, 60), drawing(700, 60), drawing(700, 60, quality=40)]))
    def picture_changes(self, data):
        self.tiny.put("images/a.jpg", data)

    @rule(text=st.sampled_from(["a {color: red}", "a {color: blue}"]))
    def style_changes(self, text):
        folder = self.tiny.root / "themes/plain/static"
        folder.mkdir(exist_ok=True)
        (folder / "style.css").write_text(text)

    @rule(title=TITLES)
    def page_is_retitled(self, title):
        self.tiny.put("pages/about.md", f'---\ntitle: "{title}"\n---\nWho we are.\n')

    @rule(name=st.sampled_from(["harbour", "flood"]), text=BODIES)
    def term_is_described(self, name, text):
        self.tiny.put(f"tags/{name}.md", f"---\ntitle: {name}\n---\n{text}\n")

    @rule(
        kind=st.sampled_from(["story", "day", "everything"]), mark=st.sampled_from(["", "<!-- one -->", "<!-- two -->"])
    )
    def template_changes(self, kind, mark):
        path = self.tiny.root / "themes/plain/templates" / f"{kind}.html"
        path.write_text(path.read_text().split("{# mark #}")[0] + "{# mark #}" + mark)

    @rule(title=st.sampled_from(["Tiny", "Small"]), days=st.booleans(), zone=st.sampled_from(["UTC", "Asia/Tokyo"]))
    def settings_change(self, title, days, zone):
        self.tiny.settings(
            f'title = "{title}"\ntheme = "plain"\nzone = "{zone}"\nbase_url = "https://archive.example/a/"\n'
            f"[lists]\nrun_length = 2\nhome = 3\nfeed = 2\n[pages]\ndays = {str(days).lower()}\n"
        )

    @rule(now=MOMENTS)
    def time_passes(self, now):
        self.now = now

    @rule(after=st.integers(0, 40))
    def build_crashes(self, after):
        """A build dies at the n-th file that it would move into place."""
        left = [after]
        real = write.move

        def move(fresh, target):
            if not left[0]:
                raise Crash
            left[0] -= 1
            real(fresh, target)

        write.move = move
        try:
            self.tiny.build(now=self.now, executor=self.executor)
        except Crash:
            pass
        finally:
            write.move = real

    @rule()
    def site_equals_a_clean_build(self):
        receipt = self.tiny.build(now=self.now, executor=self.executor)
        self.built += 1
        errors = [p for p in receipt.problems if p.level.value == "error"]
        if not errors:
            assert self.tiny.site() == self.tiny.clean_build(now=self.now)
            again = self.tiny.build(now=self.now)
            assert (again.rendered, again.written, again.removed) == (0, 0, 0)

    @invariant()
    def no_page_is_ever_cut_short(self):
        output = self.tiny.root / "output" if getattr(self, "tiny", None) else None
        if output and output.is_dir():
            for path in output.rglob("*.html"):
                assert path.read_bytes().startswith(b"<!doctype html>")


AnyHistory.TestCase.settings = settings(
    max_examples=200 if LONG else 12,
    stateful_step_count=50 if LONG else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnyHistory = AnyHistory.TestCase


@pytest.mark.skipif(not LONG, reason="set BACKFILE_LONG=1: every step starts processes")
def test_any_history_on_processes():
    class OnProcesses(AnyHistory):
        executor = "processes:2"

    OnProcesses.TestCase.settings = settings(
        max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    test = OnProcesses.TestCase("runTest")
    test.runTest()
