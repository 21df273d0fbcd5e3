"""A new story file: complete, commented, never over another."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backfile.cli import main
from backfile.config import Config
from backfile.model import UsageError
from backfile.new import Draft, draft_text, write_draft

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path, monkeypatch):
    (tmp_path / "site.toml").write_text('title = "The Pilot"\nzone = "Pacific/Auckland"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def front_of(text: str) -> dict:
    return yaml.load(text.split("---\n")[1], yaml.BaseLoader)


def test_it_prints_the_path_of_the_file_and_the_address_it_will_have(archive, capsys):
    assert main(["new", "Ferry returns", "--section", "News", "--tag", "harbour", "--date", "1995-05-05"]) == 0
    assert (
        capsys.readouterr().out
        == "content/stories/1995/ferry-returns.md\nIts address will be /1995/05/05/ferry-returns/\n"
    )
    front = front_of((archive / "content/stories/1995/ferry-returns.md").read_text("utf-8"))
    assert front == {
        "title": "Ferry returns",
        "date": "1995-05-05",
        "section": "News",
        "tags": ["harbour"],
        "status": "published",
    }


def test_without_a_date_it_is_of_today_on_the_papers_own_clock(archive, capsys):
    main(["new", "Ferry", "--now", "2024-05-01T20:00:00+00:00"])
    assert "/2024/05/02/ferry/" in capsys.readouterr().out


def test_what_is_there_is_never_overwritten(archive, capsys):
    main(["new", "Ferry", "--date", "1995-05-05"])
    file = archive / "content/stories/1995/ferry.md"
    file.write_text("hours of work", "utf-8")
    assert main(["new", "Ferry", "--date", "1995-05-05"]) == 2
    assert file.read_text("utf-8") == "hours of work"
    assert "stays as it is" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["🐐"], "no address can be made of the title"),
        (["Ferry", "--slug", "../../etc"], "write etc"),
        (["Ferry", "--slug", "a b"], "write a-b"),
        (["Ferry", "--date", "5/5/95"], "--date: "),
        (["Ferry", "--date", "2024-02-30"], "--date: "),
    ],
)
def test_what_cannot_be_an_address_or_a_date_is_refused_with_what_can(archive, capsys, words, said):
    assert main(["new", *words]) == 2
    assert said in capsys.readouterr().err
    assert not list(archive.rglob("*.md"))


def test_every_field_that_is_switched_off_works_when_it_is_switched_on():
    text = draft_text(Draft("Ferry", date="1995-05-05"))
    front = front_of(re.sub(r"^# ?", "", text, flags=re.MULTILINE))
    assert front["images"][0].keys() == {"src", "alt", "caption", "credit"}
    assert front["bylines"] == ["Ada Finch"]
    assert front["embargo"] == "2031-05-01T06:00"


@given(st.text(min_size=1).filter(str.strip), st.lists(st.text(min_size=1, max_size=20), max_size=3))
def test_no_title_and_no_tag_can_break_the_front_matter(title, tags):
    surrogates = any("\ud800" <= c <= "\udfff" for c in title + "".join(tags))
    if surrogates:
        return
    front = front_of(draft_text(Draft(title, tags=tuple(tags), date="1995-05-05")))
    assert front["title"] == title
    assert front.get("tags", []) == tags


def test_a_story_of_another_address_says_so_in_its_file(tmp_path):
    made = write_draft(tmp_path, Config(), Draft("Ferry", date="1995-05-05", slug="the-ferry"), NOON)
    assert made.address == "/1995/05/05/the-ferry/"
    assert front_of(made.path.read_text("utf-8"))["slug"] == "the-ferry"


def test_the_editor_named_by_the_environment_opens_the_file(archive, monkeypatch):
    stamp = archive / "stamp.sh"
    stamp.write_text('#!/bin/sh\necho "Edited." >> "$1"\n')
    stamp.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(stamp))
    assert main(["new", "Ferry", "--date", "1995-05-05", "--edit"]) == 0
    assert Path("content/stories/1995/ferry.md").read_text("utf-8").endswith("Edited.\n")


def test_an_editor_that_is_not_there_is_named(archive, monkeypatch, capsys):
    monkeypatch.setenv("VISUAL", "no-such-editor-at-all")
    assert main(["new", "Ferry", "--edit"]) == 2
    assert "no-such-editor-at-all was not found" in capsys.readouterr().err


def test_a_draft_is_one(tmp_path):
    assert front_of(draft_text(Draft("Ferry", date="1995-05-05", draft=True)))["status"] == "draft"
    with pytest.raises(UsageError):
        write_draft(tmp_path, Config(), Draft("Ferry", date="never"), NOON)
