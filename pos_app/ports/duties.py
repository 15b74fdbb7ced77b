"""What is owed, as the shop's memory knows it. Part of `ports.storage`; nothing here opens more than it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.run import Run
from pos_app.domain.sale import CaseKind
from pos_app.domain.stock import UnitState


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPhone:
    """A phone that is here and not for sale, and the last case that brought it; `case_id` "" = none is known.
    `unproven`: that case went on although its factory reset was not done."""

    unit_id: int
    state: UnitState
    title: str
    imei: str
    case_id: str = ""
    case_kind: CaseKind = CaseKind.BUY_IN
    since: datetime | None = None
    till_id: int = 0
    unproven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingOperation:
    """An operation that waits for the registry or a person. `done_at` None = its case is not complete."""

    entry_id: str
    case_id: str
    case_kind: CaseKind
    kind: OperationKind
    step: str
    channel: Channel
    state: OperationState
    till_id: int
    created_at: datetime
    deadline: datetime | None
    title: str
    imei: str
    done_at: datetime | None
    case_open: bool
    case_till: int
    list_id: str  # of its checklist, "" = none


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case on a counter, or parked there; `touched_at` is when it was last shown or a step of it recorded."""

    case_id: str
    kind: CaseKind
    till_id: int
    opened_at: datetime
    touched_at: datetime
    title: str
    imei: str
    run: Run | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unprinted:
    """An invoice or a paper that was issued and never printed."""

    number: str
    case_id: str
    case_kind: CaseKind
    till_id: int
    issued_at: datetime
    title: str
    imei: str


@dataclass(frozen=True, slots=True)
class OtherParty:
    """`mobile` whole: whoever shows it covers it."""

    name: str
    mobile: str


class DutyReads(Protocol):
    def held_phones(self) -> tuple[HeldPhone, ...]:
        """Bought in or brought back, and kept from being sold."""
        ...

    def waiting_operations(self) -> tuple[WaitingOperation, ...]:
        """All that `operations` calls waiting, oldest first, nothing private opened."""
        ...

    def open_cases(self) -> tuple[OpenCase, ...]:
        """Of every till, oldest first."""
        ...

    def unprinted(self, limit: int) -> tuple[Unprinted, ...]:
        """Oldest first."""
        ...

    def unprinted_count(self) -> int: ...

    def parties(self, case_ids: tuple[str, ...]) -> Mapping[str, OtherParty]:
        """The other party of each of these cases that has one."""
        ...

    def titles(self, imeis: tuple[str, ...]) -> Mapping[str, str]:
        """What the phones of our own with these numbers are called."""
        ...
