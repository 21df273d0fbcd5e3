"""Pages of the calendar: years, months, days, and the same day in all years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from backfile.model import Card, Page
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


def part_permalink(base: str, number: int) -> str:
    """The address of one of the parts that a long page is cut into, counted from 1."""
    return base if number == 1 else f"{base}page-{number}/"


def part_shown(base: str, number: int, is_last: bool) -> dict[str, object] | None:
    """What a part says of itself and of those beside it; None for a page that is whole."""
    if number == 1 and is_last:
        return None
    older = part_permalink(base, number - 1) if number > 1 else ""
    return {"number": number, "newer": "" if is_last else part_permalink(base, number + 1), "older": older}


def date_permalinks(archive: Archive, frame: Frame, year: str) -> list[str]:
    """The addresses of a year's months and days, with the runs of its fullest days."""
    days = archive.days(f"{year}-01-01", f"{year}-12-31")
    months: Counter[str] = Counter()
    for day, count in days if frame.config.pages.months else ():
        months[day[:7]] += count
    found = []
    for month, count in months.items():
        parts = _month_parts(frame, count)
        found += [part_permalink(permalink_of_day(month), number) for number in range(1, parts + 1)]
    for day, count in days if frame.config.pages.days else ():
        found += [part_permalink(permalink_of_day(day), n) for n in range(1, -(-count // DAY_LENGTH) + 1)]
    return found


def _month_parts(frame: Frame, count: int) -> int:
    """A long month leads to its days; where these have no pages, its headlines stand in parts of its own."""
    return 1 if frame.config.pages.days else max(1, -(-count // frame.config.lists.month_headlines))


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
    """A month with its headlines by day; with days and counts alone when it has very many, or in parts where days have
    no pages."""
    days = archive.days(f"{month}-01", f"{month}-31")
    if not days or not frame.config.pages.months:
        return
    base, total = permalink_of_day(month), sum(count for _, count in days)
    parts, length = _month_parts(frame, total), frame.config.lists.month_headlines
    newer, older = _named(archive.day_after(f"{month}-31")[:7]), _named(archive.day_before(f"{month}-01")[:7])
    if frame.config.pages.days:
        cards_of = archive.day_cards if total <= length else lambda day: []
        listed = iter([[_day_listed(day, permalink_of_day(day), count, cards_of(day)) for day, count in days]])
    else:
        listed = _cut_month(archive, days, length)
    for number, shown in enumerate(listed, 1):
        permalink, run = part_permalink(base, number), part_shown(base, number, number == parts)
        show = {"month": month, "days": shown, "run": run, "newer": newer, "older": older}
        yield Page(path_of(permalink), permalink, "month", f"month:{month}", show)


def _day_listed(day: str, permalink: str, count: int, cards: list[Card]) -> dict[str, object]:
    return {"day": day, "permalink": permalink, "count": count, "cards": cards}


def _cut_month(archive: Archive, days: list[tuple[str, int]], length: int) -> Iterator[list[dict[str, object]]]:
    """Days with their headlines in parts of so many; a day may go on in the next part."""
    part, room = [], length
    for day, count in days:
        cards = archive.day_cards(day)
        while cards:
            part.append(_day_listed(day, "", count, cards[:room]))
            cards, room = cards[room:], room - len(cards[:room])
            if not room:
                yield part
                part, room = [], length
    if part:
        yield part


def day_pages(archive: Archive, frame: Frame, day: str) -> Iterator[Page]:
    """A day as a front page of that day: the weightiest story first, then by time."""
    cards = archive.day_cards(day) if frame.config.pages.days else []
    cards.sort(key=lambda card: -card.weight)
    count = -(-len(cards) // DAY_LENGTH)
    base = permalink_of_day(day)
    newer, older = _named(archive.day_after(day)), _named(archive.day_before(day))
    otd = f"/on-this-day/{day[5:]}/" if frame.config.pages.on_this_day else ""
    for number in range(1, count + 1):
        permalink, run = part_permalink(base, number), part_shown(base, number, number == count)
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
