"""A check reads only what changed, and leaves no trace in what a build knows."""

from __future__ import annotations

import json

import pytest

from backfile import checking, read
from backfile.options import Options
from tests.engine.tiny import NOW


@pytest.fixture
def opened(monkeypatch):
    """The files of `content/` that were opened, each time that one was."""
    found, file_bytes = [], read.file_bytes

    def counting(content, source, limit=0):
        found.append(source)
        return file_bytes(content, source, limit)

    monkeypatch.setattr(read, "file_bytes", counting)
    return found


def settle(archive):
    """Make every file old enough to be trusted by its times."""
    import os

    for path in (archive.root / "content").rglob("*"):
        if path.is_file():
            os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.fixture
def patient(monkeypatch):
    monkeypatch.setattr(read, "RACY_SECONDS", -1e6)  # the test makes its changes faster than any editor


def test_only_changed_files_are_read_again_and_all_is_said_again(archive, opened, patient):
    archive.put("images/mill.jpg", b"x")
    for number in range(20):
        archive.sound(f"s{number}", summary=None)
    archive.sound("mill", body="## The wheel")
    archive.sound("later", date="2026-02-02")
    archive.sound("flood", body="[x](mill.md#the-wheel)", image="{src: /images/mill.jpg, alt: The mill}")
    first = archive.check()
    assert len(opened) >= 23
    opened.clear()
    second = archive.check()
    assert opened == []
    assert second.read == 0
    assert second.problems == first.problems
    archive.sound("s3", summary=None, body="Other words, and canâ€™t.")
    third = archive.check()
    assert opened == ["stories/s3.md"]
    assert third.read == 1
    assert {p.code for p in third.problems} - {p.code for p in first.problems} == {"garbled-letters"}
    opened.clear()
    archive.sound("s3", summary=None)
    assert archive.check().problems == first.problems
    assert opened == ["stories/s3.md"]


def test_what_has_not_changed_is_the_same_as_a_check_from_nothing(archive, patient):
    archive.sound("mill", body="## The wheel")
    archive.sound("flood", body="[x](mill.md#the-wheel)")
    archive.check()
    archive.sound("mill", body="## The weir")
    archive.sound("ferry", tags="[Harbor]")
    again = archive.findings()
    (archive.root / ".backfile/check.sqlite").unlink()
    assert again == archive.findings()
    assert [p.code for p in again] == ["dead-anchor", "term-near"]


def test_a_story_with_an_error_is_named_each_time_until_it_is_mended(archive, patient):
    archive.sound("flood")
    archive.check()
    archive.put("stories/flood.md", "---\ntitle: Flood\n")
    assert [[p.code for p in archive.findings()] for _ in range(2)] == [["front-matter-not-closed"]] * 2
    archive.sound("flood")
    assert archive.findings() == ()


def test_other_settings_and_another_version_of_the_check_read_everything_again(archive, patient, monkeypatch):
    archive.sound("later", date="2026-02-02")
    archive.sound("flood", date="1888-05-05")
    archive.check()
    monkeypatch.setattr("backfile.engine.fingerprint_of", lambda *rooms: "another")
    assert archive.check().read == 3  # and the line of the date that is still to come
    archive.settings('title = "Tiny"\ntheme = "plain"\nbegan = "1889-03-02"\n')
    assert {p.code for p in archive.findings()} == {"date-future", "date-before-archive"}
    assert archive.check().read == 0


def test_a_check_leaves_what_the_last_build_knows_as_it_was(archive):
    archive.sound("flood")
    archive.build()
    before = {p: p.read_bytes() for p in (archive.root / ".backfile").iterdir() if p.name.startswith("state")}
    archive.sound("ferry")
    archive.put("stories/flood.md", "broken")
    archive.check()
    assert {p: p.read_bytes() for p in before} == before
    archive.sound("flood")
    receipt = archive.build()
    assert receipt.read == 1


def test_an_address_that_would_vanish_is_named_before_a_build_finds_out(archive):
    archive.sound("flood")
    archive.sound("ferry")
    archive.build()
    assert archive.findings() == ()
    kept = (archive.root / "content/addresses.txt").read_bytes()
    archive.drop("stories/flood.md")
    (problem,) = archive.findings()
    assert (problem.source, problem.code, problem.level.value) == ("content/addresses.txt", "address-lost", "warning")
    assert "/1995/05/05/flood/" in problem.fault
    assert (problem,) == archive.findings()
    assert (archive.root / "content/addresses.txt").read_bytes() == kept


def test_a_check_needs_no_folder_that_it_could_write_to(archive):
    archive.sound("flood", summary=None)
    (archive.root / ".backfile").write_text("a file in the way")
    assert [p.code for p in archive.findings()] == ["no-summary"]


def test_two_checks_at_once_do_not_wait_for_each_other(archive):
    archive.sound("flood", summary=None)
    archive.check()
    from backfile.lock import locked

    with locked(archive.root / ".backfile/check.lock"):
        assert [p.code for p in archive.findings()] == ["no-summary"]


def test_a_check_says_the_same_on_two_processes(archive):
    for number in range(70):
        archive.sound(f"s{number}", body=f"Words canâ€™t {number}.")
    inline = archive.findings()
    (archive.root / ".backfile/check.sqlite").unlink()
    again = checking.check(archive.root, Options(executor="processes:2", now=NOW)).problems
    assert again == inline
    assert len(inline) == 70


def test_json_and_sarif_stand_alone_on_standard_output(archive, capsys):
    from backfile.cli import main

    archive.sound("flood", summary=None, body="Words canâ€™t.\n\n![](x.jpg)")
    root = ["--root", str(archive.root), "--now", NOW]
    assert main(["check", "--format", "json", *root]) == 1
    said = json.loads(capsys.readouterr().out)
    assert {p["code"] for p in said["problems"]} >= {"dead-link", "garbled-letters", "missing-alt"}
    assert main(["check", "--format", "sarif", *root]) == 1
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert len(results) == len(said["problems"])


def test_strict_raises_warnings_and_never_advice(archive, capsys):
    from backfile.cli import main

    root = ["--root", str(archive.root), "--now", NOW]
    archive.sound("flood", summary=None)
    assert main(["check", "--strict", *root]) == 0
    archive.sound("flood", body="Words canâ€™t.")
    assert main(["check", *root]) == 0
    assert main(["check", "--strict", *root]) == 1
