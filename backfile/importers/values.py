"""What tools, feeds and pages write for a field to what a story holds: names, dates, terms, texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from backfile.model import When
from backfile.storyfile import BadWhen, parse_when

_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_SPACES = re.compile(r"\s+")
_BY = re.compile(
    r"^(?:by|von|par|por|di|av|af|door|od|oleh|written by|posted by|text:|story by)[:\s]+(?=\S)", re.IGNORECASE
)
_ROLE = re.compile(
    r"\s*(?:[|,•·/–—-]\s*(?:the\s+)?(?:[\w-]+\s+){0,3}(?:reporter|editor|writer|correspondent|columnist|staff|contributor"
    r"|producer|journalist|redakteur\w*|reporterin)\b.*|\|.*|[(<\[]?\S+@\S+\.\w+.*)$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|\||\n|,\s*(?:and|und|y|et)\s+|,|\s(?:and|und|y|et|e|och|og|&)\s)\s*", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?://|www\.|@|^\W*$|^\d|^(?:admin|administrator|unknown|none|null|staff|editor|author|n/a)$", re.IGNORECASE
)
_AGENCIES = (
    ("Associated Press", r"(?:the )?associated press|\(?ap\)?"),
    ("Reuters", r"reuters"),
    ("Agence France-Presse", r"agence france[- ]presse|afp"),
    ("dpa", r"dpa|deutsche presse-agentur"),
    ("EFE", r"(?:agencia )?efe"),
    ("PA Media", r"pa media|press association"),
    ("Xinhua", r"xinhua(?: news agency)?"),
    ("ANSA", r"ansa"),
    ("TASS", r"tass|itar-tass"),
    ("Kyodo", r"kyodo(?: news)?"),
    ("UPI", r"upi|united press international"),
)
_AGENCY = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _AGENCIES}


def plain(value: object) -> str:
    """One line of text from what may hold markup, entities and odd spaces; "" for what is no text."""
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("@value") or value.get("name") or ""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
        return plain(value)
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return ""
    text = html.unescape(str(value))
    if "<" in text:
        text = html.unescape(_MARKUP.sub(" ", text)) if _MARKUP.search(text) else text
    return _SPACES.sub(" ", text.replace("\u200b", "").replace("\xad", "")).strip()


def texts(value: object, split: str = "") -> tuple[str, ...]:
    """Every text in a value: a text, a list of texts, a list of things with names. `split` are dividers in a text."""
    if isinstance(value, (list, tuple)):
        found = [text for one in value for text in texts(one, split)]
    elif isinstance(value, dict):
        found = [plain(value.get("name") or value.get("title") or value.get("rendered") or value.get("@value"))]
    elif isinstance(value, str) and split:
        found = [plain(part) for part in re.split(f"[{re.escape(split)}]", value)]
    else:
        found = [plain(value)]
    return tuple(dict.fromkeys(filter(None, found)))


def when(value: object, zone: ZoneInfo) -> When | None:
    """A day or moment from ISO 8601, mail dates, seconds since 1970 or a written date; None when it is none."""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("date") or ""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_seconds(float(value), zone)
    text = plain(value)
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return _from_seconds(float(text), zone)
    for reading in (_iso, _mail):
        if text and (found := reading(text, zone)):
            return found
    return None


def _iso(text: str, zone: ZoneInfo) -> When | None:
    text = re.sub(r"\[[\w/]+\]$", "", text)
    if match := re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text):
        text = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text)
    try:
        return parse_when(text, zone)
    except BadWhen:
        pass
    try:
        return parse_when(text[:10], zone) if match else None
    except BadWhen:
        return None


def _mail(text: str, zone: ZoneInfo) -> When | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return parse_when(moment.isoformat(), zone)


def _from_seconds(seconds: float, zone: ZoneInfo) -> When | None:
    if seconds > 1e11:
        seconds /= 1000
    try:
        return parse_when(datetime.fromtimestamp(int(seconds), UTC).isoformat(), zone)
    except (ValueError, OSError, OverflowError):
        return None


def credited(value: object) -> tuple[tuple[str, ...], str]:
    """The names credited with the writing, and the agency when one stands among them."""
    names: list[str] = []
    agency = ""
    for text in texts(value):
        for part in _SPLIT.split(_BY.sub("", text)):
            name = _ROLE.sub("", _BY.sub("", part)).strip(" ,.;:|")
            if known := agency_named(name):
                agency = agency or known
            elif name and len(name) <= 80 and not _NO_NAME.search(name):
                names.append(name.title() if name.isupper() and len(name) > 4 and name.isascii() else name)
    return tuple(dict.fromkeys(names)), agency


def agency_named(text: str) -> str:
    """The agency that a byline names, or ""."""
    return next((name for name, pattern in _AGENCY.items() if pattern.fullmatch(text.strip(" ."))), "")


def without_outlet(title: str, outlets: Iterable[str]) -> str:
    """A title without the name of the site that pages print after it."""
    for outlet in sorted(filter(None, set(outlets)), key=len, reverse=True):
        pattern = rf"\s*(?:[|•·:：»«/]|\s[-–—~]|[-–—](?=\s))\s*(?:the\s+)?{re.escape(outlet)}\s*$"
        cut = re.sub(pattern, "", title, flags=re.IGNORECASE)
        if cut != title and cut.strip():
            return cut.strip()
    return title
