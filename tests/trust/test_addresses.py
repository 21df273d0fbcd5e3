"""No address that was published is lost: it stays a page, leads to one, or somebody let it go on purpose."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from backfile import checking, write
from backfile.cli import main
from backfile.model import Level
from backfile.options import Options

LONG = (
    "The harbour board met on Tuesday evening and agreed after two hours of talk to dredge the inner basin before the "
    "winter comes, and the clerk wrote it down in the book that she keeps for such days."
)
OTHER = "The school on Sluice Lane opened its doors again on Monday, and forty children came in out of the rain."


def file_of(tiny) -> Path:
    return tiny.root / "content/addresses.txt"


def lines_of(tiny) -> list[list[str]]:
    return [line.split("\t") for line in file_of(tiny).read_text("utf-8").splitlines() if not line.startswith("#")]


def owners(tiny) -> dict[str, str]:
    return {address: owner for address, owner, *_ in lines_of(tiny)}


def leads(tiny, address: str) -> str:
    """Where the page at an old address sends its reader; the theme of these tests prints every value it is given."""
    return tiny.site()[address.strip("/") + "/index.html"].decode()


def faults(receipt, code: str = "address-lost") -> list[str]:
    return [problem.fault for problem in receipt.problems if problem.code == code]


def two(tiny):
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG)
    tiny.story("1995/school", "The school", "1995-05-06", OTHER)
    return tiny.build()


def rename(tiny, old: str, new: str) -> Path:
    path = tiny.root / "content/stories" / f"{new}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    return (tiny.root / "content/stories" / f"{old}.md").replace(path)


# -- what the file holds


def test_the_file_has_a_line_for_every_published_address_sorted(tiny):
    tiny.put("pages/about.md", "---\ntitle: About\n---\nWho we are.\n")
    receipt = two(tiny)
    assert receipt.addresses_new == receipt.addresses == 3
    assert owners(tiny) == {
        "/1995/05/05/flood/": "stories/1995/flood.md",
        "/1995/05/06/school/": "stories/1995/school.md",
        "/about/": "pages/about.md",
    }
    assert [line[0] for line in lines_of(tiny)] == sorted(line[0] for line in lines_of(tiny))


def test_what_is_not_public_is_not_in_the_file(tiny):
    tiny.story("1995/flood", body=LONG)
    tiny.story("plan", "A plan", status="draft")
    tiny.story("deal", "A deal", embargo="2031-05-01T06:00:00Z")
    tiny.story("note", "A note", expires="2001-01-01")
    tiny.build()
    tiny.build(drafts=True)
    tiny.build(now="2031-06-01T00:00:00Z")
    assert list(owners(tiny)) == ["/1995/05/05/flood/"]


def test_a_story_shown_first_in_a_rehearsal_is_remembered_by_the_next_real_build(tiny):
    two(tiny)
    tiny.story("2001/gate", "The gate", "2001-01-01")
    tiny.build(now="2999-01-01T00:00:00Z")
    assert "/2001/01/01/gate/" not in owners(tiny)
    tiny.build()
    assert "/2001/01/01/gate/" in owners(tiny)


def test_an_unchanged_archive_leaves_the_file_untouched(tiny):
    two(tiny)
    before = file_of(tiny).stat()
    receipt = tiny.build()
    assert receipt.addresses_new == 0
    assert file_of(tiny).stat().st_mtime_ns == before.st_mtime_ns


def test_a_changed_body_leaves_the_file_untouched_while_its_longest_paragraph_stands(tiny):
    tiny.story("1995/flood", body=f"First word.\n\n{LONG}")
    tiny.build()
    before = file_of(tiny).read_bytes()
    tiny.story("1995/flood", body=f"Quite other words than there were before.\n\n{LONG}")
    assert tiny.build().written == 2  # its page, and its month as data
    assert file_of(tiny).read_bytes() == before


@pytest.mark.parametrize("is_whole", [False, True])
def test_a_story_that_was_rewritten_is_known_when_its_file_is_renamed_later(tiny, is_whole):
    two(tiny)
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG)
    assert tiny.build(clean=is_whole).addresses_new == 0
    before = file_of(tiny).read_bytes()
    assert tiny.build().written == 0
    assert file_of(tiny).read_bytes() == before
    rename(tiny, "1995/flood", "1995/high-water")
    assert tiny.build().addresses_lost == 0
    assert "/1995/05/05/high-water/" in leads(tiny, "/1995/05/05/flood/")


def test_a_build_that_is_refused_remembers_nothing(tiny):
    two(tiny)
    before = file_of(tiny).read_bytes()
    tiny.story("2001/gate", "The gate", "2001-01-01", "See [the bridge](/2001/01/02/bridge/).")
    assert not tiny.build().built
    assert file_of(tiny).read_bytes() == before


def test_a_build_that_is_killed_before_it_has_noted_an_address_notes_it_next_time(tiny, monkeypatch):
    two(tiny)
    tiny.story("2001/gate", "The gate", "2001-01-01")
    with monkeypatch.context() as patched:
        patched.setattr(write, "write_lines", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            tiny.build()
    assert "2001/01/01/gate/index.html" in tiny.site()
    tiny.build()
    assert "/2001/01/01/gate/" in owners(tiny)


# -- stories that move


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ({"slug": "high-water"}, "/1995/05/05/high-water/"),
        ({"date": "1995-05-08"}, "/1995/05/08/flood/"),
    ],
    ids=["slug", "date"],
)
def test_a_story_that_moved_leads_its_readers_on(tiny, change, new):
    two(tiny)
    tiny.story("1995/flood", "The flood", **({"date": "1995-05-05", "body": LONG} | change))
    receipt = tiny.build()
    assert new in leads(tiny, "/1995/05/05/flood/")
    assert (receipt.addresses_lost, receipt.addresses_moved) == (0, 1)
    assert tiny.site() == tiny.clean_build()
    assert f"/a/1995/05/05/flood/ /a{new} 301" in tiny.site()["_redirects"].decode()


def test_a_story_whose_title_made_its_address_moves_with_it(tiny):
    tiny.story("1995/flood/index", "The flood", body=LONG)
    tiny.build()
    tiny.story("1995/flood/index", "High water", body=LONG)
    tiny.build()
    assert "/1995/05/05/high-water/" in leads(tiny, "/1995/05/05/the-flood/")


def test_a_renamed_file_is_known_by_its_text_with_and_without_a_state(tiny):
    two(tiny)
    copy = tiny.root.parent / "elsewhere"
    rename(tiny, "1995/flood", "1996/high-water")
    shutil.copytree(tiny.root, copy, ignore=shutil.ignore_patterns(".backfile", "output"))
    tiny.build()
    assert "/1995/05/05/high-water/" in leads(tiny, "/1995/05/05/flood/")
    assert owners(tiny)["/1995/05/05/flood/"] == "stories/1996/high-water.md"
    assert main(["build", "--root", str(copy), "--quiet", "--now", "2026-01-01T12:00:00Z"]) == 0
    assert (copy / "content/addresses.txt").read_bytes() == file_of(tiny).read_bytes()


def test_a_renamed_file_with_one_word_mended_is_known_by_its_longest_paragraph(tiny):
    tiny.story("1995/flood", body=f"First word.\n\n{LONG}")
    tiny.build()
    rename(tiny, "1995/flood", "1995/high-water")
    tiny.story("1995/high-water", body=f"A first word.\n\n{LONG}")
    assert tiny.build().addresses_lost == 0
    assert "/1995/05/05/high-water/" in leads(tiny, "/1995/05/05/flood/")


def test_a_text_that_two_stories_share_tells_neither_apart(tiny):
    tiny.story("tides-1", "Tides", "1995-05-01", LONG)
    tiny.story("tides-2", "Tides", "1995-05-08", LONG)
    tiny.story("tides-3", "Tides", "1995-05-15", LONG)
    tiny.build()
    tiny.drop("stories/tides-1.md")
    receipt = tiny.build()
    assert receipt.addresses_lost == 1
    assert "1995/05/01/tides-1/index.html" not in tiny.site()


def test_a_text_and_an_id_that_speak_for_two_stories_decide_nothing(tiny):
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG, id="flood-1")
    tiny.build()
    tiny.drop("stories/1995/flood.md")
    tiny.story("1996/text", "Its text", "1996-05-05", LONG)
    tiny.story("1996/id", "Its id", "1996-05-06", OTHER, id="flood-1")
    assert faults(tiny.build())
    assert "1995/05/05/flood/index.html" not in tiny.site()


def test_moved_twice_the_oldest_address_leads_straight_to_the_newest(tiny):
    for slug in ("one", "two", "three"):
        tiny.story("1995/flood", body=LONG, slug=slug)
        tiny.build()
    assert "/1995/05/05/three/" in leads(tiny, "/1995/05/05/one/")
    assert "/1995/05/05/three/" in leads(tiny, "/1995/05/05/two/")
    tiny.story("1995/flood", body=LONG, slug="one")
    tiny.build()
    assert LONG[:30] in leads(tiny, "/1995/05/05/one/")
    assert "/1995/05/05/one/" in leads(tiny, "/1995/05/05/three/")
    assert tiny.site() == tiny.clean_build()


def test_another_pattern_of_addresses_leaves_a_redirect_at_every_old_one(tiny):
    two(tiny)
    tiny.settings('title = "Tiny"\ntheme = "plain"\npermalink = "/{year}/{slug}/"\n')
    receipt = tiny.build()
    assert (receipt.addresses_lost, receipt.addresses_moved) == (0, 2)
    assert "/1995/flood/" in leads(tiny, "/1995/05/05/flood/")
    assert tiny.site() == tiny.clean_build()


def test_an_alias_that_is_taken_out_still_leads_on(tiny):
    tiny.story("1995/flood", body=LONG, aliases="[/old/place/]")
    tiny.build()
    tiny.story("1995/flood", body=LONG)
    assert tiny.build().addresses_lost == 0
    assert "/1995/05/05/flood/" in leads(tiny, "/old/place/")


def test_a_new_story_at_an_old_address_takes_it(tiny):
    two(tiny)
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG, slug="high-water")
    tiny.build()
    tiny.story("new", "Another", "1995-05-05", OTHER + " And more.", slug="flood")
    tiny.build()
    assert "And more." in leads(tiny, "/1995/05/05/flood/")
    assert owners(tiny)["/1995/05/05/flood/"] == "stories/new.md"
    assert tiny.site() == tiny.clean_build()


def test_a_link_to_an_old_address_is_no_dead_link(tiny):
    two(tiny)
    tiny.story("1995/school", "The school", "1995-05-06", "See [the flood](/1995/05/05/flood/).")
    tiny.build()
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG, slug="high-water")
    assert tiny.build().built


def test_a_link_to_a_file_that_was_renamed_is_told_its_new_name(tiny):
    two(tiny)
    tiny.story("1995/school", "The school", "1995-05-06", "See [the flood](flood.md).")
    tiny.build()
    rename(tiny, "1995/flood", "1996/high-water")
    (problem,) = (p for p in tiny.build().problems if p.code == "dead-link")
    assert "stories/1996/high-water.md" in problem.remedy


def test_a_move_touches_the_story_its_lists_and_the_old_address_alone(tiny):
    for number in range(60):
        tiny.story(f"s{number}", f"Story {number}", f"19{40 + number}-01-{number % 28 + 1:02}", f"{LONG} {number}")
    first = tiny.build()
    tiny.story("s30", "Story 30", "1970-01-03", f"{LONG} 30", slug="another")
    receipt = tiny.build()
    assert receipt.addresses_moved == 1
    assert receipt.rendered < first.pages / 8


# -- stories that go


def test_a_story_that_is_gone_is_a_warning_at_its_line_until_somebody_decides(tiny):
    two(tiny)
    tiny.drop("stories/1995/flood.md")
    receipt = tiny.build()
    (problem,) = (p for p in receipt.problems if p.code == "address-lost")
    assert (problem.source, problem.level) == ("content/addresses.txt", Level.WARNING)
    assert file_of(tiny).read_text().splitlines()[problem.line - 1].startswith("/1995/05/05/flood/\t")
    assert "backfile forget /1995/05/05/flood/" in problem.remedy
    assert receipt.addresses_lost == 1
    assert tiny.build().addresses_lost == 1


def test_strict_refuses_to_lose_an_address(tiny):
    two(tiny)
    before = tiny.site()
    tiny.drop("stories/1995/flood.md")
    receipt = tiny.build(strict=True)
    assert not receipt.built
    assert tiny.site() == before


def test_check_says_it_before_any_build(tiny):
    two(tiny)
    tiny.drop("stories/1995/flood.md")
    receipt = checking.check(tiny.root, Options(executor="inline", now="2026-01-01T12:00:00Z"))
    assert receipt.addresses_lost == 1
    assert len(faults(receipt)) == 1


@pytest.mark.parametrize(
    "way",
    [{"status": "draft"}, {"embargo": "2031-05-01T06:00:00Z"}],
    ids=["draft", "embargo"],
)
def test_a_published_story_that_is_held_again_is_lost_too(tiny, way):
    two(tiny)
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG, **way)
    receipt = tiny.build()
    assert receipt.addresses_lost == 1
    assert "now" in faults(receipt)[0]


def test_withdrawal_and_expiry_are_decisions(tiny):
    two(tiny)
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG, status="withdrawn")
    tiny.story("1995/school", "The school", "1995-05-06", OTHER, expires="2001-01-01")
    assert tiny.build().addresses_lost == 0


def run(tiny, *words: str) -> int:
    return main([words[0], *words[1:], "--root", str(tiny.root), "--now", "2026-01-01T12:00:00Z"])


def test_a_forgotten_address_is_no_longer_missed_even_where_branches_merge(tiny):
    two(tiny)
    line = next(line for line in file_of(tiny).read_text().splitlines(True) if "flood" in line)
    tiny.drop("stories/1995/flood.md")
    assert tiny.build().addresses_lost == 1
    assert run(tiny, "forget", "/1995/05/05/flood/") == 0
    assert tiny.build(strict=True).built
    file_of(tiny).write_text(file_of(tiny).read_text() + line)
    receipt = tiny.build(strict=True)
    assert (receipt.built, receipt.addresses_lost) == (True, 0)
    assert owners(tiny)["/1995/05/05/flood/"] == "-"


def test_an_address_is_led_elsewhere_by_hand(tiny):
    two(tiny)
    tiny.drop("stories/1995/flood.md")
    tiny.build()
    assert run(tiny, "forget", "https://archive.example/a/1995/05/05/flood/", "--to", "/1995/05/06/school/") == 0
    assert tiny.build(strict=True).addresses_lost == 0
    assert "/1995/05/06/school/" in leads(tiny, "/1995/05/05/flood/")
    tiny.story("1995/school", "The school", "1995-05-06", OTHER, slug="lane")
    assert tiny.build().addresses_lost == 0
    assert "/1995/05/06/lane/" in leads(tiny, "/1995/05/05/flood/"), "a chain is led to its end"
    assert tiny.site() == tiny.clean_build()


def test_a_circle_is_said_and_followed_by_nobody(tiny):
    two(tiny)
    with file_of(tiny).open("a") as file:
        file.write("/a/\t/b/\n/b/\t/c/\n/c/\t/b/\n")
    receipt = tiny.build()
    assert receipt.addresses_lost == 3
    assert any("/b/ → /c/ → /b/" in fault for fault in faults(receipt))


def test_an_alias_to_oneself_leaves_the_page_as_it_is(tiny):
    tiny.story("1995/flood", body=LONG, aliases="[/1995/05/05/flood/]")
    tiny.build()
    assert LONG[:30] in leads(tiny, "/1995/05/05/flood/")


def test_an_address_that_has_a_page_cannot_be_forgotten(tiny, capsys):
    two(tiny)
    assert run(tiny, "forget", "/1995/05/05/flood/") == 2
    assert "a page stands at /1995/05/05/flood/" in capsys.readouterr().err
    assert run(tiny, "forget", "/1995/05/05/floood/") == 2
    assert "did you mean /1995/05/05/flood/?" in capsys.readouterr().err


def test_all_that_is_lost_is_let_go_at_once(tiny):
    two(tiny)
    tiny.drop("stories/1995/flood.md")
    tiny.drop("stories/1995/school.md")
    tiny.story("x")
    assert tiny.build().addresses_lost == 2
    assert run(tiny, "forget", "--all-lost") == 0
    assert tiny.build().addresses_lost == 0


# -- the file among people and machines


def test_a_line_that_is_none_is_refused_with_its_place(tiny):
    two(tiny)
    whole = file_of(tiny).read_text()
    file_of(tiny).write_text(whole + "1995/flood\tstories/a.md\n")
    receipt = tiny.build()
    (problem,) = (p for p in receipt.problems if p.code == "address-line")
    assert (receipt.built, problem.line) == (False, len(whole.splitlines()) + 1)
    file_of(tiny).write_text(whole)
    assert tiny.build().built


def test_two_branches_merge_line_by_line(tiny):
    """Each branch publishes a story of the same day: git joins the lines, by the rule that `init` writes."""
    root, now = tiny.root, ["--now", "2026-01-01T12:00:00Z", "--quiet"]

    def git(*words: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)

    from backfile.init import archive_files

    (root / ".gitignore").write_text(".backfile/\noutput/\n")
    (root / ".gitattributes").write_text(
        archive_files("Tiny", __import__("datetime").date(2026, 1, 1))[".gitattributes"]
    )
    two(tiny)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "first")
    for name in ("one", "two"):
        git("checkout", "-qb", name, "main")
        tiny.story(f"1995/x-{name}", f"Story {name}", "1995-05-07", f"{LONG} {name}")
        assert main(["build", "--root", str(root), *now]) == 0
        git("add", ".")
        git("commit", "-qm", name)
    git("merge", "-q", "one", "-m", "both")
    assert main(["build", "--root", str(root), *now, "--strict"]) == 0
    assert {"/1995/05/07/x-one/", "/1995/05/07/x-two/"} <= set(owners(tiny))
    assert len(owners(tiny)) == len(lines_of(tiny)) == 4


def test_a_file_with_conflict_marks_counts_both_sides(tiny):
    two(tiny)
    file_of(tiny).write_text(
        "<<<<<<< HEAD\n/1995/05/05/flood/\tstories/1995/flood.md\n=======\n/gone/\t-\n>>>>>>> other branch\n"
    )
    assert tiny.build().built
    assert owners(tiny)["/gone/"] == "-"


def test_a_builder_with_nothing_but_the_repository_knows_what_the_file_knows(tiny):
    """A CI job: no state, no output. It says what is lost, leads on what moved, and writes what is new."""
    two(tiny)
    shutil.rmtree(tiny.root / ".backfile")
    shutil.rmtree(tiny.root / "output")
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG, slug="high-water")
    tiny.drop("stories/1995/school.md")
    receipt = tiny.build()
    assert (receipt.addresses_lost, receipt.addresses_moved) == (1, 1)
    assert "/1995/05/05/high-water/" in leads(tiny, "/1995/05/05/flood/")
    assert "/1995/05/05/high-water/" in owners(tiny)


def test_a_builder_with_a_cached_state_and_no_file_keeps_what_the_state_knows(tiny):
    two(tiny)
    file_of(tiny).unlink()
    tiny.story("1995/flood", "The flood", "1995-05-05", LONG, slug="high-water")
    receipt = tiny.build()
    assert receipt.addresses_lost == 0
    assert "/1995/05/05/flood/" in owners(tiny)
    assert any("addresses.txt is gone" in note for note in receipt.notes)


def test_a_file_that_another_branch_brings_is_taken_as_it_is(tiny):
    two(tiny)
    before = file_of(tiny).read_bytes()
    tiny.story("2001/gate", "The gate", "2001-01-01", LONG + " Gate.")
    tiny.build()
    tiny.drop("stories/2001/gate.md")
    file_of(tiny).write_bytes(before)
    receipt = tiny.build()
    assert receipt.addresses_lost == 0
    assert file_of(tiny).read_bytes() == before


def test_the_file_never_becomes_content(tiny):
    two(tiny)
    os.utime(file_of(tiny), (1, 1))
    receipt = tiny.build()
    assert (receipt.read, receipt.rendered) == (0, 0)
    assert not [path for path in tiny.site() if "addresses" in path]
