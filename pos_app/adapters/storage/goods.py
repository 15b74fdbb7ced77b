"""Goods: listed with their counts, moved by rows whose sum is the level."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, func, insert, or_, select, update

from pos_app.adapters.storage import goods_tables as g
from pos_app.adapters.storage import mapping
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain.counting import Level, Movement, MovementKind, average
from pos_app.ports.goods import GoodsRow, PriceChange, PurchaseRow, UnitRow

_SAME_LETTERS = (("ي", "ی"), ("ى", "ی"), ("ك", "ک"), ("\u200c", " "))
_SOUGHT = ("title", "brand", "model", "model_code", "gtin", "goods_code", "category")


def _plain(column: ColumnElement[str]) -> ColumnElement[str]:
    """One writing of letters that look alike; case as the database folds it."""
    for other, one in _SAME_LETTERS:
        column = func.replace(column, other, one)
    return func.lower(column)


def _here() -> ColumnElement[int]:
    u = t.unit.c
    phones = select(func.count()).where(u.product_id == t.product.c.id, u.state == "in_stock", u.hold == "")
    return case((t.product.c.kind == "device", phones.scalar_subquery()), else_=func.coalesce(_level.quantity, 0))


_level = g.stock_level.c


def _listed() -> Select[Any]:
    return select(t.product, _here().label("here")).select_from(
        t.product.outerjoin(g.stock_level, _level.product_id == t.product.c.id)
    )


class SqlGoodsReads(SqlSession):
    """Implements `ports.goods.GoodsReads`."""

    def goods(
        self, words: tuple[str, ...], *, kind: str = "", low_only: bool = False, limit: int, skip: int = 0
    ) -> tuple[GoodsRow, ...]:
        p = t.product.c
        text = _plain(func.coalesce(p[_SOUGHT[0]], ""))
        for name in _SOUGHT[1:]:
            text = text + " " + _plain(p[name])
        query = _listed().where(*(text.contains(word, autoescape=True) for word in words))
        if kind:
            query = query.where(p.kind == kind)
        if low_only:
            query = query.where(p.low_level > 0, _here() <= p.low_level)
        rows = self._db.execute(query.order_by(p.title, p.id).limit(limit).offset(skip)).mappings()
        return tuple(GoodsRow(mapping.product_from(row), row["here"]) for row in rows)

    def categories(self) -> tuple[str, ...]:
        c = t.product.c.category
        return tuple(self._db.scalars(select(c).where(c != "").distinct().order_by(c)))

    def level(self, product_id: int) -> Level:
        found = self._db.execute(
            select(_level.quantity, _level.cost).where(_level.product_id == product_id)
        ).first()  # fmt: skip
        return Level(*found) if found else Level()

    def is_counted(self, product_id: int) -> bool:
        m = g.stock_movement.c
        came = or_(m.quantity > 0, m.kind == MovementKind.COUNT.value)
        return self._db.scalar(select(m.id).where(m.product_id == product_id, came).limit(1)) is not None

    def units_here(self, product_id: int) -> int:
        u = t.unit.c
        query = select(func.count()).where(u.product_id == product_id, u.state == "in_stock", u.hold == "")
        return int(self._db.scalar(query) or 0)

    def units_of(self, product_id: int, limit: int) -> tuple[UnitRow, ...]:
        u, first = t.unit.c, t.unit_imei.alias("first")
        query = (
            select(func.coalesce(first.c.imei, ""), u.serial, u.condition, u.entered_at, u.cost, u.price)
            .select_from(t.unit.outerjoin(first, and_(first.c.unit_id == u.id, first.c.slot == 1)))
            .where(u.product_id == product_id, u.state == "in_stock", u.hold == "")
            .order_by(u.entered_at, u.id)
            .limit(limit)
        )
        return tuple(UnitRow(*row) for row in self._db.execute(query))

    def movements(self, product_id: int, limit: int) -> tuple[Movement, ...]:
        m = g.stock_movement
        query = select(m).where(m.c.product_id == product_id).order_by(m.c.id.desc()).limit(limit)
        return tuple(_movement(row) for row in self._db.execute(query).mappings())

    def movements_of(self, case_id: str) -> tuple[Movement, ...]:
        m = g.stock_movement
        query = select(m).where(m.c.case_id == case_id).order_by(m.c.id)
        return tuple(_movement(row) for row in self._db.execute(query).mappings())

    def price_changes(self, product_id: int, limit: int) -> tuple[PriceChange, ...]:
        c = g.price_change.c
        query = select(c.at, c.who, c.old, c.new).where(c.product_id == product_id).order_by(c.id.desc()).limit(limit)
        return tuple(PriceChange(*row) for row in self._db.execute(query))

    def purchases(self, limit: int) -> tuple[PurchaseRow, ...]:
        p, line = g.purchase.c, g.purchase_line.c
        pieces = select(func.coalesce(func.sum(line.quantity), 0)).where(line.purchase_id == p.id).scalar_subquery()
        query = (
            select(p.id, func.coalesce(g.supplier.c.name, ""), p.number, p.day, p.source, pieces, p.total)
            .select_from(g.purchase.outerjoin(g.supplier, g.supplier.c.id == p.supplier_id))
            .order_by(p.id.desc())
            .limit(limit)
        )
        return tuple(PurchaseRow(*row) for row in self._db.execute(query))


class SqlGoodsWrites(SqlGoodsReads):
    """Implements `ports.goods.GoodsWrites`."""

    def move_goods(self, movement: Movement) -> Level:
        before = self.level(movement.product_id)
        if movement.quantity == 0:
            return before
        after = average(before, movement.quantity, movement.cost)
        values = {
            "product_id": movement.product_id, "at": movement.at, "kind": movement.kind.value,
            "quantity": movement.quantity, "cost": movement.cost if movement.quantity > 0 else before.cost,
            "case_id": movement.case_id or None, "purchase_id": movement.purchase_id or None,
            "till_id": movement.till_id, "who": movement.who, "reason": movement.reason,
        }  # fmt: skip
        self._db.execute(insert(g.stock_movement).values(**values))
        moved = self._db.execute(
            update(g.stock_level)
            .where(_level.product_id == movement.product_id)
            .values(quantity=_level.quantity + movement.quantity, cost=after)
            .returning(_level.quantity)
        ).scalar()
        if moved is None:
            first = {"product_id": movement.product_id, "quantity": movement.quantity, "cost": after}
            self._db.execute(insert(g.stock_level).values(**first))
            moved = movement.quantity
        return Level(moved, after)

    def note_price(self, product_id: int, change: PriceChange) -> None:
        self._db.execute(insert(g.price_change).values(product_id=product_id, **change._asdict()))


def _movement(row: RowMapping) -> Movement:
    return Movement(
        product_id=row["product_id"], at=row["at"], kind=MovementKind(row["kind"]), quantity=row["quantity"],
        till_id=row["till_id"], who=row["who"], cost=row["cost"], case_id=row["case_id"] or "",
        purchase_id=row["purchase_id"] or 0, reason=row["reason"],
    )  # fmt: skip
