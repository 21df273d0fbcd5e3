"""A theme compiled in this process, and what its templates can call.

Names that do not depend on the page (links for its depth, words for its language, the furniture made of them) are made
once for each depth and language and kept as long as the site's frame stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from urllib.parse import urlsplit

from jinja2 import FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from backfile import layout
from backfile.design import Theme
from backfile.headings import label, years_text
from backfile.jinja import SHARED, PageEnvironment, Shared
from backfile.metadata import Address
from backfile.pictures import Copy, element, picture_of, rule_of, srcset, with_copies
from backfile.strings import Language, direction, language
from backfile.urls import relative

Site = Mapping[str, object]
_FRAMES_KEPT = 4
_GROUPS = ("by_year", "by_month", "by_day", "almanac", "rhythm", "every_day")


class Standing:
    """What all pages of one depth and language share: `names` is what their templates see besides the page itself."""

    def __init__(self, press: Press, site: Site, up: str, speech: Language) -> None:
        self._press = press
        self._furniture: dict[tuple[object, ...], Markup] = {}
        self.up = up
        self.speech = speech
        self._rule = rule_of(site)
        self.absolute = Address(str(site["base_url"]))
        self.names: dict[str, object] = {
            "site": site,
            "settings": {**press.theme.settings, **site["settings"]},
            "link": partial(relative, up),
            "srcset": self.srcset,
            "asset": self.asset,
            "absolute": self.absolute,
            "furniture": self.furniture,
            "t": speech.t,
            "number": speech.number,
            "day_text": speech.day_text,
            "month_text": speech.month_text,
            "label": partial(label, speech=speech),
            "years_text": partial(years_text, speech=speech),
            "in_lang": partial(_in_lang, speech.tag),
            "lang": speech.tag,
            "dir": speech.dir,
        }
        self.names[SHARED] = Shared(dict(self.names))

    def asset(self, name: str) -> str:
        """The link to a static file of the theme."""
        address = self._press.theme.assets.get(name)
        if address is None:
            raise LookupError(f'the theme has no static file "{name}"')
        return relative(self.up, address)

    def srcset(self, copies: Iterable[Copy]) -> str:
        """The copies of a picture as the attribute of that name lists them."""
        return srcset(copies, partial(relative, self.up))

    def pictures(self, known: Mapping[str, Sequence]) -> dict[str, object]:
        """What a page with these pictures can call: `picture` for its measures and copies, `img` for its element."""
        find = partial(picture_of, known=known, rule=self._rule)

        def img(address: str, alt: str = "", sizes: str = "", first: bool = False) -> Markup:
            link = partial(relative, self.up)
            return Markup(element(find(address), alt, sizes or self._sizes, link, is_first=first))  # noqa: S704

        return {"picture": find, "img": img}

    def with_copies(self, body: str, known: Mapping[str, Sequence], is_first: bool) -> str:
        """The body of a page with its pictures offered in all their copies."""
        find = partial(picture_of, known=known, rule=self._rule)
        return with_copies(body, known, find, self._sizes, partial(relative, self.up), is_first=is_first)

    @property
    def _sizes(self) -> str:
        """How wide a picture within the text is shown, which only the theme can know."""
        return str(self.names["settings"].get("picture_sizes") or "100vw")

    def furniture(self, template: str, **values: str) -> Markup:
        """A template that sees no page, only these names and `values`: rendered once, then repeated."""
        key = (template, *values.items())
        if key not in self._furniture:
            text = self._press.environment.text(template, {**self.names, **values})
            self._furniture[key] = Markup(text)  # noqa: S704 - a template's output
        return self._furniture[key]


class Press:
    """A theme ready to print. It remembers what it made; what it returns depends on its arguments alone."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.environment = PageEnvironment(
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            loader=FunctionLoader(self._source),
        )
        self.environment.globals |= {name: getattr(layout, name) for name in _GROUPS}
        self._languages: dict[tuple[str, str], Language] = {}
        self._frames: list[tuple[Site, dict[tuple[str, str], Standing]]] = []

    def standing(self, site: Site, up: str, lang: str) -> Standing:
        """What pages at this depth share whose text is in `lang` ("" for the archive's own language)."""
        kept = self._kept(site)
        if (up, lang) not in kept:
            kept[up, lang] = Standing(self, site, up, self._language(lang, str(site["lang"])))
        return kept[up, lang]

    def _kept(self, site: Site) -> dict[tuple[str, str], Standing]:
        for known, kept in self._frames:
            if known is site or known == site:
                return kept
        kept = {}
        self._frames = [(site, kept), *self._frames[: _FRAMES_KEPT - 1]]
        return kept

    def _language(self, wanted: str, own: str) -> Language:
        key = (wanted, own)
        if key not in self._languages:
            self._languages[key] = language(wanted, own, self.theme.strings)
        return self._languages[key]

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        template = self.theme.templates.get(name)
        return (template.text, template.origin, lambda: True) if template else None


class _Held:
    """A theme as a key: two copies of one theme are one."""

    __slots__ = ("theme",)

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def __hash__(self) -> int:
        return hash(self.theme.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.theme.fingerprint == other.theme.fingerprint


def press_of(theme: Theme) -> Press:
    """The theme compiled, once a process."""
    return _press_of(_Held(theme))


@lru_cache(maxsize=4)
def _press_of(held: _Held) -> Press:
    return Press(held.theme)


def base_path(base_url: str) -> str:
    """Where the site's root is on its host, for the page that is served at any depth."""
    return urlsplit(base_url).path.rstrip("/") + "/"


@lru_cache(maxsize=256)
def _in_lang(page_lang: str, lang: str) -> Markup:
    """The attributes for a text whose language may be another than the page's."""
    if not lang or lang == page_lang:
        return Markup("")
    return Markup(f' lang="{escape(lang)}" dir="{direction(lang)}"')  # noqa: S704 - escaped
