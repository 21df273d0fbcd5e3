"""WordPress exports (WXR): every post with its categories, tags, authors, status, pictures and old address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from backfile.importers import values
from backfile.importers.found import BESIDE, PAGES, WANTED, Found, Raw, Wanted, Wishes
from backfile.importers.markup import markdown_of
from backfile.importers.oldplaces import bare_address, host_of, split, url_keys
from backfile.importers.shortcodes import as_html
from backfile.importers.sitelinks import lines_in, term_keys
from backfile.importers.xml import child_text, children, local, tree_of
from backfile.model import Image, Origin, Problem, Status, Story
from backfile.urls import cleaned_slug, is_inside

_STATUS = {"publish": Status.PUBLISHED, "future": Status.PUBLISHED, "inherit": Status.PUBLISHED}
_MARKED = re.compile(re.escape(WANTED) + r"(\d{1,9})")
_SKIPPED = frozenset(
    ("attachment", "nav_menu_item", "revision", "custom_css", "wp_global_styles", "wp_navigation", "wp_template")
)


class Attachment(NamedTuple):
    """A picture of the media library."""

    url: str
    caption: str
    alt: str
    credit: str


class Site(NamedTuple):
    """What the export says of the whole site."""

    title: str
    url: str
    authors: dict[str, str]
    attachments: dict[str, Attachment]


class Links:
    """The links of one post that lead to its own site, marked as they are met."""

    def __init__(self, site: str, content: tuple[str, int]) -> None:
        text, self._first = content
        self._line_of = lines_in(text)
        self._host, self._folder = host_of(site), bare_address(split(site)[1]).rstrip("/")
        self.found: list[Wanted] = []

    def marked(self, href: str) -> str:
        """The address, or a mark in its place where the site itself is meant."""
        path = unquote(split(href)[1])
        if not self._host or host_of(href) != self._host or not f"{bare_address(path)}/".startswith(f"{self._folder}/"):
            return href
        if bare_address(path) == (self._folder or "/") and not split(href)[2]:
            return "/"
        anchor = href.partition("#")[2]
        at = path.find("/wp-content/uploads/")
        line = self._line_of(href.partition("://")[2]) or self._line_of(path)
        told = Wanted(
            href, (*url_keys(href), *term_keys(path)), f"#{anchor}" if anchor else "",
            file=path[at + 1 :] if at >= 0 else "", line=self._first + line - 1 if line and self._first else 0,
        )  # fmt: skip
        self.found.append(told)
        return f"{WANTED}{len(self.found) - 1}"

    def kept(self, text: str) -> str:
        """The text, and of the links those alone that have words in it: a picture that led to itself has none."""
        kept = dict.fromkeys(int(number) for number in _MARKED.findall(text))
        self.found, places = [self.found[number] for number in kept], {number: at for at, number in enumerate(kept)}
        return _MARKED.sub(lambda match: f"{WANTED}{places[int(match[1])]}", text)


def read(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    """Every post and page of the export; nothing at all from one that is damaged."""
    root = tree_of(raw.data, raw.name)
    if isinstance(root, Problem):
        yield root
        return
    channel = root.find("channel")
    if channel is None:
        yield Problem(raw.name, 0, 0, "there is no channel in this export", "export it again, whole", "import-none")
        return
    posts = children(channel, "item")
    site = _site(channel, posts)
    for post in posts:
        if _type(post) not in _SKIPPED:
            yield _found(post, site, wishes)


def _type(post: etree._Element) -> str:
    return child_text(post, "post_type") or "post"


def _site(channel: etree._Element, posts: list[etree._Element]) -> Site:
    authors = {child_text(a, "author_login"): child_text(a, "author_display_name") for a in children(channel, "author")}
    attachments = {child_text(p, "post_id"): _attachment(p) for p in posts if _type(p) == "attachment"}
    url = child_text(channel, "base_blog_url") or child_text(channel, "base_site_url") or child_text(channel, "link")
    return Site(values.plain(child_text(channel, "title")), url, authors, attachments)


def _attachment(post: etree._Element) -> Attachment:
    metas = _metas(post)
    caption = values.plain(_encoded(post, "excerpt")) or values.plain(_encoded(post, "content"))
    credit = metas.get("_media_credit", "") or metas.get("_wp_attachment_credit", "") or metas.get("credit", "")
    return Attachment(
        child_text(post, "attachment_url"), caption, metas.get("_wp_attachment_image_alt", ""), values.plain(credit)
    )


def _encoded(post: etree._Element, prefix: str) -> str:
    """`content:encoded` and `excerpt:encoded` differ by their namespace only."""
    return next((child.text or "" for child in children(post, "encoded") if _is_of(child, prefix)), "")


def _is_of(element: etree._Element, prefix: str) -> bool:
    return prefix in (etree.QName(element).namespace or "")


def _content(post: etree._Element) -> tuple[str, int]:
    """The text of a post as the export has it, and the line of the export on which it begins."""
    for child in children(post, "encoded"):
        if _is_of(child, "content"):
            return child.text or "", child.sourceline or 0
    return "", 0


def _metas(post: etree._Element) -> dict[str, str]:
    return {child_text(meta, "meta_key"): child_text(meta, "meta_value") for meta in children(post, "postmeta")}


def _found(post: etree._Element, site: Site, wishes: Wishes) -> Found:
    metas, terms = _metas(post), _terms(post)
    body = as_html(_encoded(post, "content"), {key: one._asdict() for key, one in site.attachments.items()})
    pictures: dict[str, str] = {}
    links = Links(site.url, _content(post))
    text = links.kept(markdown_of(body, site.url, lambda src: _picture(src, site.url, pictures), links.marked))
    lead = site.attachments.get(metas.get("_thumbnail_id", ""))
    images = (_lead(lead, site.url, pictures),) if lead and lead.url.rsplit("/", 1)[-1] not in text else ()
    kind, status = _type(post), child_text(post, "status")
    names, agency = _names(post, site, terms)
    link = child_text(post, "link")
    story = Story(
        PAGES if kind == "page" else "",
        values.plain(child_text(post, "title")), _date(post, "post_date", wishes), text,
        updated=_date(post, "post_modified", wishes),
        slug=cleaned_slug(unquote(child_text(post, "post_name"))),
        section=terms.get("category", ("",))[0],
        summary=values.plain(_encoded(post, "excerpt")),
        bylines=names,
        agency=agency,
        tags=tuple(dict.fromkeys((*terms.get("post_tag", ()), *terms.get("category", ("",))[1:]))),
        series=terms.get("series", ()),
        images=images,
        status=_STATUS.get(status, Status.DRAFT),
        lang=wishes.lang,
        origin=Origin(outlet=site.title, url=link if link.startswith("http") else ""),
        aliases=_aliases(link, metas),
        extra=(("layout", kind),) if kind not in ("post", "page") else (),
    )  # fmt: skip
    if not story.updated or not story.date or story.updated.day <= story.date.day:
        story = replace(story, updated=None)
    files = {link.file for link in links.found if link.file}
    return Found(
        story, key=child_text(post, "post_id"), review=_doubts(post, status), pictures=(*pictures, *sorted(files)),
        links=tuple(links.found),
    )  # fmt: skip


def _doubts(post: etree._Element, status: str) -> tuple[str, ...]:
    doubts = []
    if status in ("trash", "private", "auto-draft") or child_text(post, "post_password"):
        doubts.append(f"it was not public there ({status or 'password'}), so it is a draft here")
    return tuple(doubts)


def _terms(post: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for category in children(post, "category"):
        name = values.plain("".join(category.itertext()))
        if name and (category.get("nicename") or "") != "uncategorized":
            found.setdefault(category.get("domain") or "category", []).append(name)
    return {domain: tuple(dict.fromkeys(names)) for domain, names in found.items()}


def _names(post: etree._Element, site: Site, terms: dict[str, tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    login = next((child.text or "" for child in children(post, "creator")), "")
    names = terms.get("author") or (site.authors.get(login) or login,)
    agency = next((known for name in names if (known := values.agency_named(name))), "")
    return tuple(name for name in names if name and not values.agency_named(name) and name.lower() != "admin"), agency


def _date(post: etree._Element, field: str, wishes: Wishes) -> object:
    """The day and hour at which the site says it was published, or the same moment in UTC."""
    for name, offset in ((field + "_gmt", "+00:00"), (field, "")):
        text = child_text(post, name)
        if (
            text
            and not text.startswith("0000")
            and (found := values.when(text.replace(" ", "T") + offset, wishes.zone))
        ):
            return found
    return values.when(child_text(post, "pubDate"), wishes.zone) if field == "post_date" else None


def _aliases(link: str, metas: dict[str, str]) -> tuple[str, ...]:
    parts = urlsplit(link)
    path = unquote(parts.path)
    old = metas.get("_wp_old_slug", "")
    found = [path] if path.strip("/") and not parts.query else []
    if old and found:
        found.append(path.rstrip("/").rsplit("/", 1)[0] + f"/{unquote(old)}/")
    return tuple(alias for alias in dict.fromkeys(found) if is_inside(alias.strip("/")))


def _picture(src: str, site: str, pictures: dict[str, str]) -> str:
    """A picture of the site's own uploads may lie beside the export; any other stays where it is."""
    parts = urlsplit(src)
    at = parts.path.find("/wp-content/uploads/")
    if at < 0:
        return src
    reference = parts.path[at + 1 :]
    pictures[reference] = src
    return BESIDE + reference


def _lead(lead: Attachment, site: str, pictures: dict[str, str]) -> Image:
    src = _picture(lead.url, site, pictures)
    return Image(src if src.startswith(BESIDE) else "", lead.alt, lead.caption, lead.credit)


__all__ = ["local", "read"]
