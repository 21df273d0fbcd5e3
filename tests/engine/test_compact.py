"""JSON in its shortest form: whoever writes it, the text is that of the standard library."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.compact import canonical, dumped, loads

TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner) | st.tuples(inner, inner),
    max_leaves=12,
)


class Pair(NamedTuple):
    left: str
    right: tuple[int, ...]


@given(VALUES)
def test_the_text_is_that_of_the_standard_library(value):
    assert dumped(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@given(VALUES)
def test_equal_values_have_equal_bytes_whatever_the_order_of_their_keys(value):
    wanted = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert canonical(value) == wanted.encode("utf-8", "surrogatepass")


def test_named_tuples_are_lists():
    assert loads(dumped([Pair("a", (1, 2))])) == [["a", [1, 2]]]


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(TypeError):
        dumped({"when": object()})
