"""The shop's notes in its memory, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.ports.notes import Note
from tests.fakes.clock import NOON

NOTE = Note(name="grace", text="سی روز؛ *7777#\n\u2066ok\u2069", source="کاتب (نمونه)", written_at=NOON, author="Sara")


def test_a_note_comes_back_as_it_was_written(storage: SqlStorage) -> None:
    with storage.read() as session:
        assert session.notes() == ()
    with storage.write() as session:
        session.put_note(NOTE)
        assert session.notes() == (NOTE,)
    with storage.read() as session:
        assert session.notes() == (NOTE,)
        assert session.notes()[0].written_at.tzinfo is not None


def test_the_later_one_stands_in_place_of_the_earlier(storage: SqlStorage) -> None:
    later = replace(NOTE, text="", source="", written_at=NOON + timedelta(days=2), author="Karimi")
    other = replace(NOTE, name="fees")
    with storage.write() as session:
        session.put_note(NOTE)
        session.put_note(later)
        session.put_note(other)
    with storage.read() as session:
        assert session.notes() == (other, later)
