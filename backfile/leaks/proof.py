"""What of a catch is evidence: a phrase that published stories, or the site itself, have too is none."""

from __future__ import annotations

from backfile import execute
from backfile.held import dull_words, public_texts
from backfile.leaks.search import BATCH, Catch, File, Sought, searched
from backfile.opening import Site
from backfile.phrases import Net, Phrase


def proven(site: Site, catches: list[Catch]) -> list[Catch]:
    """The catches without the phrases that are public in other ways."""
    doubtful = {phrase for catch in catches for phrase in catch.phrases}
    if doubtful:
        doubtful -= {phrase for phrase in doubtful if is_dull(phrase, site.config.lang)}
        net = Net(doubtful)
        for text in public_texts(site):
            doubtful -= net.caught(text)
        doubtful = _not_published(site, doubtful)
    return [catch._replace(phrases=tuple(p for p in catch.phrases if p in doubtful)) for catch in catches]


def is_dull(phrase: Phrase, lang: str) -> bool:
    """Whether numbers and words of the interface make all of it."""
    return all(word.isdigit() or word in dull_words(lang) for word in phrase)


def _not_published(site: Site, doubtful: set[Phrase]) -> set[Phrase]:
    """Those that no published story has; the stories are read until none is left in doubt."""
    sought = Sought(str(site.folders.content), tuple(doubtful), are_stories=True)
    for portion in execute.batches(site.archive.published_sources(), BATCH * 64):
        if not doubtful:
            break
        for catches in searched(site, sought, [File(source) for source in portion]):
            doubtful = doubtful - {phrase for catch in catches for phrase in catch.phrases}
    return doubtful
