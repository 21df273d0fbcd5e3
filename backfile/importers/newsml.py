"""What agencies send: ninjs (JSON), NewsML-G2 and NITF (XML)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

from backfile.importers import values
from backfile.importers.bodies import body_of, body_of_html, looks_marked_up, paragraphs_of
from backfile.importers.found import Found, Raw, Wishes, text_of
from backfile.importers.xml import child_text, children, inner_markup, local, tree_of
from backfile.model import Image, Origin, Problem, Story


def read(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    """Every text of the file; pictures of a package become images of nothing, so they are left out."""
    if raw.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        yield from _ninjs(raw, wishes)
        return
    root = tree_of(raw.data, raw.name)
    if isinstance(root, Problem):
        yield root
        return
    texts = [one for one in root.iter() if local(one) == "newsItem"] if local(root) != "nitf" else [root]
    nested = [one for one in root.iter() if local(one) == "nitf"]
    for one in [item for item in texts if _is_text(item)] or nested:
        yield _nitf(one, wishes) if local(one) == "nitf" else _news_item(one, wishes)


def _is_text(item: etree._Element) -> bool:
    kinds = [e.get("qcode") or "" for e in item.iter() if local(e) == "itemClass"]
    return not kinds or any(kind.endswith("text") for kind in kinds)


def _ninjs(raw: Raw, wishes: Wishes) -> Iterator[Found | Problem]:
    try:
        told = json.loads(text_of(raw.data), strict=False)
    except (json.JSONDecodeError, RecursionError) as error:
        yield Problem(
            raw.name,
            getattr(error, "lineno", 0),
            0,
            f"this is not JSON: {error}",
            "fetch it again, whole",
            "import-json",
        )
        return
    items = told if isinstance(told, list) else told.get("items") or [told]
    for number, item in enumerate(items, 1):
        if isinstance(item, dict) and item.get("type", "text") in ("text", "composite"):
            yield _from_ninjs(item, number if len(items) > 1 else 0, wishes)


def _from_ninjs(item: dict[str, object], number: int, wishes: Wishes) -> Found:
    title = _one(item, "headline", "headlines", "title") or values.plain(item.get("name"))
    markup = item.get("body_xhtml") or item.get("body_html") or item.get("body_text") or _one_body(item)
    created = item.get("firstcreated") or item.get("contentcreated") or item.get("versioncreated")
    by, agency = values.credited(item.get("byline") or item.get("bylines") or "")
    source = values.plain(
        item.get("infosource") or item.get("infosources") or item.get("source") or item.get("copyrightholder")
    )
    story = Story(
        "", title, values.when(created, wishes.zone),
        _body(str(markup or ""), title),
        summary=_one(item, "description_text", "descriptions", "summary"),
        bylines=by,
        agency=agency or values.agency_named(source) or source,
        dateline=values.plain(item.get("located")),
        tags=values.texts([*_listed(item, "subject", "subjects"), *_listed(item, "keywords")]),
        places=values.texts(_listed(item, "place", "places")),
        people=values.texts(_listed(item, "person", "people")),
        organisations=values.texts(_listed(item, "organisation", "organisations")),
        images=tuple(_associated(item)),
        lang=values.plain(item.get("language")) or wishes.lang,
        rights=values.plain(item.get("usageterms") or item.get("copyrightnotice")),
        origin=Origin(url=str(item.get("url") or item.get("canonicalurl") or "")),
    )  # fmt: skip
    return Found(story, key=str(item.get("uri") or item.get("guid") or number) if number else "")


def _listed(item: dict[str, object], *names: str) -> list[object]:
    value = next((item[name] for name in names if item.get(name)), [])
    return value if isinstance(value, list) else [value]


def _one(item: dict[str, object], *names: str) -> str:
    for name in names:
        value = item.get(name)
        if isinstance(value, list):
            value = next((one.get("value") for one in value if isinstance(one, dict)), "")
        if text := values.plain(value):
            return text
    return ""


def _one_body(item: dict[str, object]) -> str:
    bodies = item.get("bodies") or item.get("body")
    if isinstance(bodies, str):
        return bodies
    return next((str(one.get("value") or "") for one in bodies or () if isinstance(one, dict)), "")


def _associated(item: dict[str, object]) -> Iterator[Image]:
    associations = item.get("associations") or ()
    for one in associations.values() if isinstance(associations, dict) else associations:
        if isinstance(one, dict) and one.get("type") == "picture":
            caption = _one(one, "description_text", "descriptions", "headline")
            yield Image(caption=caption, credit=values.plain(one.get("byline") or one.get("copyrightholder")))


def _news_item(item: etree._Element, wishes: Wishes) -> Found:
    meta = next((e for e in item.iter() if local(e) == "contentMeta"), item)
    own = next((e for e in item.iter() if local(e) == "itemMeta"), item)
    content = next((e for e in item.iter() if local(e) in ("inlineXML", "inlineData")), None)
    nitf = next((e for e in item.iter() if local(e) == "nitf"), None)
    inner = _nitf(nitf, wishes).story if nitf is not None else Story("", "", None, _content(content))
    title = child_text(meta, "headline") or child_text(own, "title") or inner.title
    names, agency = values.credited(
        [_name(e) for e in children(meta, "creator", "contributor")] or child_text(meta, "by")
    )
    source = _name(next(iter(children(meta, "infoSource")), None)) or _name(next(iter(children(own, "provider")), None))
    date = child_text(meta, "contentCreated") or child_text(own, "firstCreated") or child_text(own, "versionCreated")
    located = _name(next(iter(children(meta, "located")), None))
    subjects = [_name(e) for e in children(meta, "subject")]
    story = Story(
        "", values.plain(title), values.when(date, wishes.zone) or inner.date, inner.body,
        section=_name(next(iter(children(meta, "genre")), None)) if not subjects else "",
        summary=values.plain(child_text(meta, "description")) or inner.summary,
        bylines=names or inner.bylines,
        agency=agency or values.agency_named(source) or source or inner.agency,
        dateline=values.plain(child_text(meta, "dateline") or located) or inner.dateline,
        tags=values.texts([*subjects, *(e.text or "" for e in children(meta, "keyword"))]) or inner.tags,
        images=inner.images,
        lang=next((e.get("tag") or "" for e in children(meta, "language")), "") or inner.lang or wishes.lang,
        rights=values.plain(next((child_text(e, "usageTerms") or child_text(e, "copyrightNotice") for e in item.iter()
                                  if local(e) == "rightsInfo"), "")),
    )  # fmt: skip
    return Found(story, key=item.get("guid") or "")


def _content(content: etree._Element | None) -> str:
    if content is None:
        return ""
    if local(content) == "inlineData":
        return _body("".join(content.itertext()), "")
    body = next((e for e in content.iter() if local(e) in ("body", "body.content")), content)
    return body_of_html(inner_markup(body), "")


def _body(text: str, title: str) -> str:
    return body_of_html(text, title) if looks_marked_up(text) else body_of(paragraphs_of(text), title)


def _name(element: etree._Element | None) -> str:
    if element is None:
        return ""
    return values.plain(child_text(element, "name") or element.get("literal") or "".join(element.itertext()))


def _nitf(root: etree._Element, wishes: Wishes) -> Found:
    head = next((e for e in root.iter() if local(e) == "body.head"), root)
    content = next((e for e in root.iter() if local(e) == "body.content"), None)
    end = next((e for e in root.iter() if local(e) == "body.end"), None)
    found = {local(e): e for e in reversed(list(head.iter())) if isinstance(e.tag, str)}
    issued = next((e for e in root.iter() if local(e) in ("date.issue", "date.release")), None)
    names, agency = values.credited(_text(found.get("byline")))
    distributor = _text(found.get("distributor"))
    images = tuple(_media(content)) if content is not None else ()
    body = body_of_html(inner_markup(content), "") if content is not None else ""
    tail = body_of_html(inner_markup(end), "") if end is not None else ""
    title = _text(found.get("hl1")) or values.plain(child_text(root, "head", "title"))
    date = issued.get("norm") if issued is not None else ""
    date = date or (found["story.date"].get("norm") if "story.date" in found else "")
    story = Story(
        "", title, values.when(_iso(date), wishes.zone),
        "\n\n".join(filter(None, (body, tail))),
        summary=_text(found.get("abstract")) or _text(found.get("hl2")),
        bylines=names,
        agency=agency or values.agency_named(distributor) or distributor,
        dateline=_text(found.get("location")) or re.split(r"\s[—–-]", _text(found.get("dateline")))[0],
        tags=values.texts([e.get("key") or "" for e in root.iter() if local(e) == "keyword"]),
        images=images,
        lang=root.get("{http://www.w3.org/XML/1998/namespace}lang") or wishes.lang,
    )  # fmt: skip
    return Found(story)


def _iso(date: str | None) -> str:
    """`20240501T120000Z` with the marks that a moment has."""
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(.*))?", (date or "").strip())
    if not match:
        return date or ""
    day = f"{match[1]}-{match[2]}-{match[3]}"
    return f"{day}T{match[4]}:{match[5]}:{match[6] or '00'}{match[7]}" if match[4] else day


def _text(element: etree._Element | None) -> str:
    return values.plain(" ".join("".join(element.itertext()).split())) if element is not None else ""


def _media(content: etree._Element) -> Iterator[Image]:
    """The pictures of a NITF text, taken out of its body."""
    for media in [e for e in content.iter() if local(e) == "media"]:
        caption = _text(next((e for e in media.iter() if local(e) == "media-caption"), None))
        credit = _text(next((e for e in media.iter() if local(e) == "media-producer"), None))
        if caption or credit:
            yield Image(caption=caption, credit=credit)
        parent = media.getparent()
        if parent is not None:
            media.tail and _keep_tail(media)
            parent.remove(media)


def _keep_tail(element: etree._Element) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
