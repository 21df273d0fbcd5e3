"""The sanitiser: what raw HTML and which addresses a body may hold, and a warning for each thing removed."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

import nh3

from ..model import Level, Problem
from .places import Places

ELEMENTS = frozenset(
    "a abbr address aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub "
    "summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
# Their content is no prose, so it goes with them; of any other element that is removed, the text stays.
WITHOUT_CONTENT = frozenset({"math", "script", "style", "svg", "template"})
# Elements of HTML, past ones too, that a body may not hold. What is neither here nor above is no element but a
# person's `<insert name>`, and stays as text.
OTHER_ELEMENTS = WITHOUT_CONTENT | frozenset(
    "acronym applet area article audio base basefont bgsound big blink body button canvas center command content data "
    "datalist dialog dir element embed fencedframe fieldset font footer form frame frameset head header hgroup html "
    "iframe image input isindex keygen label legend link listing main map marquee menu menuitem meta meter multicol "
    "nav nextid nobr noembed noframes noscript object optgroup option output param picture plaintext portal progress "
    "rb rtc search section select selectedcontent shadow slot source spacer strike summary textarea title track tt "
    "video xmp".split()
)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
ADDRESSES = frozenset({"href", "src"})

_TRUST = 'take it out, or allow raw HTML with html = "trusted"'

_TAG_NAME = re.compile(r"<(?=/?([a-zA-Z][^\s/>]*))")
_SCHEME = re.compile(r"([^/?#:]*):")
_UNSEEN = re.compile(r"[\x00-\x20\x7f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_RAW_ADDRESS = re.compile(r"""\s(?:href|src)\s*=\s*(["']?)((?:(?!\1)[^>])*)""", re.IGNORECASE)
_IN_MARKDOWN = re.compile(r' (?:href|src)="([^"]*)"')


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(ELEMENTS),
        attributes={element: set(names) for element, names in ATTRIBUTES.items()},
        clean_content_tags=set(WITHOUT_CONTENT),
        attribute_filter=_allowed_value,
        url_schemes=set(SCHEMES),
        # No link opens another window, so `noopener` has nothing to do; referrers are for the site's policy.
        link_rel=None,
    )


def _allowed_value(_: str, attribute: str, value: str) -> str | None:
    return None if attribute in ADDRESSES and is_forbidden(value) else value


def cleaned(html: str) -> str:
    """HTML with allowed elements, attributes and addresses only, every element closed.

    What needs no cleaning comes out to the byte as Python-Markdown wrote it.
    """
    html = _TAG_NAME.sub(lambda tag: "<" if _is_element(tag[1]) else "&lt;", html)
    # `&nbsp;` is known to HTML only; feeds are XML. As text it could only stand for the character.
    return _cleaner().clean(html).replace("&nbsp;", "\xa0")


def _is_element(name: str) -> bool:
    return name.lower() in ELEMENTS or name.lower() in OTHER_ELEMENTS


def removals(html: str, text: str, source: str, places: Places) -> list[Problem]:
    """A warning for each element, attribute and address that `cleaned` takes out of `html`, made from `text`."""
    if "<" not in text and "{" not in text:
        # Markdown alone makes no other element, and no other attribute with an address.
        addresses = [value for value in _IN_MARKDOWN.findall(html) if is_forbidden(unescape(value))]
        return [_address_problem(value, source, places) for value in addresses]
    scan = _Scan(source, places)
    scan.feed(html)
    scan.close()
    return scan.problems


def is_forbidden(address: str) -> bool:
    """Whether an address has a scheme that is not linked, however its letters are disguised."""
    scheme = _SCHEME.match(_UNSEEN.sub("", address))
    return bool(scheme) and scheme[1].lower() not in SCHEMES


def _address_problem(raw: str, source: str, places: Places) -> Problem:
    address = unescape(raw)
    line, column = places.of_target((address, raw), ("](", "](<", "<", '="', "='", ""))
    fault = f'the address "{_short(address)}" is not linked; its text stays'
    remedy = "link only http, https, mailto, tel and addresses in this archive"
    return _warning(source, line, column, fault, remedy, "prose-address", places)


class _Scan(HTMLParser):
    """Notes what the cleaner takes away; it decides nothing."""

    def __init__(self, source: str, places: Places) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[Problem] = []
        self._source = source
        self._places = places
        self._hidden_in = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden_in:
            self._hidden_in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden_in:
            return
        if tag not in ELEMENTS:
            self._hidden_in = tag if tag in WITHOUT_CONTENT else ""
            self._element(tag)
            return
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        for name, value in attrs:
            if name not in allowed:
                self._attribute(tag, name)
            elif name in ADDRESSES and value and is_forbidden(value):
                raw = _RAW_ADDRESS.search(self.get_starttag_text() or "")
                self.problems.append(_address_problem(raw[2] if raw else value, self._source, self._places))

    def _element(self, tag: str) -> None:
        line, column = self._places.of_match(re.compile(rf"<{re.escape(tag)}(?![\w-])", re.IGNORECASE))
        if not _is_element(tag):
            fault, remedy = f"<{_short(tag)}> is no element of HTML and is shown as text", "write &lt; for a bare <"
        elif tag in WITHOUT_CONTENT:
            fault, remedy = f"<{tag}> is removed with what is in it", _TRUST
        else:
            fault, remedy = f"<{tag}> is removed; its text stays", _TRUST
        self.problems.append(_warning(self._source, line, column, fault, remedy, "prose-element", self._places))

    def _attribute(self, tag: str, name: str) -> None:
        line, column = self._places.of_match(re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE))
        fault = f'the attribute "{name}" of <{tag}> is removed'
        self.problems.append(_warning(self._source, line, column, fault, _TRUST, "prose-attribute", self._places))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _warning(source: str, line: int, column: int, fault: str, remedy: str, code: str, places: Places) -> Problem:
    return Problem(source, line, column, fault, remedy, code, Level.WARNING, places.line(line))
