"""What follows when a phone has changed hands in the registry: the transfer is complete, and what was held back for it
is for sale."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pos_app.domain.errors import ShopError
from pos_app.domain.identifiers import mobile_masked
from pos_app.domain.outbox import OutboxEntry, Settlement
from pos_app.domain.registry import OperationKind, OperationState
from pos_app.domain.run import StepState, reset_proven
from pos_app.domain.sale import CaseKind, Sale, SaleState
from pos_app.domain.stock import UnitState
from pos_app.domain.transfer import TransferState, state_of
from pos_app.ports.storage import ReadSession, WriteSession

COMPLETED = "completed-by-activation"


def activated(session: WriteSession, entry: OutboxEntry, now: datetime, *, who: str) -> None:
    """In the transaction in which an activation succeeded. A transfer that a person dialled ends with it; one by the
    service is told by the registry itself. A phone that was bought in, or brought back, is now the shop's."""
    opened = (OperationState.ACCEPTED, OperationState.AWAITING_BUYER)
    for other in session.entries_of(entry.sale_id):
        if other.kind is OperationKind.TRANSFER and other.channel.assisted and other.state in opened:
            settled = Settlement(OperationState.SUCCEEDED, COMPLETED, assurance=other.assurance)
            session.settle(other.id, settled, now, who=who)
    case = session.sale(entry.sale_id)
    if case is None or case.kind is CaseKind.SALE or case.state is not SaleState.COMPLETED or case.unit is None:
        return
    unit = session.unit(case.unit.id)
    if unit is None or unit.state not in (UnitState.HELD, UnitState.BACK) or not _complete(session, case, entry):
        return
    held_by = next((phone.case_id for phone in session.held_phones() if phone.unit_id == unit.id), "")
    if held_by != case.id:
        return  # an older case's half came late; the phone waits for those of its last
    session.change_unit(replace(unit, state=UnitState.IN_STOCK))
    if case.kind is CaseKind.RETURN:
        overtake(session, case.refers_to, now, who=who)
    data: dict[str, object] = {"unit": unit.id, "was": unit.state.value, "by": entry.id}
    session.audit(entry.till_id, now, who, "unit-freed", case.id, data)


def overtake(session: WriteSession, sale_id: str, now: datetime, *, who: str) -> None:
    """The phone is on the shop's SIM again: whatever became of a transfer to its buyer, no code of it is good any more,
    and nobody has to find out."""
    for other in session.entries_of(sale_id):
        if other.kind is OperationKind.TRANSFER and other.channel.assisted and not other.state.final:
            session.settle(other.id, Settlement(OperationState.EXPIRED, "sale-returned"), now, who=who)
            session.close_refused(other.id)


def _complete(session: ReadSession, case: Sale, entry: OutboxEntry) -> bool:
    """Both halves, to one and the same SIM, and its owner signed out. A manager's word stands in for a transfer that
    nobody knows of."""
    if case.run is not None and not reset_proven(case.run):
        return False
    record = case.run.last(OperationKind.TRANSFER.value) if case.run else None
    transfers = [e for e in session.entries_of(case.id) if e.kind is OperationKind.TRANSFER]
    if not transfers:
        return record is None or record.state in (StepState.DONE, StepState.RELEASED)
    last = transfers[-1]
    same = last.payload.get("to_msisdn") == entry.payload.get("msisdn")
    released = record is not None and record.state is StepState.RELEASED
    return same and (released or state_of(last.state, OperationState.SUCCEEDED).complete)


def refuse_another_sim(session: ReadSession, case: Sale, sim: str) -> None:
    """The code of a transfer activates the SIM that it was sent to. Raises ShopError at `sim`."""
    last = case.run.last(OperationKind.TRANSFER.value) if case.run else None
    if last is None or not last.state.passed:
        return
    transfers = [e for e in session.entries_of(case.id) if e.kind is OperationKind.TRANSFER]
    to_sim = transfers[-1].payload.get("to_msisdn", "") if transfers else case.draft.get("to_sim", "")
    if to_sim and to_sim != sim:
        raise ShopError("sim-not-the-transfers", field="sim", detail=mobile_masked(to_sim))


def transfer_is_due(session: ReadSession, case_id: str) -> bool:
    """The case has a transfer that was never opened, or came to nothing: no code can be there to activate with."""
    transfers = [e for e in session.entries_of(case_id) if e.kind is OperationKind.TRANSFER]
    return bool(transfers) and state_of(transfers[-1].state, None) is TransferState.DUE
