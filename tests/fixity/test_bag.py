"""`backfile bag` packs captures, stories and site into a bag that the library's own validator accepts."""

from __future__ import annotations

import pytest

bagit = pytest.importorskip("bagit", reason="the extra `bag` is not installed")


@pytest.fixture
def captured(tiny):
    (tiny.root / "articles" / "1995").mkdir(parents=True)
    (tiny.root / "articles" / "1995" / "flood.txt").write_text("THE FLOOD\n\nSome words.\n")
    return tiny


def files_of(bag):
    return {path.removeprefix("data/") for path in bag.payload_files()}


def test_it_holds_captures_stories_settings_themes_and_site(captured, run, tmp_path):
    (captured.root / "output" / "CNAME").write_text("a person's own")
    code, out, _ = run("bag", tmp_path / "kept")
    assert code == 0
    assert "not one to publish" in out
    bag = bagit.Bag(str(tmp_path / "kept"))
    assert bag.is_valid()
    files = files_of(bag)
    assert {"articles/1995/flood.txt", "content/stories/flood.md", "site.toml", "site/index.html"} <= files
    assert {"site/manifest-sha256.txt", "themes/plain/theme.toml", "content/stories/secret.md"} <= files
    assert "site/CNAME" not in files
    written = {f"site/{path}" for path in captured.site()} - {"site/CNAME"}
    assert {path for path in files if path.startswith("site/")} == written


def test_it_is_of_version_one_unless_a_name_has_a_percent_sign(captured, run, tmp_path):
    run("bag", tmp_path / "odd")
    assert bagit.Bag(str(tmp_path / "odd")).version == "0.97"
    captured.drop("images/100% a.jpg")
    captured.story("flood", "The flood")
    captured.build()
    run("bag", tmp_path / "usual")
    bag = bagit.Bag(str(tmp_path / "usual"))
    assert (bag.version, bag.is_valid()) == ("1.0", True)


def test_its_date_is_that_of_the_moment_given(captured, run, tmp_path):
    run("bag", tmp_path / "kept")
    assert bagit.Bag(str(tmp_path / "kept")).info["Bagging-Date"] == "2026-01-01"


def test_a_site_that_was_altered_is_not_packed(captured, run, tmp_path):
    (captured.root / "output" / "index.html").write_text("not ours")
    code, _, err = run("bag", tmp_path / "kept")
    assert code == 1
    assert "index.html is changed" in err
    assert not (tmp_path / "kept").exists()


def test_a_folder_that_is_in_use_and_one_inside_the_archive_are_refused(captured, run, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    assert run("bag", tmp_path / "full")[0] == 2
    assert run("bag", captured.root / "content" / "bag")[0] == 2
    assert (tmp_path / "full" / "mine.txt").read_text() == "mine"


def test_a_bag_that_cannot_be_finished_leaves_nothing(captured, run, tmp_path):
    (captured.root / "articles" / "leaving.txt").symlink_to("/etc/hostname")
    code, _, err = run("bag", tmp_path / "kept")
    assert code == 1
    assert "not in the archive" in err
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


@pytest.mark.parametrize("has_percent", [True, False])
def test_a_bag_is_verified_like_a_site(captured, run, tmp_path, has_percent):
    if not has_percent:
        captured.drop("images/100% a.jpg")
        captured.story("flood", "The flood")
        captured.build()
    run("bag", tmp_path / "kept")
    code, out, _ = run("verify", tmp_path / "kept", "--strict")
    assert (code, out.splitlines()[-1]) == (0, "as it was built")
    (tmp_path / "kept/data/content/stories/flood.md").write_text("not ours")
    (tmp_path / "kept/data/site/robots.txt").unlink()
    (tmp_path / "kept/bag-info.txt").write_text("Source-Organization: another\n")
    (tmp_path / "kept/data/articles/more.txt").write_text("more")
    code, out, _ = run("verify", tmp_path / "kept")
    assert code == 1
    assert set(out.splitlines()[:4]) == {
        "changed: bag-info.txt",
        "foreign: data/articles/more.txt",
        "changed: data/content/stories/flood.md",
        "missing: data/site/robots.txt",
    }


def test_a_site_in_a_bag_is_verified_by_its_own_manifest(captured, run, tmp_path):
    run("bag", tmp_path / "kept")
    assert run("verify", tmp_path / "kept/data/site")[0] == 0
