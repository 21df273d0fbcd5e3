"""What a page is called: its title, its description and the way up to it, for each kind of page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import NamedTuple

from backfile.model import Job
from backfile.strings import Language

Show = Mapping[str, object]
YEARS, ON_THIS_DAY, CORRECTIONS, SEARCH = "/years/", "/on-this-day/", "/corrections/", "/search/"
_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>")
_DESCRIPTION = 200


class Crumb(NamedTuple):
    """One step on the way up from a page; the last one is the page itself."""

    title: str
    permalink: str


class Heading(NamedTuple):
    """The names of a page. `window` is the title element's text without the archive's name; no two pages share one."""

    title: str
    window: str
    description: str = ""
    trail: tuple[Crumb, ...] = ()


def heading(job: Job, site: Mapping[str, object], speech: Language) -> Heading:
    """The names of any page; a kind that we do not know is called by the archive's name."""
    made = _KINDS.get(job.page.kind)
    if not made:
        return Heading(str(site["title"]), str(site["title"]))
    found = made(job, site, speech)
    trail = tuple(crumb for crumb in found.trail if crumb.permalink)
    return found._replace(trail=(Crumb(speech.t("home"), "/"), *trail)) if trail else found


def label(name: str, speech: Language) -> str:
    """The words for a name of the archive's (a taxonomy, a kind of correction, a hold), or the name itself."""
    word = speech.words.get(name)
    return word if isinstance(word, str) else name


def date_trail(day: str, site: Mapping[str, object], speech: Language) -> tuple[Crumb, ...]:
    """The way up from a year, a month or a day (`1995`, `1995-05`, `1995-05-31`): year, month, day."""
    year, month = day[:4], day[:7]
    crumbs = [Crumb(year, f"/{year}/")]
    if len(day) > 4 and site["families"]["months"]:
        crumbs.append(Crumb(speech.month_text(month, "name"), f"/{year}/{month[5:]}/"))
    if len(day) > 7 and site["families"]["days"]:
        crumbs.append(Crumb(speech.day_text(day, "day"), f"/{year}/{month[5:]}/{day[8:10]}/"))
    return tuple(crumbs)


def _home(job: Job, site: Show, speech: Language) -> Heading:
    return Heading(str(site["title"]), "", str(site["description"]))


def _story(job: Job, site: Show, speech: Language) -> Heading:
    story = job.page.show["story"]
    title, day = story["title"], story["day"]
    description = story["summary"] or _opening(job.body)
    trail = (*date_trail(day, site, speech), Crumb(title, job.page.permalink))
    return Heading(title, f"{title} ({speech.day_text(day)})", description, trail)


def _opening(body: str) -> str:
    """The first paragraph as plain text, cut at a word."""
    found = _FIRST_PARAGRAPH.search(body)
    text = " ".join(unescape(_ELEMENT.sub("", found[1])).split()) if found else ""
    return text if len(text) <= _DESCRIPTION else text[:_DESCRIPTION].rpartition(" ")[0] + "…"


def _page(job: Job, site: Show, speech: Language) -> Heading:
    story = job.page.show["story"]
    return Heading(
        story["title"],
        story["title"],
        story.get("summary") or _opening(job.body),
        (Crumb(story["title"], job.page.permalink),),
    )


def _withdrawn(job: Job, site: Show, speech: Language) -> Heading:
    """A tombstone names no date pages: its story may have been the only one of its day."""
    story = job.page.show["story"]
    title, day = story["title"] or speech.t("withdrawn_title"), story["day"]
    window = f"{title} ({speech.day_text(day)})" if day and story["title"] else f"{title}: {job.page.permalink}"
    return Heading(title, window, "", (Crumb(title, job.page.permalink),))


def _terms(job: Job, site: Show, speech: Language) -> Heading:
    taxonomy, run = job.page.show["taxonomy"], job.page.show["run"]
    name = label(taxonomy["name"], speech)
    trail = [Crumb(name, taxonomy["permalink"])]
    if run:
        trail.append(Crumb(run["letter"].upper(), job.page.permalink))
    window = f"{name}: {run['letter'].upper()}" if run else name
    if run and run["number"] > 1:
        window = f"{window}, {speech.t('part', n=run['number'])}"
    return Heading(name, window, speech.t("terms_description", taxonomy=name, title=site["title"]), tuple(trail))


def _term(job: Job, site: Show, speech: Language) -> Heading:
    show = job.page.show
    taxonomy, term, run = show["taxonomy"], show["term"], show["run"]
    kind = label(taxonomy["name"], speech)
    trail = [Crumb(kind, taxonomy["permalink"]), Crumb(term["name"], term["permalink"])]
    window = f"{term['name']} · {kind}"
    if run:
        trail.append(Crumb(_run_text(run, speech), job.page.permalink))
        window = f"{term['name']}, {_run_text(run, speech)} · {kind}"
    when = str(run["year"]) if run else years_text(term["first_year"], term["last_year"], speech)
    description = speech.t("term_description", term=term["name"], title=site["title"], when=when)
    return Heading(term["name"], window, description, tuple(trail))


def years_text(first: object, last: object, speech: Language) -> str:
    """`1987` or `1987 to 2024`."""
    return speech.t("span", first=first, last=last) if first != last else str(first)


def _run_text(run: Mapping[str, object], speech: Language) -> str:
    number = int(run.get("number") or 1)
    return str(run["year"]) if number < 2 else speech.t("run_of", year=run["year"], number=number)


def _years(job: Job, site: Show, speech: Language) -> Heading:
    title = speech.t("years")
    return Heading(title, title, speech.t("years_description", title=site["title"]), (Crumb(title, YEARS),))


def _year(job: Job, site: Show, speech: Language) -> Heading:
    year = str(job.page.show["year"])
    trail = (Crumb(speech.t("years"), YEARS), *date_trail(year, site, speech))
    return Heading(year, year, speech.t("day_description", title=site["title"], when=year), trail)


def _month(job: Job, site: Show, speech: Language) -> Heading:
    month = job.page.show["month"]
    text = speech.month_text(month)
    window, trail = _of_part(job, text, date_trail(month, site, speech), speech)
    return Heading(text, window, speech.t("day_description", title=site["title"], when=text), trail)


def _of_part(
    job: Job, window: str, trail: tuple[Crumb, ...], speech: Language
) -> tuple[str, tuple[Crumb, ...]]:
    """The title and the way of a page that is one of several parts, which say which."""
    run = job.page.show["run"]
    if not run or run["number"] < 2:
        return window, trail
    part = speech.t("part", n=run["number"])
    return f"{window}, {part}", (*trail, Crumb(part, job.page.permalink))


def _day(job: Job, site: Show, speech: Language) -> Heading:
    day = job.page.show["day"]
    text = speech.day_text(day)
    window, trail = _of_part(job, text, date_trail(day, site, speech), speech)
    return Heading(text, window, speech.t("day_description", title=site["title"], when=text), trail)


def _on_this_day(job: Job, site: Show, speech: Language) -> Heading:
    text = speech.day_text(job.page.show["month_day"], "month_day")
    trail = (Crumb(speech.t("on_this_day"), ON_THIS_DAY), Crumb(text, job.page.permalink))
    return Heading(
        text, speech.t("on_day_title", day=text), speech.t("on_day_description", day=text, title=site["title"]), trail
    )


def _on_this_days(job: Job, site: Show, speech: Language) -> Heading:
    title = speech.t("on_this_day")
    return Heading(
        title, title, speech.t("on_this_day_description", title=site["title"]), (Crumb(title, job.page.permalink),)
    )


def _corrections(job: Job, site: Show, speech: Language) -> Heading:
    title, year = speech.t("corrections"), job.page.show["year"]
    trail, window = (Crumb(title, CORRECTIONS),), title
    if year and job.page.permalink != CORRECTIONS:
        of_year = (*trail, Crumb(str(year), f"{CORRECTIONS}{year}/"))
        window, trail = _of_part(job, f"{title}, {year}", of_year, speech)
    return Heading(title, window, speech.t("corrections_description", title=site["title"]), trail)


def _search(job: Job, site: Show, speech: Language) -> Heading:
    title = speech.t("search")
    return Heading(
        title, title, speech.t("search_description", title=site["title"]), (Crumb(title, job.page.permalink),)
    )


def _not_found(job: Job, site: Show, speech: Language) -> Heading:
    return Heading(speech.t("not_found"), speech.t("not_found"), speech.t("not_found_text"))


def _redirect(job: Job, site: Show, speech: Language) -> Heading:
    return Heading(speech.t("moved"), speech.t("moved"))


_KINDS: dict[str, Callable[[Job, Show, Language], Heading]] = {
    "home": _home,
    "story": _story,
    "page": _page,
    "withdrawn": _withdrawn,
    "terms": _terms,
    "term": _term,
    "years": _years,
    "year": _year,
    "month": _month,
    "day": _day,
    "on_this_day": _on_this_day,
    "on_this_days": _on_this_days,
    "corrections": _corrections,
    "search": _search,
    "not_found": _not_found,
    "redirect": _redirect,
}
