"""A saved page to its story: the order of the steps, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile.importers.decoding import decoded
from backfile.importers.found import Found, Piece, Raw, Wishes
from backfile.importers.html import choice, facts, fields, page, signs, votes
from backfile.importers.markup import parsed
from backfile.importers.text.datelines import dateline_of
from backfile.importers.text.language import language_of
from backfile.model import Problem, Story

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
SURE = 0.6


class Looked(NamedTuple):
    """A page after the look: its blocks, the votes and signs on each, what it says of itself."""

    blocks: tuple[page.Block, ...]
    votes: votes.Votes
    signs: list[signs.Signs]
    facts: facts.Facts
    text: str


def read(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    """The one story of a saved page."""
    text = page_text(raw.data)
    looked = look(text, raw.url)
    if looked is None or not looked.blocks:
        yield Problem(
            raw.name, 0, 0, "there is no text on this page", "save it again when it has loaded", "import-empty"
        )
        return
    yield story_of(looked, raw, wishes)


def page_text(data: bytes) -> str:
    """The text of a page's bytes, by its mark, as UTF-8, by the charset it names, or by guessing."""
    try:
        return decoded(data)[0] if data[:3] == b"\xef\xbb\xbf" else data.decode("utf-8")
    except UnicodeDecodeError:
        named = _CHARSET.search(data[:4096])
        try:
            return (
                data.decode(named[1].decode(), "replace")
                if named and named[1].lower() not in (b"utf-8", b"utf8")
                else decoded(data)[0]
            )
        except LookupError:
            return decoded(data)[0]


def look(text: str, url: str = "") -> Looked | None:
    """Look at a page: a pure function of its text."""
    tree = parsed(text)
    if tree is None:
        return None
    told = facts.facts_of(tree)
    base = url or told.canonical or told.meta("og:url")
    blocks = page.blocks_of(tree, base)
    texts = [block.text for block in blocks]
    votes_cast = votes.votes_on(texts, text, told.body)
    title = (values_title(told)).casefold()
    summaries = frozenset(told.meta(name).casefold() for name in ("description", "og:description") if told.meta(name))
    return Looked(blocks, votes_cast, signs.signs_of(blocks, votes_cast, title, summaries), told, text)


def values_title(told: facts.Facts) -> str:
    """The title that the page gives for other sites."""
    return told.meta("og:title") or told.title


def story_of(looked: Looked, raw: Raw, wishes: Wishes) -> Found:
    """The story of a page that has been looked at."""
    odds = signs.odds_of(looked.signs)
    kept = choice.kept_blocks(looked.blocks, odds, looked.signs)
    story = fields.story_from(looked.facts, looked.text, raw.url, wishes.zone)
    first = next((at for at, keep in enumerate(kept) if keep), 0)
    title = fields.title_of(looked.facts, looked.blocks, story.origin.outlet, first)
    shown = choice.shown(looked.blocks, kept, title)
    body = choice.markdown_of(looked.blocks, shown.kept)
    texts = [block.text for block in looked.blocks]
    story = replace(
        story,
        title=title,
        body=body,
        images=shown.images,
        summary=fields.summary_of(looked.facts, texts, shown.kept, body),
    )
    story = with_form(story, looked, shown.kept, wishes.zone, wishes.lang)
    pieces = _pieces(looked, shown.kept, shown.fields) if wishes.reasons else ()
    confidence = choice.confidence(odds, shown.kept, looked.votes.words)
    return Found(story, confidence=confidence, review=_doubts(confidence), pieces=pieces, pictures=shown.pictures)


def body_in(text: str, title: str) -> str:
    """The Markdown of the story in a page alone."""
    looked = look(text)
    if looked is None:
        return ""
    kept = choice.kept_blocks(looked.blocks, signs.odds_of(looked.signs), looked.signs)
    return choice.markdown_of(looked.blocks, choice.shown(looked.blocks, kept, title).kept)


def with_form(story: Story, looked: Looked, kept: list[bool], zone: ZoneInfo, default_lang: str) -> Story:
    """What the machine-readable side does not give, by the form of the blocks: date, names, dateline, agency."""
    texts = [block.text for block in looked.blocks]
    told = choice.by_form(looked.votes.weighed, texts, kept, story.title, zone, default_lang)
    body = [text for text, keep in zip(texts, kept, strict=True) if keep]
    lang = story.lang or told.lang or language_of(body) or default_lang
    line = dateline_of(next((text for text in body if len(text) > 60), ""), lang, "\n".join(body))
    return replace(
        story,
        date=story.date or told.date,
        bylines=story.bylines or (() if story.agency else told.bylines),
        agency=story.agency or (line.agency if line else "") or told.agency,
        dateline=line.place if line else "",
        kicker=told.kicker if told.kicker != story.section else "",
        corrections=told.corrections,
        lang=lang,
    )


def _doubts(confidence: float) -> tuple[str, ...]:
    return (f"it is uncertain which parts of the page are story ({confidence:.0%} sure)",) if confidence < SURE else ()


def _pieces(looked: Looked, kept: list[bool], taken: frozenset[int]) -> tuple[Piece, ...]:
    found = []
    for at, (block, sign) in enumerate(zip(looked.blocks, looked.signs, strict=True)):
        fate = "kept" if kept[at] else "field" if at in taken else "dropped"
        found.append(Piece(block.text, fate, signs.strongest(sign, for_story=kept[at])))
    return tuple(found)
