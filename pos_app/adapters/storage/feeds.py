"""Lists read from the registry by cursor, and conflicts. One page is one transaction with its cursor."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter

from sqlalchemy import RowMapping, and_, func, or_, select, union, update
from sqlalchemy.exc import IntegrityError

from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.allocation_rows import allocation_from, as_row, put, units_with
from pos_app.adapters.storage.session import SqlSession
from pos_app.adapters.storage.typed_suspicions import typed_and_gone
from pos_app.adapters.storage.units import unit_from
from pos_app.domain.conflict import OF_THE_STOCK, Conflict, ConflictKind
from pos_app.domain.feed import Allocation
from pos_app.domain.stock import Unit, UnitState
from pos_app.ports.feeds import FeedState


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
        return allocation_from(row) if row else None

    def allocations_named(self, ids: tuple[str, ...]) -> tuple[Allocation, ...]:
        rows = self._db.execute(select(t.allocation).where(t.allocation.c.id.in_(ids))).mappings() if ids else ()
        return tuple(allocation_from(row) for row in rows)

    def allocated(self) -> int:
        return self._db.scalar(select(func.count()).select_from(t.allocation).where(~t.allocation.c.deleted)) or 0

    def arrived(self) -> int:
        a, ours = t.allocation, t.unit_imei
        # The shop's own numbers are few beside a list of a million: they lead, each into the index of the list.
        first = select(a.c.id).join(ours, ours.c.imei == a.c.imei).where(~a.c.deleted)
        second = select(a.c.id).join(ours, ours.c.imei == a.c.imei2).where(~a.c.deleted, a.c.imei2 != "")
        return self._db.scalar(select(func.count()).select_from(union(first, second).subquery())) or 0

    def not_arrived(self, limit: int) -> tuple[Allocation, ...]:
        a, ours = t.allocation, t.unit_imei
        here = select(ours.c.imei).where(or_(ours.c.imei == a.c.imei, ours.c.imei == a.c.imei2)).exists()
        rows = self._db.execute(select(a).where(~a.c.deleted, ~here).order_by(a.c.id).limit(limit)).mappings()
        return tuple(allocation_from(row) for row in rows)

    def held(self, imeis: tuple[str, ...]) -> tuple[Unit, ...]:
        if not imeis:
            return ()
        rows = self._db.execute(units_with(self._db.dialect.name), {"imeis": json.dumps(imeis)}).mappings()
        return tuple(unit_from(list(found)) for _id, found in groupby(rows, key=itemgetter("unit_id")))

    def conflicts(self, *, imeis: tuple[str, ...] | None = None) -> tuple[Conflict, ...]:
        c = t.conflict
        in_stock = (
            select(t.unit.c.id)
            .join(t.unit_imei, t.unit_imei.c.unit_id == t.unit.c.id)
            .where(t.unit_imei.c.imei == c.c.imei, t.unit.c.state == UnitState.IN_STOCK.value)
            .exists()
        )
        barred = and_(c.c.decision == "registry", c.c.kind.in_([kind.value for kind in OF_THE_STOCK]), in_stock)
        query = (
            select(c)
            .where(or_(and_(c.c.decision == "", ~typed_and_gone()), barred))
            .order_by(c.c.decision, c.c.found_at, c.c.id)
        )
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
        newest = {item.allocation_id: item for item in sorted(items, key=attrgetter("version"))}
        if told := [item for item in newest.values() if not item.deleted]:
            put(self._db, told, round_)
        for item in newest.values():
            if item.deleted:
                self._bury(item, round_)
        return len(newest)

    def _bury(self, gone: Allocation, round_: int) -> None:
        """A tombstone hides what it names and keeps what was known; one for a stranger is kept for its version."""
        a = t.allocation
        known = self._db.scalar(select(a.c.version).where(a.c.id == gone.allocation_id))
        if known is None:
            self._db.execute(say.into(a), as_row(gone, round_))
        elif known < gone.version:
            values = {"version": gone.version, "deleted": True, "round": round_}
            self._db.execute(update(a).where(a.c.id == gone.allocation_id).values(**values))

    def sweep_allocations(self, round_: int) -> tuple[Allocation, ...]:
        a = t.allocation
        unnamed = and_(a.c.round < round_, ~a.c.deleted)
        our_numbers = select(t.unit_imei.c.imei)
        ours = select(a.c.id).where(unnamed, or_(a.c.imei.in_(our_numbers), a.c.imei2.in_(our_numbers)))
        ids = tuple(self._db.scalars(ours))
        # Hidden without a word of the registry: the very version that it had may bring it back.
        self._db.execute(update(a).where(unnamed).values(deleted=True, version=a.c.version - 1))
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
            .where(c.c.id == conflict_id, c.c.decision.not_in(("shop", decision)))
            .values(decision=decision, decided_by=by, reason=reason, decided_at=at)
        )
        return decided.rowcount == 1


def _conflict(row: RowMapping) -> Conflict:
    return Conflict(**{**row, "kind": ConflictKind(row["kind"])})
