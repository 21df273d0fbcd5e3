"""Nearly identical stories are told by their words."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.importing.likeness import LIKE, Likeness, share_alike, signature_of
from backfile.importing.repetitions import Repetitions

WORDS = [f"word{number}" for number in range(2_000)]


def runs_of(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(40, 900), st.floats(0, 0.6))
def test_two_signatures_tell_which_share_of_their_runs_two_stories_have_in_common(seed, length, left_out):
    dice = random.Random(seed)
    one = dice.choices(WORDS, k=length)
    other = one[int(left_out * length) :] + dice.choices(WORDS, k=dice.randrange(1 + length // 4))
    if len(other) < 40:
        return
    exact = len(runs_of(one) & runs_of(other)) / len(runs_of(one) | runs_of(other))
    assert abs(share_alike(signature_of(one), signature_of(other)) - exact) < 0.35


def test_the_error_of_signatures_is_small_on_the_whole():
    dice, errors = random.Random(7), []
    for _ in range(150):
        one = dice.choices(WORDS, k=300)
        other = one[dice.randrange(150) :]
        exact = len(runs_of(one) & runs_of(other)) / len(runs_of(one) | runs_of(other))
        errors.append(share_alike(signature_of(one), signature_of(other)) - exact)
    assert abs(sum(errors) / len(errors)) < 0.02
    assert sum(error**2 for error in errors) / len(errors) < 0.08**2


def likeness(name: str, words: list[str], day: str = "1995-05-05") -> Likeness:
    return Likeness(name, len(words), day, signature_of(words))


def groups_of(known: list[Likeness]) -> list[list[str]]:
    repetitions = Repetitions()
    for one in known:
        repetitions.add(one)
    repetitions.compare()
    return list(repetitions.groups())


def test_no_two_stories_that_are_alike_are_passed_over():
    dice, known = random.Random(3), []
    for number in range(60):
        words = dice.choices(WORDS, k=200)
        known += [likeness(f"{number}", words), likeness(f"{number} cut", words[dice.randrange(60) :])]
    pairs = zip(known[::2], known[1::2], strict=True)
    alike = {(one.capture, cut.capture) for one, cut in pairs if share_alike(one.signature, cut.signature) >= LIKE}
    assert set(map(tuple, groups_of(known))) == alike
    assert len(alike) > 30


def test_the_fullest_leads_and_stories_of_other_days_are_not_the_same():
    words = random.Random(5).choices(WORDS, k=200)
    known = [likeness("cut", words[9:]), likeness("full", words), likeness("later", words, "1995-06-05")]
    (group,) = groups_of(known)
    assert group == ["full", "cut"]
