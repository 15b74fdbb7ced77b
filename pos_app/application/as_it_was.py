"""What a case writes on a phone before it has come to its end is taken back when it is given up."""

from __future__ import annotations

import json
from dataclasses import replace

from pos_app.domain.sale import CaseKind, Sale
from pos_app.domain.stock import Condition, Unit, UnitState
from pos_app.ports.storage import WriteSession

WAS = "unit_was"  # in the case's draft, beside what was typed


def as_it_was(unit: Unit) -> str:
    """What a case may change of a phone that it did not make."""
    return json.dumps(
        {
            "product": unit.product.id, "imeis": list(unit.imeis), "serial": unit.serial, "state": unit.state.value,
            "condition": unit.condition.value, "boxed": unit.boxed, "grade": unit.grade, "price": unit.price,
        }
    )  # fmt: skip


def put_back(session: WriteSession, case: Sale) -> Unit:
    """The phone of a case that is given up: as it was before, and gone home where it was only here to be bought."""
    unit = case.unit
    assert unit is not None  # noqa: S101 - the caller looked
    said = case.draft.get(WAS)
    if said:
        was = json.loads(said)
        product = session.product(was["product"]) or unit.product
        return replace(
            unit, product=product, imeis=tuple(was["imeis"]), serial=was["serial"], state=UnitState(was["state"]),
            condition=Condition(was["condition"]), boxed=was["boxed"], grade=was["grade"], price=was["price"],
        )  # fmt: skip
    if case.kind is not CaseKind.BUY_IN or unit.state is not UnitState.INTAKE:
        return unit
    # Numbers that nobody held against the phone may be a slip of typing: they must not stand in another phone's way.
    compared = case.run is not None and (case.run.passed("box_match") or case.run.passed("device_match"))
    return replace(unit, state=UnitState.LEFT, imeis=unit.imeis if compared else ())
