"""A story written as a file is the same story when it is read, and an editor likes to read the file."""

from __future__ import annotations

from dataclasses import fields, replace
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Correction, Image, LogEntry, Origin, Replacement, Status, Story, Version
from backfile.storyfile import parse_story, parse_when, story_text
from backfile.storyfile.front import trimmed
from backfile.storyfile.quoting import quoted, scalar

ZONE = ZoneInfo("America/Halifax")


def again(story: Story) -> Story:
    read, problems = parse_story(story_text(story).encode(), story.source, zone=ZONE)
    assert problems == ()
    return read


def without_lines(story: Story) -> Story:
    """A story read anew stands on other lines."""
    return replace(story, body_line=1, lines=(), images=tuple(image._replace(line=0) for image in story.images))


FULL = Story(
    source="flood.md",
    title='River takes "the old bridge": 3 hurt',
    date=parse_when("1995-05-05T08:17:00-03:00", ZONE),
    updated=parse_when("1995-05-06", ZONE),
    slug="007",
    section="News",
    kicker="No",
    summary="Nobody slept.\n\nThe second paragraph.",
    bylines=("Ida Marsh", "Sam Ode"),
    agency="Associated Press",
    dateline="PORT ELSEN, May 5",
    tags=("Harbour", "on", "C#", "#schools", "10,000 marchers", "عربي", "🐐"),
    series=("The Long Winter",),
    images=(
        Image("flood.jpg", "Two men in a boat", "Quay Street, Tuesday: the water rises.", "Ida Marsh", alt_given=True),
        Image("/mill.jpg", alt_given=True),
        Image(caption="The mill"),
    ),
    corrections=(Correction(parse_when("1995-05-09", ZONE), "Built in 1911, not 1921.", "clarification"),),
    status=Status.WITHDRAWN,
    lang="no",
    origin=Origin("Gazette", "https://example.org/a?b=c#d", file="captures/flood.txt", sha256="0" * 64),
    aliases=("/1995/bridge/",),
    weight=-2,
    extra=(("layout", "wide"), ("on", "yes"), ("list", ["a: b", {"c": "", "d": ["e"]}, []]), ("empty", {})),
    body="The river *rose*.\n\n---\n\n    code\n\nIt fell.",
)


def test_a_full_story_is_written_to_be_read(golden):
    golden("full.golden", story_text(FULL))


def test_a_full_story_is_the_same_when_read():
    assert without_lines(again(FULL)) == without_lines(FULL)


def test_what_is_absent_is_left_out():
    story = Story("flood.md", "Flood", parse_when("1995-05-05", ZONE), body="Text.")
    assert story_text(story) == "---\ntitle: Flood\ndate: 1995-05-05\n---\n\nText.\n"


def test_other_yaml_readers_take_our_texts_for_texts():
    front = story_text(FULL).split("---\n")[1]
    loaded = yaml.safe_load(front)
    assert (loaded["title"], loaded["slug"], loaded["kicker"], loaded["lang"]) == (FULL.title, "007", "No", "no")
    assert loaded["tags"] == list(FULL.tags)
    assert dict(FULL.extra)["list"] == loaded["list"]


@pytest.mark.parametrize(
    "text",
    ["Flood", "It's late", "Rain, rain", "C#", "3 hurt", "“Quoted”", "/a/b.jpg", "a:b", "Łódź", "10,000 marchers"],
)
def test_a_plain_text_needs_no_quotes(text):
    assert scalar(text) == text


@pytest.mark.parametrize(
    "text", ["", "No", "007", "a: b", "a #b", "- a", "1995-05-05", "12:30", "[a]", "a:", " a", "a ", "~", "null", "1e3"]
)
def test_what_yaml_could_misread_gets_quotes(text):
    assert scalar(text) == quoted(text)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TRICKY = st.text(st.sampled_from("ab :#-'\"[]{},&*!|>%@`\\?\n\t\u2028\x85é🐐\u200d\xa0019."), max_size=25)


@given(TRICKY | ANY_TEXT)
def test_any_text_is_read_as_itself_by_every_yaml_reader(text):
    line = scalar(text)
    assert "\n" not in line
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        assert yaml.load(f"a: {line}\n", Loader=loader) == {"a": text}
    assert yaml.safe_load(f"{line}: a\n" if len(line) < 100 else "{}") in ({text: "a"}, {})


LINE = (TRICKY | ANY_TEXT).map(lambda text: normalize("NFC", " ".join(_sound(text).split())))
PROSE = st.lists(LINE, max_size=3).map("\n".join).map(str.strip)


def _sound(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c in "\n\t\u2028\u200d\xa0")


NAME = LINE.filter(bool)
NAMES = st.lists(NAME, max_size=3).map(tuple)
WHEN = st.sampled_from(["1995-05-05", "0001-01-01", "1851-06-01 12:00", "2025-03-31T08:17:00.25+05:45"]).map(
    lambda text: parse_when(text, ZONE)
)
MAYBE_WHEN = st.none() | WHEN
PATH = NAME.filter(lambda text: text == text.strip())
IMAGES = st.builds(Image, src=PATH, alt=PROSE, caption=PROSE, credit=LINE).map(
    lambda image: image._replace(alt_given=bool(image.alt))
)
CORRECTIONS = st.builds(Correction, date=MAYBE_WHEN, text=PROSE.filter(bool), kind=NAME)
KEY = st.text("qxz_é :#-'\"", min_size=1, max_size=8).filter(lambda key: key.strip() == key)
VALUE = st.recursive(
    TRICKY.map(lambda t: t.replace("\x85", "")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=5,
)
EXTRA = st.dictionaries(KEY.filter(lambda key: " " not in key), VALUE, max_size=3).map(
    lambda found: tuple(found.items())
)
ALSO = st.lists(LINE.filter(bool), max_size=3, unique_by=str.casefold).map(tuple)
REPLACEMENTS = st.builds(
    Replacement, name=LINE.filter(lambda name: any(map(str.isalnum, name))), instead=LINE.filter(bool)
)
VERSIONS = st.builds(Version, date=MAYBE_WHEN, text=PROSE.filter(bool))
LOG = st.builds(LogEntry, date=MAYBE_WHEN, text=PROSE.filter(bool))
ORIGINS = st.builds(
    Origin, outlet=LINE, url=LINE, archived_url=LINE, captured=LINE, file=LINE, sha256=LINE, also=ALSO, suggested=ALSO
)
BODY = st.text("ab \n-:#é", max_size=40).map(lambda text: trimmed(text)[0])
STORIES = st.builds(
    Story,
    source=st.just("flood.md"), title=NAME, date=WHEN, body=BODY, updated=MAYBE_WHEN, slug=LINE, section=LINE,
    kicker=LINE, summary=PROSE, bylines=NAMES, agency=LINE, dateline=LINE, tags=NAMES, series=NAMES, places=NAMES,
    people=NAMES, organisations=NAMES, images=st.lists(IMAGES, max_size=2).map(tuple),
    corrections=st.lists(CORRECTIONS, max_size=2).map(tuple), status=st.sampled_from(Status), embargo=MAYBE_WHEN,
    expires=MAYBE_WHEN, lang=st.sampled_from(["", "no", "pt-BR"]), rights=PROSE, origin=ORIGINS, id=LINE,
    aliases=st.lists(st.sampled_from(["/a/", "/1995/x.html", "/é#b"]), max_size=2).map(tuple),
    weight=st.integers(-99, 99), extra=EXTRA, versions=st.lists(VERSIONS, max_size=2).map(tuple),
    noindex=st.booleans(), log=st.lists(LOG, max_size=2).map(tuple),
    anonymise=st.lists(REPLACEMENTS, max_size=2, unique=True).map(tuple),
)  # fmt: skip


@given(STORIES)
def test_any_story_is_the_same_when_read(story):
    read, problems = parse_story(story_text(story).encode(), story.source, zone=ZONE)
    assert [problem.fault for problem in problems if problem.level.value == "error"] == []
    for field in fields(Story):
        if field.name not in ("body_line", "lines"):
            assert getattr(without_lines(read), field.name) == getattr(without_lines(story), field.name), field.name


@given(STORIES)
def test_a_file_written_twice_is_the_same_file(story):
    once = story_text(story)
    assert story_text(parse_story(once.encode(), "flood.md", zone=ZONE).story) == once
