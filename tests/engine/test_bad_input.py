"""The table of bad input: every row with the outcome that it asks for, built as an editor's archive would be.

`ROWS_HERE` are rows that one file shows; `ROWS_ELSEWHERE` name the test that holds the row. Together they are all rows.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from backfile import read
from backfile.config import parse_config
from backfile.model import Level, MachineError

TESTS = Path(__file__).parents[1]
LONG = bool(os.environ.get("BACKFILE_LONG"))


def story(fields="title: Flood\ndate: 1995-05-05", body="The river rose."):
    return f"---\n{fields}\n---\n{body}\n".encode()


def dated(fields="", body="The river rose."):
    return story(f"title: Flood\ndate: 1995-05-05\n{fields}".rstrip("\n"), body)


# row, the file, where the fault is said to be, words of what is said and of the remedy
REFUSED = [
    ("F1", story("title: Breaking: fire at mill\ndate: 1995-05-05"), (2, 16), "quotes"),
    ("F2", dated("tags:\n\t- Harbour"), (5, 1), "spaces"),
    ("F3", story('title: "Fire at mill\ndate: 1995-05-05'), (2, 8), "quote"),
    ("F4", b"---\ntitle: Flood\ndate: 1995-05-05\nThe river rose.\n", (1, 1), "no closing ---"),
    ("F5", story("- title\n- date"), (2, 1), "fields"),
    ("F5", story("Flood"), (2, 1), "fields"),
    ("F6", dated("title: Rain"), (4, 1), "line 2"),
    ("F7", b"The river rose.\n", (1, 1), '"title: A headline"'),
    ("F8", b"", (0, 0), "empty"),
    ("F9", story("date: 1995-05-05"), (1, 1), "no title"),
    ("F9", story("title: ''\ndate: 1995-05-05"), (2, 1), "blank"),
    ("F10", story("title: Flood"), (1, 1), "no date"),
    ("F11", story("title: Flood\ndate: 2024-02-30"), (3, 7), "2024-02-30"),
    ("F11", story("title: Flood\ndate: 0000-00-00"), (3, 7), "0000-00-00"),
    ("F11", story("title: Flood\ndate: soon"), (3, 7), "1995-05-05"),
    ("F12", story("title: Flood\ndate: 04/05/2024"), (3, 7), "2024-05-04"),
    ("F12", story("title: Flood\ndate: 04/05/2024"), (3, 7), "2024-04-05"),
    ("F17", dated("tags: 42"), (4, 7), "tags: ["),
    ("F17", dated("tags: one two"), (4, 7), "tags: ["),
    ("F18", dated('tags: ["", " "]'), (4, 8), "blank"),
    ("F20", dated("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8))),
        None, "alias_expansions"),
    ("F21", story("title: !!python/object/apply:os.system [ls]\ndate: 1995-05-05"), (2, 8), "python/object"),
    ("F22", dated("a: " + "[" * 10_000), None, "depth"),
    ("B2", story("title: Caf\u00e9\ndate: 1995-05-05").decode().encode("latin-1"), (2, 11), "UTF-8"),
    ("B3", story().decode().encode("utf-16"), (0, 0), "UTF-16"),
    ("B4", dated("", "The\0 river"), (5, 4), "U+0000"),
    ("B4", story("title: Flood\x07\ndate: 1995-05-05"), (2, 13), "U+0007"),
    ("A6", dated("slug: con"), (4, 1), "slug: "),
    ("A7", dated("slug: 'a b?#%2e'"), (4, 1), "slug: "),
    ("A9", story("title: '🐐'\ndate: 1995-05-05"), (1, 1), "slug: "),
    ("A12", dated(f"tags: [{'long ' * 60}]"), (4, 8), "name_length"),
    ("A15", dated("", "See [it](/1995/05/05/flod/)."), (5, 10), "there is no page"),
    ("A15", dated("", "Rain.\n\n![The mill](mill.jpg)"), (7, 13), "there is no file"),
]  # fmt: skip
# row, the file, what its page holds
ACCEPTED = [
    ("F13", story("title: Flood\ndate: 2024-05-01T23:30:00-08:00"), "2024-05-01T23:30:00-08:00"),
    ("F14", story("title: Flood\ndate: 2024-05-01T23:30"), "2024-05-01T23:30:00+00:00"),
    ("F16", story("title: 1984\ndate: 1995-05-05"), "1984"),
    ("F16", story("title: true\ndate: 1995-05-05"), "true"),
    ("F23", dated("", "One.\n\n---\n\nkey: value\n\n---\n\nTwo."), "key: value"),
    ("B1", b"\xef\xbb\xbf" + dated("", "Rain.\n\nWind."), "<p>Rain.</p>\n<p>Wind.</p>"),
    ("B1", dated("", "Rain.\n\nWind.").replace(b"\n", b"\r\n"), "<p>Rain.</p>\n<p>Wind.</p>"),
    ("B1", dated("", "Rain.\n\nWind.").replace(b"\n", b"\r"), "<p>Rain.</p>\n<p>Wind.</p>"),
]
# row, the file, words of the warning
WARNED = [
    ("F19", dated("titel: Rain"), "did you mean title"),
    ("X4", dated("", "[x](JaVaScript:alert(1)) <data:text/html,x>"), "is not linked"),
    ("X5", dated("", "Rain <script>x</script> and <iframe src='/'></iframe>"), "<script> is removed"),
]
ROWS_HERE = {row[0] for row in (*REFUSED, *ACCEPTED, *WARNED)} | {"B5", "B6", "F15", "T5", "T6", "X7"}
ROWS_ELSEWHERE = {
    "B7": "engine/test_bad_files.py::test_a_folder_called_like_a_story_is_walked",
    "B8": "engine/test_bad_files.py::test_a_file_name_that_is_not_utf_8_is_refused",
    "B9": "engine/test_bad_files.py::test_a_link_to_its_own_folder_is_not_followed_and_said_once",
    "B10": "engine/test_bad_files.py::test_a_link_out_of_content_is_refused_unless_its_folder_is_allowed",
    "B11": "engine/test_bad_files.py::test_a_dangling_link_and_a_pipe_are_refused_and_never_opened",
    "B12": "engine/test_bad_files.py::test_a_dangling_link_and_a_pipe_are_refused_and_never_opened",
    "A1": "engine/test_refusal.py::test_two_stories_at_one_address_are_named_both",
    "A2": "engine/test_refusal.py::test_addresses_that_differ_by_case_or_unicode_form_clash",
    "A3": "engine/test_refusal.py::test_addresses_that_differ_by_case_or_unicode_form_clash",
    "A4": "engine/test_bad_files.py::test_no_alias_leads_out_of_the_output",
    "A5": "engine/test_bad_files.py::test_an_address_that_the_site_itself_makes_is_refused",
    "A8": "engine/test_bad_files.py::test_a_title_of_five_thousand_characters_has_a_short_address_of_its_own",
    "A10": "engine/test_bad_files.py::test_odd_tags_have_one_page_each_and_none_climbs",
    "A11": "engine/test_bad_files.py::test_odd_tags_have_one_page_each_and_none_climbs",
    "A13": "engine/test_bad_files.py::test_odd_tags_have_one_page_each_and_none_climbs",
    "A14": "engine/test_bad_files.py::test_spellings_of_one_term_share_a_page_and_are_listed",
    "X1": "render/test_pages.py::test_markup_in_a_field_is_shown_as_text_everywhere",
    "X2": "render/test_pages.py::test_markup_in_a_field_is_shown_as_text_everywhere",
    "X3": "render/test_pages.py::test_markup_in_a_field_is_shown_as_text_everywhere",
    "X6": "prose/test_clean.py::test_no_body_leaves_its_own_element",
    "X8": "importers/test_hostile.py::test_entities_are_refused_by_name",
    "X9": "importers/test_wordpress.py::test_an_export_that_breaks_off_gives_nothing_but_its_line",
    "X10": "importers/test_wordpress.py::test_a_slug_that_climbs_stays_inside",
    "T1": "theme/test_themes.py::test_an_undefined_variable_is_named_with_template_line_page_and_story",
    "T2": "theme/test_themes.py::"
    "test_a_syntax_error_is_named_with_its_line_and_found_even_where_no_page_uses_the_template",
    "T3": "theme/test_themes.py::test_a_missing_include_is_named_with_the_places_searched",
    "T4": "theme/test_themes.py::test_an_unknown_theme_is_refused_with_the_names_of_those_there_are",
    "M1": "engine/test_faults.py::test_a_disk_that_fails_at_any_operation_leaves_whole_pages",
    "M2": "engine/test_faults.py::test_a_read_only_output_is_said_before_any_work",
    "M3": "engine/test_faults.py::test_a_build_killed_at_a_random_moment_is_set_right_by_the_next",
    "M4": "engine/test_faults.py::test_a_second_build_stops_within_two_seconds_and_names_the_first",
    "M5": "engine/test_incremental.py::test_other_bytes_of_the_same_size_and_time_are_found",
    "M6": "engine/test_incremental.py::test_a_deleted_story_leaves_no_page_and_no_mention",
    "M7": "engine/test_bad_files.py::test_a_slug_that_changes_by_case_only_moves_its_page",
    "M8": "engine/test_incremental.py::test_foreign_files_in_the_output_stay",
    "M9": "engine/test_bad_files.py::test_an_output_that_would_put_files_at_risk_is_refused",
    "M10": "engine/test_bad_input.py::test_ten_thousand_tags_take_time_in_proportion",
    "S1": "serve/test_requests.py::test_it_listens_to_this_machine_alone",
    "S2": "serve/test_requests.py::test_nothing_outside_the_site_can_be_reached",
    "S3": "serve/test_requests.py::test_a_link_that_leads_out_of_the_site_is_not_followed",
    "S4": "serve/test_requests.py::test_dot_files_are_not_served",
    "S5": "serve/test_requests.py::test_requests_under_a_name_that_is_not_ours_are_refused",
    "S6": "serve/test_requests.py::test_the_reload_channel_is_closed_to_other_origins",
    "S7": "serve/test_requests.py::test_requests_of_unbearable_size_are_refused_with_the_reason",
    "S8": "serve/test_requests.py::test_three_hundred_half_sent_requests_hold_up_nobody",
    "S9": "serve/test_requests.py::test_a_folder_without_its_slash_leads_to_the_page_on_this_host",
    "S10": "serve/test_requests.py::test_the_site_stands_where_it_will_be_published",
}


def test_every_row_of_the_table_is_held_by_a_test():
    lengths = {"F": 23, "B": 12, "A": 15, "X": 10, "T": 6, "M": 10, "S": 10}
    rows = {f"{letter}{n}" for letter, length in lengths.items() for n in range(1, length + 1)}
    assert rows == ROWS_HERE | set(ROWS_ELSEWHERE)
    assert not ROWS_HERE & set(ROWS_ELSEWHERE)


def test_every_test_that_the_table_names_is_there():
    for place in ROWS_ELSEWHERE.values():
        file, _, name = place.partition("::")
        tree = ast.parse((TESTS / file).read_text("utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, place


@pytest.mark.parametrize(("row", "data", "place", "words"), REFUSED, ids=[f"{r[0]}-{n}" for n, r in enumerate(REFUSED)])
def test_what_cannot_be_built_is_refused_at_its_place_with_a_remedy(tiny, row, data, place, words):
    tiny.story("sound", slug="other")
    tiny.build()
    before = tiny.site()
    tiny.put("stories/🐐.md", data)
    receipt = tiny.build()
    errors = [p for p in receipt.problems if p.level is Level.ERROR]
    assert not receipt.built
    assert tiny.site() == before
    problem = next(p for p in errors if words in p.fault + p.remedy)
    assert problem.source == "content/stories/🐐.md"
    assert problem.remedy
    if place:
        assert (problem.line, problem.column) == place
    assert (tiny.root / "content/stories/🐐.md").read_bytes() == data


@pytest.mark.parametrize(("row", "data", "words"), ACCEPTED, ids=[f"{r[0]}-{n}" for n, r in enumerate(ACCEPTED)])
def test_what_is_sound_though_odd_is_shown_as_written(tiny, row, data, words):
    path = tiny.put("stories/flood.md", data)
    receipt = tiny.build()
    assert receipt.built
    assert receipt.problems == ()
    page = next(text for name, text in tiny.site().items() if name.endswith("flood/index.html")).decode()
    assert words in page
    assert path.read_bytes() == data


@pytest.mark.parametrize(("row", "data", "words"), WARNED, ids=[r[0] for r in WARNED])
def test_what_is_made_harmless_is_warned_of(tiny, row, data, words):
    tiny.put("stories/flood.md", data)
    receipt = tiny.build()
    assert receipt.built
    assert words in " ".join(p.fault + p.remedy for p in receipt.problems if p.level is Level.WARNING)
    page = tiny.site()["1995/05/05/flood/index.html"].decode()
    assert "<script>" not in page
    assert "iframe" not in page.lower()
    assert 'href="java' not in page.lower()


def test_a_story_of_the_future_is_held_and_the_receipt_says_until_when(tiny):  # F15
    tiny.story("flood", date="2026-01-02")
    receipt = tiny.build()
    assert receipt.published == 0
    assert dict(receipt.held)
    assert receipt.next_release.startswith("2026-01-02")


def test_a_story_of_a_hundred_megabytes_is_refused_without_being_read(tiny, monkeypatch):  # B5
    path = tiny.put("stories/long.md", b"---\n")
    os.truncate(path, 100_000_000)
    sizes, file_bytes = [], read.file_bytes

    def counting(*arguments):
        data = file_bytes(*arguments)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(read, "file_bytes", counting)
    (problem,) = tiny.build().problems
    assert "story_bytes" in problem.remedy
    assert max(sizes) <= 5_000_001


def test_a_story_that_may_not_be_read_is_the_machines_fault_and_named(tiny, monkeypatch):  # B6
    file_bytes = read.file_bytes

    def refusing(content, source, *rest):
        if source == "stories/flood.md":  # the tests may run as root, whom no permission stops
            raise PermissionError(13, "Permission denied", source)
        return file_bytes(content, source, *rest)

    tiny.story("ferry")
    tiny.build()
    before = tiny.site()
    tiny.story("flood")
    monkeypatch.setattr(read, "file_bytes", refusing)
    with pytest.raises(MachineError, match=r"stories/flood\.md: the file cannot be read: Permission denied") as raised:
        tiny.build()
    assert raised.value.exit_code == 3
    assert tiny.site() == before
    monkeypatch.undo()
    assert tiny.build().published == 2


@pytest.mark.parametrize("body", [">" * 50_000, "[" * 50_000, "*a_" * 20_000], ids=["quotes", "brackets", "emphasis"])
def test_text_that_would_take_for_ever_is_refused_or_built(tiny, body):  # X7
    tiny.put("stories/flood.md", dated("", body))
    receipt = tiny.build()
    assert receipt.built or receipt.problems[0].code.startswith("prose-")


def test_settings_with_a_slip_are_refused_at_their_place():  # T5, T6
    (syntax,) = parse_config('title = "Tiny\n').problems
    assert (syntax.line, syntax.column) == (1, 14)
    (slip,) = parse_config('title = "Tiny"\ntehme = "plain"\n').problems
    assert (slip.line, slip.remedy) == (2, "did you mean theme?")


@pytest.mark.skipif(not LONG, reason="takes a minute; set BACKFILE_LONG to run it")
def test_ten_thousand_tags_take_time_in_proportion(tiny):  # M10
    import time

    def seconds(tags):
        for number in range(tags // 10):
            names = ", ".join(f"tag {number * 10 + n}" for n in range(10))
            tiny.story(f"s{number}", tags=f"[{names}]")
        start = time.process_time()
        assert tiny.build(clean=True).built
        return time.process_time() - start

    assert seconds(10_000) < 20 * seconds(1_000)
