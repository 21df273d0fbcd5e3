"""Hand-made jobs of every kind of page, plain and extreme: what the engine would hand to `render`."""

from __future__ import annotations

from backfile.model import Card, Job, Page
from backfile.urls import path_of

SITE: dict[str, object] = {
    "title": "The Port Thole Pilot",
    "description": "The archive of a harbour town’s newspaper, 1987 to today.",
    "lang": "en-GB",
    "base_url": "https://example.github.io/archive/",
    "rights": "© The Port Thole Pilot",
    "search": False,
    "nav": [
        {"title": name, "permalink": f"/sections/{name.lower()}/"} for name in ("News", "Sport", "Letters", "Harbour")
    ],
    "menu": [{"title": "About the archive", "permalink": "/about/"}],
    "taxonomies": [
        {"name": name, "permalink": f"/{name}/"} for name in ("sections", "tags", "bylines", "places", "people")
    ],
    "families": {"days": True, "months": True, "on_this_day": True, "term_feeds": True, "corrections": True},
    "feed": "/feed.xml",
    "corpus": "/stories.jsonl",
    "json_feed": "/feed.json",
    "settings": {},
    "pictures": {"widths": [480, 960, 1600], "formats": ["webp"]},
    "report_url": "mailto:editor@example.org",
    "edit_url": "",
}

LONG = (
    "An exceptionally long headline of the kind that a council reporter writes at ten to midnight, when the sluice "
    "gate, the borough engineer, the tide book and forty-one members of the public have all had their say"
)
BODY = """<p>Port Thole will not have its <a href="../../../../tags/flood/">sluice gate</a> this year. After three hours
and ten minutes on Tuesday night the town council voted nine to eight to defer the scheme “until a firmer price is in
hand”.</p>
<p>The price in hand is £412,000. For that the town would get a steel gate across the mouth of the Sluice, worked by
hand winch, and 160 yards of raised wall between the slip and the back of the net lofts.</p>
<h2 id="the-tide-book">The tide book</h2>
<p>Coun. Joan Murrish answered that she had the tide book for 1978 in her handbag and would read it aloud if she had
to. She then did.</p>
<blockquote><p>It is a short list of things that keep the sea out, and a firmer price is not on it.</p></blockquote>
<p>There were forty-one people in the public seats, most of them from Sluice Lane and Fish Street. Mr. Albert Noon,
the net-mender, called out from the back to ask what a wet carpet looked like from the Strand. He was told to sit
down, and did.</p>
<ul><li>The gate: £290,000</li><li>The wall: £122,000</li></ul>
<table><thead><tr><th>Year</th><th>Level at Bell Quay, metres</th><th>Kitchens</th></tr></thead>
<tbody><tr><td>1953</td><td>5.42</td><td>6</td></tr><tr><td>1978</td><td>5.61</td><td>11</td></tr></tbody></table>
<p>The matter returns in twelve months.</p>
"""
ARABIC = (
    "<p>وصلت السفينة إلى الميناء قبل الفجر بساعة، وكان على متنها ثلاثة بحارة لا يتكلمون الإنجليزية ورسالة واحدة.</p>"
)
HOUSE = {"repository": "https://github.com/pilot/archive", "branch": "main", "title": "The Pilot"}


def term(taxonomy: str, name: str) -> dict[str, str]:
    return {"name": name, "permalink": f"/{taxonomy}/{name.lower().replace(' ', '-')}/"}


def story(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "title": "Council puts off sluice gate by a single vote",
        "kicker": "Town council",
        "summary": "£412,000 for Lower Town can wait for a firmer price, says finance chairman",
        "dateline": "PORT THOLE",
        "agency": "",
        "date": "1987-02-11",
        "day": "1987-02-11",
        "updated": "",
        "lang": "",
        "rights": "",
        "id": "",
        "section": term("sections", "News"),
        "images": [],
        "corrections": [],
        "versions": [],
        "extra": {},
        "status": "published",
        "mark": "",
        "words": 240,
        "weight": 0,
        "series": [],
        "origin": {"outlet": "", "url": "", "archived_url": "", "captured": "", "file": "", "sha256": ""},
        "tags": [term("tags", "Council"), term("tags", "Flood")],
        "bylines": [term("bylines", "Idris Callaway")],
        "places": [term("places", "Lower Town")],
        "people": [term("people", "Wilfred Stannage"), term("people", "Joan Murrish")],
        "organisations": [],
    }
    return plain | changes


BARE = story(
    title="Car taken",
    kicker="",
    summary="",
    dateline="",
    section=None,
    tags=[],
    bylines=[],
    places=[],
    people=[],
    date="1988-01-22",
    day="1988-01-22",
    words=12,
)


def story_job(
    permalink: str = "/1987/02/11/sluice-gate/",
    body: str = BODY,
    changes: dict[str, object] | None = None,
    **shown: object,
) -> Job:
    show = {"story": story(**(changes or {})), "links": [], "newer": None, "older": None, "series": None, "related": []}
    return Job(Page(path_of(permalink), permalink, "story", "story:x", show | shown, "stories/1987/x.md", "f00d"), body)


def card(number: int = 1, **changes: object) -> Card:
    day = f"19{87 + number % 12:02}-{1 + number % 12:02}-{1 + number % 28:02}"
    plain = Card(
        f"/{day.replace('-', '/')}/story-{number}/",
        f"The bell founder of Quarry Street, and his {number} apprentices",
        day,
        day,
        "The Harbour",
        "A second bell was cast on Monday and hung before anyone could object to it.",
        "News",
        ("Idris Callaway",),
        "",
        "PORT THOLE",
    )
    return plain._replace(**changes)


def cards(count: int) -> list[Card]:
    made = [card(number) for number in range(count)]
    return sorted(made, key=lambda one: (one.day, one.permalink), reverse=True)


def page(kind: str, permalink: str, show: dict[str, object], body: str = "") -> Job:
    return Job(Page(path_of(permalink), permalink, kind, "x", show), body)


def years(first: int = 1987, last: int = 2024) -> list[dict[str, object]]:
    return [
        {"year": str(year), "permalink": f"/{year}/", "count": (year * 37) % 400 + 3}
        for year in range(first, last + 1)
        if year % 9
    ]


def months(year: str = "1995") -> list[dict[str, object]]:
    made = []
    for month in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12):
        days = [
            {
                "day": f"{year}-{month:02}-{day:02}",
                "permalink": f"/{year}/{month:02}/{day:02}/",
                "count": 1 + (day * month) % 9,
            }
            for day in range(1, 29)
            if (day * 7 + month) % 4
        ]
        made.append(
            {
                "month": f"{year}-{month:02}",
                "permalink": f"/{year}/{month:02}/",
                "count": sum(d["count"] for d in days),
                "days": days,
            }
        )
    return made


def neighbour(title: str, permalink: str) -> dict[str, str]:
    return {"title": title, "permalink": permalink}


def full_story() -> Job:
    images = [
        {
            "src": "/images/gate.svg",
            "file": "images/gate.svg",
            "alt": "A gate",
            "caption": "The Sluice at low water on Tuesday, with the net lofts behind.",
            "credit": "Photograph: Maureen Tidswell",
            "width": 1200,
            "height": 675,
        },
        {
            "src": "",
            "file": "",
            "alt": "",
            "caption": "Captain Ray Tulk lifts the County Plate.",
            "credit": "Photograph: Maureen Tidswell",
        },
    ]
    return story_job(
        "/1994/01/30/sallow/",
        changes={
            "title": "Sallow comes up Fish Street",
            "date": "1994-01-30T07:15:00+00:00",
            "day": "1994-01-30",
            "updated": "1994-02-02",
            "images": images,
            "corrections": [
                {
                    "date": "1994-02-02",
                    "text": "The water stood 5.61 metres at Bell Quay, not 5.16.",
                    "kind": "correction",
                }
            ],
            "versions": [{"date": "1994-01-31", "changes": "<p>It stood <del>5.16</del> <ins>5.61</ins> metres.</p>"}],
            "bylines": [term("bylines", "Idris Callaway"), term("bylines", "Maureen van der Tidswell")],
            "origin": {
                "outlet": "The Port Thole Pilot",
                "url": "https://pilot.example/94/sallow",
                "archived_url": "",
                "captured": "2009-03-01",
                "file": "pilot-1994-01-30.txt",
                "sha256": "ab" * 32,
            },
        },
        series={
            "name": "The flood of 1994",
            "permalink": "/series/the-flood-of-1994/",
            "part": 1,
            "parts": 3,
            "stories": [
                neighbour("Sallow comes up Fish Street", "/1994/01/30/sallow/"),
                neighbour("Children sleep at the Institute", "/1994/01/31/children/"),
                neighbour("Who put off the gate?", "/1994/02/03/who/"),
            ],
        },
        related=cards(3),
        older={
            **neighbour("Council puts off sluice gate by a single vote", "/1987/02/11/sluice-gate/"),
            "day": "1987-02-11",
        },
        newer={**neighbour("Children sleep at the Institute", "/1994/01/31/children/"), "day": "1994-01-31"},
    )


def stories() -> list[Job]:
    bare = Job(
        Page(
            "1988/01/22/car/index.html",
            "/1988/01/22/car/",
            "story",
            "story:y",
            {"story": BARE, "links": [], "newer": None, "older": None, "series": None, "related": []},
            "stories/y.md",
            "f00d",
        ),
        "<p>It is gone.</p>",
    )
    arabic = story_job(
        "/1991/05/02/ship/",
        ARABIC * 6,
        {
            "title": "سفينة من الإسكندرية",
            "lang": "ar",
            "date": "1991-05-02",
            "day": "1991-05-02",
            "summary": "ثلاثة بحارة ورسالة واحدة",
            "kicker": "الميناء",
        },
    )
    return [
        full_story(),
        story_job(),
        bare,
        arabic,
        story_job("/1987/02/12/long/", changes={"title": LONG, "agency": "Associated Press", "bylines": []}),
    ]


def lists() -> list[Job]:
    tag = {"taxonomy": {"name": "tags", "permalink": "/tags/"}, "newer": None, "older": None}
    flood = {
        "name": "Flood",
        "slug": "flood",
        "permalink": "/tags/flood/",
        "count": 20212,
        "first_year": "1987",
        "last_year": "2024",
    }
    run = {"name": "Flood", "slug": "flood", "permalink": "/tags/flood/"}
    runs = [{**year, "permalink": f"/tags/flood/{year['year']}/"} for year in reversed(years())]
    index = [
        {
            "name": name,
            "permalink": f"/tags/{name.lower()}/",
            "count": 3 + n * 7 % 90,
            "first_year": "1987",
            "last_year": str(1987 + n % 30),
            "letter": name[0].lower(),
        }
        for n, name in enumerate(
            (
                "Bells",
                "Boats",
                "Council",
                "Ferry",
                "Flood",
                "Football",
                "Harbour",
                "Herring",
                "Letters",
                "Nets",
                "Police",
                "Schools",
                "Tides",
                "Weather",
            )
        )
    ]
    letters = [
        {"letter": letter, "permalink": "", "terms": [t for t in index if t["letter"] == letter]}
        for letter in dict.fromkeys(t["letter"] for t in index)
    ]
    of_1994 = [
        card(n, day=f"1994-{1 + n // 5:02}-{1 + n:02}", date=f"1994-{1 + n // 5:02}-{1 + n:02}") for n in range(20)
    ]
    return [
        page("terms", "/tags/", {**tag, "letters": letters, "most_used": index[:5], "run": None}),
        page(
            "term",
            "/tags/flood/",
            {
                **tag,
                "term": flood,
                "cards": cards(50),
                "years": runs,
                "run": None,
                "older": neighbour("2024", "/tags/flood/2024/"),
            },
            "<p>What the sea does to Lower Town.</p>",
        ),
        page(
            "term",
            "/tags/flood/1994/2/",
            {
                **tag,
                "term": run,
                "cards": of_1994,
                "years": [],
                "run": {"year": "1994", "number": 2},
                "newer": neighbour("1995", "/tags/flood/1995/"),
                "older": neighbour("1994", "/tags/flood/1994/"),
            },
        ),
    ]


def dates() -> list[Job]:
    days = [
        {
            "day": f"1995-05-{n:02}",
            "permalink": f"/1995/05/{n:02}/",
            "count": n % 4 + 1,
            "cards": [card(n * 10 + i, day=f"1995-05-{n:02}", lang="ar" if n == 9 else "") for i in range(n % 4 + 1)],
        }
        for n in range(1, 32, 4)
    ]
    about = {
        "newer": neighbour("1995-06-02", "/1995/06/02/"),
        "older": neighbour("1995-05-29", "/1995/05/29/"),
        "on_this_day": "/on-this-day/05-31/",
    }
    of_day = [card(n, day="1995-05-31", date="1995-05-31") for n in range(9)]
    same_day = [
        {
            "year": str(year),
            "permalink": f"/{year}/05/31/",
            "count": 12 if year == 1995 else 2,
            "cards": [card(year + i, day=f"{year}-05-31") for i in range(2)],
        }
        for year in (2004, 1998, 1995, 1987)
    ]
    every = [
        {
            "month": f"{m:02}",
            "days": [
                {"day": f"{m:02}-{d:02}", "permalink": f"/on-this-day/{m:02}-{d:02}/", "count": d % 5 + 1}
                for d in range(1, 29)
                if d % 6
            ],
        }
        for m in range(1, 13)
    ]
    return [
        page("years", "/years/", {"years": years()}),
        page(
            "year",
            "/1995/",
            {
                "year": "1995",
                "count": 912,
                "months": months(),
                "leads": [card(n, day=f"1995-0{n + 1}-12") for n in range(5)],
                "newer": neighbour("1996", "/1996/"),
                "older": neighbour("1994", "/1994/"),
            },
        ),
        page(
            "month",
            "/1995/05/",
            {
                "month": "1995-05",
                "days": days,
                "run": None,
                "newer": neighbour("1995-06", "/1995/06/"),
                "older": neighbour("1995-03", "/1995/03/"),
            },
        ),
        page("day", "/1995/05/31/", {"day": "1995-05-31", "cards": of_day, "run": None, **about}),
        page("day", "/1995/05/30/", {"day": "1995-05-30", "cards": of_day[:1], "run": None, **about}),
        page(
            "day",
            "/1995/06/01/page-2/",
            {
                "day": "1995-06-01",
                "cards": of_day[:3],
                "run": {"number": 2, "newer": "/1995/06/01/page-3/", "older": "/1995/06/01/"},
                **about,
            },
        ),
        page("on_this_day", "/on-this-day/05-31/", {"month_day": "05-31", "years": same_day}),
        page("on_this_days", "/on-this-day/", {"months": every}),
    ]


def others() -> list[Job]:
    newest = cards(16)
    sections = [{"name": one["title"], "permalink": one["permalink"], "cards": cards(5)} for one in SITE["nav"]]
    items = [
        {
            "date": "1994-02-02",
            "kind": "correction",
            "text": "The water stood 5.61 metres at Bell Quay, not 5.16.",
            "card": card(3),
        },
        {"date": "", "kind": "note", "text": "The winch was made in Aldermouth.", "card": card(4)},
    ]
    return [
        page(
            "home",
            "/",
            {
                "lead": newest[0]._replace(title="Sallow comes up Fish Street", weight=9),
                "latest": newest[1:],
                "sections": sections,
                "years": years(),
                "first_day": "1987-02-11",
                "last_day": "2024-11-03",
            },
        ),
        page(
            "corrections",
            "/corrections/",
            {
                "year": "1994",
                "items": items,
                "run": None,
                "years": [{"year": "1994", "permalink": "/corrections/1994/"}],
            },
        ),
        page("page", "/about/", {"story": story(title="About the archive", date="", day=""), "links": []}, ARABIC),
        page("search", "/search/", {}),
        page("not_found", "/404.html", {}),
        page("redirect", "/old/sluice/", {"target": "/1987/02/11/sluice-gate/"}),
        page(
            "withdrawn",
            "/1996/03/01/gone/",
            {
                "story": {"title": "The harbour master’s sister", "day": "1996-03-01", "lang": ""},
                "reason": "At the request of the family.",
                "date": "2011-06-01",
            },
        ),
    ]


def machines() -> list[Job]:
    feed = {"title": SITE["title"], "permalink": "/", "cards": cards(20)}
    flood = {"title": f"{SITE['title']}: Flood", "permalink": "/tags/flood/", "cards": cards(5)}
    return [
        page("feed", "/feed.xml", feed),
        page("json_feed", "/feed.json", feed),
        page(
            "corrections_feed",
            "/corrections.xml",
            {
                "title": "Corrections",
                "permalink": "/corrections/",
                "updated": "1994-02-02",
                "items": [{"date": "1994-02-02", "kind": "note", "text": "5.61 metres.", "card": feed["cards"][0]}],
            },
        ),
        page("feed", "/tags/flood/feed.xml", flood),
        page(
            "sitemap",
            "/sitemaps/1987.xml",
            {"urls": [("/1987/02/11/sluice-gate/", "1987-02-11"), ("/1991/05/02/سفينة/", "")]},
        ),
        page("sitemap_index", "/sitemap.xml", {"sitemaps": ["/sitemaps/1987.xml"]}),
        page("news_sitemap", "/news-sitemap.xml", {"cards": cards(2)}),
        page("redirects", "/_redirects", {"redirects": [("/1987/02/11/old/", "/1987/02/11/new/")]}),
        page("robots", "/robots.txt", {"sitemap": "/sitemap.xml"}),
        page("redirects", "/_redirects", {"redirects": [["/old/", "/1994/01/30/sallow/"]]}),
        page("headers", "/_headers", {"trusted": False, "desk": True, "cms": True}),
        page("desk", "/admin/", {**HOUSE, "cms": True}),
        page("desk_script", "/admin/today.js", {}),
        page("cms", "/admin/cms/", {**HOUSE, "script": "decap-cms.js", "sha256": "0" * 64}),
        page("cms_settings", "/admin/cms/config.yml", HOUSE),
    ]


def jobs() -> list[Job]:
    """A job of every kind, and of the states that a design has to bear."""
    return stories() + lists() + dates() + others() + machines()
