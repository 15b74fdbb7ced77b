"""Suspicions that rest on what a seller typed at a buy-in, and on nothing else, of a phone that went home again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.units import state_columns
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.sale import CaseKind, SaleState
from pos_app.domain.stock import Condition, UnitState
from pos_app.domain.tac import PRODUCT, TABLE


def typed_and_gone() -> ColumnElement[bool]:
    """Of a row of `conflict`. The phone left without ever being asked about and without any case but buy-ins that were
    given up, or its number was put right and stands on no phone. It is looked at anew each time: a phone that comes
    again brings its suspicion along."""
    c, named, line, sale = t.conflict, t.unit_imei, t.sale_line, t.sale
    mine = named.c.imei == c.c.imei
    typed = and_(
        c.c.kind == ConflictKind.CLONE.value, c.c.shop_says.like(f"{PRODUCT}: %"), c.c.registry_says.like(f"{TABLE}: %")
    )  # fmt: skip
    on_a_phone = select(named.c.imei).where(mine).exists()
    home = (
        select(t.unit.c.id)
        .join(named, named.c.unit_id == t.unit.c.id)
        .where(mine, *(t.unit.c[name] == value for name, value in state_columns(UnitState.LEFT).items()))
        .where(t.unit.c.condition == Condition.USED.value)
        .exists()
    )
    given_up = and_(sale.c.kind == CaseKind.BUY_IN.value, sale.c.state == SaleState.ABANDONED.value)
    other_case = (
        select(sale.c.id)
        .join(line, line.c.sale_id == sale.c.id)
        .join(named, named.c.unit_id == line.c.unit_id)
        .where(mine, ~given_up)
        .exists()
    )
    pair = named.alias()
    numbers = select(pair.c.imei).join(named, named.c.unit_id == pair.c.unit_id).where(mine).correlate(c)
    about = or_(t.operation.c.device_key == c.c.imei, t.operation.c.device_key.in_(numbers))
    asked = select(t.operation.c.id).where(about).exists()
    return and_(typed, or_(~on_a_phone, home), ~other_case, ~asked)
