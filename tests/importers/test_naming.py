"""Names and their kinds: what a text says of a name by its form, and what many stories say together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.importing.naming.keys import key_of
from backfile.importing.naming.merging import Counts, merged
from backfile.importing.naming.spotting import Seen, inner_runs, nouns_in, small_words, text_of
from backfile.importing.naming.telling import told_by
from backfile.importing.naming.weighing import CLEAR, TELLING, WEIGHTS, verdict_on
from backfile.model import Origin, Story

SMALL = "It was a day like others, and nothing more was said of it by those who had been there at all."


def told(body: str, lang: str = "en", **fields):
    text = text_of(body)
    seen = Seen(frozenset(small_words(text)), frozenset(inner_runs(text)), frozenset(nouns_in(text, lang)))
    return told_by(Story("a.md", "A day", None, body, **fields), text, seen, small_words(text), lang)


def signs(body: str, name: str, lang: str = "en", **fields) -> set[str]:
    return told(f"{body} {SMALL}", lang, **fields).signs.get(name, {"not met"})


def names_of(*bodies: str, lang: str = "en", **fields):
    counts = Counts()
    texts = [text_of(body) for body in bodies]
    small = frozenset().union(*map(small_words, texts))
    inner = frozenset(run for text in texts for run in inner_runs(text))
    seen = Seen(small, inner, frozenset().union(*(nouns_in(text, lang) for text in texts)))
    for body, text in zip(bodies, texts, strict=True):
        story = Story("a.md", "A day", None, body, **fields)
        counts.add_story(told_by(story, text, seen, small_words(text), lang))
        counts.small.update(small_words(text))
        counts.writers |= {key_of(name) for name in story.bylines}
    return {name.name: name for name in merged(counts)}


@pytest.mark.parametrize(
    ("body", "name", "sign"),
    [
        ("The gate was shut by Coun. Joan Murrish at noon.", "Joan Murrish", "title"),
        ("It was drawn by the engineer Joan Murrish at noon.", "Joan Murrish", "title"),
        ("They met Joan Murrish, the former mayor of the town, at noon.", "Joan Murrish", "role"),
        ("They met Joan Murrish, 61, at noon.", "Joan Murrish", "age"),
        ("They met 61-year-old Joan Murrish at noon.", "Joan Murrish", "age"),
        ("A song by Joan Murrish (1926–1999) was sung.", "Joan Murrish", "age"),
        ("“It is late,” said an angry Joan Murrish at noon.", "Joan Murrish", "speaks"),
        ("At noon Joan Murrish told members: “It is late.”", "Joan Murrish", "speaks"),
        ("They met Joan Murrish at noon, and Murrish left.", "Joan Murrish", "shortened"),
        ("The boats lay in Crake until noon.", "Crake", "where"),
        ("The boats lay near Crake.", "Crake", "where"),
        ("The boats lay in Crake, Wexshire, until noon.", "Wexshire", "region"),
        ("The boats of Crake, Calif., lay there.", "Crake", "with region"),
        ("They came along Sluice Lane at noon.", "Sluice Lane", "named a place"),
        ("It was the Crake Harbour Trust (CHT) that paid.", "Crake Harbour Trust", "abbreviation"),
        ("It was paid by the Harbour Board at noon.", "Harbour Board", "named a body"),
        ("It was paid by the University of Crake at noon.", "University of Crake", "named a body"),
        ("It was paid by Marsh & Webb at noon.", "Marsh & Webb", "joined"),
        ("It was the Seamen’s Institute that they saw.", "Seamen’s Institute", "named a body"),
        ("They had food and a drug: the Food and Drug Board tried it.", "Food and Drug Board", "named a body"),
        ("It was said by the PTBC at noon.", "PTBC", "capitals"),
    ],
)
def test_each_sign_is_seen_where_it_stands(body, name, sign):
    assert sign in signs(body, name)


@pytest.mark.parametrize(
    ("body", "name", "sign"),
    [
        ("The water lay in Crake harbour at noon.", "Crake", "where"),
        ("Crake, which the mayor loves, was full.", "Crake", "role"),
        ("A song of Joan Murrish, 1926, was sung.", "Joan Murrish", "age"),
        ("They met Joan Murrish at “Noon” and left.", "Joan Murrish", "speaks"),
        ("It was the Harbour Board (see above) that paid.", "Harbour Board", "abbreviation"),
        ("It was the Harbour Board (XYZ) that paid.", "Harbour Board", "abbreviation"),
        ("They met Murrish at noon, and later Joan Murrish came.", "Joan Murrish", "shortened"),
        ("They met Joan Murrish, Jr., at noon.", "Joan Murrish", "with region"),
        ("They saw Upper Tarn, and later they lay in Tarn.", "Upper Tarn", "shortened"),
    ],
)
def test_no_sign_is_seen_where_the_text_says_something_else(body, name, sign):
    assert signs(body, name) != {"not met"}
    assert sign not in signs(body, name)


def test_signs_depend_on_form_in_other_languages_too():
    assert "speaks" in signs("„Es ist spät“, sagte gestern Anna Rehm im Hafen.", "Anna Rehm", "de")
    assert "speaks" in signs("« Il est tard », a déclaré Anne Rivoire à midi.", "Anne Rivoire", "fr")
    assert "where" in signs("Les bateaux sont restés à Crâque, dit-on.", "Crâque", "fr")
    assert "title" in signs("Am Mittag kam Bürgermeisterin Anna Rehm in den Hafen.", "Anna Rehm", "de")
    assert "shortened" in signs("Весь вечер Ирина Маркова молчала, а утром Маркова ушла.", "Ирина Маркова", "ru")


def test_a_name_is_a_run_of_capitals_without_what_only_stands_before_it():
    text = "When Ida Marsh came, the Harbour Board met. Meanwhile Ida Marsh spoke in France's Grand Theatre on Monday."
    text += " Juan de la Cruz sat with J. R. Webb, and President Ida Marsh left. They met meanwhile in"
    text += " France, when it was dark."
    found = set(told(text).signs)
    assert {"Ida Marsh", "Harbour Board", "France", "Grand Theatre", "Juan de la Cruz", "J. R. Webb"} <= found
    assert not {"Meanwhile Ida Marsh", "Monday", "President Ida Marsh", "When Ida Marsh"} & found


def test_headings_labels_and_lines_of_capitals_are_no_prose():
    heading = "## They saw Joan Murrish, 61, and the mayor of the town at noon."
    body = f"{heading}\n\nPhoto: Ida Marsh\n\nGrand Opening Of The New Harbour Gate Today.\n\n{SMALL}"
    assert text_of(body).paragraphs == (SMALL,)


def test_a_short_form_is_an_alias_only_where_it_means_one_name():
    clear = "They met Joan Murrish, 61, at noon, and Murrish left. " + SMALL
    assert names_of(clear, clear)["Joan Murrish"].aliases == ("Murrish",)
    other = "They met Otto Murrish, 54, at noon, and Murrish left. " + SMALL
    both = names_of(clear, clear, other, other)
    assert both["Joan Murrish"].aliases == both["Otto Murrish"].aliases == ()


def test_a_short_form_that_is_a_place_by_itself_stays_one():
    person = "They met George Crake, 61, at noon, and Crake left. " + SMALL
    place = "The boats lay in Crake until noon. " + SMALL
    found = names_of(person, person, *[place] * 3)
    assert (found["George Crake"].aliases, found["Crake"].kind) == ((), "places")


def test_an_abbreviation_that_is_declared_is_another_form_of_its_name():
    body = "It was the Crake Harbour Trust (CHT) that paid, said the CHT. " + SMALL
    alone = "It was the CHT that paid. " + SMALL
    found = names_of(body, body, alone)
    assert "CHT" not in found
    assert (found["Crake Harbour Trust"].aliases, found["Crake Harbour Trust"].stories) == (("CHT",), 3)


def test_accents_initials_capitals_and_possessives_make_no_second_name():
    bodies = [
        "They met Zoë Marsh's dog.",
        "They met Zoe Marsh, 61.",
        "They met Zoë Q. Marsh, 61.",
        "They met Zoë Marsh.",
    ]
    (name,) = names_of(*(f"{body} {SMALL}" for body in bodies)).values()
    assert (name.name, name.aliases, name.stories) == ("Zoë Marsh", ("Zoe Marsh", "Zoë Q. Marsh"), 4)


def test_a_name_of_one_story_a_usual_word_and_a_writers_own_line_are_no_names():
    found = names_of(f"They met Ida Webb, 61, at noon. {SMALL}", f"The Ferry came in Ferry, a ferry. {SMALL}", SMALL)
    assert found == {}
    usual = f"The boats lay in Harbour until noon, and it was a harbour as any other. {SMALL}"
    assert names_of(usual, usual) == {}
    assert list(names_of(*[usual.replace("a harbour", "one")] * 2)) == ["Harbour"]
    mine = "They met Joan Murrish, 61, at noon. " + SMALL
    assert names_of(mine, mine, bylines=("Joan Murrish",)) == {}


def test_a_name_without_evidence_has_no_kind_and_none_is_invented():
    body = "They saw the Velvet Kraken at noon. " + SMALL
    assert names_of(body, body, body)["Velvet Kraken"].kind == ""
    assert names_of(body, body) == {}


def test_what_the_front_matter_gives_counts_but_not_what_we_suggested_ourselves():
    body = "They saw the Velvet Kraken at noon. " + SMALL
    found = names_of(body, body, places=("Velvet Kraken",), tags=("Ferry",))
    assert (found["Velvet Kraken"].kind, found["Ferry"].kind) == ("places", "topics")
    ours = names_of(body, body, body, places=("Velvet Kraken",), origin=Origin(suggested=("Velvet Kraken",)))
    assert ours["Velvet Kraken"].kind == ""


def test_a_topic_whose_word_stands_in_many_stories_without_it_is_told_by_no_word():
    given = {"tags": ("Ferry",)}
    ferry = "The old ferry came at noon. " + SMALL
    assert names_of(ferry, ferry, **given)["Ferry"].aliases == ("ferry",)
    counts = Counts()
    for number in range(12):
        text = text_of(ferry)
        story = Story("a.md", "A day", None, ferry, **(given if number < 2 else {}))
        counts.add_story(told_by(story, text, Seen(frozenset(), frozenset(), frozenset()), set(), "en"))
        counts.small.update(small_words(text))
    assert merged(counts) == ()


def test_where_all_nouns_have_capitals_a_noun_alone_is_no_name():
    body = (
        "Die Ministerin Anna Rehm sah gestern im Hafen die Schiffe und den Kran. In Bremen lag das Eis auf der Weser,"
        " und die Schiffe warteten in ihm. Der Hafen war voll, sagte der Kapitän. Anna Rehm, 54, ging"
    )
    assert text_of(body).noun_capitals
    found = names_of(body, body, lang="de")
    assert (found["Anna Rehm"].kind, found["Bremen"].kind) == ("people", "places")
    assert not {"Hafen", "Schiffe", "Kran", "Eis", "Kapitän"} & set(found)


def test_a_word_more_before_a_persons_name_is_no_name_of_its_own():
    body = "They met Joan Murrish, 61, at noon. " + SMALL
    more = "They met Lowland Joan Murrish at noon. " + SMALL
    assert "Lowland Joan Murrish" not in names_of(body, body, more, more)


@given(st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.integers(1, 50)), st.integers(1, 50))
def test_a_kind_has_signs_of_its_own_in_two_stories_or_a_clear_one_and_nothing_against_it(found, stories):
    kind, shown = verdict_on("Joan Murrish", stories, found)
    met = {sign: count for sign, count in found.items() if WEIGHTS[sign][0] == kind and WEIGHTS[sign][1] >= TELLING}
    if kind:
        assert {WEIGHTS[sign][0] for sign, _ in shown} == {kind}
        assert sum(met.values()) >= 2 or (CLEAR & met.keys() and not verdict_on("Murrish", stories, found).kind)
    assert not verdict_on("Joan Murrish", stories, {"speaks": stories, "named a place": stories}).kind
    assert not verdict_on("Joan Murrish", stories, {"article": stories, "describes": stories}).kind


@settings(max_examples=60)
@given(st.lists(st.text(st.sampled_from("Aa bÉé.’'-,“” \n#(1)"), max_size=80), max_size=4))
def test_any_text_gives_names_that_it_prints(bodies):
    for body in bodies:
        plain = " ".join("\n".join(text_of(body).paragraphs).split())
        for name in told(body).signs:
            assert all(word in plain for word in name.split())


def test_what_was_met_once_is_let_go_when_there_is_too_much():
    counts = Counts()
    for number in range(50):
        counts.add_story(told(f"They met Joan Murrish, 61, and Webb{number} Marsh at noon. {SMALL}"))
        counts.let_go(20)
    assert len(counts.names) <= 21
    assert counts.names["Joan Murrish"] == 50
