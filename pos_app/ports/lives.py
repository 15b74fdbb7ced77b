"""All that is on disk of one phone, also of one that left. Part of `ports.storage`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pos_app.domain.conflict import Conflict
from pos_app.domain.feed import Allocation
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import OperationState
from pos_app.domain.stock import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOf:
    """A paper of a case. `kind`: original, void, return or buy_in; `refers_to` the invoice that it undoes; `prints`
    as (which print, when), of an invoice alone."""

    number: str
    sale_id: str
    issued_at: datetime
    kind: str
    refers_to: str = ""
    prints: tuple[tuple[int, datetime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationTurn:
    """A turn in the story of an operation at which its state may have changed; its words stay sealed."""

    operation_id: str
    at: datetime
    kind: str
    state: OperationState
    problem: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event of the audit; `data` holds no private value."""

    at: datetime
    who: str
    kind: str
    subject: str
    data: dict[str, Any]


class LifeReads(Protocol):
    def cases_with(self, unit_id: int) -> tuple[str, ...]:
        """Every case on whose lines the unit stands or stood, given up ones too, oldest first."""
        ...

    def operations_about(self, imeis: tuple[str, ...]) -> tuple[OutboxEntry, ...]:
        """Oldest first."""
        ...

    def turns_of(self, operation_ids: tuple[str, ...]) -> tuple[OperationTurn, ...]:
        """Oldest first."""
        ...

    def papers_of(self, sale_ids: tuple[str, ...]) -> tuple[PaperOf, ...]: ...

    def conflicts_about(self, imeis: tuple[str, ...]) -> tuple[Conflict, ...]:
        """Decided ones too, oldest first."""
        ...

    def allocations_about(self, imeis: tuple[str, ...]) -> tuple[Allocation, ...]:
        """Hidden ones too."""
        ...

    def told_about(self, subjects: tuple[str, ...]) -> tuple[Told, ...]:
        """Events of the audit about these cases, units or numbers, oldest first."""
        ...

    def sale_of_paper(self, number: str) -> str:
        """The case of this invoice or paper; "" = there is none."""
        ...

    def units_ending(self, digits: str, limit: int) -> tuple[Unit, ...]:
        """Phones one of whose IMEIs ends with these digits, four or more; the newest first."""
        ...
