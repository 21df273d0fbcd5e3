"""No word, name or picture of a story that is held stands in any byte of the site, and the search for them is sound."""

from __future__ import annotations

import gzip
import html
import json
import random
import zipfile
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile import checking, pipeline, plan
from backfile.cli import main
from backfile.leaks import search, watch
from backfile.options import Options
from backfile.phrases import Held, Net, phrases_of, tokens
from tests.engine.tiny import NOW

SECRET = (
    "The borough treasurer sold the lighthouse cottages to his brother's firm, Finch & Sons, for a quarter of what "
    "they were worth, papers seen by this newspaper show."
)
PUBLIC = "The ferry came back to the old quay on Friday morning, and half of the town stood in the rain to see it."


def searched(tiny, **wishes) -> object:
    return checking.check(tiny.root, Options(**({"executor": "inline", "now": NOW} | wishes)), searches=True)


def leaked(receipt) -> list[str]:
    return [problem.fault for problem in receipt.problems if problem.code == "leak"]


def archive(tiny, **way):
    tiny.story(
        "1995/ferry",
        "The ferry",
        "1995-05-05",
        PUBLIC,
        tags="[Harbour]",
        image="{src: /images/ferry.png, alt: A ferry}",
    )
    tiny.story(
        "1995/cottages",
        "Treasurer sold cottages",
        "1995-05-06",
        SECRET,
        tags="[Operation Gannet, Harbour]",
        summary="A sale that nobody was told about at the time.",
        image="{src: /images/deed.png, alt: The deed of the sale}",
        **way,
    )
    tiny.put("images/ferry.png", b"\x89PNG a ferry")
    tiny.put("images/deed.png", b"\x89PNG a deed of sale, signed by two brothers")


HELD = {
    "draft": {"status": "draft"},
    "embargoed": {"embargo": "2031-05-01T06:00:00Z"},
    "expired": {"expires": "1999-01-01"},
    "withdrawn": {"status": "withdrawn", "corrections": "[{date: 2001-01-01, text: Taken down on request.}]"},
    "future": {},
}


@pytest.mark.parametrize("kind", HELD)
def test_a_site_with_a_held_story_has_no_word_of_it(tiny, kind):
    archive(tiny, **HELD[kind])
    if kind == "future":
        path = tiny.root / "content/stories/1995/cottages.md"
        path.write_text(path.read_text().replace("1995-05-06", "2031-05-06"))
    built = tiny.build()
    assert (built.held_words_leaked, built.phrases_sought > 5, built.files_searched) == (0, True, built.pages)
    receipt = searched(tiny)
    assert leaked(receipt) == []
    assert receipt.files_searched >= built.pages


@pytest.mark.parametrize("kind", ["draft", "embargoed", "expired", "withdrawn"])
def test_a_story_that_was_published_leaves_nothing_when_it_is_held(tiny, kind):
    archive(tiny)
    tiny.build()
    assert any(b"lighthouse cottages" in data for data in tiny.site().values())
    archive(tiny, **HELD[kind])
    tiny.build()
    assert leaked(searched(tiny)) == []
    assert "images/deed.png" not in tiny.site()


def test_what_is_held_at_one_moment_is_none_of_a_leak_at_another(tiny):
    archive(tiny, embargo="2031-05-01T06:00:00Z")
    tiny.build(now="2031-06-01T00:00:00Z")
    assert leaked(searched(tiny, now="2031-06-01T00:00:00Z")) == []
    receipt = searched(tiny)
    assert leaked(receipt)
    assert receipt.held_words_leaked > 10


def as_page(text: str) -> bytes:
    return f"<p>{html.escape(text)}</p>".encode()


def as_feed(text: str) -> bytes:
    return f"<content>{html.escape(html.escape(f'<p>{text}</p>'))}</content>".encode()


def as_json(text: str) -> bytes:
    return json.dumps({"text": text}).encode()


def as_fragment(text: str) -> bytes:
    return gzip.compress(b"pagefind_dcd" + json.dumps({"content": text}).encode())


def as_address(text: str) -> bytes:
    return f'<a href="?q={quote(text)}">x</a>'.encode()


def as_picture(text: str) -> bytes:
    return b"\x89PNG\x00\xff\xfe" + text.encode() + b"\x00\xff"


FORMS = [as_page, as_feed, as_json, as_fragment, as_address, as_picture]


WORDS_OF_IT = {
    "text": SECRET[:70],
    "signs": "brother's firm, Finch & Sons, for a quarter",
    "capitals": SECRET[60:130].upper(),
    "title": "Treasurer sold cottages",
    "term": "operation-gannet",
    "summary": "A sale that nobody was told about",
}


def test_a_leak_of_any_kind_is_found_whatever_file_it_stands_in(tiny):
    archive(tiny, status="draft")
    tiny.build()
    old = tiny.root / "output/old.bin"
    missed = []
    for name, words in WORDS_OF_IT.items():
        for form in FORMS:
            old.write_bytes(form(words))
            missed += [] if any("old.bin" in fault for fault in leaked(searched(tiny))) else [(name, form.__name__)]
    assert missed == []


def test_a_leak_in_a_packed_archive_and_in_a_name_is_found(tiny):
    archive(tiny, status="draft")
    tiny.build()
    with zipfile.ZipFile(tiny.root / "output/all.zip", "w") as packed:
        packed.writestr("a.html", as_page(SECRET))
    (tiny.root / "output/treasurer-sold-cottages.txt").write_text("x")
    (fault,) = leaked(searched(tiny))
    assert "all.zip" in fault
    assert "treasurer-sold-cottages.txt" in fault


def test_a_leak_over_the_edge_of_a_piece_is_found(tiny, monkeypatch):
    monkeypatch.setattr(search, "PIECE", 10_000)
    archive(tiny, status="draft")
    tiny.build()
    (tiny.root / "output/long.txt").write_text(
        "x " * 4_985 + "borough treasurer sold the lighthouse cottages to" + " y" * 5_000
    )
    assert len(leaked(searched(tiny))) == 1


def test_a_picture_is_known_by_its_bytes_under_any_name_and_a_copy_by_its_name(tiny):
    archive(tiny, status="draft")
    tiny.build()
    (tiny.root / "output/other.png").write_bytes(b"\x89PNG a deed of sale, signed by two brothers")
    (tiny.root / "output/images/deed.png.480.webp").write_bytes(b"smaller")
    assert sorted(fault.rsplit(" ", 1)[1] for fault in leaked(searched(tiny))) == [
        "images/deed.png.480.webp",
        "other.png",
    ]


def test_words_that_a_published_story_has_too_are_no_evidence(tiny):
    archive(tiny, status="draft")
    tiny.story(
        "1995/again",
        "Treasurer sold cottages",
        "1995-05-07",
        SECRET,
        tags="[Operation Gannet]",
        summary="A sale that nobody was told about at the time.",
    )
    tiny.build()
    assert leaked(searched(tiny)) == []


def test_paragraphs_of_a_published_story_put_one_after_the_other_are_no_evidence(tiny):
    body = "Every place outside of Yarinport was empty.\n\nThe [board](/about/) said *so* [^1] on Friday."
    tiny.put("pages/about.md", "---\ntitle: About\n---\nWho we are.\n")
    tiny.story("1995/ferry", "The ferry", "1995-05-05", body)
    held = "Outside of Yarinport was empty the board said so on Friday, they say."
    tiny.story("1995/plan", "A plan nobody knows", "1995-05-06", held, status="draft")
    assert tiny.build().held_words_leaked == 0
    flat = "Every place outside of Yarinport was empty. The board said so on Friday."
    (tiny.root / "output/list.jsonl").write_text(json.dumps({"text": flat}))
    assert leaked(searched(tiny)) == []
    (tiny.root / "output/list.jsonl").write_text(json.dumps({"text": held}))
    assert len(leaked(searched(tiny))) == 1


def test_titles_that_pages_would_hold_by_chance_are_no_evidence(tiny):
    tiny.story("1995/ferry", "The ferry", "1995-05-05", PUBLIC)
    for number, title in enumerate(["May 5, 1995", "1995", "Home", "Older", "Stories", "All years", "A", "Next"]):
        tiny.story(f"x{number}", title, "1995-05-05", status="draft")
    tiny.settings('title = "Tiny"\ntheme = "broadsheet"\nbase_url = "https://archive.example/a/"\n')
    assert tiny.build().held_words_leaked == 0
    assert leaked(searched(tiny)) == []


@pytest.fixture
def careless(monkeypatch):
    """Every page shows the secret, as if a bug of ours had put it into the frame of the site."""
    real = pipeline.plan.frame_of

    def frame_of(*wishes):
        frame = real(*wishes)
        return replace(frame, site=frame.site | {"title": SECRET})

    with monkeypatch.context() as patched:
        patched.setattr(pipeline.plan, "frame_of", frame_of)
        yield patched


def command_for(tiny) -> list[str]:
    return ["--root", str(tiny.root), "--now", NOW, "--quiet"]


def test_a_build_says_what_it_leaked_until_it_is_mended(tiny, careless):
    archive(tiny, status="draft")
    assert tiny.build().held_words_leaked > 10
    assert tiny.build().held_words_leaked > 10, "it is said again until it is mended"
    assert main(["check", "--output", *command_for(tiny)]) == 4
    folder = str(tiny.root / "published")
    assert main(["publish", "folder", folder, *command_for(tiny), "--keep-going"]) == 1
    assert not list((tiny.root / "published").glob("*"))
    careless.undo()
    assert tiny.build(clean=True).held_words_leaked == 0
    assert leaked(tiny.build()) == []
    assert main(["check", "--output", str(tiny.root / "output"), *command_for(tiny)]) == 0


def test_a_build_that_would_leak_leaves_the_old_site_standing(tiny, careless, capsys):
    with pytest.MonkeyPatch.context() as sound:
        sound.setattr(pipeline.plan, "frame_of", plan.frame.frame_of)
        archive(tiny, status="draft")
        assert tiny.build().held_words_leaked == 0
    before = tiny.site()
    tiny.story("1996/fair", "The fair", "1996-01-01", "The fair came to town.")
    for keep_going in (False, True):
        refused = tiny.build(keep_going=keep_going)
        assert (refused.built, refused.written, refused.removed) == (False, 0, 0)
        assert refused.held_words_leaked > 10
        assert any("would stand in the site" in fault for fault in leaked(refused))
        assert tiny.site() == before
        assert "fair" not in (tiny.root / "content/addresses.txt").read_text("utf-8")
    assert main(["build", "--keep-going", *command_for(tiny)[:-1]]) == 4
    said = capsys.readouterr().out
    assert "the site is as it was" in said
    assert "--keep-going" not in said
    assert main(["check", "--output", *command_for(tiny)]) == 0
    careless.undo()
    assert tiny.build().built
    assert tiny.site() == tiny.clean_build()


def test_nothing_held_means_nothing_searched_and_the_receipt_says_so(tiny):
    tiny.story("1995/ferry", "The ferry", "1995-05-05", PUBLIC)
    receipt = tiny.build()
    assert (receipt.held_words_leaked, receipt.files_searched, receipt.phrases_sought) == (0, 0, 0)


def test_a_preview_with_drafts_is_no_leak(tiny):
    archive(tiny, status="draft")
    assert tiny.build(drafts=True).held_words_leaked == 0


def test_very_many_phrases_are_looked_for_in_portions(tiny, monkeypatch):
    monkeypatch.setattr(watch, "AT_ONCE", 4)
    archive(tiny, status="draft")
    for number in range(6):
        tiny.story(
            f"d{number}",
            f"Hidden paper {number}",
            body=f"Nobody {number} knows what {number} is said here",
            status="draft",
        )
    tiny.build()
    (tiny.root / "output/a.txt").write_text("Nobody 5 knows what 5 is said here")
    (fault,) = leaked(searched(tiny))
    assert "a.txt" in fault


def test_a_build_of_very_many_files_searches_all_of_them(tiny, careless, monkeypatch):
    monkeypatch.setattr(watch, "FILES_AT_ONCE", 3)
    archive(tiny, status="draft")
    first = tiny.build()
    assert (first.held_words_leaked > 10, first.files_searched) == (True, first.pages)
    tiny.story("1996/fair", "The fair", "1996-01-01", "The fair came to town.")
    refused = tiny.build()
    assert (refused.built, refused.files_searched > 6) == (False, True)


def test_the_search_gives_the_same_on_processes(tiny):
    archive(tiny, status="draft")
    tiny.build()
    (tiny.root / "output/a.html").write_bytes(as_page(SECRET))
    assert leaked(searched(tiny)) == leaked(searched(tiny, executor="processes:2"))


# -- the words of a text


WORDS = st.sampled_from("ferry quay lamp rope gull tide sluice brine oar buoy mast keel hull bell fog".split())
TEXTS = st.lists(WORDS, min_size=7, max_size=60).map(" ".join)


@given(text=TEXTS, data=st.data(), form=st.sampled_from(FORMS[:3] + FORMS[4:]))
@settings(suppress_health_check=list(HealthCheck))
def test_seven_words_in_a_row_are_found_wherever_they_were_taken_from(text, data, form):
    words = text.split()
    start = data.draw(st.integers(0, len(words) - 7))
    net = Net(phrases_of(Held("a.md", (), (text,))))
    assert net.caught(form(" ".join(words[start : start + 7])).decode("utf-8", "ignore"))


@given(text=TEXTS)
def test_words_in_another_order_are_not_found(text):
    words = text.split()
    net = Net(phrases_of(Held("a.md", (), (text,))))
    spaced = " ".join(f"{word} {number}" for number, word in enumerate(words))
    assert not net.caught(spaced)
    for edge in ("</p><p>", '","', "*", "/", "\n\n"):
        assert not net.caught(edge.join(words)), "no phrase reaches over the edge of an element or a string"


@given(st.text(max_size=200))
def test_any_text_has_words(text):
    random.seed(0)
    assert all(token for token in tokens(text))
