"""What editors' own tools are told of a story's fields agrees with what the parser takes."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from jsonschema import Draft7Validator

from backfile.cli import main
from backfile.config import Config
from backfile.schema import add_address, decap_values, pages_cms_values, story_schema
from backfile.storyfile import FIELDS, parse_story, split

ROOT = Path(__file__).parents[2]
CHECKER = Draft7Validator(story_schema())


class PlainDates(yaml.SafeLoader):
    """As editors read YAML: a date is a text."""


PlainDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(fields: str) -> list[str]:
    return [error.message for error in CHECKER.iter_errors(yaml.load(fields, Loader=PlainDates))]


def is_story(fields: str) -> bool:
    return parse_story(f"---\n{fields}\n---\n".encode(), "x.md", zone=Config().tz).story is not None


DATED = "title: Flood\ndate: 1995-05-05\n"
SOUND = [
    "",
    "tags: [Harbour, 1984, true]",
    "byline: Ida Marsh",
    "authors:\n- Ida Marsh\n- Sam Ode",
    "images: [flood.jpg, {src: b.jpg, alt: ''}]",
    "image: {src: a.jpg, caption: The mill}",
    "corrections: Two boats, not three.",
    "corrections:\n- date: 1995-05-06\n  text: Two boats.",
    "status: draft",
    "draft: true",
    "published: yes",
    "updated: 1995-05-06T09:30:00+01:00",
    "updated: 1995-05-06 09:30",
    "weight: 3",
    "aliases: [/a/, /b/]",
    "summary:",
    "tags:",
    "origin: {outlet: Gazette}",
    "something: {else: [1, 2]}",
]
WRONG = [
    "tags: one two",
    "tags: 42",
    "status: hidden",
    "updated: soon",
    "draft: maybe",
    "origin: Gazette",
    "weight: [1]",
    "tags: {a: b}",
    "kicker: [a]",
]


@pytest.mark.parametrize("fields", SOUND)
def test_what_is_a_story_to_the_parser_is_one_to_the_schema(fields):
    assert is_story(DATED + fields)
    assert faults(DATED + fields) == []


@pytest.mark.parametrize("fields", WRONG)
def test_what_is_none_to_the_parser_is_none_to_the_schema(fields):
    assert not is_story(DATED + fields)
    assert faults(DATED + fields)


def test_a_title_and_a_date_are_asked_for_under_any_of_their_names():
    assert faults("headline: Flood\ndate: 1995-05-05") == []
    assert faults("kicker: Flood\n")


def test_every_story_of_the_sample_agrees():
    for path in sorted((ROOT / "content/stories").rglob("*.md")):
        assert faults(split(path.read_text("utf-8")).yaml_text) == [], path


def test_every_field_stands_in_the_schema_under_every_name():
    assert set(story_schema()["properties"]) == {name for field in FIELDS for name in field.names}
    Draft7Validator.check_schema(story_schema())


def test_the_schema_that_the_samples_editor_uses_is_todays(capsys, request):
    """Written anew, as golden files are, by --rewrite-golden."""
    assert main(["schema"]) == 0
    path, todays = ROOT / ".vscode/story.schema.json", capsys.readouterr().out
    if request.config.getoption("rewrite_golden"):
        path.write_text(todays, "utf-8")
    assert path.read_text("utf-8") == todays
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    assert "./.vscode/story.schema.json" in settings["yaml.schemas"]


@pytest.mark.parametrize("tool", ["pages-cms", "decap-cms", "sveltia-cms"])
def test_the_settings_of_a_cms_are_yaml_and_name_only_fields_that_there_are(tool, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["schema", "--for", tool]) == 0
    values = yaml.safe_load(capsys.readouterr().out)
    stories = (values.get("collections") or values["content"])[0]
    asked = [field["name"] for field in stories["fields"]]
    assert asked[-1] == "body"
    assert set(asked[:-1]) <= {field.name for field in FIELDS}
    assert {"title", "date", "tags", "images", "corrections", "embargo", "status"} <= set(asked)


def test_the_day_in_the_name_of_a_new_file_is_the_storys_not_that_of_its_writing_down():
    decap, pages = decap_values("https://github.com/a/b", "main")["collections"][0], pages_cms_values()["content"][0]
    assert decap["slug"] == "{{fields.date | date('YYYY-MM-DD')}}-{{slug}}"
    assert pages["filename"]["template"] == "{date}-{primary}.md"


def test_a_form_asks_for_a_flag_with_a_switch_and_leaves_out_what_was_not_filled_in():
    decap, pages = decap_values("https://github.com/a/b", "main"), pages_cms_values()
    switches = [field for field in decap["collections"][0]["fields"] if field["name"] == "noindex"]
    switches += [field for field in pages["content"][0]["fields"] if field["name"] == "noindex"]
    assert [field.get("widget", field.get("type")) for field in switches] == ["boolean", "boolean"]
    assert decap["output"] == {"omit_empty_optional_fields": True}
    asked = [field.name for field in FIELDS if field.name not in ("title", "date", "status", "origin")]
    assert is_story(DATED + "\n".join(f"{name}: ''" for name in asked))


def test_no_form_asks_for_what_only_an_import_knows():
    for values in (decap_values("https://github.com/a/b", "main")["collections"], pages_cms_values()["content"]):
        assert {"origin", "id", "draft", "published"}.isdisjoint(field["name"] for field in values[0]["fields"])


def test_the_link_for_a_new_story_has_its_folder_its_name_and_fields_that_are_a_story_once_there_is_a_title():
    parts = urlsplit(add_address("https://github.com/pilot/archive", "main", "1995-05-05"))
    assert parts.path == "/pilot/archive/new/main"
    asked = parse_qs(parts.query)
    assert asked["filename"] == ["content/stories/1995/1995-05-05-headline.md"]
    text = asked["value"][0].replace("title: ", "title: Flood")
    parsed = parse_story(text.encode(), "x.md", zone=Config().tz)
    assert (parsed.story.title, parsed.story.date.day) == ("Flood", "1995-05-05")
    switched_on = text.replace("# ", "")
    parsed = parse_story(switched_on.encode(), "x.md", zone=Config().tz)
    assert parsed.problems == ()
    assert parsed.story.section
    assert parsed.story.bylines
