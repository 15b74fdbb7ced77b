"""Rows of one unit <-> the unit. On disk a state is two columns: is it here, and what holds it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping

from pos_app.adapters.storage import mapping
from pos_app.domain.sale import CaseKind
from pos_app.domain.stock import Condition, Unit, UnitState
from pos_app.ports.storage import UnitHit

_COLUMNS = {
    UnitState.INTAKE: ("in_stock", "intake"),
    UnitState.HELD: ("in_stock", "owed"),
    UnitState.IN_STOCK: ("in_stock", ""),
    UnitState.SOLD: ("sold", ""),
    UnitState.BACK: ("in_stock", "returned"),
    UnitState.LEFT: ("sold", "left"),
}
_STATES = {columns: state for state, columns in _COLUMNS.items()}


def hits_from(rows: Sequence[RowMapping]) -> tuple[UnitHit, ...]:
    """Rows of any number of units, each with the live line it stands on."""
    by_unit: dict[int, list[RowMapping]] = {}
    for row in rows:
        by_unit.setdefault(row["unit_id"], []).append(row)
    return tuple(
        UnitHit(
            unit=unit_from(same), sale_id=same[0]["sale_id"] or "", sale_state=same[0]["sale_state"] or "",
            till_id=same[0]["till_id"] or 0, invoice_number=same[0]["number"] or "",
            kind=CaseKind(same[0]["case_kind"] or "sale"),
        )
        for same in by_unit.values()
    )  # fmt: skip


def unit_from(rows: Sequence[RowMapping]) -> Unit:
    """Rows of one unit, one per IMEI, in slot order."""
    first = rows[0]
    return Unit(
        id=first["unit_id"],
        product=mapping.product_from(first, "product_"),
        imeis=tuple(row["imei"] for row in rows if row["imei"]),
        serial=first["serial"],
        eid=first["eid"],
        state=state_of(first["state"], first["hold"]),
        condition=Condition(first["condition"]),
        boxed=first["boxed"],
        grade=first["grade"],
        price=first["unit_price"],
        cost=first["cost"],
        entered_at=first["entered_at"],
    )


def state_of(here: str, hold: str) -> UnitState:
    return _STATES[(here, hold)]


def state_columns(state: UnitState) -> dict[str, str]:
    here, hold = _COLUMNS[state]
    return {"state": here, "hold": hold}


def unit_columns(unit: Unit) -> dict[str, Any]:
    """All but its numbers and its product."""
    return {
        "serial": unit.serial, "eid": unit.eid, **state_columns(unit.state), "condition": unit.condition.value,
        "boxed": unit.boxed, "grade": unit.grade, "price": unit.price, "cost": unit.cost,
        "entered_at": unit.entered_at,
    }  # fmt: skip
