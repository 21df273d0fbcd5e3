"""The stories as data: a file a month, and the list of those files.

A month is small enough to be made again when a story of it changes, and large enough that forty years are no more than
some hundred files. Only what names a file depends on others: adding a story changes its month's file and one line of
the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.corpus import Item
from backfile.model import Page
from backfile.plan.frame import Frame
from backfile.state import Archive
from backfile.urls import path_of

LIST = "/stories.jsonl"
LENGTH = 1000  # stories in a file, so that none grows without bound


def corpus_pages(archive: Archive, frame: Frame, month: str) -> Iterator[Page]:
    """The stories of one month in order, cut where they are very many."""
    found = archive.records(f"{month}-01", f"{month}-31") if frame.site["corpus"] else []
    for number in range(-(-len(found) // LENGTH)):
        items = [Item(*row) for row in found[number * LENGTH : (number + 1) * LENGTH]]
        permalink = _permalink(month, number)
        yield Page(path_of(permalink), permalink, "corpus", f"corpus:{month}", {"items": items})


def corpus_list(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """A line for each file: which it is, how many stories it has, of which days."""
    if not frame.site["corpus"]:
        return
    files = []
    for year, _ in archive.years():
        for month in archive.months(year):
            days = [day for day, count in archive.days(f"{month}-01", f"{month}-31") for _ in range(count)]
            for number in range(-(-len(days) // LENGTH)):
                part = days[number * LENGTH : (number + 1) * LENGTH]
                files.append([_permalink(month, number), len(part), part[0], part[-1]])
    yield Page(path_of(LIST), LIST, "corpus_list", "corpora:", {"files": files})


def _permalink(month: str, number: int) -> str:
    return f"/stories/{month}.jsonl" if number == 0 else f"/stories/{month}-{number + 1}.jsonl"
