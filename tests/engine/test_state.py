"""What the archive keeps in memory of its state, and when that is not true any more."""

from __future__ import annotations

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
