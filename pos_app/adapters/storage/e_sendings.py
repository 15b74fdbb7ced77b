"""What is on its way to the taxpayers' system: leases and settlements as the outbox has them, in a table of its own."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, func, or_, select, update

from pos_app.adapters.storage import mapping, tables
from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage.sending_table import e_sending
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain import e_sending as rules
from pos_app.domain.e_sending import MOVING, OVER_THERE, Sending, SendState, Step, Told
from pos_app.domain.outbox import IMPLAUSIBLE_LEASE, IMPLAUSIBLE_WAIT
from pos_app.ports.tax import SendingCounts

_e, _i = e_sending, tables.invoice
_OVER_THERE = tuple(state.value for state in OVER_THERE)
_MOVING = tuple(state.value for state in MOVING)
_AGAIN = (SendState.HELD.value, SendState.FAILED.value, SendState.TIMED_OUT.value)
_CLOSABLE = (*_AGAIN, SendState.WAITING.value)
_OPEN = (*_MOVING, *_AGAIN, SendState.SENDING.value)


def _free(now: datetime) -> ColumnElement[bool]:
    """Held by nobody: a lease that ends beyond belief was written by a clock that has been set back since."""
    until = _e.c.claimed_until
    return or_(until.is_(None), until < now, until > now + IMPLAUSIBLE_LEASE)


class SqlSendingReads(SqlSession):
    """Implements `ports.tax.SendingReads`."""

    def sending(self, number: str) -> Sending | None:
        return self.sendings((number,)).get(number)

    def sendings(self, numbers: tuple[str, ...]) -> dict[str, Sending]:
        rows = self._db.execute(_rows().where(_e.c.number.in_(numbers))).mappings() if numbers else ()
        return {row["number"]: self._from(row) for row in rows}

    def _from(self, row: RowMapping) -> Sending:
        number = row["number"]
        told = mapping.open_json(self._sealer, row["told_sealed"], f"e_sending.told:{number}") or {}
        packet = row["packet_sealed"]
        return Sending(
            number=number, tax_id=row["tax_id"], memory=row["memory"], uid=row["uid"],
            state=SendState(row["state"]), created_at=row["created_at"], next_at=row["next_at"],
            refers_to=row["refers_to"] or "", attempts=row["attempts"], unreadable=row["unreadable"],
            first_sent_at=row["first_sent_at"], reference=row["reference"], problem=row["problem"],
            errors=tuple(Told(**each) for each in told.get("errors", ())),
            warnings=tuple(Told(**each) for each in told.get("warnings", ())), sign=told.get("sign", ""),
            packet=self._sealer.open(packet, f"e_sending.packet:{number}").decode() if packet else "",
            settled_at=row["settled_at"],
        )  # fmt: skip

    def due_sendings(self, now: datetime, limit: int) -> tuple[str, ...]:
        came = or_(_e.c.next_at <= now, _e.c.next_at > now + IMPLAUSIBLE_WAIT)  # a clock that was set back since
        query = (
            select(_e.c.number)
            .join(_i, _i.c.number == _e.c.number)
            .where(_e.c.state.in_(_MOVING), came, _free(now))
            .order_by(_i.c.issued_at, _e.c.number).limit(limit)
        )  # fmt: skip
        return tuple(self._db.scalars(query))

    def sending_counts(self) -> SendingCounts:
        called = or_(_e.c.state.in_(_AGAIN), _e.c.problem.in_((*sorted(rules.BY_PERSON), "tax-open-too-long")))
        query = (
            select(func.count(), func.sum(case((called, 1), else_=0)), func.min(_i.c.issued_at))
            .select_from(_e.join(_i, _i.c.number == _e.c.number))
            .where(_e.c.state.in_(_OPEN))
        )
        row = self._db.execute(query).one()
        return SendingCounts(row[0] - (row[1] or 0), row[1] or 0, row[2])

    def unqueued(self, limit: int) -> tuple[str, ...]:
        query = (
            select(_i.c.number)
            .outerjoin(_e, _e.c.number == _i.c.number)
            .where(_i.c.tax_id != "", _e.c.number.is_(None))
            .order_by(_i.c.issued_at, _i.c.number).limit(limit)
        )  # fmt: skip
        return tuple(self._db.scalars(query))


class SqlSendingWrites(SqlSendingReads):
    """Implements `ports.tax.SendingWrites`."""

    def add_sending(self, entry: Sending) -> None:
        self._db.execute(
            say.into(_e),
            {
                "number": entry.number, "uid": entry.uid, "memory": entry.memory, "state": entry.state.value,
                "created_at": entry.created_at, "next_at": entry.next_at, "problem": entry.problem,
                "told_sealed": self._told(entry.number, entry.errors, entry.warnings, entry.sign),
            },
        )  # fmt: skip

    def _told(self, number: str, errors: tuple[Told, ...], warnings: tuple[Told, ...], sign: str) -> bytes | None:
        if not (errors or warnings or sign):
            return None
        plain = {"errors": [asdict(x) for x in errors], "warnings": [asdict(x) for x in warnings], "sign": sign}
        return mapping.seal_json(self._sealer, plain, f"e_sending.told:{number}")

    def claim_sending(self, number: str, by: str, now: datetime, until: datetime) -> bool:
        waiting = _e.c.state == SendState.WAITING.value
        took = self._db.execute(
            update(_e)
            .where(_e.c.number == number, _free(now), _e.c.state.in_(_MOVING))
            .values(
                state=case((waiting, SendState.SENDING.value), else_=_e.c.state), claimed_by=by, claimed_until=until,
                attempts=_e.c.attempts + 1, first_sent_at=func.coalesce(_e.c.first_sent_at, now),
            )
        )  # fmt: skip
        return took.rowcount == 1

    def keep_packet(self, number: str, text: str) -> None:
        sealed = self._sealer.seal(text.encode(), f"e_sending.packet:{number}")
        self._db.execute(update(_e).where(_e.c.number == number).values(packet_sealed=sealed))

    def settle_sending(self, number: str, step: Step, now: datetime, *, lease: datetime | None = None) -> bool:
        mine = _e.c.claimed_until == lease if lease is not None else _e.c.claimed_until.is_(None)
        values: dict[str, Any] = {
            "state": step.state.value, "problem": step.problem, "claimed_by": None, "claimed_until": None,
            "reference": step.reference, "unreadable": step.unreadable,
            "next_at": now + step.wait if step.wait is not None else now,
            "told_sealed": self._told(number, step.errors, step.warnings, step.sign),
        }  # fmt: skip
        if not step.arrived:
            values["first_sent_at"] = None
        if step.state.final:
            values["settled_at"] = now
        open_ = _e.c.state.in_((*_MOVING, SendState.SENDING.value))
        return self._db.execute(update(_e).where(and_(_e.c.number == number, mine, open_)).values(values)).rowcount == 1

    def send_again(self, number: str, uid: str, now: datetime) -> bool:
        moved = self._db.execute(
            update(_e)
            .where(_e.c.number == number, _e.c.state.in_(_AGAIN))
            .values(
                state=SendState.WAITING.value, uid=uid, next_at=now, attempts=0, unreadable=0, first_sent_at=None,
                reference="", problem="", told_sealed=None, settled_at=None,
            )
        )  # fmt: skip
        return moved.rowcount == 1

    def close_sending(self, number: str, problem: str, now: datetime) -> bool:
        closed = self._db.execute(
            update(_e)
            .where(_e.c.number == number, _e.c.state.in_(_CLOSABLE))
            .values(state=SendState.CLOSED.value, problem=problem, settled_at=now)
        )
        return closed.rowcount == 1

    def recover_sendings(self, now: datetime) -> int:
        lost = update(_e).where(_e.c.state == SendState.SENDING.value, _free(now))
        values = {
            "state": SendState.UNKNOWN.value, "problem": "crashed-while-sending", "claimed_by": None,
            "claimed_until": None, "next_at": now,
        }  # fmt: skip
        return self._db.execute(lost.values(values)).rowcount


def _rows() -> Select[Any]:
    return select(_e, _i.c.tax_id, _i.c.refers_to).join(_i, _i.c.number == _e.c.number)
