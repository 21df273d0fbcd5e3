"""Every message of the room in one file, to be read as prose; and both YAML parsers saying the same."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backfile.model import Problem
from backfile.storyfile import Limits, StoryHandler, parse_story
from backfile.storyfile.matter import FastTextLoader, PythonTextLoader
from backfile.storyfile.reading import parsed_by

ZONE = ZoneInfo("America/Halifax")
ROOM = Path(__file__).parents[2] / "backfile" / "storyfile"
LIMITS = Limits(
    story_bytes=40_000, front_matter_bytes=30_000, fields=12, list_entries=6, name_length=40, alias_expansions=20
)


def story(fields: str, body: str = "The river rose.") -> bytes:
    return f"---\n{fields.rstrip()}\n---\n\n{body}\n".encode()


def dated(fields: str) -> bytes:
    return story(f"title: Flood\ndate: 1995-05-05\n{fields}")


def titled(line: str) -> bytes:
    return story(f"{line}\ndate: 1995-05-05\n")


SHAPE = {
    "an empty file": b"",
    "blank lines only": b" \n\n",
    "no front matter": b"The river rose on Tuesday.\n\nIt fell on Friday.\n",
    "TOML front matter": b'+++\ntitle = "Flood"\n+++\n',
    "JSON front matter": b'{"title": "Flood"}\n',
    "blank lines above the front matter": b"\n\n---\ntitle: Flood\ndate: 1995-05-05\n---\n",
    "four dashes open": b"----\ntitle: Flood\n---\n",
    "no closing line": b"---\ntitle: Flood\ndate: soon\n\nThe river rose on Tuesday.\n\nIt fell on Friday.\n",
    "four dashes close": b"---\ntitle: Flood\ndate: 1995-05-05\n----\nThe river rose.\n",
    "nothing but fields": b"---\ntitle: Flood\ndate: 1995-05-05\n",
    "a rule closes too low": dated("\nThe river rose on Tuesday.\n\nIt fell: at last.\n"),
    "a rule closes too low, below a line with a colon": dated("\nNote: the river rose.\n"),
    "a line of equals signs in the fields": dated("====\n"),
    "three dots close": dated("...\nkicker: Weather"),
    "a list for fields": story("- title\n- date"),
    "a word for fields": story("Flood"),
    "no fields": story(""),
    "both fields blank": story("title:\ndate: ''"),
    "everything wrong at once": story(
        'title: "Flood" at last\ndate: soon\ntags: 42\nsummary: Rain: more\nkicker: \'Weather\nweight: heavy'
    ),
}
BYTES = {
    "UTF-16": story("title: Flood").decode().encode("utf-16"),
    "UTF-16 without a mark": story("title: Flood").decode().encode("utf-16-le"),
    "UTF-32": story("title: Flood").decode().encode("utf-32"),
    "Windows-1252": story("title: Café\ndate: 1995-05-05").decode().encode("cp1252"),
    "a byte that no encoding has": dated("") + b"\x81",
    "control characters": story("title: Flood\x07\ndate: 1995-05-05", "The\x00 river\x92s rise"),
    "many control characters": story("title: Flood\ndate: 1995-05-05", "\x01" * 40),
    "a control character by its escape": titled('title: "Flood\\e[2J"'),
    "a byte order mark in the fields": titled("title: Flo\ufeffod"),
    "a byte order mark in the body": story("title: Flood\ndate: 1995-05-05", "The\ufeff river"),
    "a line separator in the fields": titled("title: Flood\u2028Rain"),
}
SYNTAX = {
    "a colon in the title": titled("title: Breaking: fire at mill"),
    "two colons in the title": titled("title: Breaking: fire: mill burns"),
    "a colon in a caption": dated("images:\n  - caption: Left: the mill"),
    "two colons in an entry": dated("tags:\n  - Breaking: fire: mill"),
    "a tab": dated("tags:\n\t- Harbour"),
    "a double quote never closed": titled('title: "Fire at mill'),
    "a single quote never closed": dated("kicker: 'Weather\nsummary: It's raining"),
    "a quote never closed at the end": dated('summary: "Rain'),
    "a quote never closed in a list": dated('tags: [Harbour, "Rain]'),
    "an apostrophe in single quotes": titled("title: 'It's late'"),
    "quotes within quotes": titled('title: "The "old" bridge"'),
    "text after a quote": titled('title: "Fire" at mill'),
    "text after a bracket": titled("title: [Updated] Fire at mill"),
    "a backslash": titled('title: "C:\\dir"'),
    "a short escape": titled('title: "\\x4"'),
    "half a character by its escape": titled('title: "\\ud800"'),
    "an at sign": titled("title: @home in Elsen"),
    "a backtick": titled("title: `Flood`"),
    "a percent sign": titled("title: %5 of it"),
    "an asterisk": titled("title: *Flood* again"),
    "an alias to nothing": titled("title: *flood"),
    "an ampersand": titled("title: & so on"),
    "an ampersand before a word": titled("title: &Co closes"),
    "an exclamation mark": titled("title: !Flood"),
    "a greater-than sign": titled("title: > Flood"),
    "a closing bracket": titled("title: ] Flood"),
    "a question mark": titled("title: ? Flood"),
    "a list on the line of its field": dated("tags: - Harbour"),
    "a bracket never closed": dated("tags: [Harbour, Rain"),
    "a brace never closed": dated("image: {src: flood.jpg"),
    "a bracket never closed after a comma": dated("tags: [Harbour,"),
    "a bracket never closed above another field": dated("tags: [Harbour,\nkicker: Weather"),
    "a hash in a list": dated("tags: [#schools, Rain]"),
    "an at sign in a list": dated("tags: [Harbour, @home]"),
    "an at sign in a part": dated("images:\n  - by: @ida"),
    "an at sign before a name": dated("@kicker: Weather"),
    "half of an emoji": titled('title: "Goat \\ud83d\\udc10"'),
    "a tail of a bracket": dated('kicker"]~text#...\nstatus #"tags=\nx: '),
    "a tag before a list": dated("corrections:\n !x - date: 2000-01-01"),
    "two commas": dated("tags: [Harbour, , Rain]"),
    "quotes in a list": dated('tags: [Harbour, "Rain" and snow]'),
    "no space after the colon": titled("title:Flood"),
    "no colon": titled("title Flood"),
    "an equals sign": titled("title = Flood"),
    "no space after a dash": dated("tags:\n- Harbour\n-Rain"),
    "no space after any dash": dated("tags:\n  -Harbour\n  -Rain"),
    "an entry too far left": dated("tags:\n  - Harbour\n - Rain"),
    "an entry too far right": dated("tags:\n  - Harbour\n    - Rain"),
    "a list below a text": dated("tags: Harbour\n  - Rain"),
    "a part too far left": dated("image:\n  src: flood.jpg\n caption: The mill"),
    "a first field too far right": story(" title: Flood\ndate: 1995-05-05"),
    "a field too far right": dated("kicker: Weather\n  section: News"),
    "a field with no name": dated(": Flood"),
    "a list for a name": dated("? [a, b]\n: Flood"),
    "a merge key": dated("<<: Flood"),
    "a tag": titled("title: !!python/object/apply:os.system [ls]"),
    "an alias to itself": dated("a: &a [*a]"),
    "aliases that multiply": dated("a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]"),
    "many brackets": dated("a: " + "[" * 10_000),
    "many dashes": dated("a:\n  " + "- " * 10_000 + "x"),
}
FIELDS = {
    "a title twice": dated("title: Rain"),
    "two spellings of one field": dated("byline: Ida Marsh\nauthors: [Sam Ode]"),
    "a title misspelt": story("titel: Flood\ndate: 1995-05-05"),
    "a summary misspelt": dated("sumary: Rain"),
    "a title that is a list": titled("title: [Flood]"),
    "a title that ends before its number": titled("title: We are #1"),
    "a day that never was": story("title: Flood\ndate: 2024-02-30"),
    "a date of noughts": story("title: Flood\ndate: 0000-00-00"),
    "a date in a word": story("title: Flood\ndate: soon"),
    "a date that could be two": story("title: Flood\ndate: 04/05/2024"),
    "a date with a month of 25": story("title: Flood\ndate: 5/25/1995"),
    "a short date": story("title: Flood\ndate: 5/5/95"),
    "a date in English": story("title: Flood\ndate: May 5, 1995"),
    "a date with an offset of 30 hours": story("title: Flood\ndate: 1995-05-05T08:17:00+30:00"),
    "tags that are a number": dated("tags: 42"),
    "tags that are words": dated("tags: Harbour, Rain"),
    "tags that are fields": dated("tags: {Harbour: 1}"),
    "blank tags": dated('tags: ["", " "]'),
    "a tag with a colon": dated("tags:\n  - Breaking: fire"),
    "a blank picture": dated("images: ['']"),
    "a picture without a path": dated("image: {alt: The mill}"),
    "a picture with unknown parts": dated("image: {src: flood.jpg, captoin: The mill, lens: 50}"),
    "a picture with a part twice": dated("image: {src: flood.jpg, src: mill.jpg}"),
    "a picture with two paths": dated("image: {src: flood.jpg, path: mill.jpg}"),
    "a part without a name": dated("image: {[a]: flood.jpg}"),
    "an origin that is a text": dated("origin: Harbour Gazette"),
    "a correction without a text": dated("corrections: [{date: 1995-05-06}, ' ']"),
    "a replacement without its other half": dated("anonymise:\n- from: Ida Marsh\n- to: a woman"),
    "replacements as a text": dated("anonymise: Ida Marsh"),
    "a correction with a date that could be two": dated("corrections: [{date: 1/2/1995, text: Two boats.}]"),
    "a status that is none": dated("status: hidden"),
    "a status misspelt": dated("status: publishd"),
    "a draft that may be": dated("draft: maybe"),
    "a date under published": dated("published: 1995-05-05"),
    "a draft that is published": dated("draft: true\nstatus: published"),
    "a weight that is heavy": dated("weight: heavy"),
    "a language with an underscore": dated("lang: pt_BR"),
    "a language in a word": dated("lang: Brazilian Portuguese"),
    "an alias outside": dated("aliases: [https://example.org/flood, /../flood, '/a b']"),
}
LIMITED = {
    "a story that is too large": dated("") + b"x" * 40_000,
    "front matter that is too long": dated("summary: " + "x" * 30_000),
    "too many fields": dated("\n".join(f"field{n}: x" for n in range(20))),
    "too many entries": dated("tags: [a, b, c, d, e, f, g]"),
    "more faults than anyone would read": dated(f"a: [{', '.join(['!x y'] * 101)}]"),
    "a name that is too long": dated(f"tags: [{'a' * 41}]"),
}
CASES = {**SHAPE, **BYTES, **SYNTAX, **FIELDS, **LIMITED}


def shown(problem: Problem) -> str:
    place = f"{problem.line}:{problem.column}" if problem.line else "file"
    lines = [f"{place}: {problem.level.value}: {problem.fault}", f"    fix: {problem.remedy}", f"    ({problem.code})"]
    if problem.excerpt:
        lines += [f"    | {problem.excerpt[:100]}", f"    | {' ' * (problem.column - 1)}^"]
    return "\n".join(lines)


def problems_of(data: bytes) -> tuple[Problem, ...]:
    return parse_story(data, "flood.md", zone=ZONE, limits=LIMITS).problems


def test_the_messages_read_as_they_did_before(golden):
    chapters = [
        f"# {name}\n\n" + "\n".join(shown(problem) for problem in problems_of(data)[-10:])
        for name, data in CASES.items()
    ]
    golden("messages.golden", "\n\n\n".join(chapters) + "\n")


def test_the_golden_file_has_every_message_of_the_room():
    source = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    examples = {"old-bridge", "gazette-1995-0412"}
    codes = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', source)) - examples
    said = {problem.code for data in CASES.values() for problem in problems_of(data)}
    assert codes - said == set()


@pytest.mark.parametrize("name", CASES)
def test_every_fault_has_a_place_a_remedy_and_no_jargon(name):
    problems = problems_of(CASES[name])
    assert problems
    for problem in problems:
        assert problem.source == "flood.md"
        assert problem.fault
        assert problem.remedy
        assert "\n" not in problem.fault + problem.remedy
        jargon = r"\b(scalar|mapping|token|node|flow sequence|block|expected <|anchor|NoneType|codec)\b"
        assert not re.search(jargon, problem.fault + problem.remedy)


@pytest.mark.parametrize("name", CASES)
def test_both_yaml_parsers_say_the_same(name):
    def by(loader):
        return parsed_by(StoryHandler(LIMITS, loader), CASES[name], "flood.md", ZONE, LIMITS)

    assert by(PythonTextLoader) == by(FastTextLoader)


@pytest.mark.parametrize("name", SYNTAX)
def test_a_value_mended_as_the_remedy_says_is_read(name):
    """The last part of such a remedy is the line to write."""
    data = CASES[name]
    for problem in problems_of(data):
        if "quotes: " in problem.remedy or (problem.remedy.startswith("write a") and ": " in problem.remedy):
            lines = data.decode().split("\n")
            line = problem.remedy.split(": ", 1)[1]
            indent = re.match(r"\s*", lines[problem.line - 1])[0]
            lines[problem.line - 1] = indent + line
            again = problems_of("\n".join(lines).encode())
            assert problem.code not in {p.code for p in again if p.line == problem.line}
