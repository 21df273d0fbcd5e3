"""RSS, Atom and JSON Feed files: every entry, its text whole where the feed gives it whole."""

from __future__ import annotations

import json
from collections.abc import Iterator

from backfile.importers import values
from backfile.importers.bodies import body_of, body_of_html, looks_marked_up, paragraphs_of
from backfile.importers.found import Found, Raw, Wishes, text_of
from backfile.importers.xml import as_utf8, tree_of
from backfile.model import Image, Origin, Problem, Story

SHORT = 400


def read(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    """Every entry of a feed."""
    if raw.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_feed(raw, wishes)
        return
    root = tree_of(raw.data, raw.name)  # entities and cuts are refused here; feedparser would make do with them
    if isinstance(root, Problem):
        yield root
        return
    import feedparser

    feed = feedparser.parse(as_utf8(raw.data), sanitize_html=False, resolve_relative_uris=True)
    for entry in feed.entries:
        yield _found(entry, feed.feed, wishes)


def _found(entry: dict, feed: dict, wishes: Wishes) -> Found:
    title = values.plain(entry.get("title"))
    contents = [one.get("value", "") for one in entry.get("content") or ()]
    summary = entry.get("summary", "")
    text = max([*contents, "" if contents else summary], key=len)
    names, agency = values.credited(
        [one.get("name", "") for one in entry.get("authors") or ()] or entry.get("author", "")
    )
    body = _body(text, title, entry.get("link", ""))
    date = values.when(entry.get("published") or dict.get(entry, "updated") or entry.get("created"), wishes.zone)
    updated = values.when(dict.get(entry, "updated"), wishes.zone)  # feedparser itself would put `published` there
    story = Story(
        "", title, date, body,
        updated=updated if updated and date and updated.day > date.day else None,
        summary=values.plain(summary) if contents and values.plain(summary)[:40] not in body else "",
        bylines=names,
        agency=agency,
        tags=values.texts([one.get("label") or one.get("term") for one in entry.get("tags") or ()]),
        images=tuple(_images(entry)),
        lang=feed.get("language") or wishes.lang,
        rights=values.plain(entry.get("rights")),
        origin=Origin(outlet=values.plain(feed.get("title")), url=entry.get("link", "")),
    )  # fmt: skip
    return Found(story, key=entry.get("id") or entry.get("link") or title, review=_doubts(body))


def _doubts(body: str) -> tuple[str, ...]:
    if len(body) < SHORT or body.rstrip().endswith(("[…]", "…", "...", "\\[…\\]")):
        return ("the feed gives the beginning only, it seems",)
    return ()


def _images(entry: dict) -> Iterator[Image]:
    for one in entry.get("media_content") or ():
        caption = values.plain(entry.get("media_description") or one.get("description"))
        credit = " ".join(values.plain(c.get("content")) for c in entry.get("media_credit") or ())
        if caption or credit:
            yield Image(caption=caption, credit=credit)
            return


def _body(text: str, title: str, base: str) -> str:
    return body_of_html(text, title, base) if looks_marked_up(text) else body_of(paragraphs_of(text), title)


def _json_feed(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    try:
        feed = json.loads(text_of(raw.data), strict=False)
    except (json.JSONDecodeError, RecursionError) as error:
        yield Problem(
            raw.name, getattr(error, "lineno", 0), 0, f"this is not JSON: {error}", "save the feed again", "import-json"
        )
        return
    for number, entry in enumerate(feed.get("items") or (), 1):
        if isinstance(entry, dict):
            yield _from_json(entry, feed, number, wishes)


def _from_json(entry: dict, feed: dict, number: int, wishes: Wishes) -> Found:
    title = values.plain(entry.get("title"))
    names, agency = values.credited(entry.get("authors") or entry.get("author") or "")
    body = _body(str(entry.get("content_html") or entry.get("content_text") or ""), title, str(entry.get("url") or ""))
    story = Story(
        "", title, values.when(entry.get("date_published"), wishes.zone), body,
        summary=values.plain(entry.get("summary")),
        bylines=names,
        agency=agency,
        tags=values.texts(entry.get("tags") or ()),
        lang=str(entry.get("language") or feed.get("language") or wishes.lang),
        origin=Origin(outlet=values.plain(feed.get("title")), url=str(entry.get("url") or "")),
    )  # fmt: skip
    return Found(story, key=str(entry.get("id") or number), review=_doubts(body))
