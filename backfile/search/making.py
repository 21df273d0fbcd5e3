"""Bundles made: the records of their stories laid out as pages, Pagefind run over them, its files read back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from backfile import crew, execute, write
from backfile.bundles import LARGE, Record, record_of, steady
from backfile.opening import Site
from backfile.search import pagefind
from backfile.urls import path_of

READER = "reader"
RECORD_BATCH = 48
# Pagefind makes no bundle of nothing, and its program wants one beside it: a page that no search shows.
_NOTHING = "<html><body><main data-pagefind-body>nothing</main></body></html>"


class Due(NamedTuple):
    """A bundle to make again: its name, its fingerprint ("" when it will not last) and the numbers of its stories.

    `READER` is the program in the browser that reads all others; it has no stories.
    """

    name: str
    print: str
    stories: tuple[int, ...] = ()


def made(
    site: Site, executor: Executor, scratch: Path, index: pagefind.Indexer, due: list[Due]
) -> Iterator[tuple[Due, dict[str, bytes]]]:
    """Each bundle with its files. Several are made at a time, as many as the command allows and memory bears."""
    jobs = 1 if site.options.executor == "inline" else site.options.jobs or execute.cores()
    largest = max((len(one.stories) for one in due), default=0)
    width = max(1, min(jobs, LARGE // max(largest, 1)))
    with ThreadPoolExecutor(width) as threads:
        laid_out = (_laid_out(site, executor, scratch, one) for one in due)
        yield from execute.run(threads, _indexed, laid_out, width, index, site.config.lang.split("-")[0].lower())


def _laid_out(site: Site, executor: Executor, scratch: Path, one: Due) -> tuple[Due, Path]:
    """A folder with a page for each story of a bundle; one changed just now waits for the next build."""
    pages = scratch / one.name / "pages"
    if one.name == READER:
        write.write_text(pages / "index.html", _NOTHING)
        return one, pages
    records = [_record(site, story) for story in one.stories]
    texts = crew.records(executor, records, RECORD_BATCH, site.folders.content, site.config.lang)
    is_whole = True
    for record, text in zip(records, texts, strict=True):
        if text:
            write.write_text(pages / path_of(record.permalink), text)
        is_whole = is_whole and bool(text)
    return one if is_whole else one._replace(print=""), pages


def _record(site: Site, story: int) -> Record:
    source, content = site.archive.source_and_content(story)
    terms = [tuple(term) for term in site.archive.terms(story)]
    return record_of(source, content, site.archive.card(story), site.archive.meta(story), terms)


def _indexed(laid_out: tuple[Due, Path], index: pagefind.Indexer, lang: str) -> tuple[Due, dict[str, bytes]]:
    """Runs in a thread: Pagefind is a process of its own."""
    one, pages = laid_out
    bundle = pages.with_name("bundle")
    files = {}
    if pages.is_dir():  # not where all its stories are left for the next build
        index(pages, bundle, lang)
        files = steady(pagefind.files_of(bundle, is_reader=one.name == READER))
    shutil.rmtree(pages.parent, ignore_errors=True)
    return one, files
