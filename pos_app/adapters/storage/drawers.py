"""Shifts and the money that moved in them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update

from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.day_tables import cash_move, shift
from pos_app.adapters.storage.session import SqlSession
from pos_app.adapters.storage.shift_digest import digest
from pos_app.domain.drawer import Cause, Move, Shift
from pos_app.domain.errors import ShopError
from pos_app.domain.sale import CaseKind, PaymentMethod


class SqlDrawerReads(SqlSession):
    """Implements `ports.drawers.DrawerReads`."""

    def open_shift(self, till_id: int) -> Shift | None:
        row = self._db.execute(select(shift).where(shift.c.open_on == till_id)).mappings().first()
        return _shift(row) if row is not None else None

    def shift(self, shift_id: int) -> Shift | None:
        row = self._db.execute(select(shift).where(shift.c.id == shift_id)).mappings().first()
        return _shift(row) if row is not None else None

    def last_closed(self, till_id: int) -> Shift | None:
        closed = select(shift).where(shift.c.till_id == till_id, shift.c.open_on.is_(None))
        row = self._db.execute(closed.order_by(shift.c.id.desc()).limit(1)).mappings().first()
        return _shift(row) if row is not None else None

    def shifts(self, till_id: int, limit: int, before: int = 0) -> tuple[Shift, ...]:
        found = select(shift).where(shift.c.till_id == till_id)
        if before:
            found = found.where(shift.c.id < before)
        rows = self._db.execute(found.order_by(shift.c.id.desc()).limit(limit)).mappings()
        return tuple(_shift(row) for row in rows)

    def moves(self, shift_id: int) -> tuple[Move, ...]:
        found = select(cash_move).where(cash_move.c.shift_id == shift_id).order_by(cash_move.c.id)
        return tuple(_move(row) for row in self._db.execute(found).mappings())

    def shift_digest(self, shift_id: int) -> str:
        return digest(self._db, shift_id)

    def sales_in(self, shift_id: int) -> int:
        ours = t.sale.c.shift_id == shift_id, t.sale.c.kind == CaseKind.SALE.value
        return int(self._db.scalar(select(func.count()).select_from(t.sale).where(*ours)) or 0)

    def till_name(self, till_id: int) -> str:
        return str(self._db.scalar(select(t.till.c.name).where(t.till.c.id == till_id)) or "")

    def shift_of(self, sale_id: str) -> int:
        return int(self._db.scalar(select(t.sale.c.shift_id).where(t.sale.c.id == sale_id)) or 0)


class SqlDrawerWrites(SqlDrawerReads):
    """Implements `ports.drawers.DrawerWrites`."""

    def begin_shift(self, new: Shift) -> int:
        if self.open_shift(new.till_id) is not None:
            raise ShopError("shift-open-already")
        values: dict[str, Any] = {
            "till_id": new.till_id, "open_on": new.till_id, "opened_at": new.opened_at, "opened_by": new.opened_by,
            "opening": new.opening, "by_itself": new.by_itself,
        }  # fmt: skip
        made = self._db.execute(insert(shift).values(**values)).inserted_primary_key
        return int(made[0]) if made else 0

    def set_opening(self, shift_id: int, opening: int) -> None:
        ours = shift.c.id == shift_id
        self._db.execute(update(shift).where(ours).values(opening=opening, by_itself=False))

    def add_move(self, shift_id: int, move: Move) -> None:
        values = asdict(move) | {"cause": move.cause.value, "way": move.way.value}
        self._db.execute(insert(cash_move).values(shift_id=shift_id, **values))

    def put_in_shift(self, sale_id: str, shift_id: int) -> None:
        ours = t.sale.c.id == sale_id, t.sale.c.shift_id.is_(None)
        self._db.execute(update(t.sale).where(*ours).values(shift_id=shift_id))

    def end_shift(self, ended: Shift, at: datetime) -> None:
        values: dict[str, Any] = {
            "open_on": None, "closed_at": at, "closed_by": ended.closed_by, "left": ended.left,
            "counted": json.dumps(dict(ended.counted), sort_keys=True), "number": ended.number or None,
            "document": ended.document,
        }  # fmt: skip
        still_open = shift.c.id == ended.id, shift.c.closed_at.is_(None)
        if self._db.execute(update(shift).where(*still_open).values(**values)).rowcount != 1:
            raise ShopError("shift-closed")


def _shift(row: RowMapping) -> Shift:
    values = dict(row)
    del values["open_on"]
    values["counted"] = json.loads(row["counted"]) if row["counted"] else {}
    return Shift(**values | {"number": row["number"] or ""})


def _move(row: RowMapping) -> Move:
    values = {name: value for name, value in row.items() if name not in ("id", "shift_id")}
    return Move(**values | {"cause": Cause(row["cause"]), "way": PaymentMethod(row["way"])})
