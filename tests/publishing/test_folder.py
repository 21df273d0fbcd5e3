"""Publishing into a folder: only what changed, in an order without gaps, and nothing of others is removed."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile.cli import main
from backfile.model import BackfileError, MachineError, UsageError
from backfile.options import Options
from backfile.publishing import Wishes, folder, places, to_folder
from backfile.publishing.folder import FolderPlace
from backfile.publishing.places import LIST
from backfile.publishing.standing import standing_in
from tests.engine.tiny import NOW, TinyArchive, tree
from tests.publishing.conftest import LONG


@pytest.fixture
def desk(tmp_path):
    tiny = TinyArchive(tmp_path / "archive")
    tiny.story("1995/flood", "The flood", "1995-05-05", "It rained.")
    return tiny


@pytest.fixture
def www(tmp_path):
    return tmp_path / "www"


def publish(tiny: TinyArchive, folder: Path, **wishes: object):
    return to_folder(tiny.root, Options(executor="inline", now=NOW), Wishes(**wishes), folder)


def times(folder: Path) -> dict[str, int]:
    return {path: (folder / path).stat().st_mtime_ns for path in tree(folder)}


FLOOD = "1995/05/05/flood/index.html"


def test_the_folder_gets_the_whole_site_and_then_only_what_changed(desk, www):
    publish(desk, www)
    assert tree(www) == desk.site()
    before = times(www)
    desk.story("1995/flood", "The flood", "1995-05-05", "It rained for days.")
    published = publish(desk, www)
    assert tree(www) == desk.site()
    after = times(www)
    touched = {path for path in after if after[path] != before[path]}
    assert FLOOD in touched
    assert len(touched) == published.tally.changed < len(after)


def test_nothing_is_written_when_nothing_changed(desk, www):
    publish(desk, www)
    before = times(www), (www / LIST).stat().st_mtime_ns
    assert not publish(desk, www).tally
    assert (times(www), (www / LIST).stat().st_mtime_ns) == before


def test_what_is_gone_from_the_site_goes_and_what_others_put_there_stays(desk, www):
    desk.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    publish(desk, www)
    (www / "statistics").mkdir()
    (www / "statistics/index.html").write_text("visitors")
    (www / "1995/06/01/gale/photo.jpg").write_bytes(b"theirs")
    desk.drop("stories/1995/gale.md")
    publish(desk, www)
    assert not (www / "1995/06/01/gale/index.html").exists()
    assert (www / "1995/06/01/gale/photo.jpg").read_bytes() == b"theirs"
    assert (www / "statistics/index.html").read_text() == "visitors"


def test_a_page_that_was_lost_or_cut_at_the_target_comes_back(desk, www):
    publish(desk, www)
    (www / FLOOD).unlink()
    (www / "index.html").write_text("cut")
    assert publish(desk, www).tally[:3] == (1, 1, 0)
    assert tree(www) == desk.site()


def test_a_file_of_others_in_the_way_is_refused_unless_it_may_be_replaced(desk, www):
    www.mkdir()
    (www / "index.html").write_text("It works!")
    with pytest.raises(UsageError, match=r"stand in the way \(index.html\).*--replace"):
        publish(desk, www)
    assert tree(www) == {"index.html": b"It works!"}
    publish(desk, www, replace=True)
    assert tree(www) == desk.site()


def test_a_site_that_was_copied_there_by_hand_is_taken_over(desk, www):
    desk.build()
    for path, data in desk.site().items():
        (www / path).parent.mkdir(parents=True, exist_ok=True)
        (www / path).write_bytes(data)
    before = times(www)
    publish(desk, www)
    assert times(www) == before
    desk.drop("stories/1995/flood.md")
    desk.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    publish(desk, www)
    assert tree(www) == desk.site()


def test_a_dry_run_lists_what_would_change_and_makes_not_even_the_folder(desk, www):
    published = publish(desk, www, dry_run=True)
    assert {change.path for change in published.changes} == set(desk.site())
    assert not www.exists()


class Watched(FolderPlace):
    """A folder that notes in which order things are done, and may fail at one of them."""

    def __init__(self, folder: Path, fails_at: int = -1) -> None:
        super().__init__(folder)
        self.order, self.fails_at = [], fails_at

    def put(self, source: Path, path: str) -> None:
        self._step(path)
        super().put(source, path)

    def remove(self, path: str) -> None:
        self._step(f"-{path}")
        super().remove(path)

    def _step(self, what: str) -> None:
        if len(self.order) == self.fails_at:
            raise InterruptedError
        self.order.append(what)


@pytest.fixture
def watched(monkeypatch):
    """Every place made from now on is a watched one; the last is the result's `place`."""

    class Made:
        fails_at = -1

        def __call__(self, folder: Path) -> Watched:
            self.place = Watched(folder, self.fails_at)
            return self.place

    made = Made()
    monkeypatch.setattr("backfile.publishing.FolderPlace", made)
    return made


def test_what_others_lead_to_comes_first_and_removals_come_last(desk, www, watched):
    desk.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    publish(desk, www)
    desk.drop("stories/1995/gale.md")
    desk.put("stories/1996/map.png", b"\x89PNG\r\n\x1a\n")
    desk.story("1996/fog", "The fog", "1996-02-02", "![A map](map.png)")
    publish(desk, www)
    order = watched.place.order
    assert order[0] == order[-1] == LIST
    at = {path: number for number, path in enumerate(order)}
    picture = next(path for path in order if path.endswith(".png"))
    page = "1996/02/02/fog/index.html"
    a_list = "1996/02/index.html"
    assert at[picture] < at[page] < at[a_list] < at["index.html"] < at["-1995/06/01/gale/index.html"]


def test_interrupted_anywhere_the_next_publication_brings_it_to_its_end(desk, www, watched):
    desk.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    publish(desk, www)
    for steps in range(0, 60, 1 if LONG else 3):
        desk.story("1995/flood", "The flood", "1995-05-05", f"It rained, version {steps}.")
        desk.story("1995/gale" if steps % 2 else "1995/fog", "The gale", "1995-06-01", "It blew.")
        (desk.root / f"content/stories/1995/{'fog' if steps % 2 else 'gale'}.md").unlink(missing_ok=True)
        watched.fails_at = steps
        try:
            publish(desk, www)
            break
        except BackfileError:
            assert (www / "index.html").exists()
    assert steps > 5
    assert tree(www) == desk.site()


def lacking_locks(monkeypatch):
    """A share that knows no locks of folders."""
    monkeypatch.setattr(folder, "folder_held", lambda place: nullcontext(True))


class Rival(FolderPlace):
    """Somebody else publishes into the folder after this step of ours: a path, `-` before one that is removed."""

    after, rival = "", staticmethod(lambda: None)

    def put(self, source: Path, path: str) -> None:
        super().put(source, path)
        self._passed(path)

    def remove(self, path: str) -> None:
        super().remove(path)
        self._passed(f"-{path}")

    def _passed(self, step: str) -> None:
        if step.startswith(Rival.after):
            Rival.after = "done"
            Rival.rival()


@pytest.fixture
def two(tmp_path):
    """Two desks with archives that differ, after one of them has published."""
    desks = [TinyArchive(tmp_path / name) for name in ("ada", "bo")]
    for number, desk in enumerate(desks):
        desk.story("1995/flood", "The flood", "1995-05-05", f"It rained, says desk {number}.")
        desk.story(f"1996/own{number}", f"Own of {number}", "1996-06-06", "Words.")
        desk.build()
    return desks


def test_a_second_publication_into_the_same_folder_is_turned_away(two, www, monkeypatch):
    told = []

    def rival():
        with pytest.raises(MachineError, match="another publication into this folder is running") as refused:
            publish(two[1], www)
        told.append(refused)

    monkeypatch.setattr("backfile.publishing.FolderPlace", Rival)
    monkeypatch.setattr(Rival, "after", "index.html")
    monkeypatch.setattr(Rival, "rival", staticmethod(rival))
    publish(two[0], www)
    assert len(told) == 1
    assert tree(www) == two[0].site()
    publish(two[1], www)
    assert tree(www) == two[1].site()


@pytest.mark.parametrize("after", [LIST, "index.html", "-"])
def test_without_locks_the_first_of_two_stops_and_removes_nothing_of_the_second(two, www, monkeypatch, after):
    """The second runs from its beginning to its end while the first has sent a part, or removes."""
    lacking_locks(monkeypatch)
    publish(two[1], www)
    two[1].story("1997/more", "More", "1997-07-07", "Words.")
    monkeypatch.setattr("backfile.publishing.FolderPlace", Rival)
    monkeypatch.setattr(Rival, "after", after)
    monkeypatch.setattr(Rival, "rival", staticmethod(lambda: publish(two[1], www)))
    with pytest.raises(MachineError, match="somebody else publishes to the same place"):
        publish(two[0], www)
    assert set(two[1].site()) <= set(tree(www)), "nothing of theirs is gone"
    publish(two[0], www)
    publish(two[1], www)
    assert tree(www) == two[1].site(), "what both have sent is set right"


def test_a_page_that_was_announced_and_not_sent_is_sent_by_the_next_publication(desk, www, watched):
    publish(desk, www)
    desk.story("1995/flood", "The flood", "1995-05-05", "It poured.")  # as many bytes as before
    watched.fails_at = 1
    with pytest.raises(BackfileError):
        publish(desk, www)
    watched.fails_at = -1
    publish(desk, www)
    assert tree(www) == desk.site()


def test_a_name_in_other_letters_goes_before_the_new_one_comes(desk, www, watched):
    desk.build()
    (desk.root / "output/Letters.txt").write_text("Dear editor")
    publish(desk, www)
    (desk.root / "output/Letters.txt").rename(desk.root / "output/letters.txt")
    publish(desk, www)
    order = watched.place.order
    assert order.index("-Letters.txt") < order.index("letters.txt")


@pytest.mark.parametrize("wrong", ["content", "output", "output/inside", ".", "..", "site.toml"])
def test_a_folder_that_would_put_the_archive_at_risk_is_refused(wrong, desk, monkeypatch, capsys):
    desk.build()
    monkeypatch.chdir(desk.root)
    assert main(["publish", "folder", wrong]) == 2
    assert "name " in capsys.readouterr().err
    assert (desk.root / "site.toml").is_file()


def test_a_link_in_the_target_does_not_lead_the_site_out_of_it(desk, www, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    www.mkdir()
    (www / "1995").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="a link that leads out of the target"):
        publish(desk, www)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_in_a_line(desk, www, monkeypatch, capsys):
    www.mkdir(mode=0o500)
    monkeypatch.chdir(desk.root)
    assert main(["publish", "folder", str(www)]) == 3
    assert "permission denied" in capsys.readouterr().err


def test_the_command_names_the_folder_and_what_changed(desk, www, monkeypatch, capsys):
    monkeypatch.chdir(desk.root)
    assert main(["publish", "folder", str(www)]) == 0
    assert f"Published to {www}: " in capsys.readouterr().out
    assert main(["publish", "folder"]) == 2
    assert main(["publish", "github", str(www)]) == 2
    assert main(["publish", "ftp"]) == 2


NAMES = st.sampled_from(["a", "b", "A", "a-b", "a0", "ä", "index.html", "c.css"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


def without_conflicts(files: dict[str, bytes]) -> dict[str, bytes]:
    """No file that is a folder too."""
    return {path: data for path, data in files.items() if not any(other.startswith(path + "/") for other in files)}


SITES = st.dictionaries(PATHS, st.binary(max_size=3), max_size=6).map(without_conflicts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400 if LONG else 15)
@given(sites=st.lists(SITES, min_size=1, max_size=4), theirs=SITES)
def test_whatever_sites_follow_each_other_the_last_stands_there_beside_what_others_put(sites, theirs, tmp_path_factory):
    root = tmp_path_factory.mktemp("history")
    target, work = root / "www", root / "work"
    theirs = {f"theirs/{path}": data for path, data in theirs.items()}
    fill(target, theirs)
    for number, site in enumerate(sites):
        output = root / f"site{number}"
        fill(output, site)
        work.mkdir(exist_ok=True)
        with standing_in(output, work) as standing:
            places.compare(FolderPlace(target), standing, lambda path: "", False, work)
            places.send(FolderPlace(target), standing, work, None)
        assert tree(target) == site | theirs


def fill(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir()
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
