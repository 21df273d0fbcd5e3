"""`backfile fmt`: front matter that looks better and says the same, in files that somebody named."""

from __future__ import annotations

import builtins
import os
import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backfile.cli import main
from backfile.config import Config
from backfile.storyfile import parse_story
from backfile.tidy import tidied

MESSY = """---
title:   "The ferry"   # the mayor's own words
date: 1995-05-05

# pictures of the day
images:
- src: quay.jpg
  alt:    'Two men'
tags: [a,b,   c]
bylines:
    - NO
    - "010"
summary: >
   folded
   text
edition: 12:30
---

1984. That was   a year.\t
"""
TIDY = """---
title: "The ferry"     # the mayor's own words
date: 1995-05-05

# pictures of the day
images:
  - src: quay.jpg
    alt: 'Two men'
tags: [a, b, c]
bylines:
  - NO
  - "010"
summary: >
  folded
  text
edition: 12:30
---

1984. That was   a year.\t
"""


def said(data):
    story = parse_story(data, "x.md", zone=Config().tz, standalone=True).story
    return story and replace(
        story, images=tuple(i._replace(line=0) for i in story.images), lines=(), body_line=0, source=""
    )


@pytest.fixture
def story(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "ferry.md"
    path.write_bytes(MESSY.encode())
    return path


def test_indentation_and_spacing_are_mended_and_all_else_stays(story, capsys):
    story.chmod(0o640)
    assert main(["fmt", "ferry.md"]) == 0
    assert story.read_text() == TIDY
    assert story.stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr().out == "tidied: ferry.md\n1 of 1 tidied\n"
    assert os.listdir(story.parent) == ["ferry.md"]
    assert main(["fmt", "ferry.md"]) == 0
    assert capsys.readouterr().out == "0 of 1 tidied\n"


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_check_and_diff_say_what_would_change_and_write_nothing(story, capsys, option):
    assert main(["fmt", option, "ferry.md"]) == 1
    assert story.read_bytes() == MESSY.encode()
    assert ("\n+tags: [a, b, c]\n" in capsys.readouterr().out) == (option == "--diff")
    story.write_text(TIDY)
    assert main(["fmt", option, "ferry.md"]) == 0


def test_a_body_stays_byte_for_byte_and_the_ends_of_lines_are_the_files_own():
    data = b"\xef\xbb\xbf---\r\ntitle:  Flood\r\ndate: 1995-05-05\r\n---  \r\nA \r\n\x85\xc2\xa0 b\n c\r\n\r\n"
    data = data.replace(b"\x85", b"")
    assert tidied(data, "x.md", Config()).data == (
        b"---\r\ntitle: Flood\r\ndate: 1995-05-05\r\n---\r\nA \r\n\xc2\xa0 b\n c\r\n\r\n"
    )


@pytest.mark.parametrize("wrong", ["title: Rain and ", "title: [", ""])
def test_whatever_the_library_makes_of_a_file_it_never_says_something_else(story, capsys, monkeypatch, wrong):
    fields = MESSY.split("---")[1][1:].replace("title: ", wrong, 1)
    monkeypatch.setattr("backfile.tidy._written", lambda yaml_text: fields)
    assert main(["fmt", "ferry.md"]) == 0
    assert story.read_text() == MESSY
    assert "without a risk" in capsys.readouterr().err


def test_a_file_with_an_error_is_named_and_stays(story, capsys):
    story.write_text("---\ntitle:   Breaking: fire\n---\n")
    before = story.read_bytes()
    assert main(["fmt", "ferry.md"]) == 1
    assert "ferry.md:2:" in capsys.readouterr().err
    assert story.read_bytes() == before


@pytest.mark.parametrize("name", ["content", "nothing.md", "site.toml"])
def test_only_story_files_that_somebody_names_are_taken(story, capsys, name):
    (story.parent / "content").mkdir()
    (story.parent / "site.toml").write_text("")
    assert main(["fmt", name]) == 2
    assert name in capsys.readouterr().err


def test_without_the_library_it_says_how_to_get_it(story, capsys, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("ruamel"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["fmt", "ferry.md"]) == 2
    assert "pip install 'backfile[fmt]'" in capsys.readouterr().err


WORDS = st.text("ab:# -'\"[]{}&*!|>%@,\\?\té🐐019.\n", max_size=12)
LINES = st.lists(
    st.sampled_from(
        [
            "tags: [a,b]", "tags:\n- a\n-   b # why", "summary: |\n   one\n   two", "summary: >-\n  x\n\n  y", "",
            "# a comment", "   # far in", "kicker:   'It''s'", 'section: "A \\u00e9"', "x: &a {b:  1}", "y: *a",
            "images:\n- {src:  a.jpg}\n- src: b.jpg\n  alt:\n", "x:\n    y:\n          z: 1", "n: 010", "n: NO",
            "t: 12:30", "?  k\n: v", "x: ~", "x:", "people: [\n a,\n b ]", "z: !t x", "corrections: [  ]",
        ]
    )
    | st.tuples(st.sampled_from(["kicker", "summary", "foo", "rights"]), WORDS).map(": ".join),
    max_size=7,
)  # fmt: skip


@given(LINES, st.text("ab \r\n-#:", max_size=20), st.sampled_from(["\n", "\r\n"]))
def test_whatever_is_tidied_says_the_same_and_needs_no_second_time(lines, body, end):
    head = "\n".join(["---", "title:  Flood", *lines, "---"]).replace("\n", end)
    data = f"{head}{end}{body}".encode()
    assume(said(data))
    once = tidied(data, "x.md", Config())
    assert said(once.data) == said(data)
    assert once.data.endswith(f"---{end}{body}".encode())
    assert tidied(once.data, "x.md", Config()).data == once.data
    assert once.problems or b"title: Flood" in once.data
    assert len(re.findall(rb"#", once.data)) == len(re.findall(rb"#", data))
