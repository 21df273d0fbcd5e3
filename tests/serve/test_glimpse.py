"""A story that is saved while the archive is being read for the first time is shown at once, and says what it is."""

from __future__ import annotations

from dataclasses import replace

from backfile.options import Options
from backfile.serve.builder import Builder, Finished
from backfile.serve.glimpse import Glimpse
from backfile.serve.pace import Pace
from tests.pictures.drawing import drawing
from tests.serve.serving import make_archive, story_text, write

WISHES = Options(executor="inline", keep_going=True, plain_assets=True, remember=False, drafts=True)
FERRY = "1995/05/05/ferry/index.html"


class Reading:
    """A first preview in which files are saved when its reading says how far it is, until its first build has ended."""

    def __init__(self, root, *saves):
        self.root, self.saves, self.told, self.seen = make_archive(root), list(saves), [], {}
        self.site = root / ".backfile" / "preview"
        self.builder = Builder(root, replace(WISHES, output=self.site), self.heard, tuple)
        asked = self.builder._progress

        def progress(step, done, total):
            if step == "read":
                while self.saves:
                    self.save(*self.saves.pop(0))
                    asked(step, done, total)

        self.builder._progress = progress
        with self.builder.opened():
            self.builder.run()

    def save(self, name, text):
        self.builder.changed({write(self.root / "content" / "stories" / name, text)})

    def heard(self, news):
        self.told.append(news)
        if isinstance(news, Glimpse):
            self.seen |= {page: (news.folder / page).read_text("utf-8") for page in news.pages}
        elif isinstance(news, Finished) and not self.builder._changed:
            self.builder.stop()

    @property
    def glimpses(self):
        return [news for news in self.told if isinstance(news, Glimpse)]


def test_a_story_that_is_saved_while_the_archive_is_read_is_there_before_that_ends(tmp_path):
    reading = Reading(tmp_path, ("ferry.md", story_text("The ferry floats", "See [the school](school.md).")))
    assert [news.pages for news in reading.glimpses] == [{FERRY}]
    assert isinstance(reading.told[0], Glimpse)
    assert "The ferry floats" in reading.seen[FERRY]
    assert "The ferry floats" in (reading.site / FERRY).read_text("utf-8")
    assert not reading.glimpses[0].folder.exists()  # the site has the page now


def test_its_pictures_come_with_it(tmp_path):
    (tmp_path / "content" / "stories").mkdir(parents=True)
    (tmp_path / "content" / "stories" / "pier.png").write_bytes(drawing(40, 30))
    reading = Reading(tmp_path, ("ferry.md", story_text("The ferry floats", "![The pier](pier.png)")))
    assert 'width="40"' in reading.seen[FERRY]
    assert len(reading.glimpses[0].problems) == 0


def test_one_that_cannot_be_read_says_why(tmp_path):
    reading = Reading(tmp_path, ("ferry.md", "no front matter"))
    assert [(news.pages, len(news.problems)) for news in reading.glimpses] == [(frozenset(), 1)]
    assert reading.glimpses[0].problems[0].source == "content/stories/ferry.md"


def test_each_save_is_shown_once_and_the_last_is_what_stays(tmp_path):
    texts = [("ferry.md", story_text(title)) for title in ("One", "Two")]
    reading = Reading(tmp_path, *texts)
    assert len(reading.glimpses) == 2
    assert "Two" in reading.seen[FERRY]
    assert "Two" in (reading.site / FERRY).read_text("utf-8")


def test_who_waits_is_told_how_long():
    times = iter([0.0, 1.0, 5.0, 6.0])
    pace = Pace(lambda: next(times))
    assert pace.text("read", 0, 1000) == "0 of 1,000 stories read."
    assert pace.text("read", 100, 1000) == "100 of 1,000 stories read."
    assert pace.text("read", 500, 1000) == "500 of 1,000 stories read, about 5 s left."
    assert pace.text("pages", 2, 4000) == "2 of 4,000 pages made."
