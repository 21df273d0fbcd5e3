"""What speaks for and against each block of a page: named signs, each with a size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from lxml.html import HtmlElement

from backfile.importers.html.page import Block, names_of
from backfile.importers.html.votes import Votes

_NAMES = {
    "caption": r"caption|credit|photo|image|picture|figure|gallery|media|slide|lightbox",
    "related": r"relat|recirc|recommend|more-|read-?more|also|teaser|promo|trending|popular|most|latest|outbrain"
    r"|taboola|sidebar|rail|side-|aside|widget|card|next-|upnext",
    "social": r"share|social|follow|twitter|facebook|tool|button|btn|action",
    "letter": r"newsletter|subscri|signup|sign-up|paywall|piano|donat|member|cta|promo|banner|regwall|offer",
    "author": r"author|byline|bio\b|contributor|writer|profile",
    "meta": r"meta|date|time|publish|breadcrumb|kicker|eyebrow|section-name|category|label|headline|title|dek|deck"
    r"|standfirst|subtitle|summary|excerpt",
    "advert": r"\bads?\b|ad-|advert|sponsor|commercial|affiliate|dfp|gpt",
    "comment": r"comment|disqus|discuss|reply",
    "tags": r"\btags?\b|tag-|topic|keyword",
    "nav": r"nav|menu|header|footer|masthead|foot\b|toolbar|cookie|consent|modal|popup|overlay|dialog|skip|hidden"
    r"|visually|sr-only|screen-reader",
    "body": r"articlebody|article-body|article__body|body|content|text|story|entry|post|paragraph|copy|rich",
}
_NAMED = {name: re.compile(pattern) for name, pattern in _NAMES.items()}
_INSIDE = frozenset("aside nav footer form button figure figcaption table ul ol blockquote".split())
_PHRASES = {
    "copyright": r"©|\(c\) ?\d{4}|copyright|all rights reserved|alle rechte|reservados|riservat"
    r"|may not be (?:published|repr)",
    "more": r"^(?:read|see|also|more|related|watch|listen|recommended|next|explore|lesen|lire|leer|leggi|lees|mehr"
    r"|auch)\b.{0,80}",
    "letter": r"newsletter|subscribe|sign up|inbox|abonn|suscr|inscri|follow us|download (?:our|the) app"
    r"|support (?:our|us|local|indep)|donat",
    "credit": r"getty|reuters|shutterstock|\(?ap photo|\bafp\b|\bphoto(?: by|:|s by| credit)|\bfoto:|image(?: credit)?:"
    r"|credit:|picture:|courtesy|via ap|/ap\b|dpa|unsplash|alamy|istock",
}
_SAID = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PHRASES.items()}
_END = re.compile(r"[.!?…。！？\"”’»)]$")  # fmt: skip
Signs = dict[str, float]


def signs_of(blocks: Sequence[Block], votes: Votes, title: str, summaries: frozenset[str]) -> list[Signs]:
    """The signs of every block. `title` and `summaries` are what the page says of itself, in small letters."""
    core = _core_of(blocks, votes)
    shares = _shares_of(blocks, votes)
    more, less = _difference(votes)
    times = Counter(block.text.casefold() for block in blocks)
    span = [at for at, chosen in enumerate(votes.chosen) if chosen] or [0]
    found = []
    for at, block in enumerate(blocks):
        signs = _own(block, votes.words[at]) | _witnesses(votes, at, more, less)
        below = _below(block, core)
        signs |= _place(block, below, core, shares)
        signs["between"] = float(span[0] < at < span[-1])
        signs["before it chosen"] = float(at > 0 and votes.chosen[at - 1])
        signs["after it chosen"] = float(at + 1 < len(blocks) and votes.chosen[at + 1])
        signs["heading of chosen"] = float(bool(block.heading) and at + 1 < len(blocks) and votes.chosen[at + 1])
        signs["again"] = float(times[block.text.casefold()] > 1)
        signs["title"] = float(
            block.text.casefold() == title or (len(block.text) > 10 and block.text.casefold() in title)
        )
        signs["summary"] = float(block.text.casefold() in summaries)
        if votes.kept[at] and not votes.chosen[at]:
            signs["more, in core"] = more * float(core is not None and any(e is core for e in block.way))
        found.append({name: size for name, size in signs.items() if size})
    return found


def _own(block: Block, words: int) -> Signs:
    length = "1" if words < 4 else "4" if words < 8 else "8" if words < 15 else "15" if words < 40 else "40"
    signs = {f"<{block.tag}>": 1.0, f"words {length}+": 1.0, "ends": float(bool(_END.search(block.text)))}
    signs["half linked"], signs["all linked"] = float(block.linked > 0.4), float(block.linked > 0.9)
    signs["bold"] = float(all(run.bold for run in block.runs if run.text.strip()))
    return signs | {f"says {name}": 1.0 for name, pattern in _SAID.items() if pattern.search(block.text)}


def _witnesses(votes: Votes, at: int, more: float, less: float) -> Signs:
    odds = [max(-4.0, min(4.0, one)) for one in votes.odds[max(0, at - 2) : at + 3]]
    own = max(-4.0, min(4.0, votes.odds[at]))
    chosen, kept = votes.chosen[at], votes.kept[at]
    signs = {"chosen": float(chosen), "structured": float(votes.structured[at]), "kept": float(kept), "odds": own}
    signs |= {"odds above 0": max(0.0, own), "odds around": sum(odds) / len(odds)}
    signs |= {"both": float(chosen and kept), "neither": float(not chosen and not kept)}
    signs["not structured"] = float(any(votes.structured) and not votes.structured[at])
    if chosen:
        signs |= {"less": less, "less, kept": less * kept}
    else:
        signs |= {"more": more, "more, kept": more * kept}
    return signs


def _difference(votes: Votes) -> tuple[float, float]:
    """How much the text rules keep that trafilatura does not choose, and the other way round, as shares."""
    rows = list(zip(votes.kept, votes.chosen, votes.words, strict=True))
    kept, chosen = sum(w for k, _, w in rows if k) or 1, sum(w for _, c, w in rows if c) or 1
    return sum(w for k, c, w in rows if k and not c) / kept, sum(w for k, c, w in rows if c and not k) / chosen


def _core_of(blocks: Sequence[Block], votes: Votes) -> HtmlElement | None:
    """The deepest element that holds most of what trafilatura chose."""
    weights: Counter[HtmlElement] = Counter()
    depth: dict[HtmlElement, int] = {}
    for block, chosen, words in zip(blocks, votes.chosen, votes.words, strict=True):
        if chosen and words >= 5:
            for at, element in enumerate(block.way):
                weights[element] += words
                depth[element] = at
    whole = max(weights.values(), default=0)
    return max((e for e in weights if weights[e] >= 0.8 * whole), key=depth.__getitem__, default=None)


def _shares_of(blocks: Sequence[Block], votes: Votes) -> dict[HtmlElement, tuple[float, float]]:
    """For each parent of blocks: the share of its words that is chosen, and that is linked."""
    sums: dict[HtmlElement, list[float]] = {}
    for block, chosen, words in zip(blocks, votes.chosen, votes.words, strict=True):
        entry = sums.setdefault(_parent(block), [0.0, 0.0, 0.0])
        entry[0] += words
        entry[1] += words * chosen
        entry[2] += words * block.linked
    return {element: (chosen / words, linked / words) for element, (words, chosen, linked) in sums.items()}


def _parent(block: Block) -> HtmlElement:
    return block.way[-2] if len(block.way) > 1 else block.way[-1]


def _below(block: Block, core: HtmlElement | None) -> tuple[HtmlElement, ...]:
    """The elements around a block inside the core; outside of it, all but the outermost."""
    for at, element in enumerate(block.way):
        if element is core:
            return block.way[at + 1 :]
    return block.way[2:]


def _place(block: Block, below: tuple[HtmlElement, ...], core: HtmlElement | None,
           shares: dict[HtmlElement, tuple[float, float]]) -> Signs:  # fmt: skip
    inside = core is not None and any(element is core for element in block.way)
    chosen, linked = shares[_parent(block)]
    signs = {"core": float(inside), "core depth": float(min(9, len(below)) if inside else 9)}
    signs |= {"core child": float(inside and len(below) == 1), "parent chosen": chosen, "parent linked": linked}
    tags = {element.tag for element in (*below, block.way[-1])}
    signs |= {f"in <{tag}>": 1.0 for tag in tags & _INSIDE}
    for element in below:
        signs |= {f"in {name}": 1.0 for name in _names(names_of(element))}
    return signs | {f"is {name}": 1.0 for name in _names(names_of(block.way[-1]))}


@cache
def _names(named: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _NAMED.items() if pattern.search(named))


@cache
def weights() -> dict[str, float]:
    """The table of weights: sign to weight, above 0 for story. See benchmarks/import/fit_html.py."""
    rows = files("backfile.importers.html").joinpath("weights.tsv").read_text(encoding="utf-8").splitlines()
    return {sign: float(weight) for sign, _, weight in (row.rpartition("\t") for row in rows if row)}


def odds_of(signs: Sequence[Signs]) -> list[float]:
    """The log-odds of every block to be story."""
    table = weights()
    always = table.get("(always)", 0.0)
    return [always + sum(table.get(name, 0.0) * size for name, size in block.items()) for block in signs]


def strongest(signs: Signs, *, for_story: bool) -> str:
    """The signs that spoke loudest for a decision, as words."""
    side = 1 if for_story else -1
    loud = sorted(((side * weights().get(name, 0.0) * size, name) for name, size in signs.items()), reverse=True)
    return ", ".join(name for weight, name in loud[:3] if weight > 0)
