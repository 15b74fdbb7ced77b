"""The signed chain of events (decision 0022): one more link with every event, in the transaction of what it tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text, update

from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.history_tables import history_head
from pos_app.adapters.storage.operations_write import SqlOperationWrites
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain.history import START, Head, head_text, instant, link

_HEAD = select(history_head.c.count, history_head.c.hash).where(history_head.c.till_id == bindparam("till"))
_MOVE = (
    update(history_head)
    .where(history_head.c.till_id == bindparam("till"))
    .values(count=bindparam("to_count"), hash=bindparam("to_hash"), mac=bindparam("to_mac"))
)
_PAGE = 10_000  # events that are signed at once


class SqlHistoryReads(SqlSession):
    """Implements `ports.history.HistoryReads`."""

    def history_head(self, till_id: int) -> Head:
        row = self._db.execute(_HEAD, {"till": till_id}).first()
        return Head(till_id, row.count, row.hash) if row else Head(till_id)  # type: ignore[arg-type]

    def history_heads(self) -> tuple[Head, ...]:
        h, e = history_head.c, t.audit_event.c
        last = select(func.max(e.seq)).where(e.till_id == h.till_id).scalar_subquery()
        rows = self._db.execute(select(h.till_id, h["count"], h.hash, last).order_by(h.till_id))
        return tuple(Head(*row) for row in rows)

    def went_through(self, head: Head) -> bool:
        e = t.audit_event.c
        there = self._db.scalar(select(e.hash).where(e.till_id == head.till_id, e.seq == head.seq))
        return there == head.hash


class SqlHistoryWrites(SqlOperationWrites, SqlHistoryReads):
    """Implements `ports.history.HistoryWrites`."""

    def audit(self, till_id: int, at: datetime, who: str, kind: str, subject: str, data: dict[str, object]) -> None:
        before = self.history_head(till_id)
        seq = self.next_local_seq(till_id)
        told = json.dumps(data, ensure_ascii=False, sort_keys=True)
        found = link(before.hash, till_id, seq, instant(at), who, kind, subject, told)
        self._db.execute(
            say.into(t.audit_event),
            {
                "till_id": till_id, "seq": seq, "at": at, "who": who, "kind": kind, "subject": subject, "data": told,
                "hash": found, "mac": self._sealer.mac(found),
            },
        )  # fmt: skip
        self._end_at(Head(till_id, before.count + 1, found), first=before.count == 0)

    def sign_earlier(self) -> int:
        """Signs the events that a program without a chain wrote, in their order; how many. Only right after the
        migration that brought the chain: at any other time an event without a signature is a foreign one."""
        signed = 0
        for till_id in self._db.scalars(select(t.till.c.id).order_by(t.till.c.id)).all():
            head = Head(till_id)
            for head, row in self._linked(till_id):
                self._db.execute(_SIGN, {**row, "to_hash": head.hash, "to_mac": self._sealer.mac(head.hash)})
            if head.count:
                self._end_at(head, first=True)
            signed += head.count
        return signed

    def _linked(self, till_id: int) -> Iterator[tuple[Head, dict[str, Any]]]:
        head, last = Head(till_id, 0, START), -1
        e = t.audit_event.c
        while True:
            page = self._db.execute(
                select(e.seq, e.at, e.who, e.kind, e.subject, e.data)
                .where(e.till_id == till_id, e.seq > last).order_by(e.seq).limit(_PAGE)
            ).all()  # fmt: skip
            for row in page:
                found = link(
                    head.hash, till_id, row.seq, instant(row.at), row.who, row.kind, row.subject, row.data
                )  # fmt: skip
                head, last = Head(till_id, head.count + 1, found), row.seq
                yield head, {"till": till_id, "of": row.seq}
            if len(page) < _PAGE:
                return

    def _end_at(self, head: Head, *, first: bool) -> None:
        mac = self._sealer.mac(head_text(head))
        if first:
            row = {"till_id": head.till_id, "count": head.count, "hash": head.hash, "mac": mac}
            self._db.execute(say.into(history_head), row)
            return
        values = {"till": head.till_id, "to_count": head.count, "to_hash": head.hash, "to_mac": mac}
        self._db.execute(_MOVE, values)


_SIGN = (
    update(t.audit_event)
    .where(t.audit_event.c.till_id == bindparam("till"), t.audit_event.c.seq == bindparam("of"), text("mac = ''"))
    .values(hash=bindparam("to_hash"), mac=bindparam("to_mac"))
)
