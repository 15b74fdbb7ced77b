"""The shop's notes on the registry: one row a name."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select, update

from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.ports.notes import Note


class SqlNoteReads(SqlSession):
    """Implements `ports.notes.NoteReads`."""

    def notes(self) -> tuple[Note, ...]:
        return tuple(Note(**row) for row in self._db.execute(select(t.note).order_by(t.note.c.name)).mappings())


class SqlNoteWrites(SqlNoteReads):
    """Implements `ports.notes.NoteWrites`."""

    def put_note(self, note: Note) -> None:
        values = asdict(note)
        changed = self._db.execute(update(t.note).where(t.note.c.name == note.name).values(**values))
        if changed.rowcount == 0:
            self._db.execute(say.into(t.note), values)
