"""Publishing on a branch: one commit with what changed, visible at once or not at all, nothing else touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.cli import main
from backfile.model import BackfileError, MachineError, UsageError
from backfile.publishing import github
from tests.publishing.conftest import LONG, Newsroom, git, slow

ROOT = Path(__file__).parents[2]


def test_the_branch_holds_the_site_and_keeps_jekyll_away(newsroom):
    newsroom.publish()
    branch, site = newsroom.branch(), newsroom.tiny.site()
    assert set(branch) == {*site, ".nojekyll"}
    assert "It rained." in branch["1995/05/05/flood/index.html"]


def test_the_second_commit_holds_the_changed_files_only(newsroom):
    newsroom.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    newsroom.publish()
    newsroom.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained for days.")
    published = newsroom.publish()
    second, first = newsroom.history()
    changed = git(newsroom.bare, "diff", "--name-only", first, second).split()
    assert "1995/05/05/flood/index.html" in changed
    assert "1995/06/01/gale/index.html" not in changed
    assert len(changed) == published.tally.changed
    assert (published.tally.added, published.tally.removed) == (0, 0)


def test_publishing_the_same_site_again_makes_no_commit_and_reads_no_page_again(newsroom, monkeypatch):
    monkeypatch.setattr("backfile.publishing.standing.RACY_SECONDS", 0)
    newsroom.publish()
    read = []
    monkeypatch.setattr("backfile.publishing.standing.Standing.read", lambda site, path: read.append(path))
    assert not newsroom.publish().tally
    assert len(newsroom.history()) == 1
    assert read == []


def test_a_file_that_changed_under_the_same_size_and_time_is_published(newsroom):
    newsroom.publish()
    page = newsroom.tiny.root / "output/1995/05/05/flood/index.html"
    times = page.stat()
    page.write_bytes(page.read_bytes().replace(b"It rained.", b"It poured."))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    newsroom.publish(build=False)
    assert "It poured." in newsroom.branch()["1995/05/05/flood/index.html"]


def test_a_story_that_is_gone_is_gone_from_the_branch(newsroom):
    newsroom.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    newsroom.publish()
    newsroom.tiny.drop("stories/1995/gale.md")
    assert newsroom.publish().tally.removed > 0
    assert "1995/06/01/gale/index.html" not in newsroom.branch()


def test_a_file_gives_way_to_a_folder_of_its_name_and_back(newsroom):
    newsroom.publish()
    place = newsroom.tiny.root / "output/letters"
    place.write_text("a list")
    newsroom.publish()
    place.unlink()
    place.mkdir()
    (place / "1.txt").write_text("Dear editor")
    newsroom.publish()
    assert newsroom.branch()["letters/1.txt"] == "Dear editor"
    shutil.rmtree(place)
    place.write_text("a list")
    newsroom.publish()
    assert newsroom.branch()["letters"] == "a list"


def test_a_custom_domain_is_written_and_one_that_github_wrote_is_kept(newsroom, tmp_path):
    newsroom.tiny.settings('title = "Tiny"\ntheme = "plain"\nbase_url = "https://pilot.example.org/"\n')
    assert newsroom.publish().address == "https://pilot.example.org/"
    assert newsroom.branch()["CNAME"] == "pilot.example.org"
    newsroom.tiny.settings('title = "Tiny"\ntheme = "plain"\n')
    newsroom.publish()
    assert newsroom.branch()["CNAME"] == "pilot.example.org"


@slow
def test_files_that_begin_with_a_dot_stay_at_home(newsroom):
    newsroom.tiny.build()
    (newsroom.tiny.root / "output/.secret").write_text("not for readers")
    (newsroom.tiny.root / "output/.well-known").mkdir()
    (newsroom.tiny.root / "output/.well-known/security.txt").write_text("Contact: mailto:ada@example.org")
    newsroom.publish()
    branch = newsroom.branch()
    assert ".secret" not in branch
    assert ".well-known/security.txt" in branch


# --- what it must leave alone


@pytest.mark.parametrize(
    "state", ["no commits", "dirty", "detached", "a worktree", *(["clean", "staged", "in a subfolder"] if LONG else [])]
)
def test_working_tree_head_index_and_branches_are_left_alone(state, tmp_path, bare):
    newsroom = Newsroom(tmp_path / "paper", bare, "news" if state == "in a subfolder" else "")
    if state != "no commits":
        newsroom.commit()
    if state == "dirty":
        newsroom.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained, they say.")
        (newsroom.clone / "notes.txt").write_text("not committed")
    if state == "staged":
        newsroom.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew.")
        git(newsroom.clone, "add", "-A")
    if state == "detached":
        git(newsroom.clone, "checkout", "--quiet", "--detach")
    if state == "a worktree":  # like a submodule, it has a file .git
        git(newsroom.clone, "worktree", "add", "--quiet", str(tmp_path / "desk"))
        newsroom.clone = newsroom.tiny.root = tmp_path / "desk"
    newsroom.tiny.build()
    before = newsroom.everything()
    newsroom.publish()
    after = newsroom.everything()
    assert after[1:-1] == before[1:-1]
    # What the remote has is what git may know of it from now on, as after any push.
    assert [line for line in after[0].splitlines() if "refs/remotes/origin/gh-pages" not in line] == before[
        0
    ].splitlines()
    assert "gh-pages" in after[-1]


def test_nothing_of_the_publication_stays_in_the_archive_but_what_saves_time(newsroom):
    newsroom.publish()
    scratch = newsroom.tiny.root / ".backfile/publishing"
    assert not scratch.exists()
    scratch.mkdir()
    (scratch / "index").write_text("what a killed publication left")
    newsroom.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained for days.")
    newsroom.publish()
    assert not scratch.exists()


@slow
def test_it_works_inside_a_hook_of_git(newsroom, monkeypatch, tmp_path):
    newsroom.commit()
    monkeypatch.setenv("GIT_DIR", str(newsroom.clone / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "an-index-of-the-hook"))
    newsroom.publish()
    assert not (tmp_path / "an-index-of-the-hook").exists()


@slow
def test_filters_and_line_end_rules_of_the_repository_do_not_change_the_pages(newsroom):
    git(newsroom.clone, "config", "core.autocrlf", "true")
    (newsroom.clone / ".gitattributes").write_text("*.html text eol=crlf\n")
    newsroom.tiny.build()
    (newsroom.tiny.root / "output/windows.txt").write_bytes(b"one\r\ntwo\r\n")
    newsroom.publish()
    raw = subprocess.run(
        ["git", "-C", newsroom.bare, "cat-file", "blob", "gh-pages:windows.txt"], capture_output=True, check=True
    )
    assert raw.stdout == b"one\r\ntwo\r\n"


# --- what may go wrong on the way


def hook(bare: Path, name: str, script: str) -> None:
    path = bare / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_push_that_the_remote_refuses_leaves_everything_as_it_was(newsroom):
    newsroom.commit()
    newsroom.publish()
    newsroom.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained for days.")
    hook(newsroom.bare, "pre-receive", "echo 'the presses stand still on Sundays' >&2; exit 1")
    newsroom.tiny.build()
    before = newsroom.everything()
    with pytest.raises(
        MachineError, match=r"(?s)pre-receive hook declined.*nothing was published.*presses stand still"
    ):
        newsroom.publish()
    assert newsroom.everything() == before
    (newsroom.bare / "hooks/pre-receive").unlink()
    assert newsroom.publish().tally.changed


def test_a_second_publisher_who_was_faster_is_not_overwritten(newsroom, monkeypatch, tmp_path):
    newsroom.publish()
    other = Newsroom(tmp_path / "other", newsroom.bare)
    other.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained in another town.")
    newsroom.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained for days.")
    stage = github.stage

    def slowly(*given):
        commit = stage(*given)
        monkeypatch.setattr(github, "stage", stage)
        other.publish()
        return commit

    newsroom.tiny.build()
    monkeypatch.setattr(github, "stage", slowly)
    with pytest.raises(MachineError, match="somebody else published to gh-pages in the meantime; nothing was changed"):
        newsroom.publish()
    assert "another town" in newsroom.branch()["1995/05/05/flood/index.html"]
    assert len(newsroom.history()) == 2
    newsroom.publish()
    assert "for days" in newsroom.branch()["1995/05/05/flood/index.html"]
    assert len(newsroom.history()) == 3


@slow
def test_two_first_publishers_do_not_overwrite_each_other_either(newsroom, monkeypatch, tmp_path):
    other = Newsroom(tmp_path / "other", newsroom.bare)
    other.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained in another town.")
    stage = github.stage

    def slowly(*given):
        monkeypatch.setattr(github, "stage", stage)
        commit = stage(*given)
        other.publish()
        return commit

    monkeypatch.setattr(github, "stage", slowly)
    with pytest.raises(MachineError, match="somebody else published"):
        newsroom.publish()
    assert len(newsroom.history()) == 1


@slow
def test_a_publisher_with_another_clone_goes_on_where_the_last_one_stopped(newsroom, tmp_path):
    newsroom.publish()
    other = Newsroom(tmp_path / "other", newsroom.bare)
    other.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    published = other.publish()
    changed = git(newsroom.bare, "diff", "--name-only", "gh-pages~1", "gh-pages").split()
    assert len(changed) == sum(published.tally[:3])
    assert "1995/06/01/gale/index.html" in changed
    assert "robots.txt" not in changed


@pytest.mark.parametrize(
    "step", ["fast-import", "update-index", "write-tree", "commit-tree", "push"] if LONG else ["push"]
)
def test_interrupted_at_any_step_it_leaves_everything_as_it_was(step, newsroom, monkeypatch):
    newsroom.commit()
    newsroom.publish()
    newsroom.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained for days.")
    newsroom.tiny.build()
    before = newsroom.everything()
    start = github.Git.start

    def interrupted(self, words, more=None, is_fed=False):
        words = list(words)
        if words[0] == step:
            raise KeyboardInterrupt
        return start(self, words, more, is_fed)

    monkeypatch.setattr(github.Git, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        newsroom.publish()
    monkeypatch.undo()
    assert newsroom.everything() == before
    newsroom.publish()
    assert "for days" in newsroom.branch()["1995/05/05/flood/index.html"]


@slow
def test_killed_while_it_pushes_the_next_publication_comes_to_its_end(newsroom):
    newsroom.commit()
    newsroom.publish()
    newsroom.tiny.story("1995/flood", "The flood", "1995-05-05", "It rained for days.")
    newsroom.tiny.build()
    before = newsroom.everything()
    hook(newsroom.bare, "pre-receive", "touch arrived; sleep 5; exit 1")
    command = [sys.executable, "-m", "backfile", "publish", "github"]
    process = subprocess.Popen(
        command, cwd=newsroom.tiny.root, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while not (newsroom.bare / "arrived").exists() and process.poll() is None:
        pass
    os.killpg(process.pid, 9)
    process.wait()
    (newsroom.bare / "hooks/pre-receive").unlink()
    assert newsroom.everything() == before
    newsroom.publish()
    assert "for days" in newsroom.branch()["1995/05/05/flood/index.html"]


# --- what it refuses


def test_a_branch_with_work_of_others_is_refused_until_one_says_replace(newsroom):
    newsroom.commit()
    git(newsroom.clone, "push", "--quiet", "origin", "main:gh-pages")
    with pytest.raises(UsageError, match=r"holds files that Backfile did not put there.*--replace"):
        newsroom.publish()
    newsroom.publish(replace=True)
    assert "site.toml" not in newsroom.branch()
    assert len(newsroom.history()) == 2


def test_a_story_that_is_broken_stops_the_publication_unless_the_others_shall_go(newsroom):
    newsroom.publish()
    newsroom.tiny.story("1995/gale", "The gale", "1/6/95", "It blew.")
    newsroom.tiny.story("1995/fair", "The fair", "1995-07-01", "It shone.")
    with pytest.raises(BackfileError, match="nothing was published") as refused:
        newsroom.publish()
    assert [problem.source for problem in refused.value.problems] == ["content/stories/1995/gale.md"]
    assert len(newsroom.history()) == 1
    published = newsroom.publish({"keep_going": True})
    assert [problem.source for problem in published.problems] == ["content/stories/1995/gale.md"]
    assert "1995/07/01/fair/index.html" in newsroom.branch()


def test_an_output_with_drafts_in_it_is_not_published_as_it_stands(newsroom):
    newsroom.tiny.story("1995/leak", "The leak", "1995-06-01", "Off the record.", status="draft")
    newsroom.tiny.build(drafts=True)
    with pytest.raises(BackfileError, match="built with --drafts"):
        newsroom.publish(build=False)
    newsroom.publish()
    assert not any("Off the record" in text for text in newsroom.branch().values())


def test_words_of_a_held_story_are_not_published_even_when_one_keeps_going(newsroom):
    words = "The mayor has sold the lighthouse to a circus for nine barrels of herring and a goat."
    newsroom.tiny.story("1995/scoop", "The lighthouse", "1995-06-01", words, status="draft")
    newsroom.publish()
    (newsroom.tiny.root / "output/old.html").write_text(f"<p>{words}</p>")
    with pytest.raises(BackfileError) as refused:
        newsroom.publish({"keep_going": True})
    assert [(p.source, "old.html" in p.fault) for p in refused.value.problems] == [
        ("content/stories/1995/scoop.md", True)
    ]
    assert len(newsroom.history()) == 1


def test_a_link_a_pipe_and_a_giant_are_named_before_anything_is_sent(newsroom, monkeypatch):
    newsroom.tiny.build()
    output = newsroom.tiny.root / "output"
    (output / "link.html").symlink_to("index.html")
    os.mkfifo(output / "pipe")
    with (output / "film.mp4").open("wb") as film:
        film.truncate(101 << 20)
    with pytest.raises(BackfileError) as refused:
        newsroom.publish()
    named = {problem.source: problem.code for problem in refused.value.problems}
    assert named == {
        "output/film.mp4": "file-too-large",
        "output/link.html": "not-publishable",
        "output/pipe": "not-publishable",
    }
    assert git(newsroom.bare, "for-each-ref") == ""


def test_a_dry_run_lists_what_would_change_and_changes_nothing(newsroom):
    newsroom.publish()
    newsroom.tiny.story("1995/gale", "The gale", "1995-06-01", "It blew.")
    newsroom.tiny.build()
    before = newsroom.everything()
    published = newsroom.publish(dry_run=True)
    assert newsroom.everything() == before
    assert "1995/06/01/gale/index.html" in [change.path for change in published.changes]
    assert published.commit == ""


# --- what it says


def said_by(newsroom, capsys, monkeypatch, *words: str) -> tuple[int, str]:
    monkeypatch.chdir(newsroom.tiny.root)
    code = main(["publish", "github", *words])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.err + printed.out


@pytest.mark.parametrize(
    ("wrong", "code", "words"),
    [
        ("no repository", 3, "this folder is in no git repository; `git init` makes one"),
        ("no remote", 2, "no remote to publish to; `git remote add origin"),
        ("another remote", 2, "there is no remote origin; there is upstream"),
        ("no such repository", 3, "there is no repository at "),
        ("no network", 3, "cannot be reached; look at the network"),
        ("no git", 3, "git is not installed"),
        ("no name", 3, "git does not know who publishes; type `git config user.name"),
        ("no such branch name", 2, '--branch: "a..b" cannot be the name of a branch'),
        ("no archive", 2, "no archive is here"),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(wrong, code, words, newsroom, capsys, monkeypatch, tmp_path):
    more = []
    if wrong == "no repository":
        shutil.rmtree(newsroom.clone / ".git")
    elif wrong == "no remote":
        git(newsroom.clone, "remote", "remove", "origin")
    elif wrong == "another remote":
        git(newsroom.clone, "remote", "rename", "origin", "upstream")
    elif wrong == "no such repository":
        git(newsroom.clone, "remote", "set-url", "origin", str(tmp_path / "nowhere.git"))
    elif wrong == "no network":
        git(newsroom.clone, "remote", "set-url", "origin", "http://ada:geheim@127.0.0.1:9/paper.git")
    elif wrong == "no git":
        monkeypatch.setenv("PATH", str(tmp_path / "home"))
    elif wrong == "no name":
        git(newsroom.clone, "config", "user.useConfigOnly", "true")
        for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
            monkeypatch.delenv(name)
    elif wrong == "no such branch name":
        more = ["--branch", "a..b"]
    else:
        newsroom.tiny.root = tmp_path / "home"
    got, said = said_by(newsroom, capsys, monkeypatch, *more)
    assert (got, words in said) == (code, True), said
    assert "geheim" not in said


def test_the_command_says_what_it_did_and_where_to_look(newsroom, capsys, monkeypatch):
    code, said = said_by(newsroom, capsys, monkeypatch, "--dry-run")
    assert (code, "+ 1995/05/05/flood/index.html" in said, "a dry run" in said) == (0, True, True)
    code, said = said_by(newsroom, capsys, monkeypatch)
    assert code == 0
    assert "Published to gh-pages of " in said
    assert said.splitlines()[-1] == "https://archive.example/a/"
    code, said = said_by(newsroom, capsys, monkeypatch, "--json")
    assert json.loads(said)["added"] == 0


@pytest.mark.skipif(not LONG, reason="makes 10,000 stories")
def test_ten_thousand_stories_then_one_edit(newsroom):
    for number in range(10_000):
        day = f"{1990 + number % 30}-{number // 30 % 12 + 1:02}-{number % 28 + 1:02}"
        newsroom.tiny.story(f"{day[:4]}/s{number}", f"Story {number}", day, f"Words of story {number}.")
    newsroom.publish()
    newsroom.tiny.story("1990/s0", "Story 0", "1990-01-01", "Other words.")
    published = newsroom.publish()
    second, first = newsroom.history()
    changed = git(newsroom.bare, "diff", "--name-only", first, second).split()
    assert len(changed) == published.tally.changed < 10
