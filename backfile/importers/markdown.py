"""Stories of other generators (Hugo, Jekyll, Pelican, Eleventy, MkDocs); their Markdown stays as people wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from backfile.importers import values
from backfile.importers.addresses import base_of, old_addresses
from backfile.importers.dialects import plainer
from backfile.importers.found import BESIDE, PAGES, Found, Raw, Wanted, Wishes, text_of
from backfile.importers.frontmatter import FrontFault, parted
from backfile.importers.sitelinks import Place, marked
from backfile.model import Image, Origin, Problem, Status, Story
from backfile.storyfile.fields import FIELDS
from backfile.urls import cleaned_slug, is_inside, slug_of

_TAKEN = re.compile(
    r"title|date|publish_?date|pubdate|lastmod|updated|modified|last_modified_at|last_updated|authors?|byline|tags?|keywords"
    r"|categories|category|section|series|slug|aliases|redirect_from|draft|status|published|description|summary|excerpt"
    r"|subtitle|lang|language|locale|image|featured_image|cover|thumbnail|banner|images|weight|permalink|url|kicker|dateline"
    r"|agency"
)
_OURS = frozenset(name for field in FIELDS for name in field.names)
_USELESS = frozenset(
    ("layout", "type", "comments", "toc", "template", "save_as", "markup", "eleventynavigation", "math", "pin")
)
_TOP = re.compile(r"#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)|([^\n]+)\n=+[ \t]*(?:\n|\Z)")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)-(.+)")
_FILE_DATE = re.compile(r"^(\d{4}-\d\d-\d\d)(?:-|$)")
_TEMPLATE = re.compile(r"\{%[^%{]*%\}|\{\{[<%][^{}]*\}\}")
Front = dict[str, object]


def read(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    """The story of one Markdown file; a section's index or an empty file is none."""
    text = text_of(raw.data).replace("\r\n", "\n").replace("\r", "\n")
    try:
        front, body = parted(text)
    except FrontFault as fault:
        yield Problem(
            raw.name, fault.line, fault.column, fault.fault, "mend the lines above the text", "import-front-matter"
        )
        return
    site = dict(raw.site)
    front = {str(key).lower(): value for key, value in front.items()}
    story = _story(front, body, raw.name, site, wishes)
    place = Place(raw.name, *(site.get(name, "") for name in ("system", "home", "stories")), *_stood(story, site))
    text, links = marked(story.body, place, text)
    links += tuple(_lead(image, place.home) for image in story.images if image.src.startswith(BESIDE))
    doubts = ("it holds template code that only its old generator could run",) if _TEMPLATE.search(text) else ()
    pictures = tuple(sorted({link.file for link in links if link.file}))
    yield Found(replace(story, body=text), review=doubts, pictures=pictures, links=links)


def _stood(story: Story, site: dict[str, str]) -> tuple[str, str]:
    """The host and folder of the old site, and the address below it that the story had there."""
    return base_of(site), story.aliases[-1] if story.aliases else "/"


def _lead(image: Image, home: str) -> Wanted:
    """The picture above a story, which is missed when it is not there, as one in the text is."""
    file = image.src.removeprefix(BESIDE)
    return Wanted(file, within=home, file=file)


def _story(front: Front, body: str, name: str, site: dict[str, str], wishes: Wishes) -> Story:
    stem = _stem(name)
    body = plainer(body.strip("\n"))
    title, body = _title(front, body, stem)
    names, agency = values.credited(_names(front))
    categories = values.texts(_value(front, "categories", "category", "section"), ",")
    date = values.when(_value(front, "date", "publishdate", "publish_date", "pubdate"), wishes.zone)
    told = _FILE_DATE.match(stem)
    date = date or (values.when(told[1], wishes.zone) if told else None)
    slug = cleaned_slug(values.plain(_value(front, "slug")) or _slug(stem))
    updated = values.when(
        _value(front, "lastmod", "updated", "modified", "last_modified_at", "last_updated"), wishes.zone
    )
    story = Story(
        PAGES if date is None and _stands_apart(name, site) else "", title, date, body,
        updated=updated if updated and date and updated.day > date.day else None,
        slug="" if slug == slug_of(title) else slug,
        section=categories[0] if categories else "",
        kicker=values.plain(_value(front, "kicker")),
        summary=values.plain(_value(front, "description", "summary", "excerpt", "subtitle")),
        bylines=names,
        agency=agency or values.plain(_value(front, "agency")),
        dateline=values.plain(_value(front, "dateline")),
        tags=tuple(dict.fromkeys((*values.texts(_value(front, "tags", "tag", "keywords"), ","), *categories[1:]))),
        series=values.texts(_value(front, "series")),
        images=_images(front),
        status=_status(front, name),
        lang=values.plain(_value(front, "lang", "language", "locale")).replace("_", "-") or wishes.lang,
        weight=int(front["weight"]) if str(front.get("weight", "")).isdecimal() else 0,
        origin=Origin(),
        extra=tuple((_foreign(key), value) for key, value in front.items() if not _is_known(key)),
    )  # fmt: skip
    aliases = old_addresses(front, story, name, stem, site)
    return replace(story, aliases=tuple(a for a in aliases if is_inside(a.strip("/"))))


def _stands_apart(name: str, site: dict[str, str]) -> bool:
    """Whether a text without a date is a standing page of its site (About, Contact), by where that site has these."""
    below = PurePosixPath(name.removeprefix(site.get("stories", "")))
    steps = below.parts[:-2] if below.stem == "index" else below.parts[:-1]
    if site.get("system") == "pelican":
        return steps[:1] == ("pages",)
    return site.get("system") == "hugo" and below.stem != "_index" and steps in ((), ("page",), ("pages",))


def _is_known(key: str) -> bool:
    return bool(_TAKEN.fullmatch(key)) or key in _USELESS or key.startswith(("_", "eleventy"))


def _foreign(key: str) -> str:
    """A field that we do not take, under a name that is none of ours: another generator's `id` may mean anything."""
    return f"old_{key}" if key in _OURS else key


def _value(front: Front, *names: str) -> object:
    return next((front[name] for name in names if front.get(name) not in (None, "", [], {})), "")


def _names(front: Front) -> object:
    value = _value(front, "author", "authors", "byline")
    return [one.strip() for one in value.split(";")] if isinstance(value, str) and ";" in value else value


def _stem(name: str) -> str:
    """The file's own name; of a bundle (`mill/index.md`), its folder's."""
    path = PurePosixPath(name)
    stem = path.stem
    return path.parent.name if stem in ("index", "_index") and path.parent.name else stem


def _slug(stem: str) -> str:
    match = _DATED.match(stem)
    return match[2] if match else stem


def _title(front: Front, body: str, stem: str) -> tuple[str, str]:
    """The title from the front matter, else the first heading, which then leaves the body."""
    title = values.plain(front.get("title"))
    top = _TOP.match(body)
    head = (top[1] or top[2]) if top else ""
    if top and (not title or _same(head, title)):
        return title or values.plain(re.sub(r"[*_`]", "", head)), body[top.end() :].strip("\n")
    return title or values.plain(_slug(stem).replace("-", " ").replace("_", " ")).capitalize(), body


def _same(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def _status(front: Front, name: str) -> Status:
    said = str(front.get("status", "")).lower()
    hidden = str(front.get("draft", "")).lower() == "true" or str(front.get("published", "")).lower() == "false"
    return Status.DRAFT if hidden or said in ("draft", "hidden") or "/_drafts/" in f"/{name}" else Status.PUBLISHED


def _images(front: Front) -> tuple[Image, ...]:
    value = _value(front, "image", "featured_image", "cover", "thumbnail", "banner", "images")
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        src = str(value.get("image") or value.get("src") or value.get("path") or value.get("url") or "")
        alt, caption = values.plain(value.get("alt")), values.plain(value.get("caption"))
        return (Image(_marked(src), alt, caption, values.plain(value.get("credit"))),) if src or caption else ()
    return (Image(_marked(str(value))),) if value and not re.match(r"https?:", str(value)) else ()


def _marked(src: str) -> str:
    """A picture of the site itself, marked so that it comes along."""
    src = re.sub(r"^\{(?:static|attach|filename|photo)\}|^\|filename\|", "", src.strip())
    return src if not src or re.match(r"(?i)(?:[a-z][a-z0-9+.-]*:|//|#|\{)", src) else BESIDE + src
