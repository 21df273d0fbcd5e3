"""What the archive keeps in memory of its state, and when that is not true any more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backfile.compact import dumped
from backfile.model import Card
from backfile.state import Archive, open_store


def put(store, number, title):
    store.db.execute("INSERT INTO cards VALUES (?, ?)", (number, dumped(Card(f"/{number}/", title, "", ""))))


def test_a_number_that_comes_back_after_a_rollback_is_another_storys():
    store = open_store(None)
    archive = Archive(store)
    put(store, 1, "Flood")
    store.commit()
    put(store, 2, "Never kept")
    assert archive.card(2).title == "Never kept"
    store.rollback()
    put(store, 2, "Ferry")
    archive.forget()
    assert archive.card(2).title == "Ferry"


def test_what_is_kept_by_number_is_not_asked_for_again_while_nothing_is_taken_back():
    store = open_store(None)
    archive = Archive(store)
    put(store, 1, "Flood")
    first = archive.card(1)
    store.commit()
    archive.forget()
    assert archive.card(1) is first


NEW_YEAR = 946_684_800
# Two stories of one moment may lie in two years: each has the day of its own zone.
MOMENTS = st.tuples(st.integers(-3, 3), st.sampled_from(["1999-12-31", "2000-01-01"]))
PLACED = st.lists(st.tuples(MOMENTS, st.sets(st.sampled_from("abc"))), min_size=1, max_size=14)


@given(
    placed=PLACED,
    jumps=st.lists(st.tuples(st.integers(0, 13), st.integers(1, 14)), max_size=4),
    count=st.integers(1, 3),
)
def test_a_walk_through_all_stories_answers_as_the_questions_that_it_spares(placed, jumps, count):
    archive = Archive(store := open_store(None))
    for number, ((hour, day), tags) in enumerate(placed, 1):
        facts = (number, f"{number}.md", "story", "", f"/{number}/", NEW_YEAR + hour, day, "published", 0, 0, 1, 0, 0)
        store.db.execute(f"INSERT INTO stories VALUES ({', '.join('?' * 13)})", facts)
        rows = [("tags", tag, day[:4], NEW_YEAR + hour, f"/{number}/", number, tag) for tag in tags]
        store.db.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    order = [archive.position(source) for source in archive.shown_sources()]
    for start, length in [*jumps, (0, 14), *jumps]:
        for at, older, newer, before in _walked(archive, order[start : start + length], placed, count):
            assert [older] == (archive.older(at.instant, at.permalink) or [None])
            assert [newer] == (archive.newer(at.instant, at.permalink) or [None])
            for tag, found in before.items():
                assert found == archive.term_around("tags", tag, at, newer=False, count=count)


def _walked(archive, order, placed, count):
    for at in order:
        older, newer = archive.beside(at)
        tags = sorted(placed[at.story - 1][1])
        yield at, older, newer, dict(zip(tags, archive.before_with(at, tags, count), strict=True))


def test_a_walk_through_one_year_asks_for_each_tag_once():
    archive = Archive(store := open_store(None))
    for number in range(1, 31):
        facts = (number, f"{number}.md", "story", "", f"/{number}/", number, "1995-05-05", "published", 0, 0, 1, 0, 0)
        store.db.execute(f"INSERT INTO stories VALUES ({', '.join('?' * 13)})", facts)
        store.db.execute(
            "INSERT INTO terms VALUES ('tags', 'a', '1995', ?, ?, ?, 'A')", (number, f"/{number}/", number)
        )
    order = [archive.position(source) for source in archive.shown_sources()]
    asked = []
    store.db.set_trace_callback(asked.append)
    found = [before["a"] for _, _, _, before in _walked(archive, order, [(None, {"a"})] * 30, 2)]
    assert found[:4] == [[], [1], [2, 1], [3, 2]]
    assert (sum("FROM terms" in query for query in asked), len(asked)) == (1, 1 + 1 + 30)


def test_a_picture_that_thousands_of_stories_share_is_found_as_fast_as_any():
    def steps_with(stories: int) -> int:
        archive, steps = Archive(store := open_store(None)), []
        store.db.execute("INSERT INTO files VALUES ('media/logo.png', 1, 1, '', 640, 480, 'png')")
        rows = [("media/logo.png", "/media/logo.png", f"{number}.md") for number in range(stories)]
        store.db.executemany("INSERT INTO uses VALUES (?, ?, ?)", rows)
        store.db.set_progress_handler(lambda: steps.append(1), 1)
        assert archive.pictures_at(["/media/logo.png", "/media/none.png"]) == {"/media/logo.png": (640, 480, "png")}
        return len(steps)

    assert steps_with(3000) == steps_with(3)
