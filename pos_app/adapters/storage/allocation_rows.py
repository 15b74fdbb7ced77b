"""Rows of the allocated phones. They come by the million, so SQLite is given a few hundred in one statement.

That is faster than a statement for each row, sqlite3's `executemany` included, and the driver lets other threads work
for as long as a statement runs. SQLAlchemy would build such a statement anew each time, and look at each value.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, RowMapping, Select, Text, bindparam, case, cast, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.domain import evidence
from pos_app.domain.feed import Allocation
from pos_app.domain.verdict import InquiryAnswer

_TOGETHER = 250  # rows of one statement; SQLite takes 32,766 values in one, 3.31 and older 999
_SAID = (
    "imei", "imei2", "serial", "brand", "model", "model_code", "goods_id", "guarantee_tracking_id", "allocated_at",
    "device",
)  # fmt: skip
_PLAIN = attrgetter(
    "allocation_id", "version", "deleted", "imei", "imei2", "serial", "brand", "model", "model_code", "goods_id",
    "guarantee_tracking_id",
)  # fmt: skip


def put(db: Connection, items: Sequence[Allocation], round_: int) -> None:
    """No two of one id. Only a higher version changes the words of a row."""
    if db.dialect.name == "postgresql":
        db.execute(_upsert("postgresql"), [as_row(item, round_) for item in items])
        return
    # Phones come in deliveries: most instants of a page are the same.
    stored: Any = _instants(db.dialect)
    instants = {instant: stored(instant) for instant in {item.allocated_at for item in items}}
    for begin in range(0, len(items), _TOGETHER):
        some = items[begin : begin + _TOGETHER]
        values: list[Any] = []  # row after row, in the order of the columns
        for item in some:
            values += (*_PLAIN(item), instants[item.allocated_at], _device(item.device), round_)
        db.exec_driver_sql(_several(len(some)), tuple(values))


@cache
def _instants(dialect: Dialect) -> Any:
    """How SQLAlchemy itself would hand the column's values to the driver."""
    column: TypeEngine[Any] = t.allocation.c.allocated_at.type
    return column.bind_processor(dialect)


@cache
def _upsert(dialect: str) -> Any:
    """Only a higher version changes the words; an item that a full reading names joins its round in any case.
    PostgreSQL's dialect is loaded only where it is spoken."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        insert: Any = postgresql.insert(t.allocation)
    else:
        insert = sqlite.insert(t.allocation)
    a, new = t.allocation, insert.excluded
    newer = new.version > a.c.version
    said = {name: case((newer, new[name]), else_=a.c[name]) for name in ("version", "deleted", *_SAID)}
    return insert.on_conflict_do_update(index_elements=[a.c.id], set_={**said, "round": new["round"]})


@cache
def _several(count: int) -> str:
    """SQLite's statement for so many rows."""
    one = f"({', '.join('?' * len(t.allocation.c))})"
    text = str(_upsert("sqlite").compile(dialect=sqlite.dialect()))
    return text.replace(one, ", ".join([one] * count), 1)


@cache
def units_with(dialect: str) -> Select[Any]:
    """Our own phones that carry any of `imeis`. The numbers go as one value, a JSON list: a page has two thousand, and
    a statement with a place for each would be built anew for every page."""
    given = bindparam("imeis", type_=Text)
    if dialect == "postgresql":
        numbers = func.json_array_elements_text(cast(given, JSON)).table_valued("value")
    else:
        numbers = func.json_each(given).table_valued("value")
    owners = select(t.unit_imei.c.unit_id).where(t.unit_imei.c.imei.in_(select(numbers.c.value)))
    return say.UNITS.where(t.unit.c.id.in_(owners))


def as_row(item: Allocation, round_: int) -> dict[str, Any]:
    return {
        "id": item.allocation_id, "version": item.version, "deleted": item.deleted, "imei": item.imei,
        "imei2": item.imei2, "serial": item.serial, "brand": item.brand, "model": item.model,
        "model_code": item.model_code, "goods_id": item.goods_id,
        "guarantee_tracking_id": item.guarantee_tracking_id, "allocated_at": item.allocated_at,
        "device": _device(item.device), "round": round_,
    }  # fmt: skip


def _device(device: InquiryAnswer | None) -> str | None:
    return json.dumps(evidence.answer_to_plain(device), ensure_ascii=False) if device is not None else None


def allocation_from(row: RowMapping) -> Allocation:
    device = evidence.answer_from_plain(json.loads(row["device"])) if row["device"] else None
    return Allocation(
        allocation_id=row["id"], version=row["version"], deleted=row["deleted"], imei=row["imei"], imei2=row["imei2"],
        serial=row["serial"], brand=row["brand"], model=row["model"], model_code=row["model_code"],
        goods_id=row["goods_id"], guarantee_tracking_id=row["guarantee_tracking_id"],
        allocated_at=row["allocated_at"], device=device,
    )  # fmt: skip
