"""JSON Lines and CSV: a story a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from backfile.corpus import FIELDS, json_line
from backfile.exporting.story import Frame, Told


def write_jsonl(path: Path, stories: Iterable[Told], frame: Frame) -> int:
    """The records as they are."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for story in stories:
            file.write(json_line(story.record))
            count += 1
    return count


def write_csv(path: Path, stories: Iterable[Told], frame: Frame) -> int:
    """The same fields as columns. Names in a list are joined by `; `, richer lists are JSON."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow(FIELDS)
        for story in stories:
            rows.writerow([_cell(story.record[name]) for name in FIELDS])
            count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
