"""Pages of what is exported: each begins behind the key of the page before, so that none is slower than the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, literal, select, tuple_

from pos_app.adapters.storage import goods_tables as g
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.people_tables import customer, customer_case
from pos_app.adapters.storage.session import SqlSession
from pos_app.adapters.storage.units import state_of
from pos_app.domain.sale import CaseKind, SaleState
from pos_app.ports.exports import Issued, IssuedPage, Page

_first, _second = t.unit_imei.alias("first"), t.unit_imei.alias("second")


def _slot(slots: Any, number: int) -> ColumnElement[bool]:
    return and_(slots.c.unit_id == t.unit.c.id, slots.c.slot == number)


_WITH_SLOTS = t.unit.outerjoin(_first, _slot(_first, 1)).outerjoin(_second, _slot(_second, 2))


def _units() -> Select[Any]:
    u, p = t.unit.c, t.product.c
    asking = case((u.price > 0, u.price), (u.condition == "sealed", p.price), else_=0)
    return (
        select(
            u.id, _first.c.imei, _second.c.imei, u.serial, u.eid, p.title, p.brand, p.model, p.model_code,
            u.state, u.hold, u.condition, u.grade, asking, u.cost, u.entered_at, g.supplier.c.name,
            g.purchase.c.number, g.purchase.c.day,
        )
        .select_from(
            _WITH_SLOTS.join(t.product, p.id == u.product_id)
            .outerjoin(g.purchase, g.purchase.c.id == u.purchase_id)
            .outerjoin(g.supplier, g.supplier.c.id == g.purchase.c.supplier_id)
        )
        .order_by(u.id)
    )  # fmt: skip


def _products() -> Select[Any]:
    p, u = t.product.c, t.unit.c
    phones = select(func.count()).where(u.product_id == p.id, u.state == "in_stock", u.hold == "").scalar_subquery()
    here = case((p.kind == "device", phones), else_=func.coalesce(g.stock_level.c.quantity, 0))
    return (
        select(
            p.id, p.kind, p.title, p.category, p.brand, p.model, p.model_code, p.gtin, p.goods_code, p.unit_code,
            p.price, p.vat_hundredths, p.guarantee, here, p.low_level,
        )
        .select_from(t.product.outerjoin(g.stock_level, g.stock_level.c.product_id == p.id))
        .order_by(p.id)
    )  # fmt: skip


def _purchases() -> Select[Any]:
    one, line = g.purchase.c, g.purchase_line.c
    return (
        select(
            line.id, one.id, g.supplier.c.name, one.number, one.day, one.source, t.product.c.title, line.quantity,
            line.cost, line.quantity * func.coalesce(line.cost, 0), one.who, one.at,
        )
        .select_from(
            g.purchase_line.join(g.purchase, one.id == line.purchase_id)
            .join(t.product, t.product.c.id == line.product_id)
            .outerjoin(g.supplier, g.supplier.c.id == one.supplier_id)
        )
        .order_by(line.id)
    )  # fmt: skip


def _movements_in() -> Select[Any]:
    """Phones as they came by a purchase."""
    u = t.unit.c
    return (
        select(
            u.id, u.entered_at, literal("purchase"), t.product.c.title,
            func.coalesce(_first.c.imei, u.serial), literal(1), u.cost, g.supplier.c.name, g.purchase.c.who,
        )
        .select_from(
            t.unit.join(g.purchase, g.purchase.c.id == u.purchase_id)
            .join(t.product, t.product.c.id == u.product_id)
            .outerjoin(g.supplier, g.supplier.c.id == g.purchase.c.supplier_id)
            .outerjoin(_first, _slot(_first, 1))
        )
        .order_by(u.id)
    )  # fmt: skip


def _movements_out() -> Select[Any]:
    """Phones as cases moved them: sold, brought back, bought in."""
    s, line, u = t.sale.c, t.sale_line.c, t.unit.c
    number = func.coalesce(t.invoice.c.number, t.paper.c.number, "")
    moved = case((s.kind == CaseKind.SALE.value, -1), else_=1)
    return (
        select(
            line.id, s.completed_at, s.kind, t.product.c.title, func.coalesce(_first.c.imei, u.serial),
            moved, u.cost, number, s.seller,
        )
        .select_from(
            t.sale_line.join(t.sale, s.id == line.sale_id)
            .join(t.unit, u.id == line.unit_id)
            .join(t.product, t.product.c.id == line.product_id)
            .outerjoin(t.invoice, and_(t.invoice.c.sale_id == s.id, t.of_its_case))
            .outerjoin(t.paper, t.paper.c.sale_id == s.id)
            .outerjoin(_first, _slot(_first, 1))
        )
        .where(s.state == SaleState.COMPLETED.value)
        .order_by(line.id)
    )  # fmt: skip


def _movements() -> Select[Any]:
    """Goods that are counted."""
    m = g.stock_movement.c
    number = func.coalesce(t.invoice.c.number, g.supplier.c.name, m.reason)
    return (
        select(m.id, m.at, m.kind, t.product.c.title, literal(""), m.quantity, m.cost, number, m.who)
        .select_from(
            g.stock_movement.join(t.product, t.product.c.id == m.product_id)
            .outerjoin(t.invoice, and_(t.invoice.c.sale_id == m.case_id, t.of_its_case))
            .outerjoin(g.purchase, g.purchase.c.id == m.purchase_id)
            .outerjoin(g.supplier, g.supplier.c.id == g.purchase.c.supplier_id)
        )
        .order_by(m.id)
    )


def _events() -> Select[Any]:
    e = t.audit_event.c
    return select(e.till_id, e.seq, e.at, e.who, e.kind, e.subject, e.data).order_by(e.till_id, e.seq)


def _customers() -> Select[Any]:
    """Who they are is sealed, each under a key of his own: it is opened one by one."""
    c = customer.c
    cases = select(func.count()).where(customer_case.c.customer_id == c.id).scalar_subquery()
    return select(c.id, c.first_at, c.last_at, cases, c.erased_at).order_by(c.id)


#: Statement and the columns of its key, which are its first ones; how many of them are no column of the table.
_TABLES: dict[str, tuple[Callable[[], Select[Any]], tuple[ColumnElement[Any], ...], int]] = {
    "units": (_units, (t.unit.c.id,), 0),
    "products": (_products, (t.product.c.id,), 0),
    "purchases": (_purchases, (g.purchase_line.c.id,), 1),
    "movements_in": (_movements_in, (t.unit.c.id,), 1),
    "movements_out": (_movements_out, (t.sale_line.c.id,), 1),
    "movements": (_movements, (g.stock_movement.c.id,), 1),
    "customers": (_customers, (customer.c.id,), 0),
    "events": (_events, (t.audit_event.c.till_id, t.audit_event.c.seq), 0),
}
_RATE = 11  # where the VAT rate of a product stands
_STATE = 9  # where a unit's two columns of its state stand


class SqlExportReads(SqlSession):
    """Implements `ports.exports.ExportReads`."""

    def export_page(self, table: str, after: tuple[Any, ...] | None, limit: int) -> Page:
        statement, key, hidden = _TABLES[table]
        rows = self._db.execute(_behind(statement(), key, after).limit(limit)).all()
        last = tuple(rows[-1][: len(key)]) if len(rows) == limit else None
        if table == "products":
            return Page([(*row[:_RATE], _percent(row[_RATE]), *row[_RATE + 1 :]) for row in rows], last)
        if table == "units":
            found = [(*row[:_STATE], state_of(row[_STATE], row[_STATE + 1]).value, *row[_STATE + 2 :]) for row in rows]
            return Page(found, last)
        return Page([tuple(row[hidden:]) for row in rows], last)

    def issued_page(self, after: tuple[Any, ...] | None, limit: int) -> IssuedPage:
        return self._documents(t.invoice, (t.invoice.c.till_id, t.invoice.c.year, t.invoice.c.seq), after, limit)

    def papers_page(self, after: tuple[Any, ...] | None, limit: int) -> IssuedPage:
        p = t.paper.c
        return self._documents(t.paper, (p.kind, p.till_id, p.year, p.seq), after, limit)

    def _documents(
        self, table: Table, key: tuple[ColumnElement[Any], ...], after: tuple[Any, ...] | None, limit: int
    ) -> IssuedPage:
        c = table.c
        query = (
            select(*key, c.number, c.issued_at, c.document_sealed, c.sale_id, c.till_id, t.sale.c.seller)
            .select_from(table.join(t.sale, t.sale.c.id == c.sale_id))
            .order_by(*key)
            .limit(limit)
        )
        rows = self._db.execute(_behind(query, key, after)).all()
        found = []
        for row in rows:
            number, issued_at, sealed, sale_id, till_id, seller = row[len(key) :]
            document = self._of(sale_id).open(sealed, f"{table.name}.document:{number}").decode()
            found.append(Issued(number, issued_at, document, till_id, seller))
        return IssuedPage(found, tuple(rows[-1][: len(key)]) if len(rows) == limit else None)


def _behind(query: Select[Any], key: tuple[ColumnElement[Any], ...], after: tuple[Any, ...] | None) -> Select[Any]:
    if after is None:
        return query
    if len(key) == 1:
        return query.where(key[0] > after[0])
    return query.where(tuple_(*key) > tuple_(*(literal(value) for value in after)))


def _percent(hundredths: int | None) -> str:
    if hundredths is None:
        return ""
    return f"{hundredths // 100}" if hundredths % 100 == 0 else f"{hundredths // 100}.{hundredths % 100:02}"
