"""What a person reads: problems, receipts, progress."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Level, Problem, Receipt
from backfile.report import (
    Bar,
    annotations_text,
    bar_text,
    json_text,
    printable,
    problem_text,
    problems_text,
    receipt_text,
    receipt_values,
)

DATE = Problem(
    "content/stories/1995/flood.md", 4, 7, '"5/5/95" is not a date', "write 1995-05-05", "date", excerpt="date: 5/5/95"
)


def warning(number: int, code: str = "missing-alt") -> Problem:
    return Problem(f"content/{number:05}.md", 3, 1, "no alt text", "say what it shows", code, Level.WARNING)


def test_a_problem_shows_its_place_its_fault_the_line_with_a_caret_and_the_remedy():
    assert problem_text(DATE) == (
        'content/stories/1995/flood.md:4:7: error: "5/5/95" is not a date\n'
        "    date: 5/5/95\n"
        "          ^\n"
        "  fix: write 1995-05-05"
    )


def test_a_problem_of_a_whole_file_has_no_numbers():
    whole = Problem("content/empty.md", 0, 0, "the file is empty", "write a story or remove it", "empty")
    assert problem_text(whole) == "content/empty.md: error: the file is empty\n  fix: write a story or remove it"


def test_a_remedy_of_several_lines_stays_under_its_first():
    shown = problem_text(Problem("a.md", 1, 1, "no front matter", "begin with\n---\ntitle: …\n---", "front"))
    assert shown.endswith("  fix: begin with\n       ---\n       title: …\n       ---")


def test_the_caret_stands_under_its_character_also_after_wide_and_combining_ones():
    line = "title: 港の火事: 速報"
    shown = problem_text(Problem("a.md", 2, line.index(": 速") + 1, "f", "r", "c", excerpt=line)).splitlines()
    assert shown[2].index("^") == 4 + len("title: ") + 2 * len("港の火事")
    accent = "title: Cafe\u0301: open"
    shown = problem_text(Problem("a.md", 2, accent.index(": o") + 1, "f", "r", "c", excerpt=accent)).splitlines()
    assert shown[2].index("^") == 4 + len("title: Cafe")


def test_of_a_very_long_line_only_the_part_around_the_caret_is_shown():
    line = "x" * 5000 + "!" + "y" * 5000
    shown = problem_text(Problem("a.md", 2, 5001, "f", "r", "c", excerpt=line)).splitlines()
    assert len(shown[1]) < 120
    assert shown[1][shown[2].index("^")] == "!"


@given(st.text(max_size=300), st.integers(0, 400))
def test_a_caret_never_fails_and_nothing_shown_can_garble_a_terminal(excerpt, column):
    shown = problem_text(Problem("a.md", 1, column, excerpt, excerpt, "c", excerpt=excerpt))
    assert not {c for c in shown if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or "\ud800" <= c <= "\udfff")}


def test_a_file_name_with_control_characters_is_shown_escaped():
    assert printable("a\nb\x1b[31m\udcff.md") == "a\\nb\\x1b[31m\\xff.md"
    assert printable("Zürich 港.md") == "Zürich 港.md"


def test_text_cannot_be_turned_around_by_direction_marks():
    assert printable("a\u202egpj.md") == "a\\u202egpj.md"


def test_every_error_is_printed_and_of_each_kind_of_warning_the_first_twenty():
    errors = [Problem(f"content/{n:03}.md", 1, 1, "broken", "mend it", "x") for n in range(50)]
    warnings = [warning(n) for n in range(7981)] + [warning(1, "no-tags")]
    lines = problems_text([*errors, *warnings]).splitlines()
    assert sum(": error: " in line for line in lines) == 50
    assert sum(": warning: " in line for line in lines) == 21
    assert "warning: and 7,961 more like this one; `backfile check` lists them" in lines
    assert lines[-2].startswith("content/049.md")


def test_a_check_shows_all_of_them_and_advice_too():
    advice = Problem("content/1.md", 0, 0, "no tags", "add one", "no-tags", Level.ADVICE)
    problems = [*(warning(n) for n in range(30)), advice]
    assert problems_text(problems, whole=True).count(": warning: ") == 30
    assert problems_text(problems, whole=True).startswith("content/1.md: advice: no tags")
    assert "advice" not in problems_text(problems)


def test_of_many_pieces_of_advice_of_a_kind_a_check_shows_the_first_twenty():
    advice = [Problem(f"content/{n}.md", 0, 0, "no tags", "add one", "no-tags", Level.ADVICE) for n in range(30)]
    text = problems_text(advice, whole=True)
    assert text.count(": advice: ") == 20
    assert text.endswith("advice: and 10 more like this one; `backfile check --format json` lists them")


def test_problems_come_by_source_and_line_whatever_their_order():
    late, early = DATE, Problem("content/a.md", 9, 1, "f", "r", "c")
    assert problems_text([late, early]) == problems_text([early, late])
    assert problems_text([late, early]).startswith("content/a.md:9")


def test_annotations_stand_on_the_line_and_escape_what_would_end_them():
    shown = annotations_text([Problem("content/a,b.md", 4, 7, "50%\nbad", "mend: it", "date")])
    assert shown == "::error file=content/a%2Cb.md,line=4,col=7,title=date::50%25%0Abad%0Afix: mend: it"


def test_the_receipt_says_what_became_of_every_story():
    receipt = Receipt(
        stories=5000,
        read=5000,
        published=4996,
        held=(("draft", 1), ("embargo", 2), ("withdrawn", 1)),
        next_release="2031-05-01T06:00:00+01:00",
        releases=1,
        is_searched=True,
        pages=9812,
        written=17,
        kept=9795,
        removed=2,
        seconds=0.84,
        problems=(DATE, DATE, DATE),
    )
    held = "4 held (1 draft, 2 embargoed until 2031-05-01 06:00, 1 withdrawn)"
    assert receipt_text(receipt).splitlines() == [
        f"5,000 stories read · 4,996 published · {held}",
        "0 words lost · 0 addresses lost · 0 held words leaked · 3 problems (see above)",
        "9,812 pages: 17 written, 9,795 kept, 2 removed · 0.8 s",
    ]


def test_of_several_moments_the_next_one_is_said():
    held = {"held": (("embargo", 2),), "next_release": "2031-05-01T06:00:00+01:00", "releases": 2}
    receipt = Receipt(stories=3, read=3, published=1, **held)
    assert "2 held (2 embargoed; the next is due 2031-05-01 06:00)" in receipt_text(receipt)


def test_a_receipt_claims_no_search_that_was_not_made():
    assert "leaked" not in receipt_text(Receipt(stories=1, read=1, published=1))


def test_a_receipt_does_not_claim_to_have_read_what_it_knew_already():
    assert receipt_text(Receipt(stories=5000, read=3)).startswith("5,000 stories (3 read again) · ")


def test_a_build_that_stopped_says_so_and_names_the_way_on():
    stopped = receipt_text(Receipt(stories=3, read=3, broken=1, built=False, problems=(DATE,))).splitlines()
    assert stopped[2].startswith("Nothing was written: the site is as it was")
    assert "--keep-going" in stopped[-1]
    strict = receipt_text(Receipt(stories=3, read=3, built=False, problems=(warning(1),))).splitlines()
    assert "--strict" in strict[-1]


def test_a_check_speaks_of_no_build():
    checked = receipt_text(Receipt(stories=3, read=3, built=False, problems=(DATE,), seconds=0.5), is_check=True)
    assert checked.splitlines()[-1] == "Checked, nothing built · 0.5 s"


def test_the_receipt_as_json_says_what_each_figure_was_counted_from():
    values = json.loads(json_text(receipt_values(Receipt(stories=1, held=(("draft", 1),), problems=(DATE,)))))
    assert values["held"] == {"draft": 1}
    assert values["problems"][0]["level"] == "error"
    figures = {name for name, value in values.items() if isinstance(value, int | float) and not isinstance(value, bool)}
    assert figures == set(values["counted_from"]) - {"held"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_quiet_at_first_then_draws_one_line_over_and_over_and_leaves_none():
    now = [0.0]
    screen = Terminal()
    bar = Bar(screen, lambda: now[0])
    bar("read", 1, 100)
    assert screen.getvalue() == ""
    now[0] = 2.0
    bar("read", 50, 100)
    assert screen.getvalue().startswith("\rread")
    bar.close()
    assert "\n" not in screen.getvalue()
    assert screen.getvalue().endswith("\r")


@pytest.mark.parametrize(
    ("seconds", "left"), [(10, "90 s"), (600, "1 h 30 min"), (60, "9 min 00 s")], ids=["short", "long", "medium"]
)
def test_the_bar_tells_the_rate_and_the_time_left(seconds, left):
    shown = bar_text("render", 1000, 10000, 1000, seconds)
    assert "1,000 of 10,000" in shown
    assert f"{1000 / seconds:,.0f} a second" in shown
    assert shown.endswith(f"{left} left") or "1 min 30 s left" in shown


def test_the_bar_never_wraps():
    assert all(len(bar_text("render", 1, 10**9, 1, 0.5, width)) <= width for width in range(1, 200))
