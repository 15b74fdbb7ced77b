"""What the shop found out about the registry and nobody publishes. Part of `ports.storage`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`text` "" = it was taken back; `source` says who told it, or where it stands."""

    name: str
    text: str
    source: str
    written_at: datetime
    author: str


class NoteReads(Protocol):
    def notes(self) -> tuple[Note, ...]:
        """All that were ever written, in the order of their names."""
        ...


class NoteWrites(Protocol):
    def put_note(self, note: Note) -> None:
        """In place of the one with this name."""
        ...
