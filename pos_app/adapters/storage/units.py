"""Rows of one unit -> the unit."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping

from pos_app.adapters.storage import mapping
from pos_app.domain.stock import Unit, UnitState


def unit_from(rows: Sequence[RowMapping]) -> Unit:
    """Rows of one unit, one per IMEI, in slot order."""
    first = rows[0]
    return Unit(
        id=first["unit_id"],
        product=mapping.product_from(first, "product_"),
        imeis=tuple(row["imei"] for row in rows if row["imei"]),
        serial=first["serial"],
        eid=first["eid"],
        state=UnitState(first["state"]),
    )
