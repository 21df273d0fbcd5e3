"""How a story is cited, in each style."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.citations import Name, Work, citations, parted

WORK = Work(
    "Sallow comes up Fish Street",
    "The Port Thole Pilot",
    "1994-01-30",
    "https://pilot.example/1994/01/30/sallow/",
    ("Idris Callaway", "Maureen van der Tidswell"),
    "",
    "en",
)


def cited(style: str, work: Work = WORK) -> str:
    return str(next(citation.text for citation in citations(work) if citation.style == style))


SENTENCES = {
    "APA": """Callaway, I., &amp; van der Tidswell, M. (1994, January 30). Sallow comes up Fish Street. <i>The Port
        Thole Pilot</i>. https://pilot.example/1994/01/30/sallow/""",
    "MLA": """Callaway, Idris, and Maureen van der Tidswell. “Sallow comes up Fish Street.” <i>The Port Thole Pilot</i>,
        30 January 1994, pilot.example/1994/01/30/sallow/.""",
    "Chicago": """Callaway, Idris, and Maureen van der Tidswell. “Sallow comes up Fish Street.” <i>The Port Thole
        Pilot</i>, January 30, 1994. https://pilot.example/1994/01/30/sallow/.""",
    "Wikipedia": """{{cite news |last1=Callaway |first1=Idris |last2=van der Tidswell |first2=Maureen |title=Sallow
        comes up Fish Street |newspaper=The Port Thole Pilot |date=30 January 1994 |language=en
        |url=https://pilot.example/1994/01/30/sallow/}}""",
}


@pytest.mark.parametrize("style", SENTENCES)
def test_a_story_with_two_bylines_is_cited_in_the_words_of_the_style(style):
    assert cited(style) == " ".join(SENTENCES[style].split())


def test_a_bibtex_record_has_a_key_a_month_by_name_and_a_title_that_keeps_its_capitals():
    assert cited("BibTeX") == (
        "@article{callaway1994sallow,\n"
        "  author = {Callaway, Idris and van der Tidswell, Maureen},\n"
        "  title = {{Sallow comes up Fish Street}},\n"
        "  journal = {The Port Thole Pilot},\n"
        "  year = {1994},\n"
        "  month = jan,\n"
        "  day = {30},\n"
        "  url = {https://pilot.example/1994/01/30/sallow/}\n}"
    )


def test_a_ris_record_is_a_newspaper_article_that_ends():
    lines = cited("RIS").split("\n")
    assert lines[0] == "TY  - NEWS"
    assert "AU  - Callaway, Idris" in lines
    assert "DA  - 1994/01/30" in lines
    assert lines[-1] == "ER  - "


def test_an_agency_is_cited_whole_and_never_parted_like_a_persons_name():
    work = WORK._replace(bylines=(), agency="Associated Press")
    assert cited("APA", work).startswith("Associated Press. (1994, January 30).")
    assert "{Associated Press}" in cited("BibTeX", work)
    assert "|agency=Associated Press" in cited("Wikipedia", work)


def test_a_story_without_a_name_begins_with_its_title():
    work = WORK._replace(bylines=(), url="")
    assert cited("APA", work) == "Sallow comes up Fish Street. (1994, January 30). <i>The Port Thole Pilot</i>."
    assert cited("MLA", work) == "“Sallow comes up Fish Street.” <i>The Port Thole Pilot</i>, 30 January 1994."


def test_a_question_in_a_headline_gets_no_full_stop():
    assert "“Who put off the gate?” <i>" in cited("Chicago", WORK._replace(title="Who put off the gate?"))


@pytest.mark.parametrize(("name", "parts"), [
    ("Idris Callaway", Name("Callaway", "Idris")), ("Ludwig van Beethoven", Name("van Beethoven", "Ludwig")),
    ("Martin Luther King Jr.", Name("King", "Martin Luther Jr.")), ("Zoë", Name("Zoë")), ("王小明", Name("王小明")),
])  # fmt: skip
def test_a_byline_is_parted_at_its_family_name(name, parts):
    assert parted(name) == parts


@given(st.text(min_size=1), st.text(min_size=1), st.lists(st.text(min_size=1), max_size=12))
def test_no_title_or_name_breaks_a_citation_or_reaches_the_page_as_markup(title, outlet, bylines):
    made = citations(Work(title, outlet, "1994-01-30", "", tuple(bylines)))
    assert len(made) == 6
    assert all("<" not in citation.text.replace("<i>", "").replace("</i>", "") for citation in made[:3])
