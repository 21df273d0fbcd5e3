"""Feeds: a list of cards to Atom and to JSON Feed. They exist only where the archive has a base_url."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from backfile import fingerprint
from backfile.model import Card, Job
from backfile.pictures import Picture, picture_of, rule_of
from backfile.strings import Language, language
from backfile.urls import encoded


def atom(job: Job, site: Mapping[str, object]) -> str:
    """An Atom feed (RFC 4287) of the page's cards, newest first as given; entries are headline and summary."""
    base = _base(site)
    return _feed(job, site, [_entry(card, base) for card in job.page.show["cards"]])


def corrections(job: Job, site: Mapping[str, object]) -> str:
    """An Atom feed of the page's corrections, newest first as given; each entry leads to the story it mends."""
    speech = language(str(site["lang"]), str(site["lang"]), {})
    base, seen = _base(site), Counter()
    entries = []
    for item in job.page.show["items"]:
        address = base + encoded(item["card"].permalink)
        seen[address, item["date"], item["text"]] += 1
        entries.append(_correction(item, address, seen[address, item["date"], item["text"]], speech))
    return _feed(job, site, entries)


def _correction(item: Mapping[str, object], address: str, time: int, speech: Language) -> str:
    """`time` tells apart what is said twice. The id stays when other corrections come, and goes with another text."""
    card, moment = item["card"], _moment(str(item["date"]))
    mark = fingerprint.of_value([item["date"], item["kind"], item["text"], time])[:12]
    word = speech.words.get(str(item["kind"]))
    kind = word if isinstance(word, str) else str(item["kind"])
    lang = f" xml:lang={quoteattr(card.lang)}" if card.lang else ""
    return (
        f"<entry{lang}><id>{escape(f'{address}#{mark}')}</id><title>{escape(f'{kind}: {card.title}')}</title>"
        f'<link rel="alternate" type="text/html" href="{escape(address)}"/>'
        f"<published>{moment}</published><updated>{moment}</updated>"
        f"<category term={quoteattr(str(item['kind']))}/><content>{escape(str(item['text']))}</content></entry>\n"
    )


def _base(site: Mapping[str, object]) -> str:
    return str(site["base_url"]).rstrip("/")


def _feed(job: Job, site: Mapping[str, object], entries: Sequence[str]) -> str:
    base = _base(site)
    home, here = base + encoded(_list_address(job)), base + encoded(job.page.permalink)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(str(site["lang"]))}>\n',
        f"<id>{escape(here)}</id>\n<title>{escape(_title(job, site))}</title>\n",
        f"<updated>{_moment(_latest(job))}</updated>\n",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(here)}/>\n',
        f'<link rel="alternate" type="text/html" href={quoteattr(home)}/>\n',
        f"<author><name>{escape(str(site['title']))}</name></author>\n",
    ]
    if site.get("rights"):
        parts.append(f"<rights>{escape(str(site['rights']))}</rights>\n")
    return "".join([*parts, *entries, "</feed>\n"])


def _entry(card: Card, base: str) -> str:
    url = escape(base + encoded(card.permalink))
    lang = f" xml:lang={quoteattr(card.lang)}" if card.lang else ""
    people = "".join(f"<author><name>{escape(name)}</name></author>" for name in _authors(card))
    section = f"<category term={quoteattr(card.section)}/>" if card.section else ""
    summary = f"<summary>{escape(card.summary)}</summary>" if card.summary else ""
    return (
        f"<entry{lang}><id>{url}</id><title>{escape(card.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{url}"/>'
        f"<published>{_moment(card.date)}</published><updated>{_moment(card.updated or card.date)}</updated>"
        f"{people}{section}{summary}</entry>\n"
    )


def json_feed(job: Job, site: Mapping[str, object]) -> str:
    """A JSON Feed 1.1 of the page's cards. A picture is named by the copy that is for other sites."""
    picture = partial(picture_of, known=job.page.show.get("pictures") or {}, rule=rule_of(site))
    base = str(site["base_url"]).rstrip("/")
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(job, site),
        "home_page_url": base + encoded(_list_address(job)),
        "feed_url": base + encoded(job.page.permalink),
        "language": site["lang"],
        "authors": [{"name": site["title"], "url": base + "/"}],
        "items": [_item(card, base, picture) for card in job.page.show["cards"]],
    }
    return json.dumps(feed, ensure_ascii=False) + "\n"


def _item(card: Card, base: str, picture: Callable[[str], Picture]) -> dict[str, object]:
    url = base + encoded(card.permalink)
    item: dict[str, object] = {"id": url, "url": url, "title": card.title, "content_text": card.summary or card.title}
    item["date_published"] = _moment(card.date)
    if card.updated:
        item["date_modified"] = _moment(card.updated)
    if card.image:
        item["image"] = base + encoded(picture(card.image[0]).share.src)
    if authors := _authors(card):
        item["authors"] = [{"name": name} for name in authors]
    if card.section:
        item["tags"] = [card.section]
    if card.lang:
        item["language"] = card.lang
    return item


def _authors(card: Card) -> Sequence[str]:
    return card.bylines or ((card.agency,) if card.agency else ())


def _title(job: Job, site: Mapping[str, object]) -> str:
    return str(job.page.show.get("title") or site["title"])


def _list_address(job: Job) -> str:
    """The page that shows what the feed holds: `show` names it, else it is the folder of the feed."""
    return str(job.page.show.get("permalink") or job.page.permalink.rpartition("/")[0] + "/")


def _latest(job: Job) -> str:
    given = str(job.page.show.get("updated") or "")
    return given or max((card.updated or card.date for card in job.page.show["cards"]), default="1970-01-01")


def _moment(text: str) -> str:
    """RFC 3339: a day becomes its first second in UTC, a moment gets the seconds it may lack."""
    if "T" not in text:
        return f"{text}T00:00:00Z"
    day, _, time = text.partition("T")
    clock, offset = (time[:-1], "Z") if time.endswith("Z") else (time[:-6], time[-6:])
    return f"{day}T{clock}:00{offset}" if clock.count(":") == 1 else text
