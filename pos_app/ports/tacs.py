"""Which model a TAC belongs to, and what was suspected of a phone. Part of `ports.storage`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pos_app.domain.conflict import Conflict
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.tac import TacRow


class TacReads(Protocol):
    def tac(self, tac: str) -> TacRow | None: ...

    def tacs_named(self, tacs: Iterable[str]) -> dict[str, TacRow]:
        """Those of these that are known."""
        ...

    def count_tacs(self) -> tuple[int, int]:
        """How many were imported, and how many learned."""
        ...

    def answers_about(self, imeis: tuple[str, ...], limit: int) -> tuple[OutboxEntry, ...]:
        """Inquiries about any of these numbers that were answered, newest first."""
        ...

    def suspected(self, conflict: Conflict) -> bool:
        """The same two sides stood against each other before, decided or not."""
        ...


class TacWrites(Protocol):
    def put_tacs(self, rows: Iterable[TacRow]) -> None:
        """An imported row replaces what stood there; a learned one never does: it is only counted as seen."""
        ...

    def drop_suspicion(self, conflict_id: int) -> bool:
        """Takes an undecided suspicion of a clone back, whose ground was a slip of the keyboard; False for others."""
        ...
