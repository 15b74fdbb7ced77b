"""From what the shop's memory knows to rows of the duties board: one row for one thing that is owed, never two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from pos_app import jalali
from pos_app.application.ask import BINDING
from pos_app.application.outbox import GRACE_HINT_DAYS
from pos_app.domain.checklist import Checklist
from pos_app.domain.conflict import Conflict
from pos_app.domain.duty import HOLDER_STEP, LEFT_ALONE, CodeAt, Duty, DutyAct, DutyKind, code_at, of_state
from pos_app.domain.evidence import TransferEvidence
from pos_app.domain.freshness import too_old
from pos_app.domain.guards_used import OPENED
from pos_app.domain.registry import OperationKind, OperationState
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.sale import CaseKind
from pos_app.domain.stock import UnitState
from pos_app.ports.duties import HeldPhone, OpenCase, Unprinted, WaitingOperation

_GRACE = timedelta(days=GRACE_HINT_DAYS)
RESET_STEP, TRANSFER_STEP, ACTIVATION_STEP = "reset", "transfer", "activation"
_OPEN_TRANSFER = 3  # its rank: it waits for the other party, or for the registry to say so
#: What a case on the counter is called by, where several things are so.
_GRAVEST = (
    DutyKind.ACTIVATION, DutyKind.RESET, DutyKind.STALE, DutyKind.UNKNOWN, DutyKind.REFUSED, DutyKind.PARKED,
    DutyKind.UNSENT,
)  # fmt: skip


def of_phone(phone: HeldPhone, operations: tuple[WaitingOperation, ...], now: datetime) -> Duty:
    """What its case still owes is this row's next act; a manager may settle it otherwise."""
    chosen = next_of(operations)
    deadline, about = _deadline(operations, phone.since)
    acts = {DutyAct.SETTLE}
    if chosen is not None:
        acts.add(DutyAct.WORK)
        if _waits_for_the_other(chosen):
            acts.add(DutyAct.REMIND)
    return Duty(
        key=f"unit:{phone.unit_id}", kind=DutyKind.HELD if phone.state is UnitState.HELD else DutyKind.BACK,
        since=phone.since or now, title=phone.title, imei=phone.imei, also=_also(chosen),
        deadline=deadline if chosen else None, about=about, till_id=phone.till_id, case_id=phone.case_id,
        case_kind=phone.case_kind, unit_id=phone.unit_id, unproven=phone.unproven, acts=frozenset(acts), **_of(chosen),  # type: ignore[arg-type]
    )  # fmt: skip


def of_case(operations: tuple[WaitingOperation, ...]) -> Duty:
    """All that one complete case owes (it owes something): the transfer while it is not begun, then the activation."""
    chosen = min(operations, key=_order)
    if _rank(chosen) == _OPEN_TRANSFER:
        return of_operation(chosen)  # the other party did its part: only the registry's word is missing
    since = min([chosen.done_at or chosen.created_at, *(one.created_at for one in operations)])
    deadline, about = _deadline(operations, chosen.done_at)
    acts = {DutyAct.WORK, DutyAct.CLOSE}
    if _waits_for_the_other(chosen):
        acts.add(DutyAct.REMIND)
    begins = chosen.kind is OperationKind.TRANSFER
    return Duty(
        key=f"case:{chosen.case_id}", kind=DutyKind.TRANSFER if begins else DutyKind.ACTIVATION, since=since,
        title=chosen.title, imei=chosen.imei, also=_also(chosen), deadline=deadline, about=about,
        till_id=chosen.case_till, case_id=chosen.case_id, case_kind=chosen.case_kind,
        acts=frozenset(acts), **_of(chosen),  # type: ignore[arg-type]
    )  # fmt: skip


def of_operation(one: WaitingOperation) -> Duty:
    """What binds nobody, or whose case was given up, and waits all the same."""
    return Duty(
        key=f"operation:{one.entry_id}", kind=of_state(one.state), since=one.created_at, title=one.title,
        imei=one.imei, till_id=one.till_id, case_id=one.case_id, case_kind=one.case_kind,
        acts=frozenset({DutyAct.WORK, DutyAct.CLOSE}), **_of(one),  # type: ignore[arg-type]
    )  # fmt: skip


def of_open(
    case: OpenCase, checklist: Checklist | None, operations: tuple[WaitingOperation, ...], now: datetime,
    limit: timedelta, *, here: bool,
) -> Duty | None:  # fmt: skip
    """None for one that somebody works on now. An outcome that nobody knows is said at once."""
    left = now - case.touched_at >= LEFT_ALONE
    opened: StepRecord | None = None
    kinds = {of_state(one.state) for one in operations}
    if not left:
        kinds &= {DutyKind.UNKNOWN}
    else:
        if _another_day(case.touched_at, now):
            kinds.add(DutyKind.PARKED)
        if case.run is not None and checklist is not None:
            opened = _transferred(case, checklist)
            if opened is not None:
                kinds.add(DutyKind.ACTIVATION)
            if _unproven(case, checklist):
                kinds.add(DutyKind.RESET)
            if too_old(checklist, case.run, now, limit) is not None:
                kinds.add(DutyKind.STALE)
    if not kinds:
        return None
    kind = next(kind for kind in _GRAVEST if kind in kinds)
    told = next((one for one in operations if of_state(one.state) is kind), None)
    deadline, about = _deadline(operations, opened.at) if opened is not None else (None, False)
    at = code_at(case.run.checklist_id, ACTIVATION_STEP) if case.run is not None else CodeAt.CARD
    return Duty(
        key=f"case:{case.case_id}", kind=kind, also=frozenset(kinds - {kind}), since=case.opened_at, title=case.title,
        imei=case.imei, till_id=case.till_id, case_id=case.case_id, case_kind=case.kind,
        deadline=deadline, about=about, acts=frozenset({DutyAct.COUNTER} if here else ()),
        **{"code_at": at, **_of(told)},  # type: ignore[arg-type]
    )  # fmt: skip


def of_paper(paper: Unprinted) -> Duty:
    return Duty(
        key=f"paper:{paper.number}", kind=DutyKind.PAPER, since=paper.issued_at, title=paper.title, imei=paper.imei,
        till_id=paper.till_id, case_id=paper.case_id, case_kind=paper.case_kind, number=paper.number,
        acts=frozenset({DutyAct.PRINT}),
    )  # fmt: skip


def of_conflict(conflict: Conflict) -> Duty:
    return Duty(
        key=f"conflict:{conflict.id}", kind=DutyKind.CONFLICT, since=conflict.found_at, imei=conflict.imei,
        conflict_id=conflict.id, detail=conflict.kind.value, barred=bool(conflict.decision),
        acts=frozenset({DutyAct.DIFFERENCES}),
    )  # fmt: skip


def next_of(operations: Iterable[WaitingOperation]) -> WaitingOperation | None:
    """The one to be done first: the permit holder's activation, a transfer that is not begun, the activation; last a
    transfer that only waits for the other party."""
    return min(operations, key=_order, default=None)


def owed_by_a_case(one: WaitingOperation) -> bool:
    return one.done_at is not None and one.kind in BINDING


def _order(one: WaitingOperation) -> tuple[int, datetime, str]:
    return _rank(one), one.created_at, one.entry_id


def _rank(one: WaitingOperation) -> int:
    if one.kind is OperationKind.TRANSFER:
        return _OPEN_TRANSFER if one.state in OPENED else 1
    return 0 if one.step == HOLDER_STEP else 2


def _waits_for_the_other(one: WaitingOperation) -> bool:
    """A buyer activates; who sells to the shop, or brings back, transfers."""
    if one.case_kind is CaseKind.SALE:
        return one.kind is OperationKind.ACTIVATION
    return one.kind is OperationKind.TRANSFER and one.state not in OPENED


def _of(one: WaitingOperation | None) -> dict[str, object]:
    if one is None:
        return {}
    return {
        "entry_id": one.entry_id, "owes": one.kind.value, "state": one.state, "channel": one.channel,
        "code_at": code_at(one.list_id, one.step),
    }  # fmt: skip


def _also(one: WaitingOperation | None) -> frozenset[DutyKind]:
    """Waiting is what a duty does; only what the service has still to be sent is said besides."""
    if one is None:
        return frozenset()
    kind = of_state(one.state)
    unsent = one.state is OperationState.QUEUED and not one.channel.assisted
    return frozenset({kind} if kind is not DutyKind.UNSENT or unsent else ())


def _deadline(
    operations: tuple[WaitingOperation, ...], done_at: datetime | None
) -> tuple[datetime | None, bool]:  # fmt: skip
    """The registry's own word before the shop's usual number of days, which is only about right."""
    said = [one.deadline for one in operations if one.deadline is not None]
    if said:
        return min(said), False
    return (done_at + _GRACE, True) if done_at is not None else (None, False)


def _unproven(case: OpenCase, checklist: Checklist) -> bool:
    run = case.run
    return run is not None and not run.passed(RESET_STEP) and any(s.id == RESET_STEP for s in run.steps(checklist))


def _transferred(case: OpenCase, checklist: Checklist) -> StepRecord | None:
    """The transfer that is open, where the activation that completes it has not been done."""
    record = case.run.last(TRANSFER_STEP) if case.run is not None else None
    if case.run is None or record is None or not isinstance(record.evidence, TransferEvidence):
        return None
    done = case.run.last(ACTIVATION_STEP)
    owes = any(step.id == ACTIVATION_STEP for step in case.run.steps(checklist))
    if not owes or (done is not None and done.state is StepState.DONE) or record.evidence.state not in OPENED:
        return None
    return record


def _another_day(before: datetime, now: datetime) -> bool:
    return jalali.local(before).date() < jalali.local(now).date()
