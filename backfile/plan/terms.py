"""Pages of terms: the head with the newest stories, one run a year, and the index of a taxonomy.

A run is numbered from the oldest and belongs to its year, so its address shows the same stories next year and a new
story touches the head and one run.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator

from backfile.model import Page
from backfile.plan.frame import Frame
from backfile.plan.links import addresses_of, pictures_on
from backfile.state import Archive
from backfile.taxonomy import TAXONOMIES
from backfile.urls import path_of

INDEX_LENGTH = 1000
MOST_USED = 60


def term_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """The head of a term, and its feeds."""
    taxonomy, slug = name.split("/", 1)
    years = archive.term_years(taxonomy, slug)
    if not years:
        return
    group, permalink = f"term:{name}", f"/{taxonomy}/{slug}/"
    cards = archive.term_newest(taxonomy, slug, frame.config.lists.run_length)
    term = _term(archive, taxonomy, slug, years)
    about = archive.term_page(taxonomy, slug)
    has_runs = _has_runs(frame, years)
    runs = [
        {"year": year, "permalink": f"{permalink}{year}/" if has_runs else "", "count": count}
        for year, count in reversed(years)
    ]
    older = {"title": runs[0]["year"], "permalink": runs[0]["permalink"]} if has_runs else None
    if about:
        term["about"] = json.loads(archive.meta(about.story))
    show = {
        "taxonomy": _taxonomy(taxonomy),
        "term": term,
        "cards": cards,
        "years": runs,
        "run": None,
        "newer": None,
        "older": older,
        "pictures": archive.pictures(about.story) if about else {},
        "links": addresses_of(archive, about) if about else [],
    }
    yield Page(
        path_of(permalink),
        permalink,
        "term",
        group,
        show,
        about.source if about else "",
        about.content if about else "",
    )
    if frame.site["families"]["term_feeds"]:
        feed = {
            "title": f"{frame.config.title}: {term['name']}",
            "permalink": permalink,
            "cards": cards[: frame.config.lists.feed],
        }
        yield Page(path_of(permalink + "feed.xml"), permalink + "feed.xml", "feed", group, feed)
        if frame.config.pages.json_feed:
            feed |= {"pictures": pictures_on(archive, feed["cards"])}
            yield Page(path_of(permalink + "feed.json"), permalink + "feed.json", "json_feed", group, feed)


def _has_runs(frame: Frame, years: list[tuple[str, int]]) -> bool:
    """A term whose head shows all its stories needs no runs."""
    return frame.config.pages.term_years and sum(count for _, count in years) > frame.config.lists.run_length


def _taxonomy(name: str) -> dict[str, str]:
    return {"name": name, "permalink": TAXONOMIES[name].permalink}


def _term(archive: Archive, taxonomy: str, slug: str, years: list[tuple[str, int]]) -> dict[str, object]:
    return {
        "name": archive.spellings(taxonomy, slug)[0][0],
        "slug": slug,
        "permalink": f"/{taxonomy}/{slug}/",
        "count": sum(count for _, count in years),
        "first_year": years[0][0],
        "last_year": years[-1][0],
    }


def run_pages(archive: Archive, frame: Frame, name: str) -> Iterator[Page]:
    """A term's stories of one year, oldest first, cut into runs.

    Search engines are asked to leave them out: they hold nothing but links, and each story is in the sitemap itself.
    """
    taxonomy, slug, year = name.split("/")
    counts, spelled = archive.term_facts(taxonomy, slug)
    years = [y for y, _ in counts]
    if year not in years or not _has_runs(frame, counts):
        return
    cards = archive.term_year_cards(taxonomy, slug, year)
    term = {"name": spelled, "slug": slug, "permalink": f"/{taxonomy}/{slug}/"}
    length = frame.config.lists.run_length
    count = -(-len(cards) // length)
    for number in range(1, count + 1):
        permalink = _run_permalink(taxonomy, slug, year, number)
        show = {
            "taxonomy": _taxonomy(taxonomy),
            "term": term,
            "cards": cards[(number - 1) * length : number * length],
            "years": [],
            "run": {"year": year, "number": number},
            "noindex": True,
            "newer": _next_run(taxonomy, slug, year, number, count, years),
            "older": _last_run(taxonomy, slug, year, number, years),
        }
        yield Page(path_of(permalink), permalink, "term", f"run:{name}", show)


def _run_permalink(taxonomy: str, slug: str, year: str, number: int) -> str:
    return f"/{taxonomy}/{slug}/{year}/" + (f"{number}/" if number > 1 else "")


def _next_run(taxonomy: str, slug: str, year: str, number: int, count: int, years: list[str]) -> dict[str, str] | None:
    if number < count:
        return {"title": year, "permalink": _run_permalink(taxonomy, slug, year, number + 1)}
    later = years[years.index(year) + 1 :]
    return {"title": later[0], "permalink": _run_permalink(taxonomy, slug, later[0], 1)} if later else None


def _last_run(taxonomy: str, slug: str, year: str, number: int, years: list[str]) -> dict[str, str] | None:
    if number > 1:
        return {"title": year, "permalink": _run_permalink(taxonomy, slug, year, number - 1)}
    at = years.index(year)
    return {"title": years[at - 1], "permalink": _run_permalink(taxonomy, slug, years[at - 1], 1)} if at else None


def index_pages(archive: Archive, frame: Frame, taxonomy: str) -> Iterator[Page]:
    """All terms of a taxonomy by letter; when they are many, a page a letter, itself cut into runs."""
    terms = [
        {
            "name": t.name,
            "permalink": f"/{taxonomy}/{t.slug}/",
            "count": t.count,
            "first_year": t.first_year,
            "last_year": t.last_year,
            "letter": letter_of(t.slug),
        }
        for t in archive.term_counts(taxonomy)
    ]
    if not terms:
        return
    most_used = sorted(terms, key=lambda t: (-t["count"], t["permalink"]))[:MOST_USED]
    letters: dict[str, list[dict]] = {}
    for term in sorted(terms, key=lambda t: (t["letter"], t["permalink"])):
        letters.setdefault(term["letter"], []).append(term)
    yield from _index(taxonomy, letters, most_used, len(terms))


def _index(taxonomy: str, letters: dict[str, list[dict]], most_used: list[dict], total: int) -> Iterator[Page]:
    group, permalink = f"terms:{taxonomy}", TAXONOMIES[taxonomy].permalink
    show = {"taxonomy": _taxonomy(taxonomy), "most_used": most_used, "run": None, "newer": None, "older": None}
    if total <= INDEX_LENGTH:
        listed = [{"letter": letter, "permalink": "", "terms": terms} for letter, terms in letters.items()]
        yield Page(path_of(permalink), permalink, "terms", group, show | {"letters": listed})
        return
    heads = [{"letter": letter, "permalink": f"{permalink}letters/{letter}/", "terms": []} for letter in letters]
    yield Page(path_of(permalink), permalink, "terms", group, show | {"letters": heads})
    for letter, terms in letters.items():
        yield from _letter(taxonomy, letter, terms, group)


def letter_permalinks(archive: Archive, taxonomy: str) -> list[str]:
    """The addresses of an index that is cut by letter, besides its first page; none when it is whole."""
    terms = archive.term_counts(taxonomy)
    if len(terms) <= INDEX_LENGTH:
        return []
    letters = Counter(letter_of(term.slug) for term in terms)
    return [
        f"{TAXONOMIES[taxonomy].permalink}letters/{letter}/" + (f"{number}/" if number > 1 else "")
        for letter, count in sorted(letters.items())
        for number in range(1, -(-count // INDEX_LENGTH) + 1)
    ]


def _letter(taxonomy: str, letter: str, terms: list[dict], group: str) -> Iterator[Page]:
    base = f"{TAXONOMIES[taxonomy].permalink}letters/{letter}/"
    count = -(-len(terms) // INDEX_LENGTH)

    def at(number: int) -> dict[str, str] | None:
        inside = 1 <= number <= count
        return (
            {"title": f"{letter} {number}", "permalink": base + (f"{number}/" if number > 1 else "")}
            if inside
            else None
        )

    for number in range(1, count + 1):
        permalink = at(number)["permalink"]
        listed = terms[(number - 1) * INDEX_LENGTH : number * INDEX_LENGTH]
        show = {
            "taxonomy": _taxonomy(taxonomy),
            "most_used": [],
            "letters": [{"letter": letter, "permalink": "", "terms": listed}],
            "run": {"letter": letter, "number": number},
            "newer": at(number + 1),
            "older": at(number - 1),
        }
        yield Page(path_of(permalink), permalink, "terms", group, show)


def letter_of(slug: str) -> str:
    """The letter under which a term stands: the first one without its accent, `0` for digits."""
    first = unicodedata.normalize("NFD", slug[:1])[:1]
    return "0" if first.isdigit() else first or "0"
