"""The list of the files that hold the stories as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backfile.corpus.record import json_line, web_address


def file_list(files: Iterable[Sequence], base: str) -> str:
    """A line for each file: (permalink, number of stories, first and last day)."""
    return "".join(
        json_line({"url": web_address(permalink, base), "stories": stories, "first": first, "last": last})
        for permalink, stories, first, last in files
    )
