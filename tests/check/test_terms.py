"""Which two terms are probably one."""

from __future__ import annotations

import pytest

from backfile.check.terms import MOST_TERMS, Used, near_pairs


def near(*terms):
    return [(one.name, other.name) for one, other in near_pairs([Used(t, t, n) for t, n in terms])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("harbor", "harbour"),
        ("councils", "council"),
        ("anne-marie-ode", "ann-marie-ode"),
        ("marsh-ida", "ida-marsh"),
        ("recieve-club", "receive-club"),
        ("east-side", "eastside"),
    ],
)
def test_a_letter_two_swapped_ones_or_the_order_of_words(one, other):
    assert near((one, 1), (other, 3)) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("ward-1", "ward-2"), ("1994", "1995"), ("cat", "car"), ("marten", "barten"), ("harbour", "railway")],
)
def test_figures_first_letters_and_short_words_tell_terms_apart(one, other):
    assert near((one, 1), (other, 3)) == []


def test_two_words_that_are_both_used_often_are_two_words():
    assert near(("boston", 40), ("bolton", 60)) == []
    assert near(("boston", 2), ("bolton", 60)) == [("boston", "bolton")]


def test_ten_thousand_terms_are_compared_without_comparing_each_with_each():
    letters = str.maketrans("0123456789", "abcdefghij")
    terms = [(f"{n % 26}term{n:05}".translate(letters), 1) for n in range(10_000)]
    assert ("zharbor", "zharbour") in near(*terms, ("zharbor", 1), ("zharbour", 2))


def test_more_terms_than_the_limit_are_not_compared():
    assert near(*((f"term-{n}x", 1) for n in range(MOST_TERMS + 1))) == []
