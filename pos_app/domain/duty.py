"""What is owed: of which phone, to whom, since when and until when. It ends by being done, never by being seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.sale import CaseKind
from pos_app.domain.which_list import SEALED

#: A case on the counter that nobody has touched for so long was left there; before that somebody works on it.
LEFT_ALONE = timedelta(minutes=30)


class DutyKind(StrEnum):
    HELD = "held"  # bought in, not for sale: a transfer or an activation is still owed
    BACK = "back"  # brought back by its buyer, not transferred back
    TRANSFER = "transfer"  # the case is complete, its transfer is not begun
    ACTIVATION = "activation"  # transferred, or sold new, and not activated
    RESET = "reset"  # left on the counter, its factory reset not proven
    STALE = "stale"  # left on the counter, its answer older than the shop allows
    PARKED = "parked"  # on the counter since before today
    UNKNOWN = "unknown"  # an operation whose outcome nobody knows
    REFUSED = "refused"  # an operation that ended in vain
    UNSENT = "unsent"  # an operation that waits to be sent, done, or answered
    PAPER = "paper"  # never printed
    CONFLICT = "conflict"  # undecided, or decided against a phone that is in stock


class Group(StrEnum):
    """By what the board is narrowed down."""

    PHONES = "phones"
    TRANSFERS = "transfers"
    ACTIVATIONS = "activations"
    COUNTER = "counter"
    REGISTRY = "registry"
    PAPERS = "papers"
    CONFLICTS = "conflicts"


GROUPS = {
    DutyKind.HELD: Group.PHONES, DutyKind.BACK: Group.PHONES,
    DutyKind.TRANSFER: Group.TRANSFERS, DutyKind.ACTIVATION: Group.ACTIVATIONS,
    DutyKind.RESET: Group.COUNTER, DutyKind.STALE: Group.COUNTER, DutyKind.PARKED: Group.COUNTER,
    DutyKind.UNKNOWN: Group.REGISTRY, DutyKind.REFUSED: Group.REGISTRY, DutyKind.UNSENT: Group.REGISTRY,
    DutyKind.PAPER: Group.PAPERS, DutyKind.CONFLICT: Group.CONFLICTS,
}  # fmt: skip


class DutyAct(StrEnum):
    """What a person may do about one; in this order the first that is allowed is the next one."""

    COUNTER = "counter"  # the open case is gone on with, at its own till
    WORK = "work"  # the operation: by hand, asked about, sent
    PRINT = "print"
    DIFFERENCES = "differences"
    SETTLE = "settle"  # a manager says what becomes of the phone
    CLOSE = "close"  # the operation, with a reason
    REMIND = "remind"  # a text for the other party


class CodeAt(StrEnum):
    """Where the other party finds the activation code."""

    CARD = "card"  # sealed: the guarantee card, or the box
    MESSAGE = "message"  # transferred: HAMTA's message to the other party's phone
    PERMIT = "permit"  # passenger: the message that approved the permit, or the traveller's cartable


HOLDER_STEP = "holder_activation"  # a passenger phone's first one


def code_at(list_id: str, step: str) -> CodeAt:
    """Where the code of this step's activation lies, in a case that this checklist leads ("" = none is known)."""
    if step == HOLDER_STEP:
        return CodeAt.PERMIT
    return CodeAt.CARD if list_id in ("", SEALED) else CodeAt.MESSAGE


_ALONG = (DutyAct.CLOSE, DutyAct.REMIND)  # never the next thing to do


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """`key` stays the same while one thing after the other is done for it. `also`: what else is so, without a row of
    its own. `about`: the deadline is the shop's usual number of days, not the registry's word. `mobile` is masked.
    `owes`: what the chosen operation is, "" = none."""

    key: str
    kind: DutyKind
    since: datetime
    title: str = ""
    imei: str = ""
    also: frozenset[DutyKind] = frozenset()
    deadline: datetime | None = None
    about: bool = False
    till_id: int = 0
    case_id: str = ""
    case_kind: CaseKind = CaseKind.SALE
    entry_id: str = ""
    owes: str = ""
    state: OperationState | None = None
    channel: Channel | None = None
    number: str = ""  # of the paper or invoice
    unit_id: int = 0
    conflict_id: int = 0
    detail: str = ""  # the code of what a conflict is about
    unproven: bool = False  # a held phone's factory reset
    barred: bool = False  # it was decided for the registry, which keeps the phone from being sold
    party: str = ""
    mobile: str = ""
    code_at: CodeAt = CodeAt.CARD
    acts: frozenset[DutyAct] = frozenset()

    @property
    def kinds(self) -> frozenset[DutyKind]:
        return self.also | {self.kind}

    @property
    def groups(self) -> frozenset[Group]:
        return frozenset(GROUPS[kind] for kind in self.kinds)

    @property
    def next(self) -> DutyAct | None:
        return next((act for act in DutyAct if act in self.acts and act not in _ALONG), None)

    def overdue(self, now: datetime) -> bool:
        return self.deadline is not None and self.deadline <= now


def in_order(duties: list[Duty]) -> list[Duty]:
    """Oldest first; the key settles what began in the same instant."""
    return sorted(duties, key=lambda duty: (duty.since, duty.key))


def of_state(state: OperationState) -> DutyKind:
    """What kind of waiting an operation in this state is, beside what it owes."""
    if state in (OperationState.OUTCOME_UNKNOWN, OperationState.NEEDS_PERSON):
        return DutyKind.UNKNOWN
    return DutyKind.REFUSED if state.final else DutyKind.UNSENT
