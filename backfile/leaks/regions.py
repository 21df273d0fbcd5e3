"""Where in a file of many stories one of them speaks: its records and entries in lists for machines, its cards on
pages. A pure room: text in, stretches of it out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

_ENTRY = re.compile(r"<(entry|item|url)\b[^>]*>.*?</\1>", re.DOTALL)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# A card is no larger than what pages have inside of these.
_WHOLE = frozenset(("html", "body", "main"))
_FRAGMENT = "pagefind_dcd"
IsStory = Callable[[str], bool]


def stretches(path: str, text: str, permalink: str, is_other: IsStory) -> Iterator[str]:
    """The parts of a file that say something of the story at `permalink`; `is_other` tells the address of another
    story's page from that of a list."""
    if path.endswith(".jsonl"):
        yield from (line for line in text.split("\n") if _names_it(line, permalink))
    elif path.endswith(".json") or text.startswith(_FRAGMENT):
        yield from _records(text.removeprefix(_FRAGMENT), permalink)
    elif path.endswith(".xml"):
        yield from (entry[0] for entry in _ENTRY.finditer(text) if _names_it(entry[0], permalink))
    elif path.endswith((".html", ".htm")):
        yield from cards(path, text, permalink, is_other)


def _names_it(text: str, permalink: str) -> bool:
    """Whether an address that ends with the permalink stands in a text, between marks as such texts set them."""
    return re.search(re.escape(permalink) + r"""(?=["'<\s#?]|\Z)""", unquote(text)) is not None


def _records(text: str, permalink: str) -> Iterator[str]:
    """The smallest objects that have the address as one of their values; the whole text where it is no JSON."""
    try:
        yield from _objects(json.loads(text), permalink)
    except ValueError:
        yield text


def _objects(value: object, permalink: str) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _objects(part, permalink)
    elif isinstance(value, dict):
        if any(isinstance(part, str) and unquote(part).endswith(permalink) for part in value.values()):
            yield json.dumps(value, ensure_ascii=False)
        else:
            yield from _objects(list(value.values()), permalink)


def cards(path: str, text: str, permalink: str, is_other: IsStory) -> Iterator[str]:
    """Around each link to the story the largest element that leads to no other story: its headline, its picture, what
    stands beside them."""
    tree = _Tree(path, text)
    foreign = [link for link in tree.links if link.address != permalink and is_other(link.address)]
    for link in tree.links:
        if link.address == permalink:
            yield "<".join(tree.texts_in(tree.widest(link, lambda wider: not wider.holds(foreign))))


class Passage(NamedTuple):
    """A text or an attribute of a page; `is_anothers`: it stands in the card of another story or page."""

    text: str
    is_anothers: bool


def passages(path: str, text: str, is_card: Callable[[str, str], bool]) -> Iterator[Passage]:
    """What a story's page says, piece by piece. `is_card` tells, by address and words, the headline of another story
    from a link in the story's text."""
    tree = _Tree(path, text)
    heads = [link for link in tree.links if is_card(link.address, " ".join(tree.texts_in(link)))]
    anothers = {at for link in heads for at in tree.widest(link, lambda wider: not wider.holds(tree.headlines)).span()}
    yield from (Passage(said, at in anothers) for at, said in enumerate(tree.texts))


def _address(path: str, target: str) -> str:
    """Where a link of a page leads, from the site's root; "" for another site or no address."""
    parts = urlsplit(urljoin("backfile:///" + path, target) if "://" not in target else target)
    found = unquote(urlsplit(urljoin("/" + path, target)).path) if parts.scheme in ("", "backfile") else ""
    return found.removesuffix("index.html")


class _Node:
    """An element: where its texts begin and end among all; `address` is where it leads."""

    def __init__(self, tag: str, parent: _Node | None, start: int, address: str = "") -> None:
        self.tag, self.parent, self.start, self.address = tag, parent, start, address
        self.end = start

    def span(self) -> range:
        return range(self.start, self.end)

    def holds(self, nodes: list[_Node]) -> bool:
        return any(self.start <= node.start < self.end for node in nodes)


class _Tree(HTMLParser):
    """The texts and attributes of a page in order, its elements around them."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.texts: list[str] = []
        self.links: list[_Node] = []
        self.headlines: list[_Node] = []
        self.open: list[_Node] = []
        self.feed(text)
        self.close()
        self._end(len(self.open))

    def texts_in(self, node: _Node) -> list[str]:
        return self.texts[node.start : node.end]

    def widest(self, node: _Node, fits: Callable[[_Node], bool]) -> _Node:
        """The largest element around a link that fits, itself if no other does."""
        while (wider := node.parent) and wider.tag not in _WHOLE and fits(wider):
            node = wider
        return node

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        address = _address(self.path, given["href"]) if tag == "a" and given.get("href") else ""
        node = _Node(tag, self.open[-1] if self.open else None, len(self.texts), address)
        self.texts += ["", *given.values()]  # an element without attributes has a place of its own, too
        self.links += [node] if address else []
        self.headlines += [node] if tag == "h1" else []
        self.open.append(node)
        if tag in _VOID:
            self._end(1)

    def handle_endtag(self, tag: str) -> None:
        found = next((number for number, node in enumerate(reversed(self.open), 1) if node.tag == tag), 0)
        self._end(found)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def _end(self, count: int) -> None:
        for _ in range(count):
            self.open.pop().end = len(self.texts)
