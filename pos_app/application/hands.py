"""What follows when a phone has changed hands in the registry: the transfer is complete, and what was held back for it
is for sale."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pos_app.domain.outbox import OutboxEntry, Settlement
from pos_app.domain.registry import OperationKind, OperationState
from pos_app.domain.sale import CaseKind, SaleState
from pos_app.domain.stock import UnitState
from pos_app.ports.storage import WriteSession

COMPLETED = "completed-by-activation"


def activated(session: WriteSession, entry: OutboxEntry, now: datetime, *, who: str) -> None:
    """In the transaction in which an activation succeeded. A transfer that a person dialled ends with it; one by the
    service is told by the registry itself. A phone that was bought in, or brought back, is now the shop's."""
    for other in session.entries_of(entry.sale_id):
        if other.kind is OperationKind.TRANSFER and other.channel.assisted and not other.state.final:
            settled = Settlement(OperationState.SUCCEEDED, COMPLETED, assurance=other.assurance)
            session.settle(other.id, settled, now, who=who)
    case = session.sale(entry.sale_id)
    if case is None or case.kind is CaseKind.SALE or case.state is not SaleState.COMPLETED or case.unit is None:
        return
    unit = session.unit(case.unit.id)
    if unit is not None and unit.state in (UnitState.HELD, UnitState.BACK):
        session.change_unit(replace(unit, state=UnitState.IN_STOCK))
        data: dict[str, object] = {"unit": unit.id, "was": unit.state.value, "by": entry.id}
        session.audit(entry.till_id, now, who, "unit-freed", case.id, data)
