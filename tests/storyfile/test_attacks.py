"""Front matter that was made to hurt: refused in time, with the limit named, and nothing in it runs."""

from __future__ import annotations

import sys
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Level
from backfile.storyfile import Limits, StoryHandler, parse_story
from backfile.storyfile.limits import DEFAULTS
from backfile.storyfile.matter import FastTextLoader, PythonTextLoader
from backfile.storyfile.reading import parsed_by

ZONE = ZoneInfo("UTC")
HEAD = "title: Flood\ndate: 1995-05-05\n"
LOADERS = pytest.mark.parametrize("loader", [FastTextLoader, PythonTextLoader])


def problems(fields: str, loader=FastTextLoader, limits: Limits = DEFAULTS):
    data = f"---\n{HEAD}{fields}\n---\nText.\n".encode()
    return parsed_by(StoryHandler(limits, loader), data, "flood.md", ZONE, limits).problems


def multiplied(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines) + f"\nlast: *a{levels - 1}"


@LOADERS
def test_nine_levels_of_aliases_are_refused_before_they_are_expanded(loader):
    (problem,) = problems(multiplied(9), loader)
    assert problem.code == "too-many-aliases"
    assert "alias_expansions" in problem.remedy


@LOADERS
@pytest.mark.parametrize("fields", ["a: &a [*a]", "a: &a {b: *a}", "a: &a [&b [*a], *b]"])
def test_a_value_that_contains_itself_is_refused(fields, loader):
    assert [problem.code for problem in problems(fields, loader)] == ["alias-loop"]


def test_a_few_aliases_are_allowed():
    assert problems("place: &place Port Elsen\ndateline: *place") == ()


DEEP = {
    "brackets": "a: " + "[" * 10_000 + "]" * 10_000,
    "open brackets": "a: " + "[" * 10_000,
    "braces": "a: " + "{a: " * 10_000,
    "dashes": "a:\n  " + "- " * 10_000,
    "brackets with an alias": "a: &a " + "[" * 10_000 + "*a",
    "indented fields": "\n".join(" " * n + "a:" for n in range(300)),
}


@LOADERS
@pytest.mark.parametrize("fields", DEEP.values(), ids=DEEP)
def test_deep_nesting_is_refused_whatever_stack_is_left(fields, loader):
    before = sys.getrecursionlimit()
    (problem, *_) = [p for p in problems(fields, loader) if p.code == "nested-too-deep"]
    assert "depth" in problem.remedy
    assert sys.getrecursionlimit() == before


def test_a_list_within_the_depth_limit_is_read():
    assert problems("a: " + "[" * 15 + "]" * 15) == ()


@LOADERS
@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!!timestamp", "!secret", "!!str"]
)
def test_tags_are_refused_by_name_and_nothing_runs(tag, loader):
    (problem,) = problems(f"a: {tag} [ls]", loader)
    assert problem.code == "tag-not-allowed"
    assert tag in problem.fault


@pytest.mark.parametrize(
    ("limit", "value", "fields"),
    [
        ("front_matter_bytes", 100, "summary: " + "x" * 200),
        ("depth", 2, "a: [[[x]]]"),
        ("alias_expansions", 0, "a: &a x\nb: *a"),
        ("fields", 3, "a: x\nb: x"),
        ("list_entries", 2, "tags: [a, b, c]"),
        ("name_length", 5, "tags: [Harbour]"),
        ("story_bytes", 50, "kicker: Flood"),
    ],
)
def test_each_limit_is_a_setting_and_is_named_in_its_error(limit, value, fields):
    assert problems(fields) == ()
    (problem,) = problems(fields, limits=Limits(**{limit: value}))
    assert f"{limit} (now {value})" in problem.remedy


YAML = st.text(st.sampled_from("ab:- \n\n'\"[]{},#&*!|>%@`\\?\t~é🐐\x00\u2028\ufeff0195/.="), max_size=60)


@given(front=YAML | st.text(max_size=40), body=st.text(max_size=20))
def test_any_front_matter_ends_in_a_story_or_in_errors(front, body):
    data = f"---\n{HEAD}{front}\n---\n{body}\n".encode(errors="replace")
    story, found = parse_story(data, "flood.md", zone=ZONE)
    assert (story is None) == any(problem.level is Level.ERROR for problem in found)
    last = data.decode().replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in found:
        assert 0 <= problem.line <= last
        assert problem.column <= len(problem.excerpt) + 1
        assert problem.fault
        assert problem.remedy


@LOADERS
@pytest.mark.parametrize("line", ["a: b: c", "a: !x y", "a: 'b", "- a", "word", "a: [b", "tags: ['']", "a:b", "\ta: b"])
def test_the_same_fault_over_and_over_is_told_in_bounds(line, loader):
    fields = "\n".join(line.replace("a", f"a{n}", 1) for n in range(2_000))
    assert 1 <= len(problems(fields, loader)) <= 101


@LOADERS
@pytest.mark.parametrize("fields", ["a: [" + "!x y, " * 2_000 + "]", "title: a: " + "b" * 9_000, "x" * 9_000])
def test_a_line_without_end_floods_no_message(fields, loader):
    for problem in problems(fields, loader):
        assert len(problem.fault) + len(problem.remedy) + len(problem.excerpt) < 2_000


@given(st.binary(max_size=80))
def test_any_bytes_end_in_a_story_or_in_errors(data):
    story, found = parse_story(data, "flood.md", zone=ZONE)
    assert story is None
    assert found


@given(front=YAML)
def test_the_slower_parser_survives_the_same(front):
    limits = Limits()
    data = f"---\n{HEAD}{front}\n---\n".encode()
    fast = parsed_by(StoryHandler(limits), data, "flood.md", ZONE, limits)
    slow = parsed_by(StoryHandler(limits, PythonTextLoader), data, "flood.md", ZONE, limits)
    if fast.story and slow.story:
        assert fast.story.title == slow.story.title
