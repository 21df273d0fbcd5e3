"""A story without a name, where it speaks itself: on its page, in its cards and records. There the name is evidence
even if another story prints it, unless the page has it from that other story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from backfile import plan
from backfile.held import read_story
from backfile.leaks.proof import is_dull
from backfile.leaks.regions import passages, stretches
from backfile.leaks.search import Catch, texts_of
from backfile.opening import Site
from backfile.phrases import Net, Phrase, runs, tokens
from backfile.plan import Frame
from backfile.urls import encoded, path_of

AROUND = 2


class Own(NamedTuple):
    """A story that replaces names; `paths` are its page and those that lead to it."""

    source: str
    permalink: str
    names: tuple[Phrase, ...]
    paths: frozenset[str]

    @property
    def company(self) -> tuple[str, ...]:
        """The last step of its address, plain and as it stands in a link."""
        step = self.permalink.rstrip("/").rsplit("/", 1)[-1]
        return tuple({step, encoded(step)})


class Anonymous:
    """The stories that replace names, as a search of the site needs them. What the theme says itself is no name."""

    def __init__(self, site: Site) -> None:
        self.site, self.archive = site, site.archive
        self.stories = [own for source in site.archive.guarded_sources() if (own := _own(site, source))]
        said = set().union(*(_public(site, own.names) for own in self.stories))
        self.stories = [own._replace(names=tuple(n for n in own.names if n not in said)) for own in self.stories]
        self._by_name: dict[Phrase, list[Own]] = {}
        for own in self.stories:
            for name in own.names:
                self._by_name.setdefault(name, []).append(own)
        self._frame: Frame | None = None

    def company(self) -> dict[Phrase, tuple[str, ...]]:
        """For each name the steps of addresses beside which it is worth a closer look."""
        return {
            name: tuple(dict.fromkeys(step for own in stories for step in own.company))
            for name, stories in self._by_name.items()
        }

    def caught(self, catch: Catch) -> Iterator[tuple[str, Phrase]]:
        """(source, name) of each story that says its replaced name in this file."""
        for name in catch.phrases:
            yield from ((own.source, name) for own in self._by_name.get(name, ()) if self._says(own, name, catch))

    def _says(self, own: Own, name: Phrase, catch: Catch) -> bool:
        if catch.path in own.paths:
            return any(self._is_its_own(own, name, catch.path, text) for text in _texts(self.site, catch))
        if name not in catch.beside or self.archive.owner_of("/" + catch.path.removesuffix("index.html")):
            return False  # the words of another story are that story's
        net = Net([name])
        parts = (
            part
            for text in _texts(self.site, catch)
            for part in stretches(catch.path, text, own.permalink, lambda at: bool(self.archive.owner_of(at)))
        )
        return any(net.caught(part) for part in parts)

    def _is_its_own(self, own: Own, name: Phrase, path: str, text: str) -> bool:
        """Whether the name stands in a page of the story otherwise than as another story's card has it there."""
        lang, others = self.site.config.lang, list(self._others(own))
        said = {place for _, other in others for place in _places(name, other, lang)}
        heads = {(address, title) for address, title in others if address}

        def is_card(address: str, words: str) -> bool:
            return any(address == at and " ".join(tokens(title)) in " ".join(tokens(words)) for at, title in heads)

        return any(
            place not in said or (place == name and not passage.is_anothers)
            for passage in passages(path, text, is_card)
            for place in _places(name, passage.text, lang)
        )

    def _others(self, own: Own) -> Iterator[tuple[str, str]]:
        """(address or "", text) of what its page is given to say of others: neighbours, related stories, menus."""
        if self._frame is None:
            self._frame = plan.frame_of(self.archive, self.site.config, self.site.now)
        yield from _strings([self._frame.site["nav"], self._frame.site["menu"]], "")
        for page in plan.pages_of(self.archive, self._frame, f"story:{own.source}"):
            yield from _strings([value for key, value in page.show.items() if key != "story"], own.permalink)


def _own(site: Site, source: str) -> Own | None:
    at = site.archive.position(source)
    story = read_story(site, source) if at and at.shown and at.kind != "term" else None
    if story is None or not story.anonymise:
        return None
    found = (tuple(run) for one in story.anonymise for run in runs(tokens(one.name)))
    names = tuple(dict.fromkeys(name for name in found if not is_dull(name, site.config.lang)))
    pages = (at.permalink, *site.archive.aliases(at.story))
    return Own(source, at.permalink, names, frozenset(map(path_of, pages)))


def _public(site: Site, names: tuple[Phrase, ...]) -> set[Phrase]:
    """The names that the theme or the settings say on any page, and the words that take their place."""
    net, said = Net(names), set()
    for template in site.theme.templates.values():
        said |= net.caught(template.text)
    return said | net.caught(repr(site.config)) | net.caught(repr(site.theme_settings))


def _texts(site: Site, catch: Catch) -> Iterator[str]:
    for _, _, stream in site.depot.opened([catch.file.place or catch.path]):
        yield from texts_of(stream)


def _places(name: Phrase, text: str, lang: str) -> Iterator[tuple[str, ...]]:
    """Each place of a name with the words around it, as far as an element, a string or a step of an address reaches;
    what the interface puts between names and dates does not count."""
    size = len(name)
    for run in runs(tokens(text)):
        told = [word for word in run if word in name or not is_dull((word,), lang)]
        for at in range(len(told) - size + 1):
            if tuple(told[at : at + size]) == name:
                yield tuple(told[max(0, at - AROUND) : at + size + AROUND])


def _strings(value: object, but: str) -> Iterator[tuple[str, str]]:
    """Every text in a value, but for what is said of the story at `but`; with it the address that it is the name of."""
    if isinstance(value, str):
        yield "", value
    elif isinstance(value, dict):
        address = value.get("permalink", "")
        if not but or address != but:
            yield from ((address if key in ("title", "name") else at, text) for key, part in value.items()
                        for at, text in _strings(part, but))  # fmt: skip
    elif hasattr(value, "_asdict"):
        yield from _strings(value._asdict(), but)
    elif isinstance(value, (list, tuple)):
        yield from (found for part in value for found in _strings(part, but))
        if len(value) > 1 and all(isinstance(part, str) for part in value):
            yield "", " ".join(value)  # names are printed side by side
