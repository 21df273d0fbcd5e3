"""One job and one theme to one artifact.

Whatever goes wrong in a template comes back as a `Problem`: nothing is raised for a theme's fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from backfile import desk, feeds, hosting, sitemaps
from backfile.design import Theme
from backfile.headings import Crumb, heading
from backfile.metadata import Subject, head_of, work_of
from backfile.model import Artifact, Job, Problem
from backfile.portable import spelled_out
from backfile.press import Press, Standing, base_path, press_of
from backfile.urls import up_from

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
    "corrections_feed": feeds.corrections,
    "sitemap": sitemaps.sitemap,
    "sitemap_index": sitemaps.sitemap_index,
    "news_sitemap": sitemaps.news_sitemap,
    "robots": sitemaps.robots,
    "redirects": sitemaps.redirects,
    "headers": hosting.headers,
    "desk": desk.desk,
    "desk_script": desk.desk_script,
    "cms": desk.cms,
    "cms_settings": desk.cms_settings,
}
_NO_INDEX = frozenset({"not_found", "redirect", "withdrawn", "search"})


_TABLE = re.compile(r"<table\b[^>]*>|</table>")


class View(NamedTuple):
    """`page` as a template sees it.

    `window` is the text of the title element, unlike that of any other page. `section` is the address of the section
    that the page belongs to, if the navigation has it. `source` is its story's file, from `content/`.
    """

    kind: str
    permalink: str
    path: str
    title: str
    window: str
    description: str
    canonical: str
    noindex: bool
    section: str
    source: str
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
        return _closed(job.page.path, made(job, site), site)
    try:
        return _closed(job.page.path, _text(press_of(theme), made, job, site), site)
    except Exception as error:  # a template may hold any expression, so any exception may come out of it
        problem = _problem(error, job, theme)
        if problem is None:
            raise
        return problem


def _closed(path: str, text: str, site: Site) -> Artifact:
    is_portable = bool(site.get("portable")) and path.endswith(".html")
    return Artifact(path, (spelled_out(text) if is_portable else text).encode())


def template_faults(theme: Theme) -> tuple[Problem, ...]:
    """The templates of a theme that cannot be compiled, whether or not a page uses them."""
    environment = press_of(theme).environment
    faults = []
    for template in dict.fromkeys(theme.templates.values()):
        try:
            environment.parse(template.text, filename=template.origin)
        except TemplateSyntaxError as error:
            faults.append(_at(template.origin, error.lineno, str(error.message), "mend the template", theme))
    return tuple(faults)


def _text(press: Press, template: str, job: Job, site: Site) -> str:
    page = job.page
    is_anywhere = page.kind == "not_found" and not site.get("portable")
    up = base_path(str(site["base_url"])) if is_anywhere else up_from(page.path)
    standing = press.standing(site, up, _lang(job))
    names = {
        **standing.names,
        **page.show,
        "page": _view(job, site, standing),
        "body": Markup(_body(job, standing)),  # noqa: S704 - the prose room has made it safe
        **standing.pictures(page.show.get("pictures") or {}),
        "citations": partial(work_of, job, site, standing.absolute),
    }
    return press.environment.text(template, names)


def _body(job: Job, standing: Standing) -> str:
    body = _framed(job.body, standing.speech.t)
    if "<img" not in body:
        return body
    story = job.page.show.get("story")
    is_first = not (isinstance(story, dict) and any(image["src"] for image in story["images"]))
    return standing.with_copies(body, job.page.show.get("pictures") or {}, is_first)


def _framed(body: str, t: Callable[[str], str]) -> str:
    """The body with each table in a box that scrolls by itself, by keyboard too: no page then scrolls sideways."""
    if "<table" not in body:
        return body
    box = f'<div class="scroll" role="group" tabindex="0" aria-label="{t("table")}">'
    return _TABLE.sub(lambda tag: box + tag[0] if tag[0][1] == "t" else tag[0] + "</div>", body)


def _lang(job: Job) -> str:
    story = job.page.show.get("story")
    return str(story.get("lang") or "") if isinstance(story, dict) else ""


def _view(job: Job, site: Site, standing: Standing) -> View:
    page = job.page
    names = heading(job, site, standing.speech)
    head = head_of(Subject(job, site, names, _lang(job) or str(site["lang"]), standing.up, standing.absolute))
    window = f"{names.window} | {site['title']}" if names.window else str(site["title"])
    noindex = page.kind in _NO_INDEX or bool(page.show.get("noindex"))
    target = str(page.show["target"]) if page.kind == "redirect" else page.permalink
    canonical = "" if noindex and page.kind != "redirect" else standing.absolute(target)
    return View(
        page.kind, page.permalink, page.path, names.title, window, names.description, canonical, noindex,
        _section(job, site), page.source, names.trail, head,
    )  # fmt: skip


def _section(job: Job, site: Site) -> str:
    show = job.page.show
    of_page = show.get("term") if job.page.kind == "term" else (show.get("story") or {}).get("section")
    permalink = of_page["permalink"] if of_page else ""
    return permalink if any(entry["permalink"] == permalink for entry in site["nav"]) else ""


def _problem(error: Exception, job: Job, theme: Theme) -> Problem | None:
    """The fault as the theme's; None when it did not come out of a template, which makes it a bug of ours."""
    page = job.page
    seen = f"seen on {page.path}" + (f", from {page.source}" if page.source else "")
    if isinstance(error, TemplateSyntaxError):
        return _at(error.filename or "", error.lineno, str(error.message), f"mend the template ({seen})", theme)
    origin, line = _place(error.__traceback__, theme)
    if isinstance(error, TemplateNotFound):
        where = origin or f"{theme.places[0] if theme.places else theme.name}/{error.name}"
        fault = f"there is no template {error.message or error.name}"
        remedy = f"put it there, or mend its name; looked in {', '.join(theme.places)} ({seen})"
        return _at(where, line, fault, remedy, theme)
    if not origin:
        return None
    said = str(error.args[0]) if error.args else type(error).__name__
    return _at(origin, line, said, f"see docs/theme-contract.md for what a template is given ({seen})", theme)


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
