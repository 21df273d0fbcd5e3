"""Pages of the calendar: years, months, days, and the same day in all years."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.model import Page
from backfile.plan.frame import Frame
from backfile.plan.links import pictures_on
from backfile.state import Archive
from backfile.urls import path_of

DAY_LENGTH = 200
SAME_DAY_LENGTH = 10
LEADS = 12


def permalink_of_day(day: str) -> str:
    """`1995-05-31` is at `/1995/05/31/`, `1995-05` at `/1995/05/`, `1995` at `/1995/`."""
    return "/" + day.replace("-", "/") + "/"


def _named(date: str) -> dict[str, str] | None:
    return {"title": date, "permalink": permalink_of_day(date)} if date else None


def date_permalinks(archive: Archive, frame: Frame, year: str) -> list[str]:
    """The addresses of a year's months and days, with the runs of its fullest days."""
    days = archive.days(f"{year}-01-01", f"{year}-12-31")
    months = dict.fromkeys(day[:7] for day, _ in days) if frame.config.pages.months else ()
    found = [permalink_of_day(month) for month in months]
    for day, count in days if frame.config.pages.days else ():
        found += [
            permalink_of_day(day) + (f"page-{n}/" if n > 1 else "") for n in range(1, -(-count // DAY_LENGTH) + 1)
        ]
    return found


def years_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    yield Page("years/index.html", "/years/", "years", "years:", {"years": years_shown(archive)})


def years_shown(archive: Archive) -> list[dict[str, object]]:
    return [{"year": year, "permalink": f"/{year}/", "count": count} for year, count in archive.years()]


def year_pages(archive: Archive, frame: Frame, year: str) -> Iterator[Page]:
    days = archive.days(f"{year}-01-01", f"{year}-12-31")
    if not days:
        return
    months: dict[str, list[dict]] = {}
    for day, count in days:
        months.setdefault(day[:7], []).append(
            {"day": day, "permalink": permalink_of_day(day) if frame.config.pages.days else "", "count": count}
        )
    shown = [
        {
            "month": month,
            "permalink": permalink_of_day(month) if frame.config.pages.months else "",
            "count": sum(d["count"] for d in listed),
            "days": listed,
        }
        for month, listed in months.items()
    ]
    before, after = archive.day_before(f"{year}-01-01")[:4], archive.day_after(f"{year}-12-31")[:4]
    show = {
        "year": year,
        "count": sum(count for _, count in days),
        "months": shown,
        "leads": archive.leads_of_year(year, LEADS),
        "newer": _named(after),
        "older": _named(before),
    }
    yield Page(path_of(f"/{year}/"), f"/{year}/", "year", f"year:{year}", show)


def month_pages(archive: Archive, frame: Frame, month: str) -> Iterator[Page]:
    """A month with its headlines by day; with days and counts alone when it has very many."""
    days = archive.days(f"{month}-01", f"{month}-31")
    if not days or not frame.config.pages.months:
        return
    few = sum(count for _, count in days) <= frame.config.lists.month_headlines
    listed = [
        {
            "day": day,
            "permalink": permalink_of_day(day) if frame.config.pages.days else "",
            "count": count,
            "cards": archive.day_cards(day) if few or not frame.config.pages.days else [],
        }
        for day, count in days
    ]
    show = {
        "month": month,
        "days": listed,
        "newer": _named(archive.day_after(f"{month}-31")[:7]),
        "older": _named(archive.day_before(f"{month}-01")[:7]),
    }
    yield Page(path_of(permalink_of_day(month)), permalink_of_day(month), "month", f"month:{month}", show)


def day_pages(archive: Archive, frame: Frame, day: str) -> Iterator[Page]:
    """A day as a front page of that day: the weightiest story first, then by time."""
    cards = archive.day_cards(day) if frame.config.pages.days else []
    cards.sort(key=lambda card: -card.weight)
    count = -(-len(cards) // DAY_LENGTH)
    base = permalink_of_day(day)
    newer, older = _named(archive.day_after(day)), _named(archive.day_before(day))
    otd = f"/on-this-day/{day[5:]}/" if frame.config.pages.on_this_day else ""
    for number in range(1, count + 1):
        permalink = base if number == 1 else f"{base}page-{number}/"
        run = (
            {
                "number": number,
                "newer": f"{base}page-{number + 1}/" if number < count else "",
                "older": (base if number == 2 else f"{base}page-{number - 1}/") if number > 1 else "",
            }
            if count > 1
            else None
        )
        shown = cards[(number - 1) * DAY_LENGTH : number * DAY_LENGTH]
        show = {
            "day": day,
            "cards": shown,
            "pictures": pictures_on(archive, shown),
            "run": run,
            "newer": newer,
            "older": older,
            "on_this_day": otd,
        }
        yield Page(path_of(permalink), permalink, "day", f"day:{day}", show)


def on_this_day_pages(archive: Archive, frame: Frame, month_day: str) -> Iterator[Page]:
    days = archive.same_days(month_day) if frame.config.pages.on_this_day else []
    if not days:
        return
    listed = [
        {
            "year": day[:4],
            "permalink": permalink_of_day(day) if frame.config.pages.days else "",
            "count": count,
            "cards": archive.day_newest(day, SAME_DAY_LENGTH),
        }
        for day, count in days
    ]
    permalink = f"/on-this-day/{month_day}/"
    yield Page(
        path_of(permalink), permalink, "on_this_day", f"otd:{month_day}", {"month_day": month_day, "years": listed}
    )


def on_this_day_index(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    days = archive.days_of_year() if frame.config.pages.on_this_day else []
    if not days:
        return
    months: dict[str, list[dict]] = {}
    for day, count in days:
        months.setdefault(day[:2], []).append({"day": day, "permalink": f"/on-this-day/{day}/", "count": count})
    show = {"months": [{"month": month, "days": listed} for month, listed in months.items()]}
    yield Page("on-this-day/index.html", "/on-this-day/", "on_this_days", "otds:", show)
