"""The tables of the contract. `VERSION` grows when a name goes or changes its meaning, not when one is added."""

from __future__ import annotations

from collections.abc import Mapping

VERSION = 1

# Keys of theme.toml.
KEYS: Mapping[str, str] = {
    "name": "what the theme is called, where that is not its folder's name",
    "description": "one sentence about it",
    "parent": "the theme from which it has everything that it does not bring",
    "contract": "the version of this page that its templates are written for",
    "settings": "its settings with their defaults; an archive chooses others under `[theme_settings]`",
    "strings": "words of the interface by language: `[strings.en]`",
}

# name → (how it is called, what it gives)
HELPERS: Mapping[str, tuple[str, str]] = {
    "link": ("link(permalink)", 'the page-relative address of anything in the site: `link("/tags/flood/")`'),
    "asset": ("asset(name)", 'the same of a static file, whose name holds its fingerprint: `asset("style.css")`'),
    "absolute": ("absolute(permalink)", 'the full address, `""` without `base_url`'),
    "img": (
        "img(address, alt, sizes, first)",
        (
            "the element of a picture: its copies, its measures, lazy or (with `first=true`) fetched first. "
            "`sizes` says how wide it stands, as HTML's attribute of that name; without it the theme's setting "
            "`picture_sizes` does"
        ),
    ),
    "picture": (
        "picture(address)",
        (
            "the same as values: `src` (for browsers that know no sources), `width`, `height` (0 where not known), "
            "`sources` (each with `type` and `copies` of `src`, `width`, `height`), `share` (the copy for others)"
        ),
    ),
    "srcset": ("srcset(copies)", "the copies of a source as that attribute lists them"),
    "furniture": (
        "furniture(template, …)",
        (
            "a template rendered once and repeated on every page of the same depth and language. It sees the "
            "values that you hand it and all of this table except `page`, `body`, `citations`, `img` and `picture`"
        ),
    ),
    "t": ("t(key, …)", 'words of the interface; a lone `n` chooses the plural: `t("stories", n=count)`'),
    "label": ("label(name)", "the words for a name that content may choose (a kind of correction), or the name itself"),
    "number": ("number(n)", "a number with the separators of the language"),
    "day_text": (
        "day_text(iso, form)",
        (
            'a day in words; `form` is `"long"` (default), `"full"`, `"month_day"`, `"short"`, `"weekday"` or `"day"`. '
            'Takes a day, a moment or `"05-31"`'
        ),
    ),
    "month_text": (
        "month_text(iso, form)",
        'a month in words, of `"1995-05"` or `"05"`; `form` is `"long"` (default), `"name"`, `"short"` or `"narrow"`',
    ),
    "years_text": ("years_text(first, last)", '"1987 to 2024", or the one year'),
    "in_lang": (
        "in_lang(lang)",
        "the attributes `lang` and `dir` for a text in another language than the page's, else nothing",
    ),
    "lang": ("lang", "the language of the page"),
    "dir": ("dir", "its direction, `ltr` or `rtl`"),
    "by_year": ("by_year(cards)", "the cards in groups with `key` and `cards`, their order kept"),
    "by_month": ("by_month(cards)", "the same by month"),
    "by_day": ("by_day(cards)", "the same by day"),
    "almanac": (
        "almanac(year, months)",
        (
            "a year as a table: `months` (12) and `rows` of a number and 12 cells, each None or with `day`, "
            "`permalink`, `count`, `heat` (0 to 4)"
        ),
    ),
    "every_day": ("every_day(months)", "the 12 months of the year, each with all its days"),
    "rhythm": (
        "rhythm(years)",
        "counts by year as a small drawing, hidden from screen readers: say it in words beside it",
    ),
    "settings": ("settings", "the theme's settings, with what the archive chose"),
    "site": ("site", "what all pages share, below"),
    "page": ("page", "this page, below"),
    "body": ("body", 'the HTML of the story\'s text, made safe; `""` where there is none'),
    "citations": (
        "citations()",
        "on story pages: how to cite it, each with `style`, `text`, `is_record` (kept line by line)",
    ),
}

SITE: Mapping[str, str] = {
    "title": "the archive's name",
    "description": "one sentence about it",
    "lang": "its language",
    "base_url": 'where it is published, or `""`',
    "rights": "said of every story that says nothing else",
    "nav": "sections for the navigation (`title`, `permalink`)",
    "menu": "standalone pages (`title`, `permalink`)",
    "search": "whether there is one",
    "taxonomies": "those in use (`name`, `permalink`)",
    "feed": 'the address of the Atom feed, or `""`',
    "corpus": 'that of the stories as data, or `""`',
    "json_feed": 'that of the JSON feed, or `""`',
    "report_url": "where a reader reports a mistake; may hold `{title}` and `{address}`, to be filled in for a story",
    "edit_url": "where an editor changes a story: the path of its file follows",
    "families": "which families of pages there are, below",
    "pictures": "which copies pictures have (`widths`, `formats`)",
    "settings": "the theme's settings; use `settings` itself",
}

FAMILIES: Mapping[str, str] = {
    "days": "a page for each day",
    "months": "a page for each month",
    "on_this_day": "a page for each day of the year",
    "term_feeds": "feeds of terms",
    "corrections": "pages of corrections",
}

PAGE: Mapping[str, str] = {
    "kind": "which of the kinds below it is",
    "permalink": "its address from the site's root",
    "path": "its file",
    "title": "what it is called",
    "window": "the text of the title element, unlike that of any other page",
    "description": "one sentence about it for search engines",
    "canonical": 'its full address, `""` without `base_url`',
    "noindex": "whether search engines are asked to leave it out",
    "section": "the address of its section, if the navigation has it",
    "source": "its story's file, from `content/`",
    "breadcrumbs": "the way to it (`title`, `permalink`), the page itself last",
    "head": "JSON-LD, Open Graph, Dublin Core, citation tags, feed links: print it once in the head",
}

CARD: Mapping[str, str] = {
    "permalink": "the story's address",
    "title": "its headline",
    "date": "day or moment as written",
    "day": "the day in the archive's zone",
    "kicker": "the label above the headline",
    "summary": "the line under it",
    "section": "the name of its section",
    "bylines": "names",
    "agency": "the wire service",
    "dateline": "where it was filed from",
    "image": "empty, or address and alt text",
    "lang": "its language, where not the archive's",
    "weight": "how much it weighs on a front page",
    "updated": "when it was last changed",
    "mark": "why a preview shows a story that the public does not see yet",
    "print": "a fingerprint of the others, of no use to a template",
}

STORY: Mapping[str, str] = {
    "title": "the headline",
    "kicker": "the label above it",
    "summary": "the line under it",
    "section": "`name`, `permalink`; or none",
    "bylines": 'a list of `name`, `permalink` (`""` for a name without a page), as are the next five',
    "tags": "subjects",
    "places": "places",
    "people": "people",
    "organisations": "organisations",
    "series": "the series it is part of",
    "agency": "the wire service",
    "dateline": "where it was filed from",
    "date": "day or moment as written",
    "day": "the day in the archive's zone",
    "updated": "when it was last changed",
    "lang": "its language, where not the archive's",
    "rights": "what is said of its rights",
    "images": '`src` (address, `""` for a caption without its picture), `file`, `alt`, `caption`, `credit`, `width`, '
    "`height` (0 where not known)",
    "corrections": "`date`, `text`, `kind`",
    "versions": "earlier texts: `date`, and `changes` from it to the next as HTML with `ins` and `del`",
    "origin": "where it was imported from: `outlet`, `url`, `archived_url`, `archived_day`, `captured`, `file`, "
    "`sha256`",
    "id": "its identifier",
    "extra": "front matter that Backfile does not know",
    "status": "what the editor says of it",
    "mark": "why a preview shows it although the public does not see it yet",
    "words": "how many there are in its text",
    "weight": "how much it weighs on a front page",
}

_PICTURES = "what is known of the pictures shown, for `img` and `picture`"
_PARTS = "none, or `number`, `newer`, `older`: the page is one of several parts"
_NEIGHBOUR = "the next such page in time (`title`, which is the date, `permalink`), or none"
_YEARS = "`year`, `permalink`, `count` of each year"

# kind of page → variable → meaning
KINDS: Mapping[str, Mapping[str, str]] = {
    "home": {
        "lead": "the card of the story that leads, or none",
        "latest": "the other newest cards",
        "sections": "`name`, `permalink`, `cards`",
        "years": _YEARS,
        "first_day": "the day of the oldest story",
        "last_day": "that of the newest",
        "pictures": _PICTURES,
    },
    "story": {
        "story": "the story, below",
        "newer": "the next story (`title`, `permalink`, `day`), or none",
        "older": "the one before it, or none",
        "series": "none, or `name`, `permalink`, `part`, `parts`, `stories` (`title`, `permalink`)",
        "related": "cards",
        "pictures": _PICTURES,
    },
    "page": {"story": "the page's own front matter, as of a story", "pictures": _PICTURES},
    "terms": {
        "taxonomy": "`name`, `permalink`",
        "letters": "`letter`, `permalink`, `terms` (`name`, `permalink`, `count`, `first_year`, `last_year`)",
        "most_used": "terms",
        "run": "none, or `letter` and `number`",
        "newer": "the next page of the letter, or none",
        "older": "the one before it, or none",
    },
    "term": {
        "taxonomy": "`name`, `permalink`",
        "term": "`name`, `slug`, `permalink`; on its first page also `count`, `first_year`, `last_year`, and `about` "
        "when it has a file of its own, whose text is `body`",
        "cards": "its stories",
        "years": _YEARS,
        "run": "none, or `year` and `number`",
        "newer": "the next page of its stories, or none",
        "older": "the one before it, or none",
        "pictures": _PICTURES,
    },
    "years": {"years": _YEARS},
    "year": {
        "year": "the year",
        "count": "how many stories it has",
        "months": "`month`, `permalink`, `count`, `days` (`day`, `permalink`, `count`)",
        "leads": "its weightiest cards",
        "newer": _NEIGHBOUR,
        "older": "the one before it, or none",
    },
    "month": {
        "month": "the month, `1995-05`",
        "days": "`day`, `permalink`, `count`, `cards` (empty in a month of very many)",
        "run": _PARTS,
        "newer": _NEIGHBOUR,
        "older": "the one before it, or none",
    },
    "day": {
        "day": "the day",
        "cards": "its stories, the weightiest first",
        "run": _PARTS,
        "newer": _NEIGHBOUR,
        "older": "the one before it, or none",
        "on_this_day": 'the address of the same day in all years, or `""`',
        "pictures": _PICTURES,
    },
    "on_this_day": {"month_day": "the day, `05-31`", "years": "`year`, `permalink`, `count`, `cards`"},
    "on_this_days": {"months": "`month`, `days` (`day`, `permalink`, `count`)"},
    "corrections": {
        "year": "the year",
        "items": "`date`, `kind`, `text`, `card`",
        "run": _PARTS,
        "years": "`year`, `permalink`",
    },
    "search": {
        "bundles": "names of the folders below `/pagefind/`, newest first",
        "years": "years",
        "sections": "`slug`, `name`",
        "bylines": "`slug`, `name`",
    },
    "not_found": {},
    "redirect": {"target": "the address it leads to"},
    "withdrawn": {
        "story": "`title`, `day`, `lang`",
        "reason": "why",
        "date": "when",
    },
}


def names_of(kind: str = "") -> frozenset[str]:
    """What a template of a kind of page can name; without one, what any page can."""
    kinds = [kind] if kind else list(KINDS)
    return frozenset(HELPERS).union(*(KINDS[one] for one in kinds))
