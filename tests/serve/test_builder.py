"""The builder without its server: what is saved while it builds is built next, and what comes at once is one build."""

from __future__ import annotations

from dataclasses import replace

from backfile.options import Options
from backfile.serve.builder import Builder, Finished
from tests.serve.serving import make_archive, story_text, write

WISHES = Options(executor="inline", keep_going=True, plain_assets=True, remember=False, drafts=True)


class Editing:
    """An editor who saves when a build has just ended, as `saves` says, and goes home after the last build."""

    def __init__(self, root, *saves):
        self.root, self.saves, self.finished = make_archive(root), list(saves), []
        output = root / ".backfile" / "preview"
        self.builder = Builder(self.root, replace(WISHES, output=output), self.heard, lambda: ())
        with self.builder.opened():
            self.builder.run()
        self.site = output

    def heard(self, news):
        if not isinstance(news, Finished):
            return
        self.finished.append(news)
        if self.saves:
            for name, title in self.saves.pop(0):
                path = write(self.root / "content" / "stories" / f"{name}.md", story_text(title, date="1995-05-05"))
                self.builder.changed({path})
        else:
            self.builder.stop()

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
