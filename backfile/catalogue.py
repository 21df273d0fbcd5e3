"""A story to what the archive keeps of it: address, card, terms, hold, links, files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from backfile import fingerprint, urls
from backfile.compact import dumped, loads
from backfile.config import Config
from backfile.model import Card, Hold, Image, Level, Origin, Problem, Status, Story
from backfile.taxonomy import Term, terms_of

FOREVER = 1 << 62
# The moment in the address of a web archive's copy: `/web/19961102083000/https://…`.
_STAMP = re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{0,6}(?:[a-z]{2}_)?/")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_SEGMENT_FILES = re.compile(r"(?:^|/)\.")
# First steps of addresses that the site itself makes; a story or page may not stand there.
RESERVED_STEPS = frozenset(
    {
        "tags",
        "sections",
        "bylines",
        "places",
        "people",
        "organisations",
        "series",
        "years",
        "on-this-day",
        "corrections",
        "search",
        "static",
        "sitemaps",
        "pagefind",
        "admin",
    }
)
RESERVED_FILES = frozenset(
    {
        "404.html",
        "feed.xml",
        "feed.json",
        "sitemap.xml",
        "robots.txt",
        "stories.jsonl",
        "corrections.xml",
        "manifest-sha256.txt",
        "news-sitemap.xml",
        "_redirects",
        "_headers",
        "index.html",
    }
)
DATE_PAGE = re.compile(r"/\d{4}/(?:\d{2}/(?:\d{2}/(?:page-\d+/)?)?)?\Z")

# Of where a story came from, what no page shows: one that changes makes none stale.
_UNSHOWN = ("also", "suggested")


# What kind a story or a page is of when it is to stand in no list: every list asks for the others.
UNLISTED = {"story": "unlisted", "page": "unlisted page"}


class Mention(NamedTuple):
    """A story's mention of something of this site. `key` is what it means: `s:` a source, `a:` an address, `f:` a file.

    `tail` is the `#anchor` or `?query` that followed.
    """

    key: str
    tail: str
    line: int
    column: int
    text: str


class Entry(NamedTuple):
    """What the archive keeps of one Markdown file. `card`, `meta` are JSON; texts of bodies are not kept.

    `kind` is story, page or term (a term's own description, `content/tags/NAME.md`); of what stands in no list it is
    `unlisted` or `unlisted page`. `release` and `expires` are
    instants (seconds): a published story shows from the one until the other. `files` are (file in content/, address)
    pairs to copy. `links` has a `Mention`, or None for an address of elsewhere, for each marker of the rendered body.
    By its `marks` a story is known again when its file has another name. `is_guarded`: its file says what may not be
    published even while the story is.
    """

    source: str
    kind: str
    content: str
    permalink: str
    instant: int
    day: str
    status: str
    release: int
    expires: int
    card: str
    meta: str
    terms: tuple[Term, ...]
    aliases: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    links: tuple[Mention, ...]
    problems: tuple[Problem, ...]
    weight: int = 0
    marks: tuple[str, ...] = ()
    is_guarded: bool = False


class Reading(NamedTuple):
    """What is known when a file has been read: the story, what its body turned out to be, and what changed in it."""

    story: Story
    kind: str
    content: str
    links: tuple = ()
    words: int = 0
    headings: tuple = ()
    versions: tuple[dict[str, str], ...] = ()


def kind_of(source: str) -> str:
    """What a Markdown file below `content/` is, from its folder: page, term, or story."""
    first, _, rest = source.partition("/")
    if first == "pages":
        return "page"
    return (
        "term"
        if first in ("tags", "sections", "bylines", "places", "people", "organisations", "series") and rest
        else "story"
    )


def entry_of(reading: Reading, config: Config) -> Entry:
    """The entry of one file; its problems are the faults of the address, found without any other story."""
    story, kind = reading.story, reading.kind
    slug, problems = _slug(story, kind, config)
    permalink = _permalink(story, kind, slug, config)
    problems += _address_problems(story, kind, permalink)
    terms = terms_of(story, config.taxonomies) if kind == "story" and not story.noindex else ()
    images, files = _images(story, permalink)
    links = tuple(_mention(story.source, link) for link in reading.links)
    files += tuple(
        (m.key[2:], address_of_file(m.key[2:], story.source, permalink)) for m in links if m and m.key[:2] == "f:"
    )
    date = story.date
    release = max(
        story.embargo.instant if story.embargo else -FOREVER,
        date.instant if date and config.future == "hold" else -FOREVER,
    )
    return Entry(
        story.source,
        UNLISTED.get(kind, kind) if story.noindex else kind,
        reading.content,
        permalink,
        date.instant if date else 0,
        date.day if date else "",
        story.status.value,
        release,
        story.expires.instant if story.expires else FOREVER,
        dumped(_with_print(_card(story, permalink, images))),
        dumped(_meta(reading, images, terms)),
        terms,
        tuple(story.aliases),
        tuple(dict.fromkeys(files)),
        links,
        tuple(problems),
        story.weight,
        is_guarded=bool(story.anonymise or story.log),
    )


def card_from(text: str) -> Card:
    """The card that `Entry.card` holds."""
    return Card._make(loads(text))


def _slug(story: Story, kind: str, config: Config) -> tuple[str, list[Problem]]:
    stem = posixpath.basename(story.source).removesuffix(".md")
    if kind == "page":
        return story.source.removeprefix("pages/").removesuffix(".md"), []
    if kind == "term":
        return urls.term_slug(story.title or stem), []
    line = dict(story.lines).get("slug", 0)
    if story.slug:
        fault = urls.slug_fault(story.slug)
        if not fault:
            return story.slug, []
        better = urls.cleaned_slug(story.slug) or "a-short-name"
        return better, [
            Problem(story.source, line, 1, f'slug: "{story.slug}" {fault}', f"write slug: {better}", "slug")
        ]
    slug = urls.slug_of(_without_day(stem, story, config)) or urls.slug_of(story.title)
    if slug:
        return slug, []
    fault = "neither the file's name nor the title has a letter or digit to make an address of"
    return "untitled", [Problem(story.source, 1, 1, fault, "add a line slug: a-short-name", "slug")]


def _without_day(stem: str, story: Story, config: Config) -> str:
    """A file's name without the story's own day at its start, where the address has it already; "" for `index`."""
    if stem == "index":
        return ""
    is_dated = story.date is not None and stem.startswith(story.date.day) and "{day}" in config.permalink
    return stem[len(story.date.day) :].lstrip("-_ ") if is_dated else stem


def _permalink(story: Story, kind: str, slug: str, config: Config) -> str:
    if kind == "page":
        return f"/{slug}/" if slug != "index" else "/pages/"
    if kind == "term":
        return f"/{story.source.partition('/')[0]}/{slug}/"
    return urls.permalink_of(config.permalink, story.date.day, slug, story.section) if story.date else f"/{slug}/"


def _address_problems(story: Story, kind: str, permalink: str) -> list[Problem]:
    if kind == "term":
        return []
    steps = permalink.strip("/").split("/")
    taken = (
        steps[0] in RESERVED_STEPS
        or (len(steps) == 1 and steps[0] in RESERVED_FILES)
        or (kind == "story" and DATE_PAGE.match(permalink))
    )
    found = []
    if taken:
        line = dict(story.lines).get("slug", 0) or 1
        found.append(
            Problem(
                story.source,
                line,
                1,
                f"the address {permalink} is one that the site itself makes",
                "give the story another slug",
                "address-taken",
            )
        )
    for alias in story.aliases:
        if not alias.startswith("/") or not urls.is_inside(alias[1:] or "x"):
            line = dict(story.lines).get("aliases", 0)
            found.append(
                Problem(
                    story.source,
                    line,
                    1,
                    f'aliases: "{alias}" is not an address of this site',
                    "write it from the site's root, such as /old/address/",
                    "alias",
                )
            )
    return found


def _images(story: Story, permalink: str) -> tuple[list[dict], tuple[tuple[str, str], ...]]:
    shown, files = [], []
    for image in story.images:
        shown.append(_image(image, story.source, permalink, files))
    return shown, tuple(files)


def _image(image: Image, source: str, permalink: str, files: list[tuple[str, str]]) -> dict:
    address, file = "", ""
    if image.src:
        file = file_of(image.src, source)
        address = address_of_file(file, source, permalink)
        files.append((file, address))
    return {"src": address, "file": file, "alt": image.alt, "caption": image.caption, "credit": image.credit}


def file_of(target: str, source: str) -> str:
    """The file below `content/` that a text names: from `content/` with a leading `/`, else beside the story."""
    target = unquote(target)
    joined = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
    return posixpath.normpath(joined)


def address_of_file(file: str, source: str, permalink: str) -> str:
    """Where a file of `content/` stands in the site: beside the story that has it in its folder, else at its own
    path."""
    folder = posixpath.dirname(source)
    inside = folder and file.startswith(folder + "/") and source.endswith("/index.md")
    return permalink + file[len(folder) + 1 :] if inside else "/" + file


def _card(story: Story, permalink: str, images: list[dict]) -> Card:
    lead = next(((image["src"], image["alt"]) for image in images if image["src"]), ())
    return Card(
        permalink,
        story.title,
        story.date.text if story.date else "",
        story.date.day if story.date else "",
        story.kicker,
        story.summary,
        story.section,
        story.bylines,
        story.agency,
        story.dateline,
        lead,
        story.lang,
        story.weight,
        story.updated.text if story.updated else "",
        "",
    )


def marked(entry: Entry, mark: str) -> Entry:
    """The entry with a word on its page and in every list that says why the public does not see it."""
    card, meta = card_from(entry.card), loads(entry.meta)
    if card.mark == mark:
        return entry
    card = _with_print(card._replace(mark=mark, print=""))
    return entry._replace(card=dumped(card), meta=dumped({**meta, "mark": mark}))


def _with_print(card: Card) -> Card:
    return card._replace(print=fingerprint.of_value(card)[:16])


def _meta(reading: Reading, images: list[dict], terms: tuple[Term, ...]) -> dict:
    story = reading.story
    linked: dict[str, list[dict]] = {}
    for term in terms:
        linked.setdefault(term.taxonomy, []).append({"name": term.name, "permalink": term.permalink})
    section = linked.get("sections", [])
    meta = {
        "title": story.title,
        "kicker": story.kicker,
        "summary": story.summary,
        "dateline": story.dateline,
        "agency": story.agency,
        "date": story.date.text if story.date else "",
        "day": story.date.day if story.date else "",
        "updated": story.updated.text if story.updated else "",
        "lang": story.lang,
        "rights": story.rights,
        "id": story.id,
        "section": section[0] if section else {"name": story.section, "permalink": ""} if story.section else None,
        "images": images,
        "corrections": [
            {"date": c.date.text if c.date else "", "text": c.text, "kind": c.kind} for c in story.corrections
        ],
        "versions": list(reading.versions),
        "origin": _origin(story.origin),
        "extra": dict(story.extra),
        "status": story.status.value,
        "mark": "",
        "words": reading.words,
        "weight": story.weight,
    }
    for name, terms_named in (
        ("tags", story.tags),
        ("bylines", story.bylines),
        ("places", story.places),
        ("people", story.people),
        ("organisations", story.organisations),
        ("series", story.series),
    ):
        meta[name] = linked.get(name) or [{"name": spelling, "permalink": ""} for spelling in terms_named]
    return meta


def _origin(origin: Origin) -> dict[str, object]:
    """What a page may show of where a story came from, with the day of the archived copy, as its address tells it."""
    shown = {part: value for part, value in origin._asdict().items() if part not in _UNSHOWN}
    stamped = _STAMP.search(origin.archived_url) or _DAY.match(origin.captured) if origin.archived_url else None
    return shown | {"archived_day": "-".join(stamped.groups()) if stamped else ""}


def _mention(source: str, link) -> Mention | None:
    """What a link of a body means; None when it leads elsewhere."""
    target, cut, tail = link.target, "", ""
    for mark in "#?":
        if mark in target:
            target, _, rest = target.partition(mark)
            cut, tail = mark, cut + tail if cut else mark + rest
    if not target:
        return None
    plain = unquote(target)
    if plain.endswith(".md"):
        return Mention("s:" + file_of(target, source), tail, link.line, link.column, link.target)
    last = plain.rsplit("/", 1)[-1]
    is_file = link.kind == "image" or (
        "." in last and last != "index.html" and not (plain.startswith("/") and last in RESERVED_FILES)
    )
    if is_file:
        return Mention("f:" + file_of(target, source), tail, link.line, link.column, link.target)
    if plain.startswith("/"):
        address = plain.removesuffix("index.html")
        if address == plain and not address.endswith("/") and "." not in last:
            address += "/"
        return Mention("a:" + address, tail, link.line, link.column, link.target)
    return Mention("r:" + plain, tail, link.line, link.column, link.target)


def hold_of(status: str, release: int, expires: int, now: int) -> Hold | None:
    """Why a story is not published at the instant `now`, or None when it is."""
    if status != Status.PUBLISHED.value:
        return Hold(status)
    if now < release:
        return Hold("embargo")
    return Hold("expired") if now >= expires else None


def alt_problems(story: Story, links: Iterable, level: str) -> list[Problem]:
    """A finding for each picture without alternative text; `links` are those of the body, `level` the archive's
    setting."""
    if level == "off":
        return []
    return _front_alts(story, level) + _body_alts(story, links, level)


def _body_alts(story: Story, links: Iterable, level: str) -> list[Problem]:
    """`![](boat.jpg)` has been forgotten; `<img src="boat.jpg" alt="">` is how to say that a picture only decorates."""
    bare = [link for link in links if link.kind == "image" and not link.alt]
    lines = story.body.split("\n") if bare else []
    found = []
    for link in bare:
        text = lines[link.line - story.body_line] if 0 <= link.line - story.body_line < len(lines) else ""
        if "![" in text:
            fault = f"the picture {link.target} has no alt text"
            remedy = f'write ![what the picture shows]({link.target}), or <img src="{link.target}" alt=""> if it '
            remedy += "only decorates"
            place = (link.line, link.column)
            found.append(Problem(story.source, *place, fault, remedy, "missing-alt", Level(level), text))
    return found


def _front_alts(story: Story, level: str) -> list[Problem]:
    return [
        Problem(
            story.source,
            image.line,
            1,
            f"the picture {image.src} has no alt text",
            'add alt: "what the picture shows" for readers who cannot see it (alt: "" if it only decorates)',
            "missing-alt",
            Level(level),
        )
        for image in story.images
        if image.src and not image.alt and not image.alt_given
    ]
