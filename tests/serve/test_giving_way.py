"""A whole build of the preview gives way to saves, and to its own end: it goes on with what is left, and no page stays
as it was."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile import pieces, produce, render
from backfile.options import Options
from backfile.serve.builder import Builder
from tests.engine.tiny import NOW, SETTINGS, TinyArchive, tree

LONG = os.environ.get("BACKFILE_LONG") == "1"
SMALL_LISTS = SETTINGS + '[lists]\nrun_length = 3\n[checks]\ndead_links = "warning"\n[pages]\nsearch = false\n'
WISHES = Options(executor="inline", now=NOW, keep_going=True, plain_assets=True, remember=False, drafts=True, jobs=1)
TEMPLATES = ("story", "day", "term", "everything")


class Killed(BaseException):
    """The preview ends in the middle of its work; nothing that catches exceptions may notice."""


class Preview:
    """The builder of a preview with its output, and a counter of the pages that it renders. `when` is called each time
    that a whole build says how far it is."""

    def __init__(self, tiny):
        self.tiny, self.when, self.rendered, self.log = tiny, lambda: None, [], []
        self.output = tiny.root / ".backfile" / "preview"

    @contextmanager
    def opened(self):
        builder = Builder(self.tiny.root, replace(WISHES, output=self.output), self.log.append, tuple)
        asked = builder._progress

        def progress(*how_far):
            if how_far[0] == "pages":
                self.when()
            asked(*how_far)

        self.builder, builder._progress, real = builder, progress, render.rendered
        with builder.opened(), patch.object(render, "rendered", lambda *job: self.rendered.append(job) or real(*job)):
            yield self

    def rests(self):
        """Until nothing is left to do."""
        builder = self.builder
        while builder._changed or builder._rest or builder._is_due:
            self.step()

    def step(self):
        """One build, of what has changed or of what is left."""
        changed, self.builder._changed = self.builder._changed, set()
        self.builder._safely(changed)

    def saved(self, *paths):
        self.builder.changed(set(paths))

    def looks_at_everything(self):
        """What saves leave to a whole build, sitemaps among it, is made; a page that is stale now is stale for ever."""
        self.saved(self.tiny.root / "content")
        self.rests()


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 9)
    monkeypatch.setattr(produce, "PIECE_BATCH", 2)
    monkeypatch.setattr(produce, "PIECE_HEEDED", 1)


def archive(folder, count=12):
    tiny = TinyArchive(Path(folder) / "tiny", SMALL_LISTS)
    for number in range(count):
        story(tiny, number, "Some words.", f"Story {number}")
    return tiny


def story(tiny, number, body, title, tags="[Harbour, Weather]", section="News"):
    day = f"{1995 + number % 3}-05-{1 + number:02}"
    return tiny.story(f"s{number:02}", title, day, body, tags=tags, section=section, bylines="[Ida Marsh]")


def template_changed(tiny, kind, mark):
    path = tiny.root / "themes/plain/templates" / f"{kind}.html"
    path.write_text(path.read_text().split("{# mark #}")[0] + "{# mark #}" + mark)
    return path


def clean(tiny):
    return tiny.clean_build(drafts=True, remember=False, plain_assets=True, keep_going=True)


def test_a_whole_build_that_gives_way_to_many_saves_renders_each_page_once(tmp_path):
    tiny = archive(tmp_path, 24)
    preview = Preview(tiny)
    with preview.opened():
        preview.rests()
        pages, preview.rendered = len(preview.rendered), []
        preview.saved(template_changed(tiny, "everything", "<!-- new -->"))
        calls, texts = [0], iter(range(1000))

        def save_now_and_then():
            calls[0] += 1
            if calls[0] % 11 == 0:
                preview.saved(story(tiny, 5, f"Words {next(texts)}.", "Story 5"))

        preview.when = save_now_and_then
        preview.rests()
        number = next(texts)
    assert number > 10
    assert pages > 60
    assert pages - 5 <= len(preview.rendered) <= pages + 2 * number
    assert tree(preview.output) == clean(tiny)


@pytest.mark.parametrize("is_changed_meanwhile", [False, True])
def test_a_preview_that_is_killed_in_a_whole_build_goes_on_in_the_next(tmp_path, is_changed_meanwhile):
    tiny = archive(tmp_path, 24)
    preview = Preview(tiny)
    with preview.opened():
        preview.rests()
        pages, preview.rendered = len(preview.rendered), []
        preview.saved(template_changed(tiny, "everything", "<!-- new -->"))
        left = iter(range(pages // 2, -1, -1))

        def killed_half_way():
            if not next(left):
                raise Killed

        preview.when = killed_half_way
        with pytest.raises(Killed):
            preview.rests()
    preview.when = lambda: None
    made = len(preview.rendered)
    if is_changed_meanwhile:  # then nothing of that is right
        template_changed(tiny, "everything", "<!-- newer -->")
    with preview.opened():
        preview.rests()
    assert (len(preview.rendered) - made >= pages - 25) is is_changed_meanwhile
    assert made > 15
    assert tree(preview.output) == clean(tiny)


def test_a_page_made_by_a_template_that_was_taken_back_is_made_again(tmp_path):
    tiny = archive(tmp_path)
    preview = Preview(tiny)
    with preview.opened():
        preview.rests()
        preview.saved(template_changed(tiny, "everything", "<!-- one -->"))
        calls = iter(range(1000))

        def other_template_and_a_save():
            if next(calls) == 60:
                two = template_changed(tiny, "everything", "<!-- two -->")
                preview.saved(two, story(tiny, 0, "Other words.", "Story 0"))

        preview.when = other_template_and_a_save
        for _ in range(3):  # the first template's open pages, its whole build, then what came in between
            preview.step()
        preview.saved(template_changed(tiny, "everything", "<!-- one -->"))
        preview.rests()
    assert tree(preview.output) == clean(tiny)


def test_problems_that_a_whole_build_found_are_told_though_it_gave_way(tmp_path):
    tiny = archive(tmp_path)
    tiny.put("stories/broken.md", "no front matter")
    preview = Preview(tiny)
    with preview.opened():
        saves = iter([{story(tiny, 5, "Other words.", "Story 5")}])
        preview.when = lambda: preview.saved(*next(saves, ()))
        preview.rests()
    told = [[problem.source for problem, _ in news.problems] for news in preview.log if hasattr(news, "problems")]
    assert told == [["content/stories/broken.md"]] * 2
    assert preview.log[-1].receipt.problems == ()


def edits(tiny):
    """What an editor may do in the middle of a build: a strategy of functions that give the paths that changed."""
    numbers, marks = st.integers(0, 12), st.sampled_from(["", "<!-- 1 -->", "<!-- 2 -->"])
    texts = st.sampled_from(["Some words.", "Other words.", "[A story](s03.md)."])
    titles, tags = st.sampled_from(["Story", "Ferry"]), st.sampled_from(["[Harbour]", "[Harbour, Pier]"])
    sections = st.sampled_from(["News", "News", "Sport"])
    return st.one_of(
        st.builds(lambda *fields: [story(tiny, *fields)], numbers, texts, titles, tags, sections),
        st.builds(lambda kind, mark: [template_changed(tiny, kind, mark)], st.sampled_from(TEMPLATES), marks),
        st.builds(lambda number: [dropped(tiny, number)], numbers),
        st.builds(lambda text: [tiny.put("stories/s06.md", text)], st.sampled_from(["broken"])),
        st.builds(lambda days: [settled(tiny, days)], st.booleans()),
        st.builds(lambda: [tiny.root / "content"]),
        st.just(()),
    )


def dropped(tiny, number):
    path = tiny.root / "content" / "stories" / f"s{number:02}.md"
    path.unlink(missing_ok=True)
    return path


def settled(tiny, days):
    tiny.settings(SMALL_LISTS + f"days = {str(days).lower()}\n")
    return tiny.root / "site.toml"


@given(st.data())
@settings(max_examples=300 if LONG else 6, deadline=None)
def test_after_any_saves_and_ends_in_a_whole_build_the_preview_is_a_clean_build(data):
    with TemporaryDirectory() as folder:
        tiny = archive(folder)
        preview = Preview(tiny)
        todo = data.draw(st.lists(st.tuples(st.integers(0, 25), st.booleans()), max_size=8))

        def next_event():
            if not todo:
                return
            (calls, is_end), todo[:1] = todo[0], []
            if calls:
                todo.insert(0, (calls - 1, is_end))
            elif is_end:
                raise Killed
            else:
                preview.saved(*data.draw(edits(tiny)))

        preview.when = next_event
        is_over = False
        while not is_over:
            try:
                with preview.opened():
                    preview.rests()
                    for _ in range(data.draw(st.integers(0, 3))):
                        preview.saved(*data.draw(edits(tiny)))
                        preview.rests()
                    todo.clear()
                    preview.looks_at_everything()
                    is_over = True
            except Killed:
                pass
        made = tree(preview.output)
        if (tiny.root / "content/stories/s06.md").is_file() and tiny.root.joinpath(
            "content/stories/s06.md"
        ).read_text() == "broken":  # it stays at its last good version, which a clean build does not know
            story(tiny, 6, "Some words.", "Story 6")
            with preview.opened():
                preview.looks_at_everything()
            made = tree(preview.output)
        assert made == clean(tiny)
