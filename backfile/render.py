"""One job and one theme to one artifact.

Templates are compiled once a process and theme, and kept by the theme's fingerprint. Whatever goes wrong in a template
comes back as a `Problem`: a worker never raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import TracebackType
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup, escape

from backfile import feeds, layout, sitemaps
from backfile.headings import Crumb, heading, label, years_text
from backfile.metadata import Address, head_of, work_of
from backfile.model import Artifact, Job, Problem
from backfile.strings import Language, direction, language
from backfile.theme import Theme
from backfile.urls import relative, up_from

Site = Mapping[str, object]

# How each kind of page is made: by the template of this name, or by a function of the job and the site's frame.
KINDS: dict[str, str | Callable[[Job, Site], str]] = {
    "home": "home.html",
    "story": "story.html",
    "page": "page.html",
    "terms": "terms.html",
    "term": "term.html",
    "years": "years.html",
    "year": "year.html",
    "month": "month.html",
    "day": "day.html",
    "on_this_day": "on_this_day.html",
    "on_this_days": "on_this_days.html",
    "corrections": "corrections.html",
    "search": "search.html",
    "not_found": "not_found.html",
    "redirect": "redirect.html",
    "withdrawn": "withdrawn.html",
    "feed": feeds.atom,
    "json_feed": feeds.json_feed,
    "sitemap": sitemaps.sitemap,
    "sitemap_index": sitemaps.sitemap_index,
    "news_sitemap": sitemaps.news_sitemap,
    "robots": sitemaps.robots,
}
_NO_INDEX = frozenset({"not_found", "redirect", "withdrawn", "search"})
_ABSENT = object()


class View(NamedTuple):
    """`page` as a template sees it. `window` is the text of the title element, unlike that of any other page."""

    kind: str
    permalink: str
    path: str
    title: str
    window: str
    description: str
    canonical: str
    noindex: bool
    breadcrumbs: tuple[Crumb, ...]
    head: Markup


def template_of(kind: str) -> str:
    """The template of a kind of page, "" for a kind that is made without one."""
    made = KINDS.get(kind, f"{kind}.html")
    return made if isinstance(made, str) else ""


def rendered(job: Job, theme: Theme, site: Site) -> Artifact | Problem:
    """The file of a page, or what is wrong with the template that should have made it."""
    made = KINDS.get(job.page.kind, f"{job.page.kind}.html")
    if callable(made):
        return Artifact(job.page.path, made(job, site).encode())
    try:
        return Artifact(job.page.path, _compiled(theme).text(made, job, site).encode())
    except Exception as error:
        return _problem(error, job, theme)


def template_faults(theme: Theme) -> tuple[Problem, ...]:
    """The templates of a theme that cannot be compiled, whether or not a page uses them."""
    environment = _compiled(theme).environment
    faults = []
    for template in dict.fromkeys(theme.templates.values()):
        try:
            environment.parse(template.text, filename=template.origin)
        except TemplateSyntaxError as error:
            faults.append(_at(template.origin, error.lineno, str(error.message), "mend the template", theme))
    return tuple(faults)


class _Environment(Environment):
    def getattr(self, obj: object, attribute: str) -> object:
        """Most of what a template sees are mappings: their keys come first, and cheaper than by a failed attribute."""
        if type(obj) is dict:
            value = obj.get(attribute, _ABSENT)
            if value is not _ABSENT:
                return value
        return super().getattr(obj, attribute)


class _Compiled:
    """A theme ready to render. It remembers languages and ways up; what it returns depends on its arguments alone."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.environment = _Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                                        auto_reload=False, loader=FunctionLoader(self._source))  # fmt: skip
        self.environment.globals |= {
            name: getattr(layout, name) for name in ("by_year", "by_month", "by_day", "almanac", "rhythm")
        }
        self._languages: dict[tuple[str, str], Language] = {}

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        template = self.theme.templates.get(name)
        return (template.text, template.origin, _unchanged) if template else None

    def text(self, name: str, job: Job, site: Site) -> str:
        template = self.environment.get_template(name)
        story = job.page.show.get("story")
        speech = self._language(str(story.get("lang") or "") if isinstance(story, dict) else "", str(site["lang"]))
        up = _base_path(str(site["base_url"])) if job.page.kind == "not_found" else up_from(job.page.path)
        absolute = Address(str(site["base_url"]))
        return template.render({
            **job.page.show,
            "site": site,
            "page": _view(job, site, speech, up, absolute),
            "body": Markup(job.body),  # noqa: S704 - the prose room has made it safe
            "link": partial(relative, up),
            "asset": partial(self._asset, up),
            "absolute": absolute,
            "t": speech.t,
            "number": speech.number,
            "day_text": speech.day_text,
            "month_text": speech.month_text,
            "label": partial(label, speech=speech),
            "years_text": partial(years_text, speech=speech),
            "in_lang": partial(_in_lang, speech.tag),
            "citations": partial(work_of, job, site),
            "settings": {**self.theme.settings, **site["settings"]},
            "lang": speech.tag,
            "dir": speech.dir,
        })  # fmt: skip

    def _language(self, wanted: str, own: str) -> Language:
        key = (wanted, own)
        if key not in self._languages:
            self._languages[key] = language(wanted, own, self.theme.strings)
        return self._languages[key]

    def _asset(self, up: str, name: str) -> str:
        address = self.theme.assets.get(name)
        if address is None:
            raise LookupError(f'the theme has no static file "{name}"')
        return relative(up, address)


@lru_cache(maxsize=4)
def _compiled_for(held: _Held) -> _Compiled:
    return _Compiled(held.theme)


class _Held:
    """A theme as a key: two copies of one theme are one."""

    __slots__ = ("theme",)

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def __hash__(self) -> int:
        return hash(self.theme.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.theme.fingerprint == other.theme.fingerprint


def _compiled(theme: Theme) -> _Compiled:
    return _compiled_for(_Held(theme))


def _unchanged() -> bool:
    return True


def _view(job: Job, site: Site, speech: Language, up: str, absolute: Address) -> View:
    page = job.page
    names = heading(job, site, speech)
    story = page.show.get("story")
    spoken = (story.get("lang") if isinstance(story, dict) else "") or str(site["lang"])
    head = head_of(
        job, site, {"title": names.title, "description": names.description, "trail": names.trail, "lang": spoken}, up
    )
    window = f"{names.window} | {site['title']}" if names.window else str(site["title"])
    noindex = page.kind in _NO_INDEX or bool(page.show.get("noindex"))
    target = str(page.show["target"]) if page.kind == "redirect" else page.permalink
    canonical = "" if noindex and page.kind != "redirect" else absolute(target)
    return View(
        page.kind,
        page.permalink,
        page.path,
        names.title,
        window,
        names.description,
        canonical,
        noindex,
        names.trail,
        head,
    )


def _base_path(base_url: str) -> str:
    """Where the site's root is on its host: the page for missing addresses is served at any depth."""
    return urlsplit(base_url).path.rstrip("/") + "/"


@lru_cache(maxsize=256)
def _in_lang(page_lang: str, lang: str) -> Markup:
    """The attributes for a text whose language may be another than the page's."""
    if not lang or lang == page_lang:
        return Markup("")
    return Markup(f' lang="{escape(lang)}" dir="{direction(lang)}"')  # noqa: S704 - escaped


def _problem(error: Exception, job: Job, theme: Theme) -> Problem:
    page = job.page
    seen = f"seen on {page.path}" + (f", from {page.source}" if page.source else "")
    if isinstance(error, TemplateSyntaxError):
        return _at(error.filename or "", error.lineno, str(error.message), f"mend the template ({seen})", theme)
    origin, line = _place(error.__traceback__, theme)
    if isinstance(error, TemplateNotFound):
        where = origin or f"{theme.places[0] if theme.places else theme.name}/{error.name}"
        return _at(
            where,
            line,
            f"there is no template {error.message or error.name}",
            f"looked in {', '.join(theme.places)} ({seen})",
            theme,
        )
    said = str(error.args[0]) if error.args else type(error).__name__
    return _at(origin, line, said, f"see docs/themes.md for what a template is given ({seen})", theme)


def _place(trace: TracebackType | None, theme: Theme) -> tuple[str, int]:
    """The innermost template line that an exception passed through."""
    origins = {template.origin for template in theme.templates.values()}
    place = ("", 0)
    while trace:
        if trace.tb_frame.f_code.co_filename in origins:
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _at(origin: str, line: int, fault: str, remedy: str, theme: Theme) -> Problem:
    text = next((template.text for template in theme.templates.values() if template.origin == origin), "")
    lines = text.split("\n")
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    return Problem(origin or theme.name, line, 0, fault, remedy, "template", excerpt=excerpt)
