"""Links of an old site to the archive's own: to the story's file, a file that came along, or to plain text. Pure."""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from backfile.importers.found import BESIDE, WANTED, Found, Wanted
from backfile.importers.inline import address
from backfile.importers.links import Gone, Spot, rewritten
from backfile.importing.whereabouts import Target
from backfile.model import Story

_MENTION = re.compile(re.escape(WANTED) + r"(\d{1,9})")
_NOWHERE = "to what did not come over, now plain text"
SHOWN = 10  # links that lead nowhere, named in one line of the review


class Linked(NamedTuple):
    """A story with its links led to where they lead now: how many do, and those that lead nowhere, with reasons.

    `open` is the body as far as it is decided: what leads nowhere is still marked, by its number.
    """

    story: Story
    made: int = 0
    missed: Mapping[int, tuple[Wanted, str]] = MappingProxyType({})
    open: str = ""

    @property
    def reason(self) -> str:
        """What the review says of the links that lead nowhere, "" where all lead somewhere."""
        return _reason(list(self.missed.values()))


def linked(
    story: Story, links: Mapping[int, Wanted], files: Mapping[str, str], find: Callable[[Wanted], Target]
) -> Linked:
    """Lead each link of a story, whose place is `story.source`, to what it wants. `files` are those that came along, by
    reference, under their names beside the story."""
    targets: dict[int, str] = {}
    missed: dict[int, tuple[Wanted, str]] = {}
    for number, wanted in links.items():
        if name := files.get(wanted.file):
            targets[number] = quote(name)
        else:
            found = find(wanted)
            if found.path or found.address:
                targets[number] = (_from(story.source, found.path) if found.path else found.address) + wanted.tail
            else:
                missed[number] = (wanted, found.reason)
    made = sum(not links[number].file for number in targets)
    partly = rewritten(story.body, lambda spot: _answer(spot, targets))
    told = {number: Gone(html.unescape(wanted.said)) for number, (wanted, _) in missed.items()}
    body = rewritten(partly, lambda spot: _answer(spot, told)) if missed else partly
    return Linked(replace(story, body=body), made, missed, partly if missed else "")


def _answer(spot: Spot, answers: Mapping[int, str | Gone]) -> str | Gone | None:
    match = _MENTION.fullmatch(spot.target)
    return answers.get(int(match[1])) if match else None


def _from(source: str, path: str) -> str:
    """The way from a story's file to another."""
    return address(posixpath.relpath(path, posixpath.dirname(source)))


def _reason(missed: Sequence[tuple[Wanted, str]]) -> str:
    if not missed:
        return ""
    named = [f"{wanted.said}{_because(wanted.line, reason)}" for wanted, reason in missed[:SHOWN]]
    more = f" and {len(missed) - SHOWN} more" if len(missed) > SHOWN else ""
    count = "a link" if len(missed) == 1 else f"{len(missed)} links"
    return f"{count} {_NOWHERE}: {', '.join(named)}{more}"


def is_link_reason(reason: str) -> bool:
    """Whether a reason of the review is `Linked.reason`."""
    return _NOWHERE in reason


def _because(line: int, reason: str) -> str:
    told = "; ".join(filter(None, (f"line {line}" if line else "", reason)))
    return f" ({told})" if told else ""


def as_said(found: Found) -> Found:
    """A story that has no place yet, its links as its own site had them."""

    def answer(spot: Spot) -> str | None:
        match = _MENTION.fullmatch(spot.target)
        return address(found.links[int(match[1])].said) if match and int(match[1]) < len(found.links) else None

    body = rewritten(found.story.body, answer) if found.links else found.story.body
    return found._replace(story=replace(found.story, body=body.replace(BESIDE, "")))


def links_text(links: Mapping[int, Wanted]) -> str:
    """Links as the ledger keeps them."""
    return json.dumps(list(links.items()), ensure_ascii=False)


def links_from(text: str) -> dict[int, Wanted]:
    """The links that `links_text` wrote."""
    return {number: Wanted(row[0], tuple(row[1]), *row[2:]) for number, row in json.loads(text)}
