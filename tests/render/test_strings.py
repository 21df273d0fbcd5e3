"""The words of the interface: complete in every language, and what templates ask for is there."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from backfile.strings import catalogue, direction, language, languages
from tests.render.conftest import THEMES

ENGLISH = catalogue("en")


def fields(text: object) -> set[str]:
    texts = text.values() if isinstance(text, dict) else [text]
    return {name for one in texts for _, name, _, _ in Formatter().parse(one) if name}


@pytest.mark.parametrize("tag", languages())
def test_every_language_has_every_word_with_its_places_for_values(tag):
    words = catalogue(tag)
    assert list(words) == list(ENGLISH)
    for key, text in words.items():
        assert fields(text) <= fields(ENGLISH[key]), key
        if not isinstance(text, dict):
            assert fields(text) == fields(ENGLISH[key]), key


@pytest.mark.parametrize("tag", languages())
def test_every_form_of_the_plural_that_a_language_has_is_there(tag):
    from babel import Locale

    forms = set(Locale.parse(tag).plural_form.tags) | {"other"}
    for key, text in catalogue(tag).items():
        if isinstance(text, dict):
            assert set(text) >= forms - {"many"} if tag in ("es", "fr", "pt") else set(text) == forms, key


def test_the_six_languages_of_the_first_release_are_there():
    assert set(languages()) >= {"ar", "de", "en", "es", "fr", "pt"}


def test_every_word_that_a_template_asks_for_exists():
    asked = {
        key for file in THEMES.rglob("*.html") for key in re.findall(r"""\bt\(["'](\w+)["']""", file.read_text("utf-8"))
    }
    assert asked - set(ENGLISH) == set()


def test_plurals_numbers_and_values_follow_the_language():
    english, arabic, german = (language(tag, tag, {}) for tag in ("en", "ar", "de"))
    assert english.t("stories", n=1) == "1 story"
    assert english.t("stories", n=20212) == "20,212 stories"
    assert german.t("stories", n=20212) == "20.212 Artikel"
    assert arabic.t("stories", n=2) == "مقالان"
    assert english.t("span", first=1987, last=2024) == "1987 to 2024"


def test_a_value_that_is_markup_stays_so_and_the_words_around_it_are_escaped():
    speech = language("en", "en", {"en": {"by": "<By> {names}"}})
    assert speech.t("by", names=Markup("<b>A</b>")) == Markup("&lt;By&gt; <b>A</b>")


@pytest.mark.parametrize(("tag", "long", "month", "of_year"), [
    ("en", "May 5, 1995", "May 1995", "May 5"), ("en-GB", "5 May 1995", "May 1995", "5 May"),
    ("fr", "5 mai 1995", "mai 1995", "5 mai"), ("pt-BR", "5 de maio de 1995", "maio de 1995", "5 de maio"),
    ("xx-nowhere", "May 5, 1995", "May 1995", "May 5"),
])  # fmt: skip
def test_days_and_months_are_written_as_the_language_writes_them(tag, long, month, of_year):
    speech = language(tag, tag, {})
    assert speech.day_text("1995-05-05") == long
    assert speech.day_text("1995-05-05T23:59:00-04:00") == long
    assert speech.month_text("1995-05") == month
    assert speech.day_text("05-05", "month_day") == of_year


def test_the_29th_of_february_can_be_named_without_a_year():
    assert language("en-GB", "en-GB", {}).day_text("02-29", "month_day") == "29 February"


def test_a_language_that_we_have_no_words_for_gets_the_archives_and_a_theme_can_bring_its_own():
    assert language("gd", "fr", {}).tag == "fr"
    brought = language("gd", "fr", {"gd": {"home": "Dachaigh"}})
    assert brought.t("home") == "Dachaigh"
    assert brought.t("search") == "Search"


def test_a_word_that_does_not_exist_is_named():
    with pytest.raises(LookupError, match='no words for "hoem" in language en'):
        language("en", "en", {}).t("hoem")


@pytest.mark.parametrize(
    ("tag", "way"), [("ar", "rtl"), ("he-IL", "rtl"), ("pa-Arab", "rtl"), ("en", "ltr"), ("ar-Latn", "ltr")]
)
def test_the_direction_follows_the_script(tag, way):
    assert direction(tag) == way


@given(st.dates(date(1, 1, 1)), st.sampled_from(["en", "es", "fr", "de", "pt", "ar", "fa", "th", "zh", "sr-Latn"]))
def test_days_and_months_read_as_babel_writes_them(day, tag):
    from babel.dates import format_date, format_skeleton

    speech, locale, iso = language(tag, "en", {tag: {"home": "x"}}), tag.replace("-", "_"), day.isoformat()
    assert speech.day_text(iso) == format_date(day, "long", locale=locale)
    assert speech.day_text(iso, "full") == format_date(day, "full", locale=locale)
    assert speech.day_text(iso, "weekday") == format_date(day, "EEEE", locale=locale)
    assert speech.day_text(iso, "short") == format_skeleton("MMMd", day, locale=locale)
    assert speech.month_text(iso[:7]) == format_skeleton("yMMMM", day, locale=locale)
    assert speech.month_text(iso[:7], "short") == format_date(day, "LLL", locale=locale)
