"""How to cite a story: APA, MLA, Chicago, BibTeX, RIS and Wikipedia.

Dates and small words are English whatever the language of the page, as the styles ask. No date of access: a page
does not know when it is read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_PARTICLES = frozenset("al bin da de del della der di do dos du el la le ten ter van von zu".split())
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_TEX = str.maketrans(
    {c: "\\" + c for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_TEX_MARK = re.compile(r"[&%$#_{}\\~^]")
_WIKI_MARK = re.compile(r"[|\[\]{}]")
_HTML_MARK = re.compile("[&<>\"']")
_KEY = re.compile(r"[^a-z0-9]+")
_WIKI = str.maketrans({"|": "{{!}}", "[": "&#91;", "]": "&#93;", "{": "&#123;", "}": "&#125;"})


class Work(NamedTuple):
    """A story as a citation sees it. `day` is ISO; `agency` stands in for the author where there are no bylines."""

    title: str
    outlet: str
    day: str
    url: str = ""
    bylines: tuple[str, ...] = ()
    agency: str = ""
    lang: str = ""


class Citation(NamedTuple):
    """One style's text. `is_record` tells a record for programs, kept line by line, from a sentence."""

    style: str
    text: str
    is_record: bool = False


class Name(NamedTuple):
    """A byline in its parts; `given` is "" for one that has none, such as an agency."""

    family: str
    given: str = ""


@lru_cache(maxsize=4096)
def parted(name: str) -> Name:
    """A byline as family and given names: the last word, with the particles before it, is the family name."""
    words = name.split()
    if len(words) < 2:
        return Name(name)
    suffix = " " + words.pop() if words[-1] in _SUFFIXES and len(words) > 2 else ""
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return Name(" ".join(words[cut:]), " ".join(words[:cut]) + suffix)


def citations(work: Work) -> tuple[Citation, ...]:
    """The story in every style, in the order in which a page offers them."""
    names = tuple(parted(byline) for byline in work.bylines) or ((Name(work.agency),) if work.agency else ())
    year, month, day = (int(part) for part in work.day.split("-"))
    when = (year, _MONTHS[month - 1], day)
    return (
        Citation("APA", _apa(work, names, when)),
        Citation("MLA", _mla(work, names, when)),
        Citation("Chicago", _chicago(work, names, when)),
        Citation("BibTeX", _bibtex(work, names, when), is_record=True),
        Citation("RIS", _ris(work, names), is_record=True),
        Citation("Wikipedia", _wikipedia(work, names, when), is_record=True),
    )


_Names = tuple[Name, ...]
_Date = tuple[int, str, int]


def _apa(work: Work, names: _Names, when: _Date) -> Markup:
    date = f"({when[0]}, {when[1]} {when[2]})"
    title = _ended(work.title)
    start = f"{_dotted(_apa_names(names))} {date}. {title}" if names else f"{title} {date}."
    return _sentence(start, work.outlet, ".", work.url)


def _apa_names(names: _Names) -> str:
    one = [
        f"{name.family}, {' '.join(_initial(word) for word in name.given.split())}" if name.given else name.family
        for name in names
    ]
    return one[0] if len(one) == 1 else ", ".join(one[:-1]) + ", & " + one[-1]


def _initial(word: str) -> str:
    return "-".join(part[0] + "." for part in word.split("-") if part)


def _mla(work: Work, names: _Names, when: _Date) -> Markup:
    people = _inverted(names, most=2, others=", et al")
    start = f"{_dotted(people)} “{_ended(work.title)}”" if people else f"“{_ended(work.title)}”"
    return _sentence(
        start, work.outlet, f", {when[2]} {when[1]} {when[0]}" + ("," if work.url else "."), _bare(work.url)
    )


def _chicago(work: Work, names: _Names, when: _Date) -> Markup:
    people = _inverted(names, most=10, others=", et al")
    start = f"{_dotted(people)} “{_ended(work.title)}”" if people else f"“{_ended(work.title)}”"
    return _sentence(start, work.outlet, f", {when[1]} {when[2]}, {when[0]}.", work.url and work.url + ".")


def _inverted(names: _Names, most: int, others: str) -> str:
    if not names:
        return ""
    first = f"{names[0].family}, {names[0].given}" if names[0].given else names[0].family
    rest = [f"{name.given} {name.family}".strip() for name in names[1:]]
    if len(names) > most:
        return first + others
    if not rest:
        return first
    return f"{first}, and {rest[0]}" if len(rest) == 1 else f"{first}, {', '.join(rest[:-1])}, and {rest[-1]}"


def _sentence(start: str, outlet: str, end: str, url: str) -> Markup:
    end = f"{end} {_escaped(url)}" if url else end
    return Markup(f"{_escaped(start)} <i>{_escaped(outlet)}</i>{end}")  # noqa: S704 - escaped


def _escaped(text: str) -> str:
    """Most texts have nothing to escape, and making a Markup of each takes long."""
    return escape(text) if _HTML_MARK.search(text) else text


def _ended(title: str) -> str:
    return title if title[-1:] in ".?!…" else title + "."


def _dotted(people: str) -> str:
    return people if people.endswith(".") else people + "."


def _bare(url: str) -> str:
    return url and url.partition("://")[2] + "."


def _bibtex(work: Work, names: _Names, when: _Date) -> str:
    people = " and ".join(f"{name.family}, {name.given}" if name.given else "{" + name.family + "}" for name in names)
    first = _KEY.sub("", (names[0].family if names else work.outlet).lower()) or "story"
    word = next((word for word in _KEY.split(work.title.lower()) if len(word) > 3), "")
    fields = {
        "author": people and "{" + people.replace("&", r"\&") + "}",
        "title": "{{" + _tex(work.title) + "}}",
        "journal": "{" + _tex(work.outlet) + "}",
        "year": f"{{{when[0]}}}",
        "month": when[1][:3].lower(),
        "day": f"{{{when[2]}}}",
        "url": work.url and "{" + work.url + "}",
    }
    lines = [f"  {key} = {value}" for key, value in fields.items() if value]
    return f"@article{{{first}{when[0]}{word},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    return text.translate(_TEX) if _TEX_MARK.search(text) else text


def _ris(work: Work, names: _Names) -> str:
    lines = ["TY  - NEWS"]
    lines += [f"AU  - {name.family}, {name.given}" if name.given else f"AU  - {name.family}" for name in names]
    lines += [
        f"TI  - {work.title}",
        f"T2  - {work.outlet}",
        f"PY  - {work.day[:4]}",
        f"DA  - {work.day.replace('-', '/')}",
    ]
    if work.lang:
        lines.append(f"LA  - {work.lang}")
    if work.url:
        lines.append(f"UR  - {work.url}")
    return "\n".join([*lines, "ER  - "])


def _wikipedia(work: Work, names: _Names, when: _Date) -> str:
    fields = []
    if work.bylines:
        for number, name in enumerate(names, 1):
            nth = str(number) if len(names) > 1 else ""
            fields += (
                [f"last{nth}={_wiki(name.family)}", f"first{nth}={_wiki(name.given)}"]
                if name.given
                else [f"author{nth}={_wiki(name.family)}"]
            )
    fields += [f"title={_wiki(work.title)}", f"newspaper={_wiki(work.outlet)}", f"date={when[2]} {when[1]} {when[0]}"]
    if work.agency:
        fields.append(f"agency={_wiki(work.agency)}")
    if work.lang:
        fields.append(f"language={work.lang}")
    if work.url:
        fields.append(f"url={work.url}")
    return "{{cite news |" + " |".join(fields) + "}}"


def _wiki(text: str) -> str:
    return text.translate(_WIKI) if _WIKI_MARK.search(text) else text
