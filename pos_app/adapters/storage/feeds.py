"""Lists read from the registry by cursor, and conflicts. One page is one transaction with its cursor."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import RowMapping, and_, case, func, or_, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.adapters.storage.units import unit_from
from pos_app.domain import evidence
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.feed import Allocation
from pos_app.domain.stock import Unit
from pos_app.ports.feeds import FeedState

_SAID = (
    "imei", "imei2", "serial", "brand", "model", "model_code", "goods_id", "guarantee_tracking_id", "allocated_at",
    "device",
)  # fmt: skip


class SqlFeedReads(SqlSession):
    """Implements `ports.feeds.FeedReads`."""

    def feed(self, name: str) -> FeedState:
        row = self._db.execute(select(t.feed).where(t.feed.c.name == name)).mappings().first()
        return FeedState(**row) if row else FeedState(name=name)

    def allocation(self, imei: str) -> Allocation | None:
        a = t.allocation
        # Each number by its own index; a partial one is used only where its condition is said again.
        named = or_(a.c.imei == imei, and_(a.c.imei2 == imei, a.c.imei2 != ""))
        row = self._db.execute(select(a).where(named, ~a.c.deleted).limit(1)).mappings().first() if imei else None
        return _allocation(row) if row else None

    def allocations_named(self, ids: tuple[str, ...]) -> tuple[Allocation, ...]:
        rows = self._db.execute(select(t.allocation).where(t.allocation.c.id.in_(ids))).mappings() if ids else ()
        return tuple(_allocation(row) for row in rows)

    def allocated(self) -> int:
        return self._db.scalar(select(func.count()).select_from(t.allocation).where(~t.allocation.c.deleted)) or 0

    def held(self, imeis: tuple[str, ...]) -> tuple[Unit, ...]:
        if not imeis:
            return ()
        found = self._db.scalars(select(t.unit_imei.c.unit_id).where(t.unit_imei.c.imei.in_(imeis)).distinct())
        return tuple(
            unit_from(self._db.execute(say.UNIT, {"unit_id": unit_id}).mappings().all()) for unit_id in found.all()
        )

    def conflicts(self, *, imeis: tuple[str, ...] | None = None) -> tuple[Conflict, ...]:
        c = t.conflict
        query = select(c).where(c.c.decision == "").order_by(c.c.found_at, c.c.id)
        if imeis is not None:
            query = query.where(c.c.imei.in_(imeis))
        return tuple(_conflict(row) for row in self._db.execute(query).mappings())

    def conflict(self, conflict_id: int) -> Conflict | None:
        row = self._db.execute(select(t.conflict).where(t.conflict.c.id == conflict_id)).mappings().first()
        return _conflict(row) if row else None


class SqlFeedWrites(SqlFeedReads):
    """Implements `ports.feeds.FeedWrites`."""

    def put_feed(self, state: FeedState) -> None:
        values = {name: getattr(state, name) for name in t.feed.c.keys()}  # noqa: SIM118 - columns, not a dict
        changed = self._db.execute(update(t.feed).where(t.feed.c.name == state.name).values(**values))
        if changed.rowcount == 0:
            self._db.execute(say.into(t.feed), values)

    def apply_allocations(self, items: tuple[Allocation, ...], round_: int) -> int:
        newest = {item.allocation_id: item for item in sorted(items, key=lambda item: item.version)}
        rows = [_row(item, round_) for item in newest.values() if not item.deleted]
        gone = [
            {"gone_id": item.allocation_id, "gone_version": item.version, "round": round_}
            for item in newest.values()
            if item.deleted
        ]
        if rows:
            self._db.execute(_upsert(self._db.dialect.name), rows)
        for tombstone in gone:
            self._bury(tombstone)
        return len(newest)

    def _bury(self, tombstone: dict[str, Any]) -> None:
        """A tombstone hides what it names and keeps what was known; one for a stranger is kept for its version."""
        a = t.allocation
        known = self._db.scalar(select(a.c.version).where(a.c.id == tombstone["gone_id"]))
        if known is None:
            blank = Allocation(tombstone["gone_id"], tombstone["gone_version"], deleted=True)
            self._db.execute(say.into(a), _row(blank, tombstone["round"]))
        elif known < tombstone["gone_version"]:
            values = {"version": tombstone["gone_version"], "deleted": True, "round": tombstone["round"]}
            self._db.execute(update(a).where(a.c.id == tombstone["gone_id"]).values(**values))

    def sweep_allocations(self, round_: int) -> tuple[Allocation, ...]:
        a = t.allocation
        unnamed = and_(a.c.round < round_, ~a.c.deleted)
        ours = select(a.c.id).where(unnamed, a.c.imei.in_(select(t.unit_imei.c.imei)))
        ids = tuple(self._db.scalars(ours))
        self._db.execute(update(a).where(unnamed).values(deleted=True))
        return self.allocations_named(ids)

    def add_conflict(self, conflict: Conflict) -> bool:
        try:
            with self._db.begin_nested():
                self._db.execute(
                    say.into(t.conflict),
                    {
                        "kind": conflict.kind.value, "imei": conflict.imei, "subject": conflict.subject,
                        "shop_says": conflict.shop_says, "registry_says": conflict.registry_says,
                        "found_at": conflict.found_at, "decision": "", "decided_by": "", "reason": "",
                    },
                )  # fmt: skip
        except IntegrityError:
            return False
        return True

    def decide_conflict(self, conflict_id: int, decision: str, by: str, reason: str, at: datetime) -> bool:
        c = t.conflict
        decided = self._db.execute(
            update(c)
            .where(c.c.id == conflict_id, c.c.decision == "")
            .values(decision=decision, decided_by=by, reason=reason, decided_at=at)
        )
        return decided.rowcount == 1


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


def _row(item: Allocation, round_: int) -> dict[str, Any]:
    device = item.device
    return {
        "id": item.allocation_id, "version": item.version, "deleted": item.deleted, "imei": item.imei,
        "imei2": item.imei2, "serial": item.serial, "brand": item.brand, "model": item.model,
        "model_code": item.model_code, "goods_id": item.goods_id,
        "guarantee_tracking_id": item.guarantee_tracking_id, "allocated_at": item.allocated_at,
        "device": json.dumps(evidence.answer_to_plain(device), ensure_ascii=False) if device else None,
        "round": round_,
    }  # fmt: skip


def _allocation(row: RowMapping) -> Allocation:
    device = evidence.answer_from_plain(json.loads(row["device"])) if row["device"] else None
    return Allocation(
        allocation_id=row["id"], version=row["version"], deleted=row["deleted"], imei=row["imei"], imei2=row["imei2"],
        serial=row["serial"], brand=row["brand"], model=row["model"], model_code=row["model_code"],
        goods_id=row["goods_id"], guarantee_tracking_id=row["guarantee_tracking_id"],
        allocated_at=row["allocated_at"], device=device,
    )  # fmt: skip


def _conflict(row: RowMapping) -> Conflict:
    return Conflict(**{**row, "kind": ConflictKind(row["kind"])})
