"""What `check --format sarif` says of an archive full of faults, against the schema that OASIS publishes.

The schema is not ours to hand on: name a copy of `backfile.sarif.SCHEMA` in BACKFILE_SARIF_SCHEMA.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema.validators import validator_for

from backfile.cli import main
from backfile.sarif import sarif_values
from tests.cli.test_sarif import PROBLEMS

SCHEMA = os.environ.get("BACKFILE_SARIF_SCHEMA", "")
pytestmark = pytest.mark.skipif(not SCHEMA, reason="set BACKFILE_SARIF_SCHEMA to a copy of the schema")
FAULTY = {
    "stories/flood.md": "---\ntitle: Flood: again\ndate: 1995-05-05\n---\nRain.\n",
    "stories/ferry.md": "---\ntitle: Ferry\ndate: 1970-01-01\ntitel: x\n---\n"
    "1984. That was donâ€™t\n\n[x](gone.md) ![](a.jpg)\n",
    "stories/mill 🐐.md": "---\ntitle: Mill\ndate: 1995-05-07\ntags: [Harbor]\n---\nSee [it](https://quay.example/a/).\n",
    "stories/pier.md": "---\ntitle: Pier\ndate: 1995-05-08\ntags: [Harbour]\n---\n",
}


def faults_of(values: object) -> list[str]:
    schema = json.loads(Path(SCHEMA).read_text("utf-8"))
    return [error.message for error in validator_for(schema)(schema).iter_errors(values)]


def test_a_log_is_what_the_schema_asks_for_whatever_was_found(tmp_path, capsys):
    (tmp_path / "site.toml").write_text('title = "Quay"\nbase_url = "https://quay.example/"\n')
    for name, text in FAULTY.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert main(["check", "--root", str(tmp_path), "--format", "sarif"]) == 1
    values = json.loads(capsys.readouterr().out)
    levels = {result["level"] for result in values["runs"][0]["results"]}
    assert levels == {"error", "warning", "note"}
    assert faults_of(values) == []


def test_logs_of_odd_places_and_of_nothing_are_too_and_another_level_is_not():
    assert faults_of(sarif_values(PROBLEMS)) == []
    assert faults_of(sarif_values([])) == []
    wrong = sarif_values(PROBLEMS)
    wrong["runs"][0]["results"][0]["level"] = "advice"
    assert faults_of(wrong)
