"""The table of TACs: read by its key, written many rows in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import delete, func, select

from pos_app.adapters.storage import mapping
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import OperationKind, OperationState
from pos_app.domain.tac import IMPORTED, TacRow

_TOGETHER = 500  # values of one statement; older SQLites take 999
T = TypeVar("T")


class SqlTacReads(SqlSession):
    """Implements `ports.tacs.TacReads`."""

    def tac(self, tac: str) -> TacRow | None:
        return self.tacs_named((tac,)).get(tac)

    def tacs_named(self, tacs: Iterable[str]) -> dict[str, TacRow]:
        found: dict[str, TacRow] = {}
        for some in _some(tacs):
            rows = self._db.execute(select(t.tac).where(t.tac.c.tac.in_(some))).mappings()
            found |= {row["tac"]: TacRow(**row) for row in rows}
        return found

    def count_tacs(self) -> tuple[int, int]:
        rows = self._db.execute(select(t.tac.c.source, func.count()).group_by(t.tac.c.source))
        counts = {row[0]: int(row[1]) for row in rows}
        return counts.get("import", 0), counts.get("scan", 0)

    def answers_about(self, imeis: tuple[str, ...], limit: int) -> tuple[OutboxEntry, ...]:
        o = t.operation
        query = (
            select(o)
            .where(
                o.c.device_key.in_(imeis), o.c.kind == OperationKind.INQUIRY.value,
                o.c.state == OperationState.SUCCEEDED.value, o.c.answer_sealed.is_not(None),
            )
            .order_by(o.c.settled_at.desc(), o.c.id.desc()).limit(limit)
        )  # fmt: skip
        return tuple(mapping.entry_from(self._of(row["sale_id"]), row) for row in self._db.execute(query).mappings())

    def suspected(self, conflict: Conflict) -> bool:
        c = t.conflict
        same = (
            c.c.kind == conflict.kind.value, c.c.imei == conflict.imei, c.c.shop_says == conflict.shop_says,
            c.c.registry_says == conflict.registry_says,
        )  # fmt: skip
        return self._db.scalar(select(c.c.id).where(*same).limit(1)) is not None


class SqlTacWrites(SqlTacReads):
    """Implements `ports.tacs.TacWrites`."""

    def put_tacs(self, rows: Iterable[TacRow]) -> None:
        for some in _some(rows):
            for imported in (True, False):
                values = [_columns(row) for row in some if (row.source == IMPORTED) is imported]
                if values:
                    self._db.execute(self._upsert(imported=imported), values)

    def drop_suspicion(self, conflict_id: int) -> bool:
        c = t.conflict
        mine = c.c.id == conflict_id, c.c.kind == ConflictKind.CLONE.value, c.c.decision == ""
        return self._db.execute(delete(c).where(*mine)).rowcount == 1

    def _upsert(self, *, imported: bool) -> Any:
        """PostgreSQL's dialect is loaded only where it is spoken."""
        if self._db.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert
        else:
            from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
        statement = insert(t.tac)
        new = statement.excluded
        # An imported row keeps how often the shop itself has seen it; a learned one changes nothing else.
        taken = {name: new[name] for name in ("brand", "model", "source", "changed_at")}
        seen = {"seen": t.tac.c.seen + new.seen}
        return statement.on_conflict_do_update(index_elements=[t.tac.c.tac], set_=taken if imported else seen)


def _columns(row: TacRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in t.tac.c.keys()}  # noqa: SIM118 - columns, not a dict


def _some(values: Iterable[T]) -> Iterator[list[T]]:
    whole = list(values)
    for begin in range(0, len(whole), _TOGETHER):
        yield whole[begin : begin + _TOGETHER]
