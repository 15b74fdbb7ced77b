"""Goods that come in. Many phones are asked about, and written, in a few statements of bare SQL: a million of them is
one import, and SQLAlchemy's work for each row would be most of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, func, insert, select, text, update

from pos_app.adapters.storage import goods_tables as g
from pos_app.adapters.storage import mapping
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.adapters.storage.units import state_of
from pos_app.domain.stock import Condition, Product
from pos_app.ports.intake import Known, NewUnit, Purchase, Supplier

_UNIT = "id product_id serial eid state hold condition boxed grade price cost entered_at purchase_id".split()  # noqa: SIM905
_SLOT = ("imei", "unit_id", "slot")
_KNOWN = (
    "select u.id as id, u.state as state, u.hold as hold, u.product_id as product_id, u.purchase_id as purchase_id,"
    " u.serial as serial, m.imei as imei from unit u left join unit_imei m on m.unit_id = u.id"
    " where {which} order by u.id, m.slot"
)
_BY_IMEI = "u.id in (select unit_id from unit_imei where imei in ({values}))"
_BY_SERIAL = "u.serial in ({values})"


class SqlIntakeReads(SqlSession):
    """Implements `ports.intake.IntakeReads`."""

    @property
    def _postgres(self) -> bool:
        return self._db.dialect.name == "postgresql"

    def catalogue(self) -> Iterator[Product]:
        for row in self._db.execute(select(t.product).order_by(t.product.c.id)).mappings():
            yield mapping.product_from(row)

    def known_imeis(self, imeis: Sequence[str]) -> dict[str, Known]:
        wanted = frozenset(imeis)
        return {imei: one for one, _ in self._known(_BY_IMEI, imeis) for imei in one.imeis if imei in wanted}

    def known_serials(self, serials: Sequence[str]) -> dict[str, tuple[Known, ...]]:
        found: dict[str, tuple[Known, ...]] = {}
        for one, serial in self._known(_BY_SERIAL, serials):
            found[serial] = (*found.get(serial, ()), one)
        return found

    def _known(self, which: str, values: Sequence[str]) -> Iterator[tuple[Known, str]]:
        """Any number of values in one statement, as one parameter."""
        if not values:
            return
        each = "jsonb_array_elements_text(cast(:v as jsonb))" if self._postgres else "value from json_each(:v)"
        listed = f"select {each}"
        statement = text(_KNOWN.format(which=which.format(values=listed)))
        rows = self._db.execute(statement, {"v": json.dumps(list(values))})
        for unit_id, same in groupby(rows, key=attrgetter("id")):
            its = list(same)
            first = its[0]
            imeis = tuple(row.imei for row in its if row.imei)
            known = Known(unit_id, state_of(first.state, first.hold), imeis, first.product_id, first.purchase_id or 0)
            yield known, first.serial

    def suppliers(self) -> tuple[Supplier, ...]:
        rows = self._db.execute(select(g.supplier).order_by(g.supplier.c.name)).mappings()
        return tuple(
            Supplier(
                id=row["id"], name=row["name"],
                **(mapping.open_json(self._sealer, row["contact_sealed"], f"supplier.contact:{row['name']}") or {}),
            )
            for row in rows
        )  # fmt: skip


class SqlIntakeWrites(SqlIntakeReads):
    """Implements `ports.intake.IntakeWrites`."""

    def put_supplier(self, supplier: Supplier) -> int:
        contact = {name: said for name in ("phone", "address", "note") if (said := getattr(supplier, name))}
        place = f"supplier.contact:{supplier.name}"
        sealed = mapping.seal_json(self._sealer, contact, place) if contact else None
        values = {"name": supplier.name, "contact_sealed": sealed}
        if supplier.id:
            self._db.execute(update(g.supplier).where(g.supplier.c.id == supplier.id).values(**values))
            return supplier.id
        return self._new(insert(g.supplier).values(**values))

    def add_purchase(self, purchase: Purchase) -> int:
        values = asdict(purchase)
        del values["id"]
        return self._new(insert(g.purchase).values(**values))

    def _new(self, statement: Any) -> int:
        key = self._db.execute(statement).inserted_primary_key
        return int(key[0]) if key else 0

    def add_purchase_lines(self, purchase_id: int, lines: Iterable[tuple[int, int, int | None]]) -> None:
        names = ("product_id", "quantity", "cost")
        listed = list(lines)
        if not listed:
            return
        rows = [{"purchase_id": purchase_id, **dict(zip(names, line, strict=True))} for line in listed]
        self._db.execute(insert(g.purchase_line), rows)
        more = sum(quantity * (cost or 0) for _, quantity, cost in listed)
        mine = g.purchase.c.id == bindparam("mine")
        grown = update(g.purchase).where(mine).values(total=g.purchase.c.total + bindparam("more"))
        self._db.execute(grown, {"mine": purchase_id, "more": more})

    def take_in(self, units: Sequence[NewUnit]) -> None:
        if not units:
            return
        ids = self._unit_ids(len(units))
        moments: dict[datetime, Any] = {}
        conditions = {condition: condition.value for condition in Condition}  # asked of the enum, each costs a call
        kind = t.unit.c.entered_at.type.dialect_impl(self._db.dialect)
        bind = kind.bind_processor(self._db.dialect)
        for unit in units:
            if unit.entered_at not in moments:
                moments[unit.entered_at] = bind(unit.entered_at) if bind else unit.entered_at
        self._many("unit", _UNIT, [
            (unit_id, one.product_id, one.serial, one.eid, "in_stock", "", conditions[one.condition], True, "",
             one.price, one.cost, moments[one.entered_at], one.purchase_id)
            for unit_id, one in zip(ids, units, strict=True)
        ])  # fmt: skip
        self._many("unit_imei", _SLOT, [
            (imei, unit_id, slot)
            for unit_id, one in zip(ids, units, strict=True) for slot, imei in enumerate(one.imeis, 1)
        ])  # fmt: skip

    def _unit_ids(self, count: int) -> Sequence[int]:
        if self._postgres:
            drawn = "select nextval(pg_get_serial_sequence('unit', 'id')) from generate_series(1, :n)"
            return self._db.scalars(text(drawn), {"n": count}).all()
        first = (self._db.scalar(select(func.max(t.unit.c.id))) or 0) + 1
        return range(first, first + count)

    def _many(self, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        if rows:
            mark = "%s" if self._postgres else "?"
            marks = ", ".join([mark] * len(columns))
            self._db.exec_driver_sql(f"insert into {table} ({', '.join(columns)}) values ({marks})", rows)  # noqa: S608 - names of ours
