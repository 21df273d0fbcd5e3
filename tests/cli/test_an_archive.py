"""An archive from `init` to `clean`, by the commands that a person types."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def archive(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "harbour-news"]) == 0
    monkeypatch.chdir(tmp_path / "harbour-news")
    capsys.readouterr()
    return tmp_path / "harbour-news"


def story(archive: Path, name: str, text: str) -> Path:
    path = archive / "content" / "stories" / "1995" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def site_of(archive: Path) -> dict[str, bytes]:
    """Every published file; the build's own marker is none."""
    output = archive / "output"
    files = [path for path in output.rglob("*") if path.is_file() and path.name != ".backfile"]
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


def test_a_new_archive_builds_at_once_without_a_single_complaint(archive, capsys):
    assert main(["build", "--strict"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines()[0] == "1 story read · 1 published"
    assert "Harbour News opens its archive" in (archive / "output/index.html").read_text("utf-8")


def test_a_new_archive_is_checked_without_a_word(archive, capsys):
    assert main(["check", "--strict"]) == 0
    assert capsys.readouterr().err == ""


def test_a_second_build_writes_nothing(archive, capsys):
    main(["build"])
    before = site_of(archive)
    capsys.readouterr()
    assert main(["build", "--json"]) == 0
    receipt = json.loads(capsys.readouterr().out)
    assert (receipt["read"], receipt["rendered"], receipt["written"], receipt["removed"]) == (0, 0, 0, 0)
    assert site_of(archive) == before


def test_a_broken_story_stops_the_build_with_its_place_and_leaves_the_site_as_it_was(archive, capsys):
    story(archive, "flood.md", "---\ntitle: The flood\ndate: 1995-05-05\n---\nIt rained.\n")
    main(["build"])
    before = site_of(archive)
    story(archive, "flood.md", "---\ntitle: The flood\ndate: 5/5/95\n---\nIt rained for days.\n")
    story(archive, "gale.md", "---\ntitle: The gale\ndate: 1995-06-01\n---\nIt blew.\n")
    capsys.readouterr()
    assert main(["build"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("content/stories/1995/flood.md:3:7: error: ")
    assert "    date: 5/5/95\n          ^\n  fix: " in said.err
    assert "--keep-going" in said.out.splitlines()[-1]
    assert site_of(archive) == before


def test_keep_going_builds_the_rest_and_the_broken_story_keeps_its_last_good_page(archive, capsys):
    story(archive, "flood.md", "---\ntitle: The flood\ndate: 1995-05-05\n---\nIt rained.\n")
    main(["build"])
    story(archive, "flood.md", "---\ntitle: The flood\ndate: 5/5/95\n---\nIt rained for days.\n")
    story(archive, "gale.md", "---\ntitle: The gale\ndate: 1995-06-01\n---\nIt blew.\n")
    assert main(["build", "--keep-going"]) == 1
    site = site_of(archive)
    assert b"It rained." in site["1995/05/05/flood/index.html"]
    assert b"It blew." in site["1995/06/01/gale/index.html"]
    assert "1 broken, 1 of them kept at the last good version" in capsys.readouterr().out


def test_a_story_made_by_new_is_published_by_the_next_build_at_the_address_it_was_promised(archive, capsys):
    main(["new", "Ferry returns", "--section", "News", "--tag", "harbour", "--date", "1995-05-05"])
    address = capsys.readouterr().out.split()[-1]
    assert main(["build"]) == 0
    assert f"{address.strip('/')}/index.html" in site_of(archive)


def test_new_knows_the_terms_of_the_archive_and_offers_the_one_that_was_meant(archive, capsys):
    story(archive, "quay.md", "---\ntitle: The quay\ndate: 1995-05-05\ntags: [Harbour, Chess]\n---\nIt stands.\n")
    main(["build"])
    capsys.readouterr()
    main(["new", "Ferry", "--tag", "Harbor", "--tag", "chess", "--tag", "Chess", "--tag", "snow", "--section", "news"])
    assert capsys.readouterr().out.splitlines()[2:] == [
        "news: did you mean News, 1 story?",
        "Harbor: did you mean Harbour, 1 story?",
        "chess: did you mean Chess, 1 story?",
    ]


def test_check_reads_everything_and_builds_nothing(archive, capsys):
    story(archive, "flood.md", "---\ntitle: The flood\n---\nIt rained.\n")
    assert main(["check"]) == 1
    assert not (archive / "output").exists()
    assert "Checked, nothing built" in capsys.readouterr().out


CAPTURE = """Harbour Lights To Be Switched Off

May 5, 1995

PORT THOLE (Pilot) — The lights on the north pier will be switched off at midnight on Friday, the harbour board said.

"They have done their work," said the harbour master, Ada Finch, who has looked after them for thirty-one years.
"""


def test_import_says_what_became_of_each_capture_and_does_nothing_twice(archive, capsys):
    (archive / "articles" / "lights.txt").write_text(CAPTURE, "utf-8")
    assert main(["import", "articles", "--dry-run"]) == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .startswith("would be written: articles/lights.txt → content/stories/1995/")
    )
    assert not (archive / "content/stories/1995").exists()
    assert main(["import", "articles"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 read = 1 written + 0 unchanged")
    assert main(["import", "articles", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1


def test_build_py_alone_imports_and_builds_and_answers_with_one_piece_of_json(archive, capsys):
    (archive / "articles" / "lights.txt").write_text(CAPTURE, "utf-8")
    assert main(["--json"], home=archive) == 0
    receipt = json.loads(capsys.readouterr().out)
    assert (receipt["published"], receipt["imported"]["written"]) == (2, 1)


def test_an_error_is_json_too_when_json_was_asked_for(archive, capsys):
    (archive / "site.toml").write_text('titel = "The Pilot"\n')
    assert main(["build", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["exit_code"] == 1
    assert answer["problems"][0]["source"] == "site.toml"


def test_clean_removes_what_builds_have_written_and_nothing_else(archive, capsys):
    main(["build"])
    (archive / "output" / "CNAME").write_text("example.org")
    capsys.readouterr()
    assert main(["clean"]) == 0
    assert set(site_of(archive)) == {"CNAME"}
    assert capsys.readouterr().out.endswith("files removed\n")


def test_an_output_folder_that_holds_other_things_is_refused(archive, capsys):
    assert main(["build", "--output", "."]) == 2
    assert main(["build", "--output", "content"]) == 2
    assert capsys.readouterr().err.count("error: ") == 2


def test_settings_that_are_wrong_stop_every_command_with_their_line(archive, capsys):
    (archive / "site.toml").write_text('titel = "The Pilot"\n')
    for command in (["build"], ["check"], ["new", "Ferry"], ["import", "articles"]):
        assert main(command) == 1
        assert capsys.readouterr().err.startswith("site.toml:1:1: error: there is no setting titel")


def test_a_theme_that_is_not_there_is_never_replaced_by_another(archive, capsys):
    assert main(["build", "--theme", "brodsheet"]) == 1
    assert "did you mean broadsheet?" in capsys.readouterr().err


def test_an_unchanged_archive_is_built_without_loading_the_libraries_that_make_pages(archive, monkeypatch):
    monkeypatch.setattr("backfile.read.RACY_SECONDS", 0)  # else files of this very moment are read again, to be sure
    assert main(["build"]) == 0
    script = "import sys; from backfile.cli import main; main(['build', '--quiet']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=archive,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    makers = {"jinja2", "markdown", "babel", "yaml", "frontmatter", "nh3", "livereload"}
    assert not makers & set(done.stdout.split())
