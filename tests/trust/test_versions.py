"""The page of a story shows what changed since an earlier version of it, and nothing else does."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import changes as room
from backfile.changes import changes
from tests.trust.test_withdrawal import codes, files_saying, searched

WORDS = st.sampled_from(["river", "rose", "fell", "<b>", "&amp;", "5.61", "the", "\n\n", "\n", "Ünder"])
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)


def without(element: str, html: str) -> list[str]:
    kept = re.sub(rf"<{element}>.*?</{element}>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"</?(?:p|ins|del)>", " ", kept)).split()


@given(before=TEXTS, after=TEXTS, is_long=st.booleans())
def test_without_the_insertions_it_is_the_old_text_and_without_the_deletions_the_new_one(before, after, is_long):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "MOST_PAIRS", 0 if is_long else 1000)
        html = changes(before, after)
    if before.split() == after.split():
        assert html == ""
    else:
        assert without("ins", html) == before.split()
        assert without("del", html) == after.split()
        assert html.count("<p>") == html.count("</p>")
        assert not re.search(r"<(ins|del)>[^<]*<p>", html)


def test_one_changed_word_is_all_that_is_marked():
    assert changes("It rose 5.16 metres.\n\nIt fell.", "It rose 5.61 metres.\n\nIt fell.") == (
        "<p>It rose <del>5.16</del> <ins>5.61</ins> metres.</p>\n<p>It fell.</p>"
    )


VERSIONS = (
    '[{date: 1995-05-05, text: "Ida Marsh saw *nobody* <script>x</script>."}, {date: 1995-05-06, text: "She saw two."}]'
)


def versioned(tiny, **fields: str) -> str:
    tiny.settings('title = "Tiny"\ntheme = "broadsheet"\nbase_url = "https://archive.example/a/"\n')
    tiny.story("bridge", body="She saw three.", versions=VERSIONS, **fields)
    tiny.story("ferry", "The ferry", "1995-05-06")
    tiny.build()
    return tiny.site()["1995/05/05/bridge/index.html"].decode()


def test_each_version_is_compared_with_the_next_and_stands_on_its_storys_page_alone(tiny):
    page = versioned(tiny)
    assert re.findall(r"<del>(.*?)</del>", page) == ["Ida Marsh", "nobody .", "two."]
    assert re.findall(r"<ins>(.*?)</ins>", page) == ["She", "two.", "three."]
    assert files_saying(tiny, "Marsh") == ["1995/05/05/bridge/index.html"]
    assert "<script>x" not in page
    assert tiny.site() == tiny.clean_build()


def test_a_name_is_replaced_in_earlier_versions_too(tiny):
    assert "a woman" in versioned(tiny, anonymise="{from: Ida Marsh, to: a woman}").lower()
    assert files_saying(tiny, "Marsh") == []


def test_earlier_versions_of_a_held_story_are_in_no_file(tiny):
    versioned(tiny)
    tiny.story("bridge", body="She saw three.", versions=VERSIONS, status="withdrawn")
    tiny.build()
    assert files_saying(tiny, "Marsh", "nobody") == []
    assert codes(searched(tiny)) == []
