"""The outbox in the shop's memory: operations, their story, what waits. Part of `ports.storage`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pos_app.domain.outbox import OutboxEntry, Settlement
from pos_app.domain.registry import OperationState
from pos_app.domain.sale import CaseKind


@dataclass(frozen=True, slots=True)
class QueueState:
    """What waits for the registry: always on screen. `refused` of the `waiting` have come to an end that nothing moves
    any more, `called` are open and want a look: both need a person."""

    waiting: int
    oldest: datetime | None
    refused: int = 0
    called: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """A transfer or an activation that a completed case still owes, and the paper it stands on."""

    entry: OutboxEntry
    title: str
    invoice_number: str
    sold_at: datetime
    case_kind: CaseKind = CaseKind.SALE


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """A line of the outbox page. `waits`: open, or ended in a way that a person has not closed yet. `sold_at` None =
    its sale has no invoice; `sale_open`: it is still on a counter, or parked there."""

    entry: OutboxEntry
    title: str
    invoice_number: str
    waits: bool
    sold_at: datetime | None = None
    sale_open: bool = False
    case_kind: CaseKind = CaseKind.SALE


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationEvent:
    """One turn in the story of an operation; `times` in the same words from `at` to `last_at`. `kind`: settled, told,
    exchange, proof, crashed, closed. `text` is what came, as it came: it may hold private values."""

    at: datetime
    last_at: datetime
    times: int
    kind: str
    state: OperationState
    problem: str
    who: str
    text: str = field(default="", repr=False)


class OperationReads(Protocol):
    def entry(self, entry_id: str) -> OutboxEntry | None: ...

    def entries_of(self, sale_id: str) -> tuple[OutboxEntry, ...]: ...

    def queue(self) -> QueueState: ...

    def owed(self) -> tuple[OwedRow, ...]:
        """The last transfer and activation of every completed case that never succeeded and that nobody closed, oldest
        first."""
        ...

    def due_entries(self, now: datetime, limit: int) -> tuple[str, ...]:
        """Entries that may be sent now: oldest of each device, not leased, their time come."""
        ...

    def operations(self, *, closed: int, waiting: int | None = None) -> tuple[OperationRow, ...]:
        """What waits, oldest first (`waiting` of them at most, None = all); then the `closed` newest of the others."""
        ...

    def waiting_operation(self, entry_id: str) -> OperationRow | None:
        """None for one that is closed."""
        ...

    def story(self, entry_id: str) -> tuple[OperationEvent, ...]:
        """Oldest first."""
        ...

    def last_answer(self, imeis: tuple[str, ...]) -> OutboxEntry | None:
        """The newest inquiry about any of these numbers that was answered."""
        ...

    def modem_waits(self) -> tuple[OutboxEntry, ...]:
        """Operations whose dialogue a modem has walked, and whose message has not come."""
        ...


class OperationWrites(Protocol):
    def next_local_seq(self, till_id: int) -> int:
        """The till's own order: one counter for operations and audit events."""
        ...

    def add_entry(self, entry: OutboxEntry) -> None: ...

    def claim(self, entry_id: str, by: str, now: datetime, until: datetime) -> bool:
        """Takes the lease; a queued entry becomes `sending`, one that may be over there keeps its state (it is only
        asked about). What a person dials counts as sent from now on. False when somebody else holds it."""
        ...

    def settle(
        self, entry_id: str, settlement: Settlement, now: datetime, *, who: str = "", lease: datetime | None = None
    ) -> bool:
        """Applies a settlement and writes it into the story; False (and nothing changed) where the states forbid it, or
        where the `lease` under which it was learned has been taken over by somebody else."""
        ...

    def note(self, entry_id: str, kind: str, at: datetime, *, who: str, problem: str = "", text: str = "") -> None:
        """A turn in the story that leaves the state alone."""
        ...

    def raise_assurance(self, entry_id: str, assurance: str) -> None: ...

    def hasten(self, entry_id: str, now: datetime) -> bool:
        """A person wants it looked at now: its next time has come. False for what is closed or under way."""
        ...

    def close_refused(self, entry_id: str) -> bool:
        """Marks an operation that ended without success as `closed-by-person`; its state stays what it was."""
        ...

    def forget_code(self, entry_id: str) -> None:
        """Wipes the activation code from the payload, and from what the operation itself was told."""
        ...

    def reword(self, sale_id: str, clean: Callable[[str], str]) -> None:
        """What was pasted into this case, or came back in it, becomes what `clean` makes of it: in its operations,
        their stories and the records of its steps. Who, when and how it ended stay."""
        ...

    def recover_crashed(self, now: datetime) -> int:
        """Entries found in `sending` whose lease ran out become `outcome_unknown`; how many."""
        ...
