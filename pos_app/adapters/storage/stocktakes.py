"""Stocktakes. What was not counted is found by the database itself, at the close: a shop may hold a million phones."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, delete, func, insert, literal, or_, select, update

from pos_app.adapters.storage import goods_tables as g
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.ports.stocktakes import Pile, Scan, Stocktake

_scan = g.stocktake_scan.c
_number = t.unit_imei.alias("number")


def _expected() -> ColumnElement[bool]:
    """Phones that should lie here: for sale, or kept back."""
    return and_(t.unit.c.state == "in_stock", t.unit.c.hold != "intake")


class SqlStocktakeReads(SqlSession):
    """Implements `ports.stocktakes.StocktakeReads`."""

    def open_stocktake(self, till_id: int) -> Stocktake | None:
        s = g.stocktake
        row = self._db.execute(select(s).where(s.c.till_id == till_id, s.c.result == "")).mappings().first()
        return _stocktake(row) if row else None

    def stocktakes(self, limit: int) -> tuple[Stocktake, ...]:
        rows = self._db.execute(select(g.stocktake).order_by(g.stocktake.c.id.desc()).limit(limit)).mappings()
        return tuple(_stocktake(row) for row in rows)

    def stocktake_counts(self, stocktake_id: int) -> dict[str, int]:
        mine = _scan.stocktake_id == stocktake_id
        phones = select(_scan.finding, func.count()).where(mine, _scan.product_id.is_(None)).group_by(_scan.finding)
        found: dict[str, int] = {row[0]: row[1] for row in self._db.execute(phones)}
        pieces = select(func.coalesce(func.sum(_scan.quantity), 0)).where(mine, _scan.product_id.is_not(None))
        found["pieces"] = int(self._db.scalar(pieces) or 0)
        found["expected"] = int(self._db.scalar(select(func.count()).select_from(t.unit).where(_expected())) or 0)
        return found

    def stocktake_scans(self, stocktake_id: int, limit: int, *, without_counted: bool = False) -> tuple[Scan, ...]:
        of_unit, of_pile = t.product.alias("of_unit"), t.product.alias("of_pile")
        title = func.coalesce(of_unit.c.title, of_pile.c.title, "")
        query = (
            select(
                _scan.id, _scan.code, title, _scan.finding, _scan.quantity, _scan.at, _scan.who,
                _scan.product_id.is_not(None),
            )
            .select_from(
                g.stocktake_scan.outerjoin(t.unit, t.unit.c.id == _scan.unit_id)
                .outerjoin(of_unit, of_unit.c.id == t.unit.c.product_id)
                .outerjoin(of_pile, of_pile.c.id == _scan.product_id)
            )
            .where(_scan.stocktake_id == stocktake_id)
            .order_by(_scan.at.desc(), _scan.id.desc())
            .limit(limit)
        )  # fmt: skip
        if without_counted:
            query = query.where(_scan.finding != "counted")
        return tuple(Scan._make((*row[:-1], bool(row[-1]))) for row in self._db.execute(query))

    def piles(self, stocktake_id: int) -> tuple[Pile, ...]:
        """What was counted, and what should be here though nobody has counted it."""
        mine = and_(_scan.stocktake_id == stocktake_id, _scan.product_id == t.product.c.id)
        level = g.stock_level.c
        counted, should = func.coalesce(_scan.quantity, 0), func.coalesce(level.quantity, 0)
        query = (
            select(t.product.c.id, t.product.c.title, counted, should)
            .select_from(
                t.product.outerjoin(g.stocktake_scan, mine).outerjoin(g.stock_level, level.product_id == t.product.c.id)
            )
            .where(t.product.c.kind == "accessory", or_(counted != 0, should != 0))
            .order_by(t.product.c.title)
        )
        return tuple(Pile(*row) for row in self._db.execute(query))


class SqlStocktakeWrites(SqlStocktakeReads):
    """Implements `ports.stocktakes.StocktakeWrites`."""

    def open_new_stocktake(self, till_id: int, at: datetime, who: str) -> int:
        key = self._db.execute(
            insert(g.stocktake).values(till_id=till_id, opened_at=at, opened_by=who)
        ).inserted_primary_key  # fmt: skip
        return int(key[0]) if key else 0

    def count_unit(self, stocktake_id: int, unit_id: int, code: str, finding: str, at: datetime, who: str) -> bool:
        return self._count_once(
            _scan.unit_id == unit_id,
            {"stocktake_id": stocktake_id, "code": code, "unit_id": unit_id, "finding": finding, "at": at, "who": who},
        )

    def count_unknown(self, stocktake_id: int, code: str, at: datetime, who: str) -> bool:
        return self._count_once(
            and_(_scan.code == code, _scan.finding == "unknown"),
            {"stocktake_id": stocktake_id, "code": code, "finding": "unknown", "at": at, "who": who},
        )

    def _count_once(self, same: ColumnElement[bool], values: dict[str, Any]) -> bool:
        mine = _scan.stocktake_id == values["stocktake_id"]
        if self._db.scalar(select(_scan.id).where(mine, same)) is not None:
            return False
        self._db.execute(insert(g.stocktake_scan).values(quantity=1, **values))
        return True

    def count_pieces(self, stocktake_id: int, product_id: int, code: str, more: int, at: datetime, who: str) -> int:
        mine = _scan.stocktake_id == stocktake_id, _scan.product_id == product_id
        raised = update(g.stocktake_scan).where(*mine).values(quantity=_scan.quantity + more, at=at, who=who)
        counted = self._db.execute(raised.returning(_scan.quantity)).scalar()
        if counted is None:
            values = {"code": code, "product_id": product_id, "finding": "counted", "at": at, "who": who}
            self._db.execute(insert(g.stocktake_scan).values(stocktake_id=stocktake_id, quantity=more, **values))
            return more
        return int(counted)

    def take_back_scan(self, stocktake_id: int) -> str:
        mine = select(_scan.id, _scan.code, _scan.quantity, _scan.product_id).where(_scan.stocktake_id == stocktake_id)
        last = self._db.execute(mine.order_by(_scan.at.desc(), _scan.id.desc()).limit(1)).first()
        if last is None:
            return ""
        this = _scan.id == last.id
        if last.product_id is not None and last.quantity > 1:
            self._db.execute(update(g.stocktake_scan).where(this).values(quantity=_scan.quantity - 1))
        else:
            self._db.execute(delete(g.stocktake_scan).where(this))
        return str(last.code)

    def close_stocktake(self, stocktake_id: int, at: datetime, who: str, note: str, result: dict[str, int]) -> None:
        ours = g.stocktake.c.id == stocktake_id
        values = {"closed_at": at, "closed_by": who, "note": note, "result": json.dumps(result, sort_keys=True)}
        self._db.execute(update(g.stocktake).where(ours).values(**values))

    def write_missing(self, stocktake_id: int, at: datetime, who: str) -> int:
        counted = select(_scan.unit_id).where(_scan.stocktake_id == stocktake_id, _scan.unit_id == t.unit.c.id)
        code = func.coalesce(_number.c.imei, t.unit.c.serial)
        at_type = _scan.at.type
        missing = (
            select(
                literal(stocktake_id), code, t.unit.c.id, literal("missing"), literal(1), literal(at, at_type),
                literal(who),
            )
            .select_from(t.unit.outerjoin(_number, and_(_number.c.unit_id == t.unit.c.id, _number.c.slot == 1)))
            .where(_expected(), ~counted.exists())
        )  # fmt: skip
        names = ("stocktake_id", "code", "unit_id", "finding", "quantity", "at", "who")
        self._db.execute(insert(g.stocktake_scan).from_select(names, missing))
        found = select(func.count()).where(_scan.stocktake_id == stocktake_id, _scan.finding == "missing")
        return int(self._db.scalar(found) or 0)  # not every driver says how many an insert of a selection wrote


def _stocktake(row: RowMapping) -> Stocktake:
    return Stocktake(**{**row, "result": json.loads(row["result"]) if row["result"] else {}})
