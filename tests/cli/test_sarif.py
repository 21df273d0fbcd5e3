"""Problems as SARIF: what code hosts and editors read."""

from __future__ import annotations

from backfile.model import Level, Problem
from backfile.sarif import sarif_values

PROBLEMS = [
    Problem("content/a b.md", 4, 7, "not a date", "write 1995-05-05", "date", Level.ERROR, "date: 5/5/95"),
    Problem("content/caf\udce9.md", 0, 0, "odd name", "", "term-spelling tags/x", Level.WARNING),
    Problem("site.toml", 3, 0, "doubtful", "look again", "date", Level.ADVICE),
]


def results():
    return sarif_values(PROBLEMS)["runs"][0]["results"]


def test_a_problem_has_its_level_its_place_and_its_remedy():
    first = results()[0]
    assert first["level"] == "error"
    assert first["message"]["text"] == "not a date. Fix: write 1995-05-05"
    location = first["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "content/a%20b.md"
    assert location["region"] == {"startLine": 4, "startColumn": 7, "snippet": {"text": "date: 5/5/95"}}


def test_a_problem_of_a_whole_file_has_no_region_and_any_name_is_an_address():
    second = results()[1]
    assert second["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "content/caf%E9.md", "uriBaseId": "ROOT"}
    }
    assert [result["level"] for result in results()] == ["error", "warning", "note"]


def test_every_result_names_a_rule_that_is_listed():
    run = sarif_values(PROBLEMS)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["date", "term-spelling"]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_a_finding_is_known_again_when_lines_are_added_above_it():
    moved = sarif_values([PROBLEMS[0].__class__("content/a b.md", 9, 7, "not a date", "write 1995-05-05", "date")])
    prints = moved["runs"][0]["results"][0]["partialFingerprints"]
    assert prints == results()[0]["partialFingerprints"]
    assert prints != results()[2]["partialFingerprints"]
