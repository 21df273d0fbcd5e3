"""The builder without its server: what is saved while it builds is built next, and what comes at once is one build."""

from __future__ import annotations

import threading
from dataclasses import replace

from backfile import saves
from backfile.options import Options
from backfile.serve.builder import Builder, Finished
from tests.serve.serving import PATIENCE, make_archive, story_text, write

WISHES = Options(executor="inline", keep_going=True, plain_assets=True, remember=False, drafts=True)


class Editing:
    """An editor who saves when a build has just ended, as `edits` say, and goes home after the last build, or `waits`
    for the pages that it left for later."""

    def __init__(self, root, *edits, looks_at=(), waits=False, at_once=()):
        self.root, self.edits, self.finished = make_archive(root), list(edits), []
        self.waits, self.at_once = waits, list(at_once)
        output = root / ".backfile" / "preview"
        self.builder = Builder(self.root, replace(WISHES, output=output), self.heard, lambda: looks_at)
        late = threading.Timer(PATIENCE, self.builder.stop)  # what never comes is missed, not waited for
        with self.builder.opened():
            late.start()
            self.builder.run()
            late.cancel()
        self.site = output

    def heard(self, news):
        if not isinstance(news, Finished):
            self.save(self.at_once)
            self.at_once = []
            return
        self.finished.append(news)
        if self.edits:
            self.save(self.edits.pop(0))
        elif not self.waits or (news.is_last and news.late is not None) or (news.receipt and len(self.finished) > 1):
            self.builder.stop()

    def save(self, stories):
        for name, title in stories:
            fields = {"date": "2001-09-01"} if name == "school" else {"date": "1995-05-05", "tags": "[Harbour]"}
            path = write(self.root / "content" / "stories" / f"{name}.md", story_text(title, **fields))
            self.builder.changed({path})

    def page(self, name):
        return (self.site / "1995/05/05" / name / "index.html").read_text("utf-8")


def test_files_saved_one_after_the_other_while_a_build_is_under_way_are_one_build(tmp_path):
    editing = Editing(tmp_path, [("ferry", "The ferry floats"), ("gale", "No gale"), ("inn", "The inn")])
    assert len(editing.finished) == 2
    for name, title in (("ferry", "The ferry floats"), ("gale", "No gale"), ("inn", "The inn")):
        assert title in editing.page(name)


def test_three_saves_of_a_file_are_one_build_of_the_last(tmp_path):
    editing = Editing(tmp_path, [("ferry", "One"), ("ferry", "Two"), ("ferry", "Three")])
    assert len(editing.finished) == 2
    assert "Three" in editing.page("ferry")


def test_every_build_that_follows_a_save_has_it(tmp_path):
    titles = [f"Sailing {number}" for number in range(4)]
    editing = Editing(tmp_path, *[[("ferry", title)] for title in titles])
    assert len(editing.finished) == 5
    assert titles[-1] in editing.page("ferry")


def test_a_mistake_in_a_story_that_is_new_is_one_problem_and_none_of_those_that_link_to_it(tmp_path):
    stories = tmp_path / "content" / "stories"
    write(stories / "inn.md", story_text("The inn", date="5/5/95"))
    write(stories / "mill.md", story_text("The mill", "Beside [the inn](inn.md), once at [the bridge](bridge.md)."))
    write(stories / "bridge.md", "no front matter")
    editing = Editing(
        tmp_path,
        [("ferry", "The ferry floats")],
        [("mill", "The mill, beside [the inn](inn.md)")],
        [("inn", "The inn")],
    )
    told = [[problem.source for problem, _ in finished.problems] for finished in editing.finished]
    both = ["content/stories/bridge.md", "content/stories/inn.md"]
    assert list(map(sorted, told)) == [both, both, both, both[:1]]


def test_the_pages_that_are_looked_at_are_made_first_and_the_others_follow(tmp_path):
    month = "https://quay.example/archive/1995/05/"
    editing = Editing(tmp_path, [("ferry", "The ferry floats")], looks_at=[month], waits=True)
    _, first, *rest = editing.finished
    assert first.late is None
    assert first.written == 2  # the story and the month
    assert rest
    late = frozenset().union(*(news.late for news in rest))
    assert {"index.html", "tags/harbour/index.html", "1995/05/05/index.html"} <= late
    assert not {"1995/05/05/ferry/index.html", "1995/05/index.html"} & late
    assert [news.is_last for news in rest] == [False] * (len(rest) - 1) + [True]
    for page in ("index.html", "tags/harbour/index.html", "1995/05/05/index.html", "1995/05/index.html"):
        assert "The ferry floats" in (editing.site / page).read_text("utf-8")


def test_a_save_goes_before_pages_that_nobody_looks_at_and_none_of_them_is_forgotten(tmp_path):
    editing = Editing(tmp_path, [("school", "The school closes")], [("ferry", "The ferry floats")], waits=True)
    assert [news.late is None for news in editing.finished[:3]] == [True, True, True]
    assert editing.finished[-1].late
    for title, day in (("The school closes", "2001/09/01"), ("The ferry floats", "1995/05/05")):
        assert title in (editing.site / day / "index.html").read_text("utf-8")


def test_a_save_while_the_first_build_reads_is_not_lost(tmp_path):
    editing = Editing(tmp_path, [], at_once=[("ferry", "The ferry floats")])
    assert editing.at_once == []
    assert len(editing.finished) == 2
    assert "The ferry floats" in editing.page("ferry")


def test_the_page_of_a_story_that_is_saved_before_all_are_made_is_made_first(tmp_path, monkeypatch):
    rebuild, asked = saves.rebuild, []
    monkeypatch.setattr(saves, "rebuild", lambda *given: asked.append(given[2]) or rebuild(*given))
    editing = Editing(tmp_path, [("ferry", "The ferry floats")])
    assert asked == [()]
    editing.builder._is_due = True
    with editing.builder.opened():
        editing.builder._build({tmp_path / "content" / "stories" / "gale.md"})
    assert "story:stories/gale.md" in asked[1]
