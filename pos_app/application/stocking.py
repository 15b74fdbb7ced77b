"""A phone that is kept back and comes free in no other way: a manager says what becomes of it."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import codes, outbox
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.application.staff import approved_by
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.domain.run import MIN_REASON
from pos_app.domain.stock import UnitState, may_become
from pos_app.ports.storage import ReadSession

MAX_REASON = 400  # characters
ENDS = (UnitState.IN_STOCK, UnitState.LEFT)


@needs(Right.SETTLE_HELD)
def settle(services: Services, unit_id: int, becomes: UnitState, *, pin: str, reason: str) -> None:
    """A phone bought in or brought back whose transfer or activation never comes: for sale all the same, or gone. What
    is still owed of it is closed with the same reason, in the same transaction.

    Raises ShopError `reason-missing`, `becomes-missing`, a PIN's errors, `unit-moved-meanwhile`, `operation-busy`."""
    if becomes not in ENDS:
        raise ShopError("becomes-missing", field="becomes")
    if len(reason.strip()) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")  # before the PIN, so that no try is spent on it
    _kept_back(services, unit_id, reason)
    manager = approved_by(services, Right.SETTLE_HELD, pin)
    text = reason.strip()[:MAX_REASON]
    with services.storage.write() as session:
        unit = session.unit(unit_id)
        if unit is None or unit.state not in (UnitState.HELD, UnitState.BACK) or not may_become(unit.state, becomes):
            raise ShopError("unit-moved-meanwhile", detail=unit.name if unit else "")
        case_id = _case_of(session, unit_id)
        closed = [row.entry for row in session.owed() if case_id and row.entry.sale_id == case_id]
        for entry in closed:
            outbox.end(services, session, entry, text, manager.name)
        session.change_unit(replace(unit, state=becomes))
        data: dict[str, object] = {
            "unit": unit_id, "was": unit.state.value, "becomes": becomes.value, "reason": text,
            "seller": services.person, "closed": [entry.id for entry in closed],
        }  # fmt: skip
        session.audit(services.till_id, services.clock.now(), manager.name, "unit-settled", case_id or unit.name, data)


def _kept_back(services: Services, unit_id: int, reason: str) -> None:
    """Asked before the PIN as well: a phone that came free meanwhile costs nobody a try."""
    with services.storage.read() as session:
        unit = session.unit(unit_id)
        codes.refuse_in(session, reason, session.sale(_case_of(session, unit_id)))
    if unit is None or unit.state not in (UnitState.HELD, UnitState.BACK):
        raise ShopError("unit-moved-meanwhile", detail=unit.name if unit else "")


def _case_of(session: ReadSession, unit_id: int) -> str:
    return next((phone.case_id for phone in session.held_phones() if phone.unit_id == unit_id), "")
