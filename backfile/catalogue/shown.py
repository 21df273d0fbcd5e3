"""What pages and lists may show of a story: its card, its meta, its pictures."""

from __future__ import annotations

import re

from backfile import fingerprint
from backfile.catalogue.mentions import address_of_file, file_of
from backfile.compact import loads
from backfile.model import Card, Image, Origin, Problem, Story
from backfile.taxonomy import TAXONOMIES, Term
from backfile.urls import is_absolute

# The moment in the address of a web archive's copy: `/web/19961102083000/https://…`.
_STAMP = re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{0,6}(?:[a-z]{2}_)?/")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
# Of where a story came from, what no page shows: one that changes makes none stale.
_UNSHOWN = ("also", "suggested")


def card_from(text: str) -> Card:
    """The card that `Entry.card` holds."""
    return Card._make(loads(text))


def card_of(story: Story, permalink: str, images: list[dict]) -> Card:
    """The card of a story; `images` as `images_of` gives them."""
    lead = next(((image["src"], image["alt"]) for image in images if image["src"]), ())
    card = Card(
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
    )
    return _printed(card)


def marked_card(card: Card, mark: str) -> Card:
    """The card with a word that says why the public does not see its story."""
    return _printed(card._replace(mark=mark, print=""))


def _printed(card: Card) -> Card:
    return card._replace(print=fingerprint.of_value(card)[:16])


def meta_of(
    story: Story, images: list[dict], terms: tuple[Term, ...], words: int, versions: tuple[dict[str, str], ...]
) -> dict:
    """What the page of a story shows besides its body. Names that have no page of their own have no permalink."""
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
        "versions": list(versions),
        "origin": _origin(story.origin),
        "extra": dict(story.extra),
        "status": story.status.value,
        "mark": "",
        "words": words,
        "weight": story.weight,
    }
    for name, taxonomy in TAXONOMIES.items():
        if name != "sections":  # a story has one, under its own name
            unlinked = [{"name": spelling, "permalink": ""} for spelling in taxonomy.terms_of(story)]
            meta[name] = linked.get(name) or unlinked
    return meta


def _origin(origin: Origin) -> dict[str, object]:
    """What a page may show of where a story came from, with the day of the archived copy, as its address tells it."""
    shown = {part: value for part, value in origin._asdict().items() if part not in _UNSHOWN}
    stamped = _STAMP.search(origin.archived_url) or _DAY.match(origin.captured) if origin.archived_url else None
    return shown | {"archived_day": "-".join(stamped.groups()) if stamped else ""}


def images_of(story: Story, permalink: str) -> list[dict]:
    """The pictures of a story's front matter: `src` is an address of the site, `file` what stands in `content/`."""
    return [_image(image, story.source, permalink) for image in story.images]


def pictures_elsewhere(story: Story) -> list[Problem]:
    """A fault for each picture of the front matter that stands on another host: no page asks one for anything."""
    return [
        Problem(
            story.source,
            image.line,
            1,
            f"the picture {image.src} is on another host, which readers would have to ask",
            "save it beside the story or in content/images/, and name it there",
            "picture-elsewhere",
        )
        for image in story.images
        if is_absolute(image.src)
    ]


def _image(image: Image, source: str, permalink: str) -> dict:
    file = file_of(image.src, source) if image.src else ""
    address = address_of_file(file, source, permalink) if file else ""
    return {"src": address, "file": file, "alt": image.alt, "caption": image.caption, "credit": image.credit}
